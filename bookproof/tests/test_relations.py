"""Relations between numbers inside the prose are read and judged at their printed precision."""

import subprocess
import sys

import pytest
from bookproof.formulas.relations import Verdict, evaluate, explain

TRUE = [
    r"-\ln 0.425 = 0.8557",
    r"-\log(0.425) \approx 0.86",
    r"\frac12 = 50\%",
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
NO_RELATION = [r"\hat p", r"0.425", r"p(y = 1)", r"\sum_{i=1}^n", r"", r"-\ln 0.425"]


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
