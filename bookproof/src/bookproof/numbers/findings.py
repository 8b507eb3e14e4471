"""What the check of numbers finds: each number with its kind and its place, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from bookproof.config import shown_path


class Kind(StrEnum):
    """What proves a number, or that nothing does."""

    COMPUTED = "computed"
    CLAIM = "claim in words"
    FACTOR = "number in words"
    GIVEN = "given"
    RELATION = "relation"
    STRUCTURAL = "structural"
    UNPROVED = "unproved"

    def counted(self, count: int) -> str:
        """How many of the kind there are, as the summary says it."""
        return f"{count} {self if count == 1 else self.replace(' in words', 's in words')}"


@dataclass(frozen=True)
class Place:
    """Where a piece of prose stands; cell 0 is a Markdown file, and `part` names what is not a paragraph."""

    path: Path
    cell: int
    line: int
    part: str = ""

    def __str__(self) -> str:
        """The place as every message begins."""
        cell = f"cell {self.cell}, " if self.cell else ""
        return f"{shown_path(self.path)}: {cell}line {self.line}{', ' * bool(self.part)}{self.part}"


@dataclass(frozen=True)
class Number:
    """A number in the prose, or a claim in words, with its class and what puts it there.

    A computed one also says which cell prints it, as the page's path and the label, and how it is printed there;
    `pick` is the position among the numbers that the cell prints, counted from 1; `sentence` is the one it stands in.
    """

    place: Place
    text: str
    kind: Kind
    reason: str = ""
    source: Path | None = None
    label: str = ""
    pick: int = 0
    printed: str = ""
    sentence: str = ""

    def __str__(self) -> str:
        """The number as ``--list`` shows it."""
        return f"{self.place}: {self.kind}: {self.text}{f' ({self.reason})' if self.reason else ''}"


@dataclass(frozen=True)
class Problem:
    """Something that the prose says and nothing proves."""

    place: Place
    message: str

    def __str__(self) -> str:
        """One line for the terminal."""
        return f"{self.place}: {self.message}"


@dataclass
class Findings:
    """What the check of one page found: its numbers, its problems, and the cells that it quotes."""

    numbers: list[Number] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    quoted: set[tuple[Path, str]] = field(default_factory=set)
