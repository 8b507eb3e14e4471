"""What the NumPy modules share."""

from __future__ import annotations

from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def require_all(name: str, right: NDArray[np.bool_], expected: str, values: NDArray) -> None:
    """Raise a ValueError that names the first of the `values` that is not `right`."""
    if not np.all(right):
        index = tuple(int(i) for i in np.argwhere(~right)[0])
        where = f" at index {index[0] if len(index) == 1 else index}" if index else ""
        raise ValueError(f"expected {name} to hold {expected}, got {_digits(values[index])}{where}")


def as_floats(values: ArrayLike) -> NDArray[np.float64]:
    """The values in float64, those of a tensor too, whose bfloat16 NumPy does not know."""
    return np.asarray(values.double() if hasattr(values, "double") else values, dtype=np.float64)


def require_count(name: str, value: Any, least: int) -> int:
    """The value as an int; raises a ValueError unless it is a whole number that is large enough."""
    large_enough = isinstance(value, Real) and value % 1 == 0 and float(value) >= least
    if not large_enough:
        raise ValueError(f"expected {name} to be a whole number of {least} or more, got {value!r}")
    return int(value)


def _digits(value: Any) -> str:
    """A number with the digits that tell it from its neighbours: 1.0000001, not 1."""
    if not isinstance(value, Real):
        return repr(value.item() if isinstance(value, np.generic) else value)
    short = f"{value:g}"
    return short if float(short) == value or value != value else str(value)


def sigmoid(z: NDArray) -> NDArray:
    """The logistic function without overflow, exact to rounding even where it is tiny."""
    return np.exp(-np.logaddexp(0, -z))
