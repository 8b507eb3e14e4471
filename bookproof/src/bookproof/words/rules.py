"""Which rules for words a page is held to, and in what order they run.

Rules that find only real faults hold for every page; a page of the second edition is held to all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from bookproof.pages import Page
from bookproof.words import (
    claims,
    counts,
    direction,
    factors,
    facts,
    figures,
    orders,
    questions,
    referents,
    rivals,
    rows,
    spelled,
    symbols,
    theorems,
    units,
    warrants,
)
from bookproof.words.sentences import Found, Said

Rule = Callable[[Said], Iterator[Found]]
EVERYWHERE: dict[str, Rule] = {
    "direction": direction.check,
    "unit": units.check,
    "number": spelled.check,
    "row": rows.check,
    "rival": rivals.check,
    "theorem": theorems.check,
    "symbol": symbols.check_odds,
}
SECOND_EDITION: dict[str, Rule] = {
    "factor": factors.check, "name": referents.check, "question": questions.check, "figure": figures.check,
}  # fmt: skip


@dataclass(frozen=True)
class Surroundings:
    """What the rules need to know of the page and its book.

    Attributes
    ----------
    page : Page
        The page.
    strict : bool
        Whether the page belongs to the second edition.
    whole : bool
        Whether the passages are all of the page.
    given : function
        Whether the code of the section around a passage gives a number.
    holds : dict
        What warrants may name: ``equations``, ``labels`` of cells, and keys of ``sources``.
    """

    page: Page
    strict: bool
    whole: bool
    given: Callable[[Said, Decimal], bool]
    holds: dict[str, Collection[str]] = field(default_factory=dict)


def check(passages: list[Said], around: Surroundings) -> Iterator[tuple[Said, Found]]:
    """Every fault in the words of some passages of a page that no waiver names, with the passage that it stands in."""
    entries = warrants.entries_of(around.page.path) if around.strict else None
    waived = {(entry.sentence, entry.kind) for entry in entries.waivers} if entries else set()
    for form, said, found in _all(passages, around, entries):
        if waived and (warrants.sentence_at(said, found[0]), form) in waived:
            continue
        yield said, found
    if entries and around.whole and passages:
        for message in (*entries.faults, *warrants.unused(passages, entries)):
            yield passages[0], (0, message)


def _all(
    passages: list[Said], around: Surroundings, entries: warrants.Entries | None
) -> Iterator[tuple[str, Said, Found]]:
    for form, rule in (EVERYWHERE | SECOND_EDITION if around.strict else EVERYWHERE).items():
        for said in passages:
            yield from ((form, said, found) for found in rule(said))
    yield from (("claim", *found) for found in claims.check(passages, around.strict, around.page))
    yield from (("order", *found) for found in orders.check_differences(passages, around.page))
    yield from (("unit", *found) for found in orders.check_bits(passages, around.page))
    yield from (("fact", *found) for found in facts.check(passages, around.page))
    headings = "\n".join(cell.source for cell in around.page.cells if cell.kind == "markdown")
    yield from (("count", *found) for found in counts.check_exercises(passages, headings))
    yield from _of_sources(passages, around.page.path.suffix == ".ipynb")
    if entries is None:
        return
    if around.page.path.suffix == ".ipynb":
        yield from (("count", *found) for found in counts.check_stated(passages, around.given))
        yield from (("symbol", *found) for found in symbols.check_settings(passages, around.given))
    yield from (("strong", *found) for found in warrants.check(passages, entries, around.holds))


def _of_sources(passages: list[Said], notebook: bool) -> Iterator[tuple[str, Said, Found]]:
    """What is found in the source of Markdown cells rather than in single passages."""
    seen: set[int] = set()
    for said in passages:
        if said.cell.kind == "markdown" and said.cell.number not in seen:
            seen.add(said.cell.number)
            found = [("count", *each) for each in counts.check_lists(said.cell.source)]
            found += [("symbol", *each) for each in symbols.check_displays(said.cell)]
            found += [("number", *each) for each in spelled.check_listings(said.document) if notebook]
            for form, line, message in found:
                yield form, *_at_line([each for each in passages if each.cell is said.cell], line, message)


def _at_line(passages: list[Said], line: int, message: str) -> tuple[Said, Found]:
    """A fault of a line, at the end of the passage that begins last before it, or at the beginning of the first."""
    before = [said for said in passages if said.passage.line(0) <= line]
    if not before:
        return min(passages, key=lambda said: said.passage.line(0)), (0, message)
    holder = max(before, key=lambda said: said.passage.line(0))
    return holder, (max(0, len(holder.text) - 1), message)
