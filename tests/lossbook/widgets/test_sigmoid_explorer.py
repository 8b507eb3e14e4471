import math

import numpy as np
import pytest
from traitlets import TraitError

from lossbook.widgets import SigmoidExplorer


def test_default_state_is_surely_wrong():
    values = SigmoidExplorer().values()
    assert (values["bce"], values["bce_gradient"]) == pytest.approx((4.018150, -0.982014), abs=5e-7)
    assert (values["p"], values["mse_gradient"]) == pytest.approx((0.017986, -0.034690), abs=5e-7)
    assert (values["bce_end"], values["mse_end"]) == (-4, -4)


def test_other_target():
    assert SigmoidExplorer(z=math.log(3), y=0).values()["bce"] == pytest.approx(1.386294, abs=5e-7)


def test_one_loss_arrives_and_the_other_stays():
    values = SigmoidExplorer(z=-6, steps=50).values()
    assert values["bce_end"] > 3
    assert -6 < values["mse_end"] < -5.5
    assert values["bce_end_loss"] < 0.05 < 0.95 < values["mse_end_loss"]


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"z": 8.1}, "z: expected a number from -8 to 8, got 8.1"),
        ({"lr": float("nan")}, "lr: expected a finite number, got nan"),
        ({"lr": "1"}, "lr: expected a finite number, got '1'"),
        ({"z": 10**400}, "z: expected a finite number, got 1000"),
        ({"z": np.timedelta64(3)}, "z: expected a finite number, got np.timedelta64"),
        ({"y": 0.5}, r"'y' trait .* expected any of \[0, 1\], not the float 0.5"),
        ({"steps": 51}, "steps"),
    ],
)
def test_bad_state_is_refused(state, message):
    with pytest.raises(TraitError, match=message):
        SigmoidExplorer(**state)


def test_repr_constructs_the_same_state():
    explorer = SigmoidExplorer(z=-4, y=0, steps=3)
    assert repr(explorer) == "SigmoidExplorer(z=-4, y=0, steps=3, lr=1)"
    assert eval(repr(explorer)).state() == explorer.state()


def test_figure_and_its_words():
    forms, _ = SigmoidExplorer(steps=50)._repr_mimebundle_()
    assert "the logit −4.00 has p = 0.0180 for the target 1" in forms["image/svg+xml"]
    assert "After 50 steps, cross-entropy has come to z = " in forms["image/svg+xml"]
    assert "After 1 step, cross-entropy" in SigmoidExplorer(steps=1).describe()
    assert forms["image/svg+xml"] == SigmoidExplorer(steps=50)._repr_mimebundle_()[0]["image/svg+xml"]
