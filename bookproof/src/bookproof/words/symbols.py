"""Words beside formulas: what a formula sets a symbol to, the odds of a probability, a mean or sum before a display.

A setting, ``$\\alpha=20$``, stands in the code of its section. *Odds of three to one* belong to the probability 3/4
and to no other. And the words that lead to a displayed mean, a sum with a factor in front, do not call it a sum.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from bookproof.words.factors import PARTS, WORDS, number_word
from bookproof.words.sentences import Found, Said, Sentence

SET = re.compile(r"\s*\\?[A-Za-z]+(?:_(?:\w|\{[^{}]*\}))?\s*=\s*(?P<value>[-−]?\d+(?:\.\d+)?)\s*")
ODDS = re.compile(rf"\b[Oo]dds of ({WORDS}) to ({WORDS})\b")
RATIO = re.compile(r"\bp\s*=\s*(\d+)\s*/\s*(\d+)\s*$")
SHARE = re.compile(rf"\b(?:(one|two|three|four|a) )?({'|'.join(PARTS)})s?\b(?! (?:of|class|label|example|input)\b)")
SUM = re.compile(r"\\sum")
SCALED = re.compile(r"(?:\\frac\{?1\}?\{?[^{}]+\}?|\d\s*/\s*[A-Za-z])\s*(?:\\left)?[(\[]?\s*$")
IS = re.compile(r"\b(?:is|are|as|takes?) (?:the |a )?(?:(?P<mean>mean|average)|(?P<sum>sum|total)) over\b[^,]*$")


def check_settings(passages: list[Said], given: Callable[[Said, Decimal], bool]) -> Iterator[tuple[Said, Found]]:
    """Every value from 2 on that a formula sets a symbol to and that no code of its section knows."""
    for said in passages:
        for piece in said.passage.math:
            found = SET.fullmatch(piece.source)
            value = Decimal(found["value"].replace("−", "-")) if found else Decimal(0)
            if abs(value) >= 2 and not given(said, value):
                yield said, (piece.at, f"sets ${piece.source}$, but no code of its section has {value:f}")


def check(said: Said) -> Iterator[Found]:
    """What a passage gets wrong beside its probabilities and before its displays."""
    yield from check_odds(said)
    yield from check_displays(said)


OTHER_CLASS = re.compile(
    r"\b(?:opposite|complement|contrary|negation|the other (?:class|outcome|label))\b[^,;:.]*$", re.IGNORECASE
)
"""What makes odds those of the other outcome, whose probability is 1 minus the one that the sentence names."""


def check_odds(said: Said) -> Iterator[Found]:
    """Every sentence that gives odds beside probabilities of which none has these odds."""
    for sentence in said.sentences:
        for found in ODDS.finditer(sentence.text):
            one, two = number_word(found[1].lower()) or 0, number_word(found[2].lower()) or 0
            named = _probabilities(sentence)
            if OTHER_CLASS.search(sentence.text[: found.start()]):
                named = [1 - each for each in named]
            if one + two and named and not any(abs(each - one / (one + two)) < 0.006 for each in named):
                yield (
                    sentence.start + found.start(),
                    f"says {found[0]!r}, the odds of {Fraction(one) / Fraction(one + two)}, beside another probability",
                )


def _probabilities(sentence: Sentence) -> list[float]:
    """The probabilities that a sentence names: numbers between 0 and 1, fractions in formulas, and shares in words."""
    named = [float(number.value) for number in sentence.numbers if 0 < number.value < 1]
    for piece in sentence.said.passage.math:
        found = RATIO.search(piece.source) if sentence.start <= piece.at < sentence.end else None
        named += [int(found[1]) / int(found[2])] if found else []
    for share in SHARE.finditer(sentence.text.lower()) if "probab" in sentence.text.lower() else ():
        named.append((number_word(share[1] or "one") or 1) / PARTS[share[2]])
    return named


def check_displays(said: Said) -> Iterator[Found]:
    """Every lead to a display that calls a mean a sum, or a sum a mean."""
    for display in said.passage.displays:
        clause = re.split(r"[.;:](?=\s)", said.text[: display.at].rstrip(" :"))[-1]
        sums = [display.source[: found.start()] for found in SUM.finditer(display.source)]
        scaled = [bool(SCALED.search(before)) for before in sums]
        leads = IS.search(clause)
        if leads and leads["sum"] and scaled and all(scaled):
            yield display.at - 1, "says a sum before a display that shows a mean"
        plain = scaled and not any(scaled) and not re.search(r"\\frac|/", display.source)
        if leads and leads["mean"] and plain:
            yield display.at - 1, "says a mean before a display that shows a sum"
