"""What an explorer asks before the reader moves anything."""

from __future__ import annotations

import math
from numbers import Real

from traitlets import TraitError


class Prediction:
    """A question of a page to its explorer: predicted first, and then shown.

    Use it for what the text before has not said and the explorer can show.
    After any answer the reader reads what is right and why, and *Show me* puts the explorer into the state asked about.

    Parameters
    ----------
    question : str
        The question; it may hold ```code``` and ``**bold**``, as may `why`.
    choices : dict, optional
        What to choose from, each with the condition that makes it right; exactly one holds.
    answer : float, optional
        The right number, where there are no choices.
    tolerance : float
        How far the number may be off.
    why : str
        What explains the answer.
    state : dict
        What *Show me* sets: arguments of the explorer.

    Raises
    ------
    traitlets.TraitError
        If the parts do not fit together, for example two right choices.

    Examples
    --------
    >>> choices = {"It grows": 2 < 1, "It shrinks": 1 < 2}
    >>> ask = Prediction("What does the loss do?", choices=choices, why="It is convex.", state={"z": -4})
    >>> ask.choices, ask.answer
    (['It grows', 'It shrinks'], 1)
    """

    def __init__(
        self,
        question: str,
        *,
        choices: dict[str, bool] | None = None,
        answer: float | None = None,
        tolerance: float = 0.0,
        why: str,
        state: dict,
    ) -> None:
        for name, words in {"question": question, "why": why}.items():
            if not isinstance(words, str) or not words.strip():
                raise TraitError(f"{name}: expected some words, got {words!r}")
        if not isinstance(state, dict) or not state:
            raise TraitError(f"state: expected what Show me sets, such as {{'z': -4}}, got {state!r}")
        if (choices is None) == (answer is None):
            raise TraitError("expected either choices or an answer")
        self.question, self.why, self.state = question, why, dict(state)
        self.choices = list(choices or {})
        self.answer = self.choices.index(right_choice(choices)) if choices else _finite("answer", answer)
        self.tolerance = _finite("tolerance", tolerance)


def right_choice(choices: dict[str, bool]) -> str:
    """The one of some choices whose condition holds.

    Examples
    --------
    >>> right_choice({"It grows": 2 < 1, "It shrinks": 1 < 2})
    'It shrinks'
    """
    for text, condition in choices.items():
        if not isinstance(condition, bool) and str(getattr(condition, "dtype", "")) != "bool":
            raise TraitError(f"choices: expected True or False for {text!r}, got {condition!r}")
    right = [text for text, condition in choices.items() if condition]
    if len(right) != 1:
        raise TraitError(f"choices: expected exactly one whose condition holds, got {right!r}")
    return right[0]


def _finite(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        raise TraitError(f"{name}: expected a finite number (of a tensor, its .item()), got {value!r}")
    return float(value)
