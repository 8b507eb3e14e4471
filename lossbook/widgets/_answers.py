"""What makes a question answerable: the checks that Question and Prediction share."""

from __future__ import annotations

import math
import re
from numbers import Real

from traitlets import TraitError

from lossbook._numbers import as_float, is_tensor

# The spaces of 2 log 3 and −log p. As in question.js.
SPACE_OF_LOGARITHM = re.compile(r"(?<=\d) (?=log\b)|(?<=\blog) (?=[\d(]|[a-z]\b)")


def unbroken(words: str) -> str:
    """The words, with no place where a line may end between a logarithm and its number or factor.

    Examples
    --------
    >>> unbroken("It is 2 log 3: the log of nine.")
    'It is 2\\xa0log\\xa03: the log of nine.'
    """
    return SPACE_OF_LOGARITHM.sub("\u00a0", words)


def require_words(name: str, words: object) -> None:
    """Refuse what says nothing."""
    if not isinstance(words, str) or not words.strip():
        raise TraitError(f"{name}: expected some words, got {words!r}")


def require_choices(choices: list[str]) -> None:
    """Refuse what leaves nothing to choose."""
    if len(set(choices)) < max(2, len(choices)):
        raise TraitError(f"choices: expected two or more different ones, got {choices!r}")
    for choice in choices:
        require_words("choices", choice)


def require_choices_or_answer(choices: object, answer: object) -> None:
    """Refuse both and neither."""
    if (choices is None) == (answer is None):
        got = "neither" if choices is None else "both"
        raise TraitError(f"expected either choices or an answer, got {got}")


def right_choice(choices: dict[str, bool]) -> str:
    """The one of some choices whose condition holds.

    Examples
    --------
    >>> right_choice({"It grows": 2 < 1, "It shrinks": 1 < 2})
    'It shrinks'
    """
    if not isinstance(choices, dict):
        raise TraitError(f"choices: expected each text with the condition that makes it right, got {choices!r}")
    require_choices(list(choices))
    for text, condition in choices.items():
        if not isinstance(condition, bool) and str(getattr(condition, "dtype", "")) != "bool":
            raise TraitError(f"choices: expected True or False for {text!r}, got {condition!r}")
    right = [text for text, condition in choices.items() if condition]
    if len(right) != 1:
        raise TraitError(f"choices: expected exactly one whose condition holds, got {right!r}")
    return right[0]


def require_finite(name: str, value: object, low: float = -math.inf, high: float = math.inf) -> float:
    """The value as a float, if it is a finite number from `low` to `high`; a flag or a tensor is not one."""
    number = as_float(value) if isinstance(value, Real) and not isinstance(value, bool) else None
    if number is None or not math.isfinite(number):
        hint = " (of a tensor, give its .item())" if is_tensor(value) else ""
        raise TraitError(f"{name}: expected a finite number, got {value!r}{hint}")
    if not low <= number <= high:
        raise TraitError(f"{name}: expected a number from {low:g} to {high:g}, got {number:g}")
    return number


def require_answer(answer: object, tolerance: object) -> float:
    """The answer as a float, if a reader can write a number that is near enough."""
    number, near = require_finite("answer", answer), require_finite("tolerance", tolerance)
    if near < 0 or (near == 0 and not number.is_integer()):
        raise TraitError(f"tolerance: expected a number above 0 for the answer {answer}, got {tolerance}")
    return number
