"""Units: the one table by which links, small numbers and quotations know them."""

from __future__ import annotations

import re

KINDS = {
    "nats": r"nats?", "bits": r"bits?", "bans": r"bans?|hartleys?", "KiB": r"KiB", "MiB": r"MiB", "GiB": r"GiB",
    "TiB": r"TiB", "kB": r"[kK]B", "MB": r"MB", "GB": r"GB", "TB": r"TB", "bytes": r"bytes?|B",
    "ns": r"ns|nanoseconds?", "µs": r"[µμu]s|microseconds?", "ms": r"ms|milliseconds?", "s": r"s|seconds?",
    "minutes": r"min|minutes?", "hours": r"h|hours?", "percent": r"%|percent|per cent",
    "points": r"(?:percentage )?points?", "°C": r"°C|degrees? Celsius", "°F": r"°F|degrees? Fahrenheit",
    "degrees": r"°|degrees?", "pixels": r"px|pixels?", "km": r"km|kilomet(?:er|re)s?", "cm": r"cm", "mm": r"mm",
    "kg": r"kg|kilograms?", "kHz": r"kHz", "Hz": r"Hz", "dB": r"dB",
}  # fmt: skip
COUNTED = {"points", "degrees", "percent", "pixels"}
"""Kinds whose words name things and times that a text counts too: *3 points of the plane*, *2 degrees of freedom*."""
FORMS = "|".join(f"(?P<u{place}>{form})" for place, form in enumerate(KINDS.values()))
UNIT = re.compile(rf"[ \u00a0\u2009]?(?:{FORMS})(?![\w/])")
NAMES = list(KINDS)
ANY = "|".join(KINDS.values())
MEASURES = "|".join(form for kind, form in KINDS.items() if kind not in COUNTED)


def unit_at(text: str, at: int) -> str | None:
    """The unit that stands at a place of a text."""
    found = UNIT.match(text, at)
    return NAMES[int(found.lastgroup[1:])] if found and found.lastgroup else None


def agree(one: str, other: str) -> bool:
    """Whether two units may be the same, said more and less exactly."""
    pair = {one, other}
    return len(pair) == 1 or pair in ({"percent", "points"}, {"degrees", "°C"}, {"degrees", "°F"})
