"""Arithmetic on numbers, columns, rows and matrices by the rules of the printed page: nothing is broadcast.

Derivatives are central differences, extrapolated twice; a domain of an optimum gets coordinates without bounds.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from bookproof.formulas.errors import UndefinedFormula, WeakBinding
from bookproof.formulas.symbols import Each, Function, Indexed, Row, Samples


def numbers_of(value: Any) -> np.ndarray:
    """The numbers of a value, whether it is a row or not."""
    return np.asarray(value.vector if isinstance(value, Row) else value, float)


def raw(value: Any) -> Any:
    """What a bound function receives: arrays, numbers, sets, and functions as plain callables."""
    if isinstance(value, Samples | Indexed):
        return value.array
    if isinstance(value, Row):
        raise UndefinedFormula("expected a number or a column as an argument, got a row")
    if isinstance(value, tuple) and value and isinstance(value[0], Function):
        return value[0].compute
    return value


def unboxed(array: np.ndarray) -> Any:
    """An array without dimensions as a number."""
    return array if array.ndim else float(array)


def like(old: Any, array: np.ndarray) -> Any:
    """An array with the indices of the value it replaces."""
    return replace(old, array=array) if isinstance(old, Samples | Indexed) else unboxed(array)


def added(one: Any, two: Any) -> Any:
    """The sum of two values of one shape."""
    if isinstance(one, float) and isinstance(two, float):
        return one + two  # By far the most frequent case, and NumPy's shapes are slow to ask for.
    if isinstance(one, Row) != isinstance(two, Row) or np.shape(numbers_of(one)) != np.shape(numbers_of(two)):
        raise UndefinedFormula(f"cannot add shapes {_shape(one)} and {_shape(two)}")
    return Row(one.vector + two.vector) if isinstance(one, Row) else one + two


def scaled(value: Any, factor: float) -> Any:
    """A value times a number."""
    return Row(value.vector * factor) if isinstance(value, Row) else value * factor


def divided(one: Any, two: Any) -> Any:
    """A value divided by a number."""
    if isinstance(two, Row) or np.ndim(two):
        raise UndefinedFormula(f"cannot divide by shape {_shape(two)}")
    if two == 0:
        raise UndefinedFormula("a division by zero")
    return scaled(one, 1 / two) if isinstance(one, Row) or np.ndim(one) else one / two


def elementwise(one: Any, two: Any) -> Any:
    """The product entry by entry."""
    if isinstance(one, Row) or isinstance(two, Row) or np.shape(one) != np.shape(two):
        raise UndefinedFormula(f"cannot multiply shapes {_shape(one)} and {_shape(two)} entry by entry")
    return one * two


def multiplied(one: Any, two: Any, dot: bool = False) -> Any:
    """The product by the rules of matrices; `dot` allows that of two columns."""
    if isinstance(one, float) and isinstance(two, float):
        return one * two
    if not isinstance(one, Row) and np.ndim(one) == 0:
        return scaled(two, one)
    if not isinstance(two, Row) and np.ndim(two) == 0:
        return scaled(one, two)
    try:
        if isinstance(one, Row):
            column = not isinstance(two, Row) and np.ndim(two) == 1
            return float(one.vector @ two) if column else Row(one.vector @ _matrix(two))
        if isinstance(two, Row):
            return np.outer(_column(one), two.vector)
        if np.ndim(one) == 2:
            return one @ two
        if dot and np.shape(one) == np.shape(two):
            return float(one @ two)
    except ValueError as error:
        raise UndefinedFormula(f"cannot multiply shapes {_shape(one)} and {_shape(two)}") from error
    raise UndefinedFormula(f"cannot multiply shapes {_shape(one)} and {_shape(two)} without a transpose")


def _matrix(value: Any) -> np.ndarray:
    if isinstance(value, Row) or np.ndim(value) != 2:
        raise UndefinedFormula("expected a matrix after a row, got a row")
    return value


def _column(value: Any) -> np.ndarray:
    if np.ndim(value) != 1:
        raise UndefinedFormula("expected a column before a row, got a matrix")
    return value


def block(value: Any) -> np.ndarray:
    """A value as a block of a matrix."""
    if isinstance(value, Row):
        return value.vector[None, :]
    return np.asarray(value, float).reshape(len(value) if np.ndim(value) else 1, -1)


def _shape(value: Any) -> str:
    return f"{numbers_of(value).shape} (row)" if isinstance(value, Row) else str(np.shape(value))


def places_of(value: Any, indices: Sequence[int], source: str) -> tuple[int, ...]:
    """Places in an array for printed indices; an index out of range never wraps around."""
    array = np.asarray(value.array if isinstance(value, Samples | Indexed) else value)
    starts = value.start if isinstance(value, Samples | Indexed) else 1
    starts = (starts,) * array.ndim if isinstance(value, Indexed) and isinstance(starts, int) else starts
    starts = (starts, *(1,) * (array.ndim - 1)) if isinstance(starts, int) else starts
    if len(indices) > array.ndim:
        raise UndefinedFormula(f"{source} has more indices than dimensions")
    places = tuple(index - start for index, start in zip(indices, starts, strict=False))
    if any(not 0 <= place < size for place, size in zip(places, array.shape, strict=False)):
        raise UndefinedFormula(f"{source}: index {tuple(indices)} is out of range")
    return places


def entry_at(value: Any, indices: Sequence[int], source: str) -> Any:
    """The entry at printed indices."""
    if isinstance(value, Row) or not isinstance(value, Samples | Indexed | np.ndarray):
        raise UndefinedFormula(f"{source} cannot be indexed")
    array = value.array if isinstance(value, Samples | Indexed) else value
    entry = array[places_of(value, indices, source)]
    if isinstance(value, Indexed) and not isinstance(value.start, int) and np.ndim(entry):
        return Indexed(entry, value.start[len(indices) :])
    if isinstance(value, Indexed) and np.ndim(entry):
        return Indexed(entry, value.start)
    return entry if np.ndim(entry) else float(entry)


# The step of a central difference, relative to where it is taken: halved twice and extrapolated twice, its error
# falls with the sixth power of the step, while rounding grows with its inverse; 0.01 balances the two for functions
# that vary on a scale of about 1. Near 0 the scale is `LEAST_SCALE`.
STEP = 0.01
LEAST_SCALE = 0.3


def slope(function: Callable[[float], Any], at: float) -> Any:
    """A first derivative by central differences, extrapolated twice."""
    step = STEP * max(abs(at), LEAST_SCALE)
    differences = []
    for halving in range(3):
        h = step / 2**halving
        differences.append((numbers_of(function(at + h)) - numbers_of(function(at - h))) / (2 * h))
    # Richardson: the errors of a central difference are powers of h squared, 1/4 and then 1/16 for half the step.
    first = [(4 * fine - coarse) / 3 for coarse, fine in itertools.pairwise(differences)]
    value = (16 * first[1] - first[0]) / 15
    return value if np.ndim(value) else float(value)


def gradient(cost: Callable[[np.ndarray], float], start: np.ndarray) -> Any:
    """The first derivatives in every entry of the start."""

    def along(place: tuple[int, ...]) -> float:
        def moved(t: float) -> float:
            point = start.copy()
            point[place] = t
            value = cost(point)
            if np.ndim(numbers_of(value)):
                raise UndefinedFormula(
                    f"expected one number to take the gradient of, got shape {np.shape(numbers_of(value))}"
                )
            return value

        return slope(moved, float(start[place]))

    return unboxed(np.array([along(place) for place in np.ndindex(start.shape)]).reshape(start.shape))


def hessian(cost: Callable[[np.ndarray], float], start: np.ndarray) -> Any:
    """The second derivatives in every pair of entries of the start."""
    if start.ndim > 1:
        raise UndefinedFormula(f"expected a number or a vector for a second derivative, got shape {start.shape}")

    def row(place: tuple[int, ...]) -> Any:
        def moved(t: float) -> Any:
            point = start.copy()
            point[place] = t
            return gradient(cost, point)

        return slope(moved, float(start[place]))

    return unboxed(np.array([row(place) for place in np.ndindex(start.shape)]).reshape(start.shape * 2))


# How far from the end of BFGS a kink is searched for, and how near to the end of that bracket counts as diverging.
KINK_REACH = 3.0
BRACKET_END = 1e-3


def minimum(cost: Callable[[np.ndarray], float], start: np.ndarray, reach: float) -> np.ndarray | None:
    """The minimiser that a search from `start` ends at; None when it leaves `reach`.

    BFGS, and where that does not settle (a kink), a search without derivatives.
    """
    from scipy.optimize import minimize, minimize_scalar

    def stop_beyond_reach(point: np.ndarray) -> None:
        if np.abs(point).max() > reach:
            raise StopIteration

    # The costs are undefined here and there, and SciPy's differences of them warn.
    with np.errstate(all="ignore"):
        found = minimize(cost, start, method="BFGS", callback=stop_beyond_reach, options={"gtol": 1e-8, "maxiter": 100})
        point = found.x
        # BFGS reports failure when rounding stops it short of 1e-8; at 1e-5 the point is right to `TOLERANCES`.
        settled = found.success or np.abs(found.jac).max() <= 1e-5
        if np.abs(point).max() <= reach and not settled and point.size == 1:
            around = (float(point[0]) - KINK_REACH, float(point[0]) + KINK_REACH)
            scalar = minimize_scalar(lambda u: cost(np.array([u])), bounds=around, options={"xatol": 1e-10})
            point = np.array([scalar.x])
            if min(abs(scalar.x - end) for end in around) < BRACKET_END:
                return None
        elif np.abs(point).max() <= reach and not settled:
            options = {"xatol": 1e-9, "fatol": 1e-13, "maxiter": 400 * point.size}
            point = minimize(cost, point, method="Nelder-Mead", options=options).x
    return point if np.isfinite(cost(point)) and np.abs(point).max() <= reach else None


def coordinates(domain: Any, start: np.ndarray) -> tuple[Callable[[np.ndarray], Any], np.ndarray]:
    """Coordinates without bounds for a domain: how to read them, and those of the start."""
    shape = start.shape
    if domain == "positive":
        return lambda u: unboxed(np.exp(u).reshape(shape)), np.log(start).ravel()
    if domain == "simplex":

        def decode(u: np.ndarray) -> np.ndarray:
            # A softmax with the last logit at 0; the largest is subtracted so that no exponential overflows.
            weights = np.exp(np.append(u, 0.0) - max(0.0, u.max()))
            return weights / weights.sum()

        return decode, np.log(start[:-1] / start[-1])
    if isinstance(domain, tuple):
        low, high = domain
        inner = (start - low) / (high - low)
        return (
            lambda u: unboxed((low + (high - low) / (1 + np.exp(-u))).reshape(shape)),
            np.log(inner / (1 - inner)).ravel(),
        )
    if domain is not None:
        raise WeakBinding(f"expected the domain 'positive', 'simplex' or (low, high), got {domain!r}")
    return lambda u: unboxed(np.asarray(u).reshape(shape).copy()), start.ravel()


def show(value: Any) -> str:
    """A value in a message; whatever it is, since a message about one error must not raise another."""
    if isinstance(value, Each):
        return f"each of {len(value.values)} values"
    if isinstance(value, str):
        return value
    try:
        array = numbers_of(value.array if isinstance(value, Samples | Indexed) else value)
    except (TypeError, ValueError):
        return repr(value)
    return np.array2string(array, precision=6, threshold=12, separator=", ").replace("\n", "")


def difference_of(one: Any, two: Any) -> str:
    """The largest difference of two sides, in a message."""
    try:
        with np.errstate(invalid="ignore"):
            return f"{np.max(np.abs(numbers_of(one) - numbers_of(two))):.6g}"
    except (TypeError, ValueError):
        return "unknown"
