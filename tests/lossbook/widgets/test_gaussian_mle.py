import math

import numpy as np
import pytest
from traitlets import TraitError

from lossbook.regression import add_intercept, fit_linear
from lossbook.widgets import GaussianMLE

FITTED = {"intercept": 0.05, "slope": 1.99, "sigma": 0.146287}


def test_default_state():
    this = GaussianMLE().values()["this"]
    assert this["squared_error"] == pytest.approx(14.06)
    assert this["log_likelihood"] == pytest.approx(-11.624693, abs=5e-7)


def test_fitted_state():
    values = GaussianMLE(**FITTED).values()
    assert values["this"]["squared_error"] == pytest.approx(0.107)
    assert values["this"]["sigma_hat"] == pytest.approx(0.146287, abs=5e-7)
    assert values["this"]["log_likelihood"] == pytest.approx(2.516218, abs=5e-7)
    assert values["misfit"] == pytest.approx(-5 / 2, rel=1e-5)


def test_each_point_has_its_share_of_the_log_likelihood():
    values = GaussianMLE(sigma=0.3).values()
    assert len(values["losses"]) == 5
    assert sum(values["losses"]) == pytest.approx(-values["this"]["log_likelihood"])


def test_two_parts_make_the_log_likelihood():
    values = GaussianMLE(slope=-1, sigma=0.7).values()
    assert values["spread"] == pytest.approx(-5 / 2 * math.log(2 * math.pi * 0.7**2))
    assert values["spread"] + values["misfit"] == pytest.approx(values["this"]["log_likelihood"])


@pytest.mark.parametrize("sigma", [0.05, 1, 5])
def test_best_line_is_that_of_least_squares_at_any_sigma(sigma):
    widget = GaussianMLE(sigma=sigma)
    best = widget.values()["best"]
    fit = fit_linear(add_intercept(widget.x), widget.y)
    assert (best["intercept"], best["slope"]) == pytest.approx(fit.theta.tolist())
    assert best["squared_error"] == pytest.approx(fit.squared_error)
    for slope in (1.9, 1.98, 2, 2.1):
        other = GaussianMLE(intercept=0.05, slope=slope, sigma=sigma).values()["this"]
        assert other["log_likelihood"] < best["log_likelihood"]


def test_no_sigma_is_better_than_the_root_of_the_mean_square():
    at = [GaussianMLE(slope=1.5, sigma=s).values()["this"]["log_likelihood"] for s in np.geomspace(0.05, 5, 40)]
    top = GaussianMLE().values()["this"]["sigma_hat"]
    assert max(at) < GaussianMLE(sigma=top).values()["this"]["log_likelihood"]


@pytest.mark.parametrize("x", [[2.0], [2.0, 2.0, 2.0]])
def test_where_all_x_are_equal_the_level_line_is_shown_as_best(x):
    y = [1.0, 4.0, 7.0][: len(x)]
    best = GaussianMLE(x=x, y=y).values()["best"]
    assert (best["intercept"], best["slope"]) == (np.mean(y), 0)
    assert best["squared_error"] == pytest.approx(np.var(y) * len(y))


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"x": []}, "x: expected 1 to 8 numbers, got 0"),
        ({"x": [1, 2, 3]}, "y: expected 3 numbers, one for each x, got 5"),
        ({"y": [1.0] * 9}, "y: expected 1 to 8 numbers, got 9"),
        ({"x": [1, 2, 3, 4, 6.1]}, r"x\[4\]: expected a number from 0 to 6, got 6.1"),
        ({"y": [1, 2, math.nan, 4, 5]}, r"y\[2\]: expected a finite number, got nan"),
        ({"y": [1, 2, 3, 4, 12.5]}, r"y\[4\]: expected a number from -2 to 12, got 12.5"),
        ({"intercept": 45.1}, "intercept: expected a number from -45 to 45, got 45.1"),
        ({"slope": "1"}, "slope: expected a finite number, got '1'"),
        ({"sigma": 0}, "sigma: expected a number from 0.05 to 5, got 0"),
    ],
)
def test_bad_state_is_refused(state, message):
    with pytest.raises(TraitError, match=message):
        GaussianMLE(**state)


def test_bad_assignment_leaves_the_state():
    widget = GaussianMLE()
    with pytest.raises(TraitError, match="y: expected 5 numbers, one for each x, got 1"):
        widget.y = [1.0]
    assert widget.y == [2.1, 3.9, 6.2, 7.8, 10.1]


def test_repr_constructs_the_same_state():
    widget = GaussianMLE(x=[1, 2.5], y=[0, -1], slope=-0.5)
    assert repr(widget) == "GaussianMLE(x=[1, 2.5], y=[0, -1], intercept=0, slope=-0.5, sigma=1)"
    assert eval(repr(widget)).state() == widget.state()


@pytest.mark.slow
def test_figure_and_its_words():
    forms, _ = GaussianMLE(slope=-1)._repr_mimebundle_()
    assert "the line 0 − 1x" in forms["image/svg+xml"]
    assert "The squares sum to 14.0600; the log-likelihood is −11.6247 nats." in GaussianMLE().describe()
    assert forms["image/svg+xml"] == GaussianMLE(slope=-1)._repr_mimebundle_()[0]["image/svg+xml"]
