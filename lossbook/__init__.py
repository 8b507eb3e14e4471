"""The helper package of the book: the mathematics of its chapters, their figures and widgets, and the checks.

Importing ``lossbook`` itself imports nothing else, so that the checks start at once.
"""

__version__ = "0.1.0"
