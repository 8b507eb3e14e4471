"""Units: what a number is quoted in must be what it is printed in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bookproof.numbers.names import names
from bookproof.numbers.units import agree, unit_at
from bookproof.words.sentences import Found, Quoted, Said

PARENTHESES = re.compile(r"\(([^()]*)\)|,\s*in\s+(\w+)|\[([^\[\]]*)\]")


def check(said: Said) -> Iterator[Found]:
    """Every quoted number with a unit that is not the one it is printed in."""
    for quoted in said.quoted:
        number = quoted.quantity
        ours = unit_at(said.text, number.unit_start) or unit_at(said.text, quoted.end)
        theirs = _printed_unit(quoted)
        if ours and theirs and not agree(ours, theirs):
            yield (
                quoted.start,
                f"quotes {number.text.strip()} in {ours}, but #{quoted.cell.label} prints it in {theirs}",
            )


def _printed_unit(quoted: Quoted) -> str | None:
    found = unit_at(quoted.printed.source.text, quoted.printed.quantity.unit_start)
    if found:
        return found
    name = names(quoted.cell)[quoted.position - 1]
    for head in (name.before, name.column):
        for part in PARENTHESES.finditer(head):
            unit = unit_at(next(filter(None, part.groups()), ""), 0)
            if unit:
                return unit
    return None
