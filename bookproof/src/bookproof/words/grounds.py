"""Grounds: a paragraph that draws a conclusion rests on something that is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bookproof.pages import Page
from bookproof.words.sentences import Found, Said

CONCLUDES = re.compile(
    r"\b(?:therefore|because|hence|thus|since|so that|so|should|must|only|needed|no longer|nothing|even without)\b",
    re.IGNORECASE,
)
FEWEST_SENTENCES = 3
LEADS_ON = re.compile(r"[:,\w]\s*$")  # to a formula, a list or what a cell prints


def check(passages: list[Said], page: Page) -> Iterator[tuple[Said, Found]]:
    """Every long paragraph that concludes something and has no link, no formula and no cell that it leads to.

    A conclusion that follows from nothing in sight is where a mistake hides best: whoever reads it can check it
    against nothing. The paragraph that opens a page may promise what the page shows later, and exercises ask.
    """
    following = {cell.number: after.kind for cell, after in zip(page.cells, page.cells[1:], strict=False)}
    last = {said.cell.number: said for said in passages}
    opening = next((said.cell for said in passages if not said.passage.heading), None)
    for said in passages:
        passage = said.passage
        if passage.heading and said.text.lstrip().startswith("Exercise"):
            return
        if said.cell.kind != "markdown" or said.cell is opening or passage.heading or said.part or said.head:
            continue
        if passage.links or passage.math or LEADS_ON.search(said.text) or _explains(said):
            continue
        if said is last[said.cell.number] and following.get(said.cell.number) == "code":
            continue
        found = CONCLUDES.search(said.text)
        if found and len(said.sentences) >= FEWEST_SENTENCES:
            message = f"concludes ({found[0]!r}) from nothing shown: expected a link, a formula or a cell that shows it"
            yield said, (found.start(), message)


def _explains(said: Said) -> bool:
    """Whether a passage stands right below a displayed formula, or in a callout, which names a mistake."""
    lines = said.cell.source.split("\n")
    first = said.passage.line(0) - 1
    above = next((line for line in reversed(lines[:first]) if line.strip()), "")
    return lines[first].lstrip().startswith(">") or "$$" in above
