"""Rows: where a cell prints a line for each of several settings, a quoted number stands by the setting of its line.

``0.5 -> 0.6667`` and ``0.9 -> 0.9474`` are two lines, each with its setting in front, and so are ``w 0   mean 0.6931``
and ``w 1   mean 0.4714``. A sentence that names settings of that cell, in digits or in a formula as ``$w=1$``, must
name the one of the line that it quotes, and name it last before the number if it names more than one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bookproof.markdown import MATH, Passage
from bookproof.numbers.printed import printed_numbers
from bookproof.numbers.quantities import quantities
from bookproof.pages import Cell
from bookproof.words.negation import LIKENING, MULTIPLE
from bookproof.words.sentences import Found, Quoted, Said, Sentence

SET_IN_MATH = re.compile(r"(?:^|[^=<>]*=)\s*([-−]?\d+(?:\.\d+)?)\s*$")
LEAD = re.compile(r"[\s:=(\['\"|,]+")
STANDS_FOR = re.compile(
    r"\b(?:at|for|with|from|after|of|in|by|step|epoch|size|degree|seed)\s(?:the |a |an )?(?:\w+\s)?$", re.IGNORECASE
)
ASIDE = re.compile(r", (?:apart from|except for|except|besides|unlike|but for) [^,]*$")
BASIS = re.compile(rf"\b(?:{LIKENING}|{MULTIPLE}) (?:the )?$")
"""What stands before a number that another is compared with, which may be of another line; not *from* or *against*."""
FROM, TO = re.compile(r"\bfrom (?:about )?$"), re.compile(r"^\S* to (?:about )?$")
"""What stands before the first and the second of two numbers of a change."""


def check(said: Said) -> Iterator[Found]:
    """Every quoted number beside the setting of another line of its cell."""
    for sentence in said.sentences:
        for quoted in sentence.quoted:
            own = _setting_of(quoted)
            if own is None or is_setting(quoted):
                continue
            settings = _settings_of(quoted.cell)
            known = {each.value for each in settings if each and each.width == own.width}
            other = _in_row(said, quoted, own, known) if said.passage.head else _beside(sentence, quoted, own, known)
            if other is not None and not _prints_alike(quoted, other) and not _is_further(sentence, quoted, own, other):
                yield (
                    quoted.start,
                    f"quotes {quoted.quantity.text.strip()}, which #{quoted.cell.label} prints on its line for "
                    f"{own.value:f}, beside the setting {other:f}: put each number beside its own",
                )


@dataclass(frozen=True)
class Setting:
    """The number in front of a line: its value, its position among the numbers of the cell, and how many the line has.

    Lines of another width belong to another table.
    """

    value: Decimal
    position: int
    width: int


def _beside(sentence: Sentence, quoted: Quoted, own: Setting, known: set[Decimal]) -> Decimal | None:
    """The setting of another line that a quoted number stands by; None where it stands by its own, or by none."""
    said = [(at, value) for at, value in _mentions(sentence, quoted) if value in known]
    text = sentence.said.text
    before = [(at, value) for at, value in said if at < quoted.start and not _is_aside(sentence, at, quoted)]
    after = [value for at, value in said if at > quoted.start]
    if not before or own.value in (before[-1][1], *after[:1]):
        return None
    at, value = before[-1]
    between = {piece.at for piece in sentence.said.passage.math if at < piece.at < quoted.start}
    unread = between and any(
        not piece.source.rstrip().endswith("=") for piece in sentence.said.passage.math if piece.at in between
    )
    if _begins_change(sentence, quoted, value) or BASIS.search(text[: quoted.start]):
        return None
    stands = text[at : at + 1] == MATH or STANDS_FOR.search(text[sentence.start : at])
    named = own.value in {each for _, each in said}
    return value if stands and (named or not unread) else None


def _in_row(said: Said, quoted: Quoted, own: Setting, known: set[Decimal]) -> Decimal | None:
    """The setting of another line that the row of a table, or the head of a number's column, names in place of its own.

    Other numbers that are quoted are not settings.
    """
    column = said.text.count("|", 0, quoted.start)
    taken = [(each.start, each.end) for each in said.quoted if not is_setting(each)]
    named = {value for at, value in _numbers_in(said.passage) if not any(start <= at < end for start, end in taken)}
    head = said.passage.head.text if said.passage.head else ""
    named |= {value for at, value in _numbers_in(said.passage.head) if head.count("|", 0, at) == column}
    return min(named & known, default=None) if own.value not in named else None


def _numbers_in(row: Passage | None) -> Iterator[tuple[int, Decimal]]:
    """The numbers of a row, in digits or as what a formula sets, with where they stand."""
    for number in quantities(row.text) if row else ():
        yield number.start, number.value
    for piece in row.math if row else ():
        if match := SET_IN_MATH.search(piece.source):
            yield piece.at, Decimal(match[1].replace("−", "-"))


def _is_aside(sentence: Sentence, at: int, quoted: Quoted) -> bool:
    """Whether a setting stands in an aside that ends before a quoted number: *apart from a bump at 31,*."""
    text = sentence.said.text
    return bool(ASIDE.search(text[sentence.start : at])) and "," in text[at : quoted.start]


def _begins_change(sentence: Sentence, quoted: Quoted, setting: Decimal) -> bool:
    """Whether a number is the first of a change, *from 0.114 to 0.117*, whose second is on the line of the setting."""
    text = sentence.said.text
    place = sentence.quoted.index(quoted)
    after = sentence.quoted[place + 1 : place + 2]
    return bool(
        after
        and after[0].cell is quoted.cell
        and (own := _setting_of(after[0]))
        and own.value == setting
        and FROM.search(text[sentence.start : quoted.start])
        and TO.match(text[quoted.end : after[0].start])
    )


def _is_further(sentence: Sentence, quoted: Quoted, own: Setting, other: Decimal) -> bool:
    """Whether a sentence names another setting twice and has quoted its number, and does not name that of this line.

    *In the first 100 rounds it falls to 0.431, and in the next 100 to 0.334*: only the first is the number of 100.
    """
    before = [each for each in sentence.quoted if each.cell is quoted.cell and each.start < quoted.start]
    column = quoted.position - own.position
    taken = any(
        (setting := _setting_of(each)) and (setting.value, each.position - setting.position) == (other, column)
        for each in before
    )
    mentioned = [value for _, value in _mentions(sentence, quoted)]
    return taken and own.value not in mentioned and mentioned.count(other) > 1


def _prints_alike(quoted: Quoted, other: Decimal) -> bool:
    """Whether the line of the other setting holds a number that rounds to the quoted one too."""
    printed = printed_numbers(quoted.cell)
    return any(
        setting is not None and setting.value == other and quoted.quantity.is_rounded_from(each.quantity)
        for each, setting in zip(printed, _settings_of(quoted.cell), strict=True)
    )


def _setting_of(quoted: Quoted) -> Setting | None:
    """The setting of the line that a quoted number is printed on."""
    return _settings_of(quoted.cell)[quoted.position - 1]


def _settings_of(cell: Cell) -> tuple[Setting | None, ...]:
    """For each number of a cell the setting of its line; None where that has none."""
    printed = printed_numbers(cell)
    numbers = [each.quantity for each in printed]
    return _settings(
        tuple(each.source.text for each in printed),
        tuple(number.start for number in numbers),
        tuple(number.value for number in numbers),
    )


@lru_cache(maxsize=1024)
def _settings(
    texts: tuple[str, ...], starts: tuple[int, ...], values: tuple[Decimal, ...]
) -> tuple[Setting | None, ...]:
    lines: dict[tuple[str, int], list[int]] = {}
    for position, (text, start) in enumerate(zip(texts, starts, strict=True), 1):
        lines.setdefault((text, text.rfind("\n", 0, start)), []).append(position)
    leads: dict[str, list[list[int]]] = {}
    for (text, newline), positions in lines.items():
        lead = LEAD.sub(" ", text[newline + 1 : starts[positions[0] - 1]]).strip("- ")
        if len(positions) > 1:
            leads.setdefault(lead, []).append(positions)
    found: list[Setting | None] = [None] * len(values)
    for rows in leads.values():
        first = [Setting(values[positions[0] - 1], positions[0], len(positions)) for positions in rows]
        if len(rows) > 1 and len({setting.value for setting in first}) == len(rows):
            for positions, setting in zip(rows, first, strict=True):
                for position in positions:
                    found[position - 1] = setting
    return tuple(found)


def _mentions(sentence: Sentence, quoted: Quoted) -> list[tuple[int, Decimal]]:
    """The numbers that a sentence names, in digits or as what a formula sets, where they stand in the passage."""
    inside = [(each.start, each.end) for each in sentence.quoted if each.cell is quoted.cell and not is_setting(each)]
    found = [(sentence.start + number.start, number.value) for number in sentence.numbers]
    found = [(at, value) for at, value in found if not any(start <= at < end for start, end in inside)]
    for piece in sentence.said.passage.math:
        match = SET_IN_MATH.search(piece.source) if sentence.start <= piece.at < sentence.end else None
        if match:
            found.append((piece.at, Decimal(match[1].replace("−", "-"))))
    return sorted(found)


def is_setting(quoted: Quoted) -> bool:
    """Whether a quoted number is the setting in front of a line, and not what the line gives for it."""
    own = _setting_of(quoted)
    return own is not None and own.position == quoted.position
