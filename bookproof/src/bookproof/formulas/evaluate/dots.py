r"""What ``\dots`` leave out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

from bookproof.formulas.errors import UndefinedFormula
from bookproof.formulas.evaluate import values
from bookproof.formulas.evaluate.scope import Scope
from bookproof.formulas.nodes import Argument, Dots, Expression, Factor, Known, Node, Number, Symbol, Term

Signed = TypeVar("Signed", Term, Factor)


def listed(items: Sequence[Expression | Argument], scope: Scope) -> list[Expression]:
    """Items with their dots written out."""
    bare = [Term("", item.value if isinstance(item, Argument) else item) for item in items]
    return [item.value for item in expanded(bare, scope)]


def expanded(items: Sequence[Signed], scope: Scope) -> list[Signed]:
    r"""Write out ``a_1, \dots, a_n``: what differs between the neighbours of the dots counts upwards."""
    out: list[Signed] = []
    for at, item in enumerate(items):
        if not isinstance(item.value, Dots):
            out.append(item)
            continue
        if at == 0 or at + 1 == len(items):
            raise UndefinedFormula("expected a term on each side of the dots")
        one, two = items[at - 1].value, items[at + 1].value
        pairs: set[tuple[int, int]] = set()
        _between(one, two, 0, pairs, scope)
        if len(pairs) != 1:
            raise UndefinedFormula(f"the dots between {scope.source(one)} and {scope.source(two)} are unclear")
        first, last = pairs.pop()
        for count in scope.whole_numbers("a list with dots", first + 1, last - 1):
            out.append(item._replace(value=_between(one, two, count, set(), scope)))
    return out


def _between(one: Any, two: Any, count: int, pairs: set[tuple[int, int]], scope: Scope) -> Any:
    """`one` with what differs from `two` replaced by a number; `pairs` receives the numbers that it replaces."""
    if one == two:
        return one
    if isinstance(one, tuple) and isinstance(two, tuple) and len(one) == len(two):
        parts = [_between(a, b, count, pairs, scope) for a, b in zip(one, two, strict=True)]
        return type(one)(*parts) if hasattr(one, "_fields") else tuple(parts)
    if not (isinstance(one, Node) and isinstance(two, Node)):
        raise UndefinedFormula("the terms on both sides of the dots are not alike")
    if type(one) is type(two) and not isinstance(one, Number | Symbol):
        names: tuple[str, ...] = one.__match_args__
        changed = {n: _between(getattr(one, n), getattr(two, n), count, pairs, scope) for n in names}
        return replace(one, **changed)
    # What differs is a number or a symbol: expressions, which `Node` does not say.
    pairs.add((values.whole(cast(Expression, one), scope), values.whole(cast(Expression, two), scope)))
    return Known(float(count), span=one.span)
