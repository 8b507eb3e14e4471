"""Numbers that are written so that no check could read them: spelled out, as vulgar fractions, in fences and fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bookproof.words.factors import TENS, UNITS
from bookproof.words.sentences import Found, Said

FRACTION = re.compile("[¼½¾⅐-⅞]")
DIGIT = "|".join(list(UNITS)[:10])
DECIMAL = re.compile(rf"\b(?:zero|nought|{DIGIT}) point (?:{DIGIT})\b", re.IGNORECASE)
PERCENT = re.compile(rf"\b(?:{'|'.join([*TENS, *UNITS])})(?:-(?:{DIGIT}))? per ?cent\b", re.IGNORECASE)
FORMS = {FRACTION: "a vulgar fraction", DECIMAL: "a decimal in words", PERCENT: "a percentage in words"}
PYTHON = re.compile(r"(?:i?python3?|py3?|pycon)\b")


def check(said: Said) -> Iterator[Found]:
    """Every number in the prose that is spelled out where digits could be held to what prints them.

    In a notebook also every listing of Python, which nothing runs.
    """
    if said.cell.number and PYTHON.match(said.passage.language):
        yield 0, "a listing of Python in a Markdown cell is never run: make it a code cell"
    for form, what in FORMS.items():
        for found in form.finditer(said.text):
            if not said.is_proved(*found.span()):
                yield found.start(), f"{found[0]} is {what}: write digits that link to the cell which prints them"
