"""What the check of numbers needs to know of one page, read when it is first asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from bookproof.bibliography import read_bibliography
from bookproof.config import is_second_edition
from bookproof.markdown import Document, read_markdown, slug
from bookproof.numbers import literals as sources
from bookproof.numbers.printed import Printed, printed_numbers
from bookproof.pages import Cell, Page


@dataclass(frozen=True)
class Prose:
    """A piece of Markdown of a page: where it stands, and up to which cell literals count as given to it."""

    document: Document
    cell: Cell
    first_line: int = 1
    part: str = ""
    given_until: int = 0


class View:
    """What the check needs of one page, read when it is first asked for."""

    def __init__(self, page: Page) -> None:
        self.page, self.path = page, page.path.resolve()
        self._printed: dict[str, list[Printed]] = {}
        self._inputs: dict[int, frozenset[Decimal]] = {}

    @cached_property
    def prose(self) -> list[Prose]:
        """All prose of the page, in order."""
        pieces: list[Prose] = []
        code = [cell.number for cell in self.page.cells if cell.kind == "code"]
        for cell in self.page.cells:
            until = next((number for number in code if number > cell.number), cell.number)
            for line, part, document in _documents(cell):
                pieces.append(Prose(document, cell, line, part, until))
            for part, text in self._typed_into(cell):
                pieces.append(Prose(read_markdown(text, in_notebook=True), cell, 1, part, until))
        return pieces

    def _typed_into(self, cell: Cell) -> Iterator[tuple[str, str]]:
        """What stands in the stored texts of a cell's figures as code of the page types it, whatever way it took."""
        read = [text for _, _, text in sources.figure_strings(cell.source)]
        for figure in cell.shown_figures:
            for part, told in (("caption", figure.get("caption") or ""), ("alt text", figure.get("alt") or "")):
                typed = {phrase for each in self.code for phrase in sources.phrases(each.source) if phrase in told}
                yield from ((part, each) for each in sorted(typed) if not any(each in text for text in read))

    @cached_property
    def equations(self) -> frozenset[str]:
        """The labels of the displayed formulas."""
        return frozenset(label for prose in self.prose for label in prose.document.equations)

    @cached_property
    def labels(self) -> dict[str, Cell]:
        """The labelled cells; of two with one label, the first."""
        labels: dict[str, Cell] = {}
        for cell in self.page.cells:
            if cell.label:
                labels.setdefault(cell.label, cell)
        return labels

    def printed(self, label: str) -> list[Printed]:
        """The numbers that a labelled cell prints."""
        if label not in self._printed:
            self._printed[label] = printed_numbers(self.labels[label])
        return self._printed[label]

    @cached_property
    def is_second_edition(self) -> bool:
        """Whether the book lists the page as held to every rule."""
        return is_second_edition(self.page.path)

    @cached_property
    def sections(self) -> list[tuple[int, int]]:
        """Where the page's sections begin, as cell and line; a heading of the first or second level begins one."""
        return [
            (cell.number, passage.line(0))
            for cell in self.page.cells
            if cell.kind == "markdown"
            for passage in cell.document.passages
            if passage.heading in (1, 2)
        ]

    @cached_property
    def code(self) -> list[Cell]:
        """The cells whose numbers the text may rest on."""
        return [cell for cell in self.page.cells if cell.kind == "code"]

    def _code_of(self, section: int) -> list[Cell]:
        return [cell for cell in self.code if bisect_right(self.sections, (cell.number, 0)) == section]

    def inputs(self, cell: int, line: int) -> frozenset[Decimal]:
        """What the code of the section around a place gives: its literals, and the lengths of its lists."""
        section = bisect_right(self.sections, (cell, line))
        if section not in self._inputs:
            self._inputs[section] = frozenset().union(*(sources.inputs(each.source) for each in self._code_of(section)))
        return self._inputs[section]

    def counted(self, cell: int, line: int) -> frozenset[Decimal]:
        """The whole numbers that the section around a place prints; for one without code, all that the page gives."""
        here = self._code_of(bisect_right(self.sections, (cell, line)))
        printed = {each.quantity.value for cell in here for each in printed_numbers(cell) if each.quantity.whole}
        return frozenset(printed).union(*(sources.inputs(each.source) for each in ([] if here else self.code)))

    def giving_cell(self, value: Decimal, until: int) -> int | None:
        """The number of the first code cell, up to some cell, in which a value stands as a literal."""
        for cell in self.code:
            if cell.number > until:
                return None
            if value in sources.literals(cell.source):
                return cell.number
        return None

    @cached_property
    def anchors(self) -> set[str]:
        """What a link can lead to apart from a labelled cell: headings, targets, equations, figures, references."""
        anchors: set[str] = set()
        for prose in self.prose:
            anchors.update(prose.document.anchors, prose.document.equations)
            for passage in prose.document.passages:
                if passage.heading:
                    anchors.add(_unique(slug(passage.plain.strip()), anchors))
        anchors.update(name for cell in self.page.cells if (name := cell.settings("figure").get("name")))
        shown = (figure for cell in self.page.cells for figure in cell.shown_figures)
        anchors.update(figure["name"] for figure in shown if figure.get("name"))
        keys = bibliography_beside(self.page.path)
        if self.page.path.name == "bibliography.md" and keys.exists():
            anchors.update(read_bibliography(keys).entries)
        return anchors


@dataclass(frozen=True)
class Quote:
    """A link to a labelled cell."""

    view: View
    cell: Cell
    pick: str = ""
    sets: str = ""

    @property
    def printed(self) -> list[Printed]:
        """The numbers that the cell prints."""
        return self.view.printed(self.cell.label or "")

    def __str__(self) -> str:
        """The target as messages name it."""
        return f"#{self.cell.label}{f':{self.pick}' if self.pick else ''}"


def _unique(name: str, taken: set[str]) -> str:
    count, unique = 1, name
    while unique in taken:
        unique = f"{name}-{count}"
        count += 1
    return unique


def _documents(cell: Cell) -> list[tuple[int, str, Document]]:
    """The Markdown texts of a cell, each with its first line and what part of the cell it is."""
    if cell.kind == "markdown":
        return [(1, "", cell.document)]
    if cell.kind != "code":
        return []
    caption, alt = cell.settings("figure").get("caption"), cell.settings("image").get("alt")
    figure = [(1, part, text) for part, text in (("caption", caption), ("alt text", alt)) if isinstance(text, str)]
    drawn = [(line, part, text) for line, part, text in sources.figure_strings(cell.source)]
    asked = [(line, "question", text) for line, text in sources.question_strings(cell.source)]
    return [(line, part, read_markdown(text, in_notebook=True)) for line, part, text in figure + drawn + asked]


def bibliography_beside(path: Path) -> Path:
    """The file of references beside a page."""
    return path.with_name("references.bib")
