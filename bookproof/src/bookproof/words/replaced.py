"""What a sentence says instead of something: another number, the opposite word, another sign in a formula.

*30 measurements each* becomes *10 measurements each*, *odds above* becomes *odds below*, $p(1-p)$ becomes $p(1+p)$. All
around it is the same, so that nothing else can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from bookproof.words.factors import FIXED, PART, PARTS, WORDS, number_word
from bookproof.words.negation import is_aside, is_denied
from bookproof.words.opposites import opposites

SPELLED = WORDS.replace("|an?)", ")")
SHARE = rf"(?:(?:an?|{SPELLED})[ -])?{PART}|twice|thrice|(?:{SPELLED}) times"
DIGITS = r"[-−]?\d[\d,]*(?:\.\d+)?(?:/\d+)?"
NUMBER = rf"(?:{SHARE}|{DIGITS}|{SPELLED})"
TOKEN = re.compile(rf"(?<![\w-]){NUMBER}(?![\w-])|\S+", re.IGNORECASE)
GAP = r"(?:\s+(?:of|the|an?|its|their))*\s+"
ARTICLES = {"of", "the", "a", "an", "its", "their"}
BOUND = r"(?<![\w.,/-])", r"(?![\w-]|[.,/]\d)"
SIGNS = re.compile(r"[\s\d+−.-]")
FEWEST_LETTERS = 3
"""How many signs of a formula must be the same for another number or sign in it to be a mistake."""


def replaced(part: str, text: str, said: Collection[str] = ()) -> str:
    """What a text says instead of a part, which it does not say; nothing if it does not contradict the part.

    Parameters
    ----------
    part : str
        Words or a formula, as the name of a fact has them; `a|b` is either of two.
    text : str
        A sentence.
    said : collection of str
        What may stand there beside the part: other parts of the same fact.

    Examples
    --------
    >>> replaced("30 measurements each", "569 tumours with 10 measurements each")
    '10 measurements each'
    >>> replaced("in five steps", "it arrives in 5 steps")
    ''
    >>> replaced("$\\\\prod_m p_m$", "which has the probability \\\\prod_m -p_m.")
    '\\\\prod_m -p_m'
    """
    others = {re.sub(r"[\s$*]", "", each).lower() for one in said for each in one.split("|")}
    for pattern, value, formula in _rivals(part):
        for found in pattern.finditer(text):
            told = found[0].strip()
            bare = re.sub(r"\s", "", told).lower()
            if bare in others or is_denied(text[: found.start()]) or is_aside(text[: found.start()]):
                continue
            if formula and SIGNS.sub("", bare) == SIGNS.sub("", formula) and bare != formula:
                return told
            if not formula and (value is None or _value(found["said"]) not in (None, value)):
                return told
    return ""


@lru_cache(maxsize=4096)
def _rivals(part: str) -> tuple[tuple[re.Pattern, float | None, str], ...]:
    """Patterns for what contradicts a part, with the number that it has there, or the formula that it is."""
    return tuple(rival for each in part.split("|") for rival in _of_one(each.strip()))


def _of_one(part: str) -> Iterator[tuple[re.Pattern, float | None, str]]:
    plain = part.replace("$", "").rstrip("*").strip()
    if (part[:1] == part[-1:] == "$" and "$" not in part[1:-1]) or "\\" in plain.split()[0]:
        yield from _of_formula(plain)
        return
    tokens = [found[0] for found in TOKEN.finditer(plain) if found[0].lower() not in ARTICLES]
    if len(tokens) == 1 and tokens[0].endswith(" times"):
        yield (
            re.compile(rf"{BOUND[0]}(?P<said>(?:{SPELLED}|{DIGITS}) times){BOUND[1]}", re.IGNORECASE),
            _value(tokens[0]),
            "",
        )
    for place, token in enumerate(tokens if len(tokens) > 1 else ()):
        value = _value(token)
        words = (
            [NUMBER] if value is not None else sorted(map(re.escape, opposites(token.lower())), key=len, reverse=True)
        )
        if not words:
            continue
        rest = [re.escape(each) for each in tokens]
        rest[place] = rf"(?P<said>{'|'.join(words)})"
        yield re.compile(BOUND[0] + GAP.join(rest) + BOUND[1], re.IGNORECASE), value, ""


def _of_formula(plain: str) -> Iterator[tuple[re.Pattern, float | None, str]]:
    """A formula of which only digits and signs may differ."""
    bare = re.sub(r"\s", "", plain)
    fixed = SIGNS.sub("", bare)
    if len(fixed) >= FEWEST_LETTERS:
        between = r"[\s\d+−.-]*"
        pattern = rf"{between}{between.join(map(re.escape, fixed))}(?:\d|\.\d)*"
        yield re.compile(rf"(?<![\w^{{(]){pattern}"), None, bare.lower()


def _value(text: str) -> float | None:
    """The number that some words or digits say."""
    low = text.lower().replace("−", "-").replace(",", "")
    if re.fullmatch(r"-?\d+(?:\.\d+)?(?:/[1-9]\d*)?", low):
        above, _, below = low.partition("/")
        return float(above) / float(below or 1)
    if low in FIXED:
        return float(FIXED[low])
    *many, last = re.split(r"[ -]", low)
    whole = PARTS.get(last) or PARTS.get(last.rstrip("s"))
    if last == "times":
        return number_word(" ".join(many))
    if whole:
        return ((number_word(" ".join(many)) if many and many[0] not in ("a", "an") else None) or 1.0) / whole
    return number_word(low)
