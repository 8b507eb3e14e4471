import math
import re

import pytest
from traitlets import TraitError

from lossbook.widgets import Distillation


def shown(**state):
    return Distillation(**state).values()


def test_default_state():
    values = shown()
    assert values["teacher_p"] == pytest.approx([0.484643, 0.228929, 0.178290, 0.108138], abs=5e-7)
    assert values["soft"] == pytest.approx(1.099656, abs=5e-7)
    assert values["hard"] == pytest.approx(0.675490, abs=5e-7)
    assert values["loss"] == pytest.approx((values["soft"] + values["hard"]) / 2)


def test_temperature_one():
    values = shown(temperature=1)
    assert values["soft"] == values["kl"] == pytest.approx(0.438995, abs=5e-7)


@pytest.mark.parametrize(("alpha", "part"), [(0, "hard"), (1, "soft")])
def test_ends_of_the_mix(alpha, part):
    values = shown(alpha=alpha)
    assert values["loss"] == values[part]


def test_square_of_the_temperature_keeps_the_scale_of_the_gradient():
    warm, hot = shown(temperature=10), shown(temperature=20)
    assert warm["kl_slope"] / hot["kl_slope"] == pytest.approx(4, rel=0.1)
    assert hot["soft_slope"] == pytest.approx(warm["soft_slope"], rel=0.1)


def test_student_that_is_like_its_teacher():
    values = shown(teacher=[3, 1, 0], student=[4, 2, 1])
    assert values["kl"] == pytest.approx(0, abs=1e-15)
    assert values["soft_slope"] == pytest.approx(0, abs=1e-14)


def test_lengths_of_gradients():
    values = shown(temperature=1)
    p = values["student_p"]
    assert values["hard_slope"] == pytest.approx(math.hypot(p[0] - 1, *p[1:]))
    gaps = [own - other for own, other in zip(p, values["teacher_p"], strict=True)]
    assert values["kl_slope"] == pytest.approx(math.hypot(*gaps))


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"teacher": [1, 2, 3]}, "student: expected 3 logits, as many as teacher has, got 4"),
        ({"student": [1, 2]}, "student: expected 4 logits, as many as teacher has, got 2"),
        ({"teacher": [1, 2], "student": [1, 2], "target": 2}, "target: expected a class from 0 to 1, got 2"),
        ({"target": -1}, "target: expected a class from 0 to 3, got -1"),
        ({"teacher": [1], "student": [1]}, "teacher: expected 2 to 6 numbers, got 1"),
        ({"student": [1, 2, 3, math.nan]}, r"student\[3\]: expected a finite number, got nan"),
        ({"teacher": [1, 2, 3, -11]}, r"teacher\[3\]: expected a number from -10 to 10, got -11"),
        ({"temperature": 0.4}, r"temperature: expected a number from 0\.5 to 20, got 0\.4"),
        ({"temperature": 21}, r"temperature: expected a number from 0\.5 to 20, got 21"),
        ({"alpha": 1.1}, r"alpha: expected a number from 0 to 1, got 1\.1"),
        ({"names": ["cat", "dog"]}, "names: expected one for each of 4 classes, got"),
        ({"step": 1}, r"'step' trait .* expected any of \['rank', 'gradient', 'mix'\], not the int 1"),
    ],
)
def test_bad_state_is_refused(state, message):
    with pytest.raises(TraitError, match=message):
        Distillation(**state)


def test_bad_assignment_leaves_the_state():
    explorer = Distillation()
    with pytest.raises(TraitError, match="student: expected 4 logits"):
        explorer.student = [0, 1]
    with pytest.raises(TraitError, match="target: expected a class from 0 to 3, got 4"):
        explorer.target = 4
    assert explorer.state() == Distillation().state()


def test_repr_constructs_the_same_state():
    call = "Distillation(teacher=[1, 2.5], student=[0, -1], temperature=0.75, alpha=0, target=1, "
    call += 'names=["cat", "dog"], step="mix")'
    explorer = eval(call)
    assert repr(explorer) == call
    assert eval(call).state() == explorer.state()


@pytest.mark.slow
def test_figure_and_its_words():
    image = Distillation()._repr_mimebundle_()[0]["image/svg+xml"]
    assert image == Distillation()._repr_mimebundle_()[0]["image/svg+xml"]
    title = re.search("<title>(.*)</title>", image)[1]
    assert "class 3: 0.1081, and the lengths" in title
    assert "0.0497 for the divergence, 0.7954 times T², 0.5951 for the cross-entropy of the label class 0" in title
    assert "T² times the divergence is 1.0997, that cross-entropy 0.6755, their mix 0.8876 nats." in title
