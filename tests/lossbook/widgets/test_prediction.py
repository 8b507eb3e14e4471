import numpy as np
import pytest
from traitlets import TraitError

from lossbook.widgets import Prediction, Question, SigmoidExplorer

CHOICES = {"It grows": False, "It shrinks": True}


def ask(**parts) -> Prediction:
    return Prediction(**({"question": "What?", "choices": CHOICES, "why": "So.", "state": {"z": -4}} | parts))


def test_right_choice_is_the_one_whose_condition_holds():
    assert ask(choices={"a": np.float64(1) > 2, "b": np.float64(2) > 1}).answer == 1
    question = Question("?", choices=CHOICES, hint="Think.", solution="So.")
    assert (question.choices, question.answer) == (["It grows", "It shrinks"], "It shrinks")


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"question": " "}, "question: expected some words, got ' '"),
        ({"why": ""}, "why: expected some words, got ''"),
        ({"state": {}}, "state: expected what Show me sets"),
        ({"choices": None}, "expected either choices or an answer, got neither"),
        ({"answer": 1.0}, "expected either choices or an answer, got both"),
        ({"choices": {"a": True, "b": True}}, r"exactly one whose condition holds, got \['a', 'b'\]"),
        ({"choices": {"a": False, "b": False}}, r"exactly one whose condition holds, got \[\]"),
        ({"choices": ["a", "b"]}, r"choices: expected each text with the condition .*, got \['a', 'b'\]"),
        ({"choices": {}}, r"choices: expected two or more different ones, got \[\]"),
        ({"choices": {"a": True}}, "choices: expected two or more different ones"),
        ({"choices": {"a": True, " ": False}}, "choices: expected some words, got ' '"),
        ({"choices": {"a": True, 2: False}}, "choices: expected some words, got 2"),
        ({"choices": {"a": 1, "b": False}}, "expected True or False for 'a', got 1"),
        ({"choices": None, "answer": float("nan")}, "answer: expected a finite number"),
        ({"choices": None, "answer": 1 / 3}, "tolerance: expected a number above 0 for the answer 0.333"),
        ({"choices": None, "answer": 1.0, "tolerance": -1}, "tolerance: expected a number above 0"),
        ({"tolerance": float("inf")}, "tolerance: expected a finite number"),
    ],
)
def test_bad_parts_are_refused(parts, message):
    with pytest.raises(TraitError, match=message):
        ask(**parts)


def test_a_question_has_either_choices_or_an_answer():
    for parts in ({"choices": CHOICES, "answer": "It grows"}, {}):
        with pytest.raises(TraitError, match="expected either choices or an answer"):
            Question("?", hint="Think.", solution="So.", **parts)


def test_state_asked_about_is_checked():
    assert SigmoidExplorer(y=0, ask=ask())._words["ask"]["state"] == SigmoidExplorer(z=-4, y=0).state()
    with pytest.raises(TraitError, match="z: expected a number from"):
        SigmoidExplorer(ask=ask(state={"z": -40}))
    with pytest.raises(TypeError, match="has no 'a'"):
        SigmoidExplorer(ask=ask(state={"a": 1}))
    with pytest.raises(TypeError, match="ask: expected a Prediction, got 'What"):
        SigmoidExplorer(ask="What?")


def test_no_line_ends_between_a_logarithm_and_its_number():
    asked = SigmoidExplorer(
        ask=ask(question="Is log 2 large?", why="log (1/2), log p and the log of 3 are not.")
    )._words["ask"]
    assert (asked["question"], asked["why"]) == (
        "Is log\xa02 large?",
        "log\xa0(1/2), log\xa0p and the log of 3 are not.",
    )
