"""From scores to decisions: two classes, labels 0 and 1.

Scores are higher for class 1. A case is called positive when its score is at least the threshold.
Whether the scores can be believed as probabilities is the subject of `lossbook.calibration`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook._arrays import as_array
from lossbook._cases import cases, class_labels
from lossbook._numbers import require_count, require_number, require_within

__all__ = [
    "Confusion",
    "PrecisionRecallCurve",
    "RocCurve",
    "average_precision",
    "confusion",
    "confusion_matrix",
    "cost_threshold",
    "expected_cost",
    "precision_recall_curve",
    "roc_auc",
    "roc_curve",
]


class Confusion(NamedTuple):
    """How many cases of each kind there are. A ratio with no cases in its denominator is NaN.

    Attributes
    ----------
    tn
        True negatives: negative cases that are called negative.
    fp
        False positives: negative cases that are called positive.
    fn
        False negatives: positive cases that are called negative.
    tp
        True positives: positive cases that are called positive.
    """

    tn: int
    fp: int
    fn: int
    tp: int

    @property
    def accuracy(self) -> float:
        """The share of all cases that are called correctly."""
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
    """The two rates at every threshold that makes a difference, from the highest down: three arrays of one shape.

    Attributes
    ----------
    false_positive_rate
        The share of the negative cases that are called positive, from 0 to 1.
    true_positive_rate
        The share of the positive cases that are called positive, from 0 to 1.
    threshold
        Infinity, where no case is called positive, and then each distinct score.
    """

    false_positive_rate: NDArray[np.float64]
    true_positive_rate: NDArray[np.float64]
    threshold: NDArray[np.float64]


class PrecisionRecallCurve(NamedTuple):
    """Precision and recall at every threshold that makes a difference, from the highest down: arrays of one shape.

    Attributes
    ----------
    precision
        The share of true positives among the cases that are called positive.
    recall
        The share of the positive cases that are called positive.
    threshold
        Each distinct score.
    """

    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    threshold: NDArray[np.float64]


def confusion(labels: ArrayLike, scores: ArrayLike, threshold: float = 0.5) -> Confusion:
    r"""Count the right and wrong decisions at a threshold.

    Use it for what a decision rule does on given cases. The counts hold for this share of positives; where it changes,
    precision and F1 change with it, while recall and the false-positive rate stay the same.

    .. math:: \mathrm{TP} = \sum_{i=1}^{n} y_i\,[s_i \ge t], \qquad \mathrm{FP} = \sum_{i=1}^{n} (1-y_i)\,[s_i \ge t]
       :label: eq-doc-confusion

    Parameters
    ----------
    labels
        0 or 1, of shape (n).
    scores
        Real numbers of shape (n), compared in float64.
    threshold
        The smallest score that is called positive; a float32 score of 0.9 is below the number 0.9.

    Returns
    -------
    Confusion
        The counts ``tn``, ``fp``, ``fn`` and ``tp``, with ``accuracy``, ``precision``, ``recall``,
        ``false_positive_rate`` and ``f1``.

    Raises
    ------
    TypeError
        If the threshold is not a real number.
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
    labels, scores = cases(labels, scores)
    threshold = require_number("threshold", threshold)
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
    r"""Count, for each true class, which classes were predicted.

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
        If the shapes differ, a class is not an integer or out of range, or `classes` is not a whole number of 1 or
        more.

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
    classes = require_count("classes", classes, 1)
    labels, predicted = as_array("labels", labels), as_array("predicted", predicted)
    if labels.ndim != 1 or labels.shape != predicted.shape:
        raise ValueError(f"expected labels and predicted of one shape (n), got {labels.shape} and {predicted.shape}")
    pairs = class_labels("labels", labels, classes) * classes + class_labels("predicted", predicted, classes)
    return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)


def roc_curve(labels: ArrayLike, scores: ArrayLike) -> RocCurve:
    r"""The true-positive rate against the false-positive rate, at every threshold.

    Use it to choose a threshold and to compare rankings. It does not change with the share of positives or with any
    strictly increasing change of the scores, so it says nothing about whether they are probabilities.

    .. math:: \mathrm{TPR}(t) = \frac{\mathrm{TP}(t)}{\mathrm{TP}(t) + \mathrm{FN}(t)},
       \qquad \mathrm{FPR}(t) = \frac{\mathrm{FP}(t)}{\mathrm{FP}(t) + \mathrm{TN}(t)}
       :label: eq-doc-roc-curve

    Parameters
    ----------
    labels
        0 or 1, of shape (n), both of them present.
    scores
        Real numbers of shape (n), compared in float64.

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
    labels, scores = cases(labels, scores)
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
        Real numbers of shape (n), compared in float64.

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
    labels, scores = cases(labels, scores)
    _require_both_classes(labels)
    _, positives, called = _counts_by_threshold(labels, scores)
    negatives = called - positives
    # The area between counts is exact, and is divided once: that of a perfect ranking is 1, not nearly 1.
    area = np.trapezoid(np.append(0, positives), np.append(0, negatives))
    return float(area / (positives[-1] * negatives[-1]))


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
        Real numbers of shape (n), compared in float64.

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
    labels, scores = cases(labels, scores)
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
        Real numbers of shape (n), compared in float64.

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
    labels, scores = cases(labels, scores)
    _require_both_classes(labels)
    _, positives, called = _counts_by_threshold(labels, scores)
    return float(np.diff(positives, prepend=0) @ (positives / called) / positives[-1])  # divided once, so exact for 1


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
    TypeError
        If a cost is not a real number.
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
    cost_fp, cost_fn = _costs(cost_fp=cost_fp, cost_fn=cost_fn)
    if cost_fp == 0 and cost_fn == 0:
        raise ValueError("expected a cost above 0, got 0 for both mistakes")
    if math.isinf(cost_fp + cost_fn):
        cost_fp, cost_fn = cost_fp / 2, cost_fn / 2
    return cost_fp / (cost_fp + cost_fn)


def expected_cost(labels: ArrayLike, scores: ArrayLike, threshold: float, *, cost_fp: float, cost_fn: float) -> float:
    r"""The mean cost of the decisions at a threshold.

    Use it to compare thresholds on given cases. For probabilities that are calibrated it is least at `cost_threshold`.
    Do not report the lowest of many on the cases that it was chosen on: new cases cost more.

    .. math:: C(t) = \frac{c_{\mathrm{FP}}\,\mathrm{FP}(t) + c_{\mathrm{FN}}\,\mathrm{FN}(t)}{n}
       :label: eq-doc-expected-cost

    Parameters
    ----------
    labels
        0 or 1, of shape (n).
    scores
        Real numbers of shape (n), compared in float64.
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
    TypeError
        If a cost or the threshold is not a real number.
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
    cost_fp, cost_fn = _costs(cost_fp=cost_fp, cost_fn=cost_fn)
    counts = confusion(labels, scores, threshold)
    n = sum(counts)
    total = cost_fp * counts.fp + cost_fn * counts.fn
    return total / n if math.isfinite(total) else cost_fp * (counts.fp / n) + cost_fn * (counts.fn / n)


def _counts_by_threshold(labels: NDArray, scores: NDArray) -> tuple[NDArray, NDArray, NDArray]:
    """The distinct scores from the highest down; how many positives, and how many cases, reach each."""
    order = np.argsort(-scores)
    scores = scores[order]
    last_of_its_score = np.append(scores[1:] != scores[:-1], True)
    called = np.arange(1, len(scores) + 1)[last_of_its_score]
    return scores[last_of_its_score], np.cumsum(labels[order])[last_of_its_score], called


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else math.nan


def _require_both_classes(labels: NDArray[np.bool_]) -> None:
    if labels.all() or not labels.any():
        raise ValueError(f"expected labels of both classes, got only {int(labels[0])}")


def _costs(**costs: float) -> list[float]:
    """The costs as floats: the small integers of NumPy overflow when they are added or multiplied."""
    return [require_within(name, cost, 0, math.inf) for name, cost in costs.items()]
