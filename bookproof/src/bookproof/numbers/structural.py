"""The numbers in prose that name, count or point, and so need no proof: few rules, listed on demand.

Everything that is not matched here is a number that the check of the prose asks about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bookproof.numbers import units
from bookproof.numbers.quantities import Quantity

SMALL = 12
"""Whole numbers up to this one, without a unit, are words: two classes, 3 steps."""

ORDINAL = r"[1-9]\d{0,2}(?:\.\d{1,3}){0,3}(?!\.?\d)"
PRODUCTS = (
    r"[Pp]ython|PyTorch|torch|NumPy|SciPy|pandas|Matplotlib|Jupyter(?:\sBook|Lab)?|Sphinx|anywidget|KaTeX|Node|CUDA|Ubuntu|"
    r"Debian|Chrom(?:e|ium)|Firefox|Safari|WCAG|CC\sBY(?:-SA)?|Apache|[Vv]ersions?|[Rr]elease"
)
FARTHEST_WORD = 80
"""No rule but that of addresses, which hold no blanks, begins more characters than this before its first digit."""

YEAR = r"(?:1[789]|20)\d\d"
RULES = {
    "address": r"\b(?:https?|ftp|file)://\S+|\bwww\.\S+|\b10\.\d{4,9}/\S+|\bar[Xx]iv:\s?\d{4}\.\d{4,5}(?:v\d+)?"
    r"|\bIS[BS]N:?\s?\d[\d-]{7,16}[\dXx]\b",
    "date": r"\b\d{4}-\d{2}-\d{2}\b",
    "version": rf"(?<![\w.])v?\d+(?:\.\d+){{2,}}(?:[.+-]\w+)*"
    rf"|\b(?=[A-Zaprtv])(?:{PRODUCTS})\s?(?:[≥≤<>=~]{{1,2}}\s?)?[1-9]\d?\.\d{{1,2}}(?!\.?\d)",
    "standard": r"\b(?:IEEE|ISO|RFC|PEP)\s?\d+(?:-\d+)?",
    "reference": rf"\b(?=[A-Za-z]+\.?\s?\(?[1-9])"
    rf"(?i:sections?|sec\.|chapters?|ch\.|figures?|fig\.|tables?|equations?|eq\.|exercises?|theorems?|"
    rf"lemmas?|propositions?|appendix|(?-i:Definitions?|Algorithms?|Parts?))\s?\(?{ORDINAL}(?:\s?[-–]\s?{ORDINAL})?\)?"
    rf"(?:(?:,\s{ORDINAL})*,?\sand\s{ORDINAL}(?!\s[a-z]))?"
    r"(?!\s(?:times|rows|examples|points(?!\s(?:out|to|at|towards)\b))\b)",
    "page": r"\b(?i:pages?|pp?\.)\s?\d+(?:\s?[-–]\s?\d+)?|\b(?i:volume|vol\.|no\.)\s?\d+",
    "year": rf"\((?:[A-Z][^()\d]*[\s,;])?{YEAR}[a-z]?\)|(?:©|\([Cc]\))\s?{YEAR}(?:\s?[-–]\s?{YEAR})?"
    rf"|\b(?:[Ii]n|[Ss]ince)\s{YEAR}(?=\s?[,.;:)]|\s?$)",
    "ordinal": r"(?<![\w.])\d*(?:1st|2nd|3rd|\dth)\b",
    "width": r"(?<![\w.,])(?:8|16|32|64|128)-bit\b",
    "reading_time": r"(?<![\w.,])\d{1,3}\s(?:minutes|hours)\b",
    "footnote": r"\[\^\w+\]",
    "name": r"(?<!\w)[^\W\d](?=[\w^-]*\d)\w*(?:\^\d(?!\d)|-\d+(?![\w.])|-[^\W\d]\w*)*",
}
CUSTOMARY = re.compile(r"\b(?:intervals?|levels?|thresholds?|significan\w+|p-values?|promised|customary|usual|power)\b")
LEVELS = re.compile(r"(?:0\.9|0\.95|0\.99|0\.05|0\.01|0\.8|(?:90|95|99|80)\s?(?:%|percent))")
BEGINS = r"(?:(?<!\w)(?=\w)|(?=[(©\[]))"
NAMING = re.compile(f"{BEGINS}(?:{'|'.join(f'(?P<{rule}>{form})' for rule, form in RULES.items())})")
NAME = re.compile(rf"(?P<name>{RULES['name']})")
DIGIT = re.compile(r"\d")
CITED_YEAR = re.compile(rf"\b{YEAR}[a-z]?\b")
UNIT = re.compile(rf"\s?(?:{units.MEASURES}|px|times|fold|-fold)(?!\w)|x\b|\s?×(?!\s?[\d\ue000\ue002])")


SCALED = re.compile(
    r"(?![xX]\b|[dD]\b)[^\W\d_]|\s?[€£¥σ]|\s(?:[kMGT]?Hz|[km]?[VWA]|kWh|pp|it/s|percentage points|dollars|euros|"
    r"[a-z]+ per (?:second|minute|hour|day)|standard (?:errors?|deviations?)|GPU[ -]hours)\b"
)
"""What makes a number behind which it stands another, or a measure: *7M*, *9 V*."""
CURRENCY = re.compile(r"[$€£¥]\s?$")


def naming(text: str, math: bool = False) -> Iterator[tuple[str, int, int]]:
    """The parts of a text with digits that name or point: the rule, and from where to where; math holds names only."""
    digits = DIGIT.search(text)
    start = text.rfind(" ", 0, max(0, digits.start() - FARTHEST_WORD)) + 1 if digits else len(text)
    for found in (NAME if math else NAMING).finditer(text, start):
        if DIGIT.search(found[0]):
            yield (found.lastgroup or "").replace("_", " "), *found.span()


MEASURED_AFTER = re.compile(
    r"(?:divided by|times|multiplied by|by a factor|a factor of(?:\s(?:about|roughly|around|almost|nearly|only|over|at "
    r"least|at most|(?:more|less) than))?)\s$"
)
MEASURED_BEFORE = re.compile(
    r"\s(?:[a-z]+\s)?(?:seeds|steps|epochs|splits|draws|pixels|units|iterations|repetitions)\b"
)


def measures(number: Quantity, text: str, part: str) -> bool:
    """Whether a whole number says how often or how large, so that it needs a proof however small it is."""
    return abs(number.value) > 1 and bool(
        part in ("caption", "alt text")
        or MEASURED_AFTER.search(text[: number.start])
        or MEASURED_BEFORE.match(text, number.end)
    )


def is_small(number: Quantity, text: str, math: bool = False) -> bool:
    """Whether a number is a small whole number that counts, not one that measures; math holds no units."""
    scaled = SCALED.match(text, number.end) or CURRENCY.search(text[: number.start])
    measured = scaled or (UNIT.match(text, number.end) and not text[: number.start].endswith("base "))
    return number.whole and abs(number.value) <= SMALL and (math or not measured)


def is_customary_level(number: Quantity, text: str, passage: str) -> bool:
    """Whether a number is one of the levels of tests and intervals by custom, in a passage that speaks of them."""
    of_hundred = re.match(r"(?:90|95|99) of 100\b", text[number.start :].lstrip()) or re.search(
        r"(?:\b(?:90|95|99)|\ue000+) of $", text[: number.start]
    )
    return bool((LEVELS.fullmatch(number.text.strip()) or of_hundred) and CUSTOMARY.search(passage))
