"""Factors and shares in words: twice as large, a third of, most of, tenfold, and what each of them may stand for.

A factor is proved without a mark where two linked numbers of its sentence, or of the one before, have that ratio; a
share also where a linked number, or another that its cell prints, is that share, or those that come together are; or
by a link to the cell that prints it, ``[twice as large](#ratio)`` or ``[about a third](#costs:FP/FN)``.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bookproof.markdown import CODE, MATH
from bookproof.numbers import units
from bookproof.numbers.names import names
from bookproof.numbers.printed import printed_numbers
from bookproof.words.sentences import Found, Quoted, Said, Sentence, shown

SINGLE = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
UNITS = {name: value for value, name in enumerate(SINGLE.split())}
DECADES = "twenty thirty forty fifty sixty seventy eighty ninety"
TENS = {name: 10 * value for value, name in enumerate(DECADES.split(), 2)}
LARGE = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "fifteenth": 15, "sixteenth": 16, "twentieth": 20,
    "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
COUNT = rf"(?:(?:{'|'.join(TENS)})(?:-(?:{'|'.join(UNITS)}))?|{'|'.join(sorted(UNITS, key=len, reverse=True))}|an?)"
WORDS = rf"(?:{COUNT}(?: and a half|(?:[ -](?:{'|'.join(LARGE)}))*)|{'|'.join(LARGE)})"
DIGITS = r"\d[\d,]*(?:\.\d+)?"
PART = rf"(?:{'|'.join(sorted(PARTS, key=len, reverse=True))})s?"
QUALIFIERS = (
    "a little more than|slightly more than|just over|a little over|a little less than|slightly less than|just under|"
    "not quite|almost|nearly|more than|over|at least|less than|under|at most|fewer than|well over|well under|about|"
    "roughly|around|some|approximately|exactly"
)
MODIFIER = rf"(?:(?P<modifier>{QUALIFIERS})\s)?"
FACTOR = re.compile(
    rf"\b(?=\w){MODIFIER}(?:"  # the end of a word is a boundary too, at which every alternative would be tried
    rf"(?P<twice>twice|thrice|double|triple)(?=\s(?:as|the|that|those|its|their|what|this)\b|\s?$|[,.;)])"
    rf"|(?P<verb>doubles|doubled|triples|tripled|quadruples|halves|halved)\b"
    rf"|(?P<fold>{WORDS}|{DIGITS})-?\s?fold\b"
    rf"|by a factor of (?!an?\s(?!{'|'.join(LARGE)}))(?:(?P<qualifier>{QUALIFIERS})\s)?(?P<factor>{WORDS})(?![\w-])"
    rf"|(?P<times>{WORDS}|{DIGITS})\stimes(?=\s(?:as|the|that|those|its|their|what|too|more|less|\w+er)\b|"
    rf"\s?$|[,.;:)])"
    rf"|(?P<several>several|many)\stimes(?=\s(?:as|the|that|larger|smaller|higher|lower|more|less|longer)\b)"
    rf"|(?P<share>(?:(?:{WORDS})[ -])?{PART})(?=\s(?:of|as|the|that|more|less|longer|too)\b|\s?$|[,.;:)])"
    rf"|(?P<tenths>(?:{WORDS})\s(?:in|of|out of)\s(?:{WORDS}))\b"
    rf"|(?P<word>most of|nearly all|almost all|almost none|hardly any|nearly none|the larger part|the greater part|"
    rf"the majority(?!\s(?:class|label|vote|rule)\b)|more than half|less than half)\b)",
    re.IGNORECASE,
)
NAMED = {
    "most of": (0.5, 1.0), "the larger part": (0.5, 1.0), "the greater part": (0.5, 1.0), "the majority": (0.5, 1.0),
    "nearly all": (0.9, 1.0), "almost all": (0.9, 1.0), "almost none": (0.0, 0.1), "hardly any": (0.0, 0.1),
    "nearly none": (0.0, 0.1), "several": (2.5, 10.0), "many": (5.0, math.inf),
    "more than half": (math.nextafter(0.5, 1), 1.0), "less than half": (0.0, math.nextafter(0.5, 0)),
}  # fmt: skip
FIXED = {"twice": 2, "thrice": 3, "double": 2, "triple": 3, "doubles": 2, "doubled": 2, "triples": 3, "tripled": 3,
         "quadruples": 4, "halves": 0.5, "halved": 0.5}  # fmt: skip
IDIOM = re.compile(
    r"\b(?:one half|half a|half an|first half|second half|half of the (?:square|sum|distance)|two-thirds rule)\b|"
    r"(?<!\bby )(?<!\bto )\b(?:the|a|one) (?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b"
    r"(?! (?:as|less|more|of (?:the|it|its|their|all|what|that))\b)"
)
OF_MATH = re.compile(
    rf"\s*(?:of |as |the |its |their )*(?:{MATH}|{CODE}|square|squared|derivative|sum\b|product|logarithm|unit)"
)

LAW = re.compile(r"\b(?:would (?:need|take|have to)|[Tt]o (?:halve|double)) ")
"""What begins a sentence about what would be needed, which no two numbers of a page measure."""
CONDITION = re.compile(
    r"(?:\b(?:if|when|whenever|once|where|with|to (?=[a-z])|for|each|every|by|after|be (?:wrong|off)|"
    r"(?:rais|lower|scal|shrink|grow|increas|decreas|multiply|divid|chang)ing)|"
    r"(?:^\s*|\b(?:we|you)\s)(?:scale|shrink|multiply|divide|change))\b[^,;:()]*$",
    re.IGNORECASE,
)
"""What begins a clause that says what is done and not what comes of it."""
OF_EACH = re.compile(
    rf"(?:\s\w+){{0,2}}\s(?:each|every|per|step by step)\b|\s(?:to|or) (?:more|less|{WORDS}|\d)|"
    r"\s(?:gives?|leads?|makes?|means?|needs?|yields?)\b"
)
"""What makes a factor one of several steps, an interval, or one of a cause."""
APART = re.compile(r"\b(?:gap|difference|distance) (?:between|of)\b")
"""What makes a factor compare a difference of two numbers with a third."""
TOGETHER = re.compile(r"\b(?:together|in all|the sum)\b")
BY = re.compile(r"\b(?:(?<!multiplied )(?<!divided )by|saves?|saved|saving|loses?|lost|losing) (?:\w+ )?$")
THAN = re.compile(r" (?:less|lower|smaller|fewer|shorter|more|larger|higher|longer|narrower|wider)\b")

CALLED_SHARE = re.compile(
    r"%|percent|share|fraction|ratio|rate\b|part|portion|quantile|accura|precision|recall|proba|\bof\b"
)
"""What says of a printed number that it is a share."""
LARGEST_SHARE = 1.1
"""Where a share may end that is said loosely, *nine tenths* too."""

COPULA = re.compile(r"[^,;:()]*\b(?:is|are|was|were|comes to|amounts to|has|have|takes|costs)\b[^,;:()]*(?<!than )")
BEFORE_BASIS = re.compile(r" (?:of|the|that|what|as (?!long\b)\w+ as)\b[^;:()]*")
"""What stands between a factor and what a number is compared with: *a third of the*, *twice as large as*."""
TO = re.compile(r" to (?:[\w-]+ ){0,3}")
OF_IT = re.compile(r" (?:of )?(?:it|that|this)\b(?! \w+ed\b)")
APPOSED = re.compile(r"[\s,(–—]*(?:(?:which|this|that) )?(?:(?:is|are|or|and so|so) )?(?:only |just |still |even )?")
"""What stands between a number and a factor that says of it how large a part of the one before it is."""
CLAUSE_FROM, CLAUSE_TO = (re.compile(rf"[^,;:(]*\b{word}\b[^,;:(]*") for word in ("from", "to"))
CAUSES = re.compile(r"\b(?:brings?|takes?|moves?|carries|carry|lowers?|raises?|cuts?|reduces?)\b")
"""What makes a factor one of a cause, *four times the data brings the error from … to …*, not of what it changes."""
CHANGES = {"doubles", "doubled", "triples", "tripled", "quadruples", "halves", "halved"}


@dataclass(frozen=True)
class Factor:
    """A factor or share in a text: what it says, where, and the interval that it stands for."""

    text: str
    start: int
    end: int
    low: float
    high: float

    @property
    def middle(self) -> Decimal:
        """The number that it says, where it is a whole one."""
        return Decimal(round((self.low + self.high) / 2, 9) if math.isfinite(self.high) else 0).normalize()

    @property
    def either_way(self) -> bool:
        """Whether it says of a rise and of a fall how large it is, *by a factor of two*."""
        return "by a factor of" in self.text.lower()

    def holds(self, value: Decimal | float) -> bool:
        """Whether a value is what the words say."""
        return self.low <= abs(float(value)) <= self.high


LOGARITHM = re.compile(r"\\log\s?(\d+)(?![\d.])")
TO_ONE = re.compile(rf"\b({WORDS}) to one\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def factors(text: str, linked: bool = False) -> tuple[Factor, ...]:
    """The factors and shares of a text; the text of a link has no idioms."""
    factors = []
    idioms: list[re.Match] | None = None
    for found in FACTOR.finditer(text):
        if idioms is None:
            idioms = list(IDIOM.finditer(text))
        in_idiom = any(each.start() <= found.start() < each.end() for each in idioms)
        if linked or found["modifier"] or not in_idiom:
            factors.append(Factor(found[0], found.start(), found.end(), *_interval(found)))
    return tuple(factors)


def number_word(text: str) -> float | None:
    """What a number in words stands for: ``three``, ``twenty-five``, ``a hundred``, or None."""
    whole, half, _ = text.lower().strip().partition(" and a half")
    if half:
        return None if (value := number_word(whole)) is None else value + 0.5
    total = 0
    words = [word for word in re.split(r"[\s-]+", whole) if word]
    for word in words:
        if word in ("a", "an") and len(words) > 1:
            total += 1
        elif word in UNITS or word in TENS:
            total += UNITS.get(word, TENS.get(word, 0))
        elif word in LARGE:
            total = max(total, 1) * LARGE[word]
        else:
            return None
    return float(total) if words else None


NONE = {"no", "none", "nothing"}
"""What says that a number is 0."""
QUANTITY = re.compile(rf"\b{MODIFIER}(?P<number>{WORDS.replace('|an?)', ')')})\b", re.IGNORECASE)
COMPARED_WITH = r"as|the|that|of|too|more|less|\w+er"
LINKED_FROM = re.compile(r"\W*(?:(?:the|all|only|just|by|to|a factor of)\s)*", re.IGNORECASE)
"""What may stand before a quantity in the text of a link."""
LINKED_WITH = re.compile(
    rf"(?:(?:(?<=\bof)|\s(?:{COMPARED_WITH}))(?:\s(?:{COMPARED_WITH}))?(?:\s[a-z]+)?|\sas\s\w+\sas|"
    rf"\s(?:{units.ANY}))?\W*",
    re.IGNORECASE,
)
"""What may stand behind a quantity in the text of a link: its unit, or what it is compared with."""
NOUN = (
    r"(?!(?:is|are|was|were|has|have|do|does|did|can|agrees?|differs?|fails?|passes|pass|holds?|wins?|lose|rises?|falls?|"
    r"fell|rose)\b)[a-z][\w-]*"
)
COUNTED = re.compile(rf"\s{NOUN}(?<=s)\W*", re.IGNORECASE)
SHARED = re.compile(rf"\sof(?:\s(?:the|its|their|all|these|those|that|other|first|second|last|whole))*\s{NOUN}\W*")
"""What a number counts and a share is of, one noun: more words would say something of it that no number proves."""


def quantity_in_words(text: str) -> Factor | None:
    """The factor, share or number that the words of a link say; None where they say more than that."""
    quantity = first_quantity(text)
    if quantity is None or not LINKED_FROM.fullmatch(text, 0, quantity.start):
        return None
    count = number_word(quantity.text.split()[-1])
    forms = [LINKED_WITH, *([COUNTED] if count != 1 else []), *([SHARED] if count is None else [])]
    return quantity if any(form.fullmatch(text, quantity.end) for form in forms) else None


def is_of_change(factor: Factor, before: str, behind: str) -> bool:
    """Whether a share says by how much something changes, *by a third* or *a third less*: the ratio is 1 apart."""
    return factor.high < LARGEST_SHARE and bool(BY.search(before) or THAN.match(behind))


def first_quantity(text: str) -> Factor | None:
    """The first factor or share in some words, or else the first number, whatever stands around it."""
    if text.strip().lower() in NONE:
        return Factor(text, 0, len(text), 0.0, 0.0)
    quantity = next(iter(factors(text, linked=True) or factors(text + " of", linked=True)), None)
    number = QUANTITY.search(text) if quantity is None else None
    value = number_word(number["number"]) if number else None
    if number is not None and value is not None:
        quantity = Factor(number[0], number.start(), number.end(), *_bounds(number["modifier"], value, whole=True))
    return quantity


def _interval(found: re.Match) -> tuple[float, float]:
    named = (found["word"] or found["several"] or "").lower()
    if named:
        return NAMED[named]
    fixed = (found["twice"] or found["verb"] or "").lower()
    if fixed:
        return _bounds(found["modifier"], FIXED[fixed])
    if found["share"] or found["tenths"]:
        return _bounds(found["modifier"], _share((found["share"] or found["tenths"]).lower()))
    text = (found["fold"] or found["times"] or found["factor"]).lower()
    value = number_word(text) if not text[0].isdigit() else float(text.replace(",", ""))
    return _bounds(found["modifier"] or found["qualifier"], value or 1.0)


def _share(text: str) -> float:
    """The value of ``a third``, ``two thirds``, ``three quarters``, ``nine in ten``."""
    ratio = re.fullmatch(rf"({WORDS})\s(?:in|of|out of)\s({WORDS})", text)
    if ratio:
        return (number_word(ratio[1]) or 1.0) / (number_word(ratio[2]) or 1.0)
    *many, part = re.split(r"[ -]", text)
    whole = PARTS.get(part) or PARTS[part.rstrip("s")]
    return ((number_word(" ".join(many)) if many and many != ["a"] else None) or 1.0) / whole


def _bounds(modifier: str | None, value: float, whole: bool = False) -> tuple[float, float]:
    said = (modifier or "").lower()
    if said in ("a little more than", "slightly more than", "just over", "a little over"):
        return math.nextafter(value, math.inf), 1.1 * value
    if said in ("a little less than", "slightly less than", "just under", "not quite", "almost", "nearly"):
        return (0.9 if "less" in said or "under" in said else 0.8) * value, math.nextafter(value, 0)
    if said in ("more than", "over", "well over", "at least"):
        high = value + 1 if 2 <= value < 10 else 1.0 if value == 0.5 else 1.5 * value
        return value if said == "at least" else math.nextafter(value, math.inf), high
    if said in ("less than", "under", "well under", "fewer than", "at most"):
        return 0.0, value if said == "at most" else math.nextafter(value, 0)
    if said == "exactly":
        return 0.995 * value, 1.005 * value
    width = 0.125 if value == 2 else 0.1 if value == 0.5 else 0.15
    if whole and not said:
        last = next((large for large in (10**9, 10**6) if value and value % large == 0), 1)  # as *12 million* in digits
        return value - last / 2, value + last / 2
    return (1 - width) * value, (1 + width) * value


def check(said: Said) -> Iterator[Found]:
    """Every factor or share in words that neither two linked numbers nor a link proves."""
    for sentence in said.sentences:
        yield from _logarithms(sentence)
        for factor in factors(sentence.text):
            start, end = sentence.start + factor.start, sentence.start + factor.end
            if sentence.said.is_proved(start, end) or not _measures(sentence, factor):
                continue
            if not factor.either_way and (pair := _in_order(sentence, factor)):
                ratio = pair[0] / pair[1] if pair[1] else Decimal("NaN")
                of_change = is_of_change(factor, sentence.text[: factor.start], sentence.text[factor.end :])
                if not factor.holds(abs(1 - ratio) if of_change else ratio):
                    yield start, f"says {shown(factor.text)!r}, but {pair[0]} / {pair[1]} is {ratio:.3g}"
            elif not _proved_nearby(sentence, factor):
                yield (
                    start,
                    f"nothing proves {shown(factor.text)!r}: no two linked numbers of this sentence or the one before "
                    f"have a ratio from {factor.low:.3g} to {factor.high:.3g}; link it to a cell that prints it, "
                    f"[{shown(factor.text)}](#label), or two picks of a cell, (#label:1/2)",
                )


def _logarithms(sentence: Sentence) -> Iterator[Found]:
    """Odds that a sentence multiplies by another number than that whose logarithm it adds or has as its score."""
    pieces = [piece.source for piece in sentence.said.passage.math if sentence.start <= piece.at < sentence.end]
    logs = {float(value) for piece in pieces for value in LOGARITHM.findall(piece)}
    if len(logs) != 1 or "odds" not in sentence.text.lower():
        return
    (value,) = logs
    for found in TO_ONE.finditer(sentence.text):
        if number_word(found[1].lower()) not in (value, None, 1.0):
            yield sentence.start + found.start(), f"says {found[0]!r} of the odds beside log {value:g}"
    for factor in factors(sentence.text):
        if factor.text.lower().split()[-1] in FIXED and not factor.holds(value) and not factor.holds(1 / value):
            yield sentence.start + factor.start, f"says {factor.text!r} of the odds beside log {value:g}"


def _measures(sentence: Sentence, factor: Factor) -> bool:
    """Whether a factor stands beside linked numbers, so that it compares them; figures have a rule of their own."""
    if sentence.said.part == "question" or factor.text[:1].isdigit() or OF_MATH.match(sentence.text, factor.end):
        return False
    if LAW.search(sentence.text[: factor.start]) or _is_condition(sentence, factor):
        return False
    return bool(sentence.quoted) and sentence.said.part not in ("caption", "alt text")


def _is_condition(sentence: Sentence, factor: Factor) -> bool:
    """Whether *by a factor of ten* says what is done, *if you shrink the step by it*, or what comes of each step."""
    done = CONDITION.search(sentence.text[: factor.start]) and not _is_beside_change(sentence, factor)
    return factor.either_way and bool(done or OF_EACH.match(sentence.text, factor.end))


def _is_beside_change(sentence: Sentence, factor: Factor) -> bool:
    """Whether *from* one linked number *to* another stands right before a factor or right behind it."""
    text, start, end = sentence.said.text, sentence.start + factor.start, sentence.start + factor.end
    return any(
        text[one.end : two.start] == " to "
        and text[: one.start].endswith(" from ")
        and (text[two.end : start] in (" ", ", ") or text[end : one.start] in (" from ", ", from "))
        for one, two in itertools.pairwise(sentence.quoted)
    )


def _proved_nearby(sentence: Sentence, factor: Factor) -> bool:
    quoted = [*sentence.quoted, *(sentence.before.quoted if sentence.before else ())]
    values = [each.printed.quantity.value for each in quoted]
    ratios = [one / two for one, two in itertools.permutations(values, 2) if two]
    if APART.search(sentence.text):
        gaps = [one - two for one, two in itertools.permutations(values, 2)]
        ratios += [gap / value for gap in gaps for value in values if value]
    if factor.high < LARGEST_SHARE:
        of_change = is_of_change(factor, sentence.text[: factor.start], sentence.text[factor.end :])
        shares = _shares(sentence, linked=of_change)
        if of_change:
            single = [ratio for each in shares if each for ratio in (each, 1 / each)]
            ratios = [abs(1 - each) for each in (*ratios, *single)]
        if TOGETHER.search(sentence.text):
            shares.append(sum((each.printed.quantity.value for each in sentence.quoted), Decimal(0)))
        ratios += [value for value in shares if 0 < value < 1]
    elif not factor.low:
        ratios = [value for value in ratios if abs(value) >= 1]  # *less than twice* is no share
    return any(factor.holds(value) for value in ratios)


def _shares(sentence: Sentence, linked: bool) -> list[Decimal]:
    """The numbers that may be a share by themselves: all where no two are compared, or else those called one.

    They are those that are linked here and in the sentence before, and, unless only these are asked for, all others
    that the cells of this one print.
    """
    quoted = [*sentence.quoted, *(sentence.before.quoted if sentence.before else ())]
    found = [(each.printed, names(each.cell)[each.position - 1]) for each in quoted]
    for cell in () if linked else {id(each.cell): each.cell for each in sentence.quoted}.values():
        found += zip(printed_numbers(cell), names(cell), strict=True)
    alone = len(sentence.quoted) < 2
    return [each.quantity.value for each, name in found if alone or CALLED_SHARE.search(f"{name} {each.quantity.text}")]


def _in_order(sentence: Sentence, factor: Factor) -> tuple[Decimal, Decimal] | None:
    """The numbers of which the first is that many times the second, where the words around a factor say which."""
    start, end = sentence.start + factor.start, sentence.start + factor.end
    before = [each for each in sentence.quoted if each.end <= start]
    after = [each for each in sentence.quoted if each.start >= end]
    text = sentence.said.text[: sentence.end]
    if before and after:
        one, two = before[-1], after[0]
        behind = text[end : two.start]
        if COPULA.fullmatch(text[one.end : start]) and BEFORE_BASIS.fullmatch(behind):
            return _printed(one, two)
        if factor.text.lower().split()[-1] in CHANGES and TO.fullmatch(behind):
            return _printed(two, one)
    if pair := _of_it(sentence, factor, before):
        return pair
    if len(after) > 1:
        one, two = after[:2]
        behind = text[end : one.start]
        if (
            CLAUSE_FROM.fullmatch(behind)
            and not CAUSES.search(behind)
            and CLAUSE_TO.fullmatch(text[one.end : two.start])
        ):
            return _printed(two, one)
    return None


def _of_it(sentence: Sentence, factor: Factor, before: list[Quoted]) -> tuple[Decimal, Decimal] | None:
    """The number right before a factor *of it* or *of that*, and the one before, which is meant by *it*."""
    start, end = sentence.start + factor.start, sentence.start + factor.end
    text = sentence.said.text
    basis = [*(sentence.before.quoted if sentence.before else ()), *before[:-1]]
    if not before or not basis or not OF_IT.match(text, end) or not APPOSED.fullmatch(text[before[-1].end : start]):
        return None
    return _printed(before[-1], basis[-1])


def _printed(one: Quoted, two: Quoted) -> tuple[Decimal, Decimal]:
    return one.printed.quantity.value, two.printed.quantity.value
