"""Direction and order: between two numbers of a sentence, what rises must rise and what is larger be larger."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from bookproof.numbers.names import Name, names, stems
from bookproof.words.factors import PART
from bookproof.words.negation import is_denied
from bookproof.words.sentences import NUMBER as N
from bookproof.words.sentences import Found, Quoted, Said, Sentence

UP = (
    r"rises?|rose|risen|rising|grows?|grew|grown|growing|climbs?|climbed|climbing|increases?|increased|increasing|"
    r"goes up|go up|went up|jumps?|jumped|swells?|raises|raised"
)
DOWN = (
    r"falls?|fell|fallen|falling|drops?|dropped|dropping|shrinks?|shrank|shrunk|shrinking|decreases?|decreased|"
    r"decreasing|goes down|go down|went down|sinks?|sank|sinking|declines?|declined|lowers|lowered|reduces?|reduced"
)
MORE = r"larger|greater|higher|more|longer|wider|steeper|bigger|heavier|above"
LESS = r"smaller|lower|less|fewer|shorter|narrower|flatter|lighter|below"
SIZED = re.compile(r"\b(?:magnitude|norm|size|absolute|distance|gap|slope|gradient|coefficients?)\b")
"""What may be meant by its size where it is negative."""
IN_SIZE = re.compile(r"\b(?:(?:size|magnitude) of|in (?:size|magnitude)|absolute)\b")
"""What says that sizes are compared, whatever the signs."""
GAP = rf"[^{N};:]"
VERB = rf"(?<!\b[Ii]ts )(?<!\b[Tt]he )(?<!\b[Aa] )\b(?P<verb>(?P<up>{UP})|(?P<down>{DOWN}))\b"
SHARE = rf" than (?:a factor of|twice (?:as|the|that|those|its|their|what)|(?:(?!the\b|its\b|their\b)\w+ )?{PART})\b"
"""What a comparative speaks of that compares no two numbers: *more than a quarter*."""
THAN = rf"\b(?<!factor of )(?P<verb>(?P<up>{MORE})|(?P<down>{LESS}))\b(?!{SHARE})"
NEXT = rf", (?!and\b|but\b){GAP}{{0,40}}\b(?:{UP}|{DOWN})\b"
"""A clause with a verb of its own: *as the decay grows, the norm falls from …*."""
AT = r"(?:at|after|for|in|with|on)\b"
CHANGES = (
    rf"{VERB}(?:(?!{NEXT}){GAP}){{0,50}}\bfrom\b{GAP}{{0,30}}(?P<a>{N})(?: {AT}{GAP}{{0,24}}{N})?"
    rf"{GAP}{{0,60}}?\bto\b{GAP}{{0,24}}(?P<b>{N})",
    rf"(?P<a>{N}) {AT}{GAP}{{0,24}}{N}(?:\s\w+)?,? (?:and )?(?:then )?{VERB} to{GAP}{{0,24}}(?P<b>{N})",
    rf"\b[Ff]rom\b{GAP}{{0,16}}(?P<a>{N}){GAP}{{0,60}}{VERB}{GAP}{{0,30}}\bto\b{GAP}{{0,24}}(?P<b>{N})",
    rf"(?P<a>{N}),? (?:and |which |then |that )?{VERB}(?: again| back| only| further)? to{GAP}{{0,24}}(?P<b>{N})",
    rf"{VERB} (?:again |back |only |further )?to{GAP}{{0,24}}(?P<b>{N}),? from{GAP}{{0,24}}(?P<a>{N})(?! (?:only )?to)",
    rf"(?P<b>{N}),? (?P<verb>(?P<up>up)|(?P<down>down)) from{GAP}{{0,24}}(?P<a>{N})",
    rf"\b[Aa]n? (?:\w+ )?(?P<verb>(?P<up>rise|increase|jump|climb)|(?P<down>fall|drop|decrease|decline))\b"
    rf"{GAP}{{0,40}}\bfrom\b{GAP}{{0,24}}(?P<a>{N}){GAP}{{0,40}}?\bto\b{GAP}{{0,24}}(?P<b>{N})",
)
OWN = rf"(?:(?!, (?:while|whereas|but|although|though|because|since|so)\b){GAP})"
"""A sign between a comparative and what it compares with: another clause has numbers of its own."""
OF_NUMBERS = r", an? (?:difference|gap|change|gain|loss|step|rise|fall|drop)\b"
"""What makes a comparative speak of what lies between numbers: *0.230, a difference smaller than*."""
INSTEAD = r"\b(?:instead of|against|rather than|where before it was|compared with)\b"
LINKING = r"(?:(?:is|are|lies|stays|still|well|far|just|already|and|which|a little|slightly) ){0,3}"
NO_LIMIT = rf"(?<!than )(?P<b>{N})(?! (?:\w+ )?n?or\b)"
"""A number that is compared, and no limit beside another: *fewer than 8842 steps or more than 11782*."""
ORDERS = (
    rf"{NO_LIMIT}(?:(?!{OF_NUMBERS}){GAP}(?! than)){{0,40}}?{THAN}{GAP}{{0,24}}? than{OWN}{{0,40}}?(?P<a>{N})",
    rf"{THAN}{OWN}{{0,24}}?(?P<b>{N}){OWN}{{0,40}}?{INSTEAD}{GAP}{{0,24}}(?P<a>{N})",
    rf"{THAN} than{GAP}{{0,60}}[:,(]{GAP}{{0,20}}(?P<b>{N}){GAP}{{0,20}}{INSTEAD}{GAP}{{0,20}}(?P<a>{N})",
    rf"(?P<b>{N})(?: \w+)?,? {LINKING}(?P<verb>(?P<up>above)|(?P<down>below)) "
    rf"(?:the |a |an |that |its )?(?:(?!or\b)[\w-]+ ){{0,4}}(?P<a>{N})",
    rf"(?P<b>{N})(?:(?!\bby\b){OWN}){{0,40}}?\b(?P<verb>(?P<up>exceed(?:s|ed)?)|(?P<down>falls? short of))\b"
    rf"(?:(?!\bby\b){OWN}){{0,40}}?(?P<a>{N})",
)
SPANS = re.compile(
    rf"\b(?P<verb>between) (?P<a>{N})(?: \w+)? and (?P<b>{N})|"
    rf"\b(?P<runs>runs?|ranges?) from (?P<c>{N})(?: \w+)? to (?P<d>{N})"
)
SERIES = re.compile(rf"{VERB}(?:{GAP}(?!\bfrom\b)){{0,50}}?(?P<list>{N}(?: \w+)?(?:, {N}(?: \w+)?)+,? and {N})")
REACHES = re.compile(rf"{VERB} (?:again |back |only |further )?to{GAP}{{0,24}}(?P<b>{N})")
NO_NOUN = r"(?!(?:it|they|which|that|the|its|their)\b)"
SUBJECT = re.compile(rf"\b(?:[Tt]he|[Tt]hat|[Ii]ts|[Tt]heir)(?P<noun>(?: {NO_NOUN}[\w-]+){{1,5}}?) (?:ha[sd] |have )?$")
FORMS = [re.compile(form) for form in (*CHANGES, *ORDERS)]


def check(said: Said) -> Iterator[Found]:
    """Every sentence that says of its own numbers what they do not do."""
    for sentence in said.sentences:
        if len(sentence.numbers) > 1:
            yield from check_direction(sentence)


def verbs(sentence: Sentence) -> set[str]:
    """The verbs and comparatives of a sentence that are held to its numbers."""
    return {found["verb"] for form in (*FORMS, SERIES) for found in form.finditer(sentence.words)}


def check_direction(sentence: Sentence, all_linked: bool = False) -> Iterator[Found]:
    """What one sentence says of its own numbers that they do not do; without `all_linked` only of linked ones."""
    seen: set[tuple[int, int]] = set()
    yield from _of_pairs(sentence, all_linked, seen)
    yield from _of_what_is_reached(sentence, seen)
    yield from _of_series(sentence)


def _of_pairs(sentence: Sentence, all_linked: bool, seen: set[tuple[int, int]]) -> Iterator[Found]:
    """What a sentence says of two numbers that stand with its verb; their places are added to those `seen`."""
    words, values = sentence.words, _values(sentence)
    for form in (*FORMS, SPANS):
        for found in _not_denied(form, words):
            groups = found.groupdict()
            runs = bool(groups.get("runs"))
            first, second = (words.count(N, 0, found.start(group)) for group in ("cd" if runs else "ab"))
            rising = form is SPANS or bool(found["up"])
            pair = (min(first, second), max(first, second))
            linked = [_is_linked(sentence, place) for place in pair]
            if pair in seen or (not all_linked and not (all(linked) if form.pattern in ORDERS else any(linked))):
                continue
            seen.add(pair)
            if not _goes(values[first], values[second], rising, sentence):
                one, two = (sentence.numbers[place].text.strip() for place in (first, second))
                yield _at(sentence, first), _message(groups["verb"] or groups["runs"], form, one, two)


def _of_what_is_reached(sentence: Sentence, seen: set[tuple[int, int]]) -> Iterator[Found]:
    """What a sentence says of the number that its verb leads to, against the one of the same kind before it."""
    words, values = sentence.words, _values(sentence)
    for found in REACHES.finditer(words):
        second = words.count(N, 0, found.start("b"))
        start = _alike_before(sentence, second)
        if start is None or (start, second) in seen or is_denied(words[: found.start("verb")]):
            continue
        if _is_another(sentence, start, second, words[: found.start("verb")]):
            continue
        if not _goes(values[start], values[second], bool(found["up"]), sentence):
            one, two = (sentence.numbers[place].text.strip() for place in (start, second))
            yield _at(sentence, start), _message(found["verb"], FORMS[0], one, two)


def _of_series(sentence: Sentence) -> Iterator[Found]:
    """What a sentence says of numbers that it lists: each must go on from the last."""
    words, values = sentence.words, _values(sentence)
    for found in SERIES.finditer(words):
        first = words.count(N, 0, found.start("list"))
        listed = values[first : first + found["list"].count(N)]
        steps = itertools.pairwise(listed)
        if not is_denied(words[: found.start("verb")]) and not all(
            _goes(one, two, bool(found["up"]), sentence) for one, two in steps
        ):
            yield _at(sentence, first), f"says {found['verb']!r}, but the numbers listed do not: correct the verb"


def _values(sentence: Sentence) -> list[Decimal]:
    return [number.value for number in sentence.numbers]


def _not_denied(form: re.Pattern, words: str) -> Iterator[re.Match]:
    """What a form finds in some words and they do not deny; behind a denied verb another may have its numbers."""
    found = form.search(words)
    while found:
        verb = found.start("runs" if found.groupdict().get("runs") else "verb")
        denied = is_denied(words[:verb])
        if not denied:
            yield found
        found = form.search(words, verb + 1 if denied else found.end())


def _alike_before(sentence: Sentence, place: int) -> int | None:
    """The nearest number before one that the same cell prints with as many decimals, so that both measure one thing."""

    def source(of: int) -> tuple[int, int] | None:
        quoted = _quoted_at(sentence, of)
        return (id(quoted.cell), -int(quoted.quantity.value.as_tuple().exponent)) if quoted else None

    wanted = source(place)
    return next((each for each in reversed(range(place)) if wanted and wanted[1] and source(each) == wanted), None)


def _is_another(sentence: Sentence, first: int, second: int, before: str) -> bool:
    """Whether the subject before a verb names what the second number is called in its print, and the first is not."""
    subject = SUBJECT.search(before)
    one, two = (_names(sentence, place) for place in (first, second))
    return subject is not None and not (two - one).isdisjoint(stems(subject["noun"]))


def _names(sentence: Sentence, place: int) -> set[str]:
    quoted = _quoted_at(sentence, place)
    name = names(quoted.cell)[quoted.position - 1] if quoted else Name()
    return {stem for part in (name.before, name.row, name.column) for stem in stems(part)}


def _is_linked(sentence: Sentence, place: int) -> bool:
    return _quoted_at(sentence, place) is not None


def _quoted_at(sentence: Sentence, place: int) -> Quoted | None:
    """The link, if any, that a number of the sentence is."""
    start, end = (sentence.start + each for each in sentence.numbers[place].core)
    return next((quoted for quoted in sentence.quoted if quoted.start < end and start < quoted.end), None)


def _goes(before: Decimal, after: Decimal, rising: bool, sentence: Sentence) -> bool:
    """Whether a change goes the way that the words say; the sizes may be meant, of two negative numbers above all."""
    if (rising and after > before) or (not rising and after < before):
        return True
    sizes = IN_SIZE.search(sentence.words) or (before <= 0 and after <= 0 and SIZED.search(sentence.words))
    return bool(sizes) and (abs(after) > abs(before)) is rising and after != before


def _message(verb: str, form: re.Pattern, one: str, two: str) -> str:
    if form is SPANS:
        return f"says {verb} {one} and {two}, but {two} is not the larger: put the smaller first"
    if form.pattern in CHANGES:
        return f"says {verb!r} from {one} to {two}, which it does not: correct the word or the numbers"
    if verb.startswith(("exceed", "fall")):
        return f"says that {two} {verb} {one}, which it does not: correct the word or the numbers"
    return f"says that {two} is {verb} than {one}, which it is not: correct the word or the numbers"


def _at(sentence: Sentence, place: int) -> int:
    return sentence.start + sentence.numbers[place].start
