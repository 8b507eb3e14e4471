"""Decisions and rankings against scikit-learn, brute force and known values."""

import math
import re
from fractions import Fraction

import numpy as np
import pytest
import sklearn.metrics as sk
import torch
from hypothesis import given
from hypothesis import strategies as st

from lossbook import decisions
from lossbook.decisions import (
    average_precision,
    confusion,
    confusion_matrix,
    cost_threshold,
    expected_cost,
    precision_recall_curve,
    roc_auc,
    roc_curve,
)
from tests.lossbook.binary_cases import BAD_CASES, BOTH, FEW, LABELS, SCORES, cases, seeds


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_scores_in_16_bits_are_taken_as_they_are(dtype):
    scores, labels = torch.tensor([0.125, 0.75, 0.5, 0.875], dtype=dtype), [0, 0, 1, 1]
    assert roc_auc(labels, scores) == roc_auc(labels, scores.tolist())


def test_known_values():
    counts = confusion(LABELS, SCORES)
    assert counts == (5, 1, 1, 5)
    assert (counts.tn, counts.fp, counts.fn, counts.tp) == (5, 1, 1, 5)
    assert counts.f1 == pytest.approx(0.833333, abs=5e-7)
    assert roc_auc(LABELS, SCORES) == pytest.approx(0.888889, abs=5e-7)
    assert average_precision(LABELS, SCORES) == pytest.approx(0.916667, abs=5e-7)
    assert cost_threshold(1, 10) == pytest.approx(1 / 11)


@pytest.mark.slow
@FEW
@given(seeds, st.sampled_from([0.0, 0.3, 0.5, 1.0]))
def test_confusion_agrees_with_scikit_learn(seed, threshold):
    labels, scores = cases(seed)
    called = scores >= threshold
    counts = confusion(labels, scores, threshold)
    assert list(counts) == sk.confusion_matrix(labels, called).ravel().tolist()
    assert counts.accuracy == pytest.approx(sk.accuracy_score(labels, called))
    assert counts.recall == pytest.approx(sk.recall_score(labels, called))
    assert counts.f1 == pytest.approx(sk.f1_score(labels, called))
    assert counts.false_positive_rate == pytest.approx(1 - sk.recall_score(1 - labels, ~called))
    if called.any():
        assert counts.precision == pytest.approx(sk.precision_score(labels, called))
    else:
        assert math.isnan(counts.precision)
    assert expected_cost(labels, scores, threshold, cost_fp=2, cost_fn=3) == pytest.approx(
        np.mean(2 * (called & (labels == 0)) + 3 * (~called & (labels == 1)))
    )


def test_ratios_of_nothing_are_nan():
    counts = confusion([0], [0.2])
    assert math.isnan(counts.precision)
    assert math.isnan(counts.recall)
    assert math.isnan(counts.f1)
    assert counts.false_positive_rate == 0
    assert math.isnan(confusion([1], [0.2]).false_positive_rate)


def test_a_score_at_the_threshold_is_called_positive():
    assert confusion([1], [0.5]) == (0, 0, 0, 1)
    assert confusion([1], [0.5], math.inf) == (0, 0, 1, 0)
    assert confusion([True], [3.0], -math.inf) == (0, 0, 0, 1)


@pytest.mark.slow
@FEW
@given(seeds)
def test_confusion_matrix_agrees_with_scikit_learn(seed):
    rng = np.random.default_rng(seed)
    labels, predicted = rng.integers(0, 4, (2, 20))
    expected = sk.confusion_matrix(labels, predicted, labels=range(5))
    assert confusion_matrix(labels, predicted, 5).tolist() == expected.tolist()
    assert confusion_matrix(labels.astype(float), predicted, 5).dtype == np.int64


@pytest.mark.slow
@FEW
@given(seeds)
def test_curves_agree_with_scikit_learn(seed):
    labels, scores = cases(seed)
    curve = roc_curve(labels, scores)
    fpr, tpr, thresholds = sk.roc_curve(labels, scores, drop_intermediate=False)
    assert curve.false_positive_rate == pytest.approx(fpr)
    assert curve.true_positive_rate == pytest.approx(tpr)
    assert curve.threshold.tolist() == thresholds.tolist()
    curve = precision_recall_curve(labels, scores)
    precision, recall, thresholds = sk.precision_recall_curve(labels, scores)
    assert curve.precision == pytest.approx(precision[-2::-1])
    assert curve.recall == pytest.approx(recall[-2::-1])
    assert curve.threshold.tolist() == thresholds[::-1].tolist()
    assert roc_auc(labels, scores) == pytest.approx(sk.roc_auc_score(labels, scores))
    assert average_precision(labels, scores) == pytest.approx(sk.average_precision_score(labels, scores))


def test_the_average_precision_of_a_perfect_ranking_is_1():
    for positives in range(1, 400):
        assert average_precision([1] * positives + [0], range(positives + 1, 0, -1)) == 1


@FEW
@given(seeds)
def test_auc_is_the_share_of_pairs_in_order(seed):
    labels, scores = cases(seed)
    gaps = scores[labels == 1][:, None] - scores[labels == 0]
    assert roc_auc(labels, scores) == pytest.approx(np.mean((gaps > 0) + (gaps == 0) / 2))
    assert roc_auc(labels, 100 * scores - 7) == pytest.approx(roc_auc(labels, scores))


def test_equal_infinite_scores_are_ties():
    assert roc_auc([0, 1, 1], [math.inf, math.inf, -math.inf]) == 0.25
    assert roc_curve([0, 1, 1], [math.inf, math.inf, -math.inf]).threshold.tolist() == [math.inf, math.inf, -math.inf]


@FEW
@given(seeds, st.floats(0.1, 10), st.floats(0.1, 10))
def test_the_cost_threshold_is_least_costly_where_scores_are_true(seed, cost_fp, cost_fn):
    p = np.sort(np.random.default_rng(seed).random(50))
    best = cost_threshold(cost_fp, cost_fn)

    def cost(threshold):
        return np.sum(np.where(p >= threshold, cost_fp * (1 - p), cost_fn * p))

    assert all(cost(best) <= cost(t) + 1e-9 for t in np.linspace(0, 1.01, 40))


def test_whatever_converts_to_floats_is_taken():
    half = Fraction(1, 2)
    assert confusion([0, 1], [half, half]) == (0, 1, 0, 1)


@pytest.mark.parametrize(
    "function",
    [
        confusion,
        roc_curve,
        roc_auc,
        precision_recall_curve,
        average_precision,
        lambda labels, scores: expected_cost(labels, scores, 0.5, cost_fp=1, cost_fn=1),
    ],
)
@pytest.mark.parametrize(("labels", "scores", "message"), BAD_CASES)
def test_bad_cases_are_refused(function, labels, scores, message):
    with pytest.raises(ValueError, match=message):
        function(labels, scores)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: confusion(*BOTH, math.nan), "threshold, got nan"),
        (lambda: roc_curve([1, 1], [0.1, 0.2]), "both classes, got only 1"),
        (lambda: roc_auc([0, 0], [0.1, 0.2]), "got only 0"),
        (lambda: precision_recall_curve([0, 0], [0.1, 0.2]), "got only 0"),
        (lambda: average_precision([1, 1], [0.1, 0.2]), "got only 1"),
        (lambda: confusion_matrix([0, 1], [0], 2), r"got \(2,\) and \(1,\)"),
        (lambda: confusion_matrix([[0]], [[0]], 2), r"got \(1, 1\)"),
        (lambda: confusion_matrix([0, 2], [0, 1], 2), r"expected labels to hold classes in \[0, 2\), got 2 at index 1"),
        (lambda: confusion_matrix([0, 1], [-1, 1], 2), "expected predicted to hold .* got -1 at index 0"),
        (lambda: confusion_matrix([0, 0.5], [0, 1], 2), "got 0.5 at index 1"),
        (lambda: cost_threshold(0, 0), "above 0, got 0 for both"),
        (lambda: cost_threshold(-1, 1), "0 or more, got -1"),
        (lambda: cost_threshold(1, math.inf), "got inf"),
        (lambda: expected_cost(*BOTH, 0.5, cost_fp=-1, cost_fn=1), "got -1"),
        (lambda: expected_cost(*BOTH, 0.5, cost_fp=1, cost_fn=math.nan), "got nan"),
        (lambda: confusion_matrix([0, 1], [1, 1], classes=2.5), "classes to be a whole number .*, got 2.5"),
        (lambda: confusion_matrix([], [], classes=0), "classes to be a whole number of 1 or more, got 0"),
        (lambda: roc_auc(["a", "b"], [0.5, 0.2]), "labels to hold numbers, got 'a'"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message) as refusal:
        call()
    assert re.match("expected .* got ", str(refusal.value))


def test_costs_of_0_are_allowed_one_at_a_time():
    assert cost_threshold(0, 1) == 0
    assert cost_threshold(1, 0) == 1
    assert expected_cost(*BOTH, 0.5, cost_fp=0, cost_fn=0) == 0


@pytest.mark.parametrize("cost", [np.int8(100), np.uint8(200), np.float16(60000), 1e308, 5e-324])
def test_costs_of_any_type_and_size_do_not_overflow(cost):
    with np.errstate(all="raise"):
        assert cost_threshold(cost, cost) == 0.5
        assert expected_cost([0, 0, 1, 1], [0.9, 0.9, 0.9, 0.1], 0.5, cost_fp=cost, cost_fn=0) == float(cost) / 2
        assert expected_cost([0, 0, 1, 1], [0.9, 0.9, 0.1, 0.1], 0.5, cost_fp=cost, cost_fn=cost) == float(cost)


def test_torch_is_not_needed():
    assert not any(name.startswith("torch") for name in vars(decisions))


def test_the_auc_of_a_perfect_ranking_is_1():
    for positives in range(1, 20):
        for negatives in range(1, 20):
            labels = [1] * positives + [0] * negatives
            assert roc_auc(labels, np.arange(len(labels))[::-1]) == 1
