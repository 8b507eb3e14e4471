"""Fractions, derivatives, gradients, integrals and limits."""

from __future__ import annotations

from typing import Literal

from bookproof.formulas.nodes import (
    Binomial,
    Derivative,
    Expression,
    Fraction,
    Gradient,
    IndexedBy,
    Integral,
    Limit,
    Number,
    Power,
    Symbol,
    Transpose,
)
from bookproof.formulas.parser import atoms, calls, sums
from bookproof.formulas.parser.cursor import Cursor, Window
from bookproof.formulas.tokens import depths


def read_fraction(cursor: Cursor) -> Expression:
    r"""A fraction, or a derivative when both its parts start with ``\partial`` or ``d``."""
    first = cursor.at
    cursor.take()
    above, below = cursor.argument(), cursor.argument()
    if _is_differential(cursor, above) and _is_differential(cursor, below):
        return _derivative(cursor, above, below, first)
    parts = cursor.inside(above, sums.read_sum), cursor.inside(below, sums.read_sum)
    return Fraction(*parts, span=cursor.span(first))


def read_binomial(cursor: Cursor) -> Binomial:
    """A binomial coefficient."""
    first = cursor.at
    cursor.take()
    above, below = cursor.argument(), cursor.argument()
    parts = cursor.inside(above, sums.read_sum), cursor.inside(below, sums.read_sum)
    return Binomial(*parts, span=cursor.span(first))


def read_gradient(cursor: Cursor) -> Gradient:
    r"""``\nabla_x f`` or ``\nabla_x^2 f``."""
    first = cursor.at
    cursor.take()
    order: Literal[1, 2] = 1
    name = None
    while cursor.peek() in ("_", "^"):
        if cursor.take().text == "_":
            name = cursor.text_of(cursor.argument())
        elif cursor.text_of(cursor.argument()) == "2":
            order = 2
        else:
            raise cursor.error("expected \\nabla or \\nabla^2")
    if name is not None and not cursor.is_readable(name):
        raise cursor.error(f"a gradient with respect to {name}, which is not declared")
    return Gradient(atoms.read_factor(cursor), name, order, span=cursor.span(first))


def read_integral(cursor: Cursor) -> Integral:
    r"""``\int_a^b … dx``; the first ``d`` outside all brackets ends the integrand."""
    first = cursor.at
    cursor.take()
    ends: dict[str, Expression] = {}
    while cursor.peek() in ("_", "^"):
        sign = cursor.take().text
        ends[sign] = cursor.inside(cursor.argument(), sums.read_sum)
    if len(ends) != 2:
        raise cursor.error("expected both ends of an integral, \\int_a^b")
    body_start = cursor.at
    differential = _differential_of(cursor)
    cursor.at = differential + 1
    name = cursor.text_of(calls.read_name(cursor))
    after = cursor.at
    with cursor.binding(name):
        body = cursor.inside((body_start, differential), sums.read_sum)
    cursor.at = after
    return Integral(name, ends["_"], ends["^"], body, span=cursor.span(first))


def read_limit(cursor: Cursor) -> Limit:
    r"""``\lim_{x\to a}``, from one side with ``a^+`` or ``a^-``."""
    first = cursor.at
    cursor.take()
    cursor.take("_")
    start, stop = cursor.argument()
    arrow = cursor.place_of(r"\rightarrow", (start, stop))
    if arrow is None:
        raise cursor.error("expected a limit such as x \\to a")
    side: Literal["", "+", "-"] = ""
    # A superscript that is a sign alone is not a power: it says from which side.
    if stop - arrow > 3 and cursor.tokens[stop - 2].text == "^" and cursor.tokens[stop - 1].text in ("+", "-"):
        side = "+" if cursor.tokens[stop - 1].text == "+" else "-"
        stop -= 2
    name = cursor.text_of((start, arrow))
    target = cursor.inside((arrow + 1, stop), sums.read_sum)
    with cursor.binding(name):
        body = sums.read_product(cursor)
    return Limit(name, target, side, body, span=cursor.span(first))


def _is_differential(cursor: Cursor, window: Window) -> bool:
    r"""Whether a numerator or denominator starts with ``\partial`` or an operator d.

    A ``d`` before an index, a sign or a factorial is a symbol: ``\frac{d}{d+1}``.
    """
    start, stop = window
    if start == stop:
        return False
    text = cursor.tokens[start].text
    following = cursor.tokens[start + 1].text if start + 1 < stop else None
    return text == r"\partial" or (text == "d" and following not in ("_", "+", "-", r"\cdot", "!"))


def _derivative(cursor: Cursor, above: Window, below: Window, first: int) -> Derivative:
    order, rest = _derivative_order(cursor, above)
    variables = _derivative_variables(cursor, below, cursor.tokens[above[0]].text)
    if len(variables) != order:
        raise cursor.error(f"a derivative of order {order} with respect to {len(variables)} variables")
    body = cursor.inside((rest, above[1]), sums.read_product) if rest < above[1] else _operand(cursor)
    return Derivative(body, tuple(variables), span=cursor.span(first))


def _operand(cursor: Cursor) -> Expression:
    """What an operator acts on; a bar after it gives the place of the operator's result."""
    cursor.bars.append("operand")
    body = sums.read_product(cursor)
    cursor.bars.pop()
    return body


def _derivative_order(cursor: Cursor, window: Window) -> tuple[int, int]:
    """The order, and where the body starts."""
    start, stop = window
    if start + 1 >= stop or cursor.tokens[start + 1].text != "^":
        return 1, start + 1
    order = cursor.tokens[start + 2].text
    if order not in ("2", "3"):
        raise cursor.error("the order of a derivative must be 2 or 3")
    return int(order), start + 3


def _derivative_variables(cursor: Cursor, window: Window, operator: str) -> list[Symbol | IndexedBy]:
    r"""The variables of ``\partial x\,\partial y^2``, each as often as it counts."""
    variables: list[Symbol | IndexedBy] = []
    with cursor.window(*window):
        while cursor.peek() is not None:
            cursor.take(operator)
            variable = atoms.read_factor(cursor)
            times = 1
            if isinstance(variable, Power) and isinstance(variable.exponent, Number):
                if variable.exponent.text not in ("2", "3"):
                    raise cursor.error("the order of a derivative must be 2 or 3")
                times = int(variable.exponent.text)
                variable = variable.base
            elif isinstance(variable, Transpose):
                # The derivative with respect to a row is printed as one; its entries are those of the column.
                variable = variable.base
            if not isinstance(variable, Symbol | IndexedBy) or not _is_variable(variable):
                raise cursor.error("a derivative with respect to something that is not a symbol")
            variables += [variable] * times
    return variables


def _is_variable(node: Expression) -> bool:
    """Whether a node is a symbol, or an indexed symbol."""
    while isinstance(node, IndexedBy):
        node = node.base
    return isinstance(node, Symbol)


def _differential_of(cursor: Cursor) -> int:
    """The place of the d that names the variable of an integral."""
    window = cursor.tokens[cursor.at : cursor.stop]
    for at, token, depth in depths(window):
        if token.text == "d" and depth == 0 and at + 1 < len(window):
            return cursor.at + at
    raise cursor.error("the integral does not name its variable")
