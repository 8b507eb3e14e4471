"""What is a number, for options of functions, entries of arrays and states of widgets, and how messages print one.

Neither NumPy nor torch is imported: a widget waits for neither, and whoever passes an array or a tensor has imported
its library.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from numbers import Real
from typing import Any

# Class probabilities in float32 come from divisions and sums that are each exact to about 1e-7, and those that were
# printed with six digits sum to 1 to about 1e-6. A real mistake strays by far more than 1e-5.
SUM_TOLERANCE = 1e-5
# Of the dtypes of 16 bits: how far 1 is from the next larger number, and the smallest number above 0.
SPACING = {"float16": (2.0**-10, 2.0**-24), "bfloat16": (2.0**-7, 2.0**-133)}


def is_tensor(value: Any) -> bool:
    # A pandas DataFrame has its columns as attributes, whatever their names, so no attribute tells a tensor.
    return isinstance(value, getattr(sys.modules.get("torch"), "Tensor", ()))


def as_float(value: Any) -> float | None:
    """The real number that a value is, or that an array or a tensor of one holds; infinite if beyond all floats.

    None if it is not a number, or if float() would drop something: an imaginary part, a mask or a gradient.
    """
    try:
        number = _entry(value)
        return float(number) if _is_real(number) else None
    except OverflowError:
        return math.inf if number > 0 else -math.inf
    except (TypeError, ValueError, RuntimeError):  # pandas' NA, or a tensor whose values torch.vmap hides
        return None


def require_number(name: str, value: Any) -> float:
    """The value as a float, as by `as_float`; raises a TypeError if it is not a number.

    Compute with the float: torch does not know fractions, and a NumPy number brings its own dtype into a result.
    """
    number = as_float(value)
    if number is None:
        raise TypeError(f"expected {name} to be a number, got {value!r}")
    return number


def require_positive(name: str, value: Any) -> float:
    """The value as a float, as by `require_number`; raises a ValueError unless it is finite and above 0."""
    number = require_number(name, value)
    if not 0 < number < math.inf:
        raise ValueError(f"expected a finite {name} above 0, got {number}")
    return number


def require_within(name: str, value: Any, low: float, high: float, error: type[Exception] = ValueError) -> float:
    """The value as a float, as by `require_number`; raises unless `low <= value <= high` and it is finite."""
    number = require_number(name, value)
    if not (low <= number <= high and math.isfinite(number)):
        bounded = f"{name} in [{low:g}, {high:g}]".replace("e+", "e")
        expected = bounded if high < math.inf else f"a finite {name} of {low:g} or more"
        raise error(f"expected {expected}, got {number}")
    return number


def require_count(name: str, value: Any, least: int, most: float = sys.maxsize) -> int:
    """The value as an int; raises a ValueError unless it is a whole number in the range: nothing can be longer."""
    number = _entry(value)
    whole = isinstance(number, Real) and _is_real(number) and abs(number) != math.inf and number % 1 == 0
    if not (whole and number >= least):
        raise ValueError(f"expected {name} to be a whole number of {least} or more, got {value!r}")
    if int(number) > most:  # a float16 cannot be compared with what is beyond it
        raise ValueError(f"expected {name} to be at most {most}, got {require_number(name, number):g}")
    return int(number)


def require_seed(value: Any) -> int:
    return require_count("seed", value, 0, most=math.inf)


def sum_tolerance(dtype: str, outcomes: int) -> float:
    """How far from 1 the sum of the probabilities of so many outcomes may be, in a dtype of this name.

    In 16 bits, rounding each of them moves their sum by up to half the distance of 1 from its neighbour, here taken
    twice, and rounds each of many tiny ones by up to half of the smallest number.
    """
    spacing, smallest = SPACING.get(dtype, (0.0, 0.0))
    # Of 2^25 outcomes in float16 the tiny ones could be all, and zeros would pass: half is the most that is allowed.
    return max(SUM_TOLERANCE, spacing + min(outcomes * smallest / 2, 0.5))


def entry_message(
    name: str, expected: str, number: float, is_same: Callable[[float], bool], index: tuple[int, ...]
) -> str:
    """What is wrong with one entry of an array or a tensor."""
    return f"expected {name} to hold {expected}, got {digits(number, is_same)}{at(index)}"


def digits(number: float, is_same: Callable[[float], bool]) -> str:
    """A number with the digits, six or more, that tell it from its neighbours in its dtype: 1.0000001, not 1."""
    texts = (f"{number:.{count}g}" for count in range(6, 17))
    return next((text for text in texts if is_same(float(text))), repr(number))


def at(index: tuple[int, ...]) -> str:
    return f" at index {index[0] if len(index) == 1 else index}" if index else ""


def _entry(value: Any) -> Any:
    """The entry of an array or a tensor of one; any other value as it is."""
    if _is_of("ndarray", value) and value.size == 1:
        return value.flat[0]
    if is_tensor(value) and value.numel() == 1 and not value.requires_grad:
        return value.item()
    return value


def _is_real(number: Any) -> bool:
    """Whether float() would neither read text or a date, nor drop an imaginary part, a mask or a gradient."""
    if _is_of("generic", number):
        return number.dtype.kind in "biuf"
    if _is_of("ndarray", number) or is_tensor(number):  # more entries than one, or the mask in place of one
        return False
    return hasattr(number, "__float__") or hasattr(number, "__index__")


def _is_of(kind: str, value: Any) -> bool:
    return isinstance(value, getattr(sys.modules.get("numpy"), kind, ()))
