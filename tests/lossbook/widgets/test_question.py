import math

import numpy as np
import pytest
import torch
from traitlets import TraitError

from lossbook.widgets import Question

TEXTS = {"hint": "Take a logarithm.", "solution": "The loss is **0.8566**: see [0.8566](#horse-loss:2)."}


def number(**parts):
    return Question("The loss?", **({"answer": 0.8566, "tolerance": 5e-4} | TEXTS | parts))


def choice(**parts):
    return Question("Which?", **({"choices": {"logits": True, "probabilities": False}} | TEXTS | parts))


@pytest.mark.parametrize("written", ["0.8566", "0,8566", ".8566", "8.566e-1", " 0.856 6 ", "+0.857", "0.8561\u2009"])
def test_right_number(written):
    assert number().grade(written) == ("right", "")


@pytest.mark.parametrize(
    ("written", "verdict"),
    [("", "none"), ("  ", "none"), ("ln 2", "wrong"), ("two", "unreadable"), ("0.8572", "wrong")],
)
def test_other_numbers(written, verdict):
    assert number().grade(written)[0] == verdict


@pytest.mark.parametrize("written", ["nan", "inf", "1e", "--1", "1.2.3", "0x1", "1_0", "٣"])
def test_what_is_no_number(written):
    assert number().grade(written)[0] == "unreadable"


@pytest.mark.parametrize("written", ["-1234.5", "−1 234,5", "–1,234.5"])
def test_signs_and_separators(written):
    assert number(answer=-1234.5, tolerance=0.01).grade(written)[0] == "right"


@pytest.mark.parametrize("written", ["0.86", "0.9", ",86", " 0. 86", "86 %"])
def test_right_number_with_too_few_decimals_is_not_judged(written):
    assert number().grade(written) == ("unreadable", "Write 3 decimals.")


@pytest.mark.parametrize("written", ["0.85", "0.8", "-0.86", "85 %", "0.858", "1", "9e-1"])
def test_wrong_number_is_wrong_however_few_its_decimals(written):
    assert number().grade(written)[0] == "wrong"


def test_few_decimals_of_a_misconception_are_explained():
    question = number(misconceptions={0.9: "That is 1 − 0.1."})
    assert question.grade("0.9") == ("misconception", "That is 1 − 0.1.")


@pytest.mark.parametrize("written", ["5,341", "5.341", "5 341", "5341", "5341.2"])
def test_whole_number_may_have_separators(written):
    assert number(answer=5341, tolerance=0.5).grade(written) == ("right", "")


def test_comma_before_three_digits_is_a_point_where_decimals_are_asked():
    assert number(answer=5.341).grade("5,341") == ("right", "")


@pytest.mark.parametrize("written", ["log(2)/2", "(log 2)/2", "log 2/2", "ln 2 / 2", "(log(2))/2", "+log(2)/2"])
def test_logarithm_over_a_number(written):
    assert number(answer=math.log(2) / 2).grade(written) == ("right", "")


@pytest.mark.parametrize("written", ["log(4/3)", "log 4/3"])
def test_logarithm_of_a_ratio(written):
    assert number(answer=math.log(4 / 3)).grade(written) == ("right", "")


@pytest.mark.parametrize(
    ("written", "verdict"), [("log(4)/3", "wrong"), ("(log(2)/2", "unreadable"), ("log(2)/0", "unreadable")]
)
def test_logarithm_that_is_another_number(written, verdict):
    assert number(answer=math.log(4 / 3)).grade(written)[0] == verdict


@pytest.mark.parametrize(
    "written", ["3 log 2", "3·log(2)", "6 log(2)/2", "6 (log 2)/2", "3*ln 2", "log 8", "0.3e1 log 2"]
)
def test_logarithm_may_have_a_factor(written):
    assert number(answer=3 * math.log(2)).grade(written) == ("right", "")


@pytest.mark.parametrize("written", ["log2 8", "1,,5", "1.5/2,5", "1.000,5", "1,5,5", "log 2 log 2", "3 log"])
def test_number_that_could_be_misread_is_unreadable(written):
    assert number().grade(written)[0] == "unreadable"


def test_hyphen_that_does_not_break_is_a_minus():
    assert number(answer=-2, tolerance=0).grade("‑2") == ("right", "")


def test_mixed_number_is_unreadable():
    assert number(answer=8 / 3).grade("2 2/3")[0] == "unreadable"
    assert number(answer=22 / 3).grade("22/3") == ("right", "")


@pytest.mark.parametrize(
    ("tolerance", "asked"),
    [(5e-4, "3 decimals"), (6e-3, "2 decimals"), (0.01, "2 decimals"), (0.05, "1 decimal"), (0.5, "a whole number")],
)
def test_field_asks_for_the_decimals_that_the_tolerance_needs(tolerance, asked):
    assert f"Your answer, {asked}<input" in number(tolerance=tolerance)._repr_mimebundle_()[0]["text/html"]


def test_misconception_is_explained():
    question = number(misconceptions={0.4246: "That is the probability."})
    assert question.grade("0.4247") == ("misconception", "That is the probability.")
    assert question.grade("0.5") == ("wrong", "")


def test_choice():
    question = choice(misconceptions={"probabilities": "Softmax would be taken twice."})
    assert question.grade("logits") == ("right", "")
    assert question.grade("probabilities") == ("misconception", "Softmax would be taken twice.")


@pytest.mark.parametrize("answer", [3, np.float64(3.0), np.float32(3.0), np.int64(3), torch.tensor(3.0).item()])
def test_answer_may_come_from_any_library(answer):
    assert number(answer=answer, tolerance=0).grade("3")[0] == "right"


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"answer": math.nan}, "answer: expected a finite number, got nan$"),
        ({"answer": torch.tensor(1.0)}, r"a finite number, got tensor\(1\.\) \(of a tensor, give its \.item\(\)\)$"),
        ({"answer": "logits"}, "answer: expected a finite number, got 'logits'$"),
        ({"answer": 10**400}, "answer: expected a finite number, got 1000"),
        ({"answer": np.timedelta64(3)}, "answer: expected a finite number, got np.timedelta64"),
        ({"tolerance": 0}, "tolerance: expected a number above 0 for the answer 0.8566, got 0"),
        ({"tolerance": -1}, "tolerance: expected a number above 0"),
        (
            {"misconceptions": {0.8567: "Too near."}},
            "misconceptions: expected a number further than 0.0005 from 0.8566",
        ),
        ({"misconceptions": {"0.4": "A word."}}, "misconceptions: expected a finite number, got '0.4'"),
        ({"misconceptions": {True: "A truth."}}, "misconceptions: expected a finite number, got True"),
        ({"misconceptions": {0.4: 5}}, r"misconceptions\[0.4\]: expected some words, got 5"),
        ({"misconceptions": {0.4: ""}}, r"misconceptions\[0.4\]: expected some words, got ''"),
        ({"hint": " "}, "hint: expected some words, got ' '"),
        ({"solution": None}, "solution: expected some words, got None"),
    ],
)
def test_bad_number_question_is_refused(parts, message):
    with pytest.raises(TraitError, match=message):
        number(**parts)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (
            {"choices": ["logits", "probabilities"]},
            "choices: expected each text with the condition that makes it right",
        ),
        ({"choices": {"logits": True}}, "choices: expected two or more different ones"),
        ({"choices": {"logits": True, "": False}}, "choices: expected some words, got ''"),
        (
            {"misconceptions": {"probabilities": None}},
            r"misconceptions\['probab.*'\]: expected some words, got None",
        ),
        (
            {"misconceptions": {"labels": "No."}},
            "misconceptions: expected a choice other than the answer, got 'labels'",
        ),
        (
            {"misconceptions": {"logits": "No."}},
            "misconceptions: expected a choice other than the answer, got 'logits'",
        ),
    ],
)
def test_bad_choice_question_is_refused(parts, message):
    with pytest.raises(TraitError, match=message):
        choice(**parts)


def test_later_assignment_is_checked():
    question = number()
    with pytest.raises(TraitError, match="tolerance: expected a number above 0"):
        question.tolerance = 0
    assert question.tolerance == 5e-4
    question = choice()
    with pytest.raises(TraitError, match=r"answer: expected one of the choices .* got 'labels'"):
        question.answer = "labels"
    with pytest.raises(TraitError, match="choices: expected two or more different ones"):
        question.choices = ["logits", "logits"]


def test_hint_and_solution_are_required():
    with pytest.raises(TypeError, match="'hint' and 'solution'"):
        Question("The loss?", answer=1)


def test_still_form_shows_the_question_without_the_answer():
    question = choice(solution="Because of <b> & `log_softmax`.")
    forms, _ = question._repr_mimebundle_()
    assert forms["text/plain"] == "Question('Which?')"
    assert "Which?" in forms["text/html"]
    assert "probabilities" in forms["text/html"]
    assert "log_softmax" not in forms["text/html"]


def test_marks_become_html():
    question = Question("Is `a < b` **really** [0.8566](#horse-loss:2)?", answer=1, **TEXTS)
    html = question._repr_mimebundle_()[0]["text/html"]
    assert 'Is <code>a &lt; b</code> <strong>really</strong> <a href="#horse-loss">0.8566</a>?' in html
