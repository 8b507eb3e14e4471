"""Read numbers as people and programs print them, with the interval that each of them stands for.

``0.857`` stands for every value from 0.8565 to 0.8575; ``42.5 %`` for 0.4245 to 0.4255; ``1.2×10⁻⁴`` for
0.000115 to 0.000125. A whole number counts as rounded to one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

THIN_SPACES = "\u00a0\u2009\u202f"
MINUS = ("-", "−", "–")
MARKS = str.maketrans("−⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "--+0123456789")
SCALES = {"%": -2, "‰": -3, "percent": -2, "per cent": -2, "per mille": -3, "thousand": 3, "million": 6, "billion": 9}
POWER = r"(?:\^\{?[-−+]?\d+\}?|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
PERCENT = re.compile(r"(?:%|percent|per\scent)\s*$")
LONG_POWER = re.compile(r"[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{6}")
"""An exponent that no measurement has, and that decimal arithmetic could not hold."""
GROUPING = re.compile(rf"[,_{THIN_SPACES}]")
NUMBER = re.compile(
    rf"""
    (?=[-−–+.\d])
    (?P<sign>(?<![\w.)\]%])[-−–+](?=\.?\d))?
    (?P<core>
      (?<!\d)(?<!\d\.)
      (?:
        10(?P<ten>{POWER})
        | (?P<mantissa>(?:[1-9]\d{{0,2}}(?:[,_{THIN_SPACES}]\d{{3}})+(?!\d)|\d+)(?:\.\d+)?|\.\d+)
          (?!\.?\d)
          (?:[eE](?P<e>[-−+]?\d+)(?!\w))?
          (?:\s?[×·⋅]\s?10(?P<power>{POWER}))?
      )
    )
    (?P<scale>\s?[%‰]|\s(?:percent|per\scent|per\smille|thousand|million|billion)\b)?
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Quantity:
    """A number in a text: its value, the power of ten of its last digit, and where it stands.

    ``start:end`` takes in the sign and what scales the number (``%``, ``million``); ``core`` is the span
    of the digits with their exponent.
    """

    text: str
    value: Decimal
    place: int
    start: int
    end: int
    core: tuple[int, int]
    whole: bool

    @property
    def unit(self) -> Decimal:
        """One unit in the last place."""
        return Decimal(1).scaleb(self.place)

    @property
    def interval(self) -> tuple[Decimal, Decimal]:
        """The values that round to this number."""
        return self.value - self.unit / 2, self.value + self.unit / 2

    @property
    def unit_start(self) -> int:
        """Where its unit begins: at a percent sign, which is one, or where the number ends."""
        return self.core[1] if PERCENT.search(self.text) else self.end

    def is_rounded_from(self, printed: Quantity) -> bool:
        """Whether everything that the printed number stands for rounds to this one."""
        (low, high), (printed_low, printed_high) = self.interval, printed.interval
        return low <= printed_low and printed_high <= high

    def is_near(self, printed: Quantity) -> bool:
        """Whether the printed number lies within one unit of this number's last place."""
        return abs(printed.value - self.value) <= self.unit

    def moved(self, units: int) -> str:
        """The text of the number after moving its digits by some units in their last place."""
        found = NUMBER.fullmatch(self.text)
        if found is None or found["ten"]:
            raise ValueError(f"{self.text!r} has no digit to move")
        grouping = GROUPING.search(found["mantissa"])
        plain = Decimal(GROUPING.sub("", found["mantissa"]))
        signed = -plain if found["sign"] in MINUS else plain
        decimals = max(0, -int(plain.as_tuple().exponent))
        moved = signed + units * Decimal(1).scaleb(-decimals)
        shown = f"{abs(moved):,.{decimals}f}".replace(",", grouping[0] if grouping else "")
        same_side = (moved < 0) == (signed < 0) and moved != 0
        sign = (found["sign"] or "") if same_side else "-" if moved < 0 else ""
        return sign + shown + self.text[found.end("mantissa") :]


def quantities(text: str) -> Iterator[Quantity]:
    """Every number in a text, from left to right; the caller blanks names first.

    What has too long an exponent is left out, so that its digits stay to be asked about.
    """
    for found in NUMBER.finditer(text):
        if any(map(LONG_POWER.search, filter(None, found.group("ten", "e", "power")))):
            continue
        mantissa = Decimal(GROUPING.sub("", found["mantissa"] or "1"))
        decimals = max(0, -int(mantissa.as_tuple().exponent))
        shift = _exponent(found)
        yield Quantity(
            text=found[0],
            value=(-mantissa if found["sign"] in MINUS else mantissa).scaleb(shift),
            place=shift - decimals,
            start=found.start(),
            end=found.end(),
            core=found.span("core"),
            whole=shift == decimals == 0 and not found["scale"],
        )


def _exponent(found: re.Match) -> int:
    power = (found["ten"] or found["power"] or "0").strip("{}^").translate(MARKS)
    scale = SCALES[" ".join(found["scale"].split())] if found["scale"] else 0
    return int(power) + int((found["e"] or "0").translate(MARKS)) + scale
