"""The package of the book: the mathematics of its chapters, their data, figures and widgets.

Importing ``lossbook`` itself imports nothing else, so that a chapter waits only for what it names.
"""

__all__ = [
    "calibration",
    "data",
    "decisions",
    "distillation",
    "exercises",
    "experiments",
    "figures",
    "information",
    "losses",
    "palette",
    "regression",
    "widgets",
]
__version__ = "0.2.0"
