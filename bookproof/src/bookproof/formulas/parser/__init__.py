r"""Read displayed LaTeX by a strict grammar: tokens, and recursive descent driven by the declared roles of names.

What a letter means is declared, never guessed: the `Role` of a name decides between a call and a product, an
index and a power. A token, a symbol or an arrangement that the grammar does not know is an error, and so is
whatever a reader could take in two ways.

The rules are functions of one `Cursor`, a module for each part of the grammar: `statements`, `sums`, `atoms`,
`calculus`, `binders`, `grids` and `calls`. They call one another across modules, because an expression can
stand inside nearly every other; so a rule names its module (``sums.read_sum``).
"""

from __future__ import annotations

from collections.abc import Mapping

from bookproof.formulas.nodes import Expression, Relation, Statement
from bookproof.formulas.parser import statements, sums
from bookproof.formulas.parser.cursor import Cursor, Declared, Role

__all__ = ["Declared", "Role", "parse", "parse_condition", "parse_expression"]


def parse(latex: str, declared: Mapping[str, Declared]) -> tuple[Statement, ...]:
    """Read a formula into its statements; the names in `declared` are canonical (`canonical_name`)."""
    return statements.read_document(Cursor(latex, declared))


def parse_expression(latex: str, declared: Mapping[str, Declared]) -> Expression:
    """Read one expression, without a relation."""
    cursor = Cursor(latex, declared)
    return cursor.inside((0, cursor.stop), sums.read_sum)


def parse_condition(latex: str, declared: Mapping[str, Declared]) -> Relation:
    """Read one relation."""
    cursor = Cursor(latex, declared)
    return cursor.inside((0, cursor.stop), statements.read_condition)
