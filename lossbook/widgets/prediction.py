"""What an explorer asks before the reader moves anything."""

from __future__ import annotations

from traitlets import TraitError

from lossbook.widgets._answers import (
    require_answer,
    require_choices_or_answer,
    require_finite,
    require_words,
    right_choice,
)


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
        require_words("question", question)
        require_words("why", why)
        if not isinstance(state, dict) or not state:
            raise TraitError(f"state: expected what Show me sets, such as {{'z': -4}}, got {state!r}")
        require_choices_or_answer(choices, answer)
        self.question, self.why, self.state = question, why, dict(state)
        self.choices = list(choices or {})
        if choices is None:
            self.answer = require_answer(answer, tolerance)
        else:
            self.answer = self.choices.index(right_choice(choices))
        self.tolerance = require_finite("tolerance", tolerance)
