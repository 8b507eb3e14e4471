"""Whether scores can be believed as probabilities: two classes, labels 0 and 1.

Scores are probabilities of class 1; what is outside of [0, 1] is refused. `fit_temperature` reads logits.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook._arrays import as_array, as_floats, require_all, sigmoid
from lossbook._cases import bin_of, class_labels, probabilities, probable_cases
from lossbook._numbers import require_count, require_number, require_positive

__all__ = [
    "Reliability",
    "brier_score",
    "expected_calibration_error",
    "fit_temperature",
    "log_loss",
    "reliability",
    "scale_temperature",
    "shift_prior",
]


class Reliability(NamedTuple):
    """The points of a reliability diagram: three arrays of shape (bins), an entry for each bin of scores.

    Attributes
    ----------
    count
        How many cases are in the bin, int64.
    mean_score
        Their mean score, NaN in an empty bin.
    positive_share
        The share of positives among them, NaN in an empty bin.
    """

    count: NDArray[np.int64]  # type: ignore[assignment]  # a name of tuples too, which nobody asks of a table
    mean_score: NDArray[np.float64]
    positive_share: NDArray[np.float64]


def reliability(labels: ArrayLike, scores: ArrayLike, bins: int = 10) -> Reliability:
    r"""How often cases with about the same score are positive.

    Use it to see whether probabilities mean what they say: in each bin the share of positives should be the mean score.
    A bin with few cases strays by chance, so show the counts too. For many classes, give the largest probability as the
    score and whether its class was right as the label.

    .. math:: b_i = \min\bigl(\lfloor s_i B \rfloor,\; B - 1\bigr)
       :label: eq-doc-reliability

    Parameters
    ----------
    labels
        0 or 1, of shape (n).
    scores
        Probabilities in [0, 1], of shape (n), compared in float64: a float32 score of 0.7 is below the edge 0.7.
    bins
        The number :math:`B` of bins of equal width, 1 or more. A score on an edge belongs to the bin above it.

    Returns
    -------
    Reliability
        ``count``, ``mean_score`` and ``positive_share``, each of shape (`bins`); NaN where the count is 0.

    Raises
    ------
    ValueError
        If the shapes differ, nothing is given, a label is neither 0 nor 1, a score is NaN or outside of [0, 1], or
        `bins` is not a whole number of 1 or more.

    Examples
    --------
    >>> result = reliability([0, 1, 1, 1], [0.2, 0.6, 0.7, 1.0], bins=5)
    >>> result.count.tolist(), result.positive_share.tolist()
    ([0, 1, 0, 2, 1], [nan, 0.0, nan, 1.0, 1.0])

    References
    ----------
    DeGroot, M. H., Fienberg, S. E., "The comparison and evaluation of forecasters", The Statistician 32 (1983).
    https://doi.org/10.2307/2987588
    """
    labels, scores = probable_cases(labels, scores)
    bins = require_count("bins", bins, 1)
    own = bin_of(scores, bins)
    count = np.bincount(own, minlength=bins)
    filled = np.where(count == 0, np.nan, count)
    return Reliability(
        count,
        np.bincount(own, weights=scores, minlength=bins) / filled,
        np.bincount(own, weights=labels, minlength=bins) / filled,
    )


def expected_calibration_error(labels: ArrayLike, scores: ArrayLike, bins: int = 10) -> float:
    r"""The mean gap between score and share of positives, over the bins of a reliability diagram.

    Use it beside the diagram, and with the number of bins: it depends on it, and finite data make it larger than 0 even
    for a perfect model.

    .. math:: \mathrm{ECE} = \sum_{b=1}^{B} \frac{n_b}{n}\,\bigl\lvert \bar y_b - \bar s_b \bigr\rvert
       :label: eq-doc-expected-calibration-error

    Parameters
    ----------
    labels
        0 or 1, of shape (n).
    scores
        Probabilities in [0, 1], of shape (n), compared in float64: a float32 score of 0.7 is below the edge 0.7.
    bins
        The number :math:`B` of bins of equal width, 1 or more.

    Returns
    -------
    float
        A mean gap in [0, 1].

    Raises
    ------
    ValueError
        As `reliability`.

    Examples
    --------
    >>> print(f"{expected_calibration_error([0, 1, 1, 1], [0.2, 0.6, 0.7, 1.0], bins=5):.4f}")
    0.2250

    References
    ----------
    Naeini, M. P., Cooper, G. F., Hauskrecht, M., "Obtaining well calibrated probabilities using Bayesian binning"
    (2015), AAAI. https://doi.org/10.1609/aaai.v29i1.9602
    """
    result = reliability(labels, scores, bins)
    gaps = np.abs(result.positive_share - result.mean_score)
    return float(np.nansum(result.count * gaps) / result.count.sum())


def brier_score(labels: ArrayLike, scores: ArrayLike) -> float:
    r"""The mean squared distance of probabilities from labels.

    Use it as a proper score that stays finite: a certain mistake costs 1. Do not use it where a small probability must
    not be reported as 0: to it, 0.001 and 0 are nearly the same.

    .. math:: \mathrm{BS} = \frac{1}{n} \sum_{i=1}^{n} (s_i - y_i)^2
       :label: eq-doc-brier-score

    Parameters
    ----------
    labels
        0 or 1, of shape (n).
    scores
        Probabilities in [0, 1], of shape (n).

    Returns
    -------
    float
        A mean in [0, 1].

    Raises
    ------
    ValueError
        If the shapes differ, nothing is given, a label is neither 0 nor 1, or a score is NaN or outside of [0, 1].

    Examples
    --------
    >>> print(f"{brier_score([0, 1, 1, 1], [0.2, 0.6, 0.7, 1.0]):.4f}")
    0.0725

    References
    ----------
    Brier, G. W., "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78 (1950).
    """
    labels, scores = probable_cases(labels, scores)
    return float(np.mean((scores - labels) ** 2))


def log_loss(labels: ArrayLike, scores: ArrayLike) -> float:
    r"""Minus the mean log-probability of the labels.

    Use it as a proper score of probabilities that are no longer being trained. To train, use
    `lossbook.losses.binary_cross_entropy_with_logits`.

    .. math:: L = -\frac{1}{n} \sum_{i=1}^{n} \bigl[y_i \log s_i + (1 - y_i) \log(1 - s_i)\bigr]
       :label: eq-doc-log-loss

    Parameters
    ----------
    labels
        0 or 1, of shape (n).
    scores
        Probabilities in [0, 1], of shape (n).

    Returns
    -------
    float
        The mean in nats; infinite if the label of a case had the probability 0.

    Raises
    ------
    ValueError
        If the shapes differ, nothing is given, a label is neither 0 nor 1, or a score is NaN or outside of [0, 1].

    Examples
    --------
    >>> print(f"{log_loss([0, 1, 1, 1], [0.2, 0.6, 0.7, 1.0]):.4f}")
    0.2727

    References
    ----------
    Gneiting, T., Raftery, A. E., "Strictly proper scoring rules, prediction, and estimation", Journal of the American
    Statistical Association 102 (2007). https://doi.org/10.1198/016214506000001437
    """
    labels, scores = probable_cases(labels, scores)
    with np.errstate(divide="ignore"):
        # 0 - x, as -x of a loss of 0 would print as -0.
        return float(0 - np.mean(np.where(labels, np.log(scores), np.log1p(-scores))))


def scale_temperature(scores: ArrayLike, temperature: float) -> NDArray[np.float64]:
    r"""Probabilities whose log-odds are divided by a temperature.

    Use it to make probabilities bolder (below 1) or more careful (above 1) without changing their order. It cannot
    correct a wrong share of positives: see `shift_prior`.

    .. math:: s' = \sigma\Bigl(\frac{1}{T} \log\frac{s}{1 - s}\Bigr)
       :label: eq-doc-scale-temperature

    Parameters
    ----------
    scores
        Probabilities in [0, 1] of any shape.
    temperature
        A finite number :math:`T > 0`.

    Returns
    -------
    numpy.ndarray or numpy.float64
        Probabilities of the shape of `scores`; 0, 1/2 and 1 stay as they are.

    Raises
    ------
    TypeError
        If the temperature is not a real number.
    ValueError
        If a score is NaN or outside of [0, 1], or the temperature is not a finite number above 0.

    Examples
    --------
    >>> scale_temperature([0.05, 0.5, 0.9], temperature=2).round(4).tolist()
    [0.1866, 0.5, 0.75]

    References
    ----------
    Guo, C., Pleiss, G., Sun, Y., Weinberger, K. Q., "On calibration of modern neural networks" (2017).
    https://arxiv.org/abs/1706.04599
    """
    temperature = require_positive("temperature", temperature)
    with np.errstate(over="ignore"):  # log-odds beyond all floats are a certainty
        return sigmoid(_logit(probabilities("scores", scores)) / temperature)


def fit_temperature(logits: ArrayLike, labels: ArrayLike) -> float:
    r"""The temperature that makes held-out labels most likely.

    Use it to calibrate a trained model on cases that it was not trained on. It cannot change a decision for the most
    likely class nor, for two classes, AUC.

    .. math:: \hat T = \arg\min_{T > 0} \; -\sum_{i=1}^{n} \log\frac{e^{z_{i y_i} / T}}{\sum_{k=1}^{K} e^{z_{ik} / T}}
       :label: eq-doc-fit-temperature

    Parameters
    ----------
    logits
        Finite numbers: of shape (n, K), one logit for each class; or (n), the log-odds of class 1 against class 0.
    labels
        Classes in [0, K), integers of shape (n).

    Returns
    -------
    float
        The temperature :math:`\hat T`, above 0.

    Raises
    ------
    ValueError
        If a shape does not fit, a logit is not finite, a label is out of range, or no temperature is best: because the
        largest logit is right every time (the best would be 0) or logits do no better than chance (infinite), or the
        best is beyond all floats.

    Examples
    --------
    >>> print(f"{fit_temperature([3.0, 3.0, 3.0, -3.0], [1, 1, 0, 0]):.4f}")
    2.7307

    References
    ----------
    Guo, C., Pleiss, G., Sun, Y., Weinberger, K. Q., "On calibration of modern neural networks" (2017).
    https://arxiv.org/abs/1706.04599
    """
    from scipy.optimize import brentq

    logits, labels = _classified(logits, labels)
    # Only logits near the ends of the floats are scaled: away from them, so that no sum of logits overflows and none is
    # subnormal. To scale all of them to a size of 1 would lose the small ones beside a huge one.
    exponent = math.frexp(np.abs(logits).max())[1]
    exponent -= min(max(exponent, -900), 900)
    z = np.ldexp(logits, -exponent)
    better_than_chance = _is_higher_for_labels(z, labels)
    z -= z.max(1, keepdims=True)  # only differences count; the digits of a large common part would drown them
    of_label = z[np.arange(len(labels)), labels]

    def slope(sharpness: float) -> float:
        """The derivative of the mean loss with respect to 1/T, which never falls as 1/T grows."""
        with np.errstate(over="ignore"):  # a product below all floats has the weight 0
            weights = np.exp(sharpness * z)
        return float(np.mean((weights * z).sum(1) / weights.sum(1) - of_label))

    if not better_than_chance or slope(0.0) >= 0:
        raise ValueError("expected logits that are higher for the labels on average, got ones no better than chance")
    if np.all(of_label == 0):
        raise ValueError(
            "expected some label whose logit is not the largest, got none: the best temperature would be 0"
        )
    high = 1.0
    while slope(high) < 0:
        high *= 2
    while slope(high / 2) >= 0:
        high /= 2
    # Tiny logits have a large 1/T and huge ones a small one, so only the relative tolerance decides.
    sharpness = brentq(slope, high / 2, high, xtol=math.ulp(0.0), rtol=4 * math.ulp(1.0))
    with np.errstate(over="ignore"):
        temperature = float(np.ldexp(1 / sharpness, exponent))
    if not 0 < temperature < math.inf:
        raise ValueError(f"expected logits whose best temperature is above 0 and finite, got one of {temperature}")
    return temperature


def shift_prior(scores: ArrayLike, trained: float, deployed: float) -> NDArray[np.float64]:
    r"""Probabilities for a population with a different share of positives.

    Use it where a model was trained on a balanced or otherwise shifted sample and the cases of each class look the same
    in both populations. Only the log-odds' constant changes.

    .. math:: s' = \sigma\Bigl(\log\frac{s}{1 - s} + \log\frac{\pi'}{1 - \pi'} - \log\frac{\pi}{1 - \pi}\Bigr)
       :label: eq-doc-shift-prior

    Parameters
    ----------
    scores
        Probabilities in [0, 1] of any shape, calibrated where the share of positives is `trained`.
    trained, deployed
        The shares of positives :math:`\pi` and :math:`\pi'` in (0, 1).

    Returns
    -------
    numpy.ndarray or numpy.float64
        Probabilities of the shape of `scores`.

    Raises
    ------
    TypeError
        If a share is not a real number.
    ValueError
        If a score is NaN or outside of [0, 1], or a share is not in (0, 1).

    Examples
    --------
    >>> print(f"{shift_prior(0.8, trained=0.5, deployed=0.05):.4f}")
    0.1739

    References
    ----------
    Saerens, M., Latinne, P., Decaestecker, C., "Adjusting the outputs of a classifier to new a priori probabilities",
    Neural Computation 14 (2002). https://doi.org/10.1162/089976602753284446
    """
    trained, deployed = require_number("trained", trained), require_number("deployed", deployed)
    for name, share in (("trained", trained), ("deployed", deployed)):
        if not 0 < share < 1:
            raise ValueError(f"expected {name} in (0, 1), got {share}")
    shift = math.log(deployed / (1 - deployed)) - math.log(trained / (1 - trained))
    return sigmoid(_logit(probabilities("scores", scores)) + shift)


def _classified(logits: ArrayLike, labels: ArrayLike) -> tuple[NDArray, NDArray]:
    logits, labels = as_floats("logits", logits), as_array("labels", labels)
    if logits.ndim not in (1, 2) or labels.shape != logits.shape[:1] or logits.size == 0 or logits.shape[1:] == (1,):
        raise ValueError(
            "expected logits of shape (n) or (n, K), K > 1, and labels of shape (n), got "
            f"{logits.shape} and {labels.shape}"
        )
    require_all("logits", np.isfinite(logits), "finite numbers", logits)
    if logits.ndim == 1:
        logits = np.stack([np.zeros_like(logits), logits], axis=1)
    return logits, class_labels("labels", labels, logits.shape[1])


def _is_higher_for_labels(logits: NDArray, labels: NDArray) -> bool:
    """Whether the labels' logits are above the mean of all; exactly, as rounding would decide where they are equal."""
    classes = logits.shape[1]
    of_label = logits[np.arange(len(labels)), labels]
    terms = np.append(logits, np.repeat(-of_label, classes))
    total = terms.sum()
    # No order of adding n terms errs by more; the exact sum takes many times as long.
    if abs(total) > len(terms) * np.finfo(np.float64).eps * np.abs(terms).sum():
        return bool(total < 0)
    return math.fsum(terms.tolist()) < 0


def _logit(p: NDArray) -> NDArray:
    with np.errstate(divide="ignore"):
        return np.log(p) - np.log1p(-p)
