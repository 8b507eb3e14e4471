"""Units: what a number is quoted in must be what it is printed in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bookproof.numbers.names import names
from bookproof.numbers.printed import printed_numbers
from bookproof.numbers.units import agree, unit_at
from bookproof.pages import Cell
from bookproof.words.sentences import Found, Quoted, Said

PARENTHESES = re.compile(r"\(([^()]*)\)|,\s*in\s+(\w+)|\[([^\[\]]*)\]")


def check(said: Said) -> Iterator[Found]:
    """Every quoted number with a unit that is not the one it is printed in."""
    for quoted in said.quoted:
        ours = quoted_unit(said, quoted)
        theirs = printed_unit(quoted.cell, quoted.position)
        if ours and theirs and not agree(ours, theirs):
            yield (
                quoted.start,
                f"quotes {quoted.quantity.text.strip()} in {ours}, but #{quoted.cell.label} prints it in {theirs}",
            )


def quoted_unit(said: Said, quoted: Quoted) -> str | None:
    """The unit that a passage gives a quoted number, inside its link or behind it."""
    return unit_at(said.text, quoted.quantity.unit_start) or unit_at(said.text, quoted.end)


def printed_unit(cell: Cell, position: int) -> str | None:
    """The unit that a cell prints one of its numbers in, counted from 1: behind it, or in the words before it."""
    printed = printed_numbers(cell)[position - 1]
    found = unit_at(printed.source.text, printed.quantity.unit_start)
    if found:
        return found
    name = names(cell)[position - 1]
    for head in (name.before, name.column):
        for part in PARENTHESES.finditer(head):
            unit = unit_at(next(filter(None, part.groups()), ""), 0)
            if unit:
                return unit
    return None
