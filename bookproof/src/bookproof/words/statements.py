"""Statements, tables and counts among facts: what belongs together in one sentence.

A statement is a condition about several parts, of which a sentence that says most must say all::

    "`SGD` with momentum; first step; two thirds; faster": steps[0] < steps[1]

A sentence that says another number, the opposite word or another sign instead of a part is false; one that leaves
the part out may be, and is asked about.

A part that is a word of reason or condition alone, such as *because* or *if*, divides a statement: a sentence with that
word and all of one side must say the other side too.

A table says which of several things has a property, one condition for each thing::

    "SGD / AdamW": {"shrinks the weights": (shrinks(SGD), shrinks(AdamW))}

A sentence gives a property to the last of the things that it names before it, or to the first behind it. The parts of
statements also count things: where they know *five steps*, the page may not speak of another number of steps.

Parts are whole words or formulas; ``word*`` is the beginning of a word, ``a|b`` either of two, and a sentence with the
part behind ``-`` is not meant.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import itemgetter

from bookproof.numbers.names import stems
from bookproof.words.counts import WORD
from bookproof.words.factors import number_word
from bookproof.words.negation import is_denied
from bookproof.words.replaced import replaced

TOGETHER = re.compile(r"\W*(?:and|or|than|nor|as well as|,)\W*(?:[\w-]+\s)?$")
COUNTED = re.compile(rf"\b(?P<count>{WORD})\b(?P<rest>(?:\s[a-z][a-z-]+){{1,3}})", re.IGNORECASE)
MENTIONED = re.compile(
    r"\b(?:any|these|those|between the|between|every|each|other|of the|next|last|first)\s$", re.IGNORECASE
)
"""What counts some of the things, or those just named, and not all that there are."""
OF_ANY = re.compile(r"(?:^|[,;:]\s)\W*(?:Of|Between)\s$", re.IGNORECASE)
"""What speaks of any two things: *of two scores the larger*."""
APART = re.compile(r", (?![^()]*\))")
"""The comma of a list, and not that of a call or a pair."""
NOT_WORDS = {
    re.compile(r"[\x00-\x1f]"): "no control character: write two backslashes, or a raw string",
    re.compile(r"@|<-|->"): "a space before '@' and around '<-', and one of them at most",
    re.compile(r"<\w+>"): "a name in capitals between < and >, bound above",
    re.compile(r"(?:^|\||[,;] )[-+](?:$|\$|[^\W\d_]+(?![^\s|]))"): "'-' or '+' only before a part that may have it",
    re.compile(r"[^\W\d_]{2,},[^\W\d_]{2,}"): "a space behind each comma",
}
"""What no sentence says, since it was to mean something else, with what was expected."""
FEWEST_PARTS = 3
MOST_OF = 0.6
MULTIPLIED = re.compile(rf"\b(?:half|twice|{WORD} times|a (?:third|quarter))\s$", re.IGNORECASE)
OPENING = re.compile(r"(?<![\w-])(?<!\d\.)")
CLOSING = re.compile(r"(?:s|es)?(?![\w-])(?!\.\d)")
ANYTHING = re.compile("")
LEFT_OUT = "does not say"
"""What a message says of a sentence that leaves out a part: it may be false, or no longer speak of that."""
REASON = re.compile(
    r"because|since|so|so that|therefore|if|only if|unless|even if|as long as|provided|although", re.IGNORECASE
)


KINDS_OF_REASON = (
    re.compile(
        r"\b(?:because|since|as|so|so that|therefore|hence|thus|for|which is why|follows|means?|makes?|gives?)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:if|only if|as long as|provided(?: that)?|where|when|whenever|once|given|on condition|under|with)\b",
        re.IGNORECASE,
    ),
)
"""Words of reason, and words of condition, of which one may stand for another."""
LIGHT = re.compile(rf"^(?:{REASON.pattern}|where|when|hence|then)\b|\b(?:they|it|them|this|there)\b", re.IGNORECASE)
EXACT = re.compile(rf"\d|\b(?:one|{WORD}|no|not|never|none|neither|nor|without|unless|only|all|both)\b", re.IGNORECASE)
"""What makes a part mean something else where its words stand apart: *one passed* and *one failed, both passed*."""
LONGEST_ENDING = 3
FEWEST_LETTERS = 3
"""How long the words of a part must be to be known again in other places of a sentence."""


@dataclass(frozen=True)
class Statement:
    """Parts that are found to hold together."""

    parts: tuple[str, ...]
    unless: tuple[str, ...]
    source: str

    @cached_property
    def openings(self) -> tuple[frozenset[str], ...]:
        """The longest word of each part, or of each of its alternatives."""
        return tuple(map(openings, self.parts))

    @cached_property
    def words(self) -> frozenset[str]:
        """All of these words: a sentence that holds none of them is not meant."""
        return frozenset().union(*self.openings)

    @cached_property
    def divides(self) -> bool:
        """Whether a part is a word of reason or condition alone."""
        return any(map(REASON.fullmatch, self.parts))


@dataclass(frozen=True)
class Table:
    """Which of several things has each of some properties."""

    things: tuple[str, ...]
    properties: tuple[tuple[str, tuple[bool, ...]], ...]
    source: str

    @cached_property
    def openings(self) -> tuple[frozenset[str], ...]:
        """The longest word of each name of each thing."""
        return tuple(map(openings, self.things))


def statement(about: str, holds: bool, source: str) -> Statement:
    """A statement that was found to hold.

    Raises
    ------
    ValueError
        If it has too few parts, was found false, or a part has an empty alternative.
    """
    parts = [part.strip() for part in about.split("; ") if part.strip()]
    said = tuple(part for part in parts if not _is_exclusion(part))
    if len(said) < FEWEST_PARTS:
        raise ValueError(f"expected a statement of at least {FEWEST_PARTS} parts, got {about!r}")
    if not holds:
        raise ValueError(f"expected a statement that holds, but {about!r} is false")
    unless = tuple(part[1:] for part in parts if _is_exclusion(part))
    require_words(*said, *unless)
    return Statement(said, unless, source)


def table(about: str, properties: dict[str, tuple[bool, ...]], source: str) -> Table:
    """A table of what was found out.

    Raises
    ------
    ValueError
        If a property does not say of each of the things whether it has it, or a name has an empty alternative.
    """
    things = tuple(thing.strip() for thing in about.split(" / "))
    require_words(*things, *properties)
    for words, truths in properties.items():
        known = isinstance(truths, (tuple, list)) and all(isinstance(truth, bool) for truth in truths)
        if not known or len(truths) != len(things) or not any(truths):
            raise ValueError(f"expected a truth for each of {about}, at least one of them true, got {words}: {truths}")
    return Table(things, tuple((words, tuple(truths)) for words, truths in properties.items()), source)


def require_words(*parts: str) -> None:
    """Refuse a part that no sentence can say, or with an empty alternative, which would stand in every sentence."""
    for part in parts:
        if expected := next((told for form, told in NOT_WORDS.items() if form.search(part)), ""):
            raise ValueError(f"expected {expected}, got {part!r}")
        if not all(map(_plain, _alternatives(part))):
            expected = "words on both sides of '|'" if "|" in part else "words"
            raise ValueError(f"expected {expected}, got {part!r}")


def surroundings(about: str) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What a name with an `@` is about, what must be there, behind a plus what changes, behind a minus what must not.

    Examples
    --------
    >>> surroundings("path|slope @ from $(0, 4)$, +step size, -line search")
    ('path|slope', ('from $(0, 4)$',), ('step size',), ('line search',))

    Raises
    ------
    ValueError
        If a part has no words.
    """
    subject, _, rest = about.partition(" @")
    parts = [part.strip() for part in APART.split(rest) if part.strip()]
    contexts = tuple(part for part in parts if part[0] not in "+-")
    drivers, unless = (tuple(part[1:].strip() for part in parts if part[0] == sign) for sign in "+-")
    require_words(subject, *contexts, *drivers, *unless)
    return subject.strip(), contexts, drivers, unless


def _is_exclusion(part: str) -> bool:
    return len(part) > 1 and part[0] == "-" and part[1].isalpha()


def vocabulary(known: Iterable[Statement | Table]) -> frozenset[str]:
    """The words by which some facts are looked up."""
    return frozenset().union(*(words for each in known for words in each.openings))


def misstated(text: str, words: Collection[str], known: Statement) -> str:
    """What a sentence leaves out or denies of a statement of which it says most, or nothing.

    `words` are those of the vocabulary that the sentence holds: a quick look, since most statements are not meant.
    """
    if known.words.isdisjoint(words):
        return ""
    least = MOST_OF * len(known.parts)
    unlikely = [part for part, opening in zip(known.parts, known.openings, strict=True) if opening.isdisjoint(words)]
    if len(known.parts) - len(unlikely) < least and not (known.divides and _one_side(known.parts, unlikely)):
        return ""
    if any(places(part, text) for part in known.unless):
        return ""
    found = {part: places(part, text) for part in known.parts}
    wrong = _unsaid(found, text)
    if not wrong or (len(known.parts) - len(wrong) < least and not _one_side(known.parts, wrong)):
        return ""
    together = ", ".join(part for part in known.parts if part not in wrong)
    for part in wrong:
        if not found[part] and (instead := replaced(part, text, frozenset(known.parts) - {part})):
            return f"says {instead!r} in place of {part!r}, and {together}, which {known.source} finds true together"
    if denied := next((part for part in wrong if found[part]), ""):
        return f"denies {denied!r}, but says {together}, which {known.source} finds true together"
    left_out = next((part for part in wrong if not in_other_words(part, text)), "")
    return left_out and f"{LEFT_OUT} {left_out!r}, but says {together}, which {known.source} finds true together"


def says_all(text: str, words: Collection[str], known: Statement) -> bool:
    """Whether a sentence says all parts of a statement; `words` are those of the vocabulary that it holds."""
    if any(opening.isdisjoint(words) for opening in known.openings):
        return False
    return not _unsaid({part: places(part, text) for part in known.parts}, text)


def _unsaid(found: dict[str, list[tuple[int, int]]], text: str) -> list[str]:
    """The parts that a sentence does not say, or denies, by where it holds them."""
    return [part for part, there in found.items() if not any(_is_meant(part, text[:at]) for at, _ in there)]


def in_other_words(part: str, text: str) -> bool:
    """Whether a sentence may say a part in other words: it holds all words of it that count, or a word of its kind.

    Examples
    --------
    >>> in_other_words("slope of the sigmoid", "The sigmoid has the slope p(1-p).")
    True
    >>> in_other_words("if they are independent", "Where the columns are independent, there is one.")
    True
    >>> in_other_words("if", "It holds as long as the model is right."), in_other_words("if", "It holds at 0.")
    (True, False)
    """
    there = _stems_of(text)
    return any(_is_worded(each.strip(), text, there) for each in _alternatives(part))


def _is_worded(alternative: str, text: str, there: frozenset[str]) -> bool:
    if kind := _kind_of(alternative):
        return bool(kind.search(text))
    words = _words_that_count(alternative)
    return bool(words) and all(
        word in there or any(_is_inflected(word, other) for other in there if other[0] == word[0]) for word in words
    )


@lru_cache(maxsize=1024)
def _stems_of(text: str) -> frozenset[str]:
    return frozenset(stems(text))


@lru_cache(maxsize=8192)
def _kind_of(alternative: str) -> re.Pattern[str] | None:
    return next((kind for kind in KINDS_OF_REASON if kind.fullmatch(alternative)), None)


@lru_cache(maxsize=8192)
def _words_that_count(alternative: str) -> frozenset[str]:
    """The words that another wording of a part must hold; none where only the part itself will do."""
    if "$" in alternative or "\\" in alternative or EXACT.search(alternative):
        return frozenset()
    words = frozenset(stems(LIGHT.sub(" ", alternative)))
    return frozenset() if any(len(word) < FEWEST_LETTERS for word in words) else words


def _is_inflected(one: str, other: str) -> bool:
    """Whether two words differ in their endings alone, as *fitted* and *fitting* do."""
    alike = itertools.takewhile(lambda letters: letters[0] == letters[1], zip(one, other, strict=False))
    stem = len(list(alike))
    return stem > FEWEST_LETTERS and max(len(one), len(other)) <= stem + LONGEST_ENDING


def _is_meant(part: str, before: str) -> bool:
    """Whether a part is neither denied nor, as *half as many* alters *as many*, multiplied by what stands before it."""
    return not is_denied(before) and not (part.startswith("as ") and MULTIPLIED.search(before))


def _one_side(parts: tuple[str, ...], wrong: list[str]) -> bool:
    """Whether all that stands on one side of a statement's *because* or *if* is said, and that word too."""
    for place, part in enumerate(parts):
        if REASON.fullmatch(part) and part not in wrong:
            return any(len(side) > 1 and not set(side) & set(wrong) for side in (parts[:place], parts[place + 1 :]))
    return False


def misplaced(text: str, words: Collection[str], known: Table) -> str:
    """What a sentence says of the wrong one of the things of a table, or nothing."""
    if all(opening.isdisjoint(words) for opening in known.openings):
        return ""
    named = sorted((at, end, thing) for thing, form in enumerate(known.things) for at, end in places(form, text))
    for said, truths in known.properties if named else ():
        for at, end in places(said, text):
            before = [each for each in named if each[1] <= at]
            behind = [each for each in named if each[0] >= end]
            owner = before[-1] if before else behind[0] if behind else None
            if owner is None or _shared(text, owner, before[:-1] if before else behind[1:]):
                continue
            denied = is_denied(text[:at])
            if truths[owner[2]] is denied:
                right = " or ".join(thing for thing, truth in zip(known.things, truths, strict=True) if truth)
                name = text[owner[0] : owner[1]]
                return f"says {('not ' * denied + said)!r} of {name}, but {known.source} finds it true of {right}"
    return ""


def _shared(text: str, owner: tuple[int, int, int], others: list[tuple[int, int, int]]) -> bool:
    """Whether the thing is named together with another one, as in *a and b*, so that both may be meant."""
    for at, end, thing in others[-1:] if others and others[-1][0] < owner[0] else others[:1]:
        between = text[end : owner[0]] if at < owner[0] else text[owner[1] : at]
        if thing != owner[2] and TOGETHER.fullmatch(between):
            return True
    return False


def counted_in(known: list[Statement]) -> dict[str, set[float]]:
    """How many there are of each thing that some statements count."""
    numbers: dict[str, set[float]] = {}
    for part in (part for each in known for part in each.parts):
        for found in COUNTED.finditer(part):
            noun = found["rest"].split()[-1].lower()
            numbers.setdefault(noun, set()).add(float(number_word(found["count"]) or 0))
    return numbers


def miscounted(text: str, numbers: dict[str, set[float]]) -> str:
    """Which number of things a sentence states that no statement about these things knows, or nothing."""
    for found in COUNTED.finditer(text) if numbers else ():
        noun = next((word for word in found["rest"].lower().split() if word in numbers), None)
        value = number_word(found["count"])
        before = text[: found.start()]
        of_any_two = value == 2 and (before.endswith("the ") or OF_ANY.search(before))
        if noun in ("time", "times") or MENTIONED.search(before) or of_any_two:
            continue
        if noun and value is not None and float(value) not in numbers[noun]:
            return f"counts {found['count']} {noun}, which no fact of the page knows"
    return ""


@lru_cache(maxsize=4096)
def openings(part: str) -> frozenset[str]:
    """The longest word of each alternative of a part, one of which stands in every text that holds the part."""
    return frozenset(map(_opening, _alternatives(part)))


@lru_cache(maxsize=8192)
def _opening(alternative: str) -> str:
    return max(_plain(alternative).split(), key=len).lower()


def _alternatives(part: str) -> list[str]:
    return part.split("|")


def _plain(part: str) -> str:
    return part.replace("$", "").strip().rstrip("*")


def places(part: str, text: str) -> list[tuple[int, int]]:
    """Where a part stands in a text whose words are one space apart."""
    low = text.lower()
    if len(low) != len(text):  # a capital that is two signs when small
        low = "".join(sign.lower()[0] for sign in text)
    likely = [each for each in _alternatives(part) if _opening(each) in low]
    found, at = [], 0
    while there := [place for place in (_first_place(each, text, low, at) for each in likely) if place]:
        first = min(there, key=itemgetter(0))
        found.append(first)
        at = max(first[1], at + 1)
    return found


def _first_place(alternative: str, text: str, low: str, at: int) -> tuple[int, int] | None:
    """Where an alternative of a part first stands in a text, or in its small letters, from a place on."""
    words = _words(alternative)
    if not words:
        there = _formula(alternative).search(text, at)
        return there.span() if there else None
    # There are thousands of words, and to compile a pattern for each takes longer than all the searching.
    closing = ANYTHING if alternative.endswith("*") else CLOSING
    while (at := low.find(words, at)) >= 0:
        if OPENING.match(low, at) and (end := closing.match(low, at + len(words))):
            return at, end.end()
        at += 1
    return None


@lru_cache(maxsize=8192)
def _words(alternative: str) -> str:
    """The small letters of an alternative, its words one space apart, or nothing if it is a formula."""
    plain = _plain(alternative)
    is_formula = alternative[0] == alternative[-1] == "$" and "$" not in alternative[1:-1]
    return "" if is_formula or not plain[0].isalnum() else " ".join(plain.lower().split())


@lru_cache(maxsize=8192)
def _formula(alternative: str) -> re.Pattern:
    plain = _plain(alternative)
    opening = OPENING.pattern if plain[0].isalnum() else ""
    letters = r"\s*".join(re.escape(sign) for sign in plain if not sign.isspace())
    closing = r"(?!\d|\.\d)" if plain[-1].isdigit() else r"(?![^\W\d_])" if len(plain) == 1 else ""
    return re.compile(f"{opening}{letters}{closing}")
