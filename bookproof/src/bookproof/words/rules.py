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
    "count": counts.check_lists,
    "symbol": symbols.check,
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
    yield from (("fact", *found) for found in facts.check(passages, around.page, around.whole))
    yield from (("count", *found) for found in counts.check_exercises(passages, around.page))
    if entries is None:
        return
    if around.page.path.suffix == ".ipynb":
        yield from (("count", *found) for found in counts.check_stated(passages, around.given))
        yield from (("symbol", *found) for found in symbols.check_settings(passages, around.given))
    yield from (("strong", *found) for found in warrants.check(passages, entries, around.holds))
