r"""Assertions among facts: what holds of a thing under some conditions, whatever words a sentence chooses for it.

Where the name of a fact has an `@`, it says of which subject something holds, and in which surroundings::

    "path|slope|steps @ step size one|smallest step": toward(path, best) | course(path)
    "prior @ +\\lambda|penalty": {"wider": std(0.2) > std(0.1), "narrower": std(0.2) < std(0.1)}

What is true is a sense of :mod:`bookproof.words.senses`, which stands for all words that say the same, or words that
stand for themselves. A sentence says it of the subject that comes before it in the same clause; a clause without one,
or a sentence that begins with *it*, takes over the one before. A surrounding that a sentence does not name is that of
the sentence before it in the paragraph, unless a rival is nearer: what other assertions about the same subject name
in its place. Behind a plus stands what changes: *the smaller* it is, or *without* it, the opposite holds; behind a
minus, what must not be there. A surrounding may also be a place of the page, as in :mod:`bookproof.words.within`.

A fact that gives numbers is an order: *larger*, *as large* and *largest* may be said of its things only as they are::

    "cost, $w=1$": {"clearest": losses.min(), "surprised": losses.max()}
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from bookproof.words import senses, within
from bookproof.words.negation import is_denied, may_deny
from bookproof.words.statements import openings, places, require_words, surroundings

BOUNDARY = re.compile(
    r"[;:,–—]\s+|[.]\s+(?=[A-Z])|\s(?=(?:while|whereas|although|though|because|since|where|which|who|whose|if|when|until|"
    r"than|unless|but|and|or|nor|unlike|instead of|rather than|against|compared with|so that|as)\s)",
    re.IGNORECASE,
)
PARTED = re.compile(r"[;:]\s|\s(?=(?:while|whereas|but|although|though|where)\s)", re.IGNORECASE)
"""What divides a sentence into pieces that each say something of their own."""
ASIDE = re.compile(
    r"\W*(?:than|as (?:that|those) of|unlike|instead of|rather than|against|compared with)\b", re.IGNORECASE
)
OPEN = re.compile(
    r"(?:\W|\b(?:and|but|or|nor|so|then|which|who|it|its|they|their|this|these|both|each|all|again|also|even|still|only|later|"
    r"thus|therefore|hence|now|yet|just|already|soon|finally|never|always|not|does|do|is|are|has|have|had|been|be|being|will|"
    r"would|can|may|might|must|no|longer|a|little|bit|much|far|way|quite|almost|nearly|hardly|slightly|first|at|once|"
    r"afterwards|instead|there|really|simply|neither|the|of|them|those|one|ones|others?|step|time|with|every|\w+ly)\b)*",
    re.IGNORECASE,
)
PRONOUN = re.compile(
    r"\W*(?:(?:And|But|So|Yet|Then|Still|Even so|Instead|Therefore|Hence|There|Here|Far|Soon|Later|"
    r"Nor does|Nor do)\b,?\s)?"
    r"(?:it|its|they|their|this|these|both|each|all of them|every one|"
    r"those|neither|none of them|the (?:same|others?|two|three|rest))\b",
    re.IGNORECASE,
)
OF_OTHER_KIND = re.compile(r"\b(?:negative|opposite|wrong|another|any other|different|former|latter)\s$", re.IGNORECASE)
"""What makes a subject another thing than the one that facts speak of: *a negative slope*."""
CORRELATIVE = re.compile(r"\bthe (?:more|less|\w+er)(?: \w+)?,? the $")
"""What begins a condition behind what it brings about: *it pulls the more, the larger the slope is*."""
STANDS_FOR_SEVERAL = re.compile(
    r"(?:each|both|all|every one|none|neither|either) of (?:them|these|those)", re.IGNORECASE
)
OBLIQUE = re.compile(
    r"\b(?:of|at|in|on|for|with|by|to|from|after|near|under|per|between|into|through|over|beyond|above|below|without|"
    r"against|about|along|towards?|around|past|across|until|as|than)\s"
    r"(?:(?:the|an?|its|their|this|that|these|those|each|every|all|both|such|any|no)\s)?(?:[\w-]+\s)?$",
    re.IGNORECASE,
)
UP = (
    r"strong(?:er|est)?|larg(?:er?|est)|more|great(?:er|est)?|high(?:er|est)?|bigg(?:er|est)|increas\w+|rais\w+|grow\w*|ris(?:es?|ing)|"
    r"long(?:er|est)?|further|wider|farther|harder|worse|doubl\w+"
)
DOWN = (
    r"weak(?:er|est)?|small(?:er|est)?|less|low(?:er|ers|est)?|fewer|decreas\w+|reduc\w+|shrink\w*|fall\w*|without|"
    r"no|little|tiny|halv\w+|remov\w+|dropp?\w*|negative|short(?:er|est)?|closer|nearer|relax\w*|weaken\w*"
)
WORDS_BETWEEN = r"(?:\W+(?:of|the|a|an|is|are|its|gets|becomes|it|size|strength)\b){0,3}\W+"
TO_NOTHING = re.compile(
    r"\W*(?:goes|go|tends|tend|shrinks|falls|approaches|going|tending|\\to)(?: to| towards)?\W+(?:0|zero|nothing)\b"
)
TURNED = re.compile(rf"\b(?:{DOWN})\b", re.IGNORECASE)
MOVED = re.compile(rf"\b(?:{UP}|{DOWN})\b", re.IGNORECASE)
STANDING_FOR = re.compile(
    rf"\b(?:the (?P<way>{UP}|{DOWN})\b[^,]*?\b(?:it|they|this)|an? (?P<other>{UP}|{DOWN}) one)\b", re.IGNORECASE
)
"""What stands for the thing of the sentence before, and how it changes: *the larger it is*, *a stronger one*."""
MIRRORED = {
    one: other
    for pair in (("rises", "falls"), ("larger", "smaller"), ("wider", "narrower"), ("better", "worse"),
                 ("more confident", "less confident"))
    for one, other in (pair, pair[::-1])
}  # fmt: skip
MORE = (
    r"larger|higher|taller|greater|bigger|more|longer|stronger|steeper|wider|harder|further|farther|faster|"
    r"dearer|exceeds|beats"
)
LESS = r"smaller|lower|less|fewer|shorter|weaker|flatter|narrower|gentler|closer|slower|cheaper"
COMPARATIVE = rf"\b(?:(?P<more>{MORE})|(?P<less>{LESS})|(?P<good>better)|(?P<bad>worse))\b"
COMPARED = re.compile(
    rf"{COMPARATIVE}(?P<between>(?:(?!\b(?:{MORE}|{LESS}|better|worse)\b)[^.;:])*?)\bthan\b", re.IGNORECASE
)
COSTLY = re.compile(r"\b(?:loss|cost|error|penalty)", re.IGNORECASE)
"""Of what less is better."""
ALONE = r"(?= (?:for|from|where|when|at|in|by|on|near|of all|strongly)\b|\W*$|,)"
"""What stands behind *most* or *least* where it is not an adverb."""
MOST = (
    rf"(?<!at )(?<!for )(?<!second )most{ALONE}|largest|highest|tallest|greatest|biggest|longest|strongest|steepest|"
    r"hardest|dearest"
)
LEAST = rf"(?<!at )least{ALONE}|smallest|lowest|shortest|weakest|flattest|cheapest"
SUPERLATIVE = re.compile(rf"(?<!second )\b(?:(?P<most>{MOST})|(?P<least>{LEAST}))", re.IGNORECASE)
EQUATED = re.compile(r"\bas (?:\w+ ){1,4}?as\b", re.IGNORECASE)
PLACE = re.compile(r"\W*(?:\w+ )?(?:for|at|in|with|near|where|when|among|by|on|around|from)\b", re.IGNORECASE)
HAS = re.compile(r"\b(?:is|are|has|have|gets?|takes?)\b[^,;:]*$", re.IGNORECASE)
BESIDE_IT = re.compile(
    r"\b(?:above|below|beyond|beside|besides|except|but|around|between|near|next to|under|over)\s"
    r"(?:(?:the|its|their|this|that)\s)?$",
    re.IGNORECASE,
)
"""What makes a thing name the place of others: *the penalties above the chosen one*."""
MULTIPLIED = re.compile(
    r"\b(?:half|twice|times|almost|nearly|about|not|third|quarter|roughly|never|hardly)\s(?:\w+\s)?$", re.IGNORECASE
)
BESIDE = 3
"""How many words may stand between a thing and what says which way it changes."""
HEDGED = re.compile(
    r"\b(?:may|might|can|could|need not)\b"
    r"(?:\W+(?:even|also|still|well|\w+ly|not|be|have|first|it|the loss|a step)\b){0,3}\W+$|"
    r"\bnot (?:so |very )?much\W+$",
    re.IGNORECASE,
)
"""What leaves open whether something is so: what *may be larger* or is *not much larger*."""
FRAME = re.compile(
    r"\W*(?:(?:And|But|So|Yet)\b,?\s)?(?:for|where|if|when|whenever|unless|otherwise|elsewhere|outside|beyond)\b"
    r"(?! (?:it|them|they|this|these|both|all|each|that)\b)[^,]*,|"
    r"\W*(?:with|without|under|instead of)\b(?! (?:it|them|this|these|both|all|each|that)\b)",
    re.IGNORECASE,
)
"""What opens a sentence that has surroundings of its own, so that those of the one before no longer hold."""
DENIED_BEHIND = re.compile(
    r"[^\w,;:]+(?:rarely|seldom|(?:in|on) (?:fewer|less) than (?:half|an? \w+)|neither|nothing|none|nowhere|"
    rf"no(?! (?:{MORE}|{LESS}|better|worse|later|sooner)\b))\b",
    re.IGNORECASE,
)
LEADING = re.compile(
    r"\b(?:as|when|if|with|under|without|by|for|after|at|in|of|near|from|towards?|the (?:more|less|\w+er))\b",
    re.IGNORECASE,
)
FAR_FROM = re.compile(
    r"\b(?:far from|anything but|by no means|less than|in no way|(?:do|does|did|will|has|have|need) not \w+)\s+"
    r"(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
REACH = 3
"""How many sentences back a surrounding may stand."""


@dataclass(frozen=True)
class Assertion:
    """What is true and what is false of a subject in some surroundings."""

    subject: str
    contexts: tuple[str, ...]
    driver: str
    unless: tuple[str, ...]
    true: frozenset[str]
    false: frozenset[str]
    source: str

    @cached_property
    def senses(self) -> tuple[str, ...]:
        """Everything whose saying can be right or wrong."""
        excluded = {rival for each in self.true for rival in senses.rivals(each)}
        return tuple(sorted(self.true | self.false | excluded))

    def __str__(self) -> str:
        """What it is about, for messages."""
        parts = (self.subject, *self.contexts, self.driver)
        return " with ".join(part.split("|")[0] for part in parts if part)


Surrounded = tuple[Assertion, tuple[str, ...]]
"""An assertion, and the rivals of its surroundings."""


@dataclass(frozen=True)
class Order:
    """The places of some things in the order of a quantity, and what a sentence about them must not name."""

    about: tuple[str, ...]
    unless: tuple[str, ...]
    places: tuple[tuple[str, int], ...]
    source: str


@dataclass
class Reading:
    """A sentence with its clauses, the one before it, and the places that it belongs to."""

    text: str
    subjects: frozenset[str]
    before: Reading | None = None
    places: frozenset[str] = frozenset()
    meant: frozenset[str] | None = None
    found: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    @cached_property
    def clauses(self) -> list[tuple[int, int]]:
        """Where the clauses start and end."""
        cuts = [0, *(each.end() for each in BOUNDARY.finditer(self.text)), len(self.text)]
        return [(start, end) for start, end in itertools.pairwise(cuts) if end > start]

    @cached_property
    def pieces(self) -> list[tuple[int, int]]:
        """Where what it says of one thing after the other starts and ends; a piece may hold several clauses."""
        cuts = [0, *(each.end() for each in PARTED.finditer(self.text)), len(self.text)]
        return list(itertools.pairwise(cuts))

    @cached_property
    def is_question(self) -> bool:
        """Whether the sentence asks."""
        return self.text.rstrip().endswith("?")

    def clause_of(self, at: int) -> int:
        """The number of the clause at a place."""
        return max(number for number, (start, _) in enumerate(self.clauses) if start <= at)

    def is_aside(self, at: int) -> bool:
        """Whether a place belongs to what the sentence only compares with."""
        start, end = self.clauses[self.clause_of(at)]
        return bool(ASIDE.match(self.text[start:end]))

    @cached_property
    def low(self) -> str:
        """The text in small letters."""
        return self.text.lower()

    def where(self, form: str) -> list[tuple[int, int]]:
        """Where a thing is named; most are not, so a plain search comes first."""
        if form not in self.found and form.startswith(within.SIGN):
            self.found[form] = [] if self.places.isdisjoint(form.split("|")) else [(0, 0)]
        elif form not in self.found:
            likely = any(word in self.low for word in openings(form))
            self.found[form] = places(form, self.text) if likely else []
        return self.found[form]

    @cached_property
    def named(self) -> frozenset[str]:
        """The subjects that are named in the sentence or before it, of which alone it can say something."""
        here = frozenset(subject for subject in self.subjects if self.where(subject))
        return here | self.before.named if self.before else here

    def main(self, form: str) -> list[tuple[int, int]]:
        """Where a thing is named that the sentence is about, and does not only compare with."""
        return [each for each in self.where(form) if not self.is_aside(each[0])]

    @cached_property
    def mentions(self) -> list[tuple[int, int]]:
        """Where any subject is named of which something is known here; of two that overlap, the longer."""
        every = {
            each for subject in (self.subjects if self.meant is None else self.meant) for each in self.where(subject)
        }
        return _outermost(every)

    def is_oblique(self, at: int) -> bool:
        """Whether what is named at a place stands behind a preposition, so that the sentence is not about it."""
        return bool(OBLIQUE.search(self.text[:at]))

    @cached_property
    def topic(self) -> tuple[Reading, tuple[int, int]] | None:
        """What the sentence is about: its first subject, or that of the sentence before."""
        direct = [each for each in self.mentions if not self.is_oblique(each[0])]
        if direct or self.mentions:
            return self, (direct or self.mentions)[0]
        return self.before.topic if self.before and PRONOUN.match(self.text) else None

    def owner(self, start: int, end: int) -> tuple[Reading, tuple[int, int]] | None:
        """The subject of which the sentence says what stands at a place."""
        number = self.clause_of(start)
        first, last = self.clauses[number]
        inside = [each for each in self.mentions if first <= each[0] and each[1] <= start]
        if inside:
            direct = [each for each in inside if not self.is_oblique(each[0])]
            return self, (direct or inside)[-1]
        behind = [each for each in self.mentions if end <= each[0] < last]
        if behind and re.search(r"\bthe $", self.text[first:start], re.IGNORECASE):
            return self, behind[0]
        if not OPEN.fullmatch(self.text[first:start]):
            return None
        for earlier in range(number - 1, -1, -1):
            begin, stop = self.clauses[earlier]
            there = [each for each in self.mentions if begin <= each[0] < stop]
            if there and not self.is_aside(begin):
                direct = [each for each in there if not self.is_oblique(each[0])]
                return self, (direct or there)[0]
        begins = PRONOUN.match(self.text)
        return self.before.topic if self.before and begins else None


def _outermost(mentions: Iterable[tuple]) -> list[tuple]:
    """Mentions that begin with their start and end, in order; of two that overlap, the one that holds the other."""
    every = sorted(mentions)
    return [
        each
        for each in every
        if not any(other[:2] != each[:2] and other[0] <= each[0] and each[1] <= other[1] for other in every)
    ]


def assertion(about: str, words: dict[str, bool], source: str) -> Assertion:
    """An assertion from its name and what was found of it.

    Raises
    ------
    ValueError
        If it has no subject, two things that change, a part without words, or says nothing.
    """
    subject, contexts, drivers, unless = surroundings(about)
    if len(drivers) > 1:
        raise ValueError(f"expected one thing at most that changes, got {about!r}")
    true, false = sorted_senses(about, words)
    return Assertion(subject, contexts, "".join(drivers), unless, true, false, source)


def sorted_senses(about: str, words: dict[str, bool]) -> tuple[frozenset[str], frozenset[str]]:
    """The true senses and the false ones of what was found.

    Raises
    ------
    ValueError
        If there are none, one has no words or no truth, or is both true and false.
    """
    if not words or not all(isinstance(truth, bool) for truth in words.values()):
        raise ValueError(f"expected senses with their conditions, got {words} about {about!r}")
    require_words(*words)
    true = frozenset(word for word, truth in words.items() if truth)
    false = frozenset(words) - true
    if both := {each for word in true for each in word.split("|")} & {
        each for word in false for each in word.split("|")
    }:
        raise ValueError(f"expected each sense to be true or false, got {min(both)!r} as both about {about!r}")
    return true, false


def order(about: str, ranked: dict[str, int], source: str) -> Order:
    """An order from its name and the places of its things.

    Raises
    ------
    ValueError
        If it has fewer than two things, no quantity, or a part without words.
    """
    if len(ranked) < 2:
        raise ValueError(f"expected two things at least, got {ranked} about {about!r}")
    things = [part.strip() for part in about.split(",") if part.strip()]
    unless = tuple(part[1:] for part in things if part.startswith("-"))
    quantity = tuple(part for part in things if not part.startswith("-"))
    require_words(*(quantity or [""]), *unless, *ranked)
    return Order(quantity, unless, tuple(ranked.items()), source)


def misasserted(said: Reading, known: Iterable[Surrounded]) -> Iterator[str]:
    """What a sentence says of some subjects that is not so; a question says nothing."""
    likely = [each for each in known if each[0].subject in said.named and _is_surrounded(said, each[0])]
    said.meant = frozenset(each.subject for each, _ in likely)
    for each, rivals in likely if not said.is_question else ():
        message = _wrong(said, each, rivals)
        if message:
            yield message


def surrounded(known: Iterable[Assertion]) -> tuple[Surrounded, ...]:
    """Assertions, each with what others about the same subject name instead of its surroundings."""
    named: dict[str, set[str]] = {}
    for each in known:
        words = (context for context in each.contexts if not context.startswith(within.SIGN))
        named.setdefault(each.subject, set()).update(words)
    return tuple((each, tuple(sorted(named[each.subject] - set(each.contexts)))) for each in known)


def _is_surrounded(said: Reading, known: Assertion) -> bool:
    """Whether a sentence stands in the surroundings of an assertion, apart from their rivals."""
    if any(said.main(each) for each in known.unless):
        return False
    if known.contexts and FRAME.match(said.text) and not any(map(said.where, known.contexts)):
        return False
    return all(_near(said, context) for context in (*known.contexts, *([known.driver] if known.driver else [])))


def _wrong(said: Reading, known: Assertion, rivals: tuple[str, ...]) -> str:
    for sense in known.senses:
        for match in senses.form(sense).finditer(said.text):
            if said.is_aside(match.start()):
                continue
            owner = said.owner(*match.span())
            if owner is None or not _is_named(*owner, known.subject) or _is_another(*owner, known):
                continue
            if OF_OTHER_KIND.search(owner[0].text[: owner[1][0]]) or CORRELATIVE.search(said.text[: match.start()]):
                continue
            if not all(_surrounds(said, context, rivals, match.start()) for context in known.contexts):
                continue
            meant = sense
            if known.driver:
                way = _way(said, known.driver, match.span())
                if way is None or (way < 0 and sense not in MIRRORED):
                    continue
                meant = MIRRORED[sense] if way < 0 else sense
            if HEDGED.search(said.text[: match.start()]):
                continue
            denied = (
                _is_denied(said.text[: match.start()])
                or is_denied(owner[0].text[: owner[1][0]])
                or bool(DENIED_BEHIND.match(said.text[match.end() :]))
            )
            if not denied and may_deny(said.text[: match.start()]):
                continue
            if (meant in known.true) if denied else _is_false(meant, known):
                right = " and ".join(map(repr, sorted(known.true))) or f"not {sense!r}"
                return (
                    f"says {('not ' * denied + match[0])!r} of {owner[0].text[slice(*owner[1])]!r}, but of {known} "
                    f"{known.source} finds {right}"
                )
    return ""


def _is_named(said: Reading, owner: tuple[int, int], subject: str) -> bool:
    """Whether a subject is named at a place, or at one that shares words with it and of which neither holds the other.

    *Each of the six people* names *each of the six* and *six people*, and *the path* names *path*.
    """
    start, end = owner
    return any(
        first < start < last < end
        or start < first < end < last
        or (last == end and said.text[min(start, first) : max(start, first)].lower() in ("", "the ", "a ", "an "))
        for first, last in said.where(subject)
    )


def _is_another(said: Reading, owner: tuple[int, int], known: Assertion) -> bool:
    """Whether a subject is an *it* that stands for another subject, one that the sentence names before it.

    What *each of them* stands for behind other clauses is open, unless one of them names the subject in full.
    """
    words = said.text[slice(*owner)]
    if STANDS_FOR_SEVERAL.fullmatch(words):
        named = [each for each in said.where(known.subject) if each[1] <= owner[0]]
        return said.clause_of(owner[0]) > 0 and not named
    if not PRONOUN.fullmatch(words):
        return False
    before = [each for each in said.mentions if each[1] <= owner[0] and not PRONOUN.fullmatch(said.text[slice(*each)])]
    direct = [each for each in before if not said.is_oblique(each[0])]
    return bool(direct) and not set(before) & set(said.where(known.subject))


def _is_denied(before: str) -> bool:
    return is_denied(before) or bool(FAR_FROM.search(before))


def _is_false(sense: str, known: Assertion) -> bool:
    return sense in known.false or (sense not in known.true and bool(senses.rivals(sense) & known.true))


def _near(said: Reading, context: str) -> bool:
    """Whether a surrounding is named in a sentence or not far before it."""
    sentence: Reading | None = said
    for _ in range(REACH):
        if sentence is None:
            return False
        if sentence.where(context):
            return True
        sentence = sentence.before
    return False


def _surrounds(said: Reading, context: str, rivals: tuple[str, ...], at: int) -> bool:
    """Whether a surrounding holds at a place of a sentence: whether it is the last that was named, rivals included."""
    if context.startswith(within.SIGN):
        return True
    sentence: Reading | None = said
    for distance in range(REACH):
        if sentence is None:
            return False
        named = _outermost((*each, form) for form in (context, *rivals) for each in sentence.main(form))
        if named and distance:
            return {form for *_, form in named} == {context}
        if named:
            before = [each for each in named if each[1] <= at]
            return (before[-1] if before else named[0])[2] == context
        sentence = sentence.before
    return False


def _way(said: Reading, driver: str, span: tuple[int, int]) -> int | None:
    """Whether what changes grows, 1, or shrinks, −1, where a sentence says something; None if it is not named."""
    named = said.main(driver)
    if named:
        start, end = min(named, key=lambda each: min(abs(each[0] - span[1]), abs(span[0] - each[1])))
        if start > span[1] and not LEADING.search(said.text[span[1] : start]):
            return None
        return _way_at(said.text, start, end, span)
    if said.before is not None:
        earlier = said.before.main(driver)
        if pronoun := STANDING_FOR.search(said.text):
            return (
                (-1 if TURNED.fullmatch(pronoun["way"] or pronoun["other"]) else 1)
                if said.before.where(driver)
                else None
            )
        if earlier:
            return _way_at(said.before.text, *earlier[0], (-1, -1))
    return None


def _way_at(text: str, start: int, end: int, span: tuple[int, int]) -> int:
    """Which way something named at a place changes, by the words beside it that are not the assertion itself."""
    before = list(MOVED.finditer(text[:start]))[-1:]
    if before and len(text[before[0].end() : start].split()) <= BESIDE and not span[0] <= before[0].start() < span[1]:
        return -1 if TURNED.fullmatch(before[0][0]) else 1
    if TO_NOTHING.match(text[end:]):
        return -1
    behind = re.match(rf"\$?{WORDS_BETWEEN}(?P<way>{UP}|{DOWN})\b", text[end:], re.IGNORECASE)
    if behind and not span[0] <= end + behind.start("way") < span[1]:
        return -1 if TURNED.fullmatch(behind["way"]) else 1
    return 1


def misordered(said: Reading, known: Iterable[Order]) -> Iterator[str]:
    """What a sentence says of the order of some things that is not so."""
    known = [each for each in known if said.where(each.about[0]) or (said.before and said.before.where(each.about[0]))]
    quantities = frozenset(each.about[0] for each in known if any(said.where(form) for form, _ in each.places))
    for each in known if not said.is_question else ():
        message = _out_of_order(said, each, quantities)
        if message:
            yield message


def _is_of(said: Reading, about: tuple[str, ...], quantities: frozenset[str], found: re.Match) -> bool:
    """Whether what a sentence compares is a quantity: the one in or right behind the comparison, or else before it."""
    named = [(*each, form) for form in quantities for each in said.where(form)]
    beside = [each for each in named if found.start() <= each[0] <= found.end() + 1]
    last = max((each[0] for each in beside or named if beside or each[1] <= found.start()), default=None)
    return last is None or any(form == about[0] for start, _, form in named if start == last)


def _out_of_order(said: Reading, known: Order, quantities: frozenset[str]) -> str:
    if any(said.where(part) for part in known.unless):
        return ""
    if not all(said.where(thing) or (said.before and said.before.where(thing)) for thing in known.about):
        return ""
    named = _outermost((*at, form, rank) for form, rank in known.places for at in said.where(form))
    if not named:
        return ""
    for found in COMPARED.finditer(said.text):
        if not _is_of(said, known.about, quantities, found) or HEDGED.search(said.text[: found.start()]):
            continue
        between = [each for each in named if found.start("between") <= each[0] < found.end("between")]
        first = (between or [each for each in named if each[1] <= found.start()])[-1:]
        if first and BESIDE_IT.search(said.text[: first[0][0]]):
            continue
        last = said.clauses[said.clause_of(found.end() - 1)][1]
        second = [each for each in named if found.end() <= each[0] < last][:1]
        if first and second and first[0][2] != second[0][2]:
            upward = found["more"] or found["good" if not COSTLY.search(known.about[0]) else "bad"]
            holds = first[0][3] > second[0][3] if upward else first[0][3] < second[0][3]
            if holds is is_denied(said.text[: found.start()]):
                word = next(word for word in found.group("more", "less", "good", "bad") if word)
                return _told(said, word, first[0], second[0], known)
    for found in EQUATED.finditer(said.text):
        before, behind = said.text[: found.start()], [each for each in named if found.end() <= each[0]][:1]
        first = [each for each in named if each[1] <= found.start()][-1:]
        skip = is_denied(before) or MULTIPLIED.search(before) or not _is_of(said, known.about, quantities, found)
        if first and behind and first[0][3] != behind[0][3] and not skip:
            return _told(said, found[0], first[0], behind[0], known)
    for found in SUPERLATIVE.finditer(said.text):
        if not _is_of(said, known.about, quantities, found):
            continue
        if any(each[0] < found.end() and found.start() < each[1] for each in named):
            continue
        owner = _placed(said, found, named, known.about[0], several=len(known.places) > 2)
        if owner is None or is_denied(said.text[: found.start()]):
            continue
        ranks = [rank for _, rank in known.places]
        right = max(ranks) if found["most"] else min(ranks)
        if owner[3] != right:
            return _told(said, found[0], owner, None, known)
    return ""


def _placed(
    said: Reading, found: re.Match, named: list[tuple[int, int, str, int]], about: str, several: bool
) -> tuple[int, int, str, int] | None:
    """Of what a sentence says a superlative: what it names behind it, as in *largest at*, or else before it."""
    number = said.clause_of(found.start())
    start, end = said.clauses[number]
    if number + 1 < len(said.clauses) and PLACE.match(said.text[end:]):
        end = said.clauses[number + 1][1]
    behind = [each for each in named if found.end() <= each[0] < end]
    if behind and PLACE.match(said.text[found.end() : behind[0][0]]):
        return behind[0]
    before = [each for each in named if start <= each[0] and each[1] <= found.start()][-1:]
    if not before or behind:
        return None
    has = HAS.search(said.text[before[0][1] : found.start()])
    return before[0] if several or (has and not _is_part_of(said, before[0], about)) else None


def _is_part_of(said: Reading, name: tuple[int, int, str, int], about: str) -> bool:
    """Whether what is named only tells of which kind a quantity is, as in *the validation loss*."""
    beside = any(start <= name[1] + 1 and name[0] <= end for start, end in said.where(about))
    return beside or bool(re.search(r"\bof (?:the )?$", said.text[: name[0]], re.IGNORECASE))


def _told(
    said: Reading,
    word: str,
    one: tuple[int, int, str, int],
    other: tuple[int, int, str, int] | None,
    known: Order,
) -> str:
    ranked = " < ".join(form.split("|")[0] for form, _ in sorted(known.places, key=lambda each: each[1]))
    than = f" than of {said.text[other[0] : other[1]]!r}" if other else ""
    return f"says {word!r} of {said.text[one[0] : one[1]]!r}{than}, but {known.source} finds {ranked}"
