"""Formulas in the running text: which of them state a setting, which define a symbol, and which claim something.

``$\\alpha=1$`` is a setting, and ``$f(x)=1$`` after *with*; ``$z=\\theta^\\top x$`` says what a symbol stands for, and
``$1+e^{-z}=e^{-z}(1+e^z)$`` claims, whatever stands before it. Definitions and claims are evaluated with the contexts
of their page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bookproof.markdown import MATH, Passage
from bookproof.pages import Page
from bookproof.words.sentences import Said
from bookproof.words.warrants import sentence_at

RELATION = re.compile(r"(?<![<>=!])=|<|>|\\(?:leq?|geq?|neq?|ll|gg|approx|propto|lt|gt)(?![A-Za-z])")
SETTING = re.compile(
    r"\b(?:[Ff]or|[Ii]f|[Ww]ith|[Aa]t|[Ww]here|[Ll]et|[Ww]hen|[Tt]ake|[Ss]uppose|[Ss]et|[Ff]rom|[Uu]nless|until|while|"
    r"[Aa]ssume|[Ss]tart(?:s|ing)? (?:at|from|with)|given|only|all|every|each|any|case|examples?|labels?|slope|score|"
    r"strength|choose|says?|means?|put|equation for|likelihood of|probability of)\s*[,:]?\s*"
    r"(?:a |an |the |some |all )?$"
)
NAME = r"(?:\\(?:hat|bar|tilde)\{?\s?\\?\w+\}?|\\?[A-Za-z]+(?:\{[A-Za-z]+\})?(?:_(?:\w|\{[^{}]*\}))?'?)"
BARE = re.compile(rf"{NAME}(?:,\s*{NAME})*$")
# What can be defined; a power is not the name of a setting, "because $y^2=y$".
POWER = re.compile(rf"{NAME}(?:\^(?:\w|\{{[^{{}}]*\}}))?$")
CALL = re.compile(rf"{NAME}?(?:\([^()]*\)|\\lvert[^|+/-]*\\rvert)$")
PLAIN_NUMBER = re.compile(
    r"\s*[-−+]?\s*(?:\d[\d.,]*|\\tfrac\s?\d\s?\d|\d+\s?/\s?\d+|\\infty|\\log\s?\d+|(?:10|e)\^\{?-?\d+\}?|"
    r"\([\d.,\s;\\-]+\))?\s*$"
)


class Role(StrEnum):
    """What an inline formula does in its sentence."""

    SETTING = "setting"
    DEFINITION = "definition"
    CLAIM = "claim"


@dataclass(frozen=True)
class Inline:
    """An inline formula that states a relation: its LaTeX, its role, its sentence and its place."""

    latex: str
    role: Role
    sentence: str
    cell: int
    line: int


def relations(page: Page) -> Iterator[Inline]:
    """Every inline formula of a page that states a relation."""
    for cell in page.cells:
        if cell.kind == "markdown":
            for passage in cell.document.passages:
                said = Said(passage, cell)
                for piece in passage.math:
                    if RELATION.search(piece.source):
                        role = _role(passage, piece.at, piece.source)
                        sentence = sentence_at(said, piece.at)
                        yield Inline(piece.source, role, sentence, cell.number, passage.line(piece.at))


def _role(passage: Passage, at: int, latex: str) -> Role:
    sides = [side.strip() for side in RELATION.split(latex)]
    if any(not side for side in sides):
        return Role.SETTING
    numbers = [bool(PLAIN_NUMBER.match(side)) for side in sides]
    bare = [bool(BARE.match(side)) for side in sides]
    if all(number or name for number, name in zip(numbers, bare, strict=True)):
        return Role.SETTING
    before = passage.text[:at].replace(MATH, "")
    if SETTING.search(re.sub(r"(?:\s(?:and|or|,))+\s*$", " ", before)):
        calls = [bool(CALL.match(side)) for side in sides]
        if any(numbers) and all(map(any, zip(numbers, bare, calls, strict=True))):
            return Role.SETTING
        if any(bare):
            return Role.DEFINITION
    return Role.DEFINITION if POWER.match(sides[0]) and len(sides) == 2 and "=" in latex else Role.CLAIM
