"""Operators that bind a letter: sums, products, maxima, minima and where they are reached."""

from __future__ import annotations

from typing import Literal

from bookproof.formulas.nodes import Arg, Big, Binder, Expression, Extreme, Filter, Free, Members, Range
from bookproof.formulas.parser import atoms, statements, sums
from bookproof.formulas.parser.cursor import Cursor, Window
from bookproof.formulas.tokens import canonical, cut


def read_big(cursor: Cursor) -> Big:
    r"""``\sum_k`` or ``\prod_k`` with the product that follows."""
    first = cursor.at
    operator: Literal["sum", "prod"] = "sum" if cursor.take().text == r"\sum" else "prod"
    binder, names = read_limits(cursor)
    with cursor.binding(*names):
        body = sums.read_product(cursor)
    return Big(operator, binder, body, span=cursor.span(first))


def read_limits(cursor: Cursor) -> tuple[Binder, list[str]]:
    """The index below an operator and the limit above it, and the letters that they bind."""
    first = cursor.at
    below = above = None
    while cursor.peek() in ("_", "^"):
        if cursor.take().text == "_":
            below = cursor.argument()
        else:
            above = cursor.argument()
    if below is None:
        raise cursor.error("expected an index below the operator")
    return _binder(cursor, below, above, first)


def read_extreme(cursor: Cursor) -> Expression:
    r"""``\max_k …``, or ``\max(a, b)``."""
    first = cursor.at
    operator = _direction(cursor.take().text)
    if cursor.peek() == "_":
        binder, names = read_limits(cursor)
        with cursor.binding(*names):
            body = sums.read_product(cursor)
        return Big(operator, binder, body, span=cursor.span(first))
    if cursor.peek() not in ("(", r"\{"):
        raise cursor.error(f"expected the arguments of \\{operator} in brackets")
    items = cursor.inside(cursor.bracket(), atoms.read_items)
    if cursor.peek() in ("^", "_"):
        raise cursor.error(f"\\{operator}(…)^… can be read in two ways: print parentheses")
    if len(items) < 2:
        raise cursor.error(f"\\{operator} of a single argument: print an index below it, or a second argument")
    return Extreme(operator, tuple(items), span=cursor.span(first))


def read_arg(cursor: Cursor) -> Arg:
    r"""``\arg\max_k …`` or ``\argmax_k …``."""
    first = cursor.at
    word = cursor.take().text
    if word == r"\arg":
        word = cursor.take().text
        if word not in (r"\max", r"\min"):
            raise cursor.error("expected \\max or \\min after \\arg")
    operator = _direction(word)
    if cursor.peek() != "_":
        raise cursor.error(f"expected a variable below arg {operator}")
    binder, names = read_limits(cursor)
    return _arg_of(cursor, operator, binder, names, first)


def read_underset(cursor: Cursor) -> Arg:
    r"""``\underset{x}{\operatorname{argmin}}``."""
    first = cursor.at
    cursor.take()
    below = cursor.argument()
    word = cursor.text_of(cursor.argument())
    binder, names = _binder(cursor, below, None, first)
    if word not in (r"\argmin", r"\argmax"):
        raise cursor.error("expected argmin or argmax over \\underset")
    return _arg_of(cursor, _direction(word), binder, names, first)


def _direction(word: str) -> Literal["max", "min"]:
    return "max" if word.endswith("max") else "min"


def _arg_of(cursor: Cursor, operator: Literal["max", "min"], binder: Binder, names: list[str], first: int) -> Arg:
    if len(names) != 1:
        raise cursor.error(f"expected one variable below arg {operator}, got {len(names)}")
    with cursor.binding(*names):
        body = sums.read_signed_product(cursor)
    if cursor.peek() in ("+", "-"):
        raise cursor.error(f"arg {operator} of a sum: print brackets around it")
    return Arg(operator, binder, body, span=cursor.span(first))


def _binder(cursor: Cursor, below: Window, above: Window | None, first: int) -> tuple[Binder, list[str]]:
    below = _unstacked(cursor, below)
    texts = cursor.texts(below)
    if "=" in texts and r"\in" not in texts and ":" not in texts:
        return _range(cursor, below, above, first)
    if above is not None:
        raise cursor.error("an upper limit, but no lower one")
    if ":" in texts:
        colon = below[0] + texts.index(":")
        return _filter(cursor, _names(cursor, (below[0], colon)), (colon + 1, below[1]), first)
    if r"\in" in texts:
        return _members(cursor, below, first)
    for sign in (r"\neq", "<", ">", r"\leq", r"\geq"):
        if sign in texts:
            at = below[0] + texts.index(sign)
            names = [cursor.text_of((below[0], at))]
            # i<j runs over both letters; j≠i and j<3 over the left one.
            if sign != r"\neq" and texts[-1].isalpha():
                names.append(cursor.text_of((at + 1, below[1])))
            return _filter(cursor, names, below, first)
    names = _names(cursor, below)
    return Free(tuple(names), span=cursor.span(first)), names


def _names(cursor: Cursor, window: Window) -> list[str]:
    return [canonical(part) for part, _ in cut(cursor.tokens[slice(*window)], {",": ","})]


def _unstacked(cursor: Cursor, window: Window) -> Window:
    r"""The lines of ``\substack{…}``, which the readers of conditions take for commas."""
    start, stop = window
    return (start + 2, stop - 1) if cursor.tokens[start].text == r"\substack" else window


def _range(cursor: Cursor, below: Window, above: Window | None, first: int) -> tuple[Binder, list[str]]:
    r"""``k=1``, or with an exception ``k=1,\,k\neq j``."""
    if above is None:
        raise cursor.error("the index has a start but no upper limit")
    start, stop = below
    parts = list(cut(cursor.tokens[start:stop], {",": ",", r"\\": ","}))
    equals = cursor.place_of("=", below)
    assert equals is not None  # only such a window is read as a range
    name = cursor.text_of((start, equals))
    end = start + len(parts[0][0])
    low = cursor.inside((equals + 1, end), sums.read_sum)
    high = cursor.inside(above, sums.read_sum)
    node = Range(name, low, high, span=cursor.span(first))
    if len(parts) == 1:
        return node, [name]
    with cursor.binding(name):
        condition = cursor.inside((end + 1, stop), statements.read_condition)
    return Filter(node, condition, span=cursor.span(first)), [name]


def _filter(cursor: Cursor, names: list[str], window: Window, first: int) -> tuple[Binder, list[str]]:
    with cursor.binding(*names):
        condition = cursor.inside(window, statements.read_condition)
    return Filter(Free(tuple(names), span=cursor.span(first)), condition, span=cursor.span(first)), names


def _members(cursor: Cursor, window: Window, first: int) -> tuple[Binder, list[str]]:
    r"""``x\in A``, ``x,y\in A`` or ``(x,y)\in A\times B``."""
    start, stop = window
    sign = cursor.place_of(r"\in", window)
    assert sign is not None  # only such a window is read as members
    texts = [token for token in cursor.tokens[start:sign] if token.text not in ("(", ")")]
    names = [canonical(part) for part, _ in cut(texts, {",": ","})]
    sets, at = [], sign + 1
    for part, _ in cut(cursor.tokens[sign + 1 : stop], {r"\times": "x"}):
        sets.append(cursor.inside((at, at + len(part)), statements.read_domain))
        at += len(part) + 1
    if len(sets) == 1:
        sets *= len(names)
    if len(sets) != len(names):
        raise cursor.error(f"{len(names)} letters run over {len(sets)} sets")
    return Members(tuple(names), tuple(sets), span=cursor.span(first)), names
