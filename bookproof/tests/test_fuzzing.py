"""Whatever is printed, the engine answers with a verdict or a `FormulaError`: no crash, and no hang."""

import random
import time

import numpy as np
import pytest
from bookproof.formulas import Binding, Depends, Each, Expect, FormulaError, Index, Indexed, Samples, UndefinedFormula
from bookproof.formulas.check import check
from bookproof.formulas.relations import evaluate, explain
from known_formulas import FORMULAS

SYMBOLS = {
    "a": 1.5,
    "n": 3,
    "v": np.array([1.0, 2.0, 4.0]),
    "A": np.array([[1.0, 2.0], [3.0, 5.0]]),
    "x": Samples(np.array([1.0, 3.0])),
    "z": Indexed(np.array([0.5, 2.5])),
    "k": Index(1, "n"),
    "t": Each([0.5, 2.0]),
    "w": Depends(lambda a: a**2, "a"),
    r"\mathbb E": Expect("U", [(1.0, 0.5), (2.0, 0.5)]),
    r"\sigma(u)": lambda u: 1 / (1 + np.exp(-u)),
    r"\mathcal S": [1, 2],
}
PIECES = [
    *("a", "n", "v", "A", "x", "z", "k", "t", "w", "e", "T", "d", "0", "1", "2", "12", "0.5", "3!", "U"),
    *("=", "+", "-", "/", "^", "_", "(", ")", "[", "]", "{", "}", "|", "'", ",", "!", "&", r"\\", ":", "<"),
    *(r"\frac", r"\sqrt", r"\log", r"\sum_k", r"\sum_{k=1}^n", r"\prod_{j=1}^{2}", r"\max", r"\arg\min_a", r"\int_0^1"),
    *(r"\lim_{a\to0}", r"\nabla_v", r"\partial", r"\underbrace", r"\overbrace", r"\{", r"\}", r"\dots", r"\cdot"),
    *(r"\top", r"\infty", r"\in", r"\leq", r"\approx", r"\iff", r"\mathbb E", r"\sigma", r"\sigma(a)", r"\mathcal S"),
    *(r"\hat", r"\mathbf 1", r"\mathbb R", r"\begin{cases}", r"\end{cases}", r"\begin{aligned}", r"\end{aligned}"),
    *(r"\begin{bmatrix}", r"\end{bmatrix}", r"\text{if }", r"\text{for }", r"\binom", r"\lvert", r"\rvert", r"\|"),
    *(
        r"\%",
        r"\xrightarrow",
        r"\propto",
        r"\substack",
        r"\underset",
        r"\lfloor",
        r"\rfloor",
        ".",
        ";",
        r"\foo",
        "%",
        "é",
    ),
]


def judged(latex, context=SYMBOLS):
    """Whether a formula holds; anything but a verdict or a `FormulaError` escapes and fails the test."""
    try:
        check(latex, context)
    except FormulaError:
        return False
    return True


@pytest.mark.parametrize("seed", range(10))
def test_random_pieces_get_a_verdict(seed):
    rng = random.Random(seed)
    for _ in range(300):
        judged("".join(rng.choices(PIECES, k=rng.randint(1, 12))))
        judged("a=" + "".join(rng.choices(PIECES, k=rng.randint(1, 8))))


@pytest.mark.parametrize("seed", range(10))
def test_damaged_formulas_get_a_verdict(seed):
    rng = random.Random(seed)
    known = [formula["right"] for formula in FORMULAS]
    for _ in range(100):
        latex = rng.choice(known)
        for _ in range(rng.randint(1, 3)):
            at = rng.randrange(len(latex))
            latex = latex[:at] + rng.choice(["", *PIECES]) + latex[at + rng.randint(0, 2) :] or "a"
        judged(latex)


@pytest.mark.parametrize("seed", range(10))
def test_random_relations_get_a_verdict_and_an_explanation(seed):
    rng = random.Random(seed)
    for _ in range(1000):
        latex = "".join(rng.choices(PIECES, k=rng.randint(1, 10)))
        evaluate(latex)
        explain(latex)


NESTED = {
    "parentheses": "a=" + "(" * 600 + "a" + ")" * 600,
    "braces": "a=" + "{" * 600 + "a" + "}" * 600,
    "fractions": "a=" + r"\frac{1}{" * 600 + "a" + "}" * 600,
    "roots": "a=" + r"\sqrt{" * 600 + "a" + "}" * 600,
    "logarithms": "a=" + r"\log" * 600 + " a",
    "sums": "a=" + r"\sum_{k=1}^2" * 600 + "a",
    "accents": "a=" + r"\hat" * 600 + "a",
    "indices": "a=v" + "_1" * 600,
    "factorials": "a=1" + "!" * 600,
    "powers": "a=" + "a^{" * 600 + "1" + "}" * 600,
    "bars": "a=" + "|{" * 600 + "a" + "}|" * 600,
}


@pytest.mark.parametrize("name", NESTED)
def test_deep_nesting_is_an_error(name):
    assert not judged(NESTED[name])
    evaluate(NESTED[name])


def test_twenty_levels_are_read():
    assert judged("a=" + "(" * 20 + "a" + ")" * 20)
    assert judged(r"2^{-20}a=" + r"\frac{1}{2}(" * 20 + "a" + ")" * 20)


ENDLESS = {
    "a factorial": r"a=(10^9)!",
    "a binomial coefficient": r"a=\binom{10^9}{5\cdot10^8}",
    "an exponent": r"a=10^{999999999}",
    "a tower": r"a=9^{9^{9^9}}",
    "a long sum": r"a=\sum_{j=1}^{10^{12}}1",
    "nested sums": r"a=\sum_{i=1}^{9999}\sum_{j=1}^{9999}\sum_{l=1}^{9999}1",
    "a sum of integrals": r"a=\sum_{i=1}^{9999}\int_0^1\int_0^1\int_0^1u\,du\,d a\,d t",
    "a range": r"k=k\quad\text{for }k=1,\dots,10^{12}",
    "two ranges": r"i+j=j+i\quad\text{for }i=1,\dots,9999\text{ and }j=1,\dots,9999",
    "a list with dots": r"a=1+\dots+10^{12}",
    "an order of a derivative": r"\frac{d^{2}a}{da^{999999999}}=a",
    "many primes": r"\sigma" + "'" * 40 + "(a)=a",
}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_would_take_forever_is_an_error(name):
    start = time.process_time()
    assert not judged(ENDLESS[name])
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    "latex", ["999999999!=1", r"10^{999999999}=1", r"\binom{999999999}{99999999}=1", "9^{9^{9^9}}=1"]
)
def test_a_number_in_the_prose_that_would_take_forever_is_false(latex):
    assert evaluate(latex).name == "FALSE"


def test_a_message_about_any_bound_value_can_be_written():
    strange = {"a": 3.0, "b": [1, "two"], "c": Each(["red", "blue"]), "f": Indexed(np.zeros((2, 0)))}
    for latex in ("a=b", "a=c", "a=f", "b=c", r"a\in b", "f=c", r"a\in c"):
        assert not judged(latex, strange)


def test_an_overflow_names_what_overflows():
    with pytest.raises(UndefinedFormula, match="n! overflows"):
        Binding({"n": 171, "a": 1.0}).check("a=n!")
