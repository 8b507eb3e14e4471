"""The sentences of a page with the numbers that they quote: what the checks of words read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from bookproof.markdown import CODE, HOLE, MATH, Passage
from bookproof.numbers.printed import Printed
from bookproof.numbers.quantities import Quantity, quantities
from bookproof.pages import Cell, Page

NUMBER = "\ue010"
"""What stands for each number of a sentence once its words alone are read."""

END = re.compile(r"(?<![A-Z])(?<!e\.g)(?<!i\.e)(?<!cf)(?<!vs)(?<!et al)[.?!][\"'”’)]*(?=\s|$)|\s*\|\s*")
NAME = re.compile(r"(?<!\w)[^\W\d]\w*\d\w*|\w\^\d")
Found = tuple[int, str]
"""What a check of words found: where in the passage, and what it says about it."""


@dataclass(frozen=True)
class Quoted:
    """A number that is a link to the cell that prints it; `start` and `end` are those of the link in the passage."""

    start: int
    end: int
    quantity: Quantity
    printed: Printed
    cell: Cell
    position: int
    named: bool = False


@dataclass(frozen=True)
class Claimed:
    """Words that are a link to a cell that prints only True, and the page of that cell."""

    start: int
    end: int
    text: str
    cell: Cell
    page: Page


@dataclass
class Said:
    """A passage, the cell that holds it, and what it quotes."""

    passage: Passage
    cell: Cell
    part: str = ""
    quoted: list[Quoted] = field(default_factory=list)
    claimed: list[Claimed] = field(default_factory=list)
    proved: list[tuple[int, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text as its reader sees it, with stand-ins for code and math."""
        return self.passage.text

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences of the passage in order; each cell of a table's row is one."""
        found: list[Sentence] = []
        start = 0
        for end in END.finditer(self.text):
            found.append(Sentence(self, start, end.end(), found[-1] if found else None))
            start = end.end()
        if self.text[start:].strip():
            found.append(Sentence(self, start, len(self.text), found[-1] if found else None))
        return [sentence for sentence in found if sentence.text.strip(" |")]

    def sentence_at(self, at: int) -> Sentence | None:
        """The sentence that a place of the passage belongs to."""
        return next((sentence for sentence in self.sentences if sentence.start <= at < sentence.end), None)

    def is_proved(self, start: int, end: int) -> bool:
        """Whether a part of the text is the text of a link that proves it."""
        return any(first < end and start < last for first, last in self.proved)


@dataclass(frozen=True)
class Sentence:
    """One sentence: from where to where in the passage, and the one before it."""

    said: Said
    start: int
    end: int
    before: Sentence | None = None

    @cached_property
    def text(self) -> str:
        """Its text."""
        return self.said.text[self.start : self.end]

    @cached_property
    def numbers(self) -> list[Quantity]:
        """Its numbers, linked or not, in order; places count from the start of the sentence."""
        return list(quantities(NAME.sub(lambda found: "\ue000" * len(found[0]), self.text)))

    @cached_property
    def words(self) -> str:
        """The sentence with each number replaced by one sign."""
        pieces, at = [], 0
        for number in self.numbers:
            pieces += [self.text[at : number.core[0]].rstrip("−-+–"), NUMBER]
            at = max(number.end, number.core[1])
        return "".join(pieces) + self.text[at:]

    @cached_property
    def quoted(self) -> list[Quoted]:
        """The numbers of the sentence that are links to the cells that print them."""
        return [quoted for quoted in self.said.quoted if self.start <= quoted.start < self.end]


def sentences(passages: list[Said]) -> Iterator[Sentence]:
    """Every sentence of some passages."""
    for said in passages:
        yield from said.sentences


def shown(text: str) -> str:
    """A text as messages show it."""
    plain = text.translate({ord(MATH): "$…$", ord(CODE): "`…`", ord(HOLE): "{…}"})
    return " ".join(plain.split())
