"""Derivatives, gradients, integrals and limits, all by numbers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bookproof.formulas.arithmetic import gradient, hessian, like, places_of, slope, unboxed
from bookproof.formulas.errors import UndefinedFormula
from bookproof.formulas.evaluate import calls, values
from bookproof.formulas.evaluate.scope import TOLERANCES, Scope
from bookproof.formulas.nodes import Call, Derivative, Expression, Gradient, IndexedBy, Integral, Limit, Symbol
from bookproof.formulas.symbols import Function, Indexed, Row, Samples

# The estimated relative error up to which an extrapolated limit or a quadrature counts as settled. Both estimates are
# pessimistic: the results are then right to what `TOLERANCES` allows.
SETTLED = 1e-6


def derivative(node: Derivative, scope: Scope) -> Any:
    """A derivative of any order, one variable after the other."""
    scope.allow("derivative" if len(node.variables) == 1 else "second derivative")
    return _partial(node.body, node.variables, scope)


def gradient_of(node: Gradient, scope: Scope) -> Any:
    """A gradient or a Hessian matrix, with respect to an argument of a call or to a symbol."""
    scope.allow("derivative" if node.order == 1 else "second derivative")
    found = _argument_of(node, scope)
    if found is not None:
        function, arguments, position = found
        start, cost = np.asarray(arguments[position], float), _as_function_of_argument(function, arguments, position)
    elif node.name is not None:
        start, cost = _array(scope.value_of(node.name)), _as_function_of(node.name, node.body, scope)
    else:
        raise UndefinedFormula("\\nabla does not name its variable")
    return gradient(cost, start) if node.order == 1 else hessian(cost, start)


def integral(node: Integral, scope: Scope) -> float:
    """A definite integral by adaptive quadrature."""
    from scipy.integrate import quad

    scope.allow("integral")

    def integrand(t: float) -> float:
        scope.spend()
        return values.scalar_with({node.name: t}, node.body, scope)

    # 200 subintervals, four times SciPy's default: for kinks such as |x|.
    result, error = quad(integrand, values.scalar(node.low, scope), values.scalar(node.high, scope), limit=200)
    if error > SETTLED * max(1.0, abs(result)):
        raise UndefinedFormula(f"{scope.source(node)} does not converge")
    return float(result)


def limit(node: Limit, scope: Scope) -> float:
    """A limit, from both sides unless it names one."""
    scope.allow("limit")
    end = values.scalar(node.target, scope)
    directions = {"+": (1,), "-": (-1,), "": (1, -1)}[node.side] if math.isfinite(end) else (1,)
    found = [_one_sided_limit(node.name, end, direction, node.body, scope) for direction in directions]
    if len(found) == 2 and not math.isclose(*found, rel_tol=TOLERANCES["limit"], abs_tol=TOLERANCES["limit"]):
        raise UndefinedFormula(f"{scope.source(node)}: the limits from the two sides differ")
    return found[0]


def _partial(body: Expression, variables: Sequence[Symbol | IndexedBy], scope: Scope) -> Any:
    if not variables:
        return _differentiable(body, scope)
    name, places = _coordinate(variables[0], scope)
    old = scope.value_of(name)
    array = _array(old)
    if array.ndim != len(places):
        if places or len(variables) > 1:
            raise UndefinedFormula(f"a derivative with respect to a part of {name} that is not a number")
        return gradient(_as_function_of(name, body, scope), array)

    def along(t: float) -> Any:
        moved = array.copy()
        moved[places] = t
        with scope.bound({name: like(old, moved)}):
            return _partial(body, variables[1:], scope)

    return slope(along, float(array[places]))


def _array(value: Any) -> np.ndarray:
    return np.asarray(value.array if isinstance(value, Samples | Indexed) else value, float)


def _differentiable(body: Expression, scope: Scope) -> Any:
    result = values.value(body, scope)
    if isinstance(result, tuple):
        return calls.at_own_arguments(body, scope)
    if isinstance(result, float | int | np.ndarray | Row):
        return result
    raise UndefinedFormula(f"{scope.source(body)} cannot be differentiated")


def _coordinate(node: Symbol | IndexedBy, scope: Scope) -> tuple[str, tuple[int, ...]]:
    """The name of the variable of a derivative, and the place of the entry in its array."""
    indices: list[Expression] = []
    variable: Expression = node
    while isinstance(variable, IndexedBy):
        indices = [*variable.indices, *indices]
        variable = variable.base
    assert isinstance(variable, Symbol)  # the parser reads no other variable
    value = scope.value_of(variable.name)
    places = [values.whole(index, scope) for index in indices]
    if not isinstance(value, Samples | Indexed | np.ndarray | int | float):
        raise UndefinedFormula(f"expected a number or an array to differentiate with respect to, got {variable.name}")
    return variable.name, places_of(value, places, scope.source(variable))


def _as_function_of(name: str, body: Expression, scope: Scope) -> Callable[[np.ndarray], Any]:
    """The value of an expression when one of its symbols moves."""
    old = scope.value_of(name)

    def at(point: np.ndarray) -> Any:
        with scope.bound({name: like(old, point)}):
            return _differentiable(body, scope)

    return at


def _as_function_of_argument(function: Function, arguments: list[Any], position: int) -> Callable[[np.ndarray], Any]:
    """The value of a call when one of its arguments moves."""

    def at(point: np.ndarray) -> Any:
        return calls.applied(function, [*arguments[:position], unboxed(point), *arguments[position + 1 :]])

    return at


def _argument_of(node: Gradient, scope: Scope) -> tuple[Function, list[Any], int] | None:
    """Which argument of a printed call a gradient is taken with respect to, if the signature names it."""
    body = node.body
    if not isinstance(body, Call) or body.subscripts or body.primes:
        return None
    for function in scope.env.get(body.name) or ():
        try:
            arguments, _ = calls.matched(function, body, scope)
        except calls.NoMatch:
            continue
        names = [argument.name for argument in function.signature.arguments]
        if node.name is None and names:
            return function, arguments, 0
        if node.name in names:
            return function, arguments, names.index(node.name)
    return None


def _one_sided_limit(name: str, end: float, direction: int, body: Expression, scope: Scope) -> float:
    """Extrapolate to a step of zero through halved steps, as Richardson does.

    Where that does not settle, two very small steps must agree: the error of a limit such as l log l is no power
    of the step. Towards infinity, a whole number stays one, so that it can be an index or a number of terms.
    """
    steps = [2.0**-k for k in range(3, 11)]
    points = [end + direction * step if math.isfinite(end) else math.copysign(1, end) / step for step in steps]
    table = [values.scalar_with({name: int(p) if p == int(p) else p}, body, scope) for p in points]
    previous = table[-1]
    for level in range(1, len(steps)):
        table = [b + (b - a) / (2.0**level - 1) for a, b in itertools.pairwise(table)]
        last, previous = previous, table[-1]
    if abs(last - previous) <= SETTLED * max(1.0, abs(previous)):
        return previous
    if math.isfinite(end):
        last, previous = (values.scalar_with({name: end + direction * 2.0**-k}, body, scope) for k in (30, 40))
        if abs(last - previous) <= SETTLED * max(1.0, abs(previous)):
            return previous
    raise UndefinedFormula(f"{name} has no limit")
