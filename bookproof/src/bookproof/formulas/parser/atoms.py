"""The smallest expressions, and the indices, powers and bars that are attached to them."""

from __future__ import annotations

from bookproof.formulas.nodes import (
    Absolute,
    At,
    Ceiling,
    Dots,
    Elementary,
    Expression,
    Factorial,
    Family,
    Floor,
    Group,
    IndexedBy,
    Indicator,
    Inverse,
    Norm,
    Number,
    Percent,
    Power,
    Relation,
    Root,
    Set,
    Transpose,
    Vector,
)
from bookproof.formulas.parser import binders, calculus, calls, grids, statements, sums
from bookproof.formulas.parser.cursor import Cursor, Window
from bookproof.formulas.tokens import FUNCTIONS, PAIRS, PREFIXES, cut, depths

# Each attached part is one level deeper in the tree, although the reader does not recurse for it.
MOST_ATTACHED = 8


def read_factor(cursor: Cursor) -> Expression:
    """An atom with all that is attached to it."""
    with cursor.nested():
        first = cursor.at
        special = _special_atom(cursor)
        return _attach(cursor, calls.read_symbol(cursor) if special is None else special, first)


def read_power(cursor: Cursor, base: Expression, window: Window, first: int) -> Expression:
    r"""A base with the exponent in a window: a transpose, an inverse or a power.

    ``T`` is the transpose unless it is a symbol of the formula.
    """
    text = cursor.text_of(window)
    if text == r"\top" or (text == "T" and not cursor.is_readable("T")):
        return Transpose(base, span=cursor.span(first))
    if text in (r"-\top", "-T"):
        return Transpose(Inverse(base, span=cursor.span(first)), span=cursor.span(first))
    if text == "-1":
        return Inverse(base, span=cursor.span(first))
    return Power(base, cursor.inside(window, sums.read_sum), span=cursor.span(first))


def read_indices(cursor: Cursor, window: Window) -> tuple[Expression, ...]:
    r"""``_{ij}`` and ``_{i,j}`` are two indices, ``_{12}`` and ``_{i+1}`` one."""
    start, stop = window
    found: list[Expression] = []
    for part, _ in cut(cursor.tokens[start:stop], {",": ","}):
        piece = (start, start + len(part))
        start += len(part) + 1
        if any(token.text in ("+", "-", r"\cdot") for _, token, depth in depths(part) if depth == 0):
            found.append(cursor.inside(piece, sums.read_sum))
        else:
            found += cursor.inside(piece, _juxtaposed_indices)
    return tuple(found)


def read_items(cursor: Cursor) -> list[Expression]:
    """The items between the commas of a bracket."""
    found: list[Expression] = []
    while True:
        found.append(read_dots(cursor) if cursor.peek() == r"\dots" else statements.read_relation(cursor))
        if cursor.peek() not in (",", r"\\"):
            return found
        cursor.take()


def read_dots(cursor: Cursor) -> Dots:
    """Step over dots."""
    cursor.take(r"\dots")
    return Dots(span=cursor.span(cursor.at - 1))


def _attach(cursor: Cursor, node: Expression, first: int) -> Expression:
    """Indices, powers, factorials and evaluation bars after a finished expression."""
    for _ in range(MOST_ATTACHED):
        sign = cursor.peek()
        if sign == "_":
            cursor.take()
            node = IndexedBy(node, read_indices(cursor, cursor.argument()), span=cursor.span(first))
        elif sign == "^":
            cursor.take()
            node = read_power(cursor, node, cursor.argument(), first)
        elif sign == "!":
            cursor.take()
            node = Factorial(node, span=cursor.span(first))
        elif sign == r"\%":
            cursor.take()
            node = Percent(node, span=cursor.span(first))
        elif sign == "|" and cursor.peek(1) == "_" and not cursor.bars:
            node = _evaluated_at(cursor, node, first)
        elif sign == "'":
            raise cursor.error("a prime on an expression: only a function can have one")
        else:
            return node
    raise cursor.error(f"more than {MOST_ATTACHED} scripts on one expression")


def _evaluated_at(cursor: Cursor, node: Expression, first: int) -> At:
    cursor.take()
    cursor.take()
    start, stop = cursor.argument()
    equals = cursor.place_of("=", (start, stop))
    if equals is None:
        raise cursor.error("expected a value after the bar, such as |_{x=0}")
    value = cursor.inside((equals + 1, stop), sums.read_sum)
    return At(node, cursor.text_of((start, equals)), value, span=cursor.span(first))


def _juxtaposed_indices(cursor: Cursor) -> list[Expression]:
    found = [read_factor(cursor)]
    while cursor.peek() is not None:
        if isinstance(found[-1], Number):
            raise cursor.error("a number and a letter in one index: print a comma or \\cdot")
        found.append(read_factor(cursor))
    return found


def _special_atom(cursor: Cursor) -> Expression | None:
    """Everything that is not a symbol; None when a symbol stands here."""
    text, first = cursor.peek(), cursor.at
    if text is None:
        raise cursor.error("expected a term, got the end")
    if text[0].isdigit() or (text[0] == "." and len(text) > 1):
        cursor.take()
        return Number(text, span=cursor.span(first))
    if text == "{":
        return _invisible_group(cursor)
    if text in ("(", "["):
        return _round_group(cursor)
    if text == r"\{":
        return _curly_group(cursor)
    if _is_indicator(cursor):
        return _indicator(cursor)
    if text in cursor.declared and text not in PREFIXES:
        return None
    match text:
        case "|" | r"\|" | r"\lvert" | r"\lVert" | r"\lfloor" | r"\lceil":
            return _fence(cursor)
        case r"\frac":
            return calculus.read_fraction(cursor)
        case r"\sum" | r"\prod":
            return binders.read_big(cursor)
        case r"\sqrt":
            return _root(cursor)
        case r"\underbrace" | r"\overbrace":
            return sums.read_brace(cursor, sums.read_product)
        case r"\max" | r"\min":
            return binders.read_extreme(cursor)
        case r"\arg" | r"\argmax" | r"\argmin":
            return binders.read_arg(cursor)
        case r"\underset":
            return binders.read_underset(cursor)
        case r"\binom":
            return calculus.read_binomial(cursor)
        case r"\int":
            return calculus.read_integral(cursor)
        case r"\lim":
            return calculus.read_limit(cursor)
        case r"\nabla":
            return calculus.read_gradient(cursor)
        case _ if text in FUNCTIONS:
            return _function(cursor)
        case _ if text.startswith(r"\begin"):
            return grids.read_grid(cursor)
    return None


def _invisible_group(cursor: Cursor) -> Expression:
    """Braces are not printed, so that what they hold must read the same without them."""
    window = cursor.bracket()
    return cursor.inside(window, read_factor if cursor.peek() in ("^", "_") else sums.read_product)


def _round_group(cursor: Cursor) -> Expression:
    first = cursor.at
    square = cursor.peek() == "["
    window = cursor.bracket()
    if cursor.peek() == "_" and cursor.peek(1) == "{" and cursor.peek(3) == "=":
        return _family(cursor, window, first)
    items = cursor.inside(window, read_items)
    if len(items) > 1:
        return Vector(tuple(items), span=cursor.span(first))
    if not isinstance(items[0], Relation):
        return Group(items[0], span=cursor.span(first))
    if not square:
        raise cursor.error("a relation in parentheses is not a number: print an indicator")
    return Indicator(items[0], span=cursor.span(first))


def _curly_group(cursor: Cursor) -> Expression:
    r"""Braces that are printed: ``\{1\}`` is a set, ``\{a+b\}`` a group."""
    first = cursor.at
    items = cursor.inside(cursor.bracket(), read_items)
    if len(items) == 1 and not isinstance(items[0], Number | Dots):
        return Group(items[0], span=cursor.span(first))
    return Set(tuple(items), span=cursor.span(first))


def _family(cursor: Cursor, window: Window, first: int) -> Family:
    r"""``(a_k)_{k=1}^{K}``: a vector."""
    binder, names = binders.read_limits(cursor)
    with cursor.binding(*names):
        body = cursor.inside(window, sums.read_sum)
    return Family(binder, body, span=cursor.span(first))


def _is_indicator(cursor: Cursor) -> bool:
    r"""Whether ``\mathbf 1\{…\}``, ``\mathbb{1}[…]`` or ``\mathbb 1_{…}`` stands here, and is not a declared name."""
    if cursor.peek() not in (r"\mathbf", r"\mathbb"):
        return False
    if cursor.peek(1) == "1":
        ahead = 2
    elif (cursor.peek(1), cursor.peek(2), cursor.peek(3)) == ("{", "1", "}"):
        ahead = 4
    else:
        return False
    following = cursor.peek(ahead)
    if following == "_":
        candidate = cursor.text_of((cursor.at + ahead + 1, min(cursor.at + ahead + 2, cursor.stop)))
        return f"{cursor.peek()}1_{candidate}" not in cursor.declared
    return following in (r"\{", "[", "(")


def _indicator(cursor: Cursor) -> Indicator:
    first = cursor.at
    cursor.take()
    cursor.argument()
    if cursor.peek() == "_":
        cursor.take()
        window = cursor.argument()
    else:
        window = cursor.bracket()
    return Indicator(cursor.inside(window, statements.read_condition), span=cursor.span(first))


def _fence(cursor: Cursor) -> Expression:
    first = cursor.at
    opening = cursor.tokens[first].text
    if opening in PAIRS:
        body = cursor.inside(cursor.bracket(), sums.read_sum)
    else:
        cursor.take()
        cursor.bars.append(opening)
        body = sums.read_sum(cursor)
        cursor.bars.pop()
        cursor.take(opening)
    if opening == r"\lfloor":
        return Floor(body, span=cursor.span(first))
    if opening == r"\lceil":
        return Ceiling(body, span=cursor.span(first))
    if opening in ("|", r"\lvert"):
        return Absolute(body, span=cursor.span(first))
    order = None
    if cursor.peek() == "_":
        cursor.take()
        order = cursor.inside(cursor.argument(), sums.read_sum)
    return Norm(body, order, span=cursor.span(first))


def _function(cursor: Cursor) -> Elementary:
    first = cursor.at
    name = cursor.take().text
    base = None
    if cursor.peek() == "_":
        cursor.take()
        base = cursor.inside(cursor.argument(), sums.read_sum)
    if cursor.peek() in ("^", "_"):
        raise cursor.error(f"a power on {name}: print ({name} x)^2")
    if cursor.peek() in ("(", "[", r"\{"):
        bracketed = _special_atom(cursor)
        assert bracketed is not None  # a bracket is never a symbol
        body = bracketed
        if cursor.peek() in ("^", "_"):
            raise cursor.error(f"{name}(…)^… can be read in two ways: print parentheses")
    else:
        if not sums.starts_factor(cursor):
            raise cursor.error(f"expected an argument after {name}")
        body = read_factor(cursor)
        following = cursor.peek()
        if following in (r"\cdot", r"\times", "/") or (sums.starts_factor(cursor) and following not in FUNCTIONS):
            raise cursor.error(f"{name} a b can be read in two ways: print parentheses")
    return Elementary(name, body, base, span=cursor.span(first))


def _root(cursor: Cursor) -> Root:
    first = cursor.at
    cursor.take()
    order = cursor.inside(cursor.bracket(), sums.read_sum) if cursor.peek() == "[" else None
    body = cursor.inside(cursor.argument(), sums.read_sum)
    return Root(body, order, span=cursor.span(first))
