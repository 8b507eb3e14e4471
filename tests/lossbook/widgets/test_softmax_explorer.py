import math
import re

import pytest
from traitlets import TraitError

from lossbook.widgets import SoftmaxExplorer


def shown(**state):
    return SoftmaxExplorer(**state).values()


def test_default_state():
    values = shown()
    assert values["p"] == pytest.approx([0.276202, 0.299206, 0.424593], abs=5e-7)
    assert values["residual"] == pytest.approx([0.276202, 0.299206, -0.575407], abs=5e-7)
    assert values["loss"] == pytest.approx(0.856624, abs=5e-7)
    assert values["logsumexp"] == pytest.approx(4.336624, abs=5e-7)


def test_temperature():
    values = shown(temperature=2)
    assert values["loss"] == pytest.approx(0.973048, abs=5e-7)
    assert values["gradient"] == pytest.approx([r / 2 for r in values["residual"]])


@pytest.mark.parametrize("shift", [1000, -1000])
def test_shift_changes_nothing(shift):
    assert shown(shift=shift)["p"] == pytest.approx(shown()["p"], rel=1e-12)


@pytest.mark.parametrize(("shift", "trouble"), [(1000, "overflow"), (-1000, "underflow"), (100, "")])
def test_shift_without_subtracting_the_maximum(shift, trouble):
    values = shown(shift=shift, stable=False)
    assert values["trouble"] == trouble
    assert ("p" in values) == (not trouble)


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"logits": [1.0, math.nan, 2.0]}, r"logits\[1\]: expected a finite number, got nan"),
        ({"logits": [1.0]}, "logits: expected 2 to 6 numbers, got 1"),
        ({"logits": [0.0] * 7}, "logits: expected 2 to 6 numbers, got 7"),
        ({"logits": [0.0, 11.0, 0.0]}, r"logits\[1\]: expected a number from -10 to 10, got 11"),
        ({"logits": "123"}, "logits: expected a list of numbers, got '123'"),
        ({"logits": [1, True, 2]}, r"logits\[1\]: expected a finite number, got True"),
        ({"target": 3}, "target: expected a class from 0 to 2, got 3"),
        ({"target": -1}, "target: expected a class from 0 to 2, got -1"),
        ({"logits": [1, 2]}, "target: expected a class from 0 to 1, got 2"),
        ({"temperature": 0}, "temperature: expected a number from 0.1 to 10, got 0"),
        ({"shift": 1001}, "shift: expected a number from -1000 to 1000, got 1001"),
        ({"shift": "1"}, "shift: expected a finite number, got '1'"),
    ],
)
def test_bad_state_is_refused(state, message):
    with pytest.raises(TraitError, match=message):
        SoftmaxExplorer(**state)


def test_bad_assignment_leaves_the_state():
    explorer = SoftmaxExplorer()
    with pytest.raises(TraitError, match="expected a class from 0 to 2, got 7"):
        explorer.target = 7
    assert explorer.target == 2


def test_unknown_argument_is_refused():
    with pytest.raises(TypeError, match="no 'tau'; it takes logits, target, temperature, shift, stable"):
        SoftmaxExplorer(tau=2)


def test_repr_constructs_the_same_state():
    explorer = SoftmaxExplorer(logits=[1, 2.5], target=0, temperature=0.25, shift=-3, stable=False)
    assert repr(explorer) == "SoftmaxExplorer(logits=[1, 2.5], target=0, temperature=0.25, shift=-3, stable=False)"
    assert eval(repr(explorer)).state() == explorer.state()


def test_forms_for_a_page():
    explorer = SoftmaxExplorer()
    forms, _ = explorer._repr_mimebundle_()
    assert forms["text/plain"] == repr(explorer)
    assert forms["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.model_id
    title = re.search("<title>(.*)</title>", forms["image/svg+xml"])[1]
    assert "class 2: logit 3.48, p 0.4246, p − y -0.5754" in title.replace("−0", "-0")
    assert "the loss is 0.8566 nats" in title


def test_figure_is_the_same_every_time():
    first, second = (SoftmaxExplorer()._repr_mimebundle_()[0]["image/svg+xml"] for _ in range(2))
    assert first == second


def test_figure_shows_the_constructed_state():
    forms, _ = SoftmaxExplorer(shift=1000, stable=False)._repr_mimebundle_()
    assert "exp has an overflow" in forms["image/svg+xml"]
