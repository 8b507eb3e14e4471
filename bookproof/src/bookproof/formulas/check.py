r"""Evaluate displayed LaTeX: both sides of every printed relation, against symbols that an author binds.

::

    def logits(rng):
        s = rng.normal(size=4)
        return {"K": 4, "s": s, "k": Index(1, "K"),
                r"\operatorname{softmax}(t_1,\dots)": scipy.special.softmax}

    check(r"\operatorname{softmax}(s)_k=\frac{e^{s_k}}{\sum_{j=1}^K e^{s_j}}", logits)

A context is a function of a random generator that returns the symbols; it is drawn three times. A symbol is
bound under the name that is printed: a number, a NumPy array (first index 1), a list (a set), a function
under its printed call, or one of the kinds in `symbols`. `check` returns when the formula holds, and raises
a `FormulaError` that names the relation, the inputs and the difference when it does not.

The reference must be independent: the value of a left side comes from a library, automatic differentiation
or a loop, never from the printed right side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bookproof.formulas.errors import FormulaError, UndefinedFormula, WeakBinding
from bookproof.formulas.evaluate import Notation, Scope, hold, report
from bookproof.formulas.evidence import Evidence
from bookproof.formulas.nodes import Relation, Sign, Statement
from bookproof.formulas.parser import parse, parse_condition
from bookproof.formulas.symbols import Context
from bookproof.formulas.tokens import canonical_name


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
    if draws < 1:
        raise ValueError(f"expected one draw or more, got {draws}")
    options = _Options(given, tuple(map(canonical_name, over)), approx)
    evidence = Evidence()
    statements: tuple[Statement, ...] = ()
    try:
        for seed in range(draws if callable(context) else 1):
            statements = _check_draw(latex, context, seed, evidence, options)
        if equal_at is not None:
            _check_draw(latex, equal_at, 0, Evidence(), replace(options, turned=True))
    except RecursionError as error:
        # The parser bounds the depth of a formula, so that only its symbols can go round in a circle.
        raise WeakBinding("the symbols depend on one another in a circle") from error
    evidence.require(statements, latex, bool(loose), [(canonical_name(one), canonical_name(two)) for one, two in same])


def drawn_once(context: Context) -> Callable[[np.random.Generator], Mapping[str, Any]]:
    """A context that is drawn once for each seed, for all formulas together."""
    draws: dict[str, Mapping[str, Any]] = {}

    def drawn(rng: np.random.Generator) -> Mapping[str, Any]:
        # The state of a fresh generator is its seed.
        seed = str(rng.bit_generator.state)
        if seed not in draws:
            draws[seed] = context(rng) if callable(context) else context
        return draws[seed]

    return drawn


@dataclass(frozen=True)
class _Options:
    """What `check` was told, as far as a draw depends on it; `turned` reads each ``\\neq`` as ``=``."""

    given: str
    over: tuple[str, ...]
    approx: float
    turned: bool = False


def _check_draw(
    latex: str, context: Context, seed: int, evidence: Evidence, options: _Options
) -> tuple[Statement, ...]:
    """Check each statement at one draw, and return the statements."""
    notation = Notation.of(context(np.random.default_rng(seed)) if callable(context) else context)
    statements = parse(latex, notation.declared)
    if options.given:
        condition = parse_condition(options.given, notation.declared)
        statements = tuple(replace(s, conditions=(*s.conditions, condition)) for s in statements)
    if options.turned:
        statements = tuple(map(_equated, statements))
    scope = Scope(latex, notation, evidence, options.over, options.approx)
    for statement in statements:
        try:
            hold(statement, scope)
        except FormulaError as error:
            raise type(error)(f"{error}\n{report(statement, seed, scope)}") from error
        except (ArithmeticError, IndexError, KeyError, TypeError, ValueError) as error:
            # Bound functions and NumPy raise these for arguments that a formula should not have given them.
            what = f"{type(error).__name__}: {error}"
            raise UndefinedFormula(f"{what}\n{report(statement, seed, scope)}") from error
    evidence.note_values(statements, notation.values)
    return statements


def _equated(statement: Statement) -> Statement:
    relation = statement.claim
    if not isinstance(relation, Relation):
        return statement
    signs = tuple(Sign("=", sign.letter) if sign.text == r"\neq" else sign for sign in relation.signs)
    return replace(statement, claim=replace(relation, signs=signs))
