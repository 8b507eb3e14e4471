"""What the NumPy modules share."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lossbook._numbers import as_float, at, entry_message, is_tensor, sum_tolerance


def require_all(name: str, right: NDArray[np.bool_], expected: str, values: NDArray) -> None:
    """Raise a ValueError that names the first of the `values` that is not `right`."""
    if not np.all(right):
        index = tuple(int(i) for i in np.argwhere(~right)[0])
        value = values[index]
        raise ValueError(entry_message(name, expected, value.item(), lambda x: value.dtype.type(x) == value, index))


def as_array(name: str, values: Any) -> NDArray:
    """The values as an array; also those of a tensor, whose bfloat16 NumPy does not know.

    Raises a ValueError where the values are not numbers, or where NumPy would drop something: an imaginary part, or the
    mask over some entries. A tensor that requires a gradient is refused too, as its gradient would be lost.
    """
    if np.ma.is_masked(values):
        raise ValueError(f"expected {name} without masked entries, got {np.ma.count_masked(values)} of them")
    wide = is_tensor(values) and not values.is_complex()
    try:
        array = np.asarray(values.double() if wide else values)
    except (RuntimeError, TypeError, ValueError) as error:  # a gradient, bfloat16 in a list, rows of several lengths
        raise ValueError(f"expected {name} to be readable as an array, got {type(values).__name__}: {error}") from error
    if np.iscomplexobj(array):
        raise ValueError(f"expected {name} to hold real numbers, got {array.dtype}")
    if array.dtype.kind in "SUTmMV" and array.size:  # text, dates and records
        raise ValueError(f"expected {name} to hold numbers, got {str(array.flat[0])!r}")
    if array.dtype == object:
        return _floats_of_objects(name, array)
    return array


def _floats_of_objects(name: str, array: NDArray) -> NDArray[np.float64]:
    if all(issubclass(kind, float | int) for kind in set(map(type, array.flat))):
        with suppress(OverflowError):  # an integer beyond all floats is infinite, below
            return array.astype(np.float64)
    floats = np.empty(array.shape)
    for index, value in np.ndenumerate(array):
        number = as_float(value)
        if number is None:
            raise ValueError(f"expected {name} to hold numbers, got {value!r}{at(index)}")
        floats[index] = number
    return floats


def dtype_name(values: Any) -> str:
    """The name of the dtype: NumPy's for `as_array`, or torch's for a tensor, which may be bfloat16."""
    return str(values.dtype).removeprefix("torch.") if is_tensor(values) else np.asarray(values).dtype.name


def as_floats(name: str, values: Any) -> NDArray[np.float64]:
    """The values in float64, checked as by `as_array`; what is beyond all floats is infinite."""
    array = as_array(name, values)
    with np.errstate(over="ignore"):
        return np.asarray(array, dtype=np.float64)


def distributions(name: str, values: Any) -> NDArray[np.float64]:
    """The values in float64, once they have been found to be probabilities that sum to 1 over the last axis."""
    p = as_floats(name, values)
    if p.ndim == 0 or p.shape[-1] == 0:
        raise ValueError(f"expected {name} of shape (..., K) with K > 0, got {p.shape}")
    require_all(name, p >= 0, "probabilities of 0 or more", p)
    sums = p.sum(-1)
    tolerance = sum_tolerance(dtype_name(values), p.shape[-1])
    require_all(name, np.abs(sums - 1) <= tolerance, "probabilities that sum to 1", sums)
    return p


def sigmoid(z: NDArray) -> NDArray:
    """The logistic function without overflow, exact to rounding even where it is tiny.

    SciPy has one too, whose import takes longer than that of NumPy.
    """
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)
