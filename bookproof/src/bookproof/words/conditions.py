"""Conditions among facts: what may be concluded only where something else is said too.

Where the name of a fact has an arrow, a sentence that says all that stands before it must give a reason for it: one of
the phrasings behind the arrow, in that sentence or in the one before. The condition was found to be needed, by an
example in which the conclusion fails without it::

    "\\\\lambda|penalty; exactly one minimiser|one minimiser only <- both labels|neither & label*|each & label*": {
        "with": has_minimum([0, 1]), "without": has_minimum([1, 1])
    }

`a & b` are words that both stand in the sentence. A sentence that states conditions of its own, *if*, *whenever*, *for
every*, must name the needed one among them, and *whichever*, *even if* or *whether or not* before it take it back.
What only supposes the conclusion, *if there is exactly one*, asks it, or leaves it open states nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bookproof.words.assertions import HEDGED, Reading
from bookproof.words.negation import is_denied
from bookproof.words.statements import require_words

ARROW = " <- "
STATES = re.compile(
    r"\b(?:if|whenever|provided|as long as|as soon as|unless|for (?:every|any|all)|which(?:so)?ever|what(?:so)?ever|"
    r"wherever|under|even|no matter|regardless)\b",
    re.IGNORECASE,
)
"""What states a condition, or that there is none."""
TAKEN_BACK = re.compile(
    r"\b(?:which(?:so)?ever|what(?:so)?ever|no matter|regardless|irrespective|even|whether|without|"
    r"independent(?:ly)? of|need not|not necessarily|not only|does not matter|do not matter)\b[^,;:.]*$",
    re.IGNORECASE,
)
SUPPOSED = re.compile(
    r"\W*(?:and |but |so |or )?(?:if|when|whenever|whether|unless|until|where|once|provided|suppose|assume|why|how)\b",
    re.IGNORECASE,
)
LEFT_OPEN = re.compile(r"\b(?:may|might|can|could)\b[^,;:]*$", re.IGNORECASE)
"""What leaves a conclusion open in its clause, however many words stand between."""
SETTING = re.compile(r"\b(?:at|from) (?:the |an? )?$", re.IGNORECASE)
"""What makes words a setting and no conclusion: *at slope 1*."""
TAKEN_UP = re.compile(r"^(?!(?:.*, )?the (?:more|less|\w+er)\b).*\b(?:it|they)\b", re.IGNORECASE)
"""What takes up the subject of the piece before, unless it is *the further it goes*, which is a condition."""
OR_NOT = re.compile(r"[^,;:.]*\bor not\b")


@dataclass(frozen=True)
class Need:
    """A conclusion, and the phrasings of the condition without which it was found to fail."""

    conclusion: tuple[str, ...]
    unless: tuple[str, ...]
    condition: tuple[tuple[str, ...], ...]
    source: str


def need(about: str, found: dict[str, bool], source: str) -> Need:
    """A condition from its name and from what became of the conclusion with it and without it.

    Raises
    ------
    ValueError
        If the conclusion does not hold with it or does not fail without it, or a part has no words.
    """
    conclusion, _, condition = about.partition(ARROW)
    if found != {"with": True, "without": False}:
        raise ValueError(
            f"expected a conclusion that holds with its condition and fails without, got {found}: {about!r}"
        )
    every = [part.strip() for part in conclusion.split("; ")]
    unless = tuple(part[1:] for part in every if part.startswith("-"))
    parts = tuple(part for part in every if not part.startswith("-"))
    phrasings = tuple(tuple(word.strip() for word in each.split(" & ")) for each in condition.split("|"))
    require_words(*(parts or [""]), *unless, *(word for each in phrasings for word in each))
    return Need(parts, unless, phrasings, source)


def unconditional(said: Reading, known: Iterable[Need]) -> Iterator[str]:
    """What a sentence concludes without the condition that it needs; a question concludes nothing."""
    for each in known if not said.is_question else ():
        if any(said.where(part) for part in each.unless):
            continue
        at = _concluded(said, each.conclusion)
        if at is None:
            continue
        start, _ = said.clauses[said.clause_of(at)]
        before = said.text[:at]
        if SUPPOSED.match(said.text[start:]) or is_denied(before) or HEDGED.search(before) or LEFT_OPEN.search(before):
            continue
        if _is_given(said, each.condition):
            continue
        if not STATES.search(said.text) and said.before and _is_given(said.before, each.condition):
            continue
        phrasings = " or ".join(repr(" … ".join(one)) for one in each.condition[:3])
        yield (
            f"states {', '.join(part.split('|')[0] for part in each.conclusion)!r} without {phrasings}, "
            f"but {each.source} finds that it fails without this condition"
        )


def _concluded(said: Reading, conclusion: tuple[str, ...]) -> int | None:
    """Where the last part of a conclusion stands whose parts all stand together, not parted by *while* or a colon."""
    if not all(map(said.where, conclusion)):
        return None
    for number, (first, last) in enumerate(said.pieces):
        inside = [
            [at for at, _ in said.where(part) if first <= at < last and not SETTING.search(said.text[:at])]
            for part in conclusion
        ]
        if all(inside):
            return max(places[-1] for places in inside)
        at = inside[-1][-1] if inside[-1] else None
        if number and at is not None and TAKEN_UP.search(said.text[first:at]):
            return at
    return None


def _is_given(said: Reading, condition: tuple[tuple[str, ...], ...]) -> bool:
    """Whether a sentence says one of the phrasings, and does not take it back."""
    for words in condition:
        places = [said.where(word) for word in words]
        if not all(places):
            continue
        first, last = min(each[0][0] for each in places), max(each[-1][1] for each in places)
        if not (TAKEN_BACK.search(said.text[:first]) or OR_NOT.match(said.text[last:]) or is_denied(said.text[:first])):
            return True
    return False
