"""What the package promises about all of its functions of tensors, tried on all of them."""

import math
import re
from fractions import Fraction

import numpy as np
import pytest
import torch
from public_functions import CASES, OTHER, PADDED, UNIT, WITHOUT_DERIVATIVE, T, W, Y, Z, differentiated
from torch.autograd import gradcheck, gradgradcheck
from torch.nn import functional as F

from lossbook import distillation, losses

INF, NAN = math.inf, math.nan
HALVES = [torch.float16, torch.bfloat16]
FLOATING = [torch.float64, torch.float32, *HALVES]
each_case = pytest.mark.parametrize("case", CASES, ids=str)


def evaluate(function, inputs, wanted):
    """The value, and the gradients with respect to the wanted inputs of its sum with weights of 1, 1.25, 1.5, ..."""
    inputs = [x.detach().clone().requires_grad_(n in wanted) for n, x in enumerate(inputs)]
    value = function(*inputs)
    cotangent = 1 + torch.arange(value.numel(), dtype=torch.float32) / 4
    value.backward(cotangent.to(value.dtype).reshape(value.shape))
    return value.detach(), [inputs[n].grad for n in wanted]


def test_every_public_function_is_tried():
    tried = {case.function for case in CASES} | set(WITHOUT_DERIVATIVE)
    assert tried == {*losses.__all__, *distillation.__all__}


@each_case
@pytest.mark.parametrize("dtype", HALVES, ids=str)
def test_16_bits_are_rounded_once(case, dtype):
    narrow = [x.to(dtype) for x in case.inputs]
    wanted = differentiated(case)
    value, gradients = evaluate(case.ours, narrow, wanted)
    wide, wide_gradients = evaluate(case.ours, [x.float() for x in narrow], wanted)
    unit = torch.finfo(dtype).eps
    assert value.dtype == dtype
    torch.testing.assert_close(value, wide.to(dtype), rtol=0, atol=0)
    for ours, exact in zip(gradients, wide_gradients, strict=True):
        torch.testing.assert_close(ours, exact.to(dtype), rtol=unit, atol=unit * 1e-4)


@each_case
@pytest.mark.parametrize("dtype", FLOATING[:2], ids=str)
def test_values_and_gradients_are_those_of_torch(case, dtype):
    inputs, wanted = [x.to(dtype) for x in case.inputs], differentiated(case)
    value, gradients = evaluate(case.ours, inputs, wanted)
    expected, expected_gradients = evaluate(case.theirs, inputs, wanted)
    near = {"rtol": 20 * torch.finfo(dtype).eps, "atol": 20 * torch.finfo(dtype).eps}
    torch.testing.assert_close(value, expected, **near)
    torch.testing.assert_close(gradients, expected_gradients, **near)


@each_case
def test_everything_is_differentiable_twice(case):
    inputs = [x.clone().requires_grad_(n in differentiated(case)) for n, x in enumerate(case.inputs)]
    # A probability moved by the check would no longer sum to 1 with the others.
    if case.name == "cross_entropy: probabilities":
        inputs[1].requires_grad_(False)
    if case.function == "binary_cross_entropy":
        inputs[1].requires_grad_(False)
    assert gradcheck(case.ours, inputs)
    assert gradgradcheck(case.ours, inputs)


BAD_ROW = pytest.mark.parametrize("bad", [[INF, 0.0, 1.0], [-INF] * 3, [NAN, 1.0, 2.0], [INF, -INF, NAN]], ids=str)
IGNORING = {
    "cross_entropy": losses.cross_entropy,
    "cross_entropy smoothed": lambda z, y: losses.cross_entropy(z, y, label_smoothing=0.1),
    "cross_entropy weighted": lambda z, y: losses.cross_entropy(z, y, W.float()),
    "cross_entropy summed": lambda z, y: losses.cross_entropy(z, y, reduction="sum"),
    "nll_loss": losses.nll_loss,
    "linear_cross_entropy": lambda h, y: losses.linear_cross_entropy(h, torch.eye(3), y),
    "distillation_loss": lambda z, y: distillation.distillation_loss(z, OTHER.float()[: len(z)], y, 2.0),
}


@BAD_ROW
@pytest.mark.parametrize("name", IGNORING)
def test_ignored_rows_may_hold_anything_and_get_no_gradient(name, bad):
    function = IGNORING[name]
    rest = Z.float()[:3].log_softmax(1)
    z, expected = torch.cat([rest, T([bad])]).requires_grad_(), rest.clone().requires_grad_()
    target = T([0, 2, 1, -100])
    loss = function(z, target)
    loss.backward()
    kept = function(expected, target[:3])
    kept.backward()
    torch.testing.assert_close(loss, kept)
    torch.testing.assert_close(z.grad[:3], expected.grad)
    assert z.grad[3].tolist() == [0, 0, 0]


@pytest.mark.parametrize("name", IGNORING)
def test_a_batch_of_ignored_rows_only_leaves_the_parameters_alone(name):
    z = torch.zeros(2, 3, requires_grad=True)
    IGNORING[name](z, T([-100, -100])).backward()
    assert z.grad.tolist() == [[0, 0, 0], [0, 0, 0]]


@BAD_ROW
def test_weights_of_0_exclude_logits_that_hold_anything(bad):
    z, y, w = T([[0.5, -1.0, 2.0], bad], requires_grad=True), T([[1.0, 0, 1], [1, 0, 0.5]]), T([[1.0], [0.0]])
    loss = losses.binary_cross_entropy_with_logits(z, y, w, reduction="sum")
    loss.backward()
    torch.testing.assert_close(loss, F.binary_cross_entropy_with_logits(z[0], y[0], reduction="sum"))
    assert z.grad[1].tolist() == [0, 0, 0]


@pytest.mark.parametrize("row", [[0.0, 1.0, -INF], [2.0, -INF, -INF], [1e4, -1e4, 0.0], [0.3, -0.2, 0.9]], ids=str)
@pytest.mark.parametrize("dtype", FLOATING, ids=str)
def test_targets_of_all_kinds_agree(row, dtype):
    z = T([row], dtype=dtype)
    possible = [k for k in range(3) if row[k] > -INF]
    near = {"rtol": 4 * torch.finfo(dtype).eps, "atol": 4 * torch.finfo(dtype).eps}
    for k in possible:
        index, one_hot = T([k]), F.one_hot(T([k]), 3).to(dtype)
        loss = losses.cross_entropy(z, index)
        torch.testing.assert_close(losses.cross_entropy(z, one_hot), loss, **near)
        torch.testing.assert_close(losses.nll_loss(losses.log_softmax(z.double(), 1), index).to(dtype), loss, **near)
        gradients = [
            torch.autograd.grad(losses.cross_entropy(leaf, target), leaf)[0]
            for target in (index, one_hot)
            for leaf in [z.clone().requires_grad_()]
        ]
        torch.testing.assert_close(gradients[1], gradients[0], **near)
    t = torch.zeros(1, 3, dtype=torch.float64)
    t[0, possible] = 1 / len(possible)
    entropy = math.log(len(possible))
    loss, log_p = losses.cross_entropy(z, t), losses.log_softmax(z.double(), 1)
    near = {"rtol": 1e-12, "atol": 1e-12} if dtype == torch.float64 else {"rtol": 1e-6, "atol": 1e-6}
    torch.testing.assert_close(losses.kl_div(log_p, t, reduction="sum") + entropy, loss, **near)
    log_t = losses.kl_div(log_p, t.log(), reduction="sum", log_target=True)
    torch.testing.assert_close(log_t + entropy, loss, **near)
    teacher = distillation.soft_target_loss(z.double(), t.log(), 1.0)
    torch.testing.assert_close(teacher + entropy, loss, **near)


def test_smoothing_makes_an_impossible_class_cost_infinity_unless_its_weight_is_0():
    z = T([[0.0, 1.0, -INF]])
    assert losses.cross_entropy(z, T([0]), label_smoothing=0.1).item() == INF
    for target in (T([0]), T([[1.0, 0, 0]])):
        loss = losses.cross_entropy(z, target, T([1.0, 1.0, 0.0]), label_smoothing=0.1)
        assert loss.item() == pytest.approx(1.2362, abs=5e-5)
    assert losses.cross_entropy(z, T([2]), T([1.0, 1.0, 0.0]), reduction="sum").item() == 0


def test_smoothed_labels_are_the_smoothing_of_cross_entropy():
    for epsilon in (0.0, 0.1, 1.0):
        smoothed = distillation.smooth_labels(Y, 3, epsilon, dtype=torch.float64)
        torch.testing.assert_close(
            losses.cross_entropy(Z, smoothed), losses.cross_entropy(Z, Y, label_smoothing=epsilon)
        )


def test_two_classes_are_a_yes_or_no_question():
    z, y = T([INF, -INF, 3.0, -40.0]), T([1, 0, 0, 1])
    pairs = torch.stack([torch.zeros(4), z], 1)
    ours = losses.binary_cross_entropy_with_logits(z[2:], y[2:].float(), reduction="none")
    torch.testing.assert_close(losses.cross_entropy(pairs[2:], y[2:], reduction="none"), ours)
    assert losses.binary_cross_entropy_with_logits(z[:2], y[:2].float()).item() == 0


@pytest.mark.parametrize("dtype", FLOATING, ids=str)
@pytest.mark.parametrize("classes", [2, 10, 1000, 50257])
@pytest.mark.parametrize("epsilon", [0.0, 0.001, 0.1, 0.5, 1.0])
@pytest.mark.parametrize("over", ["all", "others"])
def test_smoothed_labels_are_accepted_as_targets(dtype, classes, epsilon, over):
    t = distillation.smooth_labels(T([0, 1]), classes, epsilon, over=over, dtype=dtype)
    z = torch.zeros(2, classes, dtype=dtype)
    assert losses.cross_entropy(z, t).isfinite()
    assert losses.kl_div(losses.log_softmax(z, 1), t, reduction="sum").isfinite()


@pytest.mark.parametrize("dtype", FLOATING, ids=str)
@pytest.mark.parametrize("scale", [0.0, 1.0, 30.0])
def test_what_one_function_makes_the_others_accept(dtype, scale):
    z = (scale * torch.randn(64, 1000, generator=torch.Generator().manual_seed(0))).to(dtype)
    for t in (losses.softmax(z, 1), distillation.soften(z, 3.0)):
        assert not losses.cross_entropy(z, t).isnan()
        assert not losses.kl_div(losses.log_softmax(z, 1), t, reduction="sum").isnan()
        assert not losses.dice_loss(t, t).isnan()
    log_p = losses.log_softmax(z, 1)
    assert losses.kl_div(log_p, log_p, reduction="sum", log_target=True).item() == 0
    p = losses.sigmoid(z)
    for y in (p, p.round()):
        assert not losses.binary_cross_entropy(p, y).isnan()
        assert not losses.binary_cross_entropy_with_logits(z, y).isnan()
        assert not losses.focal_loss(z, y).isnan()


def above(number, dtype=torch.float32):
    return torch.nextafter(T([number], dtype=dtype), T([INF], dtype=dtype))


def below(number, dtype=torch.float32):
    return torch.nextafter(T([number], dtype=dtype), T([-INF], dtype=dtype))


ONE, HALF = torch.ones(1), torch.full((1,), 0.5)
OUTSIDE = [
    lambda x: losses.binary_cross_entropy(x, ONE.to(x)),
    lambda x: losses.binary_cross_entropy(HALF.to(x), x),
    lambda x: losses.binary_cross_entropy_with_logits(HALF.to(x), x),
    lambda x: losses.focal_loss(HALF.to(x), x),
    lambda x: losses.dice_loss(x, ONE.to(x)),
    lambda x: losses.dice_loss(ONE.to(x), x),
    lambda x: losses.hinge_loss(HALF.to(x), x),
    lambda x: losses.cross_entropy(ONE.to(x)[None], x[None]),
]


@pytest.mark.parametrize("dtype", FLOATING, ids=str)
@pytest.mark.parametrize("call", OUTSIDE)
def test_numbers_just_outside_of_a_range_are_refused_with_the_digits_that_say_so(call, dtype):
    for value in (above(1.0, dtype), below(0.0, dtype)):
        with pytest.raises((ValueError, RuntimeError), match=r"^expected .* got ") as refusal:
            call(value)
        printed = float(re.search(r"got (\S+) at index", str(refusal.value))[1])
        assert not 0 <= printed <= 1


@pytest.mark.parametrize(
    "call",
    [
        lambda x: losses.cross_entropy(Z, Y, x.double().expand(3)),
        lambda x: losses.nll_loss(Z, Y, x.double().expand(3)),
        lambda x: losses.binary_cross_entropy(HALF, ONE, x),
        lambda x: losses.binary_cross_entropy_with_logits(HALF, ONE, x),
        lambda x: losses.binary_cross_entropy_with_logits(HALF, ONE, pos_weight=x),
    ],
)
@pytest.mark.parametrize("value", [-1e-30, -1.0, INF, -INF, NAN])
def test_weights_are_finite_and_not_negative(call, value):
    with pytest.raises(ValueError, match=r"expected (pos_)?weight to hold finite numbers of 0 or more, got"):
        call(T([value]))


def test_targets_of_divergences_are_probabilities():
    log_p = T([[-0.5, -1.0]])
    for t in ([[1.001, 0.0]], [[-1e-30, 1.0]], [[NAN, 0.5]], [[INF, 0.0]]):
        with pytest.raises(ValueError, match=r"expected target to hold probabilities in \[0, 1\], got"):
            losses.kl_div(log_p, T(t), reduction="sum")
    for t in ([[0.001, -1.0]], [[INF, 0.0]], [[NAN, -1.0]]):
        with pytest.raises(ValueError, match="expected target to hold log-probabilities of 0 or less, got"):
            losses.kl_div(log_p, T(t), reduction="sum", log_target=True)
    losses.kl_div(log_p, T([[1 + 1e-6, 0.0]]), reduction="sum")
    losses.kl_div(log_p, T([[1e-6, -1.0]]), reduction="sum", log_target=True)


NOT_TENSORS = [
    ("input", lambda x: losses.sigmoid(x)),
    ("input", lambda x: losses.log_sigmoid(x)),
    ("input", lambda x: losses.softmax(x, 0)),
    ("input", lambda x: losses.log_softmax(x, 0)),
    ("input", lambda x: losses.logsumexp(x, 0)),
    ("input", lambda x: losses.cross_entropy(x, Y)),
    ("target", lambda x: losses.cross_entropy(Z, x)),
    ("weight", lambda x: losses.cross_entropy(Z, Y, x)),
    ("input", lambda x: losses.nll_loss(x, Y)),
    ("target", lambda x: losses.nll_loss(Z, x)),
    ("weight", lambda x: losses.nll_loss(Z, Y, x)),
    ("input", lambda x: losses.kl_div(x, Z)),
    ("target", lambda x: losses.kl_div(Z, x)),
    ("input", lambda x: losses.binary_cross_entropy(x, UNIT)),
    ("target", lambda x: losses.binary_cross_entropy(UNIT, x)),
    ("weight", lambda x: losses.binary_cross_entropy(UNIT, UNIT, x)),
    ("target", lambda x: losses.binary_cross_entropy_with_logits(Z, x)),
    ("weight", lambda x: losses.binary_cross_entropy_with_logits(Z, UNIT, x)),
    ("pos_weight", lambda x: losses.binary_cross_entropy_with_logits(Z, UNIT, pos_weight=x)),
    ("target", lambda x: losses.focal_loss(Z, x)),
    ("target", lambda x: losses.dice_loss(UNIT, x)),
    ("target", lambda x: losses.hinge_loss(Z, x)),
    ("input", lambda x: losses.linear_cross_entropy(x, Z, Y)),
    ("linear_weight", lambda x: losses.linear_cross_entropy(Z, x, Y)),
    ("target", lambda x: losses.linear_cross_entropy(Z, Z, x)),
    ("logits", lambda x: distillation.soften(x, 1.0)),
    ("student", lambda x: distillation.soft_target_loss(x, Z, 1.0)),
    ("teacher", lambda x: distillation.soft_target_loss(Z, x, 1.0)),
    ("student", lambda x: distillation.distillation_loss(x, Z, Y, 1.0)),
    ("target", lambda x: distillation.distillation_loss(Z, Z, x, 1.0)),
    ("target", lambda x: distillation.smooth_labels(x, 3, 0.1)),
]


@pytest.mark.parametrize("value", [3.0, [0.0, 1.0], Z.numpy()], ids=["number", "list", "array"])
@pytest.mark.parametrize(("name", "call"), NOT_TENSORS)
def test_only_tensors_are_tensors(name, call, value):
    with pytest.raises(TypeError, match=f"^expected {name} to be a Tensor, got {type(value).__name__}$"):
        call(value)


NUMBERS = [
    ("gamma", lambda x: losses.focal_loss(Z.float(), UNIT.float(), x)),
    ("alpha", lambda x: losses.focal_loss(Z.float(), UNIT.float(), 2.0, x)),
    ("smooth", lambda x: losses.dice_loss(UNIT.float(), UNIT.float(), x)),
    ("label_smoothing", lambda x: losses.cross_entropy(Z.float(), Y, label_smoothing=x)),
    ("label_smoothing", lambda x: losses.cross_entropy(Z.float(), Z.float().softmax(1), label_smoothing=x)),
    ("temperature", lambda x: distillation.soften(Z.float(), x)),
    ("temperature", lambda x: distillation.soft_target_loss(Z.float(), OTHER.float(), x)),
    ("temperature", lambda x: distillation.distillation_loss(Z.float(), OTHER.float(), Y, x)),
    ("alpha", lambda x: distillation.distillation_loss(Z.float(), OTHER.float(), Y, 1.0, x)),
    ("epsilon", lambda x: distillation.smooth_labels(Y, 3, x)),
]


@pytest.mark.parametrize(
    "value", [T([0.1, 0.9]), T(0.5, requires_grad=True), "0.5", [0.5]], ids=["tensor", "parameter", "text", "list"]
)
@pytest.mark.parametrize(("name", "call"), NUMBERS)
def test_only_numbers_are_numbers(name, call, value):
    with pytest.raises(TypeError, match=f"^expected {name} to be a number, got {re.escape(repr(value))}$"):
        call(value)


@pytest.mark.parametrize(
    "value", [np.float64(0.25), np.float16(0.25), Fraction(1, 4), np.array([0.25]), T(0.25), T([0.25])], ids=repr
)
@pytest.mark.parametrize(("name", "call"), NUMBERS)
def test_a_number_of_another_type_is_a_float(name, call, value):
    result = call(value)
    assert result.dtype == torch.float32, name
    torch.testing.assert_close(result, call(0.25), rtol=0, atol=0)


@pytest.mark.parametrize("value", [10**400, -(10**400), 10**5000], ids=["large", "negative", "unprintable"])
@pytest.mark.parametrize(("name", "call"), NUMBERS)
def test_a_number_beyond_all_floats_is_infinite(name, call, value):
    with pytest.raises((ValueError, RuntimeError), match=f"^expected .*{name}.*, got -?inf$"):
        call(value)


def test_certain_and_right_costs_0_and_not_minus_0():
    z, p = T([[1000.0, 0.0]]), T([[1.0, 0.0]])
    values = [
        losses.cross_entropy(z, T([0]), reduction="none"),
        losses.cross_entropy(z, p, reduction="none"),
        losses.nll_loss(T([[0.0, -1.0]]), T([0]), reduction="none"),
        losses.binary_cross_entropy(p, p, reduction="none"),
        losses.binary_cross_entropy_with_logits(T([[1000.0, -1000.0]]), p, reduction="none"),
        losses.focal_loss(T([[1000.0, -1000.0]]), p, reduction="none"),
        losses.dice_loss(p, p, reduction="none"),
        losses.linear_cross_entropy(z, torch.eye(2), T([0])),
        distillation.soft_target_loss(z, z, 2.0),
    ]
    for value in values:
        assert (torch.copysign(torch.ones(()), value) == 1).all()
        assert (value == 0).all()


@pytest.mark.parametrize("dtype", [torch.float32, *HALVES], ids=str)
@pytest.mark.parametrize("temperature", [0.5, 1.0, 4.0, 20.0, 100.0])
def test_divergence_at_a_temperature_is_never_negative_and_keeps_its_digits(dtype, temperature):
    generator = torch.Generator().manual_seed(0)
    teacher = (3 * torch.randn(200, 10, generator=generator)).to(dtype)
    student = (teacher.float() + 0.25 * torch.randn(200, 10, generator=generator)).to(dtype)
    exact = student.double().requires_grad_()
    expected = distillation.soft_target_loss(exact, teacher.double(), temperature)
    expected.backward()
    leaf = student.clone().requires_grad_()
    loss = distillation.soft_target_loss(leaf, teacher, temperature)
    loss.backward()
    unit = torch.finfo(dtype).eps
    assert loss.item() == pytest.approx(expected.item(), rel=max(unit, 1e-4))
    assert (leaf.grad.double() - exact.grad).norm() <= max(unit, 1e-4) * exact.grad.norm()
    for n in range(200):
        assert distillation.soft_target_loss(student[n], teacher[n], temperature) >= 0


@pytest.mark.parametrize("dtype", FLOATING, ids=str)
@pytest.mark.parametrize("temperature", [1e-18, 1e-9, 1e-3, 1e3, 1e9, 1e18])
def test_temperatures_beyond_all_reason_give_no_nan(dtype, temperature):
    big = 1e4 if dtype == torch.float16 else 1e38
    z = torch.cat([Z.to(dtype), T([[0.0, big, -big], [1.0, -INF, -2.0]], dtype=dtype)])
    student, teacher = z.clone().requires_grad_(), torch.cat([OTHER.to(dtype), z[-2:]])
    p = distillation.soften(z, temperature)
    torch.testing.assert_close(p.sum(-1), torch.ones(6, dtype=dtype))
    loss = distillation.soft_target_loss(student, teacher, temperature)
    loss.backward()
    assert loss.isfinite()
    assert loss >= 0
    assert student.grad.isfinite().all()
    mixed = distillation.distillation_loss(student[:4], teacher[:4], Y, temperature)
    assert mixed.isfinite()


def test_at_a_low_temperature_only_the_largest_logit_counts():
    for dtype in (torch.float32, torch.float64):
        teacher, student = T([5.0, 2.0], dtype=dtype), T([2.0, 5.0], dtype=dtype, requires_grad=True)
        assert distillation.soften(teacher, 1e-18).tolist() == [1, 0]
        assert distillation.soften(T([3e38, 3e38, -3e38], dtype=dtype), 1e-18).tolist() == [0.5, 0.5, 0]
        loss = distillation.soft_target_loss(student, teacher, 1e-18)
        loss.backward()
        assert loss.item() == pytest.approx(3e-18, rel=1e-6, abs=0)
        assert student.grad.tolist() == pytest.approx([-1e-18, 1e-18], rel=1e-6, abs=0)


def test_the_digits_that_float32_keeps_at_a_high_temperature():
    exact, rounded = (
        [distillation.soft_target_loss(Z.to(dtype), OTHER.to(dtype), temperature).item() for temperature in (1e5, 1e8)]
        for dtype in (torch.float64, torch.float32)
    )
    assert rounded[0] == pytest.approx(exact[0], rel=0.005)
    assert rounded[1] != pytest.approx(exact[1], rel=0.5)


@pytest.mark.parametrize("temperature", [0.0, -1.0, 1e-19, 1.1e18, 1e200, INF, NAN])
def test_temperatures_without_a_square_in_float32_are_refused(temperature):
    message = re.escape(f"expected temperature in [1e-18, 1e18], got {temperature}")
    calls = (
        lambda: distillation.soften(Z, temperature),
        lambda: distillation.soft_target_loss(Z, Z, temperature),
        lambda: distillation.distillation_loss(Z, Z, Y, temperature),
    )
    for call in calls:
        with pytest.raises(ValueError, match=f"^{message}$"):
            call()


def test_a_part_without_a_share_counts_nothing():
    ruled_out = T([[0.0, -INF, 1.0]])
    hard = distillation.distillation_loss(ruled_out, T([[0.0, 5.0, 0.0]]), T([0]), 2.0, alpha=0.0)
    torch.testing.assert_close(hard, F.cross_entropy(ruled_out, T([0])))
    soft = distillation.distillation_loss(ruled_out, ruled_out, T([1]), 2.0, alpha=1.0)
    assert soft.item() == 0


def test_padding_is_left_out_of_both_parts_of_distillation():
    student, teacher = T([[0.0, 0, 0, 0], [9, 0, 0, 0]]), T([[0.0, 0, 0, 0], [0, 0, 0, 9]])
    loss = distillation.distillation_loss(student, teacher, T([1, -100]), 2.0)
    assert loss.item() == pytest.approx(math.log(4) / 2)


def test_derivative_of_a_divergence_with_respect_to_a_target_of_0_is_that_of_its_limit():
    t = T([0.0, 1.0], requires_grad=True)
    losses.kl_div(T([-0.5, -1.0]), t, reduction="sum").backward()
    assert t.grad.tolist() == [-INF, 2.0]


@pytest.mark.parametrize("dtype", FLOATING, ids=str)
@pytest.mark.parametrize("p", [0.0, 1.0])
def test_derivative_of_a_certain_probability_is_finite_in_every_dtype(dtype, p):
    z = T([p], dtype=dtype, requires_grad=True)
    losses.binary_cross_entropy(z, T([1 - p], dtype=dtype)).backward()
    assert z.grad.isfinite().all()
    z = T([20.0], dtype=dtype, requires_grad=True)
    losses.binary_cross_entropy(losses.sigmoid(z), T([0.0], dtype=dtype)).backward()
    assert z.grad.isfinite().all()


def test_labels_on_another_device_stay_there():
    smoothed = distillation.smooth_labels(torch.zeros(2, dtype=torch.int64, device="meta"), 3, 0.1)
    assert (smoothed.device.type, smoothed.shape) == ("meta", (2, 3))


def test_another_ignore_index_is_named_when_padding_is_refused():
    with pytest.raises(IndexError, match=r"expected targets in \[0, 3\), got -100 at index 1, with ignore_index 0$"):
        losses.cross_entropy(Z, PADDED, ignore_index=0)
