"""Mutants alter a formula in every way that is promised, and a binding is judged by those it lets through."""

import numpy as np
import pytest
from bookproof.cli import main
from bookproof.formulas import Binding, Each, Index
from bookproof.formulas.mutants import Result, measure, mutants, survivors
from bookproof.formulas.parser import Declared, Role, parse

NAMES = {name: Declared(Role.VALUE) for name in ("a", "b", "c", "n", "k", "c_1", "c'")} | {"f": Declared(Role.FUNCTION)}


@pytest.mark.parametrize(
    ("latex", "mutant"),
    [
        ("a=b+c", "a=b-c"),
        ("a=-b", "a= b"),
        ("a=b+c", "a=b"),
        ("a=b+c", r"a\neq b+c"),
        ("a=bc", "a=c"),
        ("a=bc", "a=b "),
        (r"a=b\cdot c", "a=b "),
        (r"a=\log b", "a=(b)"),
        ("a=f(b)", "a=(b)"),
        ("a=f(b,c)", "a=f(c,b)"),
        ("a=b^2", "a=b"),
        ("a=b^2", "a=b^3"),
        (r"a=b^\top", "a=b"),
        (r"a=\frac{b}{c}", "a=(b)"),
        (r"a=\frac{b}{c}", r"a=\frac{c}{b}"),
        (r"a=\sum_{k=1}^nb_k", r"a=\sum_{k=1+1}^nb_k"),
        (r"a=\sum_{k=1}^nb_k", r"a=\sum_{k=1}^{n-1}b_k"),
        (r"a=\sum_{k=1}^{n}b_k", r"a=\sum_{k=1}^{n-1}b_k"),
        (r"a=\sum_{k=1}^nb_k", r"a=\sum_{k=1}^nb_{k+1}"),
        (r"a=\sum_{k=1}^nb_{kn}", r"a=\sum_{k=1}^nb_{n,k}"),
        (r"a\leq b", r"a\geq  b"),
        (r"a=\max(b,c)", r"a=\min(b,c)"),
        ("a=0.5b", "a=0.6b"),
        (r"a=\{-b\}c", r"a=\{ b\}c"),
        ("a=(-b)c", "a=( b)c"),
        ("a=[-b]c", "a=[ b]c"),
        ("a=f(b,-c)", "a=f(b, c)"),
        ("a<-b", "a< b"),
        ("a-b=c", "a+b=c"),
        (r"a=\argmax_bc", r"a=\argmin_bc"),
        (r"a=\argmin_bc", r"a=\argmax_bc"),
        (r"a=\operatorname{argmax}_bc", r"a=\operatorname{argmin}_bc"),
        (r"a=\min(b,c)", r"a=\max(b,c)"),
        ("a=b+c+n", "a= 0+c+n"),
        ("a=b+c+n", "a=b+n"),
        ("a=b^{-1}", "a=b"),
        ("a=f(b)c", "a=(b)c"),
        ("a=f(b,c,n)", "a=f(c,b,n)"),
        ("a=f(b,c,n)", "a=f(b,n,c)"),
        ("a=b_kc", "a=b_{k+1}c"),
        ("a=b_{k,n}", "a=b_{k+1,n}"),
        ("a=b_{k,n}", "a=b_{k,n+1}"),
        ("a=b_{k,n}", "a=b_{n,k}"),
        ("a=9b", "a={10}b"),
        ("a=9.9b", "a=10.0b"),
        ("a=0.25b", "a=0.26b"),
        (r"a<b", "a>b"),
        (r"a>b", "a<b"),
        (r"a\neq b", "a= b"),
        (r"a\geq b", r"a\leq  b"),
        (r"a\approx b", r"a\neq  b"),
        (r"a\equiv b", r"a\neq  b"),
        (r"a\in\{b,c\}", r"a\notin \{b,c\}"),
        (r"a\notin\{b,c\}", r"a\in \{b,c\}"),
        ("a=b=c", r"a\neq b=c"),
        ("a=b=c", r"a=b\neq c"),
        ("a=b_k^2", "a=b_k"),
        ("a=b_{k}^2", "a=b_{k}"),
        ("a=bc_1", "a=b "),
        ("a=bc_{1}", "a=b "),
        ("a=bc'", "a=b "),
        (r"a=\frac{b}{c_1^2}", r"a=\frac{c_1^2}{b}"),
        (r"a=\frac{b}{c_1^2}", r"a=\frac{b}{c_1}"),
    ],
)
def test_the_alteration_is_among_the_mutants(latex, mutant):
    assert mutant in mutants(latex, parse(latex, NAMES))


@pytest.mark.parametrize(
    ("latex", "altered"),
    [
        # A quotient loses neither of its parts, since the sign would have no operand.
        ("a=b/c", [r"a\neq b/c"]),
        ("a=b", [r"a\neq b"]),
        ("a=f(b)", [r"a\neq f(b)", "a=(b)"]),
        ("a=f_k(b)", [r"a\neq f_k(b)"]),
        ("a=-b", ["a= b", r"a\neq -b"]),
        (r"a=\frac{b}{c}", [r"a\neq \frac{b}{c}", "a=(b)", r"a=\frac{c}{b}"]),
        ("a=b^2", [r"a\neq b^2", "a=b", "a=b^3"]),
        ("a=b_k", [r"a\neq b_k", "a=b_{k+1}"]),
        (r"a\propto b", []),
    ],
)
def test_all_that_is_altered(latex, altered):
    assert sorted(mutants(latex, parse(latex, NAMES))) == sorted(altered)


def test_a_context_is_drawn_once_for_each_seed():
    draws = []

    def context(rng):
        draws.append(float(rng.uniform()))
        return {"x": draws[-1]}

    assert survivors("eq-x", "0=0x", Binding(context)).survivors == ("0=0 ",)
    assert len(draws) == len(set(draws)) == 3
    assert draws == [float(np.random.default_rng(seed).uniform()) for seed in range(3)]


def test_each_mutant_differs_and_stands_once():
    latex = r"a=\frac{1}{n}\sum_{k=1}^nb_k\log c"
    altered = mutants(latex, parse(latex, NAMES))
    assert latex not in altered
    assert len(altered) == len(set(altered)) > 10


def test_a_strong_binding_lets_nothing_through():
    def context(rng):
        p = rng.dirichlet(np.ones(4))
        return {"K": 4, "p": p, "H": -float(np.dot(p, np.log(p)))}

    result = survivors("eq-x", r"H=-\sum_{k=1}^Kp_k\log p_k", Binding(context))
    assert result.total == 10
    assert result.survivors == ()


def test_a_weak_binding_lets_a_mutant_through():
    result = survivors("eq-x", r"y^2=y", Binding(lambda rng: {"y": Each([0.0, 1.0])}))
    assert "y^3=y" in result.survivors


def test_unequal_is_strong_where_it_is_shown_equal():
    def unequal(rng):
        return {"a": np.array([1.0, 2.0]), "b": np.array([3.0, 1.5]), "k": Index(1, 2), "c": 5.0}

    def equal(rng):
        return {"a": np.array([1.0, 2.0]), "b": np.array([3.0, 0.5]), "k": Index(1, 2), "c": 4.0}

    latex = r"a_1b_1+a_2b_2\neq c"
    loose = survivors("eq-x", latex, Binding(unequal))
    strong = survivors("eq-x", latex, Binding(unequal, equal_at=equal))
    assert len(strong.survivors) < len(loose.survivors)


@pytest.fixture
def book(tmp_path, monkeypatch):
    for folder in ("chapters", "appendix", "lossbook", "proofs"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "chapters" / "a.md").write_text("$$y^2=y \\label{eq-a}$$")
    monkeypatch.chdir(tmp_path)

    def bind(survivors):
        text = "from bookproof.formulas import Each, bind\n"
        text += "BINDINGS = bind(lambda rng: {'y': Each([0.0, 1.0])}, 'eq-a')\n"
        (tmp_path / "proofs" / "a.py").write_text(f"{text}SURVIVORS = {survivors!r}\n")

    return bind


def test_the_runner_names_survivors_without_a_reason_and_stale_ones(book, capsys):
    book({("eq-a", "y=y"): "y is 0 or 1", ("eq-a", "y^9=y"): "no such mutant"})
    assert main(["mutants", "eq-a"]) == 1
    printed = capsys.readouterr().out
    assert "survives: eq-a: y^3=y" in printed
    assert "is listed, but does not survive: eq-a: y^9=y" in printed
    assert "mutants of 1 formulas" in printed


@pytest.mark.parametrize(("end", "error"), [("__import__('sys').exit()", "SystemExit: "), ("{}['y']", "KeyError: 'y'")])
def test_the_runner_names_a_formula_whose_context_raises(book, tmp_path, end, error, capsys):
    book({})
    text = f"from bookproof.formulas import bind\nBINDINGS = bind(lambda rng: {end}, 'eq-a')\n"
    (tmp_path / "proofs" / "a.py").write_text(text)
    assert main(["mutants", "eq-a"]) == 2
    assert capsys.readouterr().err == f"bookproof: chapters/a.md, cell 0, line 1: eq-a: {error}\n"


def test_an_explanation_of_a_formula_that_was_not_altered_is_not_stale():
    results = [Result("eq-a", 100, ("y=y",)), Result("eq-b", 50, ())]
    explained = {("eq-a", "y=y"), ("eq-c", "z=z")}
    some, every = (measure(results, explained, every=every) for every in (False, True))
    assert (some.total, some.rate) == (150, 149 / 150)
    assert not some.unexplained
    assert not some.fails
    assert every.stale == (("eq-c", "z=z"),)
    assert every.fails
    assert measure(results, ()).unexplained == (("eq-a", "y=y"),)
    assert measure([Result("eq-a", 10, ("y=y",))], explained, every=False).fails
