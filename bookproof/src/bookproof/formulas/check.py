r"""Evaluate displayed LaTeX: both sides of every printed relation, against symbols that an author binds.

::

    def logits(rng):
        s = rng.normal(size=4)
        return {"K": 4, "s": s, "k": Index(1, "K"),
                r"\operatorname{softmax}(t_1,\dots)": scipy.special.softmax}

    check(r"\operatorname{softmax}(s)_k=\frac{e^{s_k}}{\sum_{j=1}^K e^{s_j}}", logits)

A context is a function of a random generator that returns the symbols; it is drawn three times. A symbol is
bound under the name that is printed: a number, a NumPy array (first index 1), a list (a set), a function
under its printed call, or one of the kinds of this module. `check` returns when the formula holds, and raises
a `FormulaError` that names the relation, the inputs and the difference when it does not.

The reference must be independent: the value of a left side comes from a library, automatic differentiation
or a loop, never from the printed right side.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from bookproof.formulas.evaluate import Evaluator, Notation
from bookproof.formulas.evidence import Watch
from bookproof.formulas.parser import Node, parse, parse_condition
from bookproof.formulas.symbols import (
    ByArity,
    Context,
    Depends,
    Each,
    Expect,
    FalseFormula,
    Growing,
    Index,
    Indexed,
    Samples,
    Step,
    UndefinedFormula,
    WeakBinding,
    Within,
)
from bookproof.formulas.tokens import FormulaError, UnreadableFormula, canonical_name

__all__ = [
    "ByArity",
    "Depends",
    "Each",
    "Expect",
    "FalseFormula",
    "FormulaError",
    "Growing",
    "Index",
    "Indexed",
    "Samples",
    "Step",
    "UndefinedFormula",
    "UnreadableFormula",
    "WeakBinding",
    "Within",
    "check",
]


def check(
    latex: str,
    context: Context,
    *,
    draws: int = 3,
    given: str = "",
    over: Iterable[str] = (),
    approx: float = 0.02,
    loose: str = "",
    same: Iterable[tuple[str, str]] = (),
    equal_at: Context | None = None,
) -> None:
    r"""Evaluate a formula as printed; raise a `FormulaError` unless every relation holds at every draw.

    Parameters
    ----------
    latex : str
        The formula, as it stands between the dollar signs, without its label.
    context : mapping, or function of a `numpy.random.Generator` that returns one
        The printed symbols and what they stand for.
    draws : int
        How often the context is drawn, with the seeds 0, 1, …
    given : str
        A condition in LaTeX that the prose states before the formula, such as ``k\neq y``.
    over : iterable of str
        For ``\propto``: the letters over which the ratio of both sides is constant.
    approx : float
        For ``\approx`` between two expressions: the largest relative difference. Against a printed number,
        its last place decides.
    loose : str
        Why a weak relation (``\leq``, ``<`` …) is nowhere near equality in the draws. Without a reason, it must be.
    same : iterable of pairs of names
        Symbols that are equal by their meaning; two others with equal values are refused, since a formula that
        swaps them would pass.
    equal_at : context
        For ``\neq``: symbols for which both sides are equal, which shows that they are the sides that were meant.
    """
    options = _Options(given, tuple(map(canonical_name, over)), approx)
    watch = Watch()
    for seed in range(draws if callable(context) else 1):
        statements = _check_draw(latex, context, seed, watch, options)
    if equal_at is not None:
        _check_draw(latex, equal_at, 0, Watch(), replace(options, turned=True))
    watch.complain(statements, latex, bool(loose), [tuple(map(canonical_name, pair)) for pair in same])


@dataclass(frozen=True)
class _Options:
    given: str
    over: tuple[str, ...]
    approx: float
    turned: bool = False


def _check_draw(latex: str, context: Context, seed: int, watch: Watch, options: _Options) -> tuple[Node, ...]:
    """Hold each statement at one draw, and return the statements; `turned` reads each ``\\neq`` as ``=``."""
    notation = Notation.of(context(np.random.default_rng(seed)) if callable(context) else context)
    statements = parse(latex, notation.declared)
    if options.given:
        condition = parse_condition(options.given, notation.declared)
        statements = tuple(replace(s, parts=(s.parts[0], (*s.parts[1], condition))) for s in statements)
    if options.turned:
        statements = tuple(map(_equated, statements))
    evaluator = Evaluator(latex, notation, watch, options.over, options.approx)
    for statement in statements:
        try:
            evaluator.statement(statement)
        except FormulaError as error:
            raise type(error)(f"{error}\n{evaluator.report(statement, seed)}") from error
        except (ArithmeticError, IndexError, TypeError, ValueError) as error:
            what = f"{type(error).__name__}: {error}"
            raise UndefinedFormula(f"{what}\n{evaluator.report(statement, seed)}") from error
    watch.note_values(statements, notation.values)
    return statements


def _equated(statement: Node) -> Node:
    relation, conditions = statement.parts
    if relation.kind != "relation":
        return statement
    sides, signs = relation.parts
    signs = tuple(("=", letter) if sign == r"\neq" else (sign, letter) for sign, letter in signs)
    return replace(statement, parts=(replace(relation, parts=(sides, signs)), conditions))
