r"""Hold every number in the prose to what proves it.

``python -m bookproof check [FILE or FOLDER …]`` reads the book's pages and the outputs stored in them, runs
nothing, and names every number in the prose that nothing proves. A number is

- *computed*: the text of a link to the cell that prints it, ``[0.8566](#horse-loss)``. Everything that the printed
  number stands for must round to the quoted one, and no other number that the cell prints may lie within one unit of
  the quoted last place; else ``[0.8566](#horse-loss:2)`` picks the second number of the cell's print;
- *given*: an equal literal stands in a code cell of the notebook, above or next below; or the text of a link that
  sets an explorer to it, ``[z = −4](#explorer?z=-4)``;
- part of a *relation* between numbers in inline math that is true: ``$-\ln 0.425 = 0.8557$``;
- *structural*: it names, counts or points (`bookproof.numbers.structural`).

Words that are a link to a cell, ``[the two losses agree](#agree)``, claim that the cell prints only True.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import unquote

from bookproof import pages as book
from bookproof.bibliography import read_bibliography
from bookproof.config import BookError, find_book, read_config
from bookproof.formulas import relations
from bookproof.markdown import CODE, MATH, Document, Link, Passage, plain_math, read_markdown, slug
from bookproof.numbers import literals as sources
from bookproof.numbers import states, structural
from bookproof.numbers.printed import Printed, printed_numbers, prints_only_true, texts
from bookproof.numbers.quantities import Quantity, quantities
from bookproof.pages import Cell, Page, PageError
from bookproof.words import rules
from bookproof.words.factors import quantity_in_words
from bookproof.words.figures import check_cell as figure_fault
from bookproof.words.questions import check_cell as question_fault
from bookproof.words.referents import choose as choose_by_name
from bookproof.words.sentences import Claimed, Quoted, Said
from bookproof.words.warrants import text_of

DIGIT = re.compile(r"\d")
WRITTEN_BEFORE = re.compile(rf"[\w.^{CODE}]$")
SIGNED_WORD = re.compile(r"\w[-−–+]$")
WRITTEN_AFTER = re.compile(rf"[\w^⁻⁺{CODE}]|\.\d|\s?[×·⋅]\s?10")
INDEX = re.compile(r"_(?:\d|\{[^{}.]*\})")
SIGN = re.compile(r"(\\[A-Za-z]+|[\w)\]}!'])(\s*)([-+])\s*(?=[\d.])")
NO_OPERAND = re.compile(r"\\(?:approx|sim|[lgn]eq?|ll|gg|in|to|ln|log|exp|cdot|times|q?quad)$")
SIGN_IN_MATH = re.compile(r"(?:^|[=<>({\[,]|\\(?:approx|[lg]eq?))\s*[-−]\s*$")
PICK = r"(?:[1-9]\d*|[\w.%+−-]*[^\W\d][\w.%+−-]*|\d[\w.]*\.[\w.-]+)(?:/(?:[1-9]\d*|[\w.%+−-]+))?|[1-9]\d*/[1-9]\d*|"
SECTION = re.compile(r"#{1,2}\s")
TIMES = r"\s?(?:times|-?fold)(?:\s(?:as|the|that|more|less|\w+er)(?:\s[a-z]+)?)?"
READING = 90
POWER_IN_MATH = re.compile(r"\s*(?:\\times|\\cdot|\\%|[\^\d.])")


class Kind(StrEnum):
    """What proves a number, or that nothing does."""

    COMPUTED = "computed"
    CLAIM = "claim in words"
    FACTOR = "number in words"
    GIVEN = "given"
    RELATION = "relation"
    STRUCTURAL = "structural"
    UNPROVED = "unproved"


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
        return f"{_shown(self.path)}: {cell}line {self.line}{', ' * bool(self.part)}{self.part}"


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


@dataclass
class Findings:
    """What the check of one page found: its numbers, its problems, and the cells that it quotes."""

    numbers: list[Number] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    quoted: set[tuple[Path, str]] = field(default_factory=set)


@dataclass(frozen=True)
class Book:
    """The pages of a book by their resolved paths; each is checked once."""

    views: dict[Path, View]
    checked: dict[Path, Findings] = field(default_factory=dict)

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
        """The problems of the prose of one cell."""
        return _Check(self, self.views[path]).run(number).problems

    def problems(self, only: Iterable[Path] | None = None) -> list[Problem]:
        """The problems of the book, or of some of its pages."""
        wanted = set(self.views if only is None else only)
        found = {path: self.findings(path) for path in self.views}
        quoted = set().union(*(findings.quoted for findings in found.values()))
        problems = []
        for path, view in self.views.items():
            if path in wanted:
                unquoted = [cell for cell in view.labels.values() if (path, cell.label) not in quoted]
                problems += found[path].problems
                problems += [
                    Problem(
                        Place(view.page.path, cell.number, 1), f"nothing in the book quotes the label {cell.label!r}"
                    )
                    for cell in unquoted
                ]
        return list(dict.fromkeys(problems))

    def holds(self, view: View) -> dict[str, object]:
        """What the warrants of a page may name."""
        documents = (prose.document for each in self.views.values() for prose in each.prose)
        shelf = next((path for path in self.views if path.name == "bibliography.md"), None)
        return {
            "equations": {label for document in documents for label in document.equations},
            "labels": set(view.labels),
            "sources": self.views[shelf].anchors if shelf else set(),
        }

    def view(self, path: Path) -> View | None:
        """A page of the book, or a file beside it that a link leads to."""
        if path in self.views:
            return self.views[path]
        if path.suffix in (".md", ".ipynb") and path.is_file():
            try:
                return View(book.read_page(path))
            except PageError:
                return None
        return View(Page(path, ())) if path.name == "bibliography.md" and _bibliography(path).exists() else None


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
            for line, part, text in _texts(cell):
                pieces.append(Prose(read_markdown(text), cell, line, part, until))
        return pieces

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
        try:
            root = find_book(self.path.parent)
        except BookError:
            return False
        return self.path.relative_to(root).as_posix() in read_config(root).second_edition

    @cached_property
    def sections(self) -> list[tuple[int, int]]:
        """Where the page's sections begin, as cell and line; a second-level heading begins one."""
        return [
            (cell.number, line)
            for cell in self.page.cells
            if cell.kind == "markdown"
            for line, text in enumerate(cell.source.split("\n"), 1)
            if SECTION.match(text)
        ]

    def inputs(self, cell: int, line: int) -> frozenset[Decimal]:
        """What the code of the section around a place gives: its literals, and the lengths of its lists."""
        section = bisect_right(self.sections, (cell, line))
        if section not in self._inputs:
            code = (
                each
                for each in self.page.cells
                if each.kind == "code" and bisect_right(self.sections, (each.number, 0)) == section
            )
            self._inputs[section] = frozenset().union(*(sources.inputs(each.source) for each in code))
        return self._inputs[section]

    def counted(self, cell: int, line: int) -> frozenset[Decimal]:
        """The whole numbers that the section around a place prints, and the lengths of what the page lists before.

        For a section without code it is all that the page gives.
        """
        section = bisect_right(self.sections, (cell, line))
        code = [each for each in self.page.cells if each.kind == "code"]
        here = [each for each in code if bisect_right(self.sections, (each.number, 0)) == section]
        printed = {each.quantity.value for cell in here for each in printed_numbers(cell) if each.quantity.whole}
        listed = (sources.lengths(each.source) for each in code if each.number < cell)
        return frozenset(printed).union(*listed, *(sources.inputs(each.source) for each in ([] if here else code)))

    def giving_cell(self, value: Decimal, until: int) -> int | None:
        """The number of the first code cell, up to some cell, in which a value stands as a literal."""
        for cell in self.page.cells:
            if cell.number > until:
                return None
            if cell.kind == "code" and sources.may_hold(cell.source, value) and value in sources.literals(cell.source):
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
        anchors.update(name for cell in self.page.cells if (name := _mystnb(cell, "figure").get("name")))
        anchors.update(name for cell in self.page.cells for name in _shown_figures(cell))
        keys = _bibliography(self.page.path)
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

    def __str__(self) -> str:
        """The target as messages name it."""
        return f"#{self.cell.label}{f':{self.pick}' if self.pick else ''}"


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
                head = None
                for passage in prose.document.passages:
                    row = passage.text.lstrip().startswith("|")
                    head = (head or passage) if row else None
                    checks.append(_PassageCheck(self, prose, passage, head if head is not passage else None))
                    checks[-1].run()
        self.check_words({id(check.said): check for check in checks}, whole=only_cell is None)
        return self.findings

    def check_words(self, checks: dict[int, _PassageCheck], whole: bool) -> None:
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

    def check_cells(self) -> None:
        seen: dict[str, int] = {}
        for cell in self.view.page.cells:
            if not cell.executed:
                self.report(cell, "the cell has not been run, so it prints nothing: `make refresh` runs the notebooks")
            if self.view.is_second_edition and cell.kind == "code" and (fault := figure_fault(cell)):
                self.report(cell, f"the cell {fault}")
            if self.view.is_second_edition and cell.kind == "code" and (fault := question_fault(cell)):
                self.report(cell, f"the cell {fault}")
            if not cell.label:
                continue
            if cell.label in seen:
                self.report(cell, f"the label {cell.label!r} stands on cell {seen[cell.label]} too")
            elif cell.label in self.view.anchors:
                self.report(cell, f"the label {cell.label!r} is also the anchor of a heading, equation or figure")
            elif not re.fullmatch(r"[\w-]+", cell.label):
                self.report(cell, f"the label {cell.label!r} may hold letters, digits and hyphens only")
            seen.setdefault(cell.label, cell.number)

    def report(self, cell: Cell, message: str) -> None:
        self.findings.problems.append(Problem(Place(self.view.page.path, cell.number, 1), message))

    def resolve(self, target: str) -> Quote | str | None:
        """The quoted cell, None for a link that leads elsewhere in good order, or what is wrong with the link."""
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", target):
            return None
        where, _, fragment = unquote(target).partition("#")
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
        return (
            f"links to {target}, but no cell, heading, equation or figure of {_shown(path)} has the name {fragment!r}"
        )


class _PassageCheck:
    """The check of one passage: first its links, then the numbers that are left, then math and code."""

    def __init__(self, check: _Check, prose: Prose, passage: Passage, head: Passage | None = None) -> None:
        self.check, self.prose, self.passage = check, prose, passage
        self.text = passage.text
        self.said = Said(passage, prose.cell, prose.document, passage.part or prose.part, head)

    def run(self) -> None:
        if self.passage.links:
            self.check_links()
        if DIGIT.search(self.text):
            self.check_text(self.text, 0)
        for piece in self.passage.math:
            self.check_math(piece.source, piece.at)
        for piece in self.passage.code:
            if DIGIT.search(piece.source) and sources.shows_values(piece.source):
                self.check_text(piece.source, piece.at, fixed=True)

    def place(self, at: int) -> Place:
        line = self.passage.line(at) + self.prose.first_line - 1
        return Place(self.check.view.page.path, self.prose.cell.number, line, self.passage.part or self.prose.part)

    def problem(self, at: int, message: str) -> None:
        self.check.findings.problems.append(Problem(self.place(at), message))

    def number(self, at: int, text: str, kind: Kind, reason: str = "", **computed: object) -> None:
        told = "" if kind is Kind.STRUCTURAL else self.sentence(at)
        self.check.findings.numbers.append(
            Number(self.place(at), text.strip(), kind, reason, sentence=told, **computed)
        )

    def sentence(self, at: int) -> str:
        """The sentence around a place, as its reader sees it."""
        return next((text_of(each) for each in self.said.sentences if each.start <= at < each.end), self.passage.plain)

    def unproved(self, at: int, text: str, message: str) -> None:
        self.number(at, text, Kind.UNPROVED, message)
        self.problem(at, message)

    def blank(self, start: int, end: int) -> None:
        self.text = self.text[:start] + "\ue000" * (end - start) + self.text[end:]

    def check_links(self) -> None:
        numbers = list(quantities(self.passage.text))
        for link in self.passage.links:
            words = self.passage.text[link.start : link.end]
            quote = self.check.resolve(link.target)
            if isinstance(quote, str):
                self.unproved(link.start, words, f"[{words}] {quote}")
                self.blank(link.start, link.end)
            elif not words.strip():
                self.problem(link.start, f"the link to {link.target} has no text: Jupyter shows nothing")
            elif quote is not None and quote.sets:
                self.check_setter(link, quote)
            elif quote is not None:
                self.check_quote(link, quote, [q for q in numbers if q.core[0] < link.end and link.start < q.core[1]])
            else:
                self.check_citation(link, words)
                for year in structural.CITED_YEAR.finditer(words) if _is_citation(link) else ():
                    self.number(link.start, year[0], Kind.STRUCTURAL, "year")
                    self.blank(link.start + year.start(), link.start + year.end())

    def check_setter(self, link: Link, quote: Quote) -> None:
        words = self.passage.text[link.start : link.end]
        complaint = states.complaint(quote.cell, quote.sets, [number.value for number in quantities(words)])
        self.blank(link.start, link.end)
        if complaint:
            return self.unproved(link.start, words, f"[{words}] ({quote}) {complaint}")
        return self.number(link.start, words, Kind.GIVEN, f"sets {quote.sets} of {quote}")

    def check_citation(self, link: Link, words: str) -> None:
        """The year in a link to the bibliography is that of the work."""
        page, _, key = link.target.partition("#")
        cited = structural.CITED_YEAR.search(words)
        shelf = _bibliography(self.check.view.path.parent / page)
        if not cited or not page.endswith("bibliography.md") or not shelf.exists():
            return
        work = _works(shelf).get(key)
        if work and work[0][:4].isdigit() and work[0][:4] != cited[0][:4]:
            self.problem(link.start, f"cites {words.strip()}, but {key} is of {work[0]}")
        elif work and words.strip()[:1].isupper() and work[1] not in _letters(words):
            self.problem(link.start, f"cites {words.strip()}, but {key} is by {work[1]}")

    def check_quote(self, link: Link, quote: Quote, numbers: list[Quantity]) -> None:
        words = self.passage.text[link.start : link.end]
        self.said.proved.append((link.start, link.end))
        if not numbers and not DIGIT.search(words):
            return self.check_claim(link, quote, words)
        self.blank(min([link.start, *(n.start for n in numbers)]), max([link.end, *(n.end for n in numbers)]))
        if len(numbers) != 1:
            return self.unproved(link.start, words, f"claims [{words}] ({quote}), but a link quotes exactly one number")
        number = numbers[0]
        if self.runs_on(link, number):
            around = self.passage.text[max(0, link.start - 8) : link.end + 8].translate(
                {ord(MATH): "$…$", ord(CODE): "`…`"}
            )
            return self.unproved(
                link.start, words, f"claims [{words}] ({quote}), but the number does not end with the link: …{around}…"
            )
        beside = (words[: max(0, number.start - link.start)] + words[number.end - link.start :]).strip()
        if not re.fullmatch(rf"(?:{structural.UNIT.pattern})?(?:\s(?:a|an|per|each)\s[a-z]+)?|{TIMES}", beside):
            return self.unproved(
                link.start, words, f"claims [{words}] ({quote}), but a link holds a number and its unit, not {beside!r}"
            )
        return self.check_quoted(link, quote, number)

    def runs_on(self, link: Link, number: Quantity) -> bool:
        """Whether what the reader sees around the link makes another number of it."""
        before, after = self.passage.text[: link.start], self.passage.text[link.end :]
        starts_earlier = SIGNED_WORD.search(before) if number.start < link.start else WRITTEN_BEFORE.search(before)
        return bool(
            not (link.start <= number.core[0] and number.core[1] <= link.end)
            or starts_earlier
            or WRITTEN_AFTER.match(after)
            or SIGN_IN_MATH.search(self.math_at(link.start - 1, link.start - 2))
            or POWER_IN_MATH.match(self.math_at(link.end, link.end + 1))
        )

    def math_at(self, *positions: int) -> str:
        """The inline math that stands beside a link, with a space between or none."""
        return next((piece.source for piece in self.passage.math if piece.at in positions), "")

    def check_quoted(self, link: Link, quote: Quote, number: Quantity) -> None:
        text = number.text.strip()
        printed = quote.view.printed(quote.cell.label)
        if "/" in quote.pick:
            return self.check_ratio(link, quote, number)
        match, complaint = _choose(number, printed, quote)
        if match is None and not quote.pick and _sets(quote.cell, number.value):
            return self.number(link.start, text, Kind.GIVEN, f"literal in cell {quote.cell.number}")
        if match is None:
            elsewhere = "" if quote.view is self.check.view else f" of {_shown(quote.view.path)}"
            place = f"cell {quote.cell.number}{elsewhere}"
            if not quote.cell.executed:
                complaint = "has not been run"
            return self.unproved(link.start, text, f"claims {text} ({quote}), but {place} {complaint}")
        position, named = printed.index(match) + 1, bool(quote.pick) and not quote.pick.isdecimal()
        self.said.quoted.append(Quoted(link.start, link.end, number, match, quote.cell, position, named))
        self.number(
            link.start,
            text,
            Kind.COMPUTED,
            f"{quote} prints {match.quantity.text.strip()}",
            source=quote.view.path,
            label=quote.cell.label,
            pick=position,
            printed=match.quantity.text.strip(),
        )
        return None

    def check_ratio(self, link: Link, quote: Quote, number: Quantity) -> None:
        """A number that is the ratio of two printed ones must lie where these, as rounded, allow."""
        values, complaint = _values(quote)
        text = number.text.strip()
        if complaint:
            return self.unproved(link.start, text, f"claims {text} ({quote}), but cell {quote.cell.number} {complaint}")
        ratio = values[0]
        if abs(ratio - number.value) > number.unit / 2:
            return self.unproved(link.start, text, f"claims {text} ({quote}), but the ratio is {ratio:.4g}")
        return self.number(link.start, text, Kind.FACTOR, f"{quote} is {ratio:.4g}")

    def check_claim(self, link: Link, quote: Quote, words: str) -> None:
        shown = " ".join(piece.text for piece in texts(quote.cell)).split()
        factor = None if prints_only_true(quote.cell) else quantity_in_words(words)
        if factor is not None and not quote.pick and _sets(quote.cell, Decimal(factor.low + factor.high) / 2):
            return self.number(link.start, words, Kind.GIVEN, f"literal in cell {quote.cell.number}")
        if factor is not None:
            values, complaint = _values(quote)
            told = complaint or f"gives {', '.join(f'{value:.4g}' for value in values[:6])}"
            if not complaint and sum(map(factor.holds, values)) == 1:
                return self.number(link.start, words, Kind.FACTOR, f"{quote} {told}")
            wants = f"which stands for {factor.low:.3g} to {factor.high:.3g}"
            return self.unproved(
                link.start, words, f"claims [{words}] ({quote}), {wants}, but cell {quote.cell.number} {told}"
            )
        if quote.pick:
            self.unproved(link.start, words, f"claims [{words}] ({quote}), but only a number takes :{quote.pick}")
        elif not prints_only_true(quote.cell):
            prints = " ".join(shown)[:80] or "nothing"
            self.unproved(
                link.start,
                words,
                f"claims [{words}] ({quote}), but cell {quote.cell.number} prints {prints}, not only True",
            )
        else:
            self.said.claimed.append(Claimed(link.start, link.end, words, quote.cell))
            self.number(
                link.start, words, Kind.CLAIM, f"{quote} prints True", source=quote.view.path, label=quote.cell.label
            )
        return None

    def check_text(self, text: str, at: int, fixed: bool = False, math: bool = False) -> None:
        """Sort the numbers of a text into given, structural and unproved; `fixed` where `at` is the place of all."""
        rest = text
        for rule, start, end in structural.naming(text, math):
            if rule == "reading time" and not self.is_time_for_readers(text, start):
                continue
            self.number(at if fixed else start, text[start:end], Kind.STRUCTURAL, rule)
            rest = rest[:start] + "\ue000" * (end - start) + rest[end:]
        for number in quantities(rest):
            self.sort(number, rest, at if fixed else number.start, math)
            rest = rest[: number.start] + "\ue000" * (number.end - number.start) + rest[number.end :]
        for left in re.finditer(r"[\d.]*\d[\d.]*", rest):
            self.unproved(at if fixed else left.start(), left[0], f"{left[0]} cannot be read as a number")

    def is_time_for_readers(self, text: str, start: int) -> bool:
        """Whether minutes or hours are those of the line **Time:**, or begin a passage of a page without code."""
        plan = not text[:start].strip() and self.check.view.path.suffix == ".md"
        return plan or "Time:" in text[max(0, start - READING) : start]

    def sort(self, number: Quantity, text: str, at: int, math: bool) -> None:
        strict, place = self.check.view.is_second_edition, self.place(at)
        measures = strict and not math and structural.measures(number, text, place.part)
        if structural.is_small(number, text, math) and not measures:
            self.number(at, number.text, Kind.STRUCTURAL, "small whole number")
        elif strict and not math and structural.is_customary_level(number, text, self.said.text):
            self.number(at, number.text, Kind.STRUCTURAL, "level by custom")
        elif strict and self.check.view.path.suffix == ".ipynb":
            if number.value in self.check.view.inputs(place.cell, place.line):
                return self.number(at, number.text, Kind.GIVEN, "literal in its section")
            shown = number.text.strip()
            elsewhere = self.check.view.giving_cell(number.value, 10**6)
            hint = f"; cell {elsewhere} has it: label that cell and link to it, [{shown}](#label)" if elsewhere else ""
            return self.unproved(
                at, shown, f"{shown} is neither linked to the cell that prints it nor an input in its section{hint}"
            )
        elif cell := self.check.view.giving_cell(number.value, self.prose.given_until):
            self.number(at, number.text, Kind.GIVEN, f"literal in cell {cell}")
        else:
            shown = number.text.strip()
            self.unproved(at, shown, f"{shown} is neither linked to the cell that prints it nor given in the code")
        return None

    def check_math(self, latex: str, at: int) -> None:
        if not DIGIT.search(latex):
            return
        verdict = relations.evaluate(latex)
        numbers = plain_math(latex)
        if verdict is relations.Verdict.FALSE:
            self.unproved(at, latex, f"the relation ${latex}$ is not true: {relations.explain(latex)}")
        elif verdict is relations.Verdict.TRUE and _computes(numbers, latex):
            for number in quantities(numbers):
                self.number(at, number.text, Kind.RELATION, f"${latex}$")
        else:
            plain = plain_math(SIGN.sub(_with_binary_sign, INDEX.sub("", latex)))
            self.check_text(plain, at, fixed=True, math=True)


def _sets(cell: Cell, value: Decimal) -> bool:
    """Whether a cell sets a value and prints nothing: the literals of one that prints must not excuse its print."""
    return not any(piece.text.strip() for piece in texts(cell)) and value in sources.inputs(cell.source)


def _values(quote: Quote) -> tuple[list[Decimal], str]:
    """What a link with words means: one picked number, the ratio of two, or every number; or what is wrong."""
    printed = quote.view.printed(quote.cell.label)
    if not quote.pick:
        return [each.quantity.value for each in printed], "" if printed else "prints no number"
    picked: list[Decimal] = []
    for pick in quote.pick.split("/"):
        if pick.isdecimal():
            meant, complaint = printed[int(pick) - 1 : int(pick)], f"prints {_listed(printed)}, so there is no {pick}"
        else:
            meant, complaint = choose_by_name(quote.cell, pick, printed, [])
        if len(meant) != 1:
            return [], complaint or f"prints {len(meant)} numbers called {pick!r}: name the row too, as in row.{pick}"
        picked.append(meant[0].quantity.value)
    if len(picked) == 2:
        return ([picked[0] / picked[1]], "") if picked[1] else ([], "would divide by 0")
    return picked, ""


def _choose(number: Quantity, printed: list[Printed], quote: Quote) -> tuple[Printed | None, str]:
    """The printed number that a quoted one is, or what the cell prints instead."""
    pick = quote.pick
    near = [each for each in printed if number.is_near(each.quantity)]
    if pick.isdecimal():
        if int(pick) > len(printed):
            return None, f"prints {_listed(printed)}, so there is no number {pick}"
        candidates = [printed[int(pick) - 1]]
    elif pick:
        candidates, complaint = choose_by_name(quote.cell, pick, printed, near)
        if not candidates:
            return None, complaint
        if len(candidates) > 1 and candidates[0] not in near:
            return None, f"prints {_listed(candidates)} under the name {pick!r}"
    else:
        candidates = near
    if len(candidates) > 1:
        return None, f"prints several numbers that close: {_listed(printed)}; pick one, as in [{number.text}](#label:1)"
    if candidates and number.is_rounded_from(candidates[0].quantity):
        return candidates[0], ""
    if candidates and abs(candidates[0].quantity.value - number.value) <= number.unit / 2:
        return None, f"prints {candidates[0].quantity.text}, which is too coarse for {number.text.strip()}"
    picked = (f" as its number {pick}" if pick.isdecimal() else f" as {pick!r}") if pick else ""
    return None, f"prints {candidates[0].quantity.text.strip()}{picked}" if candidates else f"prints {_listed(printed)}"


def _listed(printed: list[Printed], most: int = 12) -> str:
    shown = [f"{position}: {each.quantity.text.strip()}" for position, each in enumerate(printed[:most], 1)]
    return ", ".join(shown + ["…"] * (len(printed) > most)) or "no number"


def _computes(numbers: str, latex: str) -> bool:
    """Whether a relation computes something; between bare numbers it proves neither of them."""
    sides = re.split(r"(?:\\(?:approx|neq?|leq?|geq?|ll|gg|equiv|lt|gt)(?![A-Za-z])|[=<>])", latex)
    return not all(_is_bare(plain_math(side)) for side in sides)


def _with_binary_sign(found: re.Match) -> str:
    """A sign behind an operand, set apart from the number that it is no sign of."""
    return found[0] if NO_OPERAND.match(found[1]) else f"{found[1]} {found[3]} "


def _is_bare(side: str) -> bool:
    return any(number.start == 0 and number.end == len(side) for number in quantities(side))


def _is_citation(link: Link) -> bool:
    return "bibliography" in link.target or re.match(r"https?:", link.target) is not None


def _unique(name: str, taken: set[str]) -> str:
    count, unique = 1, name
    while unique in taken:
        unique = f"{name}-{count}"
        count += 1
    return unique


def _texts(cell: Cell) -> list[tuple[int, str, str]]:
    """The Markdown texts of a cell, each with its first line and what part of the cell it is."""
    if cell.kind == "markdown":
        return [(1, "", cell.source)]
    if cell.kind != "code":
        return []
    caption, alt = _mystnb(cell, "figure").get("caption"), _mystnb(cell, "image").get("alt")
    figure = [(1, part, text) for part, text in (("caption", caption), ("alt text", alt)) if isinstance(text, str)]
    drawn = [(line, part, text) for line, part, text in sources.figure_strings(cell.source)]
    return figure + drawn + [(line, "question", text) for line, text in sources.question_strings(cell.source)]


def _mystnb(cell: Cell, part: str) -> dict:
    rendering = cell.metadata.get("mystnb")
    settings = rendering.get(part) if isinstance(rendering, dict) else None
    return settings if isinstance(settings, dict) else {}


def _shown_figures(cell: Cell) -> list[str]:
    """The names of the figures that a cell shows together with their texts."""
    figures = [output.get("metadata", {}).get("figure") or {} for output in cell.outputs]
    return [figure["name"] for figure in figures if figure.get("name")]


def _bibliography(path: Path) -> Path:
    return path.with_name("references.bib")


@cache
def _works(shelf: Path) -> dict[str, tuple[str, str]]:
    """The year and the last name of the first author of each work of a bibliography, by its key."""
    works = {}
    for key, entry in read_bibliography(shelf).entries.items():
        people = [*entry.persons.get("author", []), *entry.persons.get("editor", [])]
        name = " ".join(people[0].last_names) if people else ""
        works[key] = (entry.fields.get("year", ""), _letters(name)[:5])
    return works


def _letters(name: str) -> str:
    """A name in small letters without accents, spaces and the marks of LaTeX."""
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", name).lower())


def _shown(path: Path) -> str:
    path = path.resolve()
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def read_book(paths: Sequence[Path]) -> tuple[Book, list[Path], list[str]]:
    """Read the books that some files or folders belong to; without any, the book around the current folder.

    The answer is the book, the paths asked for, and a sentence for each page that cannot be read.

    Raises
    ------
    BookError
        If no paths are given and there is no book around the current folder.
    """
    roots = [_book_around(path) for path in paths] if paths else [find_book(Path.cwd())]
    files = [file for root in dict.fromkeys(roots) if root for file in book.find_pages(root)]
    wanted = [file for path in paths for file in (_pages_below(path) if path.is_dir() else [path])] if paths else files
    pages, failures, seen = [], [], set()
    for file in [*files, *wanted]:
        if file.resolve() in seen:
            continue
        seen.add(file.resolve())
        try:
            pages.append(book.read_page(file))
        except PageError as error:
            failures.append(str(error))
    return Book.of(pages), [file.resolve() for file in wanted], failures


def _book_around(path: Path) -> Path | None:
    """The book that a file or folder belongs to, or None: a page alone is checked as a book of one page."""
    try:
        return find_book(path if path.is_dir() else path.parent)
    except BookError:
        return None


def _pages_below(folder: Path) -> list[Path]:
    return book.find_pages(folder) if _book_around(folder) == folder.resolve() else list(book.pages_in(folder))
