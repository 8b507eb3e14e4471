import pytest
from traitlets import TraitError

from lossbook.widgets import SigmoidExplorer


def test_default_state():
    values = SigmoidExplorer().values()
    assert values["p"] == pytest.approx(0.75)
    assert (values["bce"], values["bce_gradient"]) == pytest.approx((0.287682, -0.25), abs=5e-7)
    assert (values["mse"], values["mse_gradient"]) == pytest.approx((0.0625, -0.09375), abs=5e-7)


def test_other_target():
    assert SigmoidExplorer(y=0).values()["bce"] == pytest.approx(1.386294, abs=5e-7)


@pytest.mark.parametrize("state", [{"z": -4}, {"z": 2, "w": -3, "b": 2}])
def test_surely_wrong(state):
    values = SigmoidExplorer(**state).values()
    assert (values["bce"], values["bce_gradient"]) == pytest.approx((4.018150, -0.982014), abs=5e-7)
    assert values["mse_gradient"] == pytest.approx(-0.034690, abs=5e-7)


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"z": 8.1}, "z: expected a number from -8 to 8, got 8.1"),
        ({"w": float("nan")}, "w: expected a finite number, got nan"),
        ({"b": "1"}, "b: expected a finite number, got '1'"),
        ({"y": 0.5}, r"'y' trait .* expected any of \[0, 1\], not the float 0.5"),
        ({"loss": "hinge"}, r"'loss' trait .* expected any of \['bce', 'mse'\], not the str 'hinge'"),
    ],
)
def test_bad_state_is_refused(state, message):
    with pytest.raises(TraitError, match=message):
        SigmoidExplorer(**state)


def test_repr_constructs_the_same_state():
    explorer = SigmoidExplorer(z=-4, y=0, loss="mse")
    assert repr(explorer) == 'SigmoidExplorer(z=-4, w=1, b=0, y=0, loss="mse")'
    assert eval(repr(explorer)).state() == explorer.state()


@pytest.mark.slow
def test_figure_and_its_words():
    forms, _ = SigmoidExplorer()._repr_mimebundle_()
    assert "has p = 0.7500 for the target 1" in forms["image/svg+xml"]
    assert forms["image/svg+xml"] == SigmoidExplorer()._repr_mimebundle_()[0]["image/svg+xml"]
