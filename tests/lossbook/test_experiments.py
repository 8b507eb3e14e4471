"""What comparisons report, and how often their intervals hold the truth."""

import functools

import numpy as np
import pytest
from scipy import stats

from lossbook import experiments

FIRST, SECOND = np.array([0.61, 0.58, 0.66, 0.59]), np.array([0.55, 0.59, 0.57, 0.56])


def test_values_of_each_comparison():
    d = FIRST - SECOND
    seeds = experiments.compare_seeds(FIRST, SECOND)
    assert (seeds.count, seeds.varied) == (4, "seeds")
    assert [seeds.mean, seeds.deviation] == pytest.approx([d.mean(), d.std(ddof=1)])
    assert [seeds.lowest, seeds.highest, seeds.share_of_other_sign] == pytest.approx([-0.01, 0.09, 0.25])
    splits = experiments.compare_splits(FIRST, SECOND, train=30, test=10)
    assert splits.corrected_error == pytest.approx(d.std(ddof=1) * np.sqrt(1 / 4 + 10 / 30))
    assert splits.interval == pytest.approx(stats.t.interval(0.95, 3, d.mean(), splits.corrected_error))
    cases = experiments.compare_cases(FIRST, SECOND)
    assert cases.error == pytest.approx(stats.sem(d))
    assert cases.interval == pytest.approx(stats.t.interval(0.95, 3, d.mean(), stats.sem(d)))


def test_comparisons_are_first_minus_second_and_exchange_signs():
    ours, theirs = experiments.compare_seeds(FIRST, SECOND), experiments.compare_seeds(SECOND, FIRST)
    assert (ours.mean, ours.lowest) == (-theirs.mean, -theirs.highest)
    assert ours.share_of_other_sign == theirs.share_of_other_sign


def test_equal_results_have_no_other_sign():
    same = experiments.compare_seeds([1, 2], [1, 2])
    assert (same.mean, same.deviation, same.share_of_other_sign) == (0, 0, 0)
    assert experiments.compare_seeds([1, 0], [0, 0]).share_of_other_sign == 0
    assert experiments.compare_seeds([1, -1], [0, 0]).share_of_other_sign == 0


def test_the_sign_of_a_tiny_difference_counts():
    for compare in (experiments.compare_seeds, functools.partial(experiments.compare_splits, train=3, test=1)):
        assert compare([3e-200, -1e-200], [0, 0]).share_of_other_sign == 0.5


def test_only_what_the_design_allows_is_printed():
    seeds = str(experiments.compare_seeds(FIRST, SECOND))
    splits = str(experiments.compare_splits(FIRST, SECOND, train=80, test=20))
    cases = str(experiments.compare_cases(FIRST, SECOND))
    for text, over in ((seeds, "4 seeds"), (splits, "4 splits"), (cases, "4 new cases")):
        assert f"mean difference {np.mean(FIRST - SECOND):+.3g} over {over}, " in text
    for text in (seeds, splits):
        assert "standard error" not in text
        assert "25 % have the other sign" in text
    assert "interval" not in seeds
    assert "standard error" in cases


def test_more_splits_do_not_make_the_corrected_error_vanish():
    first, second = np.tile(FIRST, 1000), np.tile(SECOND, 1000)
    many = experiments.compare_splits(first, second, train=80, test=20)
    assert many.corrected_error == pytest.approx(many.deviation * 0.5, rel=1e-3)


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ([1.0], [1.0], r"R at least 2, got \(1,\) and \(1,\)"),
        ([1.0, 2.0], [1.0], r"got \(2,\) and \(1,\)"),
        ([[1.0, 2.0]], [[1.0, 2.0]], r"got \(1, 2\)"),
        ([1.0, np.nan], [1.0, 2.0], "first to hold finite numbers, got nan at index 1"),
        ([1.0, 2.0], [np.inf, 2.0], "second to hold finite numbers, got inf at index 0"),
    ],
)
def test_bad_input_is_refused(first, second, message):
    for compare in (experiments.compare_seeds, experiments.compare_cases):
        with pytest.raises(ValueError, match=f"expected .*{message}"):
            compare(first, second)


@pytest.mark.parametrize("size", [0, -1, 80.5, np.nan, np.inf, "80"])
def test_sizes_of_splits_are_whole_numbers(size):
    for wrong in ("train", "test"):
        with pytest.raises(ValueError, match=rf"^expected {wrong} to be a whole number of 1 or more, got {size!r}$"):
            experiments.compare_splits(FIRST, SECOND, **{"train": 1, "test": 1} | {wrong: size})


@pytest.mark.parametrize("size", [1, 1.0, np.int64(1)])
def test_one_case_is_enough_to_train_and_to_test_on(size):
    assert experiments.compare_splits(FIRST, SECOND, train=size, test=size).count == 4


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.uint8])
def test_sizes_of_splits_may_have_any_dtype(dtype):
    first, second = [0.61, 0.58, 0.66], [0.55, 0.59, 0.57]
    given = experiments.compare_splits(first, second, train=dtype(7), test=dtype(3))
    assert given == experiments.compare_splits(first, second, train=7, test=3)


def test_a_difference_beyond_all_floats_is_refused():
    with pytest.raises(ValueError, match="expected first - second to hold finite numbers, got inf at index 0"):
        experiments.compare_seeds([1e308, 1], [-1e308, 1])


@pytest.mark.parametrize("unit", [1e-200, 1e200])
def test_a_comparison_does_not_depend_on_the_unit_of_the_results(unit):
    first, second = unit * np.array(FIRST), unit * np.array(SECOND)
    one, other = experiments.compare_cases(FIRST, SECOND), experiments.compare_cases(first, second)
    assert other.error / unit == pytest.approx(one.error)
    assert other.mean / unit == pytest.approx(one.mean)


def test_what_rounding_leaves_of_equal_results_is_not_a_difference():
    cancelled = experiments.compare_seeds([0.1, 0.2, -0.3], [0, 0, 0])
    assert (cancelled.mean, cancelled.share_of_other_sign) == (0, 0)
    assert experiments.compare_seeds([0.1] * 3, [0] * 3).deviation == 0
    assert experiments.compare_cases([0.7, 0.8, 0.9], [0.6, 0.7, 0.8]).error == 0
    assert experiments.compare_seeds([1, 1 + 1e-14, 1], [1, 1, 1]).deviation > 0


def test_coverage_of_seeds():
    """Another seed falls between the lowest and the highest with probability (R - 1)/(R + 1)."""
    rng = np.random.default_rng(0)
    inside = []
    for _ in range(4000):
        first, second = rng.exponential(size=(2, 10))
        spread = experiments.compare_seeds(first[:9], second[:9])
        inside.append(spread.lowest <= first[9] - second[9] <= spread.highest)
    assert np.mean(inside) == pytest.approx(8 / 10, abs=0.02)


def test_coverage_of_cases():
    rng = np.random.default_rng(1)
    inside = []
    for _ in range(4000):
        shared = rng.exponential(size=30)
        result = experiments.compare_cases(shared + rng.normal(0.2, 1, 30), shared)
        inside.append(result.interval[0] <= 0.2 <= result.interval[1])
    assert np.mean(inside) == pytest.approx(0.95, abs=0.012)


def line_and_mean(x, y, train, test):
    """Test losses of a fitted line and of the mean, one each for every split (rows of indices)."""
    xt, yt = x[train], y[train]
    mx, my = xt.mean(1, keepdims=True), yt.mean(1, keepdims=True)
    slope = ((xt - mx) * (yt - my)).sum(1, keepdims=True) / ((xt - mx) ** 2).sum(1, keepdims=True)
    line = my + slope * (x[test] - mx)
    return ((y[test] - line) ** 2).mean(1), ((y[test] - my) ** 2).mean(1)


def test_coverage_of_splits():
    """Over 100 splits, the naive interval holds the truth about new data far too rarely, the corrected one often."""
    rng = np.random.default_rng(2)
    n, train, k = 60, 48, 100

    def sample(cases):
        x = rng.normal(size=cases)
        return x, 0.25 * x + rng.normal(size=cases)

    # The truth: the mean difference over training sets of this size, each tested on cases of its own.
    x, y = sample(20000 * n)
    places = np.arange(20000 * n).reshape(20000, n)
    first, second = line_and_mean(x, y, places[:, :train], places[:, train:])
    truth = (first - second).mean()
    naive, corrected = [], []
    for _ in range(200):
        x, y = sample(n)
        splits = rng.permuted(np.tile(np.arange(n), (k, 1)), axis=1)
        result = experiments.compare_splits(
            *line_and_mean(x, y, splits[:, :train], splits[:, train:]), train=train, test=n - train
        )
        reach = stats.t.ppf(0.975, k - 1) * result.deviation / np.sqrt(k)
        naive.append(abs(result.mean - truth) <= reach)
        corrected.append(result.interval[0] <= truth <= result.interval[1])
    assert 0.1 < np.mean(naive) < 0.45
    assert 0.85 < np.mean(corrected) < 0.99


def test_few_of_the_other_sign_are_not_none():
    few, none = [1.0] * 300 + [-1.0], [1.0] * 301
    assert "; 0.3 % have the other sign" in str(experiments.compare_seeds(few, [0.0] * 301))
    assert "; 0 % have the other sign" in str(experiments.compare_seeds(none, [0.0] * 301))


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0"),
        (0.0004, "0.04"),
        (0.005, "0.5"),
        (0.006, "1"),
        (0.994, "99"),
        (0.996, "99.6"),
        (0.9999, "99.99"),
        (1, "100"),
    ],
)
def test_a_percentage_is_0_or_100_only_of_nothing_and_all(share, text):
    assert experiments._percent(share) == text
