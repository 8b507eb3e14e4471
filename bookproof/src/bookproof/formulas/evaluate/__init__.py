"""The value of every part of a printed formula at one draw of its symbols.

`scope` holds what the symbols stand for; `claims` decides whether a relation holds; `values` has one case for
each kind of node and hands the larger ones to `calls`, `operators`, `optimum` and `calculus`. These modules call
one another, because an expression can stand inside nearly every other; so a call names its module.

Vectors are columns, and nothing is broadcast: shapes must fit as they are printed.
"""

from bookproof.formulas.evaluate.claims import hold, report
from bookproof.formulas.evaluate.scope import Notation, Scope

__all__ = ["Notation", "Scope", "hold", "report"]
