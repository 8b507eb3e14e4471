"""From scores to decisions, and whether the scores can be believed: two classes, labels 0 and 1.

Scores are higher for class 1. A case is called positive when its score is at least the threshold. Functions that read
scores as probabilities say so and refuse what is outside of [0, 1]; the others take logits as well.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook._arrays import require_all, sigmoid


class Confusion(NamedTuple):
    """How many cases of each kind there are: true and false negatives, false and true positives.

    A ratio without cases below its line is NaN.
    """

    tn: int
    fp: int
    fn: int
    tp: int

    @property
    def accuracy(self) -> float:
        """The share of all cases that are called right."""
        return _ratio(self.tp + self.tn, sum(self))

    @property
    def precision(self) -> float:
        """The share of true positives among the cases called positive."""
        return _ratio(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float:
        """The share of the positive cases that are called positive, also called the true-positive rate."""
        return _ratio(self.tp, self.tp + self.fn)

    @property
    def false_positive_rate(self) -> float:
        """The share of the negative cases that are called positive."""
        return _ratio(self.fp, self.fp + self.tn)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return _ratio(2 * self.tp, 2 * self.tp + self.fp + self.fn)


class RocCurve(NamedTuple):
    """The two rates at every threshold that makes a difference, from the highest threshold down."""

    false_positive_rate: NDArray[np.float64]
    true_positive_rate: NDArray[np.float64]
    threshold: NDArray[np.float64]


class PrecisionRecallCurve(NamedTuple):
    """Precision and recall at every distinct score as the threshold, from the highest down."""

    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    threshold: NDArray[np.float64]


class Reliability(NamedTuple):
    """For each bin of scores: the cases in it, their mean score and their share of positives (NaN in an empty bin)."""

    count: NDArray[np.int64]
    mean_score: NDArray[np.float64]
    positive_share: NDArray[np.float64]


def confusion(labels: ArrayLike, scores: ArrayLike, threshold: float = 0.5) -> Confusion:
    r"""Count the right and wrong decisions at a threshold.

    Use it for what a decision rule does on given cases. The counts hold for this share of positives; where it changes,
    precision and F1 change with it, while recall and the false-positive rate stay.

    .. math:: \mathrm{TP} = \sum_{i=1}^{n} y_i\,[s_i \ge t], \qquad \mathrm{FP} = \sum_{i=1}^{n} (1-y_i)\,[s_i \ge t]
       :label: eq-doc-confusion

    Parameters
    ----------
    labels
        0 or 1, of shape (n).
    scores
        Real numbers of shape (n).
    threshold
        The smallest score that is called positive.

    Returns
    -------
    Confusion
        The counts ``tn``, ``fp``, ``fn`` and ``tp``, with ``accuracy``, ``precision``, ``recall``,
        ``false_positive_rate`` and ``f1``.

    Raises
    ------
    ValueError
        If the shapes differ, nothing is given, a label is neither 0 nor 1, or a score or the threshold is NaN.

    Examples
    --------
    >>> counts = confusion([0, 0, 1, 1], [0.1, 0.6, 0.4, 0.9])
    >>> counts
    Confusion(tn=1, fp=1, fn=1, tp=1)
    >>> counts.f1
    0.5

    References
    ----------
    Fawcett, T., "An introduction to ROC analysis", Pattern Recognition Letters 27 (2006).
    https://doi.org/10.1016/j.patrec.2005.10.010
    """
    labels, scores = _cases(labels, scores)
    if math.isnan(threshold):
        raise ValueError(f"expected a number as threshold, got {threshold}")
    called = scores >= threshold
    return Confusion(
        tn=int((~called & ~labels).sum()),
        fp=int((called & ~labels).sum()),
        fn=int((~called & labels).sum()),
        tp=int((called & labels).sum()),
    )


def confusion_matrix(labels: ArrayLike, predicted: ArrayLike, classes: int) -> NDArray[np.int64]:
    r"""Count, for each true class, what it was taken for.

    Use it to see which classes are confused, which accuracy hides. For two classes and a threshold, use `confusion`.

    .. math:: C_{jk} = \sum_{i=1}^{n} [y_i = j]\,[\hat y_i = k]
       :label: eq-doc-confusion-matrix

    Parameters
    ----------
    labels
        True classes in [0, `classes`), integers of shape (n).
    predicted
        Predicted classes in [0, `classes`), integers of shape (n).
    classes
        How many classes there are.

    Returns
    -------
    numpy.ndarray
        Counts of shape (`classes`, `classes`), int64: a row for each true class, a column for each predicted one.

    Raises
    ------
    ValueError
        If the shapes differ, or a class is no integer or out of range.

    Examples
    --------
    >>> confusion_matrix([0, 0, 1, 2], [0, 1, 1, 2], classes=3)
    array([[1, 1, 0],
           [0, 1, 0],
           [0, 0, 1]])

    References
    ----------
    Bishop, C. M., "Pattern Recognition and Machine Learning", Springer (2006), section 1.5.
    """
    labels, predicted = np.asarray(labels), np.asarray(predicted)
    if labels.ndim != 1 or labels.shape != predicted.shape:
        raise ValueError(f"expected labels and predicted of one shape (n), got {labels.shape} and {predicted.shape}")
    for name, values in (("labels", labels), ("predicted", predicted)):
        right = (values >= 0) & (values < classes) & (values == np.floor(values))
        require_all(name, right, f"classes in [0, {classes})", values)
    pairs = labels.astype(np.int64) * classes + predicted.astype(np.int64)
    return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)


def roc_curve(labels: ArrayLike, scores: ArrayLike) -> RocCurve:
    r"""The true-positive rate against the false-positive rate, at every threshold.

    Use it to choose a threshold and to compare rankings. It does not change with the share of positives or with any
    increasing change of the scores, so it says nothing about whether they are probabilities.

    .. math:: \mathrm{TPR}(t) = \frac{\mathrm{TP}(t)}{\mathrm{TP}(t) + \mathrm{FN}(t)},
       \qquad \mathrm{FPR}(t) = \frac{\mathrm{FP}(t)}{\mathrm{FP}(t) + \mathrm{TN}(t)}
       :label: eq-doc-roc-curve

    Parameters
    ----------
    labels
        0 or 1, of shape (n), both of them present.
    scores
        Real numbers of shape (n).

    Returns
    -------
    RocCurve
        ``false_positive_rate``, ``true_positive_rate`` and ``threshold``, each with one entry for an infinite threshold
        and one for each distinct score, from the highest down.

    Raises
    ------
    ValueError
        If the shapes differ, a class is missing, a label is neither 0 nor 1, or a score is NaN.

    Examples
    --------
    >>> curve = roc_curve([0, 0, 1, 1], [0.1, 0.6, 0.4, 0.9])
    >>> curve.true_positive_rate.tolist(), curve.false_positive_rate.tolist()
    ([0.0, 0.5, 0.5, 1.0, 1.0], [0.0, 0.0, 0.5, 0.5, 1.0])

    References
    ----------
    Fawcett, T., "An introduction to ROC analysis", Pattern Recognition Letters 27 (2006).
    https://doi.org/10.1016/j.patrec.2005.10.010
    """
    labels, scores = _cases(labels, scores)
    _require_both_classes(labels)
    thresholds, positives, called = _counts_by_threshold(labels, scores)
    negatives = called - positives
    return RocCurve(
        np.concatenate([[0.0], negatives / negatives[-1]]),
        np.concatenate([[0.0], positives / positives[-1]]),
        np.concatenate([[np.inf], thresholds]),
    )


def roc_auc(labels: ArrayLike, scores: ArrayLike) -> float:
    r"""The area under the ROC curve: how often a positive case has a higher score than a negative one.

    Use it for the quality of a ranking, as one number; ties count half. Do not use it for the quality of
    probabilities: it cannot see them.

    .. math:: \mathrm{AUC} = \frac{1}{n_1 n_0} \sum_{i\,:\,y_i = 1}\; \sum_{j\,:\,y_j = 0}
       \Bigl([s_i > s_j] + \tfrac{1}{2}[s_i = s_j]\Bigr)
       :label: eq-doc-roc-auc

    Parameters
    ----------
    labels
        0 or 1, of shape (n), both of them present.
    scores
        Real numbers of shape (n).

    Returns
    -------
    float
        A share in [0, 1]; 0.5 without any skill.

    Raises
    ------
    ValueError
        If the shapes differ, a class is missing, a label is neither 0 nor 1, or a score is NaN.

    Examples
    --------
    >>> roc_auc([0, 0, 1, 1], [0.1, 0.6, 0.4, 0.9])
    0.75

    References
    ----------
    Hanley, J. A., McNeil, B. J., "The meaning and use of the area under a receiver operating characteristic (ROC)
    curve", Radiology 143 (1982). https://doi.org/10.1148/radiology.143.1.7063747
    """
    curve = roc_curve(labels, scores)
    return float(np.trapezoid(curve.true_positive_rate, curve.false_positive_rate))


def precision_recall_curve(labels: ArrayLike, scores: ArrayLike) -> PrecisionRecallCurve:
    r"""Precision against recall, at every threshold.

    Use it where positives are rare and what is called positive must be worth a look; unlike the ROC curve, it changes
    with the share of positives, so do not compare it between populations.

    .. math:: P(t) = \frac{\mathrm{TP}(t)}{\mathrm{TP}(t) + \mathrm{FP}(t)},
       \qquad R(t) = \frac{\mathrm{TP}(t)}{\mathrm{TP}(t) + \mathrm{FN}(t)}
       :label: eq-doc-precision-recall-curve

    Parameters
    ----------
    labels
        0 or 1, of shape (n), both of them present.
    scores
        Real numbers of shape (n).

    Returns
    -------
    PrecisionRecallCurve
        ``precision``, ``recall`` and ``threshold``, one entry for each distinct score, from the highest down.

    Raises
    ------
    ValueError
        If the shapes differ, a class is missing, a label is neither 0 nor 1, or a score is NaN.

    Examples
    --------
    >>> curve = precision_recall_curve([0, 0, 1, 1], [0.1, 0.6, 0.4, 0.9])
    >>> curve.precision.round(3).tolist(), curve.recall.tolist()
    ([1.0, 0.5, 0.667, 0.5], [0.5, 0.5, 1.0, 1.0])

    References
    ----------
    Davis, J., Goadrich, M., "The relationship between precision-recall and ROC curves" (2006).
    https://doi.org/10.1145/1143844.1143874
    """
    labels, scores = _cases(labels, scores)
    _require_both_classes(labels)
    thresholds, positives, called = _counts_by_threshold(labels, scores)
    return PrecisionRecallCurve(positives / called, positives / positives[-1], thresholds)


def average_precision(labels: ArrayLike, scores: ArrayLike) -> float:
    r"""The mean precision over the recall that is gained: the area under the steps of the precision-recall curve.

    Use it for the quality of a ranking where positives are rare. Without any skill it is the share of positives.

    .. math:: \mathrm{AP} = \sum_{k=1}^{K} (R_k - R_{k-1})\, P_k, \qquad R_0 = 0
       :label: eq-doc-average-precision

    Parameters
    ----------
    labels
        0 or 1, of shape (n), both of them present.
    scores
        Real numbers of shape (n).

    Returns
    -------
    float
        A share in (0, 1].

    Raises
    ------
    ValueError
        If the shapes differ, a class is missing, a label is neither 0 nor 1, or a score is NaN.

    Examples
    --------
    >>> print(f"{average_precision([0, 0, 1, 1], [0.1, 0.6, 0.4, 0.9]):.4f}")
    0.8333

    References
    ----------
    Zhu, M., "Recall, precision and average precision", University of Waterloo, working paper 2004-09 (2004).
    """
    curve = precision_recall_curve(labels, scores)
    return float(np.diff(curve.recall, prepend=0.0) @ curve.precision)


def cost_threshold(cost_fp: float, cost_fn: float) -> float:
    r"""The probability from which calling a case positive costs less on average.

    Use it to decide on calibrated probabilities; on other scores the least cost may be elsewhere. It is 1/2 only where
    the two mistakes cost the same.

    .. math:: t^* = \frac{c_{\mathrm{FP}}}{c_{\mathrm{FP}} + c_{\mathrm{FN}}}
       :label: eq-doc-cost-threshold

    Parameters
    ----------
    cost_fp, cost_fn
        What a false positive and a false negative cost, 0 or more, not both 0, in one unit.

    Returns
    -------
    float
        A probability in [0, 1].

    Raises
    ------
    ValueError
        If a cost is negative or not finite, or both are 0.

    Examples
    --------
    >>> print(f"{cost_threshold(cost_fp=1, cost_fn=10):.4f}")
    0.0909

    References
    ----------
    Elkan, C., "The foundations of cost-sensitive learning" (2001), IJCAI.
    """
    _require_costs(cost_fp, cost_fn)
    if cost_fp == 0 and cost_fn == 0:
        raise ValueError("expected a cost above 0, got 0 for both mistakes")
    return cost_fp / (cost_fp + cost_fn)


def expected_cost(labels: ArrayLike, scores: ArrayLike, threshold: float, *, cost_fp: float, cost_fn: float) -> float:
    r"""The mean cost of the decisions at a threshold.

    Use it to compare thresholds on given cases. For probabilities that are calibrated it is least at `cost_threshold`.
    Do not report the least of many on the cases that it was chosen on: new cases cost more.

    .. math:: C(t) = \frac{c_{\mathrm{FP}}\,\mathrm{FP}(t) + c_{\mathrm{FN}}\,\mathrm{FN}(t)}{n}
       :label: eq-doc-expected-cost

    Parameters
    ----------
    labels
        0 or 1, of shape (n).
    scores
        Real numbers of shape (n).
    threshold
        The smallest score that is called positive.
    cost_fp, cost_fn
        What a false positive and a false negative cost, 0 or more.

    Returns
    -------
    float
        The mean over the cases, in the unit of the costs.

    Raises
    ------
    ValueError
        If a cost is negative or not finite, or the cases or the threshold are not as in `confusion`.

    Examples
    --------
    >>> expected_cost([0, 0, 1, 1], [0.1, 0.6, 0.4, 0.9], 0.5, cost_fp=1, cost_fn=10)
    2.75

    References
    ----------
    Elkan, C., "The foundations of cost-sensitive learning" (2001), IJCAI.
    """
    _require_costs(cost_fp, cost_fn)
    counts = confusion(labels, scores, threshold)
    return (cost_fp * counts.fp + cost_fn * counts.fn) / sum(counts)


def reliability(labels: ArrayLike, scores: ArrayLike, bins: int = 10) -> Reliability:
    r"""How often cases with about the same score are positive.

    Use it to see whether probabilities mean what they say: in each bin the share of positives should be the mean score.
    A bin of few cases strays by chance, so show the counts too. For many classes, give the largest probability as the
    score and whether its class was right as the label.

    .. math:: b_i = \min\bigl(\lfloor s_i B \rfloor,\; B - 1\bigr)
       :label: eq-doc-reliability

    Parameters
    ----------
    labels
        0 or 1, of shape (n).
    scores
        Probabilities in [0, 1], of shape (n).
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
        `bins` is below 1.

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
    labels, scores = _probable_cases(labels, scores)
    if bins < 1:
        raise ValueError(f"expected 1 bin or more, got {bins}")
    bin_of = np.minimum(np.floor(scores * bins).astype(np.int64), bins - 1)
    count = np.bincount(bin_of, minlength=bins)
    filled = np.where(count == 0, np.nan, count)
    return Reliability(
        count,
        np.bincount(bin_of, weights=scores, minlength=bins) / filled,
        np.bincount(bin_of, weights=labels, minlength=bins) / filled,
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
        Probabilities in [0, 1], of shape (n).
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
    not be called none: to it, 0.001 and 0 are nearly the same.

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
    labels, scores = _probable_cases(labels, scores)
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
        The mean in nats; infinite after a mistake that was held certain.

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
    labels, scores = _probable_cases(labels, scores)
    with np.errstate(divide="ignore"):
        return float(-np.mean(np.where(labels, np.log(scores), np.log1p(-scores))))


def scale_temperature(scores: ArrayLike, temperature: float) -> NDArray[np.float64]:
    r"""Probabilities whose log-odds are divided by a temperature.

    Use it to make probabilities bolder (below 1) or more careful (above 1) without changing their order. It cannot
    mend a wrong share of positives: see `shift_prior`.

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
    numpy.ndarray
        Probabilities of the shape of `scores`; 0, 1/2 and 1 stay.

    Raises
    ------
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
    if not 0 < temperature < math.inf:
        raise ValueError(f"expected a finite temperature above 0, got {temperature}")
    return sigmoid(_logit(_probabilities("scores", scores)) / temperature)


def fit_temperature(logits: ArrayLike, labels: ArrayLike) -> float:
    r"""The temperature that makes held-out labels most likely.

    Use it to calibrate a trained model on cases that it was not trained on. It cannot change a decision for the most
    likely class, nor AUC.

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
        largest logit is right every time (the best would be 0) or logits do no better than chance (infinite).

    Examples
    --------
    >>> print(f"{fit_temperature([3.0, 3.0, 3.0, -3.0], [1, 1, 0, 0]):.4f}")
    2.7307

    References
    ----------
    Guo, C., Pleiss, G., Sun, Y., Weinberger, K. Q., "On calibration of modern neural networks" (2017).
    https://arxiv.org/abs/1706.04599
    """
    logits, labels = _classified(logits, labels)
    of_label = logits[np.arange(len(labels)), labels]

    def slope(sharpness: float) -> float:
        """The derivative of the mean loss with respect to 1/T, which never falls as 1/T grows."""
        weights = np.exp(sharpness * (logits - logits.max(1, keepdims=True)))
        return float(np.mean((weights * logits).sum(1) / weights.sum(1) - of_label))

    if slope(0.0) >= 0:
        raise ValueError("expected logits that are higher for the labels on average, got ones no better than chance")
    if np.all(of_label == logits.max(1)):
        raise ValueError(
            "expected some label whose logit is not the largest, got none: the best temperature would be 0"
        )
    low, high = 0.0, 1.0
    while slope(high) < 0:
        low, high = high, 2 * high
    while high - low > 1e-15 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) < 0 else (low, middle)
    return 1 / high


def shift_prior(scores: ArrayLike, trained: float, deployed: float) -> NDArray[np.float64]:
    r"""Probabilities for a population with another share of positives.

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
    numpy.ndarray
        Probabilities of the shape of `scores`.

    Raises
    ------
    ValueError
        If a score is NaN or outside of [0, 1], or a share is not inside of (0, 1).

    Examples
    --------
    >>> print(f"{shift_prior(0.8, trained=0.5, deployed=0.05):.4f}")
    0.1739

    References
    ----------
    Saerens, M., Latinne, P., Decaestecker, C., "Adjusting the outputs of a classifier to new a priori probabilities",
    Neural Computation 14 (2002). https://doi.org/10.1162/089976602753284446
    """
    for name, share in (("trained", trained), ("deployed", deployed)):
        if not 0 < share < 1:
            raise ValueError(f"expected {name} inside of (0, 1), got {share}")
    shift = math.log(deployed / (1 - deployed)) - math.log(trained / (1 - trained))
    return sigmoid(_logit(_probabilities("scores", scores)) + shift)


def _counts_by_threshold(labels: NDArray, scores: NDArray) -> tuple[NDArray, NDArray, NDArray]:
    """The distinct scores from the highest down; how many positives, and how many cases, reach each."""
    order = np.argsort(-scores)
    scores = scores[order]
    last_of_its_score = np.append(scores[1:] != scores[:-1], True)
    called = np.arange(1, len(scores) + 1)[last_of_its_score]
    return scores[last_of_its_score], np.cumsum(labels[order])[last_of_its_score], called


def _classified(logits: ArrayLike, labels: ArrayLike) -> tuple[NDArray, NDArray]:
    logits, labels = np.asarray(logits, dtype=np.float64), np.asarray(labels)
    if logits.ndim not in (1, 2) or labels.shape != logits.shape[:1] or logits.size == 0:
        raise ValueError(
            f"expected logits of shape (n) or (n, K) and labels of shape (n), got {logits.shape} and {labels.shape}"
        )
    require_all("logits", np.isfinite(logits), "finite numbers", logits)
    if logits.ndim == 1:
        logits = np.stack([np.zeros_like(logits), logits], axis=1)
    classes = logits.shape[1]
    right = (labels >= 0) & (labels < classes) & (labels == np.floor(labels))
    require_all("labels", right, f"classes in [0, {classes})", labels)
    return logits, labels.astype(np.int64)


def _cases(labels: ArrayLike, scores: ArrayLike) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    labels, scores = np.asarray(labels), np.asarray(scores, dtype=np.float64)
    if labels.ndim != 1 or labels.shape != scores.shape or labels.size == 0:
        raise ValueError(f"expected labels and scores of one shape (n), n > 0, got {labels.shape} and {scores.shape}")
    require_all("labels", (labels == 0) | (labels == 1), "0 or 1", labels)
    require_all("scores", ~np.isnan(scores), "numbers", scores)
    return labels == 1, scores


def _probable_cases(labels: ArrayLike, scores: ArrayLike) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    labels, scores = _cases(labels, scores)
    return labels, _probabilities("scores", scores)


def _probabilities(name: str, values: ArrayLike) -> NDArray[np.float64]:
    values = np.asarray(values, dtype=np.float64)
    require_all(name, (values >= 0) & (values <= 1), "probabilities in [0, 1]", values)
    return values


def _logit(p: NDArray) -> NDArray:
    with np.errstate(divide="ignore"):
        return np.log(p) - np.log1p(-p)


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else math.nan


def _require_both_classes(labels: NDArray[np.bool_]) -> None:
    if labels.all() or not labels.any():
        raise ValueError(f"expected labels of both classes, got only {int(labels[0])}")


def _require_costs(*costs: float) -> None:
    for cost in costs:
        if not 0 <= cost < math.inf:
            raise ValueError(f"expected finite costs of 0 or more, got {cost}")
