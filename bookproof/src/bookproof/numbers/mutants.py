"""Alter the numbers of the book one at a time, and count how many of the altered books the prose check rejects.

``python -m bookproof mutants [FILE or LABEL …]`` moves, in memory,

- every computed number in the prose by one unit in its last place, up and down;
- every printed number that the prose quotes by one unit in the last place that it is quoted to, up and down;
- every True that words claim to False;
- every given number and every number of a relation in the prose by one unit in its last place, up and down.

A book that is altered in one of the first three ways and passes is a hole in the check: the exit status is 1. An
altered input may be another input, or leave an inequality true; those survivors are listed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from bookproof.config import BookError
from bookproof.kill_rates import KillRate
from bookproof.numbers.check import Book, Kind, Number
from bookproof.numbers.printed import texts
from bookproof.numbers.quantities import quantities
from bookproof.numbers.view import View
from bookproof.pages import Cell

SPELLED = {",": r"(?:\{,\}|\\,|,)", ".": r"(?:\\\.|&#46;|\.)"}
"""How a source may write what a number has between its digits."""
MUST_DIE = ("computed numbers", "printed numbers", "claims in words")


@dataclass(frozen=True)
class Mutant:
    """A book with one thing altered, the cell whose prose says otherwise now, and the honest book."""

    group: str
    number: Number
    change: str
    book: Book
    honest: Book

    @property
    def survives(self) -> bool:
        """Whether the check finds nothing in the cell that it does not find in the honest one.

        A cell that is checked alone may have problems even in the honest book: a count that an earlier cell gives is
        given nowhere then.
        """
        path, cell = self.number.place.path.resolve(), self.number.place.cell
        return set(self.book.cell_problems(path, cell)) <= set(self.honest.cell_problems(path, cell))

    def __str__(self) -> str:
        """The alteration, for the list of survivors."""
        return f"{self.number.place}: {self.group}: {self.change}"


class Tally(NamedTuple):
    """Of the alterations of one kind, how many were made and noticed, and those that were not."""

    rate: KillRate
    survivors: list[Mutant]

    @property
    def is_hole(self) -> bool:
        """Whether one survives that the check must notice."""
        return bool(self.survivors) and self.rate.altered in MUST_DIE


def measure(altered: Iterable[Mutant]) -> list[Tally]:
    """Check each of some altered books, and count by kind; the kinds that must be noticed are always among them."""
    made = Counter(dict.fromkeys(MUST_DIE, 0))
    survivors: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in altered:
        made[mutant.group] += 1
        if mutant.survives:
            survivors[mutant.group].append(mutant)
    return [
        Tally(KillRate(group, count, count - len(survivors[group])), survivors[group]) for group, count in made.items()
    ]


def mutants(book: Book, paths: Sequence[Path] | None = None) -> Iterator[Mutant]:
    """Every altered book, for the numbers on some of the pages or on all.

    Parameters
    ----------
    book : Book
        A book that passes the check.
    paths : sequence of Path, optional
        The resolved paths of the pages whose numbers are altered.
    """
    for path in book.views if paths is None else paths:
        seen: dict[tuple, int] = {}
        for number in book.findings(path).numbers:
            if number.kind is Kind.CLAIM:
                yield _doubted(book, number)
            elif number.kind in (Kind.COMPUTED, Kind.GIVEN, Kind.RELATION) and re.search(r"\d", number.text):
                relation = number.reason if number.kind is Kind.RELATION else ""
                place = (number.place, number.kind, relation, number.label, number.pick, _digits(number.text))
                yield from _misquoted(book, number, seen.get(place, 0))
                seen[place] = seen.get(place, 0) + 1
            if number.kind is Kind.COMPUTED:
                yield from _misprinted(book, number)


def _misquoted(book: Book, number: Number, repeat: int) -> Iterator[Mutant]:
    """The number moved in the prose; `repeat` counts equal numbers before it on its line."""
    page = book.views[number.place.path.resolve()].page
    cell = next(cell for cell in page.cells if cell.number == number.place.cell)
    group = {Kind.COMPUTED: "computed numbers", Kind.GIVEN: "given numbers", Kind.RELATION: "relations"}[number.kind]
    digits = _digits(number.text)
    for units in (1, -1):
        moved = next(quantities(digits)).moved(units)
        altered = _with_text(cell, number, digits, moved, repeat)
        if altered is not None:
            yield Mutant(group, number, f"{digits} → {moved}", book.with_page(page.with_cell(altered)), book)
        elif number.kind is Kind.COMPUTED:
            raise BookError(f"{number.place}: cannot find {digits} to alter it: write it in plain digits")


def _misprinted(book: Book, number: Number) -> Iterator[Mutant]:
    """The printed number moved by one unit in the last place that it is quoted to."""
    view = _quoted(book, number)
    printed = view.printed(number.label)[number.pick - 1]
    quoted = next(quantities(number.text))
    for units in (1, -1):
        moved = printed.quantity.moved(units * int(Decimal(quoted.unit) / printed.quantity.unit))
        start, end = printed.quantity.start, printed.quantity.end
        text = printed.source.text[:start] + moved + printed.source.text[end:]
        altered = printing(view.labels[number.label], printed.source.outputs, text)
        change = f"#{number.label} prints {moved} for {printed.quantity.text}"
        yield Mutant("printed numbers", number, change, book.with_page(view.page.with_cell(altered)), book)


def _quoted(book: Book, number: Number) -> View:
    """The page whose cell proves a number."""
    assert number.source is not None, f"{number} is proved by a cell"
    return book.views[number.source]


def _doubted(book: Book, number: Number) -> Mutant:
    view = _quoted(book, number)
    cell = view.labels[number.label]
    piece = next(piece for piece in texts(cell) if "True" in piece.text)
    altered = printing(cell, piece.outputs, piece.text.replace("True", "False", 1))
    change = f"#{number.label} prints False"
    return Mutant("claims in words", number, change, book.with_page(view.page.with_cell(altered)), book)


def _digits(text: str) -> str:
    """The digits of a number as its source has them, without sign, power and percent sign."""
    return re.findall(r"(?:\d[\d,_\u00a0\u2009\u202f]*)?(?:\.?\d+)", text)[0]


def _with_text(cell: Cell, number: Number, digits: str, moved: str, repeat: int) -> Cell | None:
    """The cell with its prose altered where the number stands, or None where it is written in another way."""
    part = number.place.part
    # A figure has its texts in the settings of its cell, or in the call that shows it.
    named = {"caption": ("figure", "caption"), "alt text": ("image", "alt")}.get(part)
    settings = named if named and named[1] in cell.settings(named[0]) else None
    text = cell.metadata["mystnb"][settings[0]][settings[1]] if settings else cell.source
    start, end = sum(len(line) for line in text.splitlines(keepends=True)[: number.place.line - 1]), len(text)
    if number.kind is Kind.RELATION:
        start = text.find(number.reason, start)
        end = start + len(number.reason)
    link = rf"(?=[^\[\]]*\]\([^()\s]*\#{re.escape(number.label)}(?::[^)\s]+)?[)\s])"
    spelled = "".join(SPELLED.get(sign, re.escape(sign)) for sign in digits)
    form = re.compile(rf"(?<![\d.]){spelled}(?!\.?\d)" + (link if number.kind is Kind.COMPUTED else ""))
    found = list(form.finditer(text, start, end)) if start >= 0 else []
    if repeat >= len(found) or (number.kind is not Kind.COMPUTED and part == "question"):
        return None
    altered = text[: found[repeat].start()] + moved + text[found[repeat].end() :]
    if not settings:
        return replace(cell, source=altered)
    figures = {**cell.metadata["mystnb"], settings[0]: {**cell.metadata["mystnb"][settings[0]], settings[1]: altered}}
    return replace(cell, metadata={**cell.metadata, "mystnb": figures})


def printing(cell: Cell, outputs: tuple[int, ...], text: str) -> Cell:
    """The cell with another text in one of its outputs; further chunks of that stream are emptied."""
    changed = list(cell.outputs)
    for position in outputs:
        shown = text if position == outputs[0] else ""
        if changed[position]["output_type"] == "stream":
            changed[position] = {**changed[position], "text": shown}
        else:
            changed[position] = {**changed[position], "data": {**changed[position]["data"], "text/plain": shown}}
    return replace(cell, outputs=tuple(changed))
