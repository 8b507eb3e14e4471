"""Figures: what their alt texts and captions say of numbers and order comes from what was drawn.

On a page of the second edition the figure's own cell makes both texts, and a number, a factor or a word of order in
them stands in an expression of the f-string, not in its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bookproof.markdown import Passage
from bookproof.numbers.literals import borrowed_texts, figure_pieces
from bookproof.pages import Cell
from bookproof.words.direction import DOWN, UP, check_direction, verbs
from bookproof.words.factors import factors
from bookproof.words.sentences import Found, Said, sentences

ORDER = re.compile(
    rf"\b(?:{UP}|{DOWN}|larger|smaller|higher|lower|steeper|flatter|wider|narrower|longer|shorter|"
    r"largest|smallest|highest|lowest|steepest|widest|always|never|everywhere|most|least(?!-squares))\b"
)


def check(said: Said) -> Iterator[Found]:
    """Every word of order or factor that is typed into the text of a figure, and every false one beside its numbers.

    A typed verb may stay where the text, as the cell computed it, has its numbers: then it is held to these.
    """
    if said.part not in ("alt text", "caption") or said.cell.kind != "code":
        return
    shown = [text for figure in said.cell.shown_figures for part in ("alt", "caption") if (text := figure.get(part))]
    held = set()
    for sentence in sentences([Said(Passage(text=text), said.cell) for text in shown]):
        held |= verbs(sentence)
        for _, message in check_direction(sentence, all_linked=True):
            yield 0, message
    typed = [(found.start(), found[0]) for found in ORDER.finditer(said.text) if found[0] not in held]
    typed += [(factor.start, factor.text) for factor in factors(said.text)]
    for at, words in sorted(typed):
        yield (
            at,
            f"types {words!r} into the text of a figure: let an expression over what is drawn say it, as in "
            "f\"the curve {'falls' if y[-1] < y[0] else 'rises'}\"",
        )


NOT_RUN = "has not been run since"
"""What a message says of a figure whose texts are not those that its cell has stored."""


def check_cell(cell: Cell) -> str:
    """What is wrong with where a code cell keeps the texts of its figure, or nothing."""
    said = {part: [text for figure in cell.shown_figures if (text := figure.get(part))] for part in ("alt", "caption")}
    for part, piece in figure_pieces(cell.source) if said["alt"] else ():
        if not any(piece in text for text in said[part]):
            return f"{NOT_RUN} its {part} says {piece.strip()[:60]!r}"
    for part, name in borrowed_texts(cell.source):
        return f"takes its {part} from {name!r}, which it does not set: write the text where the figure is shown"
    kept = [name for group, name in (("image", "alt"), ("figure", "caption")) if cell.settings(group).get(name)]
    if not kept:
        return ""
    return f"keeps its {' and '.join(kept)} in the metadata: let the cell make them, figures.show(fig, alt=f'…')"
