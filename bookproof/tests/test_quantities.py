from decimal import Decimal

import pytest
from bookproof.numbers.quantities import Quantity, quantities


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


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("0.5", [(0, 3, (0, 3), False)]),
        ("so 42 it is", [(3, 5, (3, 5), True)]),
        ("by -7, 8", [(3, 5, (4, 5), True), (7, 8, (7, 8), True)]),
        ("a 5 % b", [(2, 5, (2, 3), False)]),
        ("a 5 million b", [(2, 11, (2, 3), False)]),
        ("a −1.2×10⁻⁴ b", [(2, 11, (3, 11), False)]),
        ("a 10^{4} b", [(2, 8, (2, 8), False)]),
        ("a 10^{0} b", [(2, 8, (2, 8), True)]),
        ("a 3e2 b", [(2, 5, (2, 5), False)]),
        # A number of tenths is not whole although its exponent leaves units in the last place.
        ("a 1.5e1 b", [(2, 7, (2, 7), False)]),
        ("1,234", [(0, 5, (0, 5), True)]),
        ("10^{99999}", [(0, 10, (0, 10), False)]),
        ("10^{1000000} 1e999999 10⁹⁹⁹⁹⁹⁹ 2×10^-999999", []),
    ],
)
def test_where_a_number_stands_and_whether_it_is_whole(text, spans):
    assert [(n.start, n.end, n.core, n.whole) for n in quantities(text)] == spans


@pytest.mark.parametrize(
    ("text", "value", "place"),
    [
        ("3 thousand", "3E3", 3),
        ("3.5 billion", "3.5E9", 8),
        ("3 million", "3E6", 6),
        ("5 per cent", "0.05", -2),
        ("5 per\ncent", "0.05", -2),
        ("5 per mille", "0.005", -3),
        ("5‰", "0.005", -3),
        ("–3", "-3", 0),
        ("+3", "3", 0),
        ("+.25", "0.25", -2),
        ("1.2e−3", "0.0012", -4),
        ("1.2e3 %", "12", 0),
        ("1.5×10³ %", "15", 0),
        ("2 × 10^{+3}", "2000", 3),
        ("10⁺³", "1000", 3),
        ("-10^2", "-100", 2),
        ("1,234,567.25", "1234567.25", -2),
        ("0", "0", 0),
        ("0.00", "0", -2),
    ],
)
def test_signs_scales_and_powers(text, value, place):
    assert read(text) == [(text, Decimal(value), place)]


@pytest.mark.parametrize(
    ("text", "unit", "low", "high"),
    [
        ("0.857", "0.001", "0.8565", "0.8575"),
        ("-0.25", "0.01", "-0.255", "-0.245"),
        ("42", "1", "41.5", "42.5"),
        ("42.5 %", "0.001", "0.4245", "0.4255"),
        ("1.2×10⁻⁴", "0.00001", "0.000115", "0.000125"),
        ("3 million", "1000000", "2500000", "3500000"),
    ],
)
def test_the_interval_is_half_a_unit_on_either_side(text, unit, low, high):
    number = next(quantities(text))
    assert number.unit == Decimal(unit)
    assert number.interval == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("quoted", "printed", "right"),
    [
        # The printed interval may reach either end of the quoted one, and no further.
        ("0.5", "0.455", True),
        ("0.5", "0.545", True),
        ("0.5", "0.45", False),
        ("0.5", "0.55", False),
        ("0.5", "0.4504", True),
        ("0.5", "0.4505", True),
        ("0.5", "0.5495", True),
        ("0.5", "0.5496", True),
        ("-0.5", "-0.5495", True),
        ("-0.5", "-0.5505", False),
        ("-0.5", "0.5", False),
        ("3 million", "2,500,001", True),
        ("3 million", "2,500,000", False),
        ("3 million", "3,499,999", True),
        ("3 million", "3,500,000", False),
    ],
)
def test_the_printed_interval_lies_within_the_quoted_one(quoted, printed, right):
    first, second = quoted_and_printed(quoted, printed)
    assert first.is_rounded_from(second) is right


@pytest.mark.parametrize(
    ("text", "units", "moved"),
    [
        ("0.857", 5, "0.862"),
        ("0.5", -7, "-0.2"),
        ("-0.5", 7, "0.2"),
        ("−0.5", 5, "0.0"),
        ("–0.5", -1, "–0.6"),
        ("+0.5", 1, "+0.6"),
        ("+0.5", -6, "-0.1"),
        ("+0.5", -5, "0.0"),
        ("0.1", -1, "0.0"),
        ("-1", -1, "-2"),
        ("42", 10, "52"),
        ("9,999", 1, "10,000"),
        ("9\u2009999", 1, "10\u2009000"),
        ("9_999", 2, "10_001"),
        ("1,234,567.8", 3, "1,234,568.1"),
        ("1,000", -1, "999"),
        ("9999", 1, "10000"),
        ("42.5 %", 2, "42.7 %"),
        ("3.5 million", -1, "3.4 million"),
        ("1.2e-04", 1, "1.3e-04"),
        (".5", 1, "0.6"),
        ("0.5", 0, "0.5"),
    ],
)
def test_moved_by_several_units(text, units, moved):
    assert next(quantities(text)).moved(units) == moved


def test_what_is_no_number_cannot_be_moved():
    number = Quantity("0.5x", Decimal("0.5"), -1, 0, 4, (0, 3), False)
    with pytest.raises(ValueError, match=r"'0\.5x' has no digit to move"):
        number.moved(1)
