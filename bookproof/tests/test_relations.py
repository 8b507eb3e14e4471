"""Relations between numbers inside the prose are read and judged at their printed precision."""

import subprocess
import sys

import pytest
from bookproof.formulas.relations import Verdict, evaluate, explain

TRUE = [
    r"-\ln 0.425 = 0.8557",
    r"-\log(0.425) \approx 0.86",
    r"\frac12 = 50\%",
    r"-2\log(\tfrac12) + 1 = 2.386",
    r"\tfrac{1}{3}(0.2 + 0.3 + 0.4) = 0.3",
    r"1/12 \approx 8.3\%",
    r"10{,}000 = 10^4",
    r"10\,000 = 10^{4}",
    r"1.2\times10^{-5} = 0.000012",
    r"\log_2 8 = 3",
    r"\log_{10} 0.01 = -2",
    r"e^{-0.8557} \approx 0.425",
    r"\exp(-0.8557) \approx 0.425",
    r"\sqrt{2\pi} = 2.5066",
    r"\sqrt[3]{8} = 2",
    r"5! = 120",
    r"\max(0, -2) = 0",
    r"\lvert -3 \rvert = 3",
    r"-0.5^2 = -0.25",
    r"2 \cdot -3 = -6",
    r"\sigma(0.75) = 0.6792",
    r"-\ln 0 = \infty",
    r"\ln 2 \approx 0.69 < 0.7 \leq 0.7",
    r"0.8566 \neq 0.8557",
    r"0.3 \in (0, 1)",
    r"1 \in \{0, 1\}",
    r"1 \notin [0, 1)",
    r"\ln 10 = \ln 2 + \ln 5",
    r"17.6 \approx 18",
    r"e^0 = 1,\; \ln 1 = 0",
    r"10^6 \gg 10^3",
    r"z = \ln 3 = 1.0986",
]
FALSE = [
    r"-\ln 0.425 = 0.8558",
    r"\ln 0.425 = 0.8557",
    r"1/12 \approx 8.4\%",
    r"10{,}000 = 10^5",
    r"2.4 = 2",
    r"2.6 \approx 2",
    r"1.2\times10^{-5} = 0.00013",
    r"0.5 \leq 0.25",
    r"0.25 \neq 0.2500",
    r"1 \in (0, 1)",
    r"0.5 \in \{0, 1\}",
    r"\sqrt{2} = 17/12",
    r"1/0 = 3",
    r"1/2\pi = 0.159",
    r"\ln 2 \ln 3 = 0.7615",
    r"3 + = 4",
    r"(2 = 2",
    r"e^0 = 1, \ln 1 = 1",
    r"z = \ln 3 = 1.0987",
    r"10^4 \gg 5000",
    r"\infty - \infty = 3",
]
NOT_NUMERIC = [
    r"z = 0.3",
    r"p = 0.3 = 0.3",
    r"\hat p \approx 0.4246",
    r"\sigma = 2",
    r"\sigma^2 = 4",
    r"k = 1, \dots, K",
    r"(3, 4) = 12",
    r"x \in \mathbb{R}",
    r"\hat p =",
    r"0 \cdot \log(0) = 0 \cdot (-\infty)",
    r"\infty/\infty =",
]
NO_RELATION = [
    r"0.05 \to 200",
    r"16 \rightarrow 256",
    r"x \mapsto 2",
    r"\hat p",
    r"0.425",
    r"p(y = 1)",
    r"\sum_{i=1}^n",
    r"",
    r"-\ln 0.425",
]


@pytest.mark.parametrize(
    ("latex", "verdict"),
    [
        *((latex, Verdict.TRUE) for latex in TRUE),
        *((latex, Verdict.FALSE) for latex in FALSE),
        *((latex, Verdict.NOT_NUMERIC) for latex in NOT_NUMERIC),
        *((latex, Verdict.NO_RELATION) for latex in NO_RELATION),
    ],
)
def test_the_verdict(latex, verdict):
    assert evaluate(latex) is verdict


# Each pair lies on the two sides of a boundary: the first relation holds, the second does not.
BOUNDARIES = [
    # Half a unit of the last printed place; a bare integer is rounded behind \approx alone.
    (r"1/8 = 0.13", r"1/8 = 0.14"),
    (r"1/8 = 0.12", r"1/8 = 0.11"),
    (r"-1/8 = -0.13", r"-1/8 = 0.13"),
    (r"-1/8 = -0.12", r"-1/8 = -0.11"),
    (r"0.13 = 1/8", r"0.14 = 1/8"),
    (r"0.3 = 0.25", r"0.3 = 0.24"),
    (r"0.25 = 0.3", r"0.24 = 0.3"),
    (r"0.255 = 0.26", r"0.2549 = 0.26"),
    (r"5/2 \approx 3", r"5/2 = 3"),
    (r"5/2 \approx 2", r"24/10 \approx 3"),
    (r"3 \approx 5/2", r"3 = 5/2"),
    (r"7/2 \approx 3", r"36/10 \approx 3"),
    (r"4/2 = 2", r"5/2 = 2"),
    (r"1/8 = 12.5\%", r"1/8 = 12.4\%"),
    (r"1/8 = 13\%", r"1/8 = 14\%"),
    (r"1/8 = 12\%", r"1/8 = 11\%"),
    (r"-1/8 = -12.5\%", r"-1/8 = 12.5\%"),
    (r"+0.5 = 1/2", r"-0.5 = 1/2"),
    (r"+0.33 = 1/3", r"-0.33 = 1/3"),
    (r".5 = 1/2", r".6 = 1/2"),
    (r"12348/100000 = 12.3\%", r"12352/100000 = 12.3\%"),
    (r"2 \cdot 10^{1/2} = 6.3246", r"2 \cdot 10^{1/2} = 6.3247"),
    (r"125 \cdot 10 = 1.2 \cdot 10^3", r"126 \cdot 10 = 1.2 \cdot 10^3"),
    (r"125/100000 = 1.3 \times 10^{-3}", r"125/100000 = 1.4 \times 10^{-3}"),
    (r"125/100000 = 1.2 \times 10^{-3}", r"125/100000 = 1.1 \times 10^{-3}"),
    (r"1500 \cdot 1 = 1 \times 10^3", r"1501 \cdot 1 = 1 \times 10^3"),
    (r"-2500 \cdot 1 = -2.5 \cdot 10^{3}", r"2500 \cdot 1 = -2.5 \cdot 10^{3}"),
    # Halfway between two printed numbers, float64 leaves a little above half a unit.
    (r"1234567 + 1/4 = 1234567.3", r"1234567 + 24/100 = 1234567.3"),
    # Two computed sides: 1e-12 relative and absolute, or one per cent.
    (r"1/3 = 2/6", r"1/3 = 333333333/1000000000"),
    (r"1 \cdot 1 = 1 + 1/10^{13}", r"1 \cdot 1 = 1 + 1/10^{11}"),
    (r"10^3 \cdot 1 = 10^3 + 1/10^{10}", r"10^3 \cdot 1 = 10^3 + 1/10^{8}"),
    (r"1/10^{13} = 1 - 1", r"1/10^{11} = 1 - 1"),
    (r"1009/10 \approx 100 \cdot 1", r"1011/10 \approx 99 \cdot 1"),
    (r"100 \cdot 1 \approx 100 + 9/10", r"100 \cdot 1 \approx 100 + 11/10"),
    (r"100 \cdot 1 \approx 100 - 9/10", r"100 \cdot 1 \approx 100 - 11/10"),
    (r"\sqrt{2} \approx 17/12", r"\sqrt{2} \equiv 17/12"),
    (r"1 - 1 \approx 0 \cdot 1", r"1/10^{13} \approx 0 \cdot 1"),
    # Orders
    (r"1/2 < 0.51", r"1/2 < 0.5"),
    (r"0.51 > 1/2", r"0.5 > 1/2"),
    (r"1/2 \leq 0.5", r"52/100 \leq 0.51"),
    # A bound is not rounded.
    (r"1/3 \leq 0.334", r"1/3 \leq 0.333"),
    (r"0.5 \leq 0.5", r"0.54 \leq 0.5"),
    (r"0.50 \geq 0.5", r"0.5 \geq 0.54"),
    (r"0.1 + 0.2 \leq 0.3", r"0.1 + 0.2 \leq 0.29"),
    (r"0.3 \geq 0.1 + 0.2", r"0.29 \geq 0.1 + 0.2"),
    (r"\ln 2 \geq 0.69", r"\ln 2 \geq 0.7"),
    (r"1/2 \geq 0.5", r"1/2 \geq 0.51"),
    (r"1/3 \geq 0.33333", r"1/3 \geq 0.33334"),
    (r"1 \cdot 1 \leq 2", r"2 \cdot 1 \leq 1"),
    (r"2 \cdot 1 \geq 1", r"1 \cdot 1 \geq 2"),
    (r"1/2 \neq 0.6", r"1/2 \neq 0.5"),
    (r"1 \ll 10", r"1 \ll 9.9"),
    (r"-1 \ll 10", r"-5 \ll 10"),
    (r"1 \ll -10", r"2 \ll -10"),
    (r"10 \gg 1", r"9.9 \gg 1"),
    (r"10 \gg -1", r"10 \gg -5"),
    (r"-10 \gg 1", r"-10 \gg 2"),
    (r"1/2 \equiv 0.5", r"1/2 \equiv 0.6"),
    (r"1/3 = 0.33 < 0.34 < 0.35", r"1/3 = 0.33 < 0.34 < 0.34"),
    # Infinity equals itself alone.
    (r"\ln 0 = -\infty", r"\ln 0 = \infty"),
    (r"-\ln 0 = \infty", r"-\ln 0 = 0.5"),
    (r"0.5 < \infty", r"0.5 = \infty"),
    (r"\infty \approx \infty", r"0.5 \approx \infty"),
    # Intervals and sets
    (r"0 \in [0, 1]", r"0 \in (0, 1]"),
    (r"1 \in [0, 1]", r"1 \in [0, 1)"),
    (r"1/2 \in (0, 1)", r"2 \in (0, 1)"),
    (r"0.1 \in (0, 1)", r"-0.1 \in (0, 1)"),
    (r"0 \notin (0, 1]", r"0 \notin [0, 1]"),
    (r"2 \in \{1, 2, 3\}", r"4 \in \{1, 2, 3\}"),
    (r"1 + 1/10^{13} \in \{1, 2\}", r"1 + 1/10^{11} \in \{1, 2\}"),
    (r"1/10^{13} \in \{0, 1\}", r"1/10^{11} \in \{0, 1\}"),
    (r"10^3 + 1/10^{10} \in \{0, 1000\}", r"10^3 + 1/10^{8} \in \{0, 1000\}"),
    (r"1 \in \{1\}", r"2 \in \{1\}"),
    (r"1 \in (0, \infty)", r"0 \in (0, \infty)"),
    (r"4 \notin \{1, 2\}", r"2 \notin \{1, 2\}"),
    (r"1 \in [0, 2)", r"1 \in [0, 1, 2)"),
    # Precedence and operators
    (r"2 + 3 \cdot 4 = 14", r"2 + 3 \cdot 4 = 20"),
    (r"2 - 3 - 4 = -5", r"2 - 3 - 4 = 3"),
    (r"2^3 \cdot 2 = 16", r"2^3 \cdot 2 = 64"),
    (r"2^{3 \cdot 2} = 64", r"2^{3 \cdot 2} = 16"),
    (r"-2^2 = -4", r"-2^2 = 4"),
    (r"(-2)^2 = 4", r"(-2)^2 = -4"),
    (r"12/3 \cdot 2 = 8", r"12/3 \cdot 2 = 2"),
    (r"(1 + 2)(3 + 4) = 21", r"(1 + 2)(3 + 4) = 11"),
    (r"\frac{1}{2} - \frac{1}{3} = \frac{1}{6}", r"\frac{1}{2} - \frac{1}{3} = \frac{1}{5}"),
    (r"\frac{3}{4} = 0.75", r"\frac{4}{3} = 0.75"),
    (r"1/2 \times 2 = 1", r"1/2 \times 2 = 0.25"),
    (r"50\% \cdot 3 = 1.5000", r"50\% \cdot 3 = 150"),
    (r"2^{-1} = 0.5", r"2^{-1} = -0.5"),
    (r"\sqrt{9} = 3", r"\sqrt{9} = 9"),
    (r"\sqrt[4]{16} = 2", r"\sqrt[4]{16} = 4"),
    (r"\binom{5}{2} = 10", r"\binom{5}{2} = 20"),
    (r"4! = 24", r"4! = 10"),
    (r"3! \cdot 2 = 12", r"3! \cdot 2 = 720"),
    (r"\lvert 2 - 5 \rvert = 3", r"\lvert 2 - 5 \rvert = -3"),
    (r"\lfloor 5/2 \rfloor = 2", r"\lfloor 5/2 \rfloor = 3"),
    (r"\lfloor -5/2 \rfloor = -3", r"\lfloor -5/2 \rfloor = -2"),
    (r"\lceil 5/2 \rceil = 3", r"\lceil 5/2 \rceil = 2"),
    (r"\max(1, 5, 3) = 5", r"\max(1, 5, 3) = 1"),
    (r"\min(4, 1, 3) = 1", r"\min(4, 1, 3) = 4"),
    (r"\log 1 = 0", r"\log 1 = 1"),
    (r"\log 10 = 2.3026", r"\log 10 = 1"),
    (r"\log_{10} 1000 = 3", r"\log_{10} 1000 = 2"),
    (r"\log_2 0 = -\infty", r"\log_2 0 = \infty"),
    (r"\exp(0) = 1", r"\exp(0) = 0"),
    (r"\sin(\pi/2) = 1", r"\cos(\pi/2) = 1"),
    (r"\tanh(0) = 0", r"\cosh(0) = 0"),
    (r"e = 2.71828", r"e = 2.71829"),
    (r"\pi = 3.14159", r"\pi = 3.1416926"),
    (r"\sigma(0) = 0.5", r"\sigma(0) = 1"),
    (r"\sigma(1) = 0.7311", r"\sigma(-1) = 0.7311"),
    (r"\sigma(-1) = 0.2689", r"\sigma(1) = 0.2689"),
    (r"\sigma(-1000) = 0", r"\sigma(1000) = 0"),
    (r"1/\sigma(-600) > 10^{200}", r"1/\sigma(-600) < 10^{200}"),
    # Statements that stand side by side each count.
    (r"1/2 = 0.5; 1/4 = 0.25", r"1/2 = 0.5; 1/4 = 0.26"),
    (r"1/2 = 0.5, 1/4 = 0.25", r"1/2 = 0.6, 1/4 = 0.25"),
    (r"\max(1, 2) = 2, 1/2 = 0.5", r"\max(1, 2) = 1, 1/2 = 0.5"),
    # In a chain with symbols, the numeric sides decide.
    (r"z = 1/2 = 0.5", r"z = 1/2 = 0.6"),
    (r"1/2 = 0.5 = z", r"1/2 = 0.6 = z"),
    (r"z = \ln 1 = 0 < 1/2", r"z = \ln 1 = 0 > 1/2"),
]


@pytest.mark.parametrize(("right", "wrong"), BOUNDARIES)
def test_both_sides_of_a_boundary(right, wrong):
    assert (evaluate(right), evaluate(wrong)) == (Verdict.TRUE, Verdict.FALSE)


@pytest.mark.parametrize(
    ("latex", "verdict"),
    [
        # A printed number that stands again beside itself proves nothing.
        (r"z = 0.5 = 0.5", Verdict.NOT_NUMERIC),
        (r"z = 1/2", Verdict.NOT_NUMERIC),
        (r"1/2 = z = 0.5", Verdict.NOT_NUMERIC),
        (r"1/2 = 0.5 = z = 0.7", Verdict.NOT_NUMERIC),
        (r"z = 50\% = 0.5", Verdict.NOT_NUMERIC),
        (r"z = 3 = 3", Verdict.NOT_NUMERIC),
        (r"0.5 = 0.5", Verdict.TRUE),
        (r"1/2 = 0.5, z = 3", Verdict.NOT_NUMERIC),
        (r"1/2 = 0.6, z = 3", Verdict.FALSE),
        (r"z, 1/2 = 0.5", Verdict.NOT_NUMERIC),
        (r"z, 1/2 = 0.6", Verdict.FALSE),
        (r"z, y", Verdict.NO_RELATION),
        (r"\sigma = 0.5", Verdict.NOT_NUMERIC),
        (r"(1, 2) = 3", Verdict.NOT_NUMERIC),
        (r"3 = (1, 2)", Verdict.NOT_NUMERIC),
        (r"2 \cdot (1, 2) = 3", Verdict.NOT_NUMERIC),
        (r"\max((1), 2) = 2", Verdict.TRUE),
        (r"x \in \{0, 1\}", Verdict.NOT_NUMERIC),
        (r"1 \in A", Verdict.NOT_NUMERIC),
        (r"1 \in", Verdict.NOT_NUMERIC),
        (r"1 \in \{1 2", Verdict.NOT_NUMERIC),
        (r"1 \in 2 1\}", Verdict.NOT_NUMERIC),
        (r"1 \in \{0, z\}", Verdict.NOT_NUMERIC),
        (r"1 \sim 2", Verdict.FALSE),
        (r"\exp_2 3 = 8", Verdict.FALSE),
        (r"0 \cdot \infty = 0 \cdot \infty", Verdict.NOT_NUMERIC),
        (r"0 \cdot \infty = 0", Verdict.FALSE),
        (r"0 = 0 \cdot \infty", Verdict.FALSE),
    ],
)
def test_what_a_piece_of_math_states(latex, verdict):
    assert evaluate(latex) is verdict


@pytest.mark.parametrize(
    ("latex", "explanation"),
    [
        (r"z = \ln 3 = 1.0987", r"z = \ln 3 [1.09861228867] = 1.0987"),
        (r"1/8 = 12\%, 2 \cdot 3 < 5", r"1/8 [0.125] = 12\% 2 \cdot 3 [6] < 5"),
        (r"z = 3", r"z = 3"),
        (r"= 3", r"= 3"),
        (r"\foo = 1/2 = 0.6", r"\foo = 1/2 [0.5] = 0.6"),
    ],
)
def test_the_explanation_of_each_side(latex, explanation):
    assert explain(latex) == explanation


def test_the_explanation_of_a_side_without_a_value_says_why():
    assert explain(r"(1/2)! = 3") == r"(1/2)! [a number: expected a whole number, 0 or more, got 0.5] = 3"
    whole = "[a binomial coefficient: expected a whole number, 0 or more, got 0.5]"
    assert explain(r"\binom{5}{1/2} = 3") == rf"\binom{{5}}{{1/2}} {whole} = 3"
    assert explain(r"1/0 = 3") == r"1/0 [float division by zero] = 3"


@pytest.mark.parametrize("digit", range(10))
def test_only_the_right_last_digit_is_accepted(digit):
    assert (evaluate(rf"-\ln 0.425 = 0.855{digit}") is Verdict.TRUE) is (digit == 7)


def test_the_explanation_gives_the_computed_value():
    assert explain(r"-\ln 0.425 = 0.8558") == r"-\ln 0.425 [0.855666110058] = 0.8558"


def test_nothing_heavy_is_imported():
    code = (
        "import sys, bookproof.formulas.relations; print([m for m in ('numpy', 'scipy', 'torch') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
