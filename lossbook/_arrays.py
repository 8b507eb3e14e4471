"""What the NumPy modules share."""

from __future__ import annotations

import math
import sys
from contextlib import suppress
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray


def require_all(name: str, right: NDArray[np.bool_], expected: str, values: NDArray) -> None:
    """Raise a ValueError that names the first of the `values` that is not `right`."""
    if not np.all(right):
        index = tuple(int(i) for i in np.argwhere(~right)[0])
        raise ValueError(f"expected {name} to hold {expected}, got {_digits(values[index])}{_at(index)}")


def as_array(name: str, values: Any) -> NDArray:
    """The values as an array; also those of a tensor, whose bfloat16 NumPy does not know.

    Raises a ValueError where the values are not numbers, or where NumPy would drop something: an imaginary part, or the
    mask over some entries.
    """
    if np.ma.is_masked(values):
        raise ValueError(f"expected {name} without masked entries, got {np.ma.count_masked(values)} of them")
    wide = _is_tensor(values) and not values.is_complex()
    array = np.asarray(values.double() if wide else values)
    if np.iscomplexobj(array):
        raise ValueError(f"expected {name} to hold real numbers, got {array.dtype}")
    if array.dtype.kind in "SUTmM" and array.size:  # text and dates, which NumPy would turn into numbers
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
        try:
            floats[index] = require_number(name, value)
        except TypeError:
            raise ValueError(f"expected {name} to hold numbers, got {value!r}{_at(index)}") from None
    return floats


def _at(index: tuple[int, ...]) -> str:
    return f" at index {index[0] if len(index) == 1 else index}" if index else ""


def dtype_name(values: Any) -> str:
    """The name of the dtype: NumPy's for `as_array`, or torch's for a tensor, which may be bfloat16."""
    return str(values.dtype).removeprefix("torch.") if _is_tensor(values) else np.asarray(values).dtype.name


def _is_tensor(values: Any) -> bool:
    # Anyone with a tensor has imported torch. A pandas DataFrame has its columns as attributes, whatever their names.
    return isinstance(values, getattr(sys.modules.get("torch"), "Tensor", ()))


def as_floats(name: str, values: Any) -> NDArray[np.float64]:
    """The values in float64, checked as by `as_array`."""
    return np.asarray(as_array(name, values), dtype=np.float64)


def require_number(name: str, value: Any) -> float:
    """The value as a float, or that of an array of one; infinite if it is beyond all floats.

    Raises a TypeError if it is not a real number.
    """
    number = value.flat[0] if isinstance(value, np.ndarray) and value.size == 1 else value
    try:
        if not _is_real(number):
            raise TypeError
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf
    except (TypeError, ValueError, RuntimeError):  # torch raises the latter two for a tensor of two
        raise TypeError(f"expected {name} to be a number, got {value!r}") from None


def _is_real(number: Any) -> bool:
    """Whether float() would neither read text or a date as a number, nor drop an imaginary part or a mask."""
    if number is np.ma.masked:
        return False
    if isinstance(number, np.generic):
        return number.dtype.kind in "biuf"
    if _is_tensor(number):
        return not number.is_complex()
    return hasattr(number, "__float__") or hasattr(number, "__index__")


def require_count(name: str, value: Any, least: int, most: float = sys.maxsize) -> int:
    """The value as an int; raises a ValueError unless it is a whole number in the range: nothing can be longer."""
    # NumPy counts its durations among the integers.
    whole = isinstance(value, Real) and not isinstance(value, np.timedelta64) and value % 1 == 0
    if not (whole and value >= least):
        raise ValueError(f"expected {name} to be a whole number of {least} or more, got {value!r}")
    if int(value) > most:  # a float16 cannot be compared with what is beyond it
        raise ValueError(f"expected {name} to be at most {most}, got {require_number(name, value):g}")
    return int(value)


def require_seed(value: Any) -> int:
    return require_count("seed", value, 0, most=math.inf)


def _digits(value: Any) -> str:
    """A number with the digits that tell it from its neighbours: 1.0000001, not 1."""
    if not isinstance(value, Real):
        return repr(value.item() if isinstance(value, np.generic) else value)
    short = f"{value:g}"
    return short if float(short) == value or value != value else str(value)


def sigmoid(z: NDArray) -> NDArray:
    """The logistic function without overflow, exact to rounding even where it is tiny.

    SciPy has one too, whose import takes longer than that of NumPy.
    """
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)
