"""Families of words of which a thing can be only one: wider or narrower, a mean or a sum, training or validation.

A family is a tuple of senses, and a sense a tuple of words that say the same.
"""

from __future__ import annotations

import re
from functools import lru_cache

FAMILIES: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("wider", "broader", "flatter", "shallower"), ("narrower", "thinner", "tighter", "steeper", "sharper")),
    (("larger", "greater", "bigger", "higher", "more", "above", "longer", "exceeds", "beyond", "stronger", "better",
      "at least", "over"),
     ("smaller", "less", "lower", "fewer", "below", "shorter", "under", "short of", "weaker", "worse", "at most",
      "within")),
    (("rises", "rise", "rising", "risen", "grows", "grow", "growing", "climbs", "climb", "climbing", "increases",
      "increase", "increasing", "raises", "raise", "up"),
     ("falls", "fall", "falling", "fallen", "shrinks", "shrink", "shrinking", "drops", "drop", "dropping", "decreases",
      "decrease", "decreasing", "lowers", "lower", "sinks", "declines", "down"),
     ("stays", "stay", "remains", "remain", "constant", "unchanged", "level", "levels off")),
    (("largest", "highest", "maximum", "greatest", "most", "best", "strongest", "maximal", "maximises"),
     ("smallest", "lowest", "minimum", "least", "worst", "weakest", "minimal", "minimises")),
    (("training",), ("validation",), ("test",)),
    (("mean", "average", "averages", "averaged"), ("sum", "sums", "total", "added up"), ("median",)),
    (("half", "halves", "halved"), ("twice", "double", "doubles", "doubled"), ("third", "thrice", "triples"),
     ("quarter", "quarters", "quadruples", "four times"), ("squared", "square"), ("square root", "root"), ("same",)),
    (("at most one",), ("exactly one",), ("at least one",), ("several", "many"), ("no", "none")),
    (("unbounded", "infinite", "infinity", "without end", "without bound"), ("bounded", "finite", "a limit")),
    (("positive",), ("negative",), ("zero",)),
    (("convex",), ("concave",), ("linear",), ("quadratic",)),
    (("linear",), ("logarithmic",), ("exponential",)),
    (("filled", "solid"), ("open", "empty", "hollow", "dashed")),
    (("left",), ("right",)),
    (("with",), ("without",)),
    (("numerator",), ("denominator",)),
    (("row", "rows"), ("column", "columns")),
    (("add", "adds", "added", "plus"), ("subtract", "subtracts", "subtracted", "minus", "take off"),
     ("multiply", "multiplies", "multiplied"), ("divide", "divides", "divided")),
    (("optimistic", "favourable", "too favourable", "too much"),
     ("pessimistic", "unfavourable", "too pessimistic", "too little")),
    (("same", "equal", "alike", "agrees", "agree"), ("different", "unequal", "differs", "differ", "something else")),
    (("always", "every", "all", "whatever", "wherever", "everywhere", "any", "each"),
     ("sometimes", "may", "some", "not every", "not all", "need not"), ("never", "nowhere", "none", "no")),
    (("exists", "exist"), ("does not exist", "do not exist")),
    (("independent", "independently"), ("dependent", "depends", "depend")),
    (("early", "earlier", "before"), ("late", "later", "after")),
    (("fast", "faster", "quickly"), ("slow", "slower", "slowly")),
    (("steep", "steepest"), ("flat", "flattest")),
    (("standard error",), ("standard deviation",), ("variance",)),
    (("wide",), ("narrow",)),
    (("thin",), ("thick",)),
    (("large", "huge"), ("small", "tiny")),
    (("class 1",), ("class 0",)),
    (("prior",), ("posterior",), ("likelihood",)),
    (("diverges",), ("converges",)),
    (("possible", "can"), ("impossible", "cannot")),
    (("exactly",), ("roughly", "about")),
    (("overestimates", "too large"), ("underestimates", "too small")),
    (("contains", "contain", "includes", "include", "covers"), ("excludes", "exclude")),
)  # fmt: skip


def opposites(word: str) -> set[str]:
    """The words of the other senses of every family that a word belongs to."""
    return {
        other
        for family in FAMILIES
        if any(word in sense for sense in family)
        for sense in family
        if word not in sense
        for other in sense
    }


def any_word(words: set[str]) -> re.Pattern:
    """A pattern for any of some words, the longest first."""
    return _any_of(tuple(sorted(words, key=lambda word: (-len(word), word))))


@lru_cache(maxsize=4096)
def _any_of(longest_first: tuple[str, ...]) -> re.Pattern:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")
