r"""Hold every number in the prose to what proves it.

``python -m bookproof check [FILE or FOLDER …]`` reads the book's pages and the outputs stored in them, runs
nothing, and names every number in the prose that nothing proves. A number is

- *computed*: the text of a link to the cell that prints it, ``[0.8566](#horse-loss)``. Everything that the printed
  number stands for must round to the quoted one, and no other number that the cell prints may lie within one unit of
  the quoted last place; else ``[0.8566](#horse-loss:2)`` picks the second number of the cell's print. A number that
  the cell types where it prints it, ``print(0.8566)``, is not computed;
- *given*: an equal literal stands in a code cell of the notebook, above or next below; or the text of a link that
  sets an explorer to it, ``[z = −4](#explorer?z=-4)``;
- part of a *relation* between numbers in inline math that is true: ``$-\ln 0.425 = 0.8557$``;
- *structural*: it names, counts or points (`bookproof.numbers.structural`).

Words that are a link to a cell, ``[the two losses agree](#agree)``, claim that the cell prints only True.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

from bookproof import facts
from bookproof.config import book_around, find_book, shown_path
from bookproof.numbers.findings import Findings, Kind, Number, Place, Problem
from bookproof.numbers.passage import PassageCheck
from bookproof.numbers.view import Quote, View, bibliography_beside
from bookproof.pages import Cell, Page, PageError, find_pages, pages_below, read_page
from bookproof.words import rules
from bookproof.words.comments import check as comment_faults
from bookproof.words.facts import check_code
from bookproof.words.figures import check_cell as figure_fault
from bookproof.words.orders import differences_in_code
from bookproof.words.questions import check_cell as question_fault
from bookproof.words.sentences import Said

__all__ = ["Book", "Kind", "Number", "Place", "Problem", "check_pages", "classify", "read_book"]

PICK = r"(?:[1-9]\d*|[\w.%+−-]*[^\W\d][\w.%+−-]*|\d[\w.]*\.[\w.-]+)(?:/(?:[1-9]\d*|[\w.%+−-]+))?|"


def check_pages(pages: Sequence[Page]) -> list[Problem]:
    """Check the pages of a book against the outputs that they hold.

    Parameters
    ----------
    pages : sequence of Page
        All pages of the book, since a page may quote a cell of another, and every label must be quoted somewhere.

    Returns
    -------
    list of Problem
        In the order of the pages; empty if everything is proved.
    """
    return Book.of(pages).problems()


def classify(pages: Sequence[Page]) -> list[Number]:
    """Every number in the prose of a book with its class, in the order of the pages."""
    checked = Book.of(pages)
    return [number for path in checked.views for number in checked.findings(path).numbers]


@dataclass(frozen=True)
class Book:
    """The pages of a book by their resolved paths; each, and each cell of one, is checked once."""

    views: dict[Path, View]
    beside: dict[Path, View | None] = field(default_factory=dict)
    checked: dict[Path, Findings] = field(default_factory=dict)
    checked_cells: dict[tuple[Path, int], list[Problem]] = field(default_factory=dict)

    @classmethod
    def of(cls, pages: Iterable[Page]) -> Book:
        """The book that consists of some pages."""
        return cls({page.path.resolve(): View(page) for page in pages})

    def with_page(self, page: Page) -> Book:
        """The same book with one page exchanged."""
        return Book({**self.views, page.path.resolve(): View(page)})

    def findings(self, path: Path) -> Findings:
        """What the check of one page found."""
        if path not in self.checked:
            self.checked[path] = _Check(self, self.views[path]).run()
        return self.checked[path]

    def cell_problems(self, path: Path, number: int) -> list[Problem]:
        """The problems of the prose of one cell, checked alone."""
        if (path, number) not in self.checked_cells:
            self.checked_cells[path, number] = _Check(self, self.views[path]).run(number).problems
        return self.checked_cells[path, number]

    def problems(self, only: Iterable[Path] | None = None) -> list[Problem]:
        """The problems of the book, or of some of its pages."""
        chosen = self.views.keys() if only is None else set(only)
        wanted = [path for path in self.views if path in chosen]
        quoted = set().union(*(self.findings(path).quoted for path in wanted))
        problems = []
        for path in wanted:
            view = self.views[path]
            problems += self.findings(path).problems
            problems += [Problem(Place(file, 0, 1), message) for file, message in facts.faults(view.page)]
            problems += [
                Problem(Place(view.page.path, cell.number, 1), f"nothing in the book quotes the label {label!r}")
                for label, cell in view.labels.items()
                if (path, label) not in quoted and not self._is_quoted_elsewhere(path, label)
            ]
        return list(dict.fromkeys(problems))

    def _is_quoted_elsewhere(self, path: Path, label: str) -> bool:
        """Whether another page quotes a label; only those that hold its name are checked for it."""
        return any(
            (path, label) in self.findings(other).quoted
            for other, view in self.views.items()
            if other != path and any(f"#{label}" in cell.source for cell in view.page.cells)
        )

    def holds(self, view: View) -> dict[str, Collection[str]]:
        """What the warrants of a page may name."""
        shelf = next((path for path in self.views if path.name == "bibliography.md"), None)
        return {
            "equations": frozenset().union(*(each.equations for each in self.views.values())),
            "labels": set(view.labels),
            "sources": self.views[shelf].anchors if shelf else set(),
        }

    def view(self, path: Path) -> View | None:
        """A page of the book, or a file beside it that a link leads to."""
        if path in self.views:
            return self.views[path]
        if path not in self.beside:
            self.beside[path] = self._read_beside(path)  # one view, since rules compare cells by identity
        return self.beside[path]

    def _read_beside(self, path: Path) -> View | None:
        if path.suffix in (".md", ".ipynb") and path.is_file():
            try:
                return View(read_page(path))
            except PageError:
                return None
        return View(Page(path, ())) if path.name == "bibliography.md" and bibliography_beside(path).exists() else None


class _Check:
    """The check of one page."""

    def __init__(self, book: Book, view: View) -> None:
        self.book, self.view, self.findings = book, view, Findings()

    def run(self, only_cell: int | None = None) -> Findings:
        if only_cell is None:
            self.check_cells()
        checks = []
        for prose in self.view.prose:
            if only_cell in (None, prose.cell.number):
                for passage in prose.document.passages:
                    checks.append(PassageCheck(self, prose, passage))
                    checks[-1].run()
        self.check_words({id(check.said): check for check in checks}, whole=only_cell is None)
        return self.findings

    def check_words(self, checks: dict[int, PassageCheck], whole: bool) -> None:
        """Run the rules for words over the passages that were checked."""
        passages = [check.said for check in checks.values()]
        strict = self.view.is_second_edition

        def given(said: Said, value: Decimal) -> bool:
            place = checks[id(said)].place(0)
            return value in self.view.inputs(place.cell, place.line) | self.view.counted(place.cell, place.line)

        holds = self.book.holds(self.view) if strict else {}
        around = rules.Surroundings(self.view.page, strict, whole, given, holds)
        for said, (at, message) in rules.check(passages, around):
            checks[id(said)].problem(at, message)
        for cell, line, message in differences_in_code(self.view.page, passages) if whole else ():
            self.report(cell, message, line)
        for cell, line, message in check_code(self.view.page) if whole else ():
            self.report(cell, message, line)

    def check_cells(self) -> None:
        seen: dict[str, int] = {}
        above: list[Cell] = []
        for cell in self.view.page.cells:
            if cell.kind == "code":
                for line, message in comment_faults(cell, above):
                    self.report(cell, message, line)
                above.append(cell)
            if cell.kind not in ("code", "markdown"):
                self.report(
                    cell, f"expected a code or a Markdown cell, got one of type {cell.kind!r}, which nothing checks"
                )
            if not cell.executed:
                self.report(cell, "the cell has not been run, so it prints nothing: `make refresh` runs the notebooks")
            if self.view.is_second_edition and cell.kind == "code" and (fault := figure_fault(cell)):
                self.report(cell, f"the cell {fault}")
            if self.view.is_second_edition and cell.kind == "code" and (fault := question_fault(cell)):
                self.report(cell, f"the cell {fault}")
            if not cell.label:
                continue
            if cell.label in seen:
                self.report(cell, f"the label {cell.label!r} is on cell {seen[cell.label]} too")
            elif cell.label in self.view.anchors:
                self.report(cell, f"the label {cell.label!r} is also the anchor of a heading, equation or figure")
            elif not re.fullmatch(r"[\w-]+", cell.label):
                self.report(cell, f"the label {cell.label!r} may hold letters, digits and hyphens only")
            seen.setdefault(cell.label, cell.number)

    def report(self, cell: Cell, message: str, line: int = 1) -> None:
        self.findings.problems.append(Problem(Place(self.view.page.path, cell.number, line), message))

    def resolve(self, target: str) -> Quote | str | None:
        """The quoted cell, None for a link that leads elsewhere in good order, or what is wrong with the link."""
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", target):
            return None
        where, fragment = (unquote(part) for part in target.partition("#")[::2])
        path = (self.view.path.parent / where).resolve() if where else self.view.path
        view = self.view if not where else self.book.view(path)
        if view is None:
            return None if path.exists() and not fragment else f"links to {target}, but there is no page {where}"
        label, _, sets = fragment.partition("?")
        if sets and label in view.labels and not where:
            self.findings.quoted.add((path, label))
            return Quote(view, view.labels[label], sets=sets)
        label, _, pick = fragment.partition(":")
        if label in view.labels and re.fullmatch(PICK, pick):
            self.findings.quoted.add((path, label))
            return Quote(view, view.labels[label], pick)
        if not fragment or fragment in view.anchors:
            return None
        page = shown_path(path)
        return f"links to {target}, but no cell, heading, equation or figure of {page} has the name {fragment!r}"


def read_book(paths: Sequence[Path]) -> tuple[Book, list[Path], list[str]]:
    """Read the books that some files or folders belong to; without any, the book around the current folder.

    The answer is the book, the paths asked for, and a sentence for each page that cannot be read.

    Raises
    ------
    BookError
        If no paths are given and there is no book around the current folder.
    """
    roots = [book_around(path) for path in paths] if paths else [find_book(Path.cwd())]
    files = [file for root in dict.fromkeys(roots) if root for file in find_pages(root)]
    wanted = [file for path in paths for file in pages_below(path)] if paths else files
    pages, seen = [], set()
    failures = [said for root in dict.fromkeys(roots) if root for said in facts.without_page(root, files)]
    for file in [*files, *wanted]:
        if _real(file) in seen:
            continue
        seen.add(_real(file))
        try:
            pages.append(read_page(file))
        except PageError as error:
            failures.append(str(error))
    return Book.of(pages), list(dict.fromkeys(map(_real, wanted))), failures


def _real(file: Path) -> Path:
    """A path without symbolic links; one that leads to itself stays, and cannot be read."""
    return Path(os.path.realpath(file))
