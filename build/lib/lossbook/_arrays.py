"""What the NumPy modules share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def require_all(name: str, right: NDArray[np.bool_], expected: str, values: NDArray) -> None:
    """Raise a ValueError that names the first of the `values` that is not `right`."""
    if not np.all(right):
        index = tuple(int(i) for i in np.argwhere(~right)[0])
        where = f" at index {index[0] if len(index) == 1 else index}" if index else ""
        raise ValueError(f"expected {name} to hold {expected}, got {values[index]:g}{where}")


def sigmoid(z: NDArray) -> NDArray:
    """The logistic function without overflow, exact to rounding even where it is tiny."""
    return np.exp(-np.logaddexp(0, -z))
