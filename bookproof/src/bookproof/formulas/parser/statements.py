"""Claims, the conditions that follow them, and the domains that a membership names."""

from __future__ import annotations

from dataclasses import replace

from bookproof.formulas.errors import UnreadableFormula
from bookproof.formulas.nodes import Claim, Expression, Interval, Logic, Range, Reals, Relation, Sign, Statement, Symbol
from bookproof.formulas.parser import sums
from bookproof.formulas.parser.cursor import Cursor
from bookproof.formulas.tokens import CONDITIONS, CONNECTORS, CONTINUATIONS, LOGIC, RELATIONS, cut, depths


def read_document(cursor: Cursor) -> tuple[Statement, ...]:
    """A whole formula: statements between commas, each with its conditions."""
    statements: list[Statement] = []
    cursor.local += _letters_with_a_range(cursor)
    while cursor.peek() is not None:
        if cursor.peek() in CONDITIONS or _starts_range(cursor):
            _restrict_last(cursor, statements)
        elif cursor.peek() in CONTINUATIONS:
            cursor.take()
            continue
        else:
            statements.append(_statement(cursor))
        if cursor.peek() in (",", ";", ".", r"\\"):
            cursor.take()
        elif cursor.peek() is not None and cursor.peek() not in CONNECTORS:
            raise cursor.error(f"unexpected {cursor.peek()!r}")
    if not statements:
        raise UnreadableFormula("expected a relation such as = or ≤, got nothing")
    return tuple(statements)


def read_relation(cursor: Cursor) -> Expression:
    """A relation, or an expression when no relation sign follows it."""
    first = cursor.at
    sides, signs = [sums.read_sum(cursor)], []
    while cursor.peek() in RELATIONS:
        text = cursor.take().text
        signs.append(Sign(text, _growing_letter(cursor) if text == r"\xrightarrow" else None))
        sides.append(read_domain(cursor) if text in (r"\in", r"\notin") else sums.read_sum(cursor))
    if not signs:
        return sides[0]
    return Relation(tuple(sides), tuple(signs), span=cursor.span(first))


def read_condition(cursor: Cursor) -> Relation:
    """A relation, where nothing else will do."""
    relation = read_relation(cursor)
    if not isinstance(relation, Relation):
        raise cursor.error("expected a condition with a relation such as = or ≤")
    return relation


def read_domain(cursor: Cursor) -> Expression:
    r"""What follows ``\in``: the reals, an interval or a set."""
    first = cursor.at
    if cursor.peek() == r"\mathbb" and "R" in (cursor.peek(1), cursor.peek(2)):
        return _reals(cursor)
    if cursor.peek() in ("(", "["):
        end = cursor.closing(cursor.at)
        left, right = cursor.take().text, cursor.tokens[end].text
        with cursor.window(cursor.at, end):
            low = sums.read_sum(cursor)
            cursor.take(",")
            high = sums.read_sum(cursor)
        cursor.at = end + 1
        return Interval(left, low, high, right, span=cursor.span(first))
    return sums.read_product(cursor)


def _letters_with_a_range(cursor: Cursor) -> list[str]:
    r"""The letters that a ``k = 1, \dots, K`` after a statement declares."""
    found, start = [], cursor.at
    while cursor.at < cursor.stop:
        if cursor.peek(1) == "=" and _starts_range(cursor):
            found.append(cursor.text_of((cursor.at, cursor.at + 1)))
        cursor.at += 1
    cursor.at = start
    return found


def _statement(cursor: Cursor) -> Statement:
    first = cursor.at
    claim = _claim(cursor)
    return Statement(claim, (), span=cursor.span(first))


def _claim(cursor: Cursor) -> Claim:
    first = cursor.at
    relation = read_relation(cursor)
    if not isinstance(relation, Relation):
        raise cursor.error("expected a relation such as = or ≤")
    relations, signs = [relation], []
    while cursor.peek() in LOGIC:
        signs.append(cursor.take().text)
        following = read_relation(cursor)
        if not isinstance(following, Relation):
            raise cursor.error(f"expected a relation after {signs[-1]}")
        relations.append(following)
    return Logic(tuple(relations), tuple(signs), span=cursor.span(first)) if signs else relation


def _restrict_last(cursor: Cursor, statements: list[Statement]) -> None:
    """``for k = 1, …, K`` or ``if t > 0`` restricts the statement before it."""
    if not statements:
        raise cursor.error("a condition without a statement before it")
    while True:
        if cursor.peek() in CONDITIONS:
            cursor.take()
        last = statements[-1]
        statements[-1] = replace(last, conditions=(*last.conditions, *_restriction(cursor)))
        if cursor.peek() != "and":
            return
        cursor.take()


def _restriction(cursor: Cursor) -> tuple[Range | Relation, ...]:
    if _starts_range(cursor):
        return (_range(cursor),)
    relation = read_relation(cursor)
    if isinstance(relation, Relation):
        return (relation,)
    if not isinstance(relation, Symbol):
        raise cursor.error("expected a condition: a relation, a range or a symbol")
    return ()


def _starts_range(cursor: Cursor) -> bool:
    r"""Whether ``k = 1, \dots, K`` stands here.

    The equals sign is among the next four tokens, since a letter may carry braces and an accent, and the first
    comma at most six away: further on, the dots belong to something else.
    """
    window = cursor.tokens[cursor.at : cursor.stop]
    texts = [token.text for token in window]
    if "=" not in texts[1:5]:
        return False
    commas = [at for at, token, depth in depths(window) if token.text == "," and depth == 0]
    return bool(commas) and texts[commas[0] + 1 : commas[0] + 3] == [r"\dots", ","] and commas[0] <= 6


def _range(cursor: Cursor) -> Range:
    first = cursor.at
    equals = next(at for at in range(cursor.at, cursor.stop) if cursor.tokens[at].text == "=")
    name = cursor.text_of((cursor.at, equals))
    cursor.at = equals + 1
    low = sums.read_sum(cursor)
    for expected in (",", r"\dots", ","):
        cursor.take(expected)
    return Range(name, low, sums.read_sum(cursor), span=cursor.span(first))


def _growing_letter(cursor: Cursor) -> str:
    r"""``\xrightarrow[n\to\infty]{}``: which letter grows."""
    if cursor.peek() != "[":
        raise cursor.error("expected what grows below the arrow: \\xrightarrow[n\\to\\infty]{}")
    window = cursor.bracket()
    cursor.argument()
    texts = cursor.texts(window)
    if texts[1:] != [r"\rightarrow", r"\infty"]:
        raise cursor.error("expected n\\to\\infty below the arrow")
    return texts[0]


def _reals(cursor: Cursor) -> Reals:
    first = cursor.at
    cursor.take()
    cursor.argument()
    sizes: list[Expression] = []
    if cursor.peek() == "^":
        cursor.take()
        start, stop = cursor.argument()
        for part, _ in cut(cursor.tokens[start:stop], {r"\times": "x"}):
            sizes.append(cursor.inside((start, start + len(part)), sums.read_sum))
            start += len(part) + 1
    return Reals(tuple(sizes), span=cursor.span(first))
