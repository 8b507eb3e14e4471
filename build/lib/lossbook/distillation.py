"""Learning from a teacher's probabilities, and from labels that have been smoothed.

Classes are the last axis. Losses are in nats, averaged over all axes before the last, and can be differentiated with
respect to the student.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from lossbook.losses import cross_entropy, kl_div, log_softmax, softmax

__all__ = ["distillation_loss", "smooth_labels", "soft_target_loss", "soften"]


def soften(logits: Tensor, temperature: float) -> Tensor:
    r"""The probabilities of logits at a temperature.

    Use it to see how a model ranks the classes that it holds unlikely: above 1 the distribution is flatter, below 1
    sharper, and the order of the classes stays. Do not take its logarithm for a loss: `soft_target_loss` keeps what
    would underflow.

    .. math:: p_k = \frac{e^{z_k / T}}{\sum_{j=1}^{K} e^{z_j / T}}
       :label: eq-doc-soften

    Parameters
    ----------
    logits
        Logits of shape (..., K), floating.
    temperature
        A finite number :math:`T > 0`.

    Returns
    -------
    Tensor
        Probabilities that sum to 1 over the last axis, of the shape of `logits`.

    Raises
    ------
    ValueError
        If `temperature` is not a finite number above 0, or `logits` has no axis of classes.
    RuntimeError
        If `logits` is not floating.

    Examples
    --------
    >>> soften(torch.tensor([5.0, 2.0, 1.0, -1.0]), temperature=4)
    tensor([0.4846, 0.2289, 0.1783, 0.1081])

    References
    ----------
    Hinton, G., Vinyals, O., Dean, J., "Distilling the knowledge in a neural network" (2015).
    https://arxiv.org/abs/1503.02531
    """
    _require_temperature(temperature)
    _require_classes("logits", logits)
    return softmax(logits / temperature, dim=-1)


def soft_target_loss(student: Tensor, teacher: Tensor, temperature: float) -> Tensor:
    r"""The divergence of the student from the teacher at a temperature, scaled back by its square.

    Use it to train a student on logits of a teacher. The factor :math:`T^2` keeps the gradient's size as :math:`T`
    grows, since each of the two softmaxes divides it by :math:`T`. The cross-entropy of the same two has the same
    gradient; it is larger by the teacher's entropy. The teacher gets no gradient.

    .. math:: L = \frac{T^2}{N} \sum_{i=1}^{N} \sum_{k=1}^{K} q_{ik} \,(\log q_{ik} - \log p_{ik})
       :label: eq-doc-soft-target-loss

    Parameters
    ----------
    student
        Logits of shape (..., K), floating; their softened probabilities are :math:`p`.
    teacher
        Logits of the same shape; their softened probabilities are :math:`q`.
    temperature
        A finite number :math:`T > 0`.

    Returns
    -------
    Tensor
        The mean over all axes before the last, in nats times :math:`T^2`, a scalar.

    Raises
    ------
    ValueError
        If the shapes differ, there is no axis of classes, or `temperature` is not a finite number above 0.
    RuntimeError
        If a dtype is not floating.

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
    _require_temperature(temperature)
    _require_classes("student", student)
    _require_classes("teacher", teacher)
    if student.shape != teacher.shape:
        raise ValueError(f"expected teacher of the student's shape {tuple(student.shape)}, got {tuple(teacher.shape)}")
    log_p = log_softmax(student / temperature, dim=-1)
    log_q = log_softmax(teacher.detach() / temperature, dim=-1)
    return temperature**2 * kl_div(log_p, log_q, reduction="none", log_target=True).sum(-1).mean()


def distillation_loss(
    student: Tensor, teacher: Tensor, target: Tensor, temperature: float, alpha: float = 0.5
) -> Tensor:
    r"""A mix of the teacher's soft targets and the true labels.

    Use it where there are labels as well as a teacher; with `alpha` 1 the labels count nothing, with 0 the teacher.
    Without labels, use `soft_target_loss`.

    .. math:: L = \alpha\, L_{\mathrm{soft}} + (1 - \alpha)\, L_{\mathrm{hard}}
       :label: eq-doc-distillation-loss

    Parameters
    ----------
    student
        Logits of shape (K) or (N, K), floating.
    teacher
        Logits of the same shape.
    target
        Class indices of shape () or (N), int64, in [0, K).
    temperature
        A finite number above 0, for the soft part, `soft_target_loss`. The hard part is `cross_entropy` at 1.
    alpha
        The share :math:`\alpha` of the soft part in [0, 1].

    Returns
    -------
    Tensor
        The mean over rows, a scalar.

    Raises
    ------
    ValueError
        If a shape does not fit, or `temperature` or `alpha` is out of range.
    RuntimeError
        If a dtype is wrong.
    IndexError
        If a target is out of range.

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
    if not 0 <= alpha <= 1:
        raise ValueError(f"expected alpha in [0, 1], got {alpha}")
    if student.dim() not in (1, 2):
        raise ValueError(f"expected student of shape (K) or (N, K), got {tuple(student.shape)}")
    if target.is_floating_point():
        raise RuntimeError(f"expected target of class indices, int64, got {target.dtype}")
    soft = soft_target_loss(student, teacher, temperature)
    return alpha * soft + (1 - alpha) * cross_entropy(student, target)


def smooth_labels(
    target: Tensor, classes: int, epsilon: float, *, over: str = "all", dtype: torch.dtype | None = None
) -> Tensor:
    r"""One-hot targets that give a share of their certainty away.

    Use it to train towards a finite gap between logits, with a loss that does not smooth once more. There are two
    definitions, and they differ in what the true class keeps. Over all classes, as in ``label_smoothing`` of
    `cross_entropy`, it gets a part of the share back:

    .. math:: t_k = (1 - \varepsilon)\,[k = y] + \frac{\varepsilon}{K}
       :label: eq-doc-smooth-labels

    Over the other classes it keeps :math:`1 - \varepsilon`:

    .. math:: t_k = (1 - \varepsilon)\,[k = y] + \frac{\varepsilon}{K - 1}\,[k \ne y]
       :label: eq-doc-smooth-labels-others

    Parameters
    ----------
    target
        Class indices of any shape, int64, in [0, `classes`).
    classes
        The number :math:`K` of classes, 2 or more.
    epsilon
        The share :math:`\varepsilon` in [0, 1] that is given away.
    over
        ``"all"`` or ``"others"``: the classes that it is given to.
    dtype
        The floating dtype of the result; without it, the default one.

    Returns
    -------
    Tensor
        Probabilities of shape (..., K).

    Raises
    ------
    ValueError
        If `classes` is below 2 or no whole number, `epsilon` leaves [0, 1] or `over` is unknown.
    RuntimeError
        If `target` is not int64, or `dtype` is not floating.
    IndexError
        If a target is out of range.

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
    if classes < 2 or classes % 1:
        raise ValueError(f"expected a whole number of classes, 2 or more, got {classes}")
    if not 0 <= epsilon <= 1:
        raise ValueError(f"expected epsilon in [0, 1], got {epsilon}")
    if over not in ("all", "others"):
        raise ValueError(f"expected over to be 'all' or 'others', got {over!r}")
    if target.dtype != torch.int64:
        raise RuntimeError(f"expected target of dtype torch.int64, got {target.dtype}")
    if dtype is not None and not dtype.is_floating_point:
        raise RuntimeError(f"expected a floating dtype, got {dtype}")
    wrong = (target < 0) | (target >= classes)
    if wrong.any():
        raise IndexError(f"expected targets in [0, {classes}), got {target[wrong][0].item()}")
    kept, given = (1 - epsilon + epsilon / classes, epsilon / classes)
    if over == "others":
        kept, given = (1 - epsilon, epsilon / (classes - 1))
    is_true = target.unsqueeze(-1) == torch.arange(classes, device=target.device)
    return torch.tensor([given, kept], dtype=dtype, device=target.device)[is_true.long()]


def _require_temperature(temperature: float) -> None:
    if not 0 < temperature < math.inf:
        raise ValueError(f"expected a finite temperature above 0, got {temperature}")


def _require_classes(name: str, logits: Tensor) -> None:
    if logits.dim() == 0 or logits.shape[-1] == 0:
        raise ValueError(f"expected {name} of shape (..., K) with K > 0, got {tuple(logits.shape)}")
