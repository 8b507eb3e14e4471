"""Names, which script belongs to a name, and the calls of declared functions and expectations."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bookproof.formulas.nodes import Argument, Call, Dots, Expectation, Expression, IndexedBy, Span, Symbol
from bookproof.formulas.parser import atoms, sums
from bookproof.formulas.parser.cursor import Cursor, Declared, Role, Window
from bookproof.formulas.tokens import ACCENTS, EVENT_RELATIONS, SEPARATORS, canonical, cut, depths, starts_name


@dataclass(frozen=True)
class _Scripts:
    """What stands below, above and after a name."""

    below: Window | None = None
    above: Window | None = None
    primes: int = 0


def read_name(cursor: Cursor) -> Window:
    """Step over a name without its scripts: a letter, a word, an accent with its letter."""
    first = cursor.at
    text = cursor.take().text
    if text in ACCENTS:
        if cursor.peek() == "{":
            if {"_", "^"} & set(cursor.texts(cursor.bracket())):
                raise cursor.error("print the index outside the accent")
        elif cursor.peek() in ACCENTS:
            with cursor.nested():
                read_name(cursor)
        else:
            cursor.take()
    elif len(text) == 1 and text.isalpha():
        cursor.at = first + _run_of_letters(cursor, first)
    elif not starts_name(text):
        raise cursor.error(f"expected a term, got {text!r}")
    return first, cursor.at


def read_symbol(cursor: Cursor) -> Expression:
    """A declared name with its scripts, or the call of a function or expectation."""
    first = cursor.at
    word = read_name(cursor)
    printed = _read_scripts(cursor)
    name, scripts = _longest_name(cursor, cursor.text_of(word), printed)
    declared = _lookup(cursor, name, scripts)
    if declared.role is Role.EXPECTATION:
        return _expectation(cursor, name, declared, scripts, first)
    if declared.role is Role.FUNCTION:
        return _call(cursor, name, scripts, first)
    if scripts.primes:
        raise cursor.error(f"undeclared symbol {name}{scripts.primes * chr(39)}")
    symbol = Symbol(name, span=_span_of_name(cursor, word, printed, scripts))
    return _with_scripts(cursor, symbol, declared.role, scripts, first)


def _run_of_letters(cursor: Cursor, first: int) -> int:
    """The longest declared name that the letters from here on spell."""
    letters = 0
    while first + letters < cursor.stop and re.fullmatch("[A-Za-z]", cursor.tokens[first + letters].text):
        letters += 1
    for length in range(letters, 1, -1):
        if cursor.text_of((first, first + length)) in cursor.declared:
            return length
    return 1


def _read_scripts(cursor: Cursor) -> _Scripts:
    below = above = None
    primes = 0
    while cursor.peek() in ("_", "^", "'"):
        if cursor.peek() == "'":
            cursor.take()
            primes += 1
        elif (below if cursor.peek() == "_" else above) is not None:
            break
        elif cursor.take().text == "_":
            below = cursor.argument()
        else:
            above = cursor.argument()
    return _Scripts(below, above, primes)


def _longest_name(cursor: Cursor, name: str, scripts: _Scripts) -> tuple[str, _Scripts]:
    r"""The longest declared name wins: ``\theta_0``, ``\theta^*``, ``P_{Y\mid X}``, ``\sigma'``."""
    below, above, primes = scripts.below, scripts.above, scripts.primes
    low = "" if below is None else f"_{cursor.text_of(below)}"
    high = "" if above is None else f"^{cursor.text_of(above)}"
    prime = "'" * primes
    candidates = [
        (f"{name}{prime}{low}{high}", _Scripts()),
        (f"{name}{high}", _Scripts(below, None, primes)),
        (f"{name}{low}", _Scripts(None, above, primes)),
        (f"{name}{prime}", _Scripts(below, above, 0)),
    ]
    for candidate, rest in candidates:
        if candidate != name and candidate in cursor.declared:
            return candidate, rest
    return name, scripts


def _span_of_name(cursor: Cursor, word: Window, printed: _Scripts, left: _Scripts) -> Span:
    """Where a name stands: its word, and the scripts that are not left over because they belong to it."""
    first, end = word
    for script, remains in ((printed.below, left.below), (printed.above, left.above)):
        if script is not None and remains is None:
            end = max(end, _last_of(cursor, script) + 1)
    while printed.primes > left.primes and end < cursor.at and cursor.tokens[end].text == "'":
        end += 1
    return Span(cursor.tokens[first].start, cursor.tokens[end - 1].end)


def _last_of(cursor: Cursor, script: Window) -> int:
    """The last token of a script, with the brace that closes it."""
    start, stop = script
    return stop if cursor.tokens[start - 1].text == "{" else stop - 1


def _lookup(cursor: Cursor, name: str, scripts: _Scripts) -> Declared:
    if name in cursor.local:
        # A letter that an operator binds is a value there, whatever it is outside; only a family stays one.
        known = cursor.declared.get(name)
        return known if known is not None and known.role is Role.SAMPLES else Declared(Role.VALUE)
    if name in cursor.declared:
        return cursor.declared[name]
    if name in ("e", r"\pi", r"\infty"):
        return Declared(Role.VALUE)
    index = "" if scripts.below is None else f"_{cursor.text_of(scripts.below)}"
    raise cursor.error(f"undeclared symbol {name}{index}")


def _with_scripts(cursor: Cursor, node: Expression, role: Role, scripts: _Scripts, first: int) -> Expression:
    below, above = scripts.below, scripts.above
    if role is Role.SAMPLES and above is not None and _is_sample_index(cursor, above):
        start, stop = above
        index = cursor.inside((start + 1, stop - 1), sums.read_sum)
        node = IndexedBy(node, (index,), span=_span_to(cursor, node, above))
        above = None
    if below is not None:
        node = IndexedBy(node, atoms.read_indices(cursor, below), span=_span_to(cursor, node, below))
    if above is not None:
        node = atoms.read_power(cursor, node, above, first)
    return node


def _span_to(cursor: Cursor, node: Expression, script: Window) -> Span:
    """A node with a script: in ``x_i^2`` the index ends before the power starts."""
    return Span(node.start, max(node.end, cursor.tokens[_last_of(cursor, script)].end))


def _is_sample_index(cursor: Cursor, window: Window) -> bool:
    start, stop = window
    return cursor.tokens[start].text == "(" and cursor.tokens[stop - 1].text == ")" and stop - start > 2


def _expectation(cursor: Cursor, name: str, declared: Declared, scripts: _Scripts, first: int) -> Expectation:
    if scripts.below is not None or scripts.above is not None:
        printed = cursor.latex[slice(*cursor.span(first))]
        raise cursor.error(f"undeclared expectation {printed}")
    if cursor.peek() not in ("[", "(", r"\{"):
        raise cursor.error("expected brackets after an expectation")
    window = cursor.bracket()
    with cursor.binding(*(bound for bound in declared.binds if bound not in cursor.declared)):
        body = cursor.inside(window, sums.read_sum)
    return Expectation(name, body, span=cursor.span(first))


def _call(cursor: Cursor, name: str, scripts: _Scripts, first: int) -> Expression:
    if scripts.above is not None:
        raise cursor.error(f"a power on the function {name} can be read in two ways: print parentheses")
    subscripts = () if scripts.below is None else atoms.read_indices(cursor, scripts.below)
    if cursor.peek() not in ("(", "["):
        if subscripts or scripts.primes:
            raise cursor.error(f"{name} is a function: print its arguments")
        return Symbol(name, span=cursor.span(first))
    start, stop = cursor.bracket()
    arguments: list[Argument | Dots] = []
    separators: list[str] = []
    for part, separator in cut(cursor.tokens[start:stop], SEPARATORS):
        arguments.append(cursor.inside((start, start + len(part)), _argument))
        start += len(part) + 1
        separators += [separator] if separator else []
    return Call(name, tuple(arguments), tuple(separators), subscripts, scripts.primes, span=cursor.span(first))


def _argument(cursor: Cursor) -> Argument | Dots:
    first = cursor.at
    if cursor.peek() == r"\dots":
        return atoms.read_dots(cursor)
    tokens = cursor.tokens[cursor.at : cursor.stop]
    sign = next((at for at, token, depth in depths(tokens) if depth == 0 and token.text in EVENT_RELATIONS), None)
    if sign is None:
        value = sums.read_sum(cursor)
        return Argument(None, None, value, span=cursor.span(first))
    label = canonical(tokens[:sign])
    cursor.at += sign + 1
    value = sums.read_sum(cursor)
    return Argument(label, tokens[sign].text, value, span=cursor.span(first))
