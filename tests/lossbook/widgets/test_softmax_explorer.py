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
    assert values["gradient"] == pytest.approx([0.276202, 0.299206, -0.575407], abs=5e-7)
    assert values["loss"] == pytest.approx(0.856624, abs=5e-7)
    assert values["logsumexp"] == pytest.approx(4.336624, abs=5e-7)


def test_temperature():
    values = shown(temperature=2)
    assert values["loss"] == pytest.approx(0.973048, abs=5e-7)
    assert values["gradient"] == pytest.approx([values["p"][0] / 2, values["p"][1] / 2, (values["p"][2] - 1) / 2])


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
        ({"temperature": 0}, "temperature: expected a number from 0.5 to 10, got 0"),
        ({"names": ["cat", "dog"]}, r"names: expected one for each of 3 classes, got \['cat', 'dog'\]"),
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
    with pytest.raises(TypeError, match="no 'tau'; it takes logits, target, temperature, names, title, purpose and"):
        SoftmaxExplorer(tau=2)


def test_repr_constructs_the_same_state():
    explorer = SoftmaxExplorer(logits=[1, 2.5], target=0, temperature=0.75, names=["cat", "dog"])
    assert repr(explorer) == 'SoftmaxExplorer(logits=[1, 2.5], target=0, temperature=0.75, names=["cat", "dog"])'
    assert eval(repr(explorer)).state() == explorer.state()


def test_forms_for_a_page():
    explorer = SoftmaxExplorer()
    forms, _ = explorer._repr_mimebundle_()
    assert forms["text/plain"] == repr(explorer)
    assert forms["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.model_id
    title = re.search("<title>(.*)</title>", forms["image/svg+xml"])[1]
    assert "class 2: logit 3.48, p 0.4246, gradient −0.5754" in title
    assert "the loss is 0.8566 nats" in title


def test_figure_is_the_same_every_time():
    first, second = (SoftmaxExplorer()._repr_mimebundle_()[0]["image/svg+xml"] for _ in range(2))
    assert first == second


def test_figure_names_the_classes():
    forms, _ = SoftmaxExplorer(names=["cat", "dog", "horse"])._repr_mimebundle_()
    assert "The true class is horse; the loss is 0.8566 nats." in forms["image/svg+xml"]
