"""Learning from a teacher's probabilities, and from labels that have been smoothed.

Classes are the last axis. Losses are in nats, averaged over all axes before the last, and can be differentiated twice
with respect to the student. As in `lossbook.losses`, what has 16 bits is computed in float32 and rounded once.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from lossbook._numbers import require_count, require_within
from lossbook._tensors import maximum, reduced, widened
from lossbook._validation import (
    require_all,
    require_class_indices,
    require_dtype,
    require_floating,
    require_tensor,
    shape,
)
from lossbook.losses import cross_entropy, log_softmax, softmax

__all__ = ["distillation_loss", "smooth_labels", "soft_target_loss", "soften"]

IGNORED = -100


def soften(logits: Tensor, temperature: float) -> Tensor:
    r"""The probabilities of logits at a temperature.

    Use it to see how a model ranks the classes that it considers unlikely: above 1 the distribution is flatter, below 1
    sharper, and the order of the classes does not change. Do not take its logarithm to form a loss: `soft_target_loss`
    keeps what would underflow.

    .. math:: p_k = \frac{e^{z_k / T}}{\sum_{j=0}^{C-1} e^{z_j / T}}
       :label: eq-doc-soften

    Parameters
    ----------
    logits
        Logits of shape (..., C), floating.
    temperature
        A number :math:`T` in [1e-18, 1e18].

    Returns
    -------
    Tensor
        Probabilities that sum to 1 over the last axis, of the shape of `logits`.

    Raises
    ------
    ValueError
        If `temperature` is out of range, or `logits` has no axis of classes.
    RuntimeError
        If `logits` is not floating.
    TypeError
        If `logits` is not a Tensor, or `temperature` is not a number.

    Examples
    --------
    >>> soften(torch.tensor([5.0, 2.0, 1.0, -1.0]), temperature=4)
    tensor([0.4846, 0.2289, 0.1783, 0.1081])

    References
    ----------
    Hinton, G., Vinyals, O., Dean, J., "Distilling the knowledge in a neural network" (2015).
    https://arxiv.org/abs/1503.02531
    """
    temperature = _require_temperature(temperature)
    _require_classes("logits", logits)
    dtype, (z,) = widened(logits)
    return softmax(_scaled(z, temperature), dim=-1).to(dtype)


def soft_target_loss(student: Tensor, teacher: Tensor, temperature: float) -> Tensor:
    r"""The divergence of the teacher from the student at a temperature, scaled back by its square.

    Use it to train a student on logits of a teacher. Without the factor :math:`T^2`, the gradient would shrink like
    :math:`1/T^2` for large :math:`T`: one :math:`1/T` comes from the chain rule, the other from the difference of the
    two softmaxes. :math:`T^2` times the cross-entropy of the same two has the same gradient; it is larger by
    :math:`T^2` times the entropy of the softened teacher. The teacher gets no gradient.

    .. math:: J = \frac{T^2}{N} \sum_{n=1}^{N} \sum_{k=0}^{C-1} t_{n,k} \,(\log t_{n,k} - \log p_{n,k})
       :label: eq-doc-soft-target-loss

    Parameters
    ----------
    student
        Logits of shape (..., C), floating; their softened probabilities are :math:`p`.
    teacher
        Logits of the same shape; their softened probabilities are :math:`t`.
    temperature
        A number :math:`T` in [1e-18, 1e18].

    Returns
    -------
    Tensor
        The mean over all axes before the last, in nats times :math:`T^2`, a scalar. In float32 its rounding error grows
        with :math:`T`: from logits of a few units, about two digits are right at 100,000, and none at 1e8. The mean
        over nothing is NaN.

    Raises
    ------
    ValueError
        If the shapes differ, there is no axis of classes, or `temperature` is out of range.
    RuntimeError
        If a dtype is not floating.
    TypeError
        If `student` or `teacher` is not a Tensor, or `temperature` is not a number.

    Examples
    --------
    >>> teacher, student = torch.tensor([5.0, 2.0, 1.0, -1.0]), torch.tensor([2.0, 1.5, 0.5, 0.0])
    >>> soft_target_loss(student, teacher, temperature=4)
    tensor(1.0997)

    References
    ----------
    Hinton, G., Vinyals, O., Dean, J., "Distilling the knowledge in a neural network" (2015), section 2.
    https://arxiv.org/abs/1503.02531
    """
    temperature = _require_logits(student, teacher, temperature)
    dtype, (z, teacher) = widened(student, teacher)
    return reduced(_divergences(z, teacher, temperature), "mean", dtype)


def distillation_loss(
    student: Tensor, teacher: Tensor, target: Tensor, temperature: float, alpha: float = 0.5
) -> Tensor:
    r"""A mix of the teacher's soft targets and the true labels.

    Use it where there are labels as well as a teacher; with `alpha` 1 the labels do not count, with 0 the teacher.
    Without labels, use `soft_target_loss`.

    .. math:: J = \beta\, J_{\mathrm{soft}} + (1 - \beta)\, J_{\mathrm{hard}}
       :label: eq-doc-distillation-loss

    Parameters
    ----------
    student
        Logits of shape (C) or (N, C), floating.
    teacher
        Logits of the same shape.
    target
        Class indices of shape () or (N), int64 or uint8, each in [0, C), or -100: such a row, of padding, is left
        out of both parts and gets a gradient of 0.
    temperature
        A number in [1e-18, 1e18] for the soft part, `soft_target_loss`. The hard part is `cross_entropy` at 1.
    alpha
        The share :math:`\beta` of the soft part in [0, 1].

    Returns
    -------
    Tensor
        The mean over the rows that count, a scalar; NaN if there are none.

    Raises
    ------
    ValueError
        If a shape does not fit, or `temperature` or `alpha` is out of range.
    RuntimeError
        If a dtype is wrong.
    IndexError
        If a target is out of range.
    TypeError
        If `student`, `teacher` or `target` is not a Tensor, or `temperature` or `alpha` is not a number.

    Examples
    --------
    >>> teacher, student = torch.tensor([5.0, 2.0, 1.0, -1.0]), torch.tensor([2.0, 1.5, 0.5, 0.0])
    >>> distillation_loss(student, teacher, torch.tensor(0), temperature=4)
    tensor(0.8876)

    References
    ----------
    Hinton, G., Vinyals, O., Dean, J., "Distilling the knowledge in a neural network" (2015), section 2.
    https://arxiv.org/abs/1503.02531
    """
    alpha = require_within("alpha", alpha, 0, 1)
    require_tensor(student=student, target=target)
    if student.dim() not in (1, 2):
        raise ValueError(f"expected student of shape (C) or (N, C), got {shape(student)}")
    temperature = _require_logits(student, teacher, temperature)
    if target.is_floating_point():
        raise RuntimeError(f"expected target of class indices, int64 or uint8, got {target.dtype}")
    target = require_class_indices(student, target, IGNORED, "student")
    kept = target != IGNORED
    # Replaced before anything is computed: an ignored row may hold anything, and its gradient is 0.
    dtype, wide = widened(student, teacher)
    z, teacher = (torch.where(kept.unsqueeze(-1), logits, 0) for logits in wide)
    loss = 0.0
    # A part without a share is not computed, as 0 times an infinite loss would be NaN.
    if alpha > 0:
        loss = loss + alpha * (_divergences(z, teacher, temperature) * kept).sum() / kept.sum()
    if alpha < 1:
        loss = loss + (1 - alpha) * cross_entropy(z, target, ignore_index=IGNORED)
    return reduced(loss, "none", dtype)


def smooth_labels(
    target: Tensor, classes: int, epsilon: float, *, over: str = "all", dtype: torch.dtype | None = None
) -> Tensor:
    r"""One-hot targets that give away a share of their certainty.

    Use it to train towards a finite gap between logits, with a loss that does not smooth once more. There are two
    definitions, and they differ in what the true class keeps. Over all classes, as in ``label_smoothing`` of
    `cross_entropy`, it gets a part of the share back:

    .. math:: t_k = (1 - \varepsilon)\,[k = y] + \frac{\varepsilon}{C}
       :label: eq-doc-smooth-labels

    Over the other classes it keeps :math:`1 - \varepsilon`:

    .. math:: t_k = (1 - \varepsilon)\,[k = y] + \frac{\varepsilon}{C - 1}\,[k \ne y]
       :label: eq-doc-smooth-labels-others

    Parameters
    ----------
    target
        Class indices of any shape, int64, in [0, `classes`).
    classes
        The number :math:`C` of classes, a whole number of 2 or more.
    epsilon
        The share :math:`\varepsilon` in [0, 1] that is given away.
    over
        ``"all"`` or ``"others"``: the classes that it is given to.
    dtype
        The floating dtype of the result; without it, the default one.

    Returns
    -------
    Tensor
        Probabilities of shape (..., C).

    Raises
    ------
    ValueError
        If `classes` is below 2 or not a whole number, `epsilon` leaves [0, 1] or `over` is unknown.
    RuntimeError
        If `target` is not int64, or `dtype` is not floating.
    IndexError
        If a target is out of range.
    TypeError
        If `target` is not a Tensor, `epsilon` is not a number, or `dtype` is not a torch.dtype.

    Examples
    --------
    >>> smooth_labels(torch.tensor(0), classes=4, epsilon=0.1)
    tensor([0.9250, 0.0250, 0.0250, 0.0250])
    >>> smooth_labels(torch.tensor(0), classes=4, epsilon=0.1, over="others")
    tensor([0.9000, 0.0333, 0.0333, 0.0333])

    References
    ----------
    Szegedy, C., Vanhoucke, V., Ioffe, S., Shlens, J., Wojna, Z., "Rethinking the Inception architecture for computer
    vision" (2016), section 7. https://arxiv.org/abs/1512.00567
    """
    classes = require_count("classes", classes, 2)
    epsilon = require_within("epsilon", epsilon, 0, 1)
    if over not in ("all", "others"):
        raise ValueError(f"expected over to be 'all' or 'others', got {over!r}")
    require_tensor(target=target)
    if target.dtype != torch.int64:
        raise RuntimeError(f"expected target of dtype torch.int64, got {target.dtype}")
    require_dtype(dtype)
    if dtype is not None and not dtype.is_floating_point:
        raise RuntimeError(f"expected a floating dtype, got {dtype}")
    require_all("target", (target >= 0) & (target < classes), f"classes in [0, {classes})", target, IndexError)
    kept, given = (1 - epsilon + epsilon / classes, epsilon / classes)
    if over == "others":
        kept, given = (1 - epsilon, epsilon / (classes - 1))
    is_true = target.unsqueeze(-1) == torch.arange(classes, device=target.device)
    shares = torch.tensor([given, kept], dtype=dtype, device=target.device)
    return torch.where(is_true, shares[1], shares[0])


def _divergences(student: Tensor, teacher: Tensor, temperature: float) -> Tensor:
    """T² times the divergence of the teacher from the student, for each row."""
    log_p = log_softmax(_scaled(student, temperature), dim=-1)
    log_t = log_softmax(_scaled(teacher.detach(), temperature), dim=-1)
    p, t = log_p.exp(), log_t.exp()
    # At a high temperature the terms t (log t - log p) are large beside their sum, and T² would blow up their rounding
    # errors. Since p and t sum to 1, adding p - t to each term changes nothing but the size of the terms: with
    # w = log p - log t they become t (e^w - 1 - w), of second order in w, none below 0. Where e^w could overflow or a
    # class is impossible there is nothing to cancel.
    w = torch.where(t > 0, log_p - log_t, math.inf)
    near = w.abs() < 1
    w_near = torch.where(near, w, 0)
    w_far = torch.where(near | (t == 0), 0, w)
    terms = torch.where(near, t * (torch.expm1(w_near) - w_near), p - t - t * w_far)
    return temperature * (temperature * terms.sum(-1))


def _scaled(logits: Tensor, temperature: float) -> Tensor:
    """Logits at a temperature, the largest of each row moved to 0: those that overflow are then impossible classes."""
    return (logits - maximum(logits, -1)) / temperature


def _require_temperature(temperature: float) -> float:
    # T² must be among the numbers of float32, 1e-38 to 3e38, as a factor of the gradient.
    return require_within("temperature", temperature, 1e-18, 1e18)


def _require_classes(name: str, logits: Tensor) -> None:
    require_floating(name, logits)
    if logits.dim() == 0 or logits.shape[-1] == 0:
        raise ValueError(f"expected {name} of shape (..., C) with C > 0, got {shape(logits)}")


def _require_logits(student: Tensor, teacher: Tensor, temperature: float) -> float:
    """The temperature, as a float."""
    temperature = _require_temperature(temperature)
    _require_classes("student", student)
    _require_classes("teacher", teacher)
    if student.shape != teacher.shape:
        raise ValueError(f"expected teacher of the student's shape {shape(student)}, got {shape(teacher)}")
    return temperature
