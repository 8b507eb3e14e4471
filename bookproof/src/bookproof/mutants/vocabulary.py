"""The words that a lie exchanges: each pair says the opposite of the other."""

from __future__ import annotations

import re
from collections.abc import Iterable

DIRECTIONS = (
    ("rises", "falls"), ("rise", "fall"), ("rising", "falling"), ("rose", "fell"), ("grows", "shrinks"),
    ("grow", "shrink"), ("growing", "shrinking"), ("climbs", "drops"), ("climb", "drop"), ("increases", "decreases"),
    ("increase", "decrease"), ("increasing", "decreasing"), ("larger", "smaller"), ("higher", "lower"),
    ("more", "less"), ("above", "below"), ("better", "worse"), ("greater", "less"), ("longer", "shorter"),
    ("exceeds", "stays below"), ("up", "down"), ("gains", "loses"), ("steeper", "flatter"), ("wider", "narrower"),
)  # fmt: skip
OPPOSITES = (
    *DIRECTIONS,
    ("largest", "smallest"), ("highest", "lowest"), ("most", "least"), ("best", "worst"), ("agree", "differ"),
    ("agrees", "differs"), ("same", "different"), ("positive", "negative"), ("convex", "concave"),
    ("maximum", "minimum"), ("maximises", "minimises"), ("sum", "mean"), ("left", "right"), ("first", "last"),
    ("before", "after"), ("always", "never"), ("all", "none"), ("everywhere", "nowhere"), ("exactly", "roughly"),
    ("finite", "infinite"), ("true", "false"), ("with", "without"), ("equal", "unequal"), ("numerator", "denominator"),
    ("multiply", "divide"), ("add", "subtract"), ("unique", "ambiguous"), ("linear", "quadratic"), ("both", "neither"),
)  # fmt: skip
WEAKER = (
    ("usually", "always"), ("often", "always"), ("rarely", "never"), ("seldom", "never"), ("may", "must"),
    ("can", "always will"), ("about", "exactly"), ("here", "everywhere"), ("nearly", "exactly"), ("some", "all"),
    ("most", "all"), ("almost", "exactly"),
)  # fmt: skip
UNITS = (
    ("nats", "bits"), ("nat", "bit"), ("percent", "percentage points"), ("MiB", "KiB"), ("GiB", "MiB"), ("ms", "s"),
    ("seconds", "minutes"), ("points", "percent"),
)  # fmt: skip
FACTORS = (
    ("twice", "three times"), ("half", "a third of"), ("double", "triple"), ("a third", "two thirds"),
    ("a quarter", "three quarters"), ("three times", "five times"), ("four times", "twice"),
    ("five times", "ten times"),
    ("ten times", "twice"), ("tenfold", "threefold"), ("a tenth", "a half"), ("nearly all", "almost none"),
    ("most of", "a tenth of"), ("more than twice", "less than twice"),
)  # fmt: skip
COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def both_ways(pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Each word with its opposite, in both directions."""
    table: dict[str, str] = {}
    for one, other in pairs:
        table.setdefault(one, other)
        table.setdefault(other, one)
    return table


def any_of(words: Iterable[str]) -> re.Pattern:
    """A pattern for any of some words, the longest first."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})(?![\w-])")
