"""The data sets: what they hold, and that a seed gives the same numbers again."""

import math
import re
from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import kstest

from lossbook.data import breast_cancer, digits, gaussian_clouds, iris, noisy_line


def test_a_noisy_line_is_a_line_plus_normal_errors():
    x = np.linspace(-1, 1, 2000)
    y = noisy_line(x, intercept=3, slope=-2, sigma=0.5, seed=1)
    assert kstest((y - 3 + 2 * x) / 0.5, "norm").pvalue > 0.01
    assert y.tolist() == noisy_line(x, intercept=3, slope=-2, sigma=0.5, seed=1).tolist()
    assert y.tolist() != noisy_line(x, intercept=3, slope=-2, sigma=0.5, seed=2).tolist()
    assert noisy_line([1, 2], intercept=1, slope=2, sigma=0, seed=0).tolist() == [3, 5]
    errors = noisy_line([1, 1], intercept=0, slope=0, sigma=[0, 1], seed=0)
    assert errors[0] == 0
    assert errors[1] != 0


def test_a_seed_gives_the_numbers_of_the_docstrings():
    two, tenth = Fraction(2), Fraction(1, 10)
    y = noisy_line([Fraction(1), 2, 3], intercept=0, slope=2, sigma=tenth, seed=0)
    assert y == pytest.approx([2.0126, 3.9868, 6.0640], abs=5e-5)
    assert y.dtype == np.float64
    X, y = gaussian_clouds(4, [-two / 2, two / 2], shares=[tenth * 5, tenth * 5], seed=0)
    assert X[:, 0] == pytest.approx([0.4643, -0.6384, 0.3040, -0.0529], abs=5e-5)
    assert y.tolist() == [1, 0, 0, 0]


def test_shares_in_float32_sum_to_1():
    X, y = gaussian_clouds(2, [1, 2, 3], seed=0, shares=np.float32([0.1, 0.2, 0.7]))
    again, labels = gaussian_clouds(2, [1, 2, 3], seed=0, shares=[0.1, 0.2, 0.7])
    assert y.tolist() == labels.tolist()
    assert X.tolist() == again.tolist()


def test_clouds_have_the_centres_shares_and_spread_that_were_asked_for():
    X, y = gaussian_clouds(20_000, [[0, 5], [3, -1], [9, 9]], shares=[0.2, 0.3, 0.5], spread=2, seed=0)
    assert np.bincount(y) / 20_000 == pytest.approx([0.2, 0.3, 0.5], abs=0.02)
    for k, centre in enumerate([[0, 5], [3, -1], [9, 9]]):
        assert X[y == k].mean(0) == pytest.approx(centre, abs=0.1)
        assert X[y == k].std(0) == pytest.approx([2, 2], abs=0.1)
    again, _ = gaussian_clouds(20_000, [[0, 5], [3, -1], [9, 9]], shares=[0.2, 0.3, 0.5], spread=2, seed=0)
    assert (again == X).all()


def test_clouds_are_equally_large_and_of_unit_spread_by_default():
    X, y = gaussian_clouds(20_000, [-1, 1], seed=3)
    assert X.shape == (20_000, 1)
    assert y.mean() == pytest.approx(0.5, abs=0.02)
    assert X[y == 1].std() == pytest.approx(1, abs=0.03)
    X, y = gaussian_clouds(1, [4.0], seed=0)
    assert (X.shape, y.tolist()) == ((1, 1), [0])


def test_sets_of_scikit_learn():
    data = breast_cancer()
    assert data.X.shape == (569, 30)
    assert data.classes == ("benign", "malignant")
    assert np.bincount(data.y).tolist() == [357, 212]
    assert data.X[data.y == 1, data.features.index("mean radius")].mean() > 17
    data = digits()
    assert data.X.shape == (1797, 64)
    assert (data.X.min(), data.X.max()) == (0, 1)
    assert data.classes == tuple("0123456789")
    assert data.y[:12].tolist() == [*range(10), 0, 1]
    assert data.features[:2] == ("pixel_0_0", "pixel_0_1")
    data = iris()
    assert data.X.shape == (150, 4)
    assert np.bincount(data.y).tolist() == [50, 50, 50]
    assert data.classes == ("setosa", "versicolor", "virginica")
    assert data.features[0] == "sepal length (cm)"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: noisy_line([[1]], intercept=0, slope=1, sigma=1, seed=0), r"x of shape \(n\).*got \(1, 1\)"),
        (lambda: noisy_line([1, 2], intercept=0, slope=1, sigma=[1], seed=0), r"got \(2,\) and \(1,\)"),
        (
            lambda: noisy_line([1, math.nan], intercept=0, slope=1, sigma=1, seed=0),
            "expected x to hold finite numbers, got nan",
        ),
        (
            lambda: noisy_line([1], intercept=0, slope=1, sigma=-1, seed=0),
            "expected sigma to hold finite numbers of 0 .* -1",
        ),
        (lambda: noisy_line([1], intercept=0, slope=1, sigma=math.inf, seed=0), "got inf"),
        (lambda: noisy_line([1], intercept=math.nan, slope=1, sigma=1, seed=0), "intercept and slope, got nan and 1"),
        (lambda: noisy_line([1], intercept=0, slope=math.inf, sigma=1, seed=0), "got 0.0 and inf"),
        (lambda: noisy_line([1, 1e308], intercept=0, slope=10, sigma=0, seed=0), "finite targets, got inf at index 1"),
        (lambda: gaussian_clouds(1, [1e308], spread=1e308, seed=3), "finite features, got -inf at index"),
        (lambda: gaussian_clouds(0, [1.0], seed=0), "n to be a whole number of 1 or more, got 0"),
        (lambda: gaussian_clouds(1, 1.0, seed=0), r"of shape \(K, d\), got \(\)"),
        (lambda: gaussian_clouds(1, np.zeros((2, 0)), seed=0), r"\(2, 0\)"),
        (lambda: gaussian_clouds(1, [math.inf], seed=0), "expected centres to hold finite numbers, got inf"),
        (lambda: gaussian_clouds(1, [1.0], spread=0, seed=0), "spread above 0, got 0"),
        (lambda: gaussian_clouds(1, [1.0], spread=math.inf, seed=0), "got inf"),
        (lambda: gaussian_clouds(1, [1.0, 2.0], shares=[1.0], seed=0), r"\(2,\).*got \(1,\)"),
        (
            lambda: gaussian_clouds(1, [1.0, 2.0], shares=[1.5, -0.5], seed=0),
            "expected shares to hold probabilities of 0 or more, got",
        ),
        (lambda: gaussian_clouds(1, [1.0, 2.0], shares=[0.5, 0.6], seed=0), "sum to 1, got 1.1"),
        (lambda: gaussian_clouds(1, [1.0, 2.0], shares=[0.5, 0.4], seed=0), "got 0.9"),
        (lambda: gaussian_clouds(1, [1.0, 2.0], shares=[0.5, 0.5 + 2**-15], seed=0), "got 1.000030517578125"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message) as refusal:
        call()
    assert re.match("expected .* got ", str(refusal.value))


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_shares_may_be_rounded_to_fewer_bits(dtype):
    shares = np.array([0.1, 0.2, 0.7])
    _, y = gaussian_clouds(50, [0.0, 1.0, 2.0], shares=shares.astype(dtype), seed=0)
    assert (y == gaussian_clouds(50, [0.0, 1.0, 2.0], shares=shares, seed=0)[1]).all()


def test_a_share_of_0_is_allowed():
    _, y = gaussian_clouds(50, [0.0, 1.0], shares=[0.0, 1.0], seed=0)
    assert y.all()
