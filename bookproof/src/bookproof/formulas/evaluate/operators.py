"""Sums, products and extremes over letters, and expectations."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any, Literal, assert_never

import numpy as np

from bookproof.formulas.arithmetic import added, elementwise, multiplied, scaled, show
from bookproof.formulas.errors import UndefinedFormula, WeakBinding
from bookproof.formulas.evaluate import claims, optimum, values
from bookproof.formulas.evaluate.scope import MOST_TERMS, Scope
from bookproof.formulas.nodes import Big, Binder, Expectation, Expression, Filter, Free, Interval, Members, Range, Reals
from bookproof.formulas.symbols import Depends, Expect, letters_of, plain

OFF_ONE = 1e-6
"""How far the sum of probabilities may lie from 1: those that a softmax computes in float32 miss it by some 1e-7."""


def members(binder: Binder, scope: Scope) -> Iterator[dict[str, Any]]:
    """The values that the letters of a binder run over."""
    match binder:
        case Range(name, low, high):
            first, last = values.whole(low, scope), values.whole(high, scope)
            for number in scope.whole_numbers(scope.source(binder), first, last):
                scope.spend()
                yield {name: number}
        case Free(names):
            yield from _combinations(names, [scope.members_of(name) for name in names], scope)
        case Members(names, sets):
            yield from _combinations(names, [collection(node, scope) for node in sets], scope)
        case Filter(inner, condition):
            for choice in members(inner, scope):
                with scope.bound(choice):
                    meets = claims.truth(condition, scope)
                if meets:
                    yield choice
        case _:
            assert_never(binder)


def collection(node: Expression, scope: Scope) -> list[Any]:
    """The members of a set, in a fixed order."""
    result = None if isinstance(node, Interval | Reals) else values.value(node, scope)
    if isinstance(result, range | frozenset | set):
        return sorted(result)
    if not isinstance(result, list):
        raise UndefinedFormula(f"{scope.source(node)} is not a set whose members can be listed")
    return result


def big(node: Big, scope: Scope) -> Any:
    """The value of an operator over letters."""
    operator, binder, body = node.operator, node.binder, node.body
    if (operator == "max" or operator == "min") and optimum.is_continuous(binder, scope):
        best = optimum.search(operator, binder, body, scope)
        return values.scalar_with({optimum.variable(binder): best}, body, scope)
    if isinstance(binder, Range) and values.scalar(binder.high, scope) == math.inf:
        return _series(node, binder, scope)
    total = None
    for choice in members(binder, scope):
        with scope.bound(choice):
            result = values.number(body, scope)
        if total is None:
            total = result
            continue
        match operator:
            case "sum":
                total = added(total, result)
            case "prod":
                total = multiplied(total, result)
            case "max" | "min":
                total = extreme(operator, (total, result))
            case _:
                assert_never(operator)
    if total is None:
        raise UndefinedFormula(f"{scope.source(node)} runs over no values")
    return total


def expectation(node: Expectation, scope: Scope) -> Any:
    """The mean or the variance of what is in the brackets, over the declared outcomes."""
    expect: Expect = scope.env[node.name]
    letters = letters_of(expect)
    outcomes = expect.support
    if isinstance(outcomes, Depends):
        outcomes = scope.computed(node.name, outcomes)
    if expect.statistic not in ("mean", "variance"):
        raise WeakBinding(f"expected the statistic 'mean' or 'variance', got {expect.statistic!r}")
    results, weights = [], []
    for outcome, probability in outcomes:
        parts = (outcome,) if len(letters) == 1 else outcome
        with scope.bound(dict(zip(letters, map(plain, parts), strict=True))):
            results.append(values.number(node.body, scope))
        weights.append(float(probability))
    total = sum(weights)
    if min(weights, default=-1.0) < 0 or abs(total - 1) > OFF_ONE:
        raise WeakBinding(
            f"expected probabilities that sum to 1, got {show(np.array(weights))} with the sum {total:.9g}"
        )
    mean = _mean(results, weights)
    if expect.statistic == "mean":
        return mean
    deviations = [added(result, scaled(mean, -1.0)) for result in results]
    return _mean([elementwise(deviation, deviation) for deviation in deviations], weights)


def extreme(operator: Literal["max", "min"], numbers: Sequence[float]) -> float:
    """The largest or the least of some numbers; it has no value if one of them has none, wherever that stands."""
    if any(map(math.isnan, numbers)):
        return math.nan
    return max(numbers) if operator == "max" else min(numbers)


def _combinations(names: Sequence[str], pools: Sequence[Sequence[Any]], scope: Scope) -> Iterator[dict[str, Any]]:
    for combination in itertools.product(*pools):
        scope.spend()
        yield dict(zip(names, combination, strict=True))


def _series(node: Big, binder: Range, scope: Scope) -> float:
    """An infinite sum, until three terms in a row no longer change it; one may be 0 by chance, as in a sine."""
    if node.operator != "sum":
        raise UndefinedFormula("expected a sum, the only operator that may run to infinity")
    total, quiet = 0.0, 0
    first = values.whole(binder.low, scope)
    for number in range(first, first + MOST_TERMS):
        scope.spend()
        term = values.scalar_with({binder.name: number}, node.body, scope)
        total += term
        # A tenth of float64's precision: such a term cannot change the last digit.
        quiet = quiet + 1 if abs(term) <= 1e-17 * max(abs(total), 1e-300) else 0
        if quiet == 3:
            return total
    raise UndefinedFormula("the infinite sum does not converge")


def _mean(results: Sequence[Any], weights: Sequence[float]) -> Any:
    total = scaled(results[0], weights[0])
    for result, weight in zip(results[1:], weights[1:], strict=True):
        total = added(total, scaled(result, weight))
    return total
