"""What each part of a formula is read as, and where it stands in the source."""

import re
from typing import get_args

import numpy as np
import pytest
from bookproof.formulas import UnreadableFormula, nodes
from bookproof.formulas.evaluate import Notation
from bookproof.formulas.evaluate.letters import bound_letters
from bookproof.formulas.parser import Declared, Role, parse, parse_condition, parse_expression
from equations import TRUE, symbols
from known_formulas import FORMULAS, KNOWN

EXPRESSIONS = get_args(nodes.Expression)


def draw(context):
    return Notation.of(context(np.random.default_rng(0)) if callable(context) else context).declared


def read_again(source, node, declared):
    """What the source of a part is read as when it stands alone."""
    if isinstance(node, nodes.Relation):
        return parse_condition(source, declared)
    if isinstance(node, nodes.Interval | nodes.Reals):
        return parse_condition(rf"1\in{source}", declared).sides[1]
    return parse_expression(source, declared)


def assert_each_part_quotes_its_source(latex, declared):
    for statement in parse(latex, declared):
        bound = bound_letters(statement).union(*(each.binds for each in declared.values()))
        letters = {name: Declared(Role.VALUE) for name in bound - declared.keys()}
        # In x_j^{(i)} the member x^{(i)} has no text of its own.
        split = [n.base for n in statement.walk() if isinstance(n, nodes.IndexedBy) and n.base.span == n.span]
        for node in statement.walk():
            source = latex[node.start : node.end]
            assert source
            # The conditions of a statement stand after it.
            for child in [node.claim] if isinstance(node, nodes.Statement) else node.children():
                assert node.start <= child.start < child.end <= node.end
            if isinstance(node, nodes.Dots):
                assert source in (r"\dots", r"\cdots", r"\vdots", r"\ldots")
            elif isinstance(node, EXPRESSIONS) and not any(node is each for each in split):
                assert read_again(source, node, {**letters, **declared}) == node


# The rows of an aligned formula are one text for the reader alone.
PARTS = {name: latex for name, latex in TRUE.items() if r"\begin{aligned}" not in latex}


@pytest.mark.parametrize("name", PARTS)
def test_each_part_of_a_formula_quotes_its_source(name):
    assert_each_part_quotes_its_source(PARTS[name], draw(symbols))


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula["name"])
def test_each_part_of_a_known_formula_quotes_its_source(formula):
    if r"\begin{a" not in formula["right"]:
        assert_each_part_quotes_its_source(formula["right"], draw(KNOWN[formula["name"]].context))


LETTERS = {name: Declared(Role.VALUE) for name in "abcdknxyz"} | {"xy": Declared(Role.VALUE)}
LETTERS |= {"f": Declared(Role.FUNCTION), "d_0": Declared(Role.VALUE)}
# Each pair is two ways to print one thing.
ALIKE = [
    (r"\frac12", r"\frac{1}{2}"),
    (r"(\frac12)+a", r"(\frac{1}{2})+a"),
    (r"x^{\frac12}+a", r"x^{\frac{1}{2}}+a"),
    (r"\sqrt{\tfrac12}+a", r"\sqrt{\frac{1}{2}}+a"),
    (r"\frac{\dfrac12}{3}", r"\frac{\frac{1}{2}}{3}"),
    (r"f(\frac12,x)", r"f(\frac{1}{2},x)"),
    (r"(\binom42)+a", r"(\binom{4}{2})+a"),
    (r"\tfrac{a}b", r"\frac ab"),
    (r"a\cdot b", r"a\times b"),
    (r"\lVert a\rVert", r"\|a\|"),
    (r"\lvert a\rvert", "|a|"),
    (r"\ln a", r"\log a"),
    (r"a^\top", "a^T"),
    (r"a^{-\top}", "a^{-T}"),
    (r"\mathbf 1\{a=b\}", r"\mathbb{1}[a=b]"),
    (r"\mathbf 1\{a=b\}", r"\mathbf{1}_{a=b}"),
    (r"\argmin_a b", r"\arg\min_a b"),
    (r"\argmin_a b", r"\underset{a}{\operatorname{argmin}}b"),
    (r"\operatorname*{arg\,max}_a b", r"\arg\max_ab"),
    (r"\sum_{k=1}^{n}a", r"\sum^n_{k=1}a"),
    (r"\sum_{k=1,k\neq2}^na", r"\sum_{\substack{k=1\\k\neq2}}^na"),
    (r"\sum_{k\neq2}k", r"\sum_{k:k\neq2}k"),
    (r"\sum_{k\in\{a,b\}}1", r"\sum_{k\in \{a, b\}}1"),
    (r"\bigl(a+b\bigr)c", "(a+b)c"),
    (r"\left.a\right|_{a=1}", "a|_{a=1}"),
    (r"b\left.a\right|_{a=1}", "b a|_{a=1}"),
    (r"\frac{da}{db}", r"\frac{d}{db}a"),
    (r"\frac{\partial^2 a}{\partial b^2}", r"\frac{\partial^2}{\partial b\,\partial b}a"),
    (r"\begin{pmatrix}a\\b\end{pmatrix}", r"\begin{bmatrix}a\\b\end{bmatrix}"),
    (r"\begin{array}{c}a\\b\end{array}", r"\begin{matrix}a\\b\end{matrix}"),
    (
        r"\begin{cases}a,&b>1\\c&\text{else}\end{cases}",
        r"\begin{cases}a&\text{if }b>1,\\c&\text{otherwise}.\end{cases}",
    ),
    (r"a\underbrace{+b}_{\text{x}}-c", "a+b-c"),
    (r"\underbrace{a}_{\text{x}}+b", "a+b"),
    (r"a-\underbrace{b}_{\text{x}}+c", "a-b+c"),
    (r"\underbrace{a+b}_{\text{x}}+c", "a+b+c"),
    (r"\underbrace{a-b}_{\text{x}}-c", "a-b-c"),
    (r"(\underbrace{a-b}_{\text{x}})", "(a-b)"),
    (r"a+\underbrace{b-c}_{\text{x}}", "a+b-c"),
    (r"a+\underbrace{b-c}_{\text{x}}-d", "a+b-c-d"),
    (r"a\underbrace{b}_{\text{x}}c", "abc"),
    ("a_{xy}", "a_{x y}"),
    (r"a_{k+1}", "a_{k + 1}"),
    ("a_{b,c}", "a_{bc}"),
    ("a_{12}", "a_{ 12 }"),
    ("1{,}234", "1234"),
    (r"a%b" + "\n+c", "a+c"),
    ("d/{d_0}", "d/d_0"),
]


@pytest.mark.parametrize(("one", "two"), ALIKE)
def test_two_ways_to_print_one_thing(one, two):
    assert parse_expression(one, LETTERS) == parse_expression(two, LETTERS)


@pytest.mark.parametrize(
    ("latex", "kind"),
    [
        (r"\frac{d}{d+1}", nodes.Fraction),
        (r"\frac{d}{d_0}", nodes.Fraction),
        (r"\frac{d}{d\cdot a}", nodes.Fraction),
        (r"\frac{d!}{d-a}", nodes.Fraction),
        (r"\frac{a}{dx}", nodes.Fraction),
        (r"\frac{da}{b}", nodes.Fraction),
        (r"\frac{da}{dx}", nodes.Derivative),
        (r"\frac{d}{dx}a", nodes.Derivative),
        (r"\frac{\partial}{\partial x_k}a", nodes.Derivative),
        ("[a=b]", nodes.Indicator),
        ("[a+b]", nodes.Group),
        (r"\{a\}", nodes.Group),
        (r"\{1\}", nodes.Set),
        (r"\{a,b\}", nodes.Set),
        ("(a,b)", nodes.Vector),
        ("(a_k)_{k=1}^n", nodes.Family),
        ("(a,b)_k", nodes.IndexedBy),
        ("a^{-1}", nodes.Inverse),
        ("a^{-2}", nodes.Power),
        ("a^b", nodes.Power),
        ("f", nodes.Symbol),
        ("f(a)", nodes.Call),
        ("f_k(a)", nodes.Call),
        ("a(b)", nodes.Product),
        (r"\max(a,b)", nodes.Extreme),
        (r"\max_ka", nodes.Big),
        ("-a", nodes.Sum),
        ("+a", nodes.Symbol),
        (r"a\%", nodes.Percent),
        ("n!", nodes.Factorial),
        ("a|_{a=1}", nodes.At),
        (r"\underbrace{a}_{=b}", nodes.Noted),
        (r"\underbrace{a}_{\text{b}}", nodes.Symbol),
        (r"\begin{bmatrix}a&b\end{bmatrix}", nodes.Matrix),
        (r"\begin{bmatrix}a\\b\end{bmatrix}", nodes.Vector),
    ],
)
def test_what_a_part_is_read_as(latex, kind):
    assert type(parse_expression(latex, LETTERS)) is kind


UNREADABLE = [
    *(r"\log_2_3 a", r"\log_2^3a", r"a-\underbrace{b+c}_{\text{x}}", r"\underbrace{a+b}_{\text{x}}c"),
    *("a b!c'", "a'", "f'", "f_k", "f^2(a)", r"\log", r"\log^2a", r"\log a b", r"\log a/b", r"\log a\cdot b"),
    *(r"\log(a)^2", r"\log(a)_k", r"\max a", r"\max(a)", r"\max(a,b)^2", r"\max(a,b)_k", r"\arg a"),
    *(r"\arg\max a", r"\argmax_{a,b}c", r"\argmax_ab+c", r"\argmax_ab-c", r"\underset{a}{b}c"),
    *(r"\underset{a}{\operatorname{exp}}c", r"\sum a", r"\sum_{k=1}a", r"\sum^na", r"\sum_k^na"),
    *(r"\sum_{(a,b)\in\{1\}\times\{2\}\times\{3\}}1", r"\nabla^3a", r"\nabla_qa", r"\int_0a\,da"),
    *(r"\int a\,da", r"\int_0^1a", r"\lim_{a}a", r"\lim a", r"\sqrt", r"\frac{d^4a}{db^4}", r"\frac{d^2a}{db}"),
    *(r"\frac{da}{d(b+c)}", r"\frac{da}{db^4}", r"\frac{da}{\partial b}", r"\frac\log2", r"\frac\frac122"),
    *(r"\frac123", r"\frac{1}23", r"\frac1.5", r"\sqrt12", r"x^12", "x_12"),
    *(r"2\frac12", r"a\cdot2\tfrac{1}{2}", r"1.5\frac12b"),
    *(r"\sqrt\hat a", r"\frac{1}.5", r"\frac1{", "a_", "a^", "a_{", "a)", "(a", "(a]", "[a)", "a2"),
    *(r"a\cdot2\,3", "a/b c", "a/b/c", "1/2a", "a+", "a-", "a*b", "(a=b)", "a|_{b}", "a|_b", r"\hat{a_1}"),
    *(r"\hat", r"\begin{cases}a\end{cases}", r"\begin{cases}a&b&c\end{cases}", r"\begin{foo}a\end{foo}"),
    *(r"\underbrace{a}_{b}", r"\underbrace", r"\{a", r"\lfloor a\rceil", "|a", "a_{1b}", "a_{2k}", "e2", "q"),
    *("q_1", r"\top", r"\cdot a"),
    "a" + "_1" * 9,
    "(" * 31 + "a" + ")" * 31,
]


@pytest.mark.parametrize("latex", UNREADABLE)
def test_what_cannot_be_read(latex):
    with pytest.raises(UnreadableFormula):
        parse_expression(latex, LETTERS)


@pytest.mark.parametrize("latex", [r"2\,\frac12", r"1.5\frac{3}{4}"])
def test_what_can_be_read_in_two_ways_is_quoted(latex):
    with pytest.raises(UnreadableFormula, match="^" + re.escape(f"{latex} can be read in two ways")):
        parse_expression(f"a + {latex}", LETTERS)


@pytest.mark.parametrize("latex", ["a" + "_1" * 7, "(" * 29 + "a" + ")" * 29])
def test_what_is_just_not_too_deep(latex):
    parse_expression(latex, LETTERS)


STATEMENTS = {
    "a=b,\\quad c=d": 2,
    "a=b;c=d": 2,
    "a=b.": 1,
    r"\underbrace{a+b}_{\text{x}}=c": 1,
    r"\underbrace{a+b}_{\text{x}}=c,\quad d=\underbrace{a+b}_{\text{y}},\;c=d": 3,
    r"a\in\mathbb R": 1,
    r"a\in\mathbb{R}^n": 1,
    r"a\in\mathbb{R}^{n\times n}": 1,
    r"a\notin(b,c],\;a\in[b,c)": 2,
    r"\begin{aligned}a&=b\\&=c\end{aligned}": 1,
    r"\begin{aligned}a&=b\\&\quad+c\end{aligned}": 1,
    r"\begin{aligned}a&=b\\&\quad-c\end{aligned}.": 1,
    r"\begin{aligned}a&=b\\&\cdot c\end{aligned}": 1,
    r"\begin{aligned}a&=b\\&\times c\\\end{aligned}": 1,
    r"\begin{aligned}a&=b\\c&=d\end{aligned},": 2,
    r"\begin{gathered}a=b\\c=d\end{gathered}": 2,
    r"a=b\quad\text{and}\quad c=d": 2,
    r"a=b\quad\text{for }k=1,\dots,n": 1,
    r"a=b,\quad k=1,\dots,n": 1,
    r"a=b\quad\text{if }c>1\text{ and }d>1": 1,
    r"a=b\text{ for all }k": 1,
    r"a=b\;\forall k": 1,
    r"a=b" + r"\iff a=b" * 600: 1,
}


@pytest.mark.parametrize("latex", STATEMENTS)
def test_how_many_statements_a_formula_makes(latex):
    assert len(parse(latex, LETTERS)) == STATEMENTS[latex]


@pytest.mark.parametrize(
    ("latex", "conditions"),
    [
        (r"a=b\quad\text{if }c>1\text{ and }d>1", [nodes.Relation, nodes.Relation]),
        (r"a=b\quad\text{for }k=1,\dots,n\text{ and }c>1", [nodes.Range, nodes.Relation]),
        (r"a=b\quad\text{for all }k", []),
    ],
)
def test_what_restricts_a_statement(latex, conditions):
    (statement,) = parse(latex, LETTERS)
    assert [type(condition) for condition in statement.conditions] == conditions


@pytest.mark.parametrize(
    "latex",
    [
        "",
        "a",
        "a+b",
        "a=",
        "=a",
        r"a=b\iff c",
        r"\text{if }a=b",
        "a=b c=d)",
        r"a=b\text{ for }c+d",
        r"a\xrightarrow{}b",
        r"a\xrightarrow[n]{}b",
        r"\begin{aligned}a=b\end{aligned}c",
        r"a=\begin{aligned}b\end{aligned}",
    ],
)
def test_what_is_no_statement(latex):
    with pytest.raises(UnreadableFormula):
        parse(latex, LETTERS)


@pytest.mark.parametrize(
    ("latex", "near"),
    [("a=q", "undeclared symbol q "), ("a=q_{1}", "undeclared symbol q_1 "), ("a=q_k'", "undeclared symbol q_k ")],
)
def test_an_undeclared_symbol_is_named_with_its_index(latex, near):
    with pytest.raises(UnreadableFormula, match=near):
        parse(latex, LETTERS)


def test_a_message_quotes_the_last_tokens():
    with pytest.raises(UnreadableFormula, match=r"\(near 'b\+c\+\)'\)"):
        parse_expression("d+a+b+c+)", LETTERS)
    with pytest.raises(UnreadableFormula, match=r"\(near '\)'\)"):
        parse_expression(")", LETTERS)


def test_the_longest_run_of_letters_is_a_name():
    names = {name: Declared(Role.VALUE) for name in ("x", "y", "z", "xy", "xyz", "x'", "x^*", "x_0")}
    found = {"xyz": nodes.Symbol("xyz"), "xy": nodes.Symbol("xy"), "x'": nodes.Symbol("x'"), "x^*": nodes.Symbol("x^*")}
    for latex, symbol in found.items():
        assert parse_expression(latex, names) == symbol
    assert parse_expression("x'_y", names) == nodes.IndexedBy(nodes.Symbol("x'"), (nodes.Symbol("y"),))
    assert parse_expression("x'^y", names) == nodes.Power(nodes.Symbol("x'"), nodes.Symbol("y"))
    assert parse_expression("x^*_y", names) == nodes.IndexedBy(nodes.Symbol("x^*"), (nodes.Symbol("y"),))
    assert parse_expression("x_0^y", names) == nodes.Power(nodes.Symbol("x_0"), nodes.Symbol("y"))
    with pytest.raises(UnreadableFormula, match="undeclared symbol x\\^\\*'"):
        parse_expression("x'^*", {name: role for name, role in names.items() if name != "x'"})
