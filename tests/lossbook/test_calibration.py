"""Calibration and proper scores against scikit-learn, SciPy and known values."""

import math
import re
from fractions import Fraction

import numpy as np
import pytest
import sklearn.metrics as sk
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.special import expit, log_softmax, logit

from lossbook import calibration
from lossbook.calibration import (
    brier_score,
    expected_calibration_error,
    fit_temperature,
    log_loss,
    reliability,
    scale_temperature,
    shift_prior,
)
from lossbook.decisions import roc_auc
from tests.lossbook.binary_cases import BAD_CASES, BOTH, FEW, LABELS, SCORES, cases, seeds


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_scores_in_16_bits_are_taken_as_they_are(dtype):
    scores, labels = torch.tensor([0.125, 0.75, 0.5, 0.875], dtype=dtype), [0, 0, 1, 1]
    assert brier_score(labels, scores) == brier_score(labels, scores.tolist())
    assert fit_temperature(4 * scores - 2, labels) == fit_temperature((4 * scores - 2).tolist(), labels)


def test_known_values():
    assert expected_calibration_error(LABELS, SCORES, bins=5) == pytest.approx(0.145833, abs=5e-7)
    assert brier_score(LABELS, SCORES) == pytest.approx(0.135208, abs=5e-7)
    assert log_loss(LABELS, SCORES) == pytest.approx(0.416683, abs=5e-7)
    softened = scale_temperature(SCORES, 2)
    assert log_loss(LABELS, softened) == pytest.approx(0.498189, abs=5e-7)
    assert roc_auc(LABELS, softened) == roc_auc(LABELS, SCORES)
    assert shift_prior(0.8, trained=0.5, deployed=0.05) == pytest.approx(0.1739, abs=5e-5)


@FEW
@given(seeds, st.integers(1, 12))
def test_reliability_counts_each_case_once(seed, bins):
    labels, scores = cases(seed, decimals=3)
    result = reliability(labels, scores, bins)
    assert result.count.sum() == len(labels)
    for b in range(bins):
        inside = np.array([min(math.floor(s * bins), bins - 1) == b for s in scores])
        assert result.count[b] == inside.sum()
        if inside.any():
            assert result.mean_score[b] == pytest.approx(scores[inside].mean())
            assert result.positive_share[b] == pytest.approx(labels[inside].mean())
        else:
            assert math.isnan(result.mean_score[b])
            assert math.isnan(result.positive_share[b])
    gaps = [n * abs(s - y) for n, s, y in zip(*result, strict=True) if n]
    assert expected_calibration_error(labels, scores, bins) == pytest.approx(sum(gaps) / len(labels))


def test_a_score_on_an_edge_belongs_to_the_bin_above():
    assert reliability([1], [0.6], bins=5).count.tolist() == [0, 0, 0, 1, 0]
    assert reliability([1], [1.0], bins=5).count.tolist() == [0, 0, 0, 0, 1]
    for bins in (6, 22, 49, 100):
        assert reliability([1] * bins, np.arange(bins) / bins, bins).count.tolist() == [1] * bins
        below = np.nextafter(np.arange(1, bins + 1) / bins, 0)
        assert reliability([1] * bins, below, bins).count.tolist() == [1] * bins
        assert expected_calibration_error([1] * bins, np.arange(bins) / bins, bins) == pytest.approx(0.5 + 0.5 / bins)
    assert reliability([1, 0], [0.0, 1.0], bins=1).count.tolist() == [2]
    with np.errstate(all="raise"):
        assert np.isnan(reliability([1], [0.6], bins=2).mean_score[0])
    assert len(reliability([1], [0.6]).count) == 10
    assert expected_calibration_error([1, 0], [0.55, 0.66]) == pytest.approx((0.45 + 0.66) / 2)
    assert expected_calibration_error([1, 0], [0.901, 0.95]) == pytest.approx(0.9255 - 0.5)


@FEW
@given(seeds)
def test_proper_scores_agree_with_scikit_learn(seed):
    labels, scores = cases(seed, decimals=4)
    scores = np.clip(scores, 0.01, 0.99)
    assert brier_score(labels, scores) == pytest.approx(sk.brier_score_loss(labels, scores))
    assert log_loss(labels, scores) == pytest.approx(sk.log_loss(labels, scores))


def test_a_certain_mistake_costs_1_or_everything():
    with np.errstate(all="raise"):
        assert brier_score([1], [0.0]) == 1
        assert log_loss([1, 0], [0.0, 0.0]) == math.inf
        assert log_loss([1, 0], [1.0, 1.0]) == math.inf
        assert log_loss([1, 0], [1.0, 0.0]) == 0


@FEW
@given(seeds, st.floats(0.2, 5))
def test_scaling_divides_log_odds(seed, temperature):
    _, scores = cases(seed, decimals=5)
    scores = np.clip(scores, 1e-4, 1 - 1e-4)
    assert scale_temperature(scores, temperature) == pytest.approx(expit(logit(scores) / temperature))
    assert shift_prior(scores, 0.3, 0.6) == pytest.approx(expit(logit(scores) + logit(0.6) - logit(0.3)))


def test_certainty_stays_certain():
    with np.errstate(divide="raise", invalid="raise", over="raise"):
        assert scale_temperature([0.0, 1.0], 3).tolist() == [0, 1]
        assert shift_prior([0.0, 1.0], 0.5, 0.1).tolist() == [0, 1]
        assert scale_temperature([0.0, 1e-300], 0.1).tolist() == [0, 0]


@FEW
@given(seeds, st.floats(0.3, 5))
def test_the_fitted_temperature_is_most_likely(seed, sharpness):
    rng = np.random.default_rng(seed)
    logits = rng.standard_normal((200, 3))
    labels = (logits + rng.gumbel(size=logits.shape)).argmax(1)
    logits *= sharpness

    def loss(temperature):
        return -log_softmax(logits / temperature, axis=1)[np.arange(200), labels].mean()

    fitted = fit_temperature(logits, labels)
    best = minimize_scalar(lambda t: loss(math.exp(t)), bracket=(-1, 1), tol=1e-10)
    assert fitted == pytest.approx(math.exp(best.x), rel=1e-5)
    h = 1e-4 * fitted
    assert loss(fitted) <= min(loss(fitted + h), loss(fitted - h))


def test_one_logit_is_the_log_odds_against_zero():
    rng = np.random.default_rng(0)
    z = 3 * rng.standard_normal(300)
    labels = (rng.random(300) < expit(z / 3)).astype(int)
    two = np.stack([np.zeros(300), z], 1)
    assert fit_temperature(z, labels) == fit_temperature(two, labels)


@pytest.mark.parametrize("size", [3e-300, 3e-3, 3.0, 3e6, 3e300])
def test_the_fitted_temperature_grows_with_the_logits(size):
    fitted = fit_temperature([size, size, size, -size], [1, 1, 0, 0])
    assert fitted == pytest.approx(size / math.log(3), rel=1e-14)


def test_the_largest_and_the_smallest_logits_have_a_temperature():
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert fit_temperature([1e308] * 1000, [1] * 900 + [0] * 100) == pytest.approx(1e308 / math.log(9), rel=1e-14)
        assert fit_temperature([1e-320] * 3, [1, 1, 0]) == pytest.approx(1e-320 / math.log(2), rel=1e-3, abs=0)


def test_a_temperature_far_from_the_size_of_the_logits_is_found():
    """One huge logit, right, beside small ones of which a quarter is wrong."""
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        for huge, small in ((1e200, 3.0), (1e305, 1e-3), (1e305, 1e-20), (1e308, 1e-250), (1.0, 1e-300)):
            fitted = fit_temperature([huge, small, small, small, -small], [1, 1, 1, 0, 0])
            assert fitted == pytest.approx(small / math.log(3), rel=1e-14, abs=0)
    # Where the logits are hardly better than chance, the best temperature is far above them.
    many = 100_000
    logits, labels = np.ones(2 * many + 1), np.repeat([1, 0], [many + 1, many])
    assert fit_temperature(logits, labels) == pytest.approx(1 / math.log1p(1 / many), rel=1e-10)


def test_the_fitted_temperature_sees_only_differences_of_logits():
    rng = np.random.default_rng(1)
    logits = 2 * rng.standard_normal((100, 3))
    labels = (logits + rng.gumbel(size=logits.shape)).argmax(1)
    shifted = logits + 2000 * rng.standard_normal((100, 1))
    assert fit_temperature(shifted, labels) == pytest.approx(fit_temperature(logits, labels), rel=1e-9)
    # The slope is 0 where u = exp(−1/T) has (1 − u) / (1 + u) = 2u² / (1 + u²), that is 3u³ + u² + u − 1 = 0.
    roots = np.roots([3, 1, 1, -1])
    u = roots[(roots.imag == 0) & (roots.real > 0)].real.item()
    for c in (0.0, 1e15, -1e15):
        assert fit_temperature([[c + 1, c], [c + 2, c], [c + 1, c]], [0, 0, 1]) == pytest.approx(-1 / math.log(u))


def test_a_certain_and_right_score_has_no_loss_and_no_sign():
    assert math.copysign(1, log_loss([1, 0], [1.0, 0.0])) == 1
    assert math.copysign(1, brier_score([1, 0], [1.0, 0.0])) == 1


def test_whatever_converts_to_floats_is_taken():
    half = Fraction(1, 2)
    assert brier_score([0, 1], [half, half]) == 0.25
    assert scale_temperature([half], 2).tolist() == pytest.approx([0.5])
    assert fit_temperature([half, half, half, -half], [1, 1, 0, 0]) == pytest.approx(0.5 / math.log(3))


@pytest.mark.parametrize("function", [reliability, expected_calibration_error, brier_score, log_loss])
@pytest.mark.parametrize(("labels", "scores", "message"), BAD_CASES)
def test_bad_cases_are_refused(function, labels, scores, message):
    with pytest.raises(ValueError, match=message):
        function(labels, scores)


@pytest.mark.parametrize("function", [reliability, expected_calibration_error, brier_score, log_loss])
@pytest.mark.parametrize("score", [-0.1, 1.1])
def test_scores_that_are_no_probabilities_are_refused(function, score):
    with pytest.raises(ValueError, match=rf"expected scores to hold probabilities in \[0, 1\], got {score} at"):
        function([0, 1], [0.5, score])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: reliability(*BOTH, bins=0), "bins to be a whole number of 1 or more, got 0"),
        (lambda: reliability(*BOTH, bins=10.5), "bins to be a whole number of 1 or more, got 10.5"),
        (lambda: reliability(*BOTH, bins="10"), "bins to be a whole number of 1 or more, got '10'"),
        (lambda: fit_temperature([[1.0], [2.0], [-1.0]], [0, 0, 0]), r"K > 1, .*, got \(3, 1\) and \(3,\)"),
        (lambda: brier_score([1, 0], [1 + 2**-40, 0.0]), r"in \[0, 1\], got 1.0000000000009095 at index 0"),
        (lambda: expected_calibration_error(*BOTH, bins=-1), "got -1"),
        (lambda: scale_temperature([0.5], 0), "above 0, got 0"),
        (lambda: scale_temperature([0.5], math.inf), "got inf"),
        (lambda: scale_temperature([0.5, 1.5], 1), "expected scores to hold .* got 1.5 at index 1"),
        (lambda: scale_temperature(math.nan, 1), "got nan$"),
        (lambda: shift_prior([0.5], 0, 0.5), r"trained in \(0, 1\), got 0"),
        (lambda: shift_prior([0.5], 0.5, 1), "deployed .* got 1"),
        (lambda: shift_prior([-0.5], 0.5, 0.5), "expected scores to hold .* got -0.5"),
        (lambda: fit_temperature([1.0, 2.0], [0]), r"got \(2,\) and \(1,\)"),
        (lambda: fit_temperature([], []), r"got \(0,\)"),
        (lambda: fit_temperature(np.zeros((1, 2, 3)), [0]), r"got \(1, 2, 3\)"),
        (
            lambda: fit_temperature([1.0, math.inf], [0, 1]),
            "expected logits to hold finite numbers, got inf at index 1",
        ),
        (lambda: fit_temperature([1.0, 2.0], [0, 2]), r"expected labels to hold classes in \[0, 2\), got 2 at"),
        (lambda: fit_temperature([[1.0, 2.0, 3.0]], [-1]), r"\[0, 3\), got -1"),
        (lambda: fit_temperature([1.0, 2.0], [0, 0.5]), "got 0.5"),
        (lambda: fit_temperature([1.0, -1.0], [1, 0]), "temperature would be 0"),
        (lambda: fit_temperature([1.0, -1.0], [0, 1]), "no better than chance"),
        (lambda: fit_temperature([0.0, 0.0], [0, 1]), "no better than chance"),
        (lambda: fit_temperature([[1e308, -1e308]] * 3, [0, 0, 1]), "above 0 and finite, got one of inf"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message) as refusal:
        call()
    assert re.match("expected .* got ", str(refusal.value))


def test_torch_is_not_needed():
    assert not any(name.startswith("torch") for name in vars(calibration))


@pytest.mark.parametrize("size", [0.1, 1.0, 1e308])
@pytest.mark.parametrize("classes", [3, 4, 5, 7])
def test_logits_exactly_at_chance_have_no_temperature(classes, size):
    """Rounding must not make them a little better."""
    for column in range(classes):
        logits = np.zeros((classes, classes))
        logits[:, column] = size
        with pytest.raises(ValueError, match="no better than chance"):
            fit_temperature(logits, np.arange(classes))


def test_only_logits_near_chance_are_summed_exactly(monkeypatch):
    """The exact sum takes many times as long as the temperature."""
    called = []
    monkeypatch.setattr(calibration.math, "fsum", lambda numbers: called.append(1) or -1.0)
    assert fit_temperature([3.0, 3.0, 3.0, -3.0], [1, 1, 0, 0]) == pytest.approx(2.7307, abs=1e-4)
    assert not called
    with pytest.raises(ValueError, match="no better than chance"):
        fit_temperature([0.0, 0.0], [0, 1])
    assert called


def test_log_odds_beyond_all_floats_are_a_certainty():
    assert scale_temperature([0.1, 0.5, 0.9], 1e-320).tolist() == [0, 0.5, 1]
