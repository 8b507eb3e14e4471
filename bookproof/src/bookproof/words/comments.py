"""Comments in code: a number in one must stand in the statement that it comments on.

``C = 1 / (4 * 0.1)  # four people, λ = 0.1`` says of its own line what the line says; a comment on a line of its own
speaks of the statement behind it. A shape in brackets may stand anywhere in the code of the page.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator
from decimal import Decimal

from bookproof.numbers import structural
from bookproof.numbers.literals import comments, folded, inputs, lengths, literals, nodes_of, parse, python_of
from bookproof.numbers.quantities import MARKS, quantities
from bookproof.pages import Cell
from bookproof.words.factors import TENS, UNITS, number_word

SHAPE = re.compile(r"[(\[](?:\w+|\.{3})?(?:,\s?\w*|,\s?\.{3})*[)\]]")
NAME = re.compile(
    r"\w\^\d|\b\d+-(?:bit|dimensional)\b|[^\W⁰¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹](?![⁰¹²³⁴⁵⁶⁷⁸⁹])|"
    r"\b(?:class|label|column|row|axis|dimension) \d+\b|\bP\([^()]*\)|\b1 [−-] |"
    r"\b(?:one|two|three)-(?:sided|tailed|hot|way|dimensional)\b|(?<![\w.])[1-9]-?D\b|"
    r"^(?:(?:[Ss]tep|[Pp]art) \d+(?=[:.)]|$)|\(?\d{1,2}[.)]\s)"
)
"""What numbers in a comment name, besides what they name everywhere."""
FRACTION = re.compile(r"(?<![\w.])(\d+)\s?/\s?([1-9]\d*)\b(?!\.\d)")
SMALL = "|".join(list(UNITS)[1:10])
WORD = re.compile(
    rf"\b(?:{'|'.join([*list(UNITS)[2:], *TENS])})(?:[ -](?:hundred|thousand|million|{SMALL}))*\b", re.IGNORECASE
)
COUNTS = re.compile(r"[ -][^\W\d]")
SUPERSCRIPT = re.compile("[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


def check(cell: Cell, before: list[Cell]) -> Iterator[tuple[int, str]]:
    """Every number in a comment of a cell that its statement does not hold, with its line."""
    if "#" not in cell.source or parse(cell.source) is None:
        return
    for each in comments(cell.source):
        if each.is_directive or each.is_docstring:
            continue
        line, comment = each.line, each.text.lstrip("# ")
        code = _statement(cell.source, line)
        held = literals(code) | _computed(code)
        held |= {-value for value in held} | {1 / value for value in held if value}
        if SHAPE.search(comment):
            held |= lengths(code).union(*(inputs(each.source) for each in (*before, cell)))
        for end, text, value in _numbers(comment):
            counts = COUNTS.match(comment, end) and value in lengths(code)
            if value not in held and not counts:
                yield line, f"the comment says {text}, which its statement does not hold: {comment.strip()[:60]!r}"


def _statement(source: str, line: int) -> str:
    """The simple statement, or the head of the compound one, that a comment stands on or before."""
    nodes = [node for node in nodes_of(source) if isinstance(node, ast.stmt)]
    lines = python_of(source).split("\n")
    around = [node for node in nodes if node.lineno <= line <= (node.end_lineno or node.lineno)]
    simple = [node for node in around if not isinstance(getattr(node, "body", None), list)]
    if simple:
        return _source(lines, max(simple, key=lambda each: each.lineno))
    own = lines[line - 1].split("#")[0].strip()
    if own:
        return own + " pass"
    later = [node for node in nodes if node.lineno > line]
    following = min(later, key=lambda each: each.lineno) if later else None
    return _source(lines, following) if following else ""


def _source(lines: list[str], node: ast.stmt) -> str:
    body = getattr(node, "body", None)
    last = body[0].lineno - 1 if isinstance(body, list) else node.end_lineno
    return textwrap.dedent("\n".join(lines[node.lineno - 1 : last])) + ("" if last == node.end_lineno else " pass")


def _computed(source: str) -> set[Decimal]:
    """What the arithmetic of literals in a statement comes to, as in ``2**10``."""
    values = (folded(node) for node in nodes_of(source) if isinstance(node, ast.BinOp))
    return {value for value in values if value is not None}


def _numbers(comment: str) -> Iterator[tuple[int, str, Decimal]]:
    """The numbers of a comment, in digits and in words, each with where it ends."""
    text = comment
    for rule, start, end in structural.naming(comment):
        if rule != "reading time":
            text = text[:start] + " " * (end - start) + text[end:]
    text = NAME.sub(_blank, text)
    for found in FRACTION.finditer(text):
        yield found.end(), found[0], Decimal(found[1]) / Decimal(found[2])
    text = FRACTION.sub(_blank, text)
    for found in SUPERSCRIPT.finditer(text):
        yield found.end(), found[0], Decimal(found[0].translate(MARKS))
    for number in quantities(SUPERSCRIPT.sub(_blank, text)):
        yield number.core[1], number.text.strip(), abs(number.value)
    for found in WORD.finditer(text):
        yield found.end(), found[0], Decimal(number_word(found[0]) or 0)


def _blank(found: re.Match) -> str:
    return " " * len(found[0])
