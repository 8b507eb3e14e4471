"""What the numbers that a cell prints are called there, so that a quotation can say which one it means.

A number is called by the words before it on its line (``FP 3``, ``FP: 3``, ``'FP': 3``, ``FP = 3``), by the word behind
it on a line that counts (``341 cases, 126 malignant``), or, in a table, by the head of its row and of its column.
``[3](#counts:FP)`` picks it by that name, ``#table:row.column`` by both heads. Other words for a name stand behind the
cell's label, ``#| FP: false alarm, false alarms``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bookproof.numbers.printed import Printed, printed_numbers
from bookproof.pages import Cell

SYNONYM = re.compile(r"#\|\s*(?P<name>[^:#]+?)\s*:\s*(?P<words>.+?)\s*$")
STOP_WORDS = {
    "tensor", "array", "dtype", "torch", "np", "grad_fn", "and", "to", "of", "at", "in", "with",
    "from", "by", "the", "a", "is", "are", "was", "were", "for", "or", "as", "than", "per",
}  # fmt: skip
LEAD = re.compile(r"[^\W\d_][^|,;\n]*$")
WORD = re.compile(r"[^\W\d_][\w'-]*|[^\W\d_]")
COUNT_UNITS = ("nats", "bits", "steps", "seconds", "minutes", "hours", "True", "False")
"""Words behind a number that name nothing which its line counts."""
LIST = re.compile(r"(?P<names>[^\W\d]\w*(?:, [^\W\d]\w*)*,? and [^\W\d]\w*):?\s*[\[(](?P<numbers>[^\[\]()]*)[\])]")
HEAD = re.compile(r"\S+(?: \S+)*?(?=\s{2,}|$)|\S+")
GAPS = re.compile(r"\s{2,}|:\s+(?=\S)|[|,;()\[\]{}]+")


@dataclass(frozen=True)
class Name:
    """What one printed number is called: the words before it, and the heads of its row and its column."""

    before: str = ""
    row: str = ""
    column: str = ""

    @property
    def known(self) -> bool:
        """Whether the number has a name at all."""
        return bool(self.before or self.column)

    def is_meant(self, pick: str) -> bool:
        """Whether a name in a link means this number."""
        wanted = plain(pick)
        row, _, column = pick.partition(".")
        inside = bool(column) and plain(row) in (plain(self.row), plain(self.row.split("  ")[0]))
        if inside and plain(column) in (plain(self.column), plain(self.before)):
            return True
        return bool(wanted) and wanted in (plain(self.before), plain(self.column))


def names(cell: Cell) -> tuple[Name, ...]:
    """The names of the numbers that a cell prints, in their order."""
    grouped: list[tuple[str, list[tuple[int, int, str]]]] = []
    previous = None
    for printed in printed_numbers(cell):
        if printed.source is not previous:
            grouped.append((printed.source.text, []))
            previous = printed.source
        number = printed.quantity
        grouped[-1][1].append((number.start, number.end, number.text.strip()))
    return _of_texts(tuple((text, tuple(spans)) for text, spans in grouped))


def synonyms(cell: Cell) -> dict[str, list[str]]:
    """Other words for the names of what a cell prints, as its first lines declare them."""
    found: dict[str, list[str]] = {}
    for line in cell.source.split("\n"):
        match = SYNONYM.match(line)
        if not match:
            break
        if match["name"] != "label":
            found[plain(match["name"])] = [word.strip() for word in match["words"].split(",")]
    return found


def choose(cell: Cell, pick: str, printed: list[Printed], near: list[Printed]) -> tuple[list[Printed], str]:
    """The printed numbers that a name in a link means, or what is wrong with the name."""
    called = names(cell)
    wanted = {plain(pick), *(name for name, words in synonyms(cell).items() if plain(pick) in map(plain, words))}
    meant = [
        each
        for each, name in zip(printed, called, strict=True)
        if name.is_meant(pick) or any(name.is_meant(word) for word in wanted)
    ]
    meant = meant or [each for each, name in zip(printed, called, strict=True) if plain(name.row) in wanted - {""}]
    if not meant:
        known = sorted({name.before or name.column for name in called if name.known})
        return [], f"prints nothing called {pick!r}, only {', '.join(known) or 'numbers without names'}"
    close = [each for each in meant if each in near]
    return (close or meant), ""


def plain(name: str) -> str:
    """A name without case, hyphens, quotes and marks, as names are compared."""
    return re.sub(r"[\W_]+", " ", name.lower()).strip()


def stems(wording: str) -> list[str]:
    """The stems of the words of a name that count; a single letter or a symbol counts whole."""
    every = [word.lower() for word in re.findall(r"[^\W_]+", wording)]
    words = [word for word in every if word not in STOP_WORDS] or every
    long = [word for word in words if len(word) > 2]
    return [_stem(word) for word in long] or words


@lru_cache(maxsize=2048)
def _of_texts(texts: tuple[tuple[str, tuple[tuple[int, int, str], ...]], ...]) -> tuple[Name, ...]:
    names: list[Name] = []
    for text, spans in texts:
        names += _names(text, spans)
    return tuple(names)


def _names(text: str, spans: tuple[tuple[int, int, str], ...]) -> Iterator[Name]:
    heads: list[tuple[int, int, str]] = []
    offset = 0
    for line in text.split("\n"):
        inside = [span for span in spans if offset <= span[0] < offset + len(line) + 1]
        if not inside:
            heads = [(found.start(), found.end(), found[0]) for found in HEAD.finditer(line)]
            heads = heads if len(heads) > 1 else []
        row = _row(line, inside, offset, heads)
        at, listed = offset, _listed(line, inside, offset)
        ends = [*(span[0] for span in inside[1:]), offset + len(line)][: len(inside)]
        counts = bool(inside) and not line[: inside[0][0] - offset].strip() and not heads
        for (start, end, _), until in zip(inside, ends, strict=True):
            before = "" if counts else _before(text[at:start])
            after = _after(text[end:until]) if counts else ""
            column = _column(heads, start - offset, end - offset)
            if column and before and row in (before, f"{before} {text[start:end].strip()}"):
                before, column = "", "" if row != before else column  # the head of a row names no number of it
            yield Name(listed.get(start) or before or after, row, column)
            at = end
        offset += len(line) + 1


def _listed(line: str, inside: list[tuple[int, int, str]], offset: int) -> dict[int, str]:
    """The names of numbers in brackets behind a list of as many names, as in ``train and test [0.1 0.2]``."""
    found: dict[int, str] = {}
    for match in LIST.finditer(line):
        names = [name for name in re.split(r", and |, | and ", match["names"]) if name]
        starts = [start for start, _, _ in inside if match.start("numbers") <= start - offset < match.end("numbers")]
        found |= dict(zip(starts, names, strict=True)) if len(starts) == len(names) else {}
    return found


def _before(lead: str) -> str:
    """The words just before a number that name it."""
    chunk = GAPS.split(lead.rstrip(" \t:='\"→>-–−([{"))[-1].strip(" \t:='\"")
    found = LEAD.search(chunk)
    name = found[0].strip(" :='\"") if found else ""
    words = [word for word in WORD.findall(name) if word.lower() not in STOP_WORDS]
    return name if words else ""


def _after(rest: str) -> str:
    """The word behind a number that its line counts, as in ``341 cases, 126 malignant``; a unit is none."""
    found = re.match(r" ([^\W\d_]{4,})(?=[,;]|\s*$)", rest)
    return found[1] if found and found[1] not in COUNT_UNITS else ""


def _row(line: str, inside: list[tuple[int, int, str]], offset: int, heads: list[tuple[int, int, str]]) -> str:
    """What a line begins with; a number in the same column belongs to it, as in ``class 0   0.80``."""
    if not inside:
        return ""
    start, end = inside[0][0] - offset, inside[0][1] - offset
    first = line[:start].strip(" \t:='\"|([{")
    if not WORD.search(first):
        return inside[0][2]
    column = _column(heads, start, end)
    return f"{first} {inside[0][2]}" if column and column == _column(heads, 0, len(first)) else first


def _column(heads: list[tuple[int, int, str]], start: int, end: int) -> str:
    near = [(abs(last - end), head) for first, last, head in heads if first <= end and start <= last + 1]
    return min(near)[1] if near else ""


def _stem(word: str) -> str:
    if len(word) > 7:
        return word[:6]
    for ending in ("ities", "ations", "ation", "ies", "ing", "es", "ed", "s", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return word[: -len(ending)]
    return word
