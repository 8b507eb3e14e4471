"""Where a relation of a formula starts and ceases to hold: tolerances, printed places, ends of intervals, limits."""

import math
import re

import numpy as np
import pytest
from bookproof.formulas import (
    Depends,
    Each,
    Expect,
    FalseFormula,
    Growing,
    Index,
    Step,
    UndefinedFormula,
    UnreadableFormula,
    WeakBinding,
)
from bookproof.formulas.check import check
from bookproof.formulas.evaluate import Notation, Scope, claims, hold, report
from bookproof.formulas.evidence import Evidence
from bookproof.formulas.parser import parse


def judge(latex, symbols, **options):
    """Hold a formula to its symbols; whether the draws could tell is not asked."""
    notation = Notation.of(symbols)
    for statement in parse(latex, notation.declared):
        hold(statement, Scope(latex, notation, Evidence(), **options))


def holds(latex, symbols, **options):
    try:
        judge(latex, symbols, **options)
    except FalseFormula:
        return False
    return True


@pytest.mark.parametrize(
    ("printed", "value", "right"),
    [
        ("0.25", 0.245, True),
        ("0.25", 0.255, True),
        ("0.25", 0.255 + 1e-8, False),
        ("0.25", 0.245 - 1e-8, False),
        ("0.250", 0.2505, True),
        ("0.250", 0.2506, False),
        ("0.250", 0.2494, False),
        ("-0.25", -0.2549, True),
        ("-0.25", -0.2551, False),
        ("-0.25", 0.25, False),
        ("3", 2.5, True),
        ("3", 3.5, True),
        ("3", 2.4999, False),
        ("3", 3.5001, False),
        (r"12\%", 0.115, True),
        (r"12\%", 0.1249, True),
        (r"12\%", 0.1251, False),
        (r"12\%", 0.1149, False),
        (r"12.5\%", 0.1255, True),
        (r"12.5\%", 0.1256, False),
        (r"12.5\%", 0.1244, False),
        (r"-12.5\%", -0.1254, True),
        (r"-12.5\%", -0.1256, False),
        # Two terms, a power or a product are no printed number: they agree to two per cent.
        ("0.25+0.50", 0.76, True),
        ("0.25+0.50", 0.77, False),
        ("10^{2}", 101.9, True),
        ("10^{2}", 102.1, False),
        (r"2\cdot0.5", 1.019, True),
        (r"2\cdot0.5", 1.021, False),
    ],
)
def test_about_a_printed_number_is_half_a_unit_of_its_last_place(printed, value, right):
    assert holds(rf"x\approx{printed}", {"x": value}) is right


@pytest.mark.parametrize(("value", "right"), [(0.245, True), (0.2551, False), (0.2549, True), (0.2449, False)])
def test_the_printed_number_may_stand_on_the_left(value, right):
    assert holds(r"0.25\approx x", {"x": value}) is right


@pytest.mark.parametrize(
    ("latex", "right"),
    [
        (r"0.25\approx0.3", True),
        (r"0.3\approx0.25", True),
        (r"0.2499\approx0.3", False),
        (r"0.3\approx0.2499", False),
        (r"3\approx2.5", True),
        (r"12\%\approx0.125", True),
        (r"12\%\approx0.126", False),
        (r"0.126\approx12\%", False),
    ],
)
def test_of_two_printed_numbers_the_coarser_place_counts(latex, right):
    assert holds(latex, {}) is right


def test_the_percent_of_a_symbol_has_no_printed_place():
    assert holds(r"x\approx y\%", {"x": 0.505, "y": 50.0})
    assert not holds(r"x\approx y\%", {"x": 0.511, "y": 50.0})


@pytest.mark.parametrize(
    ("approx", "value", "right"),
    [
        (0.02, 101.99, True),
        (0.02, 102.01, False),
        (0.02, 98.01, True),
        (0.02, 97.99, False),
        (0.1, 109.9, True),
        (0.1, 110.1, False),
        (1e-4, 100.009, True),
        (1e-4, 100.011, False),
    ],
)
def test_about_an_expression_is_relative_to_the_right_side(approx, value, right):
    assert holds(r"x\approx y", {"x": value, "y": 100.0}, approx=approx) is right


def test_two_sides_that_are_zero_up_to_rounding_are_about_equal():
    assert holds(r"x\approx y", {"x": 0.9e-12, "y": 0.0})
    assert not holds(r"x\approx y", {"x": 1.1e-12, "y": 0.0})


def test_about_holds_for_each_entry():
    close, far = np.array([1.01, 2.01]), np.array([1.01, 2.2])
    assert holds(r"a\approx b", {"a": close, "b": np.array([1.0, 2.0])})
    assert not holds(r"a\approx b", {"a": far, "b": np.array([1.0, 2.0])})


@pytest.mark.parametrize("sign", ["=", r"\equiv", r"\leq", r"\geq"])
@pytest.mark.parametrize("right", [1.0, 1000.0, -1000.0])
def test_equality_leaves_a_billionth_absolute_and_relative(sign, right):
    # The side on which a weak relation needs the tolerance.
    way = -1 if sign == r"\geq" else 1
    room = 1e-9 + 1e-9 * abs(right)
    for shape in (1.0, np.ones(2)):
        assert holds(f"x{sign} y", {"x": (right + way * 0.99 * room) * shape, "y": right * shape})
        assert not holds(f"x{sign} y", {"x": (right + way * 1.01 * room) * shape, "y": right * shape})


def test_near_zero_the_tolerance_is_absolute():
    for shape in (1.0, np.ones(2)):
        assert holds("x=y", {"x": 0.99e-9 * shape, "y": 0.0 * shape})
        assert not holds("x=y", {"x": 1.01e-9 * shape, "y": 0.0 * shape})


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (math.inf, math.inf, True),
        (-math.inf, -math.inf, True),
        (math.inf, -math.inf, False),
        (1.0, math.inf, False),
        (math.inf, 1.0, False),
    ],
)
def test_infinity_equals_itself_alone(left, right, same):
    assert holds("x=y", {"x": left, "y": right}) is same
    assert holds(r"x\neq y", {"x": left, "y": right}) is not same


ORDER = {
    "<": [(1, 2, True), (2, 2, False), (3, 2, False), (2 - 1e-12, 2, True)],
    ">": [(3, 2, True), (2, 2, False), (1, 2, False), (2 + 1e-12, 2, True)],
    r"\leq": [(1, 2, True), (2, 2, True), (3, 2, False)],
    r"\geq": [(3, 2, True), (2, 2, True), (1, 2, False)],
    r"\neq": [(1, 2, True), (2, 2, False), (2 + 1e-10, 2, False), (2 + 1e-8, 2, True)],
    r"\ll": [(1, 10, True), (1, 9.99, False), (-1, 10, True), (1, -10, True), (-5, 10, False), (10, 1, False)],
    r"\gg": [(10, 1, True), (9.99, 1, False), (10, -1, True), (-10, 1, True), (10, -5, False), (1, 10, False)],
}


@pytest.mark.parametrize(("sign", "left", "right", "true"), [(sign, *case) for sign in ORDER for case in ORDER[sign]])
def test_where_an_order_starts_to_hold(sign, left, right, true):
    symbols = {"x": float(left), "y": float(right)}
    assert holds(f"x{sign} y", symbols) is true


@pytest.mark.parametrize("sign", ORDER)
def test_an_order_holds_for_each_entry(sign):
    (left, right, _), *_ = ORDER[sign]
    *_, (bad_left, bad_right, _) = (case for case in ORDER[sign] if not case[2])
    assert holds(f"x{sign} y", {"x": np.array([left, left], float), "y": np.array([right, right], float)})
    # One entry that differs is enough for two columns to be different.
    mixed = {"x": np.array([left, bad_left], float), "y": np.array([right, bad_right], float)}
    assert holds(f"x{sign} y", mixed) is (sign == r"\neq")


def test_a_sign_that_relates_no_values_is_refused():
    with pytest.raises(UnreadableFormula, match="does not relate values"):
        judge(r"x\rightarrow y", {"x": 1.0, "y": 1.0})


def test_a_row_differs_from_a_column_and_one_shape_from_another():
    symbols = {"a": np.array([1.0, 2.0]), "b": np.array([1.0, 2.0]), "c": np.ones(3)}
    assert holds(r"a^\top=b^\top", symbols)
    with pytest.raises(UndefinedFormula, match="a row is compared with a column"):
        judge(r"a^\top=b", symbols)
    with pytest.raises(UndefinedFormula, match=re.escape("shape (2,) is compared with shape (3,)")):
        judge("a=c", symbols)


@pytest.mark.parametrize(
    ("interval", "inside", "outside"),
    [
        ("[0,1]", [0, 0.5, 1], [-1e-6, 1 + 1e-6]),
        ("(0,1]", [1e-6, 1], [0, 1 + 1e-6]),
        ("[0,1)", [0, 1 - 1e-6], [1, -1e-6]),
        ("(0,1)", [1e-6, 1 - 1e-6], [0, 1]),
        (r"(0,\infty)", [1e-6, 1e6], [0, -1]),
    ],
)
def test_the_ends_of_an_interval(interval, inside, outside):
    for value in inside:
        assert holds(rf"x\in{interval}", {"x": float(value)})
        assert not holds(rf"x\notin{interval}", {"x": float(value)})
    for value in outside:
        assert not holds(rf"x\in{interval}", {"x": float(value)})
        assert holds(rf"x\notin{interval}", {"x": float(value)})
    assert holds(rf"a\in{interval}", {"a": np.array(inside, float)})
    for value in outside:
        assert not holds(rf"a\in{interval}", {"a": np.array([0.5, value])})


@pytest.mark.parametrize(
    ("value", "member"),
    [
        (1.0, True),
        (1 + 1.9e-9, True),
        (1 + 2.1e-9, False),
        (0.9e-9, True),
        (1.1e-9, False),
        (1000 + 0.9e-6, True),
        (1000 + 1.1e-6, False),
        (2.0, False),
    ],
)
def test_membership_in_a_set_leaves_a_billionth(value, member):
    assert holds(r"x\in\{0,1,1000\}", {"x": value}) is member
    assert holds(r"x\notin\{0,1,1000\}", {"x": value}) is not member


@pytest.mark.parametrize(
    ("shape", "space", "right"),
    [
        ((2, 3), r"\mathbb R^{2\times3}", True),
        ((2, 3), r"\mathbb R^{3\times2}", False),
        ((2, 3), r"\mathbb R^2", False),
        ((2,), r"\mathbb R^2", True),
        ((2,), r"\mathbb R^3", False),
        ((2,), r"\mathbb R", False),
        ((), r"\mathbb R", True),
    ],
)
def test_membership_in_a_space_is_a_matter_of_shape(shape, space, right):
    value = np.ones(shape) if shape else 1.5
    assert holds(rf"A\in{space}", {"A": value}) is right


def test_the_ends_sizes_and_members_of_a_domain_may_be_symbols():
    symbols = {"c": 1.0, "d": 2.0, "n": 2, "m": 3, "A": np.ones((2, 3)), "x": 1.5, "y": 2.0, "k": Index(1, 2)}
    assert holds(r"x\in(c,d)", symbols)
    assert not holds(r"y\in(c,d)", symbols)
    assert not holds(r"c\in(c,d)", symbols)
    assert holds(r"y\in\{c,d\}", symbols)
    assert not holds(r"x\in\{c,d\}", symbols)
    assert holds(r"A\in\mathbb R^{n\times m}", symbols)
    assert not holds(r"A\in\mathbb R^{m\times n}", symbols)


def test_a_member_has_the_shape_of_the_value():
    symbols = {"a": np.ones(2), "b": np.array([1.0, 2.0]), "x": 1.0, r"\mathcal S": [1, 2], "c": np.array([1.0, 2.0])}
    assert holds(r"x\in\mathcal S", symbols)
    assert holds(r"a\notin\mathcal S", symbols)
    assert holds(r"b\in\{a,c\}", symbols)
    assert not holds(r"b\in\{a,x\}", symbols)


@pytest.mark.parametrize(("p", "q"), [(False, False), (False, True), (True, False), (True, True)])
def test_the_tables_of_implication_and_equivalence(p, q):
    symbols = {"x": 1.0 if p else -1.0, "y": 1.0 if q else -1.0}
    assert holds(r"x>0\Rightarrow y>0", symbols) is (not p or q)
    assert holds(r"x>0\iff y>0", symbols) is (p == q)


@pytest.mark.parametrize(
    ("latex", "right"),
    [
        (r"t>2\iff t^2>4\iff2t>4", True),
        (r"t>2\iff t^2>4\iff t<4", False),
        (r"t>2\Rightarrow t>1\Rightarrow t>\frac12", True),
        (r"t>2\Rightarrow t>3\Rightarrow t>0", False),
        (r"t>2\Rightarrow t>1\iff t\geq\frac32", True),
        (r"t>2\Rightarrow t>1\iff t>2", False),
    ],
)
def test_each_link_of_a_chain_of_implications_holds_by_itself(latex, right):
    assert holds(latex, {"t": Each([0.3, 1.0, 1.5, 2.5])}) is right


@pytest.mark.parametrize(
    ("latex", "context", "message"),
    [
        (r"t<0\Rightarrow t>5", {"t": Each([1.0, 2.0])}, r"t<0 is never true, so \Rightarrow was not tested"),
        (r"t>0\iff t<5", {"t": Each([1.0, 2.0])}, r"t>0 is never false, so \iff was not tested"),
        (r"t<0\iff t>5", {"t": Each([1.0, 2.0])}, r"t<0 is never true, so \iff was not tested"),
        (r"t>0\Rightarrow t>2\Rightarrow t>5", {"t": Each([-1.0])}, r"t>0 is never true"),
    ],
)
def test_an_implication_is_not_tested_by_a_premise_that_never_changes(latex, context, message):
    with pytest.raises(WeakBinding, match=re.escape(message)):
        check(latex, context)


@pytest.mark.parametrize("value", [-0.5, 0.5, 1.5])
def test_a_chain_inside_logic_needs_each_of_its_links(value):
    inside = 1.0 if 0 < value < 1 else -1.0
    assert holds(r"0<x<1\iff y>0", {"x": value, "y": inside})
    assert not holds(r"0<x<1\iff y>0", {"x": value, "y": -inside})


@pytest.mark.parametrize(("triple", "right"), [((1, 2, 3), True), ((2, 1, 3), False), ((1, 3, 2), False)])
def test_a_chain_needs_each_of_its_links(triple, right):
    assert holds("x<y<z", dict(zip("xyz", map(float, triple), strict=True))) is right


def test_a_claim_is_asked_only_where_its_conditions_hold():
    symbols = {"t": Each([-2.0, 1.0, 3.0]), "x": 1.0}
    assert holds(r"\lvert t\rvert=t\quad\text{if }t>0", symbols)
    assert not holds(r"\lvert t\rvert=t\quad\text{if }t<2", symbols)
    with pytest.raises(WeakBinding, match="nothing was tested"):
        judge(r"\lvert t\rvert=t\quad\text{if }t>3", symbols)


def test_a_range_takes_both_of_its_ends():
    symbols = {"a": np.array([9.0, 4.0, 9.0, 16.0, 9.0]), "m": 2, "n": 4, "r": 5}
    assert holds(r"a_k=k^2\quad\text{for }k=m,\dots,n", symbols)
    assert not holds(r"a_k=k^2\quad\text{for }k=m,\dots,r", symbols)
    assert holds(r"a_k=k^2\quad\text{for }k=2,\dots,4", symbols)
    assert not holds(r"a_k=k^2\quad\text{for }k=1,\dots,4", symbols)
    assert not holds(r"a_k=k^2\quad\text{for }k=2,\dots,5", symbols)


def test_the_choices_of_the_free_letters_are_bounded(monkeypatch):
    monkeypatch.setattr(claims, "MOST_TERMS", 6)
    symbols = {"i": Index(1, 2), "j": Index(1, 3), "k": Index(1, 7)}
    assert holds("i+j=j+i", symbols)
    with pytest.raises(UndefinedFormula, match="the free letters i, k take more than 6 values together"):
        judge("i+k=k+i", symbols)


def test_each_pair_of_the_free_letters_is_tried():
    symbols = {"i": Index(1, 2), "j": Index(1, 3)}
    assert holds(r"ij\neq7", symbols)
    assert not holds(r"ij\neq6", symbols)
    assert not holds(r"ij\neq1", symbols)


def test_a_letter_counts_through_what_depends_on_it():
    symbols = {"t": Each([1.0, 2.0]), "w": Depends(lambda t: t**2, "t"), "u": Depends(lambda w: w + 1, "w")}
    assert holds(r"u\geq2", symbols)
    assert not holds("u=2", symbols)
    assert not holds("u=5", symbols)


def test_a_letter_is_not_bound_and_free_at_once():
    with pytest.raises(UnreadableFormula, match="k is bound by an operator and free in one relation"):
        judge(r"\sum_ka_k+a_k=1", {"a": np.ones(2), "k": Index(1, 2)})


def test_each_relation_has_the_tolerance_of_its_own_parts():
    symbols = {"x": 0.5 + 5e-8, "y": 0.5}
    assert holds(r"\int_0^1s\,ds=x", symbols)
    assert not holds(r"\int_0^1s\,ds=x=y", symbols)
    assert not holds(r"x=y", symbols)


def test_the_left_side_of_an_update_alone_is_read_after_the_step():
    symbols = {"w": Step(3.0, 2.0), "x": 3.0, "y": 2.0}
    assert holds("w:=w-1", symbols)
    assert not holds("w:=w", symbols)
    assert holds("w=x", symbols)
    assert holds("w:=y", symbols)
    assert not holds("w=y", symbols)


def test_a_note_on_a_brace_is_held_to_its_number():
    assert holds(r"x+\underbrace{y}_{=2}=z", {"x": 1.0, "y": 2.0, "z": 3.0})
    assert holds(r"x+\underbrace{y}_{\approx2.1}=z", {"x": 1.0, "y": 2.05, "z": 3.05})
    with pytest.raises(FalseFormula, match=re.escape(r"the note on y is false: 2. = 3.")):
        judge(r"x+\underbrace{y}_{=3}=z", {"x": 1.0, "y": 2.0, "z": 3.0})


def test_a_note_on_a_letter_of_an_operator_is_not_asked_outside():
    symbols = {"k": Index(1, 2), "t": Each([1.0, 2.0]), "x": 3.0}
    assert holds(r"\sum_k\underbrace{k}_{\geq1}=x", symbols)
    # Outside of any operator the letter has a value, and the note is asked for each.
    assert not holds(r"\underbrace{t}_{<2}+x=x+t", symbols)


@pytest.mark.parametrize(
    ("target", "first", "last", "tolerance", "right"),
    [
        (1.0, 2.0, 1.0099, 1e-2, True),
        (1.0, 2.0, 1.0101, 1e-2, False),
        (1.0, 0.0, 0.9901, 1e-2, True),
        (1.0, 0.0, 0.9899, 1e-2, False),
        (1.0, 2.0, 1.09, 1e-1, True),
        (1.0, 2.0, 1.11, 1e-1, False),
        (100.0, 200.0, 100.9, 1e-2, True),
        (100.0, 200.0, 101.1, 1e-2, False),
        (-100.0, 0.0, -100.9, 1e-2, True),
        (-100.0, 0.0, -101.1, 1e-2, False),
        # Near 0 the error is absolute, a hundredth of the tolerance.
        (0.0, 1.0, 0.99e-4, 1e-2, True),
        (0.0, 1.0, 1.01e-4, 1e-2, False),
        # An error that grows or stays is no approach, however small.
        (1.0, 1.001, 1.002, 1e-2, False),
        (1.0, 1.001, 1.001, 1e-2, False),
        (1.0, 1.001, 0.999, 1e-2, False),
    ],
)
def test_where_an_arrow_arrives(target, first, last, tolerance, right):
    # What lies between the first value and the last does not count.
    sequence = {1: first, 5: -7.0, 9: last}
    symbols = {"n": Growing([1, 5, 9], tolerance), "g(n)": lambda n: sequence[int(n)], "c": target}
    assert holds(r"g(n)\xrightarrow[n\to\infty]{}c", symbols) is right


def test_the_error_of_an_arrow_may_be_exactly_the_tolerance():
    sequence = {1: 2.0, 2: 1.5}
    symbols = {"n": Growing([1, 2], 0.5), "g(n)": lambda n: sequence[int(n)]}
    assert holds(r"g(n)\xrightarrow[n\to\infty]{}1", symbols)


def test_a_false_arrow_tells_its_last_value_and_its_target():
    with pytest.raises(FalseFormula, match=re.escape("1.5 \\xrightarrow 1., difference 0.5")):
        judge(r"\frac{n+1}{n}\xrightarrow[n\to\infty]{}1", {"n": Growing([1, 4, 2])})


def test_an_arrow_needs_a_letter_that_grows():
    with pytest.raises(WeakBinding, match="n must be bound as Growing"):
        judge(r"\frac{n+1}{n}\xrightarrow[n\to\infty]{}1", {"n": 5})


@pytest.mark.parametrize(
    ("left", "right", "proportional"),
    [
        ([1.0, 2.0, 3.0], [2.0, 4.0, 6.0], True),
        ([2.0, 4.0, 6.0], [3.0, 6.0, 9.0], True),
        ([2.0, 4.0, 6.0], [1.0, 3.0, 3.0], False),
        ([1.0, 2.0, 3.0], [2.0, 4.0, 6.1], False),
        ([1.0, 2.0, 3.0], [-2.0, -4.0, -6.0], True),
        ([1.0, 2.0, 3.0], [2.0, 4.0, -6.0], False),
        ([1.0, 0.0, 3.0], [2.0, 0.0, 6.0], True),
        ([1.0, 0.0, 3.0], [2.0, 1e-9, 6.0], False),
        ([1e-6, 2e-6], [1e-6, 3e-6], False),
        ([1.0, 2.0], [1.0, 2 + 1e-9], True),
        ([1.0, 2.0], [1.0, 2 + 3e-9], False),
        ([0.0, 1.0, 4.0], [0.0, 1.0, 2.0], False),
        ([0.0, 1.0, 2.0], [0.0, 1.0, 4.0], False),
        ([0.0, 1.0, 2.0], [0.0, 2.0, 4.0], True),
        ([1.0, 2.0], [0.0, 0.0], False),
        ([0.0, 0.0], [1.0, 2.0], False),
        ([1.0], [0.0], False),
    ],
)
def test_what_is_proportional(left, right, proportional):
    symbols = {"p": np.array(left), "s": np.array(right), "k": Index(1, len(left))}
    assert holds(r"p_k\propto s_k", symbols, over=("k",)) is proportional


def test_a_false_proportion_tells_both_of_its_sides():
    symbols = {"p": np.array([1.0, 2.0]), "s": np.array([3.0, 5.0]), "k": Index(1, 2)}
    with pytest.raises(FalseFormula, match=re.escape("[1., 2.] \\propto [3., 5.], difference")):
        judge(r"p_k\propto s_k", symbols, over=("k",))


@pytest.mark.parametrize(
    ("left", "right"), [([3.0], [2.0]), ([0.0, 3.0], [0.0, 2.0]), ([0.0, 0.0], [0.0, 0.0]), ([3.0, 3.0], [2.0, 2.0])]
)
def test_a_proportion_needs_two_values(left, right):
    symbols = {"p": np.array(left), "s": np.array(right), "k": Index(1, len(left))}
    with pytest.raises(WeakBinding, match="fewer than two values"):
        judge(r"p_k\propto s_k", symbols, over=("k",))


def test_a_proportion_needs_letters():
    with pytest.raises(WeakBinding, match="needs over="):
        judge(r"p\propto s", {"p": 1.0, "s": 1.0})


@pytest.mark.parametrize("latex", ["c<f", r"c\leq f", "f>c", r"f\geq c"])
def test_a_weak_relation_has_to_come_near_equality(latex):
    check(latex, {"c": 8.99, "f": 9.0})
    with pytest.raises(WeakBinding, match="nowhere near"):
        check(latex, {"c": 1.0, "f": 9.0})


def test_a_membership_has_to_come_near_both_of_its_ends():
    check(r"c\in(0,2)", {"c": np.array([0.01, 1.99])})
    with pytest.raises(WeakBinding, match="the end 0"):
        check(r"c\in(0,2)", {"c": 1.99})
    with pytest.raises(WeakBinding, match="the end 2"):
        check(r"c\in(0,2)", {"c": 0.01})


def test_each_weak_relation_is_weak_by_itself():
    with pytest.raises(WeakBinding, match="the relation <"):
        check(r"c<f<g", {"c": 8.99, "f": 9.0, "g": 20.0})
    with pytest.raises(WeakBinding, match="the relation >"):
        check(r"g>f>c", {"c": 8.99, "f": 9.0, "g": 20.0})


@pytest.mark.parametrize(("entries", "end"), [([0.01, 0.9], 2), ([1.1, 1.99], 0)])
def test_each_membership_has_ends_of_its_own(entries, end):
    symbols = {"c": np.array([0.02, 1.98]), "g": np.array(entries)}
    with pytest.raises(WeakBinding, match=f"the end {end}"):
        check(r"c\in(0,2),\quad g\in(0,2)", symbols)
    check(r"c\in(0,2)", symbols)


def test_a_range_of_too_many_values_is_named():
    with pytest.raises(UndefinedFormula, match=re.escape(r"k=1,\dots,30000 runs over 30000 values")):
        judge(r"k=k\quad\text{for }k=1,\dots,30000", {"x": 1.0})


@pytest.mark.parametrize(
    ("latex", "message"),
    [
        (r"x=y=z", "y = z is false: 2. = 3., difference 1"),
        (r"x=y\iff y=z", r"x=y \iff y=z does not follow"),
        (r"x=y\iff y=2\Rightarrow y=z", r"y=2 \Rightarrow y=z does not follow"),
        (r"z\in[0,1)", r"z \in [0,1) is false: 3. \in [0,1), difference"),
    ],
)
def test_the_message_names_what_fails(latex, message):
    with pytest.raises(FalseFormula) as caught:
        judge(latex, {"x": 2.0, "y": 2.0, "z": 3.0})
    assert str(caught.value).startswith(message)


def test_the_report_names_the_statement_the_draw_and_the_inputs():
    symbols = {"y": 2.0, "x": 1.5, "n": 3, "f(x)": abs, "w": Step(3.0, 2.0), "z": 9.0}
    notation = Notation.of(symbols)
    scope = Scope("f(y)=x+n+w", notation, Evidence())
    (statement,) = parse(scope.latex, notation.declared)
    assert report(statement, 4, scope) == "  in: f(y)=x+n+w\n  draw 4: n = 3., w = 3., x = 1.5, y = 2."


def test_the_report_of_numbers_alone_has_no_inputs():
    scope = Scope("1=2", Notation.of({}), Evidence())
    (statement,) = parse(scope.latex, {})
    assert report(statement, 0, scope) == "  in: 1=2\n  draw 0: no inputs"


@pytest.mark.parametrize(
    "latex",
    [
        *("a=a", r"a\neq a", r"a\neq b", r"b\neq a", r"v\neq u", r"w\neq b", r"0\cdot i\neq b", r"f(b)_1\neq b"),
        *(r"a\notin[0,1]", r"v\notin[0,1]", r"a\notin\{0,1\}"),
        *(r"\max_kv_k=2", r"\min_kv_k=2", r"\max(v_1,v_2)=2", r"\max(v_2,v_1)=2"),
    ],
)
def test_no_relation_holds_for_a_value_that_is_not_a_number(latex):
    symbols = {"a": math.nan, "b": 1.0, "i": math.inf, "u": np.zeros(2), "v": np.array([2.0, math.nan])}
    symbols |= {"f(x)": lambda x: np.array([math.nan, x]), "k": Index(1, 2), "w": Depends(lambda b: math.nan, "b")}
    assert not holds(latex, symbols)


def test_the_place_of_a_greatest_value_needs_all_values():
    with pytest.raises(UndefinedFormula, match=r"a_k has no value for 2\.$"):
        judge(r"\arg\max_ka_k=1", {"a": np.array([2.0, math.nan]), "k": Index(1, 2)})


@pytest.mark.parametrize("latex", ["a=b", r"a\leq b", r"a\approx b", r"a\in[0,1]", "A=B"])
def test_sides_without_a_number_compare_nothing(latex):
    empty = {name: np.zeros(shape) for name, shape in {"a": 0, "b": 0, "A": (0, 3), "B": (0, 3)}.items()}
    with pytest.raises(UndefinedFormula, match=r"(a|A) is empty, so nothing was compared"):
        judge(latex, empty)


def test_an_expectation_takes_probabilities_in_float32():
    support = [(number, np.float32(share)) for number, share in enumerate((0.1, 0.2, 0.7))]
    judge(r"\mathbb E[U]<2", {r"\mathbb E": Expect("U", support), "U": Index(0, 2)})


@pytest.mark.parametrize(
    ("support", "statistic", "message"),
    [
        ([(1, 1.0), (2, 1.0)], "mean", r"expected probabilities that sum to 1, got \[1\., 1\.\] with the sum 2$"),
        ([(1, 1.5), (2, -0.5)], "mean", r"expected probabilities that sum to 1, got \[ 1\.5, -0\.5\]"),
        ([], "mean", r"expected probabilities that sum to 1, got \[\]"),
        ([(1, 0.5), (2, 0.5)], "median", "expected the statistic 'mean' or 'variance', got 'median'"),
    ],
)
def test_an_expectation_needs_probabilities_and_a_known_statistic(support, statistic, message):
    with pytest.raises(WeakBinding, match=message):
        judge(r"\mathbb E[U]=3", {r"\mathbb E": Expect("U", support, statistic), "U": Index(1, 2)})
