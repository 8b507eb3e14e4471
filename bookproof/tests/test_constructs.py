"""What each construct of the grammar is worth: known values, and what has none."""

import math

import numpy as np
import pytest
from bookproof.formulas import (
    ByArity,
    Depends,
    Each,
    Expect,
    FalseFormula,
    FormulaError,
    Index,
    Indexed,
    Samples,
    UndefinedFormula,
    UnreadableFormula,
    Within,
)
from bookproof.formulas.arithmetic import coordinates, entry_at, show
from bookproof.formulas.check import check
from bookproof.formulas.elementary import ELEMENTARY, binomial, factorial, power
from bookproof.formulas.evaluate import Notation, Scope, values
from bookproof.formulas.evidence import Evidence
from bookproof.formulas.parser import parse_expression
from bookproof.formulas.symbols import Row
from bookproof.formulas.tokens import FUNCTIONS, Argument, read_signature, tokenize

S = np.array([[2.0, 1.0], [1.0, 3.0]])
Q = np.array([[1.0, 2.0], [0.0, 1.0]])
SYMBOLS = {
    "a": np.array([2.0, 3.0]),
    "b": np.array([5.0, 7.0]),
    "c": np.array([3.0, -4.0, 12.0]),
    "A": np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
    "S": S,
    "Q": Q,
    "x": 4.0,
    "y": 0.5,
    "n": 3,
    "k": Index(1, "n"),
    "i": Index(1, 3),
    "j": Index(1, 3),
    "t": Each([1.0, 2.0]),
    "z": Indexed([1, 2, 4]),
    "M": Indexed(np.array([[1.0, 2.0], [3.0, 4.0]]), start=(1, 0)),
    "u": Samples(np.array([[1.0, 2.0], [3.0, 4.0]])),
    "w": Depends(lambda x: x**2, "x"),
    "v": Depends(lambda y: Samples(np.array([y, 2 * y])), "y"),
    "N": ByArity({0: 9, 1: np.array([4.0, 5.0])}),
    r"\mathcal S": [1, 2, 3],
    r"\mathbb E": Expect("U", [(1.0, 0.25), (3.0, 0.75)]),
    r"\operatorname{Var}": Expect("U", [(1.0, 0.25), (3.0, 0.75)], "variance"),
    r"\mathbb E_2": Expect(("X", "W"), [((1.0, 2.0), 0.5), ((3.0, 4.0), 0.5)]),
    "f(s)": lambda s: s**2,
    "V(s)": lambda s: np.array([s + 1, s + 2]),
    "R": Indexed(np.array([[1.0, 2.0], [3.0, 4.0]])),
    "g(s,r)": lambda s, r: s - 2 * r,
    "h_j(s)": lambda j, s: 10 * j + s,
    r"q(s\mid r)": lambda s, r: s / r,
    r"P(Y\leq s)": lambda s: s + 100,
    r"m(t_1,\dots)": np.max,
}


def value_of(latex, symbols=SYMBOLS):
    notation = Notation.of(symbols)
    return values.number(parse_expression(latex, notation.declared), Scope(latex, notation, Evidence()))


def row(*entries):
    return Row(np.array(entries, float))


def assert_worth(latex, expected, rtol=1e-12):
    found = value_of(latex)
    assert isinstance(found, Row) is isinstance(expected, Row)
    found, expected = (each.vector if isinstance(each, Row) else each for each in (found, expected))
    assert np.shape(found) == np.shape(expected)
    np.testing.assert_allclose(found, expected, rtol=rtol, atol=1e-14)


EXACT = {
    # Numbers
    "10{,}000.5": 10000.5,
    r"\frac12": 0.5,
    "7-2-1": 4,
    "-2^2": -4,
    "{(-2)}^2": 4,
    "x^{-1}": 0.25,
    "x^{y}": 2,
    "2x/8": 1,
    r"50\%": 0.5,
    "5!": 120,
    r"\binom52": 10,
    r"\sqrt x": 2,
    r"\sqrt[3]{8}": 2,
    r"\log_2 8": 3,
    r"\log_{10} 1000": 3,
    r"\log_n 9": 2,
    r"\ln e": 1,
    "2-|x-7|": -1,
    "|x-7|y": 1.5,
    "2|x-7|": 6,
    "y|x-7|y|x|": 3,
    r"\lvert\{4,5,6\}\rvert": 3,
    r"\lfloor-y\rfloor": -1,
    r"\lceil y\rceil": 1,
    r"\max(1,3,2)": 3,
    r"\min\{4,1,3\}": 1,
    "[x=4]": 1,
    "[x<4]": 0,
    r"\mathbf 1\{x>3\}": 1,
    r"\mathbf{1}\{x>5\}": 0,
    r"\mathbb{1}[x=4]": 1,
    r"\mathbb 1_{x=4}": 1,
    r"\mathbb{1}_{x\neq4}": 0,
    r"2\{x+1\}": 10,
    # Vectors, rows and matrices
    "a+b": [7, 10],
    "a-b": [-3, -4],
    "2a": [4, 6],
    "ax": [8, 12],
    r"\frac{a}{2}": [1, 1.5],
    "a/2": [1, 1.5],
    r"a^\top": row(2, 3),
    "a^T": row(2, 3),
    r"-a^\top": row(-2, -3),
    r"2a^\top": row(4, 6),
    r"a^\top x": row(8, 12),
    r"a^\top/2": row(1, 1.5),
    r"\frac{a^\top}{2}": row(1, 1.5),
    r"a^\top+b^\top": row(7, 10),
    r"a^\top-b^\top": row(-3, -4),
    r"(a^\top)^\top": [2, 3],
    r"a^\top b": 31,
    r"a\cdot b": 31,
    r"a\odot b": [10, 21],
    r"A\odot A": [[1, 4, 9], [16, 25, 36]],
    r"ab^\top": [[10, 14], [15, 21]],
    r"a^\top A": row(14, 19, 24),
    r"a^\top Sb": 112,
    r"A^\top": [[1, 4], [2, 5], [3, 6]],
    "Ac": [31, 64],
    "SQ": [[2, 5], [1, 5]],
    "QS": [[4, 7], [1, 3]],
    "S^2": [[5, 5], [5, 10]],
    "S^0": [[1, 0], [0, 1]],
    "Q^{-1}": [[1, -2], [0, 1]],
    "Q^{-2}": [[1, -4], [0, 1]],
    r"Q^{-\top}": [[1, 0], [-2, 1]],
    "Q^{-T}": [[1, 0], [-2, 1]],
    r"\det(S)": 5,
    r"\lVert c\rVert": 13,
    r"\|c\|": 13,
    r"\lVert c\rVert_1": 19,
    r"\lVert c\rVert_\infty": 12,
    r"\lVert c^\top\rVert_2": 13,
    "(1,x,3)": [1, 4, 3],
    "(1,x,3)_2": 4,
    "(s^2)_{s=1}^{3}": [1, 4, 9],
    r"\begin{bmatrix}1&2\\3&4\end{bmatrix}": [[1, 2], [3, 4]],
    r"\begin{pmatrix}1\\2\end{pmatrix}": [1, 2],
    r"\begin{array}{cc}1&2\\3&4\end{array}": [[1, 2], [3, 4]],
    r"\begin{bmatrix}a&b\end{bmatrix}": [[2, 5], [3, 7]],
    r"\begin{bmatrix}a^\top&1\\b^\top&2\end{bmatrix}": [[2, 3, 1], [5, 7, 2]],
    r"\begin{bmatrix}1&\cdots&4\end{bmatrix}": [[1, 2, 3, 4]],
    r"2\begin{bmatrix}1\\2\end{bmatrix}": [2, 4],
    # Entries
    "a_1": 2,
    "A_2": [4, 5, 6],
    "A_{1,3}": 3,
    r"\sum_{s=1}^2A_{s1}": 5,
    "A_{2,n-1}": 5,
    "(A_2)_3": 6,
    "z_0": 1,
    "z_{n-1}": 4,
    "M_{2,0}": 3,
    "(M_2)_0": 3,
    "(M_2)_1": 4,
    "u^{(2)}": [3, 4],
    "u^{(2)}_1": 3,
    "u_1^{(2)}": 3,
    "u^{(n-2)}": [1, 2],
    "v^{(2)}": 1,
    "N_1": 4,
    "N": 9,
    "z": [1, 2, 4],
    # Sums and products over letters
    r"\sum_{s=1}^3s^2": 14,
    r"\sum^3_{s=1}s^2": 14,
    r"\sum_{s=2}^1s+1": None,
    r"\prod_{s=2}^4s": 24,
    r"\sum_{s=1}^2sa": [6, 9],
    r"\sum_{s=1}^2sa^\top": row(6, 9),
    r"\prod_{s=1}^2S": [[5, 5], [5, 10]],
    r"\sum_kk": 6,
    r"\sum_{i,j}ij": 36,
    r"\sum_{i<j}ij": 11,
    r"\sum_{i>j}(i-j)": 4,
    r"\sum_{i\leq j}ij": 25,
    r"\sum_{i\geq j}1": 6,
    r"\sum_{i\neq2}i": 4,
    r"\sum_{j<3}j": 3,
    r"\sum_{j>1}j": 5,
    r"\sum_{j\leq2}j": 3,
    r"\sum_{j\geq2}j": 5,
    r"\sum_{k:k>1}k": 5,
    r"\sum_{s=1,s\neq2}^3s": 4,
    r"\sum_{\substack{s=1\\s\neq2}}^3s": 4,
    r"\sum_{s\in\{2,5\}}s^2": 29,
    r"\sum_{s,r\in\{1,2\}}(s-2r)": -6,
    r"\sum_{(s,r)\in\{1,2\}\times\{5\}}(s-r)": -7,
    r"\sum_{s\in\mathcal S}s": 6,
    r"\max_{s=1}^3(s-2)^2s": 3,
    r"\min_{s=1}^3(s-2)^2s": 0,
    r"\arg\max_{s=1}^3(s-2)^2s": 3,
    r"\max_k(2-k)": 1,
    r"\min_k(2-k)": -1,
    r"\max_{s\in\{2,5,3\}}s": 5,
    r"\min_{s\in\{4,2,3\}}s": 2,
    r"\arg\max_k(2-k)^2k": 3,
    r"\arg\min_k(2-k)^2": 2,
    r"\argmin_{s\in\{3,5\}}(s-4.1)^2": 5,
    r"\underset{k}{\operatorname{argmax}}(5-k)": 1,
    r"\sum_{s=0}^\infty y^s": 2,
    r"\sum_{s=1}^\infty\frac{(-1)^{s}}{s!}": math.exp(-1) - 1,
    # Dots
    r"1+2+\dots+5": 15,
    r"1+\dots+5": 15,
    r"5-1-\dots-3": -1,
    r"z_0\cdots z_2": 8,
    r"1\cdot2\cdot\dots\cdot5": 120,
    r"z_0+\dots+z_2": 7,
    r"\max\{z_0,\dots,z_2\}": 4,
    r"m(z_0,\dots,z_2)": 4,
    r"m(z)": 4,
    r"\lvert\{1,\dots,7\}\rvert": 7,
    r"(1,\dots,3)": [1, 2, 3],
    # Sets
    r"\lvert\{1,2\}\cup\{2,3\}\rvert": 3,
    r"\lvert\{1,2\}\cap\{2,3\}\rvert": 1,
    r"\lvert\mathcal S\cap\{2,3\}\cup\{9\}\rvert": 3,
    # Calls, cases, places
    "f(3)": 9,
    "V_{1}(x)": 5,
    "R_{1,0}": 3,
    "(R_1)_0": 3,
    "(R_1)_1": 4,
    "g(x,1)": 2,
    "h_2(x)": 24,
    r"q(x\mid2)": 2,
    "q(x|2)": 2,
    r"P(Y\leq1)": 101,
    r"\begin{cases}1&x>5\\2&x>3\\3&\text{else}\end{cases}": 2,
    r"\begin{cases}1,&\text{if }x>5,\\2&\text{otherwise.}\end{cases}": 2,
    "x^2|_{x=3}": 9,
    "(x+y)|_{x=3}": 3.5,
    r"\underbrace{x}_{=4}+1": 5,
    r"x\underbrace{-1+y}_{\text{two}}": 3.5,
    r"x\overbrace{-1+y}^{\text{two}}": 3.5,
    "w+1": 17,
    "w^{(2)}": 256,
    # Expectations
    r"\mathbb E[U]": 2.5,
    r"\mathbb E[Ua]": [5, 7.5],
    r"\operatorname{Var}[U]": 0.75,
    r"\operatorname{Var}[Ua]": [3, 6.75],
    r"\mathbb E_2[XW]": 7,
}


@pytest.mark.parametrize("latex", [latex for latex, expected in EXACT.items() if expected is not None])
def test_a_construct_has_its_value(latex):
    assert_worth(latex, EXACT[latex] if isinstance(EXACT[latex], Row) else np.array(EXACT[latex], float))


AT_ONE_HALF = {
    r"\exp": math.exp(0.5),
    r"\sin": 0.479425538604,
    r"\cos": 0.87758256189,
    r"\tan": 0.546302489844,
    r"\tanh": 0.46211715726,
    r"\sinh": 0.521095305494,
    r"\cosh": 1.12762596521,
    r"\arctan": 0.463647609001,
    r"\log": -0.69314718056,
}


def test_every_function_has_a_known_value():
    assert AT_ONE_HALF.keys() == FUNCTIONS - {r"\det"}
    assert ELEMENTARY.keys() == AT_ONE_HALF.keys() - {r"\log"}


@pytest.mark.parametrize("name", AT_ONE_HALF)
@pytest.mark.parametrize("printed", ["%s y", "%s(y)", "%s{y}", "2%s(y)/2", r"%s\frac12"])
def test_a_function_is_read_with_and_without_brackets(name, printed):
    assert_worth(printed % name, np.array(AT_ONE_HALF[name]), rtol=1e-11)


NUMERICAL = {
    r"\frac{d}{dx}x^3": 48,
    r"\frac{dx^3}{dx}": 48,
    r"\frac{d^2}{dx^2}x^3": 24,
    r"\frac{d^3}{dx^3}x^3": 6,
    r"\frac{\partial^2}{\partial x\,\partial y}x^2y^3": 6,
    r"\frac{\partial^3}{\partial x^2\,\partial y}x^2y^3": 1.5,
    r"\frac{d}{dx}x^3\Big|_{x=1}": 3,
    r"\frac{d w}{d x}": 8,
    r"\frac{\partial f(x)}{\partial x}": 8,
    r"f'(x)": 8,
    r"f''(x)": 2,
    r"\nabla_a(a^\top Sa)": [14, 22],
    r"\nabla_a^2(a^\top Sa)": [[4, 2], [2, 6]],
    r"\nabla_x x^2": 8,
    r"\nabla_x^2x^3": 24,
    r"\nabla_z(z_0^2z_2)": [8, 0, 1],
    r"\nabla_yg(x,y)": -2,
    r"\nabla g(x,y)": 1,
    r"\frac{\partial z_0^2z_2}{\partial z_0}": 8,
    r"\frac{\partial z_0^2z_2}{\partial z}": [8, 0, 1],
    r"\frac{\partial M_{2,0}^2}{\partial M_{2,0}}": 6,
    r"\frac{\partial\lVert A\,c\rVert^2}{\partial A_{1,2}}": -248,
    r"\frac{\partial A_{1,1}^2A_{2,3}}{\partial A}": [[12, 0, 0], [0, 0, 1]],
    r"\frac{\partial^2a_1a_2^2}{\partial a_1\,\partial a_2}": 6,
    r"\frac{\partial Sa}{\partial x}": [0, 0],
    r"\frac{\partial xa}{\partial x}": [2, 3],
    r"\frac{\partial a^\top b}{\partial a^\top}": [5, 7],
    r"\int_0^2s^2\,ds": 8 / 3,
    r"\int^2_0s^2ds": 8 / 3,
    r"\int_{-1}^1\lvert s\rvert\,ds": 1,
    r"\int_0^\infty e^{-s}ds": 1,
    r"\int_0^1\Bigl(\int_0^sr\,dr\Bigr)\,ds": 1 / 6,
    r"\lim_{s\to2}s^2": 4,
    r"\lim_{s\to0}\frac{\sin(s)}{s}": 1,
    r"\lim_{s\to0^+}\frac{\lvert s\rvert}{s}": 1,
    r"\lim_{s\to0^-}\frac{\lvert s\rvert}{s}": -1,
    r"\lim_{s\to x^+}(s-x+1)": 1,
    r"\lim_{s\to\infty}\frac{3s}{s+1}": 3,
    r"\lim_{s\to-\infty}\frac{s}{\lvert s\rvert+1}": -1,
    r"\lim_{s\to1}10^6s^2": 10**6,
    r"\lim_{s\to0^+}s\log s": 0,
}


@pytest.mark.parametrize("latex", NUMERICAL)
def test_a_numerical_method_comes_close(latex):
    scale = max(1.0, float(np.max(np.abs(NUMERICAL[latex]))))
    found = value_of(latex)
    assert np.shape(found) == np.shape(NUMERICAL[latex])
    np.testing.assert_allclose(found, NUMERICAL[latex], atol=2e-6 * scale)


OPTIMA = {
    "a parabola": (r"\arg\min_m(m-x)^2=x", {"m": 1.0, "x": 4.0}),
    "a minus sign": (r"\arg\max_m-(m-x)^2=x", {"m": 1.0, "x": 4.0}),
    "upside down": (r"\arg\max_m\bigl[-(m-x)^2\bigr]=x", {"m": 1.0, "x": 4.0}),
    "the least value": (r"\min_m\bigl[(m-x)^2+y\bigr]=y", {"m": 1.0, "x": 4.0, "y": 2.0}),
    "the greatest value": (r"\max_m\bigl[y-(m-x)^2\bigr]=y", {"m": 1.0, "x": 4.0, "y": 2.0}),
    "a kink": (r"\arg\min_m\lvert m-x\rvert=x", {"m": 3.0, "x": 4.0}),
    "a kink where BFGS does not settle": (r"\arg\min_m\lvert m-x\rvert=x", {"m": 3.3, "x": 4.1}),
    "a kink in two dimensions": (
        r"\arg\min_m\lVert m-x\rVert_1=x",
        {"m": np.array([1.0, 2.0]), "x": np.array([1.5, 1.0])},
    ),
    "a vector": (r"\arg\min_m\lVert m-x\rVert^2=x", {"m": np.array([1.0, 2.0]), "x": np.array([4.0, -1.0])}),
    "an interval": (r"\arg\min_{m\in(0,9)}(m-x)^2=x", {"m": 1.0, "x": 4.0}),
    "the positive numbers": (r"\arg\min_m\bigl[m-x\log m\bigr]=x", {"m": Within(1.0, "positive"), "x": 4.0}),
    "a condition": (r"\arg\min_{m:m>y}(m-x)^2=x", {"m": 3.0, "x": 4.0, "y": 2.0}),
    "a function without its arguments": (r"\arg\min_mf=x", {"m": 1.0, "x": 4.0, "f(m)": lambda m: (m - 4.0) ** 2}),
}


@pytest.mark.parametrize("name", OPTIMA)
def test_an_optimum_is_found(name):
    latex, symbols = OPTIMA[name]
    check(latex, symbols)
    with pytest.raises(FalseFormula):
        check(f"{latex}+0.01" if not isinstance(symbols["x"], np.ndarray) else latex.replace("=x", "=1.01x"), symbols)


@pytest.mark.parametrize(
    ("latex", "symbols", "message"),
    [
        (r"\min_m m=0", {"m": 1.0}, "diverges"),
        (r"\min_m\bigl[-\lvert m\rvert\bigr]=0", {"m": 1.0}, "diverges"),
        (r"\arg\min_m(s-1)^2=1", {"m": Index(1, 2), "s": 1.0}, "two values"),
        (r"\arg\min_m(m-1)^2=1", {"m": 1.0}, "away from"),
        (r"\arg\min_m\log(-m)=1", {"m": 1.0}, "logarithm"),
        (r"\arg\min_q q^2=1", {"q": Within(1.0, "odd")}, "expected the domain"),
    ],
)
def test_an_optimum_that_is_not_attained_or_proves_nothing(latex, symbols, message):
    with pytest.raises(FormulaError, match=message):
        check(latex, symbols)


UNDEFINED = [
    *("a+x", "a+c", r"a+a^\top", "aa", r"a^\top a^\top", r"Sa^\top", r"a^\top c", "Aa", "x/a"),
    *(r"\frac{x}{a^\top}", r"a\odot c", r"a\odot b^\top", r"a^\top\odot b^\top", "S/S", "x/0"),
    *(r"\frac{x}{y-y}", "a^2", "A^2", "S^{y}", "0^{-1}", r"\begin{bmatrix}1&1\\1&1\end{bmatrix}^{-1}"),
    *(r"x^\top", r"\log 0", r"\log(-1)", r"\exp_2 x", "y!", "(-1)!", "171!", r"\binom{y}{1}", r"\binom{3}{-1}"),
    *(r"\sqrt{-1}", "(-8)^{y}", r"\exp(1000)", r"\cosh(1000)", "a_0", "a_3", "a_{1,1}", "A_{3,1}", "A_{1,4}"),
    *("a_y", "x_1", "z_3", "M_{0,0}", "M_{1,2}", "N_{1,1}", "z_{-1}", r"\lVert A\rVert", r"\lVert x\rVert"),
    *("(1,a)", r"(1,a^\top)", r"\lfloor a\rfloor", r"\max(a,1)", r"\begin{bmatrix}a^\top\\b^\top\end{bmatrix}"),
    *(r"\sum_{s=2}^1s", r"\sum_{s=1}^{y}s", r"\sum_{s\in x}s", r"\sum_{s\in(0,1)}s", r"\prod_{s=1}^\infty s"),
    *(r"\sum_{s=1}^\infty1", r"\sum_{s=1}^{30000}1", r"\arg\max_{s\in\{1\}\cap\{2\}}s", r"\sum_qq", r"\dots+1"),
    *(r"1+\dots", r"1+\dots+a", r"z_0+\dots+a_2", r"x+\dots+x", r"z_0^2+\dots+z_2^3", r"f(1)+\dots+g(1,3)"),
    *("f(1,2)", "g(1)", "g(1;2)", "q(1,2)", r"P(Z\leq1)", "P(1)", "P(Y=1)", r"f(\dots)", "f''''(x)", "g'(1,2)"),
    *("f'(a)", "f(q=1)", "m(1;2)", "m(a,1)", "x(1)y^{a}", r"\begin{cases}1&x>5\\2&x>4\end{cases}"),
    *(r"\begin{bmatrix}a&c\end{bmatrix}", r"\{1,2\}+1", r"\{1\}\cup x", r"\{1\}\cap\{1\}\cdot\{1\}"),
    *("x|_{s=1}", r"\frac{\partial x}{\partial f}", r"\frac{\partial^2x}{\partial a\,\partial x}"),
    *(r"\frac{\partial\{1\}}{\partial x}", r"\nabla_a(Sa)", r"\nabla_A^2\,A_{1,1}"),
    *(r"\frac{\partial Sa}{\partial a}", r"\nabla x", r"\int_0^1\frac1s\,ds"),
    *(r"\lim_{s\to0}\frac{\lvert s\rvert}{s}", r"\lim_{s\to0}\frac1{s^2}", r"\lim_{s\to\infty}\sin(s)"),
    *(r"\lim_{s\to\infty}s", "k", "t", r"\mathbb E[k]", "(x=4)_1"),
]


@pytest.mark.parametrize("latex", UNDEFINED)
def test_what_has_no_value(latex):
    with pytest.raises((UndefinedFormula, UnreadableFormula)):
        values.number(parse_expression(latex, Notation.of(SYMBOLS).declared), scope_of(latex))


def scope_of(latex):
    return Scope(latex, Notation.of(SYMBOLS), Evidence())


@pytest.mark.parametrize(
    ("computed", "expected"),
    [
        (lambda: factorial(0, "n"), 1),
        (lambda: factorial(170, "n"), float(math.factorial(170))),
        (lambda: binomial(1028, 514, "n"), float(math.comb(1028, 514))),
        (lambda: binomial(10**9, 0, "n"), 1),
        (lambda: binomial(10**6, 2, "n"), 499999500000.0),
        (lambda: binomial(2, 3, "n"), 0),
        (lambda: power(-8, 3), -512),
        (lambda: power(4, -0.5), 0.5),
    ],
)
def test_the_largest_factorials_and_coefficients(computed, expected):
    assert computed() == expected


@pytest.mark.parametrize(
    ("computed", "message"),
    [
        (lambda: factorial(171, "n"), "^n! overflows"),
        (lambda: binomial(1030, 515, "n"), "^n overflows"),
        (lambda: binomial(10**9, 514, "n"), "^n overflows"),
        (lambda: binomial(10**9, 10**8, "n"), "^n overflows"),
        (lambda: binomial(0.5, 1, "n"), "^n: expected a whole number"),
        (lambda: binomial(1, 0.5, "n"), "^n: expected a whole number"),
        (lambda: factorial(math.inf, "n"), "^n: expected a whole number"),
        (lambda: power(0, -1), "0 to the power of -1"),
        (lambda: power(10, 400), "10 to the power of 400"),
        (lambda: power(-1, 0.5), "root of the negative number -1"),
    ],
)
def test_what_overflows_or_is_not_real(computed, message):
    with pytest.raises(UndefinedFormula, match=message):
        computed()


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (1.5, "1.5"),
        (np.array([1.0, 2.5]), "[1. , 2.5]"),
        (np.arange(12.0), "[ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.,  8.,  9., 10., 11.]"),
        (np.arange(13.0), "[ 0.,  1.,  2., ..., 10., 11., 12.]"),
        (np.array(1 / 3), "0.333333"),
        (np.eye(2), "[[1., 0.], [0., 1.]]"),
        (row(1, 2), "[1., 2.]"),
        (Indexed(np.array([1.0])), "[1.]"),
        (Samples(np.array([1.0])), "[1.]"),
        (Each([1, 2, 3]), "each of 3 values"),
        ("[0,1)", "[0,1)"),
        (None, "nan"),
        (["a"], "['a']"),
    ],
)
def test_how_a_message_shows_a_value(value, printed):
    assert show(value).replace(" ", "") == printed.replace(" ", "")


def test_an_index_never_wraps_around():
    with pytest.raises(UndefinedFormula, match=r"a: index \(0,\) is out of range"):
        entry_at(np.arange(3.0), (0,), "a")
    with pytest.raises(UndefinedFormula, match="a has more indices than dimensions"):
        entry_at(np.arange(3.0), (1, 1), "a")
    with pytest.raises(UndefinedFormula, match="a cannot be indexed"):
        entry_at(row(1, 2), (1,), "a")


@pytest.mark.parametrize(
    ("latex", "texts"),
    [
        ("a % b\nc", ["a", "c"]),
        (r"a\%", ["a", r"\%"]),
        (r"\left.a\right|_0", ["a", "|", "_", "0"]),
        (r"\left(a\right.", ["(", "a"]),
        (r"a\\[2pt]b", ["a", r"\\", "b"]),
        (r"12{,}345.5\,a", ["12345.5", "a"]),
        (r"12\,345", ["12345"]),
        (r"\text{ if  so, }", ["if so"]),
        (r"\operatorname{arg\,max}", [r"\argmax"]),
        (r"\mathrm{FP}", ["FP"]),
        (r"\operatorname{ln}", [r"\log"]),
        (r"\text{,}", []),
        (r"\begin{array}{cc}\end{array}", [r"\begin{array}", r"\end{array}"]),
        (r"\begin{align*}\end{align*}", [r"\begin{align}", r"\end{align}"]),
        (r"\quad\,~a", ["a"]),
        (r"\dfrac\ne\lt\mid||", [r"\frac", r"\neq", "<", r"\mid", r"\|"]),
    ],
)
def test_the_spelling_of_tokens(latex, texts):
    assert [token.text for token in tokenize(latex)] == texts


@pytest.mark.parametrize("latex", [r"\foo", "é", "ß", "5$", "#", '"', r"\alph", "²"])
def test_what_is_not_in_the_grammar(latex):
    with pytest.raises(UnreadableFormula, match="not in the grammar"):
        tokenize(latex)
    assert tokenize(latex, strict=False)


@pytest.mark.parametrize(
    ("latex", "parameters", "signature"),
    [
        ("H(p,q)", 2, ("H", (), ("p", "q"), (",",), False)),
        (r"D(p\|q)", 2, ("D", (), ("p", "q"), (r"\|",), False)),
        (r"p_\theta(y\mid x)", 2, (r"p_\theta", (), ("y", "x"), ("|",), False)),
        ("f_j(x)", 2, ("f", ("j",), ("x",), (), False)),
        ("f_j(x)", 1, ("f_j", (), ("x",), (), False)),
        ("f_j(x)", None, ("f_j", (), ("x",), (), False)),
        (r"m(t_1,\dots)", 1, ("m", (), ("t_1", r"\dots"), (",",), True)),
        ("F[x;y]", 2, ("F", (), ("x", "y"), (";",), False)),
    ],
)
def test_how_a_function_is_printed(latex, parameters, signature):
    found = read_signature(latex, parameters)
    names = tuple(argument.name for argument in found.arguments)
    assert (found.name, found.subscripts, names, found.separators, found.variadic) == signature


def test_an_event_has_a_label_and_a_relation():
    assert read_signature(r"P(Y\leq y)").arguments == (Argument("y", "Y", r"\leq"),)
    assert read_signature("P(X=x,E)").arguments == (Argument("x", "X", "="), Argument("E"))


@pytest.mark.parametrize("latex", ["f", "(x)", "f(x)+1", "x^{(i)}", "x_(1)"])
def test_what_is_not_a_printed_call(latex):
    assert read_signature(latex) is None


def test_a_letter_of_an_integral_or_a_limit_is_bound_there():
    symbols = {"s": Each([1.0, 2.0]), "x": 0.5}
    for latex in (r"\int_0^1s\,ds=x", r"\lim_{s\to0}(s+x)=x"):
        check(latex, symbols)
    with pytest.raises(UnreadableFormula, match="s is bound by an operator and free"):
        check(r"\int_0^1s\,ds+s=x+s", symbols)
    with pytest.raises(UnreadableFormula, match="s is bound by an operator and free"):
        check(r"\lim_{s\to0}s+s=s", symbols)


def test_a_given_condition_joins_those_of_the_formula():
    symbols = {"t": Each([-2.0, 1.0, 3.0])}
    check(r"\lvert t\rvert=t", symbols, given="t>0")
    check(r"\lvert t-2\rvert=t-2\quad\text{if }t>1", symbols, given="t>0")
    with pytest.raises(FalseFormula):
        check(r"\lvert t-2\rvert=t-2\quad\text{if }t>-1", symbols, given="t>0")


def test_unequal_sides_are_equal_where_that_is_shown():
    check(r"x\neq y", {"x": 1.0, "y": 2.0}, equal_at={"x": 3.0, "y": 3.0})
    with pytest.raises(FalseFormula):
        check(r"x\neq y", {"x": 1.0, "y": 2.0}, equal_at={"x": 3.0, "y": 4.0})
    with pytest.raises(FalseFormula):
        check(r"x<z\neq y", {"x": 1.0, "y": 2.0, "z": 1.001}, equal_at={"x": 5.0, "y": 3.0, "z": 3.0})


def test_a_binding_of_a_formula_of_a_higher_order_is_allowed_more():
    # 1e-5 is more than a first derivative leaves, and less than a second.
    symbols = {"x": 0.5, "f(x)": lambda x: x**2, "c": 2 + 1e-5, "d": 1 + 1e-5}
    check("f''(x)=c", symbols)
    check(r"\frac{d^2}{dx^2}x^2=c", symbols)
    for latex in ("f'(x)=d", r"\frac{d}{dx}x^2=d", r"\nabla_x x^2=d"):
        with pytest.raises(FalseFormula):
            check(latex, symbols)


def test_a_gradient_names_an_argument_or_takes_the_first():
    symbols = {"s": 1.0, "r": 2.0, "q": 3.0, "G(s,r,q)": lambda s, r, q: 2 * s + 3 * r**2 + 5 * q**3}
    for latex in (r"\nabla_sG(s,r,q)=2", r"\nabla_rG(s,r,q)=12", r"\nabla_qG(s,r,q)=135", r"\nabla G(s,r,q)=2"):
        check(latex, symbols)


def test_a_function_without_arguments_stands_for_its_value_at_its_own():
    symbols = {"x": 2.0, "f(x)": lambda x: x**2, "y": 4.0, "g(q)": lambda q: q}
    check("f=y", symbols)
    check("(f)=y", symbols)
    check(r"\frac{df}{dx}=y", symbols)
    for latex in ("g=y", "f+1=y"):
        with pytest.raises(UndefinedFormula):
            check(latex, symbols)


@pytest.mark.parametrize(
    ("latex", "message"),
    [
        (r"\sum_{s=1}^{30000}1", r"_\{s=1\}\^\{30000\} runs over 30000 values"),
        (r"\sum_kk", "k runs over 30000 values"),
        (r"1+\dots+30000", "a list with dots runs over 29998 values"),
    ],
)
def test_what_runs_over_too_many_values_is_named(latex, message):
    symbols = {"k": Index(1, 30000)}
    scope = Scope(latex, Notation.of(symbols), Evidence())
    with pytest.raises(UndefinedFormula, match=message):
        values.number(parse_expression(latex, Notation.of(symbols).declared), scope)


def test_twenty_thousand_terms_are_not_too_many():
    assert_worth(r"\sum_{s=0}^{20000}1", np.array(20001.0))


def test_a_letter_for_arrays_alone_is_no_number():
    symbols = {"N": ByArity({1: np.array([4.0, 5.0])})}
    assert value_of("N_2", symbols) == 5
    with pytest.raises(UndefinedFormula, match="N is not a number"):
        value_of("N", symbols)


@pytest.mark.parametrize(
    ("latex", "message"),
    [
        ("a+c", r"cannot add shapes \(2,\) and \(3,\)"),
        (r"a+a^\top", r"cannot add shapes \(2,\) and \(2,\) \(row\)"),
        (r"x/a^\top", r"cannot divide by shape \(2,\) \(row\)"),
        ("A/A", r"cannot divide by shape \(2, 3\)"),
        ("aa", r"cannot multiply shapes \(2,\) and \(2,\) without a transpose"),
        ("f(1,2)", r"f\(1,2\): it is declared as f\(s\)"),
        ("m(1;2)", r"m\(1;2\): expected commas between its arguments, got ;"),
        ("P(Z\\leq1)", r"the argument must be printed as Y"),
        ("h(x)", r"h\(x\): it is declared as h_j\(s\)"),
        (r"\binom{3}{-1}", r"^\\binom\{3\}\{-1\}: expected a whole number"),
        ("(x+y)!", r"^\(x\+y\): expected a whole number"),
        (r"\exp(1000)", r"^\\exp\(1000\) overflows"),
        ("a_{x+1}", r"^a_\{x\+1\}: index \(5,\) is out of range"),
    ],
)
def test_a_message_says_what_was_expected(latex, message):
    with pytest.raises(UndefinedFormula, match=message):
        value_of(latex)


@pytest.mark.parametrize(
    ("domain", "start", "encoded"),
    [
        (None, [2.0, -3.0], [2.0, -3.0]),
        ("positive", [1.0, math.e], [0.0, 1.0]),
        ("simplex", [0.25, 0.25, 0.5], [-math.log(2), -math.log(2)]),
        ((2.0, 6.0), [4.0, 5.0], [0.0, math.log(3)]),
        ((-1.0, 1.0), [0.0, 0.5], [0.0, math.log(3)]),
    ],
)
def test_the_coordinates_of_a_domain(domain, start, encoded):
    decode, found = coordinates(domain, np.array(start))
    np.testing.assert_allclose(found, encoded, atol=1e-14)
    np.testing.assert_allclose(decode(found), start, rtol=1e-14)


def test_a_simplex_is_read_far_from_its_middle():
    decode, _ = coordinates("simplex", np.array([0.5, 0.5]))
    np.testing.assert_allclose(decode(np.array([-800.0])), [0, 1], atol=1e-300)
    np.testing.assert_allclose(decode(np.array([800.0])), [1, 0], atol=1e-300)
