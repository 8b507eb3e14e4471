"""The grammar is strict, the evaluation knows no broadcasting, and a binding that cannot tell is refused."""

import numpy as np
import pytest
from bookproof.formulas import (
    ByArity,
    Depends,
    Expect,
    FalseFormula,
    Growing,
    Index,
    Indexed,
    Samples,
    Step,
    UndefinedFormula,
    UnreadableFormula,
    WeakBinding,
    Within,
)
from bookproof.formulas.check import check
from equations import TRUE, symbols
from scipy import special


@pytest.mark.parametrize("name", TRUE)
def test_a_true_formula_holds(name):
    check(TRUE[name], symbols)


FALSE = {
    "wrong sign": r"\frac{d}{dx}x^3=-3x^2",
    "wrong index": r"a_1=a_2",
    "wrong limit": r"\sum_{j=2}^{n}p_j=1",
    "wrong printed number": r"\log2\approx0.694",
    "unequal that is equal": r"x+y\neq y+x",
    "weak relation the wrong way": r"\log t\geq t-1",
    "note on a brace": r"x+\underbrace{y-z}_{=0}=x+y-z",
    "equivalence": r"t>1\iff\log t>1",
    "mixed derivative": r"\frac{\partial^2 x^2y^3}{\partial x\,\partial y}=6xy",
    "hessian": r"\nabla_v^2\,(v^\top Sv)=S",
    "limit": r"\lim_{l\to\infty}\Bigl(1+\frac{x}{l}\Bigr)^l=e^y",
    "membership": r"x\in(1,2)",
    "shape": r"A\in\mathbb R^{d\times n}",
    "one row of aligned": r"\begin{aligned}x&=x\\y&=z\end{aligned}",
}


@pytest.mark.parametrize("name", FALSE)
def test_a_false_formula_fails(name):
    with pytest.raises(FalseFormula):
        check(FALSE[name], symbols)


UNREADABLE = {
    "an undeclared symbol": r"x=\kappa",
    "an unknown command": r"x=\foo{x}",
    "an undeclared word": r"x=\operatorname{relu}(x)",
    "an undeclared prime": r"x'=x",
    "no relation": r"x+y",
    "nothing behind a relation": r"x=",
    "a power on a function": r"\sigma^2(z)=\sigma(z)\sigma(z)",
    "a power on the logarithm": r"\log^2 x=\log x\log x",
    "the scope of a logarithm": r"\log xy=\log x+\log y",
    "a slash before a product": r"1/2x=x",
    "brackets of two kinds": r"(x+y]=x+y",
    "an open bracket": r"(x+y=x+y",
    "braces that change the reading": r"x{y+z}=xy+xz",
    "braces under a power": r"{xy}^2=xyxy",
    "braces behind a sum": r"\sum_k{p_k+x}=1+4x",
    "a sum without an index": r"\sum p_k=1",
    "a sum without an upper limit": r"\sum_{j=1}p_j=1",
    "an index both bound and free": r"\sum_kp_k+p_k=1+p_k",
    "a number behind a factor": r"x2=2x",
    "a relation in parentheses": r"(x=y)x=0",
    "a derivative of mixed order": r"\frac{d^2 x^2}{dx}=2",
    "a gradient in an undeclared symbol": r"\nabla_\kappa x=0",
    "an integral without its variable": r"\int_0^1x=1",
    "arg without a variable": r"\arg\min(x)=x",
    "a subscript on an accent inside": r"\hat{a_1}=a_1",
    "a symbolic note on a brace": r"\underbrace{x+y}_{z}=x+y",
    "a condition without a statement": r"\text{if }x>0",
    "two letters and a number in an index": r"A_{2i}=A_{2i}",
    "a relation sign without meaning": r"x\sim y",
    "a directive of another kind": r"\begin{tikzpicture}x\end{tikzpicture}=x",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unclear_formula_is_refused(name):
    with pytest.raises(UnreadableFormula):
        check(UNREADABLE[name], symbols)


UNDEFINED = {
    "a sum of two shapes": r"a+x=a",
    "two sides of two shapes": r"a=x",
    "a vector times a vector": r"ab=ba",
    "a row and a column": r"a^\top=a",
    "an index out of range": r"a_5=a_1",
    "the index zero": r"a_{s-2}=a_1",
    "a fractional index": r"a_x=a_1",
    "a logarithm of a negative number": r"\log(-x)=x",
    "a division by zero": r"\frac{1}{x-x}=1",
    "a wrong separator": r"P(Y=0,Y=1)=1",
    "a wrong label": r"P(Z=0)=1",
    "a power of a vector": r"e^{a}=a",
    "a diverging optimum": r"\min_m(m+x)=0",
    "a limit that is none": r"\lim_{l\to0}\sin(1/l)=0",
    "a sum that does not settle": r"\sum_{j=1}^\infty\frac1j=1",
    "a sum of too many terms": r"\sum_{j=1}^{10^6}1=10^6",
    "dots without a pattern": r"x+\dots+y=x",
    "the gradient of a vector": r"\nabla_v(Sv)=S",
}


def test_a_list_of_columns_is_refused_with_the_form_that_is_read():
    with pytest.raises(UndefinedFormula, match=r"has shape \(3,\): print a matrix of columns as \\begin\{bmatrix\}"):
        check(r"(A_1,\dots,A_n)\in\mathbb R^{d\times n}", symbols)


@pytest.mark.parametrize("name", UNDEFINED)
def test_a_formula_without_a_value_fails(name):
    with pytest.raises(UndefinedFormula):
        check(UNDEFINED[name], symbols)


WEAK = {
    "two symbols of equal value": (r"c=f", lambda rng: {"c": 1.0, "f": 1.0, "g": 2.0}, None),
    "symbols that could be swapped": (r"c+f=2c", lambda rng: {"c": 1.0, "f": 1.0}, "equal values"),
    "a weak relation far from equality": (r"c\leq f", lambda rng: {"c": 1.0, "f": 9.0}, "nowhere near"),
    "a bound by infinity": (r"c<\infty", lambda rng: {"c": 1.0}, "the relation < in .* is nowhere near"),
    "a bound that is infinite in part": (r"c\leq f", lambda rng: dict.fromkeys("cf", np.array([1, np.inf])), None),
    "an infinite bound": (r"c\leq f", lambda rng: dict.fromkeys("cf", np.array([np.inf])), "nowhere near"),
    "a membership far from its ends": (r"c\in(0,2)", lambda rng: {"c": 0.01}, "the end 2"),
    "a case that no draw reaches": (
        r"c=\begin{cases}c&\text{if }c>0\\-c&\text{if }c<0\end{cases}",
        lambda rng: {"c": 1.0},
        "case 2",
    ),
    "a condition that nothing meets": (r"c=c\quad\text{if }c>2", lambda rng: {"c": 1.0}, "nothing was tested"),
    "an optimum started at the answer": (r"\arg\min_c(c-f)^2=f", lambda rng: {"c": 2.0, "f": 2.0}, "away from"),
    "a tie": (r"\arg\max_{j\in\{1,2\}}(j-1)(j-2)=1", lambda rng: {"c": 1.0}, "reached at two"),
    "proportional to what": (r"c\propto f", lambda rng: {"c": 1.0, "f": 2.0}, "over="),
    "a name bound twice": (r"c=c", lambda rng: {"c": 1.0, "{c}": 2.0}, "bound twice"),
    "symbols in a circle": (
        "c=f",
        lambda rng: {"c": Depends(lambda f: f, "f"), "f": Depends(lambda c: c, "c")},
        "in a circle",
    ),
    "a function without its call": (r"c=c", lambda rng: {"c": abs}, "printed call"),
    "a word of the grammar": (r"c=c", lambda rng: {"c": 1.0, r"\operatorname{max}(a,b)": max}, r"starts with '.*max'"),
    "an operator of the grammar": (r"c=c", lambda rng: {"c": 1.0, r"\nabla J": 2.0}, r"starts with '.*nabla'"),
    "a word between statements": (r"c=c", lambda rng: {"c": 1.0, r"\text{where}": 2.0}, "starts with 'where'"),
    "a sign": (r"c=c", lambda rng: {"c": 1.0, "+": 2.0}, r"starts with '\+'"),
    "no name at all": (r"c=c", lambda rng: {"c": 1.0, "{}": 2.0}, "starts with ''"),
}


@pytest.mark.parametrize("name", WEAK)
def test_a_binding_that_cannot_tell_is_refused(name):
    latex, context, message = WEAK[name]
    if message is None:
        check(latex, context)
        return
    with pytest.raises(WeakBinding, match=message):
        check(latex, context)


def test_a_reason_lets_a_weak_relation_stay_weak():
    check(r"c\leq f", {"c": 1.0, "f": 9.0}, loose="a bound that is never reached")


def test_proportionality_is_over_the_named_letters():
    context = {"p": special.softmax([1.0, 2, 3]), "s": np.array([1.0, 2, 3]), "k": Index(1, 3)}
    check(r"p_k\propto e^{s_k}", context, over=["k"])
    with pytest.raises(FalseFormula):
        check(r"p_k\propto e^{-s_k}", context, over=["k"])


def test_an_update_is_compared_with_the_state_after_the_step():
    context = {r"\theta": Step(np.array([1.0, 2.0]), np.array([0.9, 1.8])), r"\alpha": 0.1}
    check(r"\theta:=\theta-\alpha\theta", context)
    check(r"\theta\leftarrow(1-\alpha)\theta", context)
    with pytest.raises(FalseFormula):
        check(r"\theta:=\theta+\alpha\theta", context)


def test_an_iteration_reads_the_trajectory():
    path = [np.array([1.0, -2.0])]
    for _ in range(3):
        path.append(path[-1] - 0.1 * 2 * path[-1])
    context = {
        r"\theta": Samples(np.array(path), start=0),
        "t": Index(0, 2),
        r"\eta": 0.1,
        r"J(\theta)": lambda theta: float(theta @ theta),
    }
    check(r"\theta^{(t+1)}=\theta^{(t)}-\eta\nabla J(\theta^{(t)})", context)
    with pytest.raises(FalseFormula):
        check(r"\theta^{(t+1)}=\theta^{(t)}+\eta\nabla J(\theta^{(t)})", context)


def test_indices_may_start_at_zero():
    context = {"z": Indexed(np.array([3.0, 4.0, 5.0])), "K": 3}
    check(r"\sum_{k=0}^{K-1}z_k=z_0+z_1+z_2", context)
    with pytest.raises(UndefinedFormula):
        check(r"z_3=5", context)


def test_one_letter_is_told_apart_by_its_indices():
    context = {"y": ByArity({1: np.array([2, 1]), 2: np.eye(3)[[1, 0]]}), "i": Index(1, 2), "k": Index(1, 3)}
    check(r"y_{ik}=\mathbf 1\{y_i=k\}", context)


def test_an_optimum_stays_within_its_domain():
    weights = np.array([0.2, 0.3, 0.5])
    context = {"q": Within(np.array([0.4, 0.4, 0.2]), "simplex"), "p": weights, "K": 3}
    check(r"\arg\min_q\Bigl[-\sum_{k=1}^Kp_k\log q_k\Bigr]=p", context)
    interval = {"r": Within(0.5, (0, 1)), "h": 7, "n": 10}
    check(r"\arg\max_r\,r^h(1-r)^{n-h}=\frac{h}{n}", interval)
    check(r"\arg\min_r\Bigl[r-\log r\Bigr]=1", {"r": Within(0.4, "positive")})


def test_an_arrow_needs_shrinking_errors():
    context = {"n": Growing([2, 200])}
    check(r"\frac{n+1}{n}\xrightarrow[n\to\infty]{}1", context)
    with pytest.raises(FalseFormula):
        check(r"\frac{n+1}{n}\xrightarrow[n\to\infty]{}2", context)


@pytest.mark.parametrize(
    "latex",
    [
        r"g'(x)+\mathbb 1[x>0]=d(x)+1",
        r"g'(x)+\sum_{j=1,\,j\neq1}^3j=d(x)+5",
        r"g'(x)+\begin{cases}4&\text{if }x>2\\x+2&\text{if }x\leq2\end{cases}=d(x)+4",
    ],
)
def test_a_condition_leaves_the_tolerance_of_what_stands_beside_it(latex):
    def g(x):
        return np.exp(np.sin(12 * x))

    def d(x):
        return 12 * np.cos(12 * x) * g(x)

    points = iter([2.0, 2.0, 2.5])  # a third draw reaches the other case
    check(latex, lambda rng: {"x": next(points), "g(x)": g, "d(x)": d})


def test_an_expectation_may_move_with_a_symbol():
    context = {"p": 0.3, r"\mathbb E": Expect("Y", Depends(lambda p: [(1, p), (0, 1 - p)], "p"))}
    check(r"\mathbb E[Y]=p,\quad\frac{\partial\mathbb E[3Y]}{\partial p}=3", context)


def test_the_longest_declared_name_wins():
    context = {"x": np.array([1.0, 2.0]), "x_0": 7.0, "x^*": 5.0, "x_0^*": 3.0}
    check(r"x_0+x_0^*=10,\quad x^*+x_2=7", context)


def test_a_function_with_one_parameter_more_takes_the_subscript():
    context = {"f_j(x)": lambda j, x: j * x, "x": 1.5, "P_X(x)": lambda x: x + 1}
    check(r"f_2(x)=2x,\quad P_X(x)=x+1", context)


def test_the_message_names_relation_inputs_and_difference():
    with pytest.raises(FalseFormula) as caught:
        check(r"y=2x", {"x": 1.5, "y": 2.0})
    message = str(caught.value)
    for part in (r"y = 2x is false", "2. = 3.", "difference 1", "x = 1.5", "y = 2."):
        assert part in message


@pytest.mark.parametrize("draws", [0, -1])
def test_a_formula_that_is_never_drawn_is_not_tested(draws):
    with pytest.raises(ValueError, match=f"expected one draw or more, got {draws}"):
        check("c=2c", lambda rng: {"c": 1.0}, draws=draws)


def test_every_draw_counts():
    seeds = iter([1.0, 1.0, 2.0])
    with pytest.raises(FalseFormula, match="draw 2"):
        check(r"c=1", lambda rng: {"c": next(seeds)})
