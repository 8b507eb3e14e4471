"""Which rules for words a page is held to, and in what order they run.

Rules that find only real faults hold for every page; a page of the second edition is held to all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from bookproof.markdown import Passage
from bookproof.pages import Page
from bookproof.words import claims, counts, direction, factors, figures, referents, spelled, units
from bookproof.words.sentences import Found, Said

EVERYWHERE = (direction.check, units.check, spelled.check)
SECOND_EDITION = (factors.check, referents.check)


def check(
    passages: list[Said], page: Page, strict: bool, given: Callable[[Said, Decimal], bool]
) -> Iterator[tuple[Said, Found]]:
    """Every fault in the words of some passages of a page, with the passage that it stands in.

    Parameters
    ----------
    passages : list of Said
        The passages that are read, all of the page or those of one cell.
    page : Page
        The page.
    strict : bool
        Whether the page belongs to the second edition.
    given : function
        Whether the code of the section around a passage gives a number.
    """
    for rule in (*EVERYWHERE, *(SECOND_EDITION if strict else ())):
        for said in passages:
            for found in rule([said]):
                yield said, found
    yield from claims.check(passages, strict)
    headings = "\n".join(cell.source for cell in page.cells if cell.kind == "markdown")
    yield from counts.check_exercises(passages, headings)
    yield from _of_sources(passages, page.path.suffix == ".ipynb")
    if strict:
        for said in passages:
            yield from ((said, found) for found in figures.check(said))
    if strict and page.path.suffix == ".ipynb":
        yield from counts.check_stated(passages, given)


def _of_sources(passages: list[Said], notebook: bool) -> Iterator[tuple[Said, Found]]:
    """What is found in the source of Markdown cells rather than in single passages."""
    seen: set[int] = set()
    for said in passages:
        if said.cell.kind == "markdown" and said.cell.number not in seen:
            seen.add(said.cell.number)
            fences = spelled.check_fences(said.cell.source) if notebook else ()
            for line, message in (*counts.check_lists(said.cell.source), *fences):
                holder = _at_line([each for each in passages if each.cell is said.cell], line)
                yield holder, (len(holder.text) - 1, message)


def _at_line(passages: list[Said], line: int) -> Said:
    def first(passage: Passage) -> int:
        return passage.line(0)

    before = [said for said in passages if first(said.passage) <= line]
    return max(before or passages, key=lambda said: first(said.passage))
