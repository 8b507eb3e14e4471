"""The loss functions of classification, written from their formulas.

Names, arguments, defaults and shapes are those of `torch.nn.functional` where it has the function; its deprecated
``size_average``, ``reduce`` and softmax without an axis are left out, what follows ``weight`` is given by keyword, and
``logsigmoid`` is `log_sigmoid`. Exceptions are of torch's types. Logarithms are natural, so every loss is in nats.
Everything can be differentiated twice.

float16 and bfloat16 are computed in float32 and rounded once, at the end. Under autocast losses are float32, as in
torch. What torch accepts silently although it cannot be intended is refused here: targets outside of [0, 1],
probabilities that do not sum to 1, a NaN among targets, negative or infinite weights. Reading values makes the
program wait for a GPU; where they cannot be read (on the meta device, under `torch.vmap`, in compiled functions) only
shapes and dtypes are checked.
"""

from __future__ import annotations

import math
import warnings
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
from torch import Tensor
from torch.autograd import forward_ad

from lossbook._numbers import SUM_TOLERANCE, require_within
from lossbook._tensors import maximum, reduced, widened
from lossbook._validation import (
    REDUCTIONS,
    autocasts,
    known_to_hold,
    require_all,
    require_axes,
    require_axis,
    require_class_indices,
    require_class_probabilities,
    require_class_weight,
    require_classes,
    require_dtype,
    require_floating,
    require_pair,
    require_real,
    require_reduction,
    require_same_dtype,
    require_same_shape,
    require_tensor,
    require_weight,
    require_within_unit,
    shape,
)

__all__ = [
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "cross_entropy",
    "dice_loss",
    "focal_loss",
    "hinge_loss",
    "kl_div",
    "linear_cross_entropy",
    "log_sigmoid",
    "log_softmax",
    "logsumexp",
    "nll_loss",
    "sigmoid",
    "softmax",
]

# How many logits `linear_cross_entropy` holds at once: 32 MiB in float32. Fewer make the matrix products of a chunk too
# small to be fast; more only add to the peak.
LOGITS_HELD = 2**23


def sigmoid(input: Tensor) -> Tensor:
    r"""The probability whose log-odds are `input`.

    Use it to read a logit as a probability. Do not take its logarithm and do not train through it: it is exactly 1
    from 16.64 on in float32, and the logarithm of the rest is lost; `log_sigmoid` keeps it.

    .. math:: \sigma(z) = \frac{1}{1 + e^{-z}}
       :label: eq-doc-sigmoid

    Parameters
    ----------
    input
        Logits of any shape; integers are read as the default floating dtype.

    Returns
    -------
    Tensor
        Probabilities in [0, 1], of the shape of `input`.

    Raises
    ------
    RuntimeError
        If `input` is complex.
    TypeError
        If `input` is not a Tensor.

    Examples
    --------
    >>> sigmoid(torch.tensor([1.8, 0.75]))
    tensor([0.8581, 0.6792])

    References
    ----------
    Cox, D. R., "The regression analysis of binary sequences", Journal of the Royal Statistical Society B 20 (1958).
    """
    require_real(input)
    dtype, (z,) = widened(_as_floating(input))
    # Each side sees only logits whose exponential stays below 1: were there an infinity in the side that `where` drops,
    # its gradient would be 0 times infinity, NaN.
    right = 1 / (1 + torch.exp(-z.clamp(min=0)))
    odds = torch.exp(z.clamp(max=0))
    return torch.where(z >= 0, right, odds / (1 + odds)).to(dtype)


def log_sigmoid(input: Tensor) -> Tensor:
    r"""The logarithm of the sigmoid, right where the sigmoid itself has rounded to 0 or 1.

    Use it wherever a log-probability of a binary outcome is needed: :math:`\log(1-\sigma(z))` is `log_sigmoid(-z)`.
    For the loss itself, `binary_cross_entropy_with_logits` does both.

    .. math:: \log\sigma(z) = \min(z, 0) - \log\bigl(1 + e^{-\lvert z\rvert}\bigr)
       :label: eq-doc-log-sigmoid

    Parameters
    ----------
    input
        Logits of any shape and floating dtype.

    Returns
    -------
    Tensor
        Log-probabilities in nats, at most 0, of the shape of `input`.

    Raises
    ------
    RuntimeError
        If `input` is not floating.
    TypeError
        If `input` is not a Tensor.

    Examples
    --------
    >>> log_sigmoid(torch.tensor([0.0, 20.0, -1000.0], dtype=torch.float64))
    tensor([-6.9315e-01, -2.0612e-09, -1.0000e+03], dtype=torch.float64)

    References
    ----------
    Mächler, M., "Accurately computing ``log(1 - exp(-|a|))``", vignette of the R package Rmpfr (2012).
    """
    require_floating("input", input)
    dtype, (z,) = widened(input)
    # Two sides as in `sigmoid`, rather than min(z, 0) and |z|, whose derivatives at 0 would be arbitrary.
    right = -torch.log1p(torch.exp(-z.clamp(min=0)))
    left = z.clamp(max=0)
    return torch.where(z >= 0, right, left - torch.log1p(torch.exp(left))).to(dtype)


def binary_cross_entropy(
    input: Tensor, target: Tensor, weight: Tensor | None = None, *, reduction: str = "mean"
) -> Tensor:
    r"""Minus the log-probability that a Bernoulli model gives to each target, from probabilities.

    Use it when only probabilities are available. Where there are logits, use `binary_cross_entropy_with_logits`: once a
    probability rounds to 0 or 1, its loss can no longer be recovered. As in torch, each logarithm is cut off at -100,
    so that the loss of a certain mistake is 100 and not infinite, and the denominator of the derivative with respect to
    `input`, :math:`p(1-p)`, is at least 1e-12 (1.5e-5 in float16, which has no numbers above 65504).

    .. math:: \ell = -w\,\bigl[y \log p + (1 - y) \log(1 - p)\bigr]
       :label: eq-doc-binary-cross-entropy

    Parameters
    ----------
    input
        Probabilities of class 1 in [0, 1], of any shape and floating dtype.
    target
        Labels or probabilities in [0, 1], of the shape and dtype of `input`.
    weight
        Finite, non-negative factors of the losses; its shape broadcasts to that of `input`.
    reduction
        ``"none"``, ``"mean"`` (over all elements, whatever the weights) or ``"sum"``.

    Returns
    -------
    Tensor
        The loss in nats: of the shape of `input` with ``"none"``, else a scalar. The mean over nothing is NaN.

    Raises
    ------
    ValueError
        If the shapes differ, the reduction is unknown or a weight is negative, infinite or NaN.
    RuntimeError
        If `input` or `target` leaves [0, 1] or is NaN, if the dtypes differ, or if `weight` does not broadcast.
    TypeError
        If `input`, `target` or `weight` is not a Tensor.

    Examples
    --------
    >>> binary_cross_entropy(torch.tensor([0.75]), torch.tensor([1.0]))
    tensor(0.2877)
    >>> binary_cross_entropy(torch.tensor([0.277, 0.299, 0.424]), torch.tensor([0.0, 0.0, 1.0]))
    tensor(0.5125)

    References
    ----------
    Good, I. J., "Rational decisions", Journal of the Royal Statistical Society B 14 (1952).
    """
    require_reduction(reduction)
    require_floating("input", input)
    require_same_shape(input, target)
    require_same_dtype("target", target, input)
    require_within_unit("input", input, RuntimeError)
    require_within_unit("target", target, RuntimeError)
    require_weight("weight", weight, input)
    dtype, (p, y) = widened(input, target)

    def cost(p: Tensor) -> Tensor:
        return _cost(y, torch.log(p).clamp(min=-100)) + _cost(1 - y, torch.log1p(-p).clamp(min=-100))

    # The derivative of the cost is (p - y) / (p (1 - p)). Where that denominator is below the least, the cost enters as
    # a constant, and a term of value 0 brings the derivative (p - y) / least.
    least = max(1e-12, 1 / torch.finfo(input.dtype).max)
    certain = p * (1 - p) < least
    pull = (p - p.detach()) * ((p + p.detach()) / 2 - y) / least
    losses = torch.where(certain, cost(p.detach()) + pull, cost(torch.where(certain, 0.5, p)))
    return reduced(_weighted(losses, weight), reduction, dtype)


def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    *,
    reduction: str = "mean",
    pos_weight: Tensor | None = None,
) -> Tensor:
    r"""Minus the log-probability that a Bernoulli model gives to each target, from logits.

    Use it for yes/no targets, one or many per row, directly on the last layer's output. Do not put a sigmoid before it:
    that is accepted and squeezes every probability into (0.5, 0.731).
    Each of the two logarithms is exact to rounding on either side, so tiny losses do not vanish as they do in torch
    for large negative logits of class 0. An infinite logit costs infinity on the wrong side and nothing on the right
    side of a label 0 or 1, where torch gives NaN.

    .. math:: \ell = -w\,\bigl[a\, y \log\sigma(z) + (1 - y) \log\sigma(-z)\bigr]
       :label: eq-doc-binary-cross-entropy-with-logits

    Parameters
    ----------
    input
        Logits of any shape and floating dtype.
    target
        Labels or probabilities in [0, 1], floating, of the shape of `input`.
    weight
        Finite, non-negative factors :math:`w` of the losses; its shape broadcasts to that of `input`. Where it is 0,
        the logit may be anything and gets a gradient of 0.
    reduction
        ``"none"``, ``"mean"`` (over all elements, whatever the weights) or ``"sum"``.
    pos_weight
        Finite, non-negative factors :math:`a` of the positive part; its shape broadcasts to that of `input`. It moves
        the probabilities: subtract its logarithm from the trained logit to recover them.

    Returns
    -------
    Tensor
        The loss in nats: of the shape of `input` with ``"none"``, else a scalar. The mean over nothing is NaN.

    Raises
    ------
    ValueError
        If the shapes differ, the reduction is unknown, a target leaves [0, 1], or a weight is negative,
        infinite or NaN.
    RuntimeError
        If a dtype is not floating or a weight does not broadcast.
    TypeError
        If `input`, `target`, `weight` or `pos_weight` is not a Tensor.

    Examples
    --------
    >>> binary_cross_entropy_with_logits(torch.tensor([1.8, 0.75]), torch.tensor([1.0, 0.0]))
    tensor(0.6449)

    References
    ----------
    Bishop, C. M., "Pattern Recognition and Machine Learning", Springer (2006), section 4.3.2.
    """
    require_reduction(reduction)
    require_pair(input, target)
    require_weight("weight", weight, input)
    require_weight("pos_weight", pos_weight, input)
    dtype, (z, y) = widened(input, target)
    z = z if weight is None else torch.where(weight == 0, 0, z)
    positive = y if pos_weight is None else pos_weight * y
    losses = _cost(positive, log_sigmoid(z)) + _cost(1 - y, log_sigmoid(-z))
    return reduced(_weighted(losses, weight), reduction, dtype)


def logsumexp(input: Tensor, dim: int | tuple[int, ...], keepdim: bool = False) -> Tensor:
    r"""The logarithm of a sum of exponentials, without overflow: a smooth maximum.

    Use it for the logarithm of a softmax's denominator. It lies between the maximum and the maximum plus
    :math:`\log C`. Without elements it is minus infinity, the logarithm of an empty sum. To subtract it from logits,
    use `log_softmax`, which does so before digits are lost.

    .. math:: \operatorname{logsumexp}(z) = m + \log\sum_{k=0}^{C-1} e^{z_k - m}, \qquad m = \max_k z_k
       :label: eq-doc-logsumexp

    Parameters
    ----------
    input
        A tensor of any shape; integers are read as the default floating dtype.
    dim
        The axis, or axes, that the sum runs over.
    keepdim
        Whether these axes stay, with length 1.

    Returns
    -------
    Tensor
        `input` without the axes `dim`.

    Raises
    ------
    IndexError
        If `dim` is not an axis of `input`.
    RuntimeError
        If `input` is complex, or an axis appears twice in `dim`.
    TypeError
        If `input` is not a Tensor, or `dim` is neither a whole number nor a tuple of them, of one or more.

    Examples
    --------
    >>> logsumexp(torch.tensor([3.05, 3.13, 3.48]), dim=0)
    tensor(4.3366)
    >>> logsumexp(torch.tensor([1000.0, 1000.0]), dim=0)
    tensor(1000.6932)

    References
    ----------
    Blanchard, P., Higham, D. J., Higham, N. J., "Accurately computing the log-sum-exp and softmax functions", IMA
    Journal of Numerical Analysis 41 (2021). https://doi.org/10.1093/imanum/draa038
    """
    require_real(input)
    require_axes(dim)
    dtype, (z,) = widened(_as_floating(input))
    m = maximum(z, dim)
    # A row of minus infinities has no finite maximum, and inf - inf would be NaN.
    m = torch.where(m.isfinite(), m, 0)
    result = m + torch.exp(z - m).sum(dim, keepdim=True).log()
    # The axes in `dim` have length 1 by now: the sum over them only removes them.
    return (result if keepdim else result.sum(dim)).to(dtype)


def softmax(input: Tensor, dim: int, dtype: torch.dtype | None = None) -> Tensor:
    r"""The probabilities of classes whose logits are `input`.

    Use it to read logits as probabilities. Do not take its logarithm (`log_softmax` does that without underflow), and
    do not put it before `cross_entropy`, which contains it.

    .. math:: p_k = \frac{e^{z_k - m}}{\sum_{j=0}^{C-1} e^{z_j - m}}, \qquad m = \max_j z_j
       :label: eq-doc-softmax

    Parameters
    ----------
    input
        Logits of any shape and floating dtype.
    dim
        The axis of the classes.
    dtype
        A dtype that `input` is converted to first.

    Returns
    -------
    Tensor
        Probabilities that sum to 1 over `dim`, of the shape of `input`. A row of
        minus infinities, or one with plus infinity, gives NaN.

    Raises
    ------
    IndexError
        If `dim` is not an axis of `input`.
    RuntimeError
        If `input` is not floating.
    TypeError
        If `input` is not a Tensor, `dim` is not a whole number, or `dtype` is not a torch.dtype.

    Examples
    --------
    >>> softmax(torch.tensor([3.05, 3.13, 3.48]), dim=0)
    tensor([0.2762, 0.2992, 0.4246])

    References
    ----------
    Bridle, J. S., "Probabilistic interpretation of feedforward classification network outputs", in Neurocomputing,
    Springer (1990). https://doi.org/10.1007/978-3-642-76153-9_28
    """
    dtype, z = _logits_of(input, dim, dtype)
    exponentials = torch.exp(z - maximum(z, dim))
    return (exponentials / exponentials.sum(dim, keepdim=True)).to(dtype)


def log_softmax(input: Tensor, dim: int, dtype: torch.dtype | None = None) -> Tensor:
    r"""The log-probabilities of classes whose logits are `input`.

    Use it when the log-probabilities themselves are needed, for example before `nll_loss` or `kl_div`; for the loss
    alone `cross_entropy` does both.

    .. math:: \log p_k = (z_k - m) - \log\sum_{j=0}^{C-1} e^{z_j - m}, \qquad m = \max_j z_j
       :label: eq-doc-log-softmax

    Parameters
    ----------
    input
        Logits of any shape and floating dtype.
    dim
        The axis of the classes.
    dtype
        A dtype that `input` is converted to first.

    Returns
    -------
    Tensor
        Log-probabilities in nats, at most 0, of the shape of `input`. A row of
        minus infinities, or one with plus infinity, gives NaN.

    Raises
    ------
    IndexError
        If `dim` is not an axis of `input`.
    RuntimeError
        If `input` is not floating.
    TypeError
        If `input` is not a Tensor, `dim` is not a whole number, or `dtype` is not a torch.dtype.

    Examples
    --------
    >>> log_softmax(torch.tensor([0.0, 100.0]), dim=0)
    tensor([-100.,    0.])

    References
    ----------
    Blanchard, P., Higham, D. J., Higham, N. J., "Accurately computing the log-sum-exp and softmax functions", IMA
    Journal of Numerical Analysis 41 (2021). https://doi.org/10.1093/imanum/draa038
    """
    dtype, z = _logits_of(input, dim, dtype)
    shifted = z - maximum(z, dim)
    return (shifted - torch.exp(shifted).sum(dim, keepdim=True).log()).to(dtype)


def nll_loss(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    *,
    ignore_index: int = -100,
    reduction: str = "mean",
) -> Tensor:
    r"""Minus the entry of `input` at each target: the negative log-likelihood, if `input` holds log-probabilities.

    Use it after `log_softmax`. Do not give it logits or probabilities: like torch's, it only indexes and cannot check
    that `input` is normalised; a negative loss is the only symptom.

    .. math:: \ell_n = -w_{y_n} \log p_{n,y_n}, \qquad J = \frac{\sum_n \ell_n}{\sum_n w_{y_n}}
       :label: eq-doc-nll-loss

    Parameters
    ----------
    input
        Log-probabilities of shape (C), (N, C) or (N, C, d₁, …), floating.
    target
        Class indices of shape (), (N) or (N, d₁, …), int64 or uint8, each in [0, C) or `ignore_index`.
    weight
        A finite, non-negative factor for each class, of shape (C) and the dtype of `input`.
    ignore_index
        Targets with this value are ignored, in the sum and in the denominator of the mean. Their rows of `input` may
        hold anything and get a gradient of 0.
    reduction
        ``"none"``, ``"mean"`` (divided by the sum of the targets' weights) or ``"sum"``.

    Returns
    -------
    Tensor
        The loss in nats: of the shape of `target` with ``"none"``, else a scalar. The mean over nothing is NaN.

    Raises
    ------
    ValueError
        If `input` is a scalar or has no class, the batches differ, the reduction is unknown, a weight is negative,
        infinite or NaN, or `ignore_index` is not a number of int64.
    RuntimeError
        If a dtype is wrong, the shape of `target` or `weight` does not fit.
    IndexError
        If a target is out of range.
    TypeError
        If `input`, `target` or `weight` is not a Tensor, or `ignore_index` is not a whole number.

    Examples
    --------
    >>> nll_loss(torch.tensor([[-0.6, -0.5, -0.3]]), torch.tensor([1]))
    tensor(0.5000)

    References
    ----------
    Fisher, R. A., "On the mathematical foundations of theoretical statistics", Philosophical Transactions of the Royal
    Society A 222 (1922). https://doi.org/10.1098/rsta.1922.0009
    """
    require_reduction(reduction)
    axis = require_classes(input)
    target = require_class_indices(input, target, ignore_index)
    require_class_weight(input, weight)
    dtype, (log_p,) = widened(input)
    kept = target != ignore_index
    w = _weights_of(target, kept, weight, log_p.dtype)
    losses = torch.where(kept, _cost(w, _pick(log_p, target, kept, axis)), 0)
    return reduced(losses, reduction, dtype, count=w.sum())


def cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    *,
    ignore_index: int = -100,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:
    r"""Minus the log-probability that softmax gives to the target class, from logits.

    Use it for one class out of many, directly on the last layer's output. Do not put a softmax before it: that is
    accepted, and a perfect model of ten classes then cannot get below 1.461.
    A `target` of the shape of `input` holds probabilities :math:`t_{n,k}`; any other holds class indices, for which
    :math:`t_{n,k}` is 1 at :math:`k = y_n` and 0 elsewhere. A class whose logit is minus infinity costs nothing where
    its target is 0, and infinity elsewhere; label smoothing leaves no target at 0.

    .. math:: \ell_n = -\sum_{k=0}^{C-1} w_k \Bigl((1-\varepsilon)\, t_{n,k} + \frac{\varepsilon}{C}\Bigr)
       \log\frac{e^{z_{n,k}}}{\sum_{j=0}^{C-1} e^{z_{n,j}}}
       :label: eq-doc-cross-entropy

    Parameters
    ----------
    input
        Logits of shape (C), (N, C) or (N, C, d₁, …), floating. The class axis is the second, the first of a vector.
    target
        Class indices of shape (), (N) or (N, d₁, …), int64 or uint8, each in [0, C) or `ignore_index`; or
        probabilities of the shape of `input`, floating, which sum to 1 over the classes.
    weight
        A finite, non-negative factor :math:`w_k` for each class, of shape (C) and the dtype of `input`.
    ignore_index
        Class indices with this value are ignored, in the sum and in the denominator of the mean. Their rows of `input`
        may hold anything and get a gradient of 0.
    reduction
        ``"none"``, ``"mean"`` or ``"sum"``. The mean divides by the sum of the targets' weights where the targets are
        indices, and by the number of targets where they are probabilities.
    label_smoothing
        The share :math:`\varepsilon` in [0, 1] that is spread evenly over all classes, the true one included.

    Returns
    -------
    Tensor
        The loss in nats: of the shape of `target` without its class axis with ``"none"``, else a scalar. The mean over
        nothing is NaN, and so is the loss of a row of minus infinities, or of one with plus infinity. What is below the
        rounding of 1 is 0, where `binary_cross_entropy_with_logits` keeps its digits.

    Raises
    ------
    ValueError
        If `input` is a scalar or has no class, the batches differ, the reduction is unknown, a weight is negative,
        infinite or NaN, probabilities are negative, NaN or do not sum to 1, or `ignore_index` is not a number of int64.
    RuntimeError
        If a dtype is wrong, the shape of `target` or `weight` does not fit, `label_smoothing` leaves [0, 1], or
        `ignore_index` names a class although the targets are probabilities.
    IndexError
        If a target is out of range.
    TypeError
        If `input`, `target` or `weight` is not a Tensor, or `ignore_index` or `label_smoothing` is not a number.

    Examples
    --------
    >>> cross_entropy(torch.tensor([3.05, 3.13, 3.48]), torch.tensor(2))
    tensor(0.8566)
    >>> cross_entropy(torch.tensor([3.05, 3.13, 3.48]), torch.tensor([0.0, 0.0, 1.0]))
    tensor(0.8566)

    References
    ----------
    Bishop, C. M., "Pattern Recognition and Machine Learning", Springer (2006), section 4.3.4.

    Szegedy, C., et al., "Rethinking the Inception architecture for computer vision" (2016), section 7, for the
    smoothing. https://arxiv.org/abs/1512.00567
    """
    require_reduction(reduction)
    axis = require_classes(input)
    require_class_weight(input, weight)
    label_smoothing = require_within("label_smoothing", label_smoothing, 0, 1, RuntimeError)
    require_tensor(target=target)
    if target.shape == input.shape:
        require_class_probabilities(input, target, ignore_index)
        dtype, (z, t) = widened(input, target)
        t = (1 - label_smoothing) * t + label_smoothing / input.shape[axis]
        losses = _cost(_of_classes(weight, z, axis) * t, log_softmax(z, axis)).sum(axis)
        return reduced(losses, reduction, dtype)
    target = require_class_indices(input, target, ignore_index)
    dtype, (z,) = widened(input)
    kept = target != ignore_index
    if not known_to_hold(kept):
        # An ignored row is replaced before anything is computed: were it only left out of the sum, an infinity or NaN
        # in it would still make its gradient NaN.
        z = torch.where(kept.unsqueeze(axis), z, 0)
    w = _weights_of(target, kept, weight, z.dtype)
    # log p of the target class alone: all log-probabilities would take twice the memory.
    m = maximum(z, axis)
    log_sums = torch.exp_(z - m).sum(axis).log()
    log_p = _pick(z, target, kept, axis) - m.squeeze(axis) - log_sums
    losses = _cost((1 - label_smoothing) * w, log_p)
    if label_smoothing > 0:
        even = label_smoothing / input.shape[axis] * _of_classes(weight, z, axis)
        losses = losses + torch.where(kept, _cost(even, log_softmax(z, axis)).sum(axis), 0)
    return reduced(losses, reduction, dtype, count=w.sum())


def kl_div(input: Tensor, target: Tensor, *, reduction: str = "mean", log_target: bool = False) -> Tensor:
    r"""The terms of the Kullback-Leibler divergence of `target` from the model, whose log-probabilities are `input`.

    Use it with ``reduction="batchmean"`` for the divergence :math:`D(t \,\Vert\, p)` averaged over rows. Mind the
    order: the model comes first, in logarithms; the target second, as probabilities. The default ``"mean"`` divides
    by the number of classes too, which does not give a divergence; torch warns of that, and so does this function.
    Unlike torch's it does not broadcast, and a term with :math:`t = 0` is 0 even where `input` is minus infinity.
    Single terms may be negative; the sum over a distribution is not. The derivative with respect to a target of 0 is
    minus infinity.

    .. math:: \ell_k = t_k \,(\log t_k - \log p_k)
       :label: eq-doc-kl-div

    Parameters
    ----------
    input
        Log-probabilities, floating, of any shape.
    target
        Probabilities in [0, 1] (or their logarithms, with `log_target`), floating, of the shape of `input`.
    reduction
        ``"none"``, ``"mean"`` (over all elements), ``"batchmean"`` (the sum over the length of axis 0) or ``"sum"``.
    log_target
        Whether `target` holds log-probabilities.

    Returns
    -------
    Tensor
        Nats: of the shape of `input` with ``"none"``, else a scalar. The mean over nothing is NaN.

    Raises
    ------
    ValueError
        If the shapes differ, the reduction is unknown, or `target` holds a number that is not a
        probability, or not the logarithm of one.
    RuntimeError
        If a dtype is not floating.
    TypeError
        If `input` or `target` is not a Tensor.

    Examples
    --------
    >>> p, t = torch.tensor([[0.3, 0.15, 0.25, 0.3]]), torch.tensor([[0.4, 0.1, 0.25, 0.25]])
    >>> kl_div(p.log(), t, reduction="batchmean")
    tensor(0.0289)

    References
    ----------
    Kullback, S., Leibler, R. A., "On information and sufficiency", Annals of Mathematical Statistics 22 (1951).
    https://doi.org/10.1214/aoms/1177729694
    """
    require_reduction(reduction, (*REDUCTIONS, "batchmean"))
    require_floating("input", input)
    require_same_shape(input, target)
    require_floating("target", target)
    # A softmax in float32, or its logarithm, may exceed its bound by a rounding.
    above = max(SUM_TOLERANCE, torch.finfo(target.dtype).eps)
    dtype, (log_p, t) = widened(input, target)
    if log_target:
        require_all("target", t <= above, "log-probabilities of 0 or less", t)
        p = t.exp()
        losses = p * torch.where(p == 0, 0, t - log_p)  # 0 times infinity would be NaN
    else:
        require_all("target", (t >= 0) & (t <= 1 + above), "probabilities in [0, 1]", t)
        # entr(t) is -t log t with the derivative of the limit at 0, where the product's would be NaN.
        losses = _cost(t, log_p) - torch.special.entr(t)
    if reduction == "batchmean":
        return reduced(losses, "mean", dtype, count=input.shape[0] if input.dim() else 1)
    if reduction == "mean" and not torch.compiler.is_compiling():  # a warning cannot be compiled
        _warn_of_mean()
    return reduced(losses, reduction, dtype)


def focal_loss(
    input: Tensor, target: Tensor, gamma: float = 2.0, alpha: float | None = None, *, reduction: str = "mean"
) -> Tensor:
    r"""Binary cross-entropy in which easy examples count little, from logits.

    Use it where the bulk of easy negatives drowns the rare positives, and calibrate afterwards: for
    :math:`\gamma > 0` it is not a proper score, and its minimiser is not the probability.

    .. math:: \ell = -\alpha\, y\, (1 - p)^{\gamma} \log p - (1 - \alpha)(1 - y)\, p^{\gamma} \log(1 - p),
       \qquad p = \sigma(z)
       :label: eq-doc-focal-loss

    Parameters
    ----------
    input
        Logits of any shape and floating dtype.
    target
        Labels or probabilities in [0, 1], floating, of the shape of `input`.
    gamma
        How strongly a confident, right prediction is down-weighted, in [0, 1e18]; 0 gives binary cross-entropy.
    alpha
        The weight of the positives in [0, 1], one number; without it both factors :math:`\alpha` and
        :math:`1-\alpha` are 1.
    reduction
        ``"none"``, ``"mean"`` or ``"sum"``.

    Returns
    -------
    Tensor
        The loss: of the shape of `input` with ``"none"``, else a scalar. For :math:`\gamma > 0` it has no unit. The
        mean over nothing is NaN.

    Raises
    ------
    ValueError
        If the shapes differ, the reduction is unknown, or `target`, `gamma` or `alpha` is out of range.
    RuntimeError
        If a dtype is not floating.
    TypeError
        If `input` or `target` is not a Tensor, or `gamma` or `alpha` is not a number.

    Examples
    --------
    >>> z, y = torch.tensor([2.0, -1.0]), torch.tensor([1.0, 1.0])
    >>> focal_loss(z, y, reduction="none")
    tensor([0.0018, 0.7019])

    References
    ----------
    Lin, T.-Y., Goyal, P., Girshick, R., He, K., Dollár, P., "Focal loss for dense object detection" (2017).
    https://arxiv.org/abs/1708.02002
    """
    require_reduction(reduction)
    require_pair(input, target)
    gamma = require_within("gamma", gamma, 0, 1e18)  # its square, a factor of the curvature, is a number of float32
    if alpha is not None:
        alpha = require_within("alpha", alpha, 0, 1)
    a, b = (1, 1) if alpha is None else (alpha, 1 - alpha)
    dtype, (z, y) = widened(input, target)
    log_p, log_q = log_sigmoid(z), log_sigmoid(-z)
    # (1 - p)^γ = e^(γ log(1 - p)): a power of a probability that has rounded to 0 would have an infinite derivative.
    easy_positive, easy_negative = torch.exp(-_cost(gamma, log_q)), torch.exp(-_cost(gamma, log_p))
    losses = _cost(a * y * easy_positive, log_p) + _cost(b * (1 - y) * easy_negative, log_q)
    return reduced(losses, reduction, dtype)


def dice_loss(input: Tensor, target: Tensor, smooth: float = 0.0, *, reduction: str = "mean") -> Tensor:
    r"""One minus the overlap of a soft mask with the true mask (the soft Dice loss), from probabilities.

    Use it beside binary cross-entropy where the foreground is a small share of the pixels: it ignores how much
    background there is. Alone it says little about probabilities: it is neither a sum over pixels nor a proper score.
    In the denominator the loss of V-Net has the squares of the probabilities, which is the same for hard masks only.

    .. math:: \ell = 1 - \frac{2 \sum_m p_m y_m + s}{\sum_m p_m + \sum_m y_m + s}
       :label: eq-doc-dice-loss

    Parameters
    ----------
    input
        Probabilities in [0, 1], floating, of shape (N, d₁, …), one mask per row, or (d₁), one mask.
    target
        Labels or probabilities in [0, 1], floating, of the shape of `input`.
    smooth
        The number :math:`s`, 0 or more, that is added to the numerator and to the denominator.
    reduction
        ``"none"``, ``"mean"`` or ``"sum"``, over the masks.

    Returns
    -------
    Tensor
        The loss in [0, 1], one for each mask with ``"none"``, else a scalar. Where both masks are empty it is 0; the
        mean over no masks is NaN.

    Raises
    ------
    ValueError
        If the shapes differ or have no axis, the reduction is unknown, or a value is out of range.
    RuntimeError
        If a dtype is not floating.
    TypeError
        If `input` or `target` is not a Tensor, or `smooth` is not a number.

    Examples
    --------
    >>> dice_loss(torch.tensor([0.9, 0.8, 0.1, 0.2]), torch.tensor([1.0, 1.0, 0.0, 0.0]))
    tensor(0.1500)

    References
    ----------
    Milletari, F., Navab, N., Ahmadi, S.-A., "V-Net: fully convolutional neural networks for volumetric medical image
    segmentation" (2016). https://arxiv.org/abs/1606.04797
    """
    require_reduction(reduction)
    require_pair(input, target)
    require_within_unit("input", input)
    if input.dim() == 0:
        raise ValueError(f"expected a mask with 1 or more axes, got shape {shape(input)}")
    smooth = require_within("smooth", smooth, 0, math.inf)
    dtype, (p, y) = widened(input, target)
    axes = tuple(range(min(1, p.dim() - 1), p.dim()))
    total = (p + y).sum(axes) + smooth
    empty = total == 0
    # 1 - (2 Σpy + s)/total over one denominator: no term is negative or larger than that of the total, and they are
    # added in one order, so the loss stays in [0, 1].
    missed = (p * (1 - y) + y * (1 - p)).sum(axes)
    return reduced(missed / torch.where(empty, 1, total), reduction, dtype)


def hinge_loss(input: Tensor, target: Tensor, *, reduction: str = "mean") -> Tensor:
    r"""How far each score falls short of a margin of 1 on its own side of 0.

    Use it where only the decision counts: it bounds the number of mistakes from above and is 0 beyond the margin. Its
    scores are not log-odds; probabilities cannot be read from them.

    .. math:: \ell = \max\bigl(0,\; 1 - (2y - 1)\,s\bigr)
       :label: eq-doc-hinge-loss

    Parameters
    ----------
    input
        Scores of any shape and floating dtype.
    target
        Labels 0 or 1 of the shape of `input`, of any real dtype.
    reduction
        ``"none"``, ``"mean"`` or ``"sum"``.

    Returns
    -------
    Tensor
        The loss, 0 or more: of the shape of `input` with ``"none"``, else a scalar. The mean over nothing is NaN.

    Raises
    ------
    ValueError
        If the shapes differ, the reduction is unknown, or a label is neither 0 nor 1.
    RuntimeError
        If `input` is not floating, or `target` is complex.
    TypeError
        If `input` or `target` is not a Tensor.

    Examples
    --------
    >>> hinge_loss(torch.tensor([-2.0, -0.5, 0.5, 2.0]), torch.ones(4), reduction="none")
    tensor([3.0000, 1.5000, 0.5000, 0.0000])

    References
    ----------
    Cortes, C., Vapnik, V., "Support-vector networks", Machine Learning 20 (1995). https://doi.org/10.1007/BF00994018
    """
    require_reduction(reduction)
    require_floating("input", input)
    require_same_shape(input, target)
    if target.is_complex():
        raise RuntimeError(f"expected a real target, got {target.dtype}")
    require_all("target", (target == 0) | (target == 1), "labels 0 or 1", target)
    dtype, (s,) = widened(input)
    return reduced((1 - (2 * target.to(s.dtype) - 1) * s).clamp(min=0), reduction, dtype)


def linear_cross_entropy(input: Tensor, linear_weight: Tensor, target: Tensor, *, ignore_index: int = -100) -> Tensor:
    r"""The mean cross-entropy of the logits ``input @ linear_weight.T``, which are never all held at once.

    Use it for the last layer over a large vocabulary, where the logits and their gradient fill the memory. It goes
    through the rows in chunks and computes the gradient of each chunk along with its loss. Do not use it for few
    classes, where it only takes longer. A second derivative, a compiled function and the transforms of `torch.func`
    hold all logits after all. `torch.nn.functional.linear_cross_entropy` computes the same loss; as of torch 2.13 it
    holds all logits unless its `options` request chunks.
    The logits of 16-bit inputs are not rounded, and all sums are in float32. Under autocast, `input` and
    `linear_weight` are rounded to its dtype unless they are float64, as for a linear layer.

    .. math:: J = \frac{1}{N} \sum_{n=1}^{N} \Bigl(\log\sum_{k=0}^{C-1} e^{h_n^\top w_k} - h_n^\top w_{y_n}\Bigr)
       :label: eq-doc-linear-cross-entropy

    Parameters
    ----------
    input
        The last layer's input, of shape (N, D), floating.
    linear_weight
        The last layer's weights, of shape (C, D) and the dtype of `input`.
    target
        Class indices of shape (N), int64 or uint8, each in [0, C) or `ignore_index`.
    ignore_index
        Targets with this value are ignored. Their rows of `input` may hold anything and get a gradient of 0.

    Returns
    -------
    Tensor
        The mean loss in nats over the targets that are not ignored, a scalar; NaN if there are none.

    Raises
    ------
    ValueError
        If a shape does not fit, or `ignore_index` is not a number of int64.
    RuntimeError
        If a dtype is wrong.
    IndexError
        If a target is out of range.
    TypeError
        If `input`, `linear_weight` or `target` is not a Tensor, or `ignore_index` is not a whole number.

    Examples
    --------
    >>> hidden, weight = torch.tensor([[1.0, 2.0], [0.5, -1.0]]), torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    >>> target = torch.tensor([2, 0])
    >>> linear_cross_entropy(hidden, weight, target)
    tensor(0.4360)
    >>> cross_entropy(hidden @ weight.T, target)
    tensor(0.4360)

    References
    ----------
    Wijmans, E., et al., "Cut your losses in large-vocabulary language models" (2024). https://arxiv.org/abs/2411.09009
    """
    require_floating("input", input)
    require_tensor(linear_weight=linear_weight, target=target)
    two_axes = input.dim() == linear_weight.dim() == 2
    if not two_axes or input.shape[1] != linear_weight.shape[1] or target.shape != input.shape[:1]:
        raise ValueError(
            "expected input of shape (N, D), linear_weight of shape (C, D) and target of shape (N), got "
            f"{shape(input)}, {shape(linear_weight)} and {shape(target)}"
        )
    if len(linear_weight) == 0:
        raise ValueError(f"expected linear_weight of shape (C, D) with C > 0, got {shape(linear_weight)}")
    require_same_dtype("linear_weight", linear_weight, input, "input")
    target = require_class_indices(input.new_empty(()).expand(len(input), len(linear_weight)), target, ignore_index)
    if autocasts(input):
        narrow = torch.get_autocast_dtype(input.device.type)
        input, linear_weight = (x if x.dtype == torch.float64 else x.to(narrow) for x in (input, linear_weight))
    dtype, (h, w) = widened(input, linear_weight)
    w = w if torch.is_grad_enabled() else w.detach()  # a gradient that nobody can ask for is not computed
    kept = target != ignore_index
    h, target = torch.where(kept[:, None], h, 0), torch.where(kept, target, 0)
    with _without_autocast(h):
        # In a forward derivative of a forward derivative, torch.func takes the derivative of a custom function to be 0.
        if torch.compiler.is_compiling() or torch._C._are_functorch_transforms_active():
            total = _linear_sum(h, w, target, kept)
        else:
            total, _, _ = _LinearCrossEntropySum.apply(h, w, target, kept)
    count = kept.sum()
    # Where no target counts the mean is NaN and its gradient 0, as in torch; 0 / 0 would make that of the weights NaN.
    return reduced(total.where(count > 0, math.nan), "mean", dtype, count=count.clamp(min=1))


class _LinearCrossEntropySum(torch.autograd.Function):
    """`_linear_sum` a chunk of rows at a time, and its gradients with respect to the first two inputs.

    The gradients are computed in the forward pass, while the logits are there: in the backward pass they would have
    to be computed again.
    """

    @staticmethod
    def forward(h: Tensor, w: Tensor, target: Tensor, kept: Tensor) -> tuple[Tensor, Tensor | None, Tensor | None]:
        total = h.new_zeros(())
        grad_h = torch.empty_like(h) if h.requires_grad else None
        grad_w = torch.zeros_like(w) if w.requires_grad else None
        for rows in _chunks(len(h), len(w)):
            # Each step works in the memory of the step before, so that no second array of this size is held.
            logits = (h[rows] @ w.T).masked_fill_(~kept[rows, None], 0)  # as in `_logits`
            logits.sub_(logits.amax(1, keepdim=True))
            of_target = logits.gather(1, target[rows, None])
            exponentials = logits.exp_()
            sums = exponentials.sum(1, keepdim=True)
            counts = kept[rows, None].to(h.dtype)
            total += ((sums.log() - of_target) * counts).sum()
            if grad_h is None and grad_w is None:
                continue
            # Σ kept (p - one-hot), the gradient with respect to the logits.
            grad_logits = exponentials.mul_(counts / sums)
            grad_logits.scatter_add_(1, target[rows, None], -counts)
            if grad_h is not None:
                torch.mm(grad_logits, w, out=grad_h[rows])
            if grad_w is not None:
                grad_w.addmm_(grad_logits.T, h[rows])
        return total, grad_h, grad_w

    @staticmethod
    def setup_context(
        ctx: Any, inputs: tuple[Tensor, ...], output: tuple[Tensor, Tensor | None, Tensor | None]
    ) -> None:
        gradients = [gradient for gradient in output[1:] if gradient is not None]
        ctx.mark_non_differentiable(*gradients)
        ctx.save_for_backward(*inputs, *output[1:])
        ctx.save_for_forward(*inputs)

    @staticmethod
    def backward(ctx: Any, grad: Tensor, *_: Any) -> tuple[Tensor | None, Tensor | None, None, None]:
        h, w, target, kept, grad_h, grad_w = ctx.saved_tensors
        if torch.is_grad_enabled() or any(forward_ad.unpack_dual(x).tangent is not None for x in (h, w)):
            # Somebody will differentiate this, so it must be a function of the inputs.
            with _without_autocast(h):
                grad_logits = grad * _linear_sum_gradient(h, w, target, kept)
                return grad_logits @ w, grad_logits.T @ h, None, None
        scaled_h, scaled_w = (None if gradient is None else grad * gradient for gradient in (grad_h, grad_w))
        return scaled_h, scaled_w, None, None

    @staticmethod
    def jvp(ctx: Any, tangent_h: Tensor | None, tangent_w: Tensor | None, *_: Any) -> tuple[Tensor, None, None]:
        h, w, target, kept = ctx.saved_tensors
        change = 0
        with _without_autocast(h):
            if tangent_h is not None:
                change = change + tangent_h @ w.T
            if tangent_w is not None:
                change = change + h @ tangent_w.T
            return (_linear_sum_gradient(h, w, target, kept) * change).sum(), None, None


def _linear_sum(h: Tensor, w: Tensor, target: Tensor, kept: Tensor) -> Tensor:
    """The sum of the cross-entropies of the rows that are kept, with all logits at once."""
    log_p = log_softmax(_logits(h, w, kept), 1)
    return (kept * _cost(1, log_p.gather(1, target[:, None]).squeeze(1))).sum()


def _linear_sum_gradient(h: Tensor, w: Tensor, target: Tensor, kept: Tensor) -> Tensor:
    """The gradient of `_linear_sum` with respect to the logits: prediction minus target."""
    p = softmax(_logits(h, w, kept), 1)
    return kept[:, None] * (p - torch.nn.functional.one_hot(target, len(w)))


def _logits(h: Tensor, w: Tensor, kept: Tensor) -> Tensor:
    """Those of the rows that are kept; 0 for the others: a weight of minus infinity would make them NaN."""
    return (h @ w.T).masked_fill(~kept[:, None], 0)


def _without_autocast(tensor: Tensor) -> AbstractContextManager[Any]:
    return torch.autocast(tensor.device.type, enabled=False) if autocasts(tensor) else nullcontext()


def _chunks(rows: int, columns: int) -> list[slice]:
    size = max(1, LOGITS_HELD // max(1, columns))
    return [slice(start, start + size) for start in range(0, rows, size)]


def _cost(coefficient: Tensor | float, log_p: Tensor) -> Tensor:
    """Minus `coefficient` times `log_p`, where 0 times infinity is 0: what does not count costs nothing.

    It is written as 0 - log p, as -log p of a certain outcome would be -0.
    """
    if isinstance(coefficient, Tensor) or coefficient == 0:
        free = (torch.as_tensor(coefficient, device=log_p.device) == 0) & (log_p == -math.inf)
        log_p = torch.where(free, 0, log_p)
    return coefficient * (0 - log_p)


def _weights_of(target: Tensor, kept: Tensor, weight: Tensor | None, dtype: torch.dtype) -> Tensor:
    """The weight of each target's class, 0 for those that are ignored."""
    if weight is None:
        return kept.to(dtype)
    return torch.where(kept, weight.to(dtype)[torch.where(kept, target, 0)], 0)


def _of_classes(weight: Tensor | None, z: Tensor, axis: int) -> Tensor | float:
    """The weights of the classes, instead of the class axis of `z`."""
    return 1.0 if weight is None else weight.to(z.dtype).reshape(-1, *[1] * (z.dim() - 1 - axis))


def _pick(log_p: Tensor, target: Tensor, kept: Tensor, axis: int) -> Tensor:
    """The entry of each target; of those that are ignored, any."""
    return log_p.gather(axis, torch.where(kept, target, 0).unsqueeze(axis)).squeeze(axis)


def _logits_of(input: Tensor, dim: int, dtype: torch.dtype | None) -> tuple[torch.dtype, Tensor]:
    """The dtype of a softmax, and its logits, once they have been checked, in the dtype to compute in."""
    require_tensor(input=input)
    require_axis(dim)
    require_dtype(dtype)
    input = input if dtype is None else input.to(dtype)
    require_floating("input", input)
    dtype, (z,) = widened(input)
    return dtype, z


def _as_floating(input: Tensor) -> Tensor:
    return input if input.is_floating_point() else input.to(torch.get_default_dtype())


def _weighted(losses: Tensor, weight: Tensor | None) -> Tensor:
    """The losses times their weights; where a weight is 0, an infinite loss counts 0, not NaN."""
    return losses if weight is None else weight * torch.where(weight == 0, 0, losses)


def _warn_of_mean() -> None:
    warnings.warn(
        'reduction="mean" divides by the number of classes too and is not a divergence; "batchmean" is one',
        stacklevel=3,
    )
