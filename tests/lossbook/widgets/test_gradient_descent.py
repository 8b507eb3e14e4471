import itertools
import math

import numpy as np
import pytest
from traitlets import TraitError

from lossbook.regression import add_intercept, descend_linear, descend_logistic, fit_logistic
from lossbook.widgets import GradientDescent, gradient_descent
from lossbook.widgets.gradient_descent import _mulberry32

INPUTS, LABELS, NOISE = map(np.array, (gradient_descent.INPUTS, gradient_descent.LABELS, gradient_descent.NOISE))


def shown(**state):
    return GradientDescent(**state).values()


def test_generator():
    assert list(itertools.islice(_mulberry32(42), 3)) == pytest.approx([0.601104, 0.448291, 0.852466], abs=5e-7)


def test_default_state():
    values = shown()
    assert values["now"] == pytest.approx([-1.18098, 0, 0.697357], abs=5e-7)
    assert values["path"][0] == pytest.approx([-2, 1, 7])
    assert values["minimum"] == [0, 0, 0]
    assert values["limit"] == pytest.approx(0.2)


def test_above_the_limit_one_axis_grows_and_the_other_shrinks():
    path = np.array(shown(lr=0.21)["path"])
    assert path[-1, 2] == pytest.approx(13.158078, abs=5e-7)
    assert (np.diff(np.abs(path[:, 0])) < 0).all()
    assert (np.diff(np.abs(path[:, 1])) > 0).all()


def test_one_logistic_step():
    now = shown(landscape="logistic", start=[0, 0], lr=1, steps=1)["now"]
    assert now == pytest.approx([0.416667, 0, 0.556658], abs=5e-7)


def test_steps_on_one_point_see_points_3_2_and_5():
    state = {"landscape": "logistic", "start": [0, 0], "lr": 0.5, "batch": 1}
    theta, X = np.zeros(2), np.column_stack([INPUTS, np.ones(6)])
    for steps, point in enumerate([3, 2, 5], start=1):
        theta = theta - 0.5 * (1 / (1 + np.exp(-X[point] @ theta)) - LABELS[point]) * X[point]
        assert shown(**state, steps=steps)["now"][:2] == pytest.approx(theta)
    assert shown(**state, steps=3)["now"] == pytest.approx([0.360775, 0.334599, 0.584009], abs=5e-7)


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_a_step_sees_no_point_twice(batch):
    for seed in range(100):
        for points in GradientDescent(batch=batch, seed=seed, steps=20)._batches():
            assert len(set(points)) == batch
            assert set(points) <= set(range(6))


def test_best_line_through_the_points_is_zero():
    assert NOISE.sum() == NOISE @ INPUTS == 0


def test_quadratic_is_least_squares_above_its_minimum():
    X = np.column_stack([INPUTS / np.sqrt(np.mean(INPUTS**2)), np.full(6, math.sqrt(3))])
    descent = descend_linear(X, NOISE, lr=0.3, steps=9, start=[1, -2])
    path = np.array(shown(kappa=3, lr=0.3, steps=9, start=[1, -2])["path"])
    assert path[:, :2] == pytest.approx(descent.path)
    assert path[:, 2] == pytest.approx(descent.loss - np.mean(NOISE**2) / 2)


def test_logistic_is_the_regression_with_an_intercept():
    X = add_intercept(INPUTS)
    values = shown(landscape="logistic", lr=2, steps=9, start=[1, -2])
    path = np.array(values["path"])
    descent = descend_logistic(X, LABELS, lr=2, steps=9, start=[-2, 1])
    assert path[:, 1::-1] == pytest.approx(descent.path)
    assert path[:, 2] == pytest.approx(descent.loss)
    fit = fit_logistic(X, LABELS)
    assert values["minimum"] == pytest.approx([fit.theta[1], fit.theta[0], fit.loss[-1]])
    assert values["limit"] == pytest.approx(2 / (np.linalg.eigvalsh(X.T @ X / 24).max()))


@pytest.mark.parametrize("batch", ["full", 1])
def test_divergence_is_said(batch):
    values = shown(kappa=50, lr=5, batch=batch, steps=200)
    assert values["now"] == ["diverged"] * 3
    assert 10 < len(values["path"]) < 200
    assert np.isfinite(values["path"]).all()
    assert "it has diverged" in GradientDescent(kappa=50, lr=5, batch=batch, steps=200).describe()


def test_small_batches_hover():
    hovering = np.array(shown(batch=1, lr=0.05, steps=200)["path"])[100:, 2]
    assert 0.01 < np.median(hovering) < 1
    assert shown(lr=0.05, steps=200)["now"][2] < 1e-8


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"kappa": 0.5}, "kappa: expected a number from 1 to 50, got 0.5"),
        ({"lr": 0}, "lr: expected a number from 0.001 to 5, got 0"),
        ({"lr": math.nan}, "lr: expected a finite number, got nan"),
        ({"start": [0, 4]}, r"start\[1\]: expected a number from -3 to 3, got 4"),
        ({"start": [0]}, "start: expected 2 to 2 numbers, got 1"),
        (
            {"landscape": "cubic"},
            r"'landscape' trait .* expected any of \['quadratic', 'logistic'\], not the str 'cubic'",
        ),
        ({"batch": 4}, r"'batch' trait .* expected any of \['full', 1, 2, 3\], not the int 4"),
        ({"seed": 100}, "'seed' trait .* should not be greater than 99, but a value of 100"),
        ({"steps": 1.5}, "'steps' trait .* expected an int, not the float 1.5"),
        ({"steps": -1}, "'steps' trait .* should not be less than 0, but a value of -1"),
    ],
)
def test_bad_state_is_refused(state, message):
    with pytest.raises(TraitError, match=message):
        GradientDescent(**state)


def test_repr_constructs_the_same_state():
    explorer = GradientDescent(landscape="logistic", start=[0, 0.5], batch=2, steps=9)
    expected = 'GradientDescent(landscape="logistic", kappa=10, start=[0, 0.5], lr=0.1, batch=2, seed=42, steps=9)'
    assert repr(explorer) == expected
    assert eval(repr(explorer)).state() == explorer.state()


@pytest.mark.slow
@pytest.mark.parametrize("state", [{}, {"landscape": "logistic", "batch": 1, "steps": 0}])
def test_figure_and_its_words(state):
    explorer = GradientDescent(**state)
    figure = explorer._repr_mimebundle_()[0]["image/svg+xml"]
    assert explorer.describe() in figure
    assert figure == explorer._repr_mimebundle_()[0]["image/svg+xml"]


def test_words_of_the_default_figure():
    words = GradientDescent().describe()
    assert "from (−2, 1): after 5 steps of size 0.1 on all six points it is at (−1.1810, 0.0000)" in words
    assert words.endswith(" with the loss 0.6974. The limit 2/Λ is 0.2000.")
    assert "after 1 step of size" in GradientDescent(steps=1).describe()
