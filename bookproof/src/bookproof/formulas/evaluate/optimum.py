"""Where an expression is greatest or least."""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np

from bookproof.formulas.arithmetic import coordinates, minimum, show
from bookproof.formulas.errors import UndefinedFormula, UnreadableFormula, WeakBinding
from bookproof.formulas.evaluate import calls, claims, operators, values
from bookproof.formulas.evaluate.scope import Scope
from bookproof.formulas.nodes import Arg, Binder, Expression, Filter, Free, Interval, Members, Range, Reals
from bookproof.formulas.symbols import Row, Within, before

# The cost where the objective is undefined or its condition fails: more than any objective of a formula, and finite,
# since BFGS takes differences of it.
FORBIDDEN = 1e10
# How far a search may go before its optimum counts as infinite: of a free variable in its own units, of a bounded one
# in coordinates that are logarithms (e^30 is 1e13).
FREE_REACH, BOUNDED_REACH = 1e3, 30.0
# A start that is this near to the optimum found proves nothing: a search that never moved would pass as well.
NEAR_START = 1e-3

Operator = Literal["max", "min"]


def arg(node: Arg, scope: Scope) -> Any:
    """Where the body is greatest or least, over a set or over a variable."""
    if is_continuous(node.binder, scope):
        return search(node.operator, node.binder, node.body, scope)
    best: list[tuple[float, Any]] = []
    for choice in operators.members(node.binder, scope):
        result = values.scalar_with(choice, node.body, scope)
        if math.isnan(result):
            raise UndefinedFormula(f"{scope.source(node.body)} has no value for {show(next(iter(choice.values())))}")
        best.append((result if node.operator == "min" else -result, next(iter(choice.values()))))
    if not best:
        raise UndefinedFormula(f"{scope.source(node)} runs over no values")
    best.sort(key=lambda pair: pair[0])
    if len(best) > 1 and best[0][0] == best[1][0]:
        raise WeakBinding(f"{scope.source(node)} is reached at two values")
    return float(best[0][1]) if np.ndim(best[0][1]) == 0 else best[0][1]


def is_continuous(binder: Binder, scope: Scope) -> bool:
    """Whether a binder runs over a variable, and not over values that can be listed."""
    match binder:
        case Filter(inner):
            return is_continuous(inner, scope)
        case Free(names):
            return names[0] not in scope.sets
        case Members(_, sets):
            return isinstance(sets[0], Interval | Reals)
        case Range():
            return False


def variable(binder: Binder) -> str:
    """The first letter of a binder."""
    if isinstance(binder, Filter):
        return variable(binder.inner)
    return binder.name if isinstance(binder, Range) else binder.names[0]


def search(operator: Operator, binder: Binder, body: Expression, scope: Scope) -> Any:
    """Where the printed objective is least or greatest, searched from the bound value."""
    scope.allow("optimum")
    name = variable(binder)
    if name not in scope.env:
        raise UndefinedFormula(f"the variable {name} has no value to start from")
    start, domain = before(scope.value_of(name)), _domain(name, binder, scope)
    decode, encoded = coordinates(domain, np.asarray(start, float))

    def cost(point: np.ndarray) -> float:
        scope.spend()
        try:
            with scope.bound({name: decode(point)}):
                if isinstance(binder, Filter) and not claims.truth(binder.condition, scope):
                    return FORBIDDEN
                result = _objective(body, scope)
        except UndefinedFormula:
            return FORBIDDEN
        return result if operator == "min" else -result

    # At the start the objective must have a value: `cost` would hide an error of the formula itself.
    with scope.bound({name: decode(encoded)}):
        _objective(body, scope)
    found = minimum(cost, encoded, FREE_REACH if domain is None else BOUNDED_REACH)
    if found is None:
        raise UndefinedFormula(f"the {operator}imum is not attained: {name} diverges")
    if np.abs(found - encoded).max() < NEAR_START:
        raise WeakBinding(f"bind {name} to a start away from the arg{operator}")
    return decode(found)


def _domain(name: str, binder: Binder, scope: Scope) -> str | tuple[float, float] | None:
    """The printed interval, or what the binding says."""
    if isinstance(binder, Members) and isinstance(binder.sets[0], Interval):
        return values.scalar(binder.sets[0].low, scope), values.scalar(binder.sets[0].high, scope)
    bound = scope.notation.values.get(name)
    return bound.domain if isinstance(bound, Within) else None


def _objective(body: Expression, scope: Scope) -> float:
    result = values.value(body, scope)
    result = calls.at_own_arguments(body, scope) if isinstance(result, tuple) else result
    if isinstance(result, Row) or np.ndim(result):
        raise UnreadableFormula(f"the objective {scope.source(body)} must be one number")
    return float(result)
