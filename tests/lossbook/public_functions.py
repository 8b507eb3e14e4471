"""Every public function of tensors with inputs for it, beside the same written with torch alone."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from lossbook import distillation, losses

T = torch.tensor


@dataclass(frozen=True)
class Case:
    """`ours` and `theirs` are functions of the same floating inputs, whose values bfloat16 holds exactly."""

    name: str
    ours: Callable[..., Tensor]
    theirs: Callable[..., Tensor]
    inputs: tuple[Tensor, ...]

    def __str__(self) -> str:
        return self.name

    @property
    def function(self) -> str:
        return self.name.split(":")[0]


Z = T([[2.5, -0.75, 0.5], [-3.0, 0.125, 0.25], [0.5, 1.5, -1.25], [0.25, -0.5, 4.0]], dtype=torch.float64)
OTHER = T([[1.0, 0.25, -0.5], [0.5, -1.5, 0.75], [3.0, 0.5, 0.125], [-0.25, 0.5, 1.25]], dtype=torch.float64)
PROBABILITIES = T([[0.5, 0.25, 0.25], [0.125, 0.75, 0.125], [0.25, 0.25, 0.5], [0.5, 0.0, 0.5]], dtype=torch.float64)
UNIT = T([[0.5, 0.25, 0.75], [0.125, 0.375, 0.5], [0.625, 0.875, 0.25], [0.5, 0.75, 0.125]], dtype=torch.float64)
LABELS = UNIT.round()
W = T([0.5, 1.0, 2.0], dtype=torch.float64)
Y = T([0, 2, 1, 2])
PADDED = T([0, -100, 1, 2])
LOG_P = T([[-0.5, -1.5, -2.0], [-0.25, -3.0, -2.5], [-1.0, -1.25, -1.0], [-4.0, -0.125, -2.0]], dtype=torch.float64)
WEIGHT = T([[0.5, -1.0, 0.25], [1.5, 0.5, -0.5], [-0.25, 0.75, 1.0], [0.5, 0.5, 0.5]], dtype=torch.float64)


def focal(z: Tensor, y: Tensor) -> Tensor:
    p = torch.sigmoid(z)
    return (-0.25 * y * (1 - p) ** 2 * F.logsigmoid(z) - 0.75 * (1 - y) * p**2 * F.logsigmoid(-z)).mean()


def dice(p: Tensor, y: Tensor) -> Tensor:
    return (1 - (2 * (p * y).sum(-1) + 1) / (p.sum(-1) + y.sum(-1) + 1)).mean()


def soft(student: Tensor, teacher: Tensor, temperature: float, target: Tensor | None = None) -> Tensor:
    teacher = teacher.detach()
    log_p, t = F.log_softmax(student / temperature, -1), F.softmax(teacher / temperature, -1)
    rows = temperature**2 * F.kl_div(log_p, t, reduction="none").sum(-1)
    return rows.mean() if target is None else rows[target >= 0].mean()


CASES = [
    Case("sigmoid", losses.sigmoid, torch.sigmoid, (Z,)),
    Case("log_sigmoid", losses.log_sigmoid, F.logsigmoid, (Z,)),
    Case("softmax", lambda z: losses.softmax(z, -1), lambda z: torch.softmax(z, -1), (Z,)),
    Case("log_softmax", lambda z: losses.log_softmax(z, -1), lambda z: torch.log_softmax(z, -1), (Z,)),
    Case("logsumexp", lambda z: losses.logsumexp(z, -1), lambda z: torch.logsumexp(z, -1), (Z,)),
    Case("binary_cross_entropy", losses.binary_cross_entropy, F.binary_cross_entropy, (UNIT, LABELS, W)),
    Case(
        "binary_cross_entropy_with_logits",
        lambda z, y, w, a: losses.binary_cross_entropy_with_logits(z, y, w, pos_weight=a),
        lambda z, y, w, a: F.binary_cross_entropy_with_logits(z, y, w, pos_weight=a),
        (Z, UNIT, W, W + 1),
    ),
    Case("nll_loss", lambda z, w: losses.nll_loss(z, Y, w), lambda z, w: F.nll_loss(z, Y, w.detach()), (LOG_P, W)),
    Case(
        "nll_loss: padded",
        lambda z: losses.nll_loss(z, PADDED, reduction="sum"),
        lambda z: F.nll_loss(z, PADDED, reduction="sum"),
        (LOG_P,),
    ),
    Case("cross_entropy", lambda z: losses.cross_entropy(z, Y), lambda z: F.cross_entropy(z, Y), (Z,)),
    Case(
        "cross_entropy: weighted, smoothed, padded",
        lambda z, w: losses.cross_entropy(z, PADDED, w, label_smoothing=0.25),
        lambda z, w: F.cross_entropy(z, PADDED, w.detach(), label_smoothing=0.25),
        (Z, W),
    ),
    Case(
        "cross_entropy: probabilities",
        lambda z, t, w: losses.cross_entropy(z, t, w, label_smoothing=0.25),
        lambda z, t, w: F.cross_entropy(z, t, w.detach(), label_smoothing=0.25),
        (Z, PROBABILITIES, W),
    ),
    Case(
        "kl_div",
        lambda z, t: losses.kl_div(z, t, reduction="batchmean"),
        lambda z, t: F.kl_div(z, t, reduction="batchmean"),
        (LOG_P, PROBABILITIES.clamp(min=0.125)),
    ),
    Case(
        "kl_div: log_target",
        lambda z, t: losses.kl_div(z, t, reduction="batchmean", log_target=True),
        lambda z, t: F.kl_div(z, t, reduction="batchmean", log_target=True),
        (LOG_P, LOG_P.flip(1)),
    ),
    Case("focal_loss", lambda z, y: losses.focal_loss(z, y, 2.0, 0.25), focal, (Z, UNIT)),
    Case("dice_loss", lambda p, y: losses.dice_loss(p, y, 1.0), dice, (UNIT, UNIT.flip(1))),
    Case(
        "hinge_loss",
        lambda s: losses.hinge_loss(s, LABELS),
        lambda s: (1 - (2 * LABELS.to(s) - 1) * s).clamp(min=0).mean(),
        (Z,),
    ),
    Case(
        "linear_cross_entropy",
        lambda h, w: losses.linear_cross_entropy(h, w, PADDED),
        lambda h, w: F.cross_entropy(F.linear(h, w), PADDED),
        (Z, WEIGHT),
    ),
    Case("soften", lambda z: distillation.soften(z, 4.0), lambda z: torch.softmax(z / 4, -1), (Z,)),
    Case(
        "soft_target_loss",
        lambda z, t: distillation.soft_target_loss(z, t, 4.0),
        lambda z, t: soft(z, t, 4.0),
        (Z, OTHER),
    ),
    Case(
        "distillation_loss",
        lambda z, t: distillation.distillation_loss(z, t, PADDED, 4.0, 0.25),
        lambda z, t: 0.25 * soft(z, t, 4.0, PADDED) + 0.75 * F.cross_entropy(z, PADDED),
        (Z, OTHER),
    ),
]

# Functions without a derivative, and inputs to which torch gives a constant.
WITHOUT_DERIVATIVE = {"smooth_labels": "its input is class indices"}
CONSTANT_INPUTS = {
    ("binary_cross_entropy", 2): "torch has no derivative with respect to weights",
    ("binary_cross_entropy_with_logits", 2): "torch has no derivative with respect to weights",
    ("binary_cross_entropy_with_logits", 3): "torch has no derivative with respect to weights",
    ("nll_loss", 1): "torch has no derivative with respect to class weights",
    ("cross_entropy", 1): "torch has no derivative with respect to class weights",
    ("cross_entropy", 2): "torch has no derivative with respect to class weights",
    ("soft_target_loss", 1): "the teacher gets no gradient",
    ("distillation_loss", 1): "the teacher gets no gradient",
}


def differentiated(case: Case) -> list[int]:
    """The inputs with respect to which torch has a derivative."""
    probabilities = case.name == "cross_entropy: probabilities"
    return [
        n for n in range(len(case.inputs)) if (case.function, n) not in CONSTANT_INPUTS or (probabilities and n == 1)
    ]
