from decimal import Decimal

import pytest
from bookproof.numbers.quantities import quantities


def read(text):
    return [(number.text, number.value, number.place) for number in quantities(text)]


@pytest.mark.parametrize(
    ("text", "value", "place"),
    [
        ("0.857", "0.857", -3),
        (".5", "0.5", -1),
        ("42", "42", 0),
        ("-0.25", "-0.25", -2),
        ("−0.25", "-0.25", -2),
        ("42.5 %", "0.425", -3),
        ("42.5%", "0.425", -3),
        ("5 ‰", "0.005", -3),
        ("42.5 percent", "0.425", -3),
        ("50,257", "50257", 0),
        ("50\u2009257", "50257", 0),
        ("50_257", "50257", 0),
        ("1,234.5", "1234.5", -1),
        ("1.2 million", "1200000", 5),
        ("1.2e-04", "0.00012", -5),
        ("1.2E+3", "1200", 2),
        ("1.2×10⁻⁴", "0.00012", -5),
        ("1.2 · 10^-4", "0.00012", -5),
        ("1.2×10^{-4}", "0.00012", -5),
        ("10⁻⁴", "0.0001", -4),
        ("10^{16}", "1E16", 16),
    ],
)
def test_one_number(text, value, place):
    assert read(text) == [(text, Decimal(value), place)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1, 234", ["1", "234"]),
        ("is 3. Then", ["3"]),
        ("2.13.0", []),
        ("[1. 2.]", ["1", "2"]),
        ("0.1-0.3", ["0.1", "0.3"]),
        ("0.1 -0.3", ["0.1", "-0.3"]),
        ("(-1)", ["-1"]),
        ("0.1–0.3", ["0.1", "0.3"]),
        ("1/3", ["1", "3"]),
        ("20ms", ["20"]),
        ("12,34", ["12", "34"]),
    ],
)
def test_where_numbers_begin_and_end(text, found):
    assert [number.text for number in quantities(text)] == found


def quoted_and_printed(quoted, printed):
    return next(quantities(quoted)), next(quantities(printed))


@pytest.mark.parametrize(
    ("quoted", "printed", "right"),
    [
        ("0.857", "0.8566", True),
        ("0.856", "0.8566", False),
        ("0.8566", "0.857", False),
        ("0.86", "0.857", True),
        ("0.9", "0.85", False),
        ("0.5", "0.5", True),
        ("0.50", "0.5", False),
        ("0.125", "0.12500", True),
        ("43 %", "0.4249", False),
        ("43 %", "0.4261", True),
    ],
)
def test_the_whole_interval_must_round(quoted, printed, right):
    first, second = quoted_and_printed(quoted, printed)
    assert first.is_rounded_from(second) is right


@pytest.mark.parametrize(("printed", "near"), [("0.55", True), ("0.6", True), ("0.61", False), ("0.39", False)])
def test_near_is_one_unit_of_the_quoted_place(printed, near):
    first, second = quoted_and_printed("0.5", printed)
    assert first.is_near(second) is near


@pytest.mark.parametrize(
    ("text", "up", "down"),
    [
        ("0.857", "0.858", "0.856"),
        ("-0.0001", "0.0000", "-0.0002"),
        ("−0.5", "−0.4", "−0.6"),
        ("1,000", "1,001", "999"),
        ("9.99 %", "10.00 %", "9.98 %"),
        ("1.2×10⁻⁴", "1.3×10⁻⁴", "1.1×10⁻⁴"),
        ("0.0", "0.1", "-0.1"),
    ],
)
def test_moved_by_one_unit(text, up, down):
    number = next(quantities(text))
    assert (number.moved(1), number.moved(-1)) == (up, down)


def test_a_bare_power_has_no_digit_to_move():
    with pytest.raises(ValueError, match="no digit to move"):
        next(quantities("10⁻⁴")).moved(1)
