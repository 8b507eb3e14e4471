"""Links among facts: what may be said beside a link to a cell, or to a number that a cell prints.

Where the name of a fact begins with `#`, it is about the sentences that link that cell, `#halved`, or the clause around
a number of it, `#growth:12`::

    "#halved": {"single step|one step": steps_needed == 1, "from $w=4$": leads(4.0)},
    "#zeros-halved:1|#zeros-halved:2": {"corrected": False, "all data": np.isclose(theta[0], printed[0])},

What is found false may not be said there, in whatever other words the sentence is written. Behind an `@` stand words
that the sentence must have for it, behind an `@` and a minus those that it must not have.

What stands at a place, as in :mod:`bookproof.words.within`, is held to facts in the same way::

    "%gradient()": {"mean": np.isclose(gradient(2.0), parts(2.0).mean()), "sum": np.isclose(…, parts(2.0).sum())},
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bookproof.words import senses, within
from bookproof.words.assertions import HEDGED, Reading, sorted_senses
from bookproof.words.negation import is_denied
from bookproof.words.sentences import Said
from bookproof.words.statements import surroundings
from bookproof.words.warrants import written

TARGET = re.compile(r"#[\w-]+(?::[1-9]\d*)?")
DENIED_PLACE = re.compile(r"\b(?:not|never) (?:in|at|by|for|from|with|of|on|to)(?: (?:an?|the|its))? $", re.IGNORECASE)
"""What denies a phrase with a preposition: *not in a single step*."""
Places = dict[str, list[tuple[int, int]]]


@dataclass(frozen=True)
class Linked:
    """What is true and what is false of some links, and what the sentence must hold and must not."""

    targets: tuple[str, ...]
    contexts: tuple[str, ...]
    unless: tuple[str, ...]
    true: frozenset[str]
    false: frozenset[str]
    source: str


def linked(about: str, words: dict[str, bool], source: str) -> Linked:
    """What holds of links, from its name and from what was found of it.

    Raises
    ------
    ValueError
        If a target is no label or number of a cell, a part has no words, or it says nothing.
    """
    targets, contexts, drivers, unless = surroundings(about)
    names = tuple(each.strip() for each in targets.split("|"))
    if drivers or not all(TARGET.fullmatch(name) or within.PLACE.fullmatch(name) for name in names):
        expected = "links such as #label or #label:1 or places such as %cell, and nothing that changes"
        raise ValueError(f"expected {expected}, got {about!r}")
    return Linked(names, contexts, unless, *sorted_senses(about, words), source)


def places(said: Said, start: int, end: int) -> Places:
    """Where a sentence links which cells and numbers, in its text as its reader sees it in one line."""
    found: Places = {}
    for label, at, until in (
        *((f"#{each.cell.label}:{each.position}", each.start, each.end) for each in said.quoted),
        *((f"#{each.cell.label}", each.start, each.end) for each in said.claimed),
    ):
        if start <= at < end:
            first, last = (len(" ".join(written(said.passage, start, each).split())) for each in (at, until))
            found.setdefault(label, []).append((first, last))
    return found


def by_target(known: Iterable[Linked]) -> dict[str, list[Linked]]:
    """Some facts by the links and places that they are about."""
    found: dict[str, list[Linked]] = {}
    for each in known:
        for target in each.targets:
            found.setdefault(target, []).append(each)
    return found


def mislinked(said: Reading, there: Places, known: Mapping[str, list[Linked]]) -> Iterator[str]:
    """What a sentence says beside a link, or at a place, that is not so of it."""
    alone = sum(len(spans) for label, spans in there.items() if ":" in label) == 1
    meant = [(place, [(0, 0)]) for place in sorted(said.places)] + [*there.items()]
    for target, spans in meant:
        for each in known.get(target, ()):
            if message := next(filter(None, (_wrong(said, each, target, start, alone) for start, _ in spans)), ""):
                yield message


def _around(said: Reading, at: int, of_number: bool, alone: bool) -> tuple[int, int]:
    """What a sentence says of a link: the clause of a number, and of a claim all up to *while* or a semicolon.

    The same goes for a number if the sentence quotes no other.
    """
    if of_number and not alone:
        return said.clauses[said.clause_of(min(at + 1, len(said.text) - 1))]
    return next(((one, two) for one, two in said.pieces if one <= at + 1 < two), (0, len(said.text)))


def _wrong(said: Reading, known: Linked, target: str, at: int, alone: bool) -> str:
    if any(said.where(part) for part in known.unless) or not all(said.where(part) for part in known.contexts):
        return ""
    if target.startswith(within.SIGN):
        first, last = 0, len(said.text)
    else:
        first, last = _around(said, at, of_number=":" in target, alone=alone)
    for sense in sorted(known.true | known.false):
        for match in senses.form(sense).finditer(said.text, first, last):
            before = said.text[first : match.start()]
            if HEDGED.search(before) or said.is_aside(match.start()):
                continue
            denied = is_denied(before) or bool(DENIED_PLACE.search(before))
            if (sense in known.true) if denied else (sense in known.false):
                right = " and ".join(sorted(map(repr, known.true))) or f"not {sense!r}"
                return f"says {('not ' * denied + match[0])!r} beside {target}, of which {known.source} finds {right}"
    return ""
