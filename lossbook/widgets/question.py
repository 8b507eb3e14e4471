"""A graded question: a number within a tolerance, or one of some choices."""

from __future__ import annotations

import html
import math
import re
from numbers import Real

import anywidget
from traitlets import Any, Dict, Int, List, TraitError, Unicode, validate

from lossbook.widgets._answers import (
    require_answer,
    require_choices,
    require_choices_or_answer,
    require_finite,
    require_words,
    right_choice,
    unbroken,
)
from lossbook.widgets._base import module, style

MARKS = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(#([^:)]+)[^)]*\)")
PARTS = ("choices", "answer", "tolerance", "misconceptions")
DIGITS = r"(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?"
GROUPED = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
WRITTEN = re.compile(
    rf"([+-]?)(?:({DIGITS})?(log|ln))?(\(?)({DIGITS})(?:/({DIGITS}))?(\)?)(%?)", re.IGNORECASE | re.ASCII
)
QUOTIENT = re.compile(rf"([+-]?)({DIGITS})?(\(?)(?:log|ln)(\(?)({DIGITS})(\)+)/({DIGITS})", re.IGNORECASE | re.ASCII)
PLAIN = re.compile(r"[+-]?\d*(?:[.,](\d+))?(%?)", re.ASCII)
# A blank between digits that must not be dropped: 2 2/3 is not 22/3, and log2 8 not log 28.
MIXED = re.compile(r"[0-9]\s+[0-9]+\s*/|(?:log|ln)[0-9]+\s+[0-9]", re.IGNORECASE)


class Question(anywidget.AnyWidget):
    """A question that is graded in the page: the answer is a number, or one of some choices.

    Use it for what a reader can work out with the chapter's means; let the chapter's code compute the answer.
    After two misses the hint is shown, after three the solution is offered.
    The texts may hold ```code```, ``**bold**`` and links to cells such as ``[0.8566](#horse-loss)``.

    Parameters
    ----------
    prompt : str
        The question.
    answer : float, optional
        The right number; of `choices` their conditions say which is right.
    hint, solution : str
        What helps, and how it is solved; the solution is also shown after a right answer.
    choices : dict, optional
        What to choose from, each with the condition that makes it right, of which exactly one holds.
    tolerance : float
        How far a number may be off. The field asks for as many decimals as this needs, and an answer that is rounded
        to fewer, but to one at least, is not judged.
    misconceptions : dict
        For a wrong number or choice, the explanation of what went wrong.

    Raises
    ------
    traitlets.TraitError
        If the parts do not fit together, for example an answer that is none of the choices.

    Examples
    --------
    >>> slips = {11: "That puts the digits side by side."}
    >>> question = Question("What is 1 + 1?", answer=2, misconceptions=slips, hint="Count.", solution="1 + 1 = 2.")
    >>> question.grade("11")
    ('misconception', 'That puts the digits side by side.')
    >>> question.grade("2,0")
    ('right', '')
    >>> third = Question("What is 1 / 3?", answer=1 / 3, tolerance=0.005, hint="Divide.", solution="0.333…")
    >>> third.grade("0.3")
    ('unreadable', 'Write 2 decimals.')
    """

    _esm = module("question")
    _css = style("kit", "question")

    prompt = Unicode().tag(sync=True)
    choices = List(Unicode()).tag(sync=True)
    answer = Any().tag(sync=True)
    tolerance = Any(0.0).tag(sync=True)
    misconceptions = Dict().tag(sync=True, to_json=lambda slips, _: [list(slip) for slip in slips.items()])
    hint = Unicode().tag(sync=True)
    solution = Unicode().tag(sync=True)
    response = Unicode(help="What the reader answered last.").tag(sync=True)
    misses = Int(0, min=0, help="How many wrong answers the reader gave.").tag(sync=True)

    def __init__(
        self,
        prompt: str,
        *,
        answer: float | None = None,
        hint: str,
        solution: str,
        choices: dict[str, bool] | None = None,
        tolerance: float = 0.0,
        misconceptions: dict | None = None,
    ) -> None:
        for name, words in {"prompt": prompt, "hint": hint, "solution": solution}.items():
            require_words(name, words)
        require_choices_or_answer(choices, answer)
        super().__init__(
            prompt=prompt,
            choices=list(choices or {}),
            answer=answer if choices is None else right_choice(choices),
            tolerance=tolerance,
            misconceptions=dict(misconceptions or {}),
            hint=hint,
            solution=solution,
        )

    @validate(*PARTS)
    def _parts_fit(self, proposal):
        name, value = proposal["trait"].name, proposal["value"]
        parts = {key: getattr(self, key) for key in PARTS} | {name: value}
        for slip, explanation in parts["misconceptions"].items():
            require_words(f"misconceptions[{slip!r}]", explanation)
        if parts["choices"]:
            _check_choice(parts["choices"], parts["answer"], parts["misconceptions"])
        else:
            _check_number(parts["answer"], parts["tolerance"], parts["misconceptions"])
        if name == "misconceptions" and not parts["choices"]:
            return {float(slip): words for slip, words in value.items()}
        return float(value) if isinstance(value, Real) else value

    def grade(self, response: str) -> tuple[str, str]:
        """The verdict on an answer (none, unreadable, wrong, misconception, right) and what explains it."""
        if not response.strip():
            return "none", ""
        given = [response] if self.choices else _readings(self._grouped(response))
        if not given:
            return "unreadable", "Write a number, such as 0.25, 1/3, log 2 or 50 %."
        if self._is(given, self.answer):
            return "right", ""
        for slip, explanation in self.misconceptions.items():
            if self._is(given, slip):
                return "misconception", explanation
        if self._is_short(response):
            return "unreadable", f"Write {self._asked()}."
        return "wrong", ""

    def _is(self, given: list, value: float | str) -> bool:
        near = self.tolerance * (1 + 1e-9)
        return any(one == value if self.choices else abs(one - value) <= near for one in given)

    def _decimals(self) -> int:
        """How many decimals an answer needs so that rounding cannot make it wrong."""
        return max(0, math.ceil(-math.log10(2 * self.tolerance) - 1e-9)) if self.tolerance else 0

    def _asked(self) -> str:
        needed = self._decimals()
        return f"{needed} decimal{'s' * (needed > 1)}" if needed else "a whole number"

    def _grouped(self, response: str) -> str:
        """The response without separators: where a whole number is asked, 5,341 and 5.341 have no decimals."""
        return response if self._decimals() else re.sub(r"(?<=[0-9])[.,](?=[0-9]{3}(?![0-9]))", "", response)

    def _is_short(self, response: str) -> bool:
        """Whether a number is the answer rounded to fewer decimals than it takes, but to one at least."""
        found = None if self.choices else PLAIN.fullmatch(_bare(response))
        given = (len(found[1] or "") + (2 if found[2] else 0)) if found else 0
        if not 0 < given < self._decimals():
            return False
        return abs(_readings(response)[0] - self.answer) <= 0.5 * 10.0**-given * (1 + 1e-9)

    def __repr__(self) -> str:
        return f"Question({self.prompt!r})"

    def _repr_mimebundle_(self, **kwargs) -> tuple[dict, dict]:
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return data | {"text/html": self._still(), "text/plain": repr(self)}, metadata

    def _still(self) -> str:
        """The question as it looks before the widget starts, on paper and where no script runs."""
        if self.choices:
            labels = (f'<label><input type="radio" disabled><span>{_prose(c)}</span></label>' for c in self.choices)
            asked, answer = f'<div class="lw-choices">{"".join(labels)}</div>', ""
        else:
            asked, answer = "", f'<label>Your answer, {self._asked()}<input type="text" disabled></label>'
        row = f'<div class="lw-answer">{answer}<button disabled>Check</button></div>'
        form = f"<form><fieldset><legend>{_prose(self.prompt)}</legend>{asked}{row}</fieldset></form>"
        return f'<div class="lw lw-question"><p class="lw-kind">Question</p>{form}</div>'


def _check_choice(choices: list[str], answer: object, misconceptions: dict) -> None:
    require_choices(choices)
    if answer not in choices:
        raise TraitError(f"answer: expected one of the choices {choices!r}, got {answer!r}")
    for slip in misconceptions:
        if slip not in choices or slip == answer:
            raise TraitError(f"misconceptions: expected a choice other than the answer, got {slip!r}")


def _check_number(answer: object, tolerance: object, misconceptions: dict) -> None:
    require_answer(answer, tolerance)
    for slip in misconceptions:
        if abs(require_finite("misconceptions", slip) - answer) <= tolerance:
            raise TraitError(f"misconceptions: expected a number further than {tolerance} from {answer}, got {slip!r}")


def _bare(written: str) -> str:
    return re.sub(r"[−–‑]", "-", re.sub(r"\s|[*·×](?=\s*(?:log|ln))", "", written, flags=re.IGNORECASE))


def _readings(written: str) -> list[float]:
    """The numbers that a reader may have meant, none if it is unreadable; only ``log 4/3`` has two readings."""
    if MIXED.search(written):
        return []
    bare = _bare(written)
    point = bare.replace(",", ".") if len(re.findall("[.,]", bare)) == 1 else GROUPED.sub("", bare)
    if found := QUOTIENT.fullmatch(point):
        minus, factor, opened, inner, top, closed, bottom = found.groups()
        balanced = len(opened) + len(inner) == len(closed)
        return _finite(minus, float(factor or 1) * _log(float(top)), float(bottom)) if balanced else []
    found = WRITTEN.fullmatch(point)
    if not found or bool(found[4]) != bool(found[7]) or not float(found[6] or 1):
        return []
    minus, factor, log, bracket, top, bottom, _, percent = found.groups()
    times, over, under, whole = float(factor or 1), float(top), float(bottom or 1), 100 if percent else 1
    values = _finite(minus, times * (_log(over / under) if log else over / under), whole)
    return values + (_finite(minus, times * _log(over), under * whole) if log and bottom and not bracket else [])


def _log(x: float) -> float:
    return math.log(x) if x else -math.inf


def _finite(minus: str, value: float, divisor: float) -> list[float]:
    """The quotient with its sign, if it is a finite number."""
    result = (-1 if minus == "-" else 1) * value / divisor if divisor else math.inf
    return [result] if math.isfinite(result) else []


def _prose(words: str) -> str:
    """The texts' few marks as HTML."""

    def marked(match: re.Match) -> str:
        code, bold, shown, label = match.groups()
        if code:
            return f"<code>{code}</code>"
        return f"<strong>{bold}</strong>" if bold else f'<a href="#{label}">{shown}</a>'

    return MARKS.sub(marked, html.escape(unbroken(words)))
