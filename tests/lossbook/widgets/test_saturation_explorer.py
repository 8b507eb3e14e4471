import math

import pytest
import torch
from golden_states import STATES
from traitlets import TraitError

from lossbook.widgets import SaturationExplorer


def values(**state) -> dict:
    return SaturationExplorer(**state).values()


def test_bce_loss_stops_at_100_without_a_gradient():
    assert values(z=17, y=0)["clamped"] == {"p_y": 0, "loss": 100, "gradient": 0}
    assert values(z=16, y=0)["clamped"]["loss"] == pytest.approx(16, rel=0.1)
    assert values(z=17, y=0)["stable"]["loss"] == 17


def test_naive_route_overflows_and_forgets_its_gradient():
    assert values(z=89, y=0)["naive"] == {"p_y": 0, "loss": "inf", "gradient": "nan"}
    assert values(z=2, shift=800, dtype="float64")["naive"]["loss"] == "nan"


def test_thresholds():
    found = values(dtype="float32", shift=10)
    assert found["saturation"] == pytest.approx(24 * math.log(2))
    assert found["overflow"] == pytest.approx(78.7228, abs=1e-4)


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "bfloat16"])
def test_sigmoid_is_1_from_the_saturation_on(dtype):
    saturation, near = values(dtype=dtype)["saturation"], {"float64": 1e-6, "float32": 1e-5}.get(dtype, 0.04)
    below, above = torch.sigmoid(
        torch.tensor([saturation - near, saturation + near], dtype=torch.float64).to(getattr(torch, dtype))
    )
    assert below < 1
    assert above == 1


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "bfloat16"])
def test_sigmoid_is_0_below_the_saturation_of_label_1(dtype):
    saturation = values(dtype=dtype, y=1)["saturation"]
    near = {"float64": 1e-6, "float32": 1e-5, "float16": 0.04}.get(dtype, 1)
    below, above = torch.sigmoid(
        torch.tensor([saturation - near, saturation + near], dtype=torch.float64).to(getattr(torch, dtype))
    )
    assert below == 0
    assert above > 0


@pytest.mark.parametrize("shift", [0, -10, 5])
@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16"])
def test_softmax_is_0_below_the_underflow(dtype, shift):
    underflow = values(dtype=dtype, shift=shift)["underflow"]
    near = {"float32": 0.01, "float16": 0.05}.get(dtype, 1)
    below, above = (values(z=underflow + way, y=1, dtype=dtype, shift=shift)["naive"]["p_y"] for way in (-near, near))
    assert below == 0
    assert above > 0


@pytest.mark.parametrize("y", [0, 1])
@pytest.mark.parametrize("z", [-120, -95, -3, 20, 95])
def test_probability_is_that_of_the_true_class(z, y):
    found = values(z=z, y=y)
    exps = torch.tensor([0.0, z]).exp()
    assert close(found["naive"]["p_y"], (exps[y] / exps.sum()).item(), 2**-23, 1e-44)
    p = torch.tensor(float(z)).sigmoid()
    assert close(found["clamped"]["p_y"], (p if y else 1 - p).item(), 2**-23, 0)
    assert found["stable"]["p_y"] == pytest.approx(math.exp(-found["stable"]["loss"]), rel=1e-3)


def close(found: float | str, real: float, eps: float, least: float) -> bool:
    """Equal as words, or within some units of the last place."""
    if isinstance(found, str) or not math.isfinite(real):
        return str(found) == str(real)
    return abs(found - real) <= 8 * eps * abs(real) + least


@pytest.mark.parametrize("state", [state for state in STATES["SaturationExplorer"]() if not abs(state["z"]) > 140])
def test_what_pytorch_prints(state):
    kind = getattr(torch, state["dtype"])
    info = torch.finfo(kind)
    found = values(**state)
    z = torch.tensor(state["z"], dtype=kind, requires_grad=True)
    bce = torch.nn.functional.binary_cross_entropy(torch.sigmoid(z), torch.tensor(float(state["y"]), dtype=kind))
    slope = torch.autograd.grad(bce, z)[0].item()
    assert close(found["clamped"]["loss"], bce.item(), info.eps, 1e-30)
    assert close(found["clamped"]["gradient"], slope, info.eps, 1e-6)
    logits = torch.stack([torch.zeros_like(z), z]) + state["shift"]
    exps = torch.exp(logits)
    loss = -torch.log(exps[state["y"]] / exps.sum())
    slope = torch.autograd.grad(loss, z)[0].item()
    assert close(found["naive"]["loss"], loss.item(), info.eps, 2 * info.eps)
    assert close(found["naive"]["gradient"], slope, info.eps, 2 * info.eps)


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"z": 151}, "z: expected a number from -150 to 150, got 151"),
        ({"shift": float("inf")}, "shift: expected a finite number, got inf"),
        ({"dtype": "float8"}, "'dtype' trait"),
        ({"y": 2}, "'y' trait"),
    ],
)
def test_bad_state_is_refused(state, message):
    with pytest.raises(TraitError, match=message):
        values(**state)


def test_figure_and_its_words():
    forms, _ = SaturationExplorer(z=100)._repr_mimebundle_()
    assert "log(exp/sum): inf; BCELoss: 100.0000; from logits: 100.0000." in forms["image/svg+xml"]
