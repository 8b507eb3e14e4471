"""The loss functions of classification, written from their formulas.

Names, arguments, defaults and shapes are those of `torch.nn.functional` where it has the function; its deprecated
``size_average`` and ``reduce`` are left out, and what follows ``weight`` is given by keyword. Exceptions are of
torch's types. Everything can be differentiated twice unless its page says otherwise. Logarithms are natural, so every
loss is in nats. float16 and bfloat16 are computed in float32 and rounded once, at the end, so that a float16 sum on
the way cannot overflow as it can in torch.

What torch accepts in silence although it cannot be meant is refused here: targets outside of [0, 1], probabilities
that do not sum to 1, a NaN among targets, negative weights.
"""

from __future__ import annotations

import math
import warnings
from functools import reduce as fold

import torch
from torch import Tensor

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

REDUCTIONS = ("none", "mean", "sum")
SUM_TOLERANCE = 1e-5
LOGITS_HELD = 2**23


def sigmoid(input: Tensor) -> Tensor:
    r"""The probability whose log-odds are `input`.

    Use it to read a logit as a probability. Do not take its logarithm and do not train through it: it is exactly 1
    from 16.75 on in float32, and the logarithm of the rest is lost; `log_sigmoid` keeps it.

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

    Examples
    --------
    >>> sigmoid(torch.tensor([1.8, 0.75]))
    tensor([0.8581, 0.6792])

    References
    ----------
    Cox, D. R., "The regression analysis of binary sequences", Journal of the Royal Statistical Society B 20 (1958).
    """
    z = _upcast(_as_floating(input))
    right = 1 / (1 + torch.exp(-z.clamp(min=0)))
    odds = torch.exp(z.clamp(max=0))
    return torch.where(z >= 0, right, odds / (1 + odds)).to(_as_floating(input).dtype)


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

    Examples
    --------
    >>> log_sigmoid(torch.tensor([0.0, 20.0, -1000.0], dtype=torch.float64))
    tensor([-6.9315e-01, -2.0612e-09, -1.0000e+03], dtype=torch.float64)

    References
    ----------
    Mächler, M., "Accurately computing ``log(1 - exp(-|a|))``", vignette of the R package Rmpfr (2012).
    """
    _require_floating("input", input)
    z = _upcast(input)
    right = -torch.log1p(torch.exp(-z.clamp(min=0)))
    left = z.clamp(max=0)
    return torch.where(z >= 0, right, left - torch.log1p(torch.exp(left))).to(input.dtype)


def binary_cross_entropy(
    input: Tensor, target: Tensor, weight: Tensor | None = None, *, reduction: str = "mean"
) -> Tensor:
    r"""Minus the log-probability that a Bernoulli model gives to each target, from probabilities.

    Use it when only probabilities are available. Where there are logits, use `binary_cross_entropy_with_logits`:
    a probability that has rounded to 0 or 1 has lost its loss. As in torch, each logarithm is cut off at -100 and the
    derivative's denominator at 1e-12, so that the loss of a certain mistake is 100 and not infinite.

    .. math:: \ell = -w\,\bigl[y \log p + (1 - y) \log(1 - p)\bigr]
       :label: eq-doc-binary-cross-entropy

    Parameters
    ----------
    input
        Probabilities of class 1 in [0, 1], of any shape and floating dtype.
    target
        Labels or probabilities in [0, 1], of the shape and dtype of `input`.
    weight
        Non-negative factors of the losses; its shape broadcasts to that of `input`.
    reduction
        ``"none"``, ``"mean"`` (over all elements, whatever the weights) or ``"sum"``.

    Returns
    -------
    Tensor
        The loss in nats: of the shape of `input` with ``"none"``, else a scalar.

    Raises
    ------
    ValueError
        If the shapes differ, the reduction is unknown or a weight is negative or NaN.
    RuntimeError
        If `input` or `target` leaves [0, 1] or is NaN, if the dtypes differ, or if `weight` does not broadcast.

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
    _require_reduction(reduction)
    _require_floating("input", input)
    _require_same_shape(input, target)
    _require_same_dtype("target", target, input)
    _require_within_unit("input", input, RuntimeError)
    _require_within_unit("target", target, RuntimeError)
    losses = _BernoulliLoss.apply(_upcast(input), _upcast(target))
    return _reduce(_weighted(losses, weight, input), reduction).to(input.dtype)


def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    *,
    reduction: str = "mean",
    pos_weight: Tensor | None = None,
) -> Tensor:
    r"""Minus the log-probability that a Bernoulli model gives to each target, from logits.

    Use it for yes/no targets, one or many a row, straight on the last layer's output. Do not put a sigmoid before it:
    that is accepted and squeezes every probability into (0.5, 0.731).
    Each of the two logarithms is exact to rounding on either side, so tiny losses do not vanish as they do in torch
    for large negative logits of class 0. An infinite logit costs infinity on the wrong side; on the right side of a
    label 0 or 1 it gives NaN, as in torch.

    .. math:: \ell = -w\,\bigl[a\, y \log\sigma(z) + (1 - y) \log\sigma(-z)\bigr]
       :label: eq-doc-binary-cross-entropy-with-logits

    Parameters
    ----------
    input
        Logits of any shape and floating dtype.
    target
        Labels or probabilities in [0, 1], floating, of the shape of `input`.
    weight
        Non-negative factors :math:`w` of the losses; its shape broadcasts to that of `input`.
    reduction
        ``"none"``, ``"mean"`` (over all elements, whatever the weights) or ``"sum"``.
    pos_weight
        Non-negative factors :math:`a` of the positive part; its shape broadcasts to that of `input`. It moves the
        probabilities: subtract its logarithm from the trained logit to have them back.

    Returns
    -------
    Tensor
        The loss in nats: of the shape of `input` with ``"none"``, else a scalar.

    Raises
    ------
    ValueError
        If the shapes differ, the reduction is unknown, a target leaves [0, 1], or a weight is negative or NaN.
    RuntimeError
        If a dtype is not floating or a weight does not broadcast.

    Examples
    --------
    >>> binary_cross_entropy_with_logits(torch.tensor([1.8, 0.75]), torch.tensor([1.0, 0.0]))
    tensor(0.6449)

    References
    ----------
    Bishop, C. M., "Pattern Recognition and Machine Learning", Springer (2006), section 4.3.2.
    """
    _require_reduction(reduction)
    _require_floating("input", input)
    _require_same_shape(input, target)
    _require_floating("target", target)
    _require_within_unit("target", target, ValueError)
    dtype, (z, y) = _working(input, target)
    positive = -y * log_sigmoid(z)
    losses = _weighted(positive, pos_weight, input, "pos_weight") - (1 - y) * log_sigmoid(-z)
    return _reduce(_weighted(losses, weight, input), reduction).to(dtype)


def logsumexp(input: Tensor, dim: int | tuple[int, ...], keepdim: bool = False) -> Tensor:
    r"""The logarithm of a sum of exponentials, without overflow: a smooth maximum.

    Use it for the logarithm of a softmax's denominator. It lies between the maximum and the maximum plus
    :math:`\log K`. Without elements it is minus infinity, the logarithm of an empty sum. To take it away from logits,
    use `log_softmax`, which does so before digits are lost.

    .. math:: \operatorname{logsumexp}(z) = m + \log\sum_{k=1}^{K} e^{z_k - m}, \qquad m = \max_k z_k
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
        If `input` is complex.

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
    z = _as_floating(input)
    x = _upcast(z)
    m = _maximum(x, dim)
    m = torch.where(m.isfinite(), m, 0)
    result = m + torch.exp(x - m).sum(dim, keepdim=True).log()
    return (result if keepdim else result.sum(dim)).to(z.dtype)


def softmax(input: Tensor, dim: int, dtype: torch.dtype | None = None) -> Tensor:
    r"""The probabilities of classes whose logits are `input`.

    Use it to read logits as probabilities. Do not take its logarithm (`log_softmax` does that without underflow), and
    do not put it before `cross_entropy`, which contains it.

    .. math:: p_k = \frac{e^{z_k - m}}{\sum_{j=1}^{K} e^{z_j - m}}, \qquad m = \max_j z_j
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
        minus infinities, or one with an infinity, gives NaN.

    Raises
    ------
    IndexError
        If `dim` is not an axis of `input`.
    RuntimeError
        If `input` is not floating.

    Examples
    --------
    >>> softmax(torch.tensor([3.05, 3.13, 3.48]), dim=0)
    tensor([0.2762, 0.2992, 0.4246])

    References
    ----------
    Bridle, J. S., "Probabilistic interpretation of feedforward classification network outputs", in Neurocomputing,
    Springer (1990). https://doi.org/10.1007/978-3-642-76153-9_28
    """
    input = input if dtype is None else input.to(dtype)
    _require_floating("input", input)
    z = _upcast(input)
    exponentials = torch.exp(z - _maximum(z, dim))
    return (exponentials / exponentials.sum(dim, keepdim=True)).to(input.dtype)


def log_softmax(input: Tensor, dim: int, dtype: torch.dtype | None = None) -> Tensor:
    r"""The log-probabilities of classes whose logits are `input`.

    Use it where log-probabilities are wanted themselves, for example before `nll_loss` or `kl_div`; for the loss alone
    `cross_entropy` does both.

    .. math:: \log p_k = (z_k - m) - \log\sum_{j=1}^{K} e^{z_j - m}, \qquad m = \max_j z_j
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
        minus infinities, or one with an infinity, gives NaN.

    Raises
    ------
    IndexError
        If `dim` is not an axis of `input`.
    RuntimeError
        If `input` is not floating.

    Examples
    --------
    >>> log_softmax(torch.tensor([0.0, 100.0]), dim=0)
    tensor([-100.,    0.])

    References
    ----------
    Blanchard, P., Higham, D. J., Higham, N. J., "Accurately computing the log-sum-exp and softmax functions", IMA
    Journal of Numerical Analysis 41 (2021). https://doi.org/10.1093/imanum/draa038
    """
    input = input if dtype is None else input.to(dtype)
    _require_floating("input", input)
    z = _upcast(input)
    shifted = z - _maximum(z, dim)
    return (shifted - torch.exp(shifted).sum(dim, keepdim=True).log()).to(input.dtype)


def nll_loss(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    *,
    ignore_index: int = -100,
    reduction: str = "mean",
) -> Tensor:
    r"""Minus the entry of `input` at each target: the negative log-likelihood, if `input` holds log-probabilities.

    Use it after `log_softmax`. Do not give it logits or probabilities: like torch's it only picks, it cannot see that
    `input` is normalised, and a loss that is below 0 is all that would tell.

    .. math:: \ell_i = -w_{y_i} \log p_{i y_i}, \qquad L = \frac{\sum_i \ell_i}{\sum_i w_{y_i}}
       :label: eq-doc-nll-loss

    Parameters
    ----------
    input
        Log-probabilities of shape (C), (N, C) or (N, C, d₁, …), floating.
    target
        Class indices of shape (), (N) or (N, d₁, …), int64 or uint8, each in [0, C) or `ignore_index`.
    weight
        A non-negative factor for each class, of shape (C) and the dtype of `input`.
    ignore_index
        Targets of this value count nothing, neither in the sum nor in the denominator of the mean.
    reduction
        ``"none"``, ``"mean"`` (divided by the sum of the targets' weights) or ``"sum"``.

    Returns
    -------
    Tensor
        The loss in nats: of the shape of `target` with ``"none"``, else a scalar. The mean over nothing is NaN.

    Raises
    ------
    ValueError
        If `input` is a scalar or has no class, the batches differ, the reduction is unknown, or a weight is negative
        or NaN.
    RuntimeError
        If a dtype is wrong, the shape of `target` or `weight` does not fit.
    IndexError
        If a target is out of range.

    Examples
    --------
    >>> nll_loss(torch.tensor([[-0.6, -0.5, -0.3]]), torch.tensor([1]))
    tensor(0.5000)

    References
    ----------
    Fisher, R. A., "On the mathematical foundations of theoretical statistics", Philosophical Transactions of the Royal
    Society A 222 (1922). https://doi.org/10.1098/rsta.1922.0009
    """
    _require_reduction(reduction)
    _require_class_axis(input)
    target = _class_indices(input, target, ignore_index)
    _require_class_weight(input, weight)
    return _mean_of_classes(-_pick(_upcast(input), target, ignore_index), target, weight, ignore_index, reduction).to(
        input.dtype
    )


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

    Use it for one class out of many, straight on the last layer's output. Do not put a softmax before it: that is
    accepted, and a perfect model of ten classes then cannot get below 1.461.
    A `target` of the shape of `input` holds probabilities :math:`t_{ik}`; any other holds class indices, for which
    :math:`t_{ik}` is 1 at :math:`k = y_i` and 0 elsewhere.

    .. math:: \ell_i = -\sum_{k=1}^{K} w_k \Bigl((1-\varepsilon)\, t_{ik} + \frac{\varepsilon}{K}\Bigr)
       \log\frac{e^{z_{ik}}}{\sum_{j=1}^{K} e^{z_{ij}}}
       :label: eq-doc-cross-entropy

    Parameters
    ----------
    input
        Logits of shape (C), (N, C) or (N, C, d₁, …), floating. The class axis is the second, the first of a vector.
    target
        Class indices of shape (), (N) or (N, d₁, …), int64 or uint8, each in [0, C) or `ignore_index`; or
        probabilities of the shape of `input`, floating, which sum to 1 over the classes.
    weight
        A non-negative factor :math:`w_k` for each class, of shape (C) and the dtype of `input`.
    ignore_index
        Class indices of this value count nothing, neither in the sum nor in the denominator of the mean.
    reduction
        ``"none"``, ``"mean"`` or ``"sum"``. The mean divides by the sum of the targets' weights where the targets are
        indices, and by the number of targets where they are probabilities.
    label_smoothing
        The share :math:`\varepsilon` in [0, 1] that is spread evenly over all classes, the true one included.

    Returns
    -------
    Tensor
        The loss in nats: of the shape of `target` without its class axis with ``"none"``, else a scalar. The mean over
        nothing is NaN.

    Raises
    ------
    ValueError
        If `input` is a scalar or has no class, the batches differ, the reduction is unknown, a weight is negative or
        NaN, or probabilities are negative, NaN or do not sum to 1.
    RuntimeError
        If a dtype is wrong, the shape of `target` or `weight` does not fit, `label_smoothing` leaves [0, 1], or
        `ignore_index` names a class although the targets are probabilities.
    IndexError
        If a target is out of range.

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
    _require_reduction(reduction)
    _require_class_axis(input)
    _require_class_weight(input, weight)
    if not 0 <= label_smoothing <= 1:
        raise RuntimeError(f"expected label_smoothing in [0, 1], got {label_smoothing}")
    if target.shape == input.shape:
        _require_class_probabilities(input, target, ignore_index)
        return _cross_entropy_of_probabilities(input, target, weight, reduction, label_smoothing)
    target = _class_indices(input, target, ignore_index)
    return _cross_entropy_of_indices(input, target, weight, ignore_index, reduction, label_smoothing)


def kl_div(input: Tensor, target: Tensor, *, reduction: str = "mean", log_target: bool = False) -> Tensor:
    r"""The terms of the Kullback-Leibler divergence of `target` from the model, whose log-probabilities are `input`.

    Use it with ``reduction="batchmean"`` for the divergence :math:`D(t \,\Vert\, p)` averaged over rows. Mind the
    order: the model comes first, in logarithms; the target second, as probabilities. The default ``"mean"`` divides
    by the number of classes too, which is not a divergence; torch warns of that, and so does this function.
    Unlike torch's it does not broadcast, and a term with :math:`t = 0` is 0 even where `input` is minus infinity.

    .. math:: \ell_k = t_k \,(\log t_k - \log p_k)
       :label: eq-doc-kl-div

    Parameters
    ----------
    input
        Log-probabilities, floating, of any shape.
    target
        Probabilities (or their logarithms, with `log_target`), floating, of the shape of `input`.
    reduction
        ``"none"``, ``"mean"`` (over all elements), ``"batchmean"`` (the sum over the length of axis 0) or ``"sum"``.
    log_target
        Whether `target` holds log-probabilities.

    Returns
    -------
    Tensor
        Nats: of the shape of `input` with ``"none"``, else a scalar.

    Raises
    ------
    ValueError
        If the shapes differ, the reduction is unknown, or `target` is negative or NaN.
    RuntimeError
        If a dtype is not floating.

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
    _require_reduction(reduction, (*REDUCTIONS, "batchmean"))
    _require_floating("input", input)
    _require_same_shape(input, target)
    _require_floating("target", target)
    dtype, (log_p, t) = _working(input, target)
    if log_target:
        _require_all("target", ~t.isnan(), "log-probabilities", t, ValueError)
        losses = t.exp() * torch.where(t == -math.inf, 0, t - log_p)
    else:
        _require_all("target", t >= 0, "probabilities of 0 or more", t, ValueError)
        losses = torch.xlogy(t, t) - t * torch.where((t == 0) & (log_p == -math.inf), 0, log_p)
    if reduction == "batchmean":
        return (losses.sum() / (input.shape[0] if input.dim() else 1)).to(dtype)
    if reduction == "mean":
        _warn_of_mean()
    return _reduce(losses, reduction).to(dtype)


def focal_loss(
    input: Tensor, target: Tensor, gamma: float = 2.0, alpha: float | None = None, *, reduction: str = "mean"
) -> Tensor:
    r"""Binary cross-entropy whose easy examples count little, from logits.

    Use it where the bulk of easy negatives drowns the rare positives, and calibrate afterwards: for
    :math:`\gamma > 0` it is no proper score, its minimiser is not the probability.

    .. math:: \ell = -\alpha\, y\, (1 - p)^{\gamma} \log p - (1 - \alpha)(1 - y)\, p^{\gamma} \log(1 - p),
       \qquad p = \sigma(z)
       :label: eq-doc-focal-loss

    Parameters
    ----------
    input
        Logits of any shape and floating dtype, finite: infinite ones may give NaN.
    target
        Labels or probabilities in [0, 1], floating, of the shape of `input`.
    gamma
        How strongly a confident, right prediction is played down, 0 or more; 0 gives binary cross-entropy.
    alpha
        The share of the positives in [0, 1]; without it both factors :math:`\alpha` and :math:`1-\alpha` are 1.
    reduction
        ``"none"``, ``"mean"`` or ``"sum"``.

    Returns
    -------
    Tensor
        The loss: of the shape of `input` with ``"none"``, else a scalar. For :math:`\gamma > 0` it has no unit.

    Raises
    ------
    ValueError
        If the shapes differ, the reduction is unknown, or `target`, `gamma` or `alpha` is out of range.
    RuntimeError
        If a dtype is not floating.

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
    _require_reduction(reduction)
    _require_floating("input", input)
    _require_same_shape(input, target)
    _require_floating("target", target)
    _require_within_unit("target", target, ValueError)
    if not 0 <= gamma < math.inf:
        raise ValueError(f"expected a finite gamma of 0 or more, got {gamma}")
    if alpha is not None and not 0 <= alpha <= 1:
        raise ValueError(f"expected alpha in [0, 1], got {alpha}")
    of_positives, of_negatives = (1, 1) if alpha is None else (alpha, 1 - alpha)
    dtype, (z, y) = _working(input, target)
    log_p, log_q = log_sigmoid(z), log_sigmoid(-z)
    losses = -of_positives * y * torch.exp(gamma * log_q) * log_p
    losses = losses - of_negatives * (1 - y) * torch.exp(gamma * log_p) * log_q
    return _reduce(losses, reduction).to(dtype)


def dice_loss(input: Tensor, target: Tensor, smooth: float = 0.0, *, reduction: str = "mean") -> Tensor:
    r"""One minus the overlap of a soft mask with the true mask (the soft Dice loss), from probabilities.

    Use it beside binary cross-entropy where the foreground is a small share of the pixels: it ignores how much
    background there is. Alone it says little about probabilities: it is no sum over pixels and no proper score.

    .. math:: \ell = 1 - \frac{2 \sum_i p_i y_i + s}{\sum_i p_i + \sum_i y_i + s}
       :label: eq-doc-dice-loss

    Parameters
    ----------
    input
        Probabilities in [0, 1], floating, of shape (N, d₁, …), one mask a row, or (d₁), one mask.
    target
        Labels or probabilities in [0, 1], floating, of the shape of `input`.
    smooth
        The number :math:`s`, 0 or more, that is added above and below the line.
    reduction
        ``"none"``, ``"mean"`` or ``"sum"``, over the masks.

    Returns
    -------
    Tensor
        The loss in [0, 1], one for each mask with ``"none"``, else a scalar. Where both masks are empty it is 0.

    Raises
    ------
    ValueError
        If the shapes differ or have no axis, the reduction is unknown, or a value is out of range.
    RuntimeError
        If a dtype is not floating.

    Examples
    --------
    >>> dice_loss(torch.tensor([0.9, 0.8, 0.1, 0.2]), torch.tensor([1.0, 1.0, 0.0, 0.0]))
    tensor(0.1500)

    References
    ----------
    Milletari, F., Navab, N., Ahmadi, S.-A., "V-Net: fully convolutional neural networks for volumetric medical image
    segmentation" (2016). https://arxiv.org/abs/1606.04797
    """
    _require_reduction(reduction)
    _require_floating("input", input)
    _require_same_shape(input, target)
    _require_floating("target", target)
    _require_within_unit("input", input, ValueError)
    _require_within_unit("target", target, ValueError)
    if input.dim() == 0:
        raise ValueError(f"expected a mask with 1 or more axes, got shape {_shape(input)}")
    if not 0 <= smooth < math.inf:
        raise ValueError(f"expected a finite smooth of 0 or more, got {smooth}")
    dtype, (p, y) = _working(input, target)
    axes = tuple(range(min(1, p.dim() - 1), p.dim()))
    overlap = 2 * (p * y).sum(axes) + smooth
    total = p.sum(axes) + y.sum(axes) + smooth
    empty = total == 0
    return _reduce(torch.where(empty, 0, 1 - overlap / torch.where(empty, 1, total)), reduction).to(dtype)


def hinge_loss(input: Tensor, target: Tensor, *, reduction: str = "mean") -> Tensor:
    r"""How far each score falls short of a margin of 1 on its own side of 0.

    Use it where only the decision counts: it bounds the number of mistakes from above and is 0 beyond the margin. Its
    scores are no log-odds; no probability can be read from them.

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
        The loss, 0 or more: of the shape of `input` with ``"none"``, else a scalar.

    Raises
    ------
    ValueError
        If the shapes differ, the reduction is unknown, or a label is neither 0 nor 1.
    RuntimeError
        If `input` is not floating.

    Examples
    --------
    >>> hinge_loss(torch.tensor([-2.0, -0.5, 0.5, 2.0]), torch.ones(4), reduction="none")
    tensor([3.0000, 1.5000, 0.5000, 0.0000])

    References
    ----------
    Cortes, C., Vapnik, V., "Support-vector networks", Machine Learning 20 (1995). https://doi.org/10.1007/BF00994018
    """
    _require_reduction(reduction)
    _require_floating("input", input)
    _require_same_shape(input, target)
    _require_all("target", (target == 0) | (target == 1), "labels 0 or 1", target, ValueError)
    s = _upcast(input)
    return _reduce((1 - (2 * target.to(s.dtype) - 1) * s).clamp(min=0), reduction).to(input.dtype)


def linear_cross_entropy(hidden: Tensor, weight: Tensor, target: Tensor) -> Tensor:
    r"""The mean cross-entropy of the logits ``hidden @ weight.T``, which are never all held at once.

    Use it for the last layer over a large vocabulary, where the logits and their gradient are what fills the memory.
    It goes through the rows in chunks, keeps one number for each row, and computes each chunk's logits again on the
    way back. Do not use it for few classes, where it only takes longer. It can be differentiated only once, and says
    so. `torch.nn.functional.linear_cross_entropy` computes the same loss; as of torch 2.13 it holds all logits unless
    its `options` ask for chunks.

    .. math:: L = \frac{1}{N} \sum_{i=1}^{N} \Bigl(\log\sum_{v=1}^{V} e^{h_i^\top w_v} - h_i^\top w_{y_i}\Bigr)
       :label: eq-doc-linear-cross-entropy

    Parameters
    ----------
    hidden
        The last layer's input, of shape (N, D), floating.
    weight
        The last layer's weights, of shape (V, D) and the dtype of `hidden`.
    target
        Class indices in [0, V) of shape (N), int64 or uint8.

    Returns
    -------
    Tensor
        The mean loss in nats, a scalar; NaN where N is 0.

    Raises
    ------
    ValueError
        If a shape does not fit.
    RuntimeError
        If a dtype is wrong.
    IndexError
        If a target is out of range.

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
    _require_floating("hidden", hidden)
    if hidden.dim() != 2 or weight.dim() != 2 or hidden.shape[1] != weight.shape[1] or target.dim() != 1:
        raise ValueError(
            "expected hidden of shape (N, D), weight of shape (V, D) and target of shape (N), got "
            f"{_shape(hidden)}, {_shape(weight)} and {_shape(target)}"
        )
    _require_same_dtype("weight", weight, hidden)
    target = _class_indices(hidden.new_empty(()).expand(len(hidden), len(weight)), target, None)
    return _LinearCrossEntropy.apply(hidden, weight, target)


class _BernoulliLoss(torch.autograd.Function):
    """Binary cross-entropy with logarithms of at least -100 and a derivative that stays finite at 0 and 1."""

    @staticmethod
    def forward(ctx, p: Tensor, y: Tensor) -> Tensor:
        ctx.save_for_backward(p, y)
        return (y - 1) * torch.log1p(-p).clamp(min=-100) - y * torch.log(p).clamp(min=-100)

    @staticmethod
    def backward(ctx, grad: Tensor) -> tuple[Tensor, Tensor]:
        p, y = ctx.saved_tensors
        return grad * (p - y) / (p * (1 - p)).clamp(min=1e-12), grad * (torch.log1p(-p) - torch.log(p))


class _LinearCrossEntropy(torch.autograd.Function):
    """Mean cross-entropy of linear logits, a chunk of rows at a time."""

    @staticmethod
    def forward(ctx, hidden: Tensor, weight: Tensor, target: Tensor) -> Tensor:
        log_sums = torch.empty(len(hidden), dtype=_upcast(hidden).dtype, device=hidden.device)
        total = log_sums.new_zeros(())
        for rows in _chunks(len(hidden), len(weight)):
            logits = _upcast(hidden[rows] @ weight.T)
            maxima = logits.amax(1)
            of_target = logits.sub_(maxima[:, None]).gather(1, target[rows, None]).squeeze(1)
            shifted = logits.exp_().sum(1).log()
            total += (shifted - of_target).sum()
            log_sums[rows] = maxima + shifted
        ctx.save_for_backward(hidden, weight, target, log_sums)
        return (total / len(hidden)).to(hidden.dtype)

    @staticmethod
    def backward(ctx, grad: Tensor) -> tuple[Tensor | None, Tensor | None, None]:
        if torch.is_grad_enabled():
            raise RuntimeError("linear_cross_entropy has no second derivative; expected create_graph=False, got True")
        hidden, weight, target, log_sums = ctx.saved_tensors
        of_hidden = torch.empty_like(hidden) if ctx.needs_input_grad[0] else None
        of_weight = torch.zeros_like(weight) if ctx.needs_input_grad[1] else None
        for rows in _chunks(len(hidden), len(weight)):
            of_logits = _upcast(hidden[rows] @ weight.T).sub_(log_sums[rows, None]).exp_()
            of_logits.scatter_add_(1, target[rows, None], of_logits.new_full((len(of_logits), 1), -1.0))
            of_logits = of_logits.mul_(grad / len(hidden)).to(hidden.dtype)
            if of_hidden is not None:
                of_hidden[rows] = of_logits @ weight
            if of_weight is not None:
                of_weight.addmm_(of_logits.T, hidden[rows])
        return of_hidden, of_weight, None


def _chunks(rows: int, columns: int) -> list[slice]:
    size = max(1, LOGITS_HELD // max(1, columns))
    return [slice(start, start + size) for start in range(0, rows, size)]


def _cross_entropy_of_indices(
    input: Tensor, target: Tensor, weight: Tensor | None, ignore_index: int, reduction: str, label_smoothing: float
) -> Tensor:
    z, axis = _upcast(input), _class_axis(input)
    if label_smoothing == 0:
        m = _maximum(z, axis)
        log_sums = torch.exp_(z - m).sum(axis).log()
        losses = log_sums - (_pick(z, target, ignore_index) - m.squeeze(axis))
        return _mean_of_classes(losses, target, weight, ignore_index, reduction).to(input.dtype)
    log_p = log_softmax(z, axis)
    sharp = _mean_of_classes(-_pick(log_p, target, ignore_index), target, weight, ignore_index, "none")
    even = torch.where(target == ignore_index, 0, -_weigh_classes(log_p, weight).mean(axis))
    losses = (1 - label_smoothing) * sharp + label_smoothing * even
    if reduction != "mean":
        return _reduce(losses, reduction).to(input.dtype)
    return (losses.sum() / _target_weights(target, weight, ignore_index, z).sum()).to(input.dtype)


def _cross_entropy_of_probabilities(
    input: Tensor, target: Tensor, weight: Tensor | None, reduction: str, label_smoothing: float
) -> Tensor:
    axis = _class_axis(input)
    dtype, (z, t) = _working(input, target)
    smoothed = (1 - label_smoothing) * t + label_smoothing / input.shape[axis]
    return _reduce(-(smoothed * _weigh_classes(log_softmax(z, axis), weight)).sum(axis), reduction).to(dtype)


def _mean_of_classes(
    losses: Tensor, target: Tensor, weight: Tensor | None, ignore_index: int, reduction: str
) -> Tensor:
    weights = _target_weights(target, weight, ignore_index, losses)
    losses = torch.where(target == ignore_index, 0, losses if weight is None else weights * losses)
    return losses.sum() / weights.sum() if reduction == "mean" else _reduce(losses, reduction)


def _target_weights(target: Tensor, weight: Tensor | None, ignore_index: int, like: Tensor) -> Tensor:
    kept = target != ignore_index
    if weight is None:
        return kept.to(like.dtype)
    return torch.where(kept, _upcast(weight)[torch.where(kept, target, 0)], 0)


def _pick(values: Tensor, target: Tensor, ignore_index: int) -> Tensor:
    axis = _class_axis(values)
    index = torch.where(target == ignore_index, 0, target)
    return values.gather(axis, index.unsqueeze(axis)).squeeze(axis)


def _weigh_classes(log_p: Tensor, weight: Tensor | None) -> Tensor:
    if weight is None:
        return log_p
    return log_p * _upcast(weight).reshape(-1, *[1] * (log_p.dim() - 1 - _class_axis(log_p)))


def _class_axis(input: Tensor) -> int:
    return min(1, input.dim() - 1)


def _maximum(z: Tensor, dim: int | tuple[int, ...]) -> Tensor:
    """The maximum as a constant: the functions here do not depend on the shift, so neither does a derivative."""
    z = z.detach()
    return z.amax(dim, keepdim=True) if z.numel() else z.sum(dim, keepdim=True)


def _as_floating(input: Tensor) -> Tensor:
    if input.is_complex():
        raise RuntimeError(f"expected a real input, got {input.dtype}")
    return input if input.is_floating_point() else input.to(torch.get_default_dtype())


def _upcast(tensor: Tensor) -> Tensor:
    return tensor.float() if tensor.dtype in (torch.float16, torch.bfloat16) else tensor


def _working(*tensors: Tensor) -> tuple[torch.dtype, list[Tensor]]:
    """The common dtype of the result, and the tensors in the dtype to compute in."""
    dtype = fold(torch.promote_types, (tensor.dtype for tensor in tensors))
    return dtype, [_upcast(tensor.to(dtype)) for tensor in tensors]


def _weighted(losses: Tensor, weight: Tensor | None, input: Tensor, name: str = "weight") -> Tensor:
    if weight is None:
        return losses
    _require_floating(name, weight)
    _require_all(name, weight >= 0, "numbers of 0 or more", weight, ValueError)
    try:
        fits = torch.broadcast_shapes(weight.shape, input.shape) == input.shape
    except RuntimeError:
        fits = False
    if not fits:
        raise RuntimeError(f"expected {name} to broadcast to input of shape {_shape(input)}, got {_shape(weight)}")
    return losses * weight


def _reduce(losses: Tensor, reduction: str) -> Tensor:
    if reduction == "none":
        return losses
    return losses.mean() if reduction == "mean" else losses.sum()


def _require_reduction(reduction: str, known: tuple[str, ...] = REDUCTIONS) -> None:
    if reduction not in known:
        raise ValueError(f"expected reduction to be one of {', '.join(known)}, got {reduction!r}")


def _require_floating(name: str, tensor: Tensor) -> None:
    if not tensor.is_floating_point():
        raise RuntimeError(f"expected {name} of a floating dtype, got {tensor.dtype}")


def _require_same_dtype(name: str, tensor: Tensor, input: Tensor) -> None:
    if tensor.dtype != input.dtype:
        raise RuntimeError(f"expected {name} of the input's dtype {input.dtype}, got {tensor.dtype}")


def _require_same_shape(input: Tensor, target: Tensor) -> None:
    if target.shape != input.shape:
        raise ValueError(f"expected target of the input's shape {_shape(input)}, got {_shape(target)}")


def _require_all(name: str, right: Tensor, expected: str, values: Tensor, error: type[Exception]) -> None:
    """Raise `error` for the first element of `values` that is not `right`."""
    if not right.all():
        index = tuple(torch.nonzero(~right)[0].tolist())
        where = f" at index {_index(index)}" if index else ""
        raise error(f"expected {name} to hold {expected}, got {values[index].item():g}{where}")


def _require_within_unit(name: str, tensor: Tensor, error: type[Exception]) -> None:
    _require_all(name, (tensor >= 0) & (tensor <= 1), "numbers in [0, 1]", tensor, error)


def _require_class_axis(input: Tensor) -> None:
    _require_floating("input", input)
    if input.dim() == 0 or input.shape[_class_axis(input)] == 0:
        raise ValueError(f"expected input of shape (C), (N, C) or (N, C, d1, ...) with C > 0, got {_shape(input)}")


def _require_class_weight(input: Tensor, weight: Tensor | None) -> None:
    if weight is None:
        return
    classes = input.shape[_class_axis(input)]
    if weight.shape != (classes,):
        raise RuntimeError(f"expected weight of shape ({classes},), one a class, got {_shape(weight)}")
    _require_same_dtype("weight", weight, input)
    _require_all("weight", weight >= 0, "numbers of 0 or more", weight, ValueError)


def _class_indices(input: Tensor, target: Tensor, ignore_index: int | None) -> Tensor:
    """The targets as int64, once they have been found to be in range."""
    axis = _class_axis(input)
    expected = input.shape[:axis] + input.shape[axis + 1 :]
    if target.shape == input.shape:
        raise RuntimeError(f"expected target of a floating dtype, as it has the input's shape, got {target.dtype}")
    if target.shape != expected:
        error = ValueError if target.shape[:1] != expected[:1] else RuntimeError
        raise error(
            f"expected target of shape {_shape(expected)} for input of shape {_shape(input)}, got {_shape(target)}"
        )
    if target.dtype not in (torch.int64, torch.uint8):
        raise RuntimeError(f"expected target of class indices, int64 or uint8, got {target.dtype}")
    target = target.long()
    right = (target >= 0) & (target < input.shape[axis])
    if ignore_index is not None:
        right |= target == ignore_index
    if not right.all():
        index = tuple(torch.nonzero(~right)[0].tolist())
        where = f" at index {_index(index)}" if index else ""
        raise IndexError(f"expected targets in [0, {input.shape[axis]}), got {target[index].item()}{where}")
    return target


def _require_class_probabilities(input: Tensor, target: Tensor, ignore_index: int) -> None:
    if not target.is_floating_point():
        raise RuntimeError(f"expected target of a floating dtype, as it has the input's shape, got {target.dtype}")
    if ignore_index >= 0:
        raise RuntimeError(f"expected no ignore_index with probabilities as targets, got {ignore_index}")
    _require_within_unit("target", target, ValueError)
    sums = _upcast(target.detach()).sum(_class_axis(input))
    tolerance = max(SUM_TOLERANCE, torch.finfo(target.dtype).eps)
    _require_all("target", (sums - 1).abs() <= tolerance, "probabilities that sum to 1", sums, ValueError)


def _warn_of_mean() -> None:
    warnings.warn(
        'reduction="mean" divides by the number of classes too, which is not a divergence; "batchmean" does not',
        stacklevel=3,
    )


def _shape(tensor: Tensor | torch.Size) -> str:
    return str(tuple(tensor.shape if isinstance(tensor, Tensor) else tensor))


def _index(index: tuple[int, ...]) -> str:
    return str(index[0] if len(index) == 1 else index)
