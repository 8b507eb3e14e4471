"""Functions of numbers that both evaluators share; the standard library is enough for them."""

from __future__ import annotations

import math
from collections.abc import Callable

from bookproof.formulas.errors import UndefinedFormula

CONSTANTS = {"e": math.e, r"\pi": math.pi, r"\infty": math.inf}
ELEMENTARY: dict[str, Callable[[float], float]] = {
    **{r"\exp": math.exp, r"\sin": math.sin, r"\cos": math.cos, r"\tan": math.tan, r"\tanh": math.tanh},
    **{r"\sinh": math.sinh, r"\cosh": math.cosh, r"\arctan": math.atan},
}
# Larger ones are beyond float64, and Python would compute every digit of them: 171! is above 1.8e308, and so is every
# binomial coefficient whose smaller part is above 514, since C(1030, 515) is. With a smaller part it depends.
LARGEST_FACTORIAL = 170
LARGEST_BINOMIAL = 514


def power(base: float, exponent: float) -> float:
    """A real power of a number."""
    try:
        value = float(base) ** float(exponent)
    except (ZeroDivisionError, OverflowError) as error:
        raise UndefinedFormula(f"{base:.6g} to the power of {exponent:.6g}: {error}") from error
    if isinstance(value, complex):
        raise UndefinedFormula(f"a root of the negative number {base:.6g}")
    return value


def factorial(value: float, printed: str) -> float:
    """The factorial of a whole number."""
    count = _natural(value, printed)
    if count > LARGEST_FACTORIAL:
        raise UndefinedFormula(f"{printed}! overflows")
    return float(math.factorial(count))


def binomial(above: float, below: float, printed: str) -> float:
    """A binomial coefficient of whole numbers."""
    total, chosen = _natural(above, printed), _natural(below, printed)
    if min(chosen, total - chosen) > LARGEST_BINOMIAL:
        raise UndefinedFormula(f"{printed} overflows")
    try:
        return float(math.comb(total, chosen))
    except OverflowError as error:
        raise UndefinedFormula(f"{printed} overflows") from error


def _natural(value: float, printed: str) -> int:
    if not math.isfinite(value) or value != int(value) or value < 0:
        raise UndefinedFormula(f"{printed}: expected a whole number, 0 or more, got {value:.6g}")
    return int(value)
