"""Order in words and units: what a page says again and again, and once the other way round.

*Prediction minus target* in three places and *target minus prediction* in one cannot both be meant. And a page that
takes no logarithm to the base 2, prints no bits and divides by no log 2 measures nothing in bits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bookproof.numbers.literals import comments
from bookproof.numbers.printed import texts
from bookproof.pages import Cell, Page
from bookproof.words.sentences import Found, Said
from bookproof.words.units import quoted_unit

MINUS = re.compile(r"\b([^\W\d_]{4,}) (?:minus|−) (?:the )?([^\W\d_]{4,})\b", re.IGNORECASE)
BITS = re.compile(
    r"(?:losses?|entrop\w+|information|surprises?|divergences?|measured|units?|logarithms)\b[^.;]*\bin bits\b"
)
BASE_TWO = re.compile(r"log2|/ (?:\w+\.)?log\(2|\bbits?\b")


def check_differences(passages: list[Said], page: Page) -> Iterator[tuple[Said, Found]]:
    """Every difference in words that the page has at least twice as often, and twice at least, the other way round."""
    remarks = [remark.text for cell in page.cells if cell.kind == "code" for remark in comments(cell.source)]
    counted = Counter(_pair(found) for text in (*(said.text for said in passages), *remarks) for found in _said(text))
    for said in (each for each in passages if counted and each.part != "question"):  # there it may be the mistake
        yield from ((said, found) for found in _turned(said.text, counted))


def differences_in_code(page: Page, passages: list[Said]) -> Iterator[tuple[Cell, int, str]]:
    """The same for comments and docstrings, each with its cell and line."""
    counted = Counter(_pair(found) for said in passages for found in _said(said.text))
    for cell in page.cells:
        for remark in comments(cell.source) if counted and cell.kind == "code" else ():
            for _, message in _turned(remark.text, counted):
                yield cell, remark.line, message


def _said(text: str) -> Iterator[re.Match]:
    if "minus" in text or "−" in text:
        yield from MINUS.finditer(text)


def _pair(found: re.Match) -> tuple[str, str]:
    return found[1].lower(), found[2].lower()


def _turned(text: str, counted: Counter[tuple[str, str]]) -> Iterator[Found]:
    for found in _said(text):
        one, two = _pair(found)
        here, there = counted[one, two], counted[two, one]
        if there >= max(2, 2 * here):
            yield (
                found.start(),
                f"says {found[0]!r}, where the page says {two} minus {one} {there} times: correct one of them",
            )


def check_bits(passages: list[Said], page: Page) -> Iterator[tuple[Said, Found]]:
    """Every sentence that measures in bits on a page whose code and formulas know no logarithm to the base 2."""
    code = [cell for cell in page.cells if cell.kind == "code"]
    known = any(BASE_TWO.search(text) for cell in code for text in (cell.source, *(each.text for each in texts(cell))))
    for said in passages if code and not known else ():
        quoted = (each.start for each in said.quoted if quoted_unit(said, each) == "bits")
        for start in (*(found.start() for found in BITS.finditer(said.text)), *quoted):
            yield said, (start, "measures in bits, but nothing on the page takes a logarithm to the base 2")
