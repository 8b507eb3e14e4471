"""Regression against statsmodels, scikit-learn and numerical derivatives."""

import math
import re
import tracemalloc
import warnings
from fractions import Fraction

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime, brentq
from scipy.special import expit
from scipy.stats import norm
from sklearn.linear_model import LogisticRegression

from lossbook import regression
from lossbook.regression import (
    add_intercept,
    descend_linear,
    descend_linear_stochastic,
    descend_logistic,
    descend_softmax,
    fit_linear,
    fit_logistic,
    fit_softmax,
    linear_log_likelihood,
    logistic_log_likelihood,
    softmax_log_likelihood,
)

FEW = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.differing_executors],  # mutation testing runs a test again on another instance
)
seeds = st.integers(0, 2**16)
X5, Y5 = add_intercept([1, 2, 3, 4, 5]), [2.1, 3.9, 6.2, 7.8, 10.1]
X6, Y6 = [[-2.0], [-1.0], [-0.5], [0.5], [1.0], [2.0]], [0, 0, 1, 0, 1, 1]
FREE_INTERCEPT = np.array([0.0, 0.1, 0.1])


def sample(seed, n=120):
    """A design with intercept; targets, labels and classes that overlap."""
    rng = np.random.default_rng(seed)
    X = add_intercept(rng.standard_normal((n, 2)))
    signal = X @ [0.5, 1.0, -1.0]
    classes = (np.outer(signal, [0, 0.5, 1]) + rng.gumbel(size=(n, 3))).argmax(1)
    return X, signal + rng.standard_normal(n), (signal + rng.logistic(size=n) > 0).astype(int), classes


class TestLinear:
    def test_known_values(self):
        fit = fit_linear(X5, Y5)
        assert fit.theta == pytest.approx([0.05, 1.99])
        assert fit.squared_error == pytest.approx(0.107)
        assert math.sqrt(fit.sigma2_mle) == pytest.approx(0.146287, abs=5e-7)
        assert fit.log_likelihood == pytest.approx(2.516218, abs=5e-7)
        assert linear_log_likelihood(X5, Y5, [0, 1.5], 1.0) == pytest.approx(-11.624693, abs=5e-7)

    @FEW
    @given(seeds)
    def test_the_fit_agrees_with_statsmodels(self, seed):
        X, y, _, _ = sample(seed)
        fit, theirs = fit_linear(X, y), sm.OLS(y, X).fit()
        assert fit.theta == pytest.approx(theirs.params, rel=1e-10)
        assert fit.standard_errors == pytest.approx(theirs.bse, rel=1e-10)
        assert fit.sigma2 == pytest.approx(theirs.mse_resid)
        assert fit.sigma2_mle == pytest.approx(theirs.ssr / len(y))
        assert fit.squared_error == pytest.approx(theirs.ssr)
        assert fit.log_likelihood == pytest.approx(theirs.llf)
        assert fit.log_likelihood == pytest.approx(linear_log_likelihood(X, y, fit.theta, fit.sigma2_mle**0.5))
        theta = [0.1, 0.2, 0.3]
        assert linear_log_likelihood(X, y, theta, 0.7) == pytest.approx(norm(X @ theta, 0.7).logpdf(y).sum())

    def test_a_line_through_every_point_has_an_infinite_likelihood(self):
        assert fit_linear([[1.0], [2.0], [4.0]], [0.0, 0.0, 0.0]).log_likelihood == math.inf

    def test_a_line_through_every_point_may_leave_a_residual_that_is_rounding(self):
        fit = fit_linear(X5, [0.1, 0.2, 0.3, 0.4, 0.5])
        assert fit.squared_error < 1e-28
        assert fit.log_likelihood > 100

    @pytest.mark.parametrize("sigma", [5e-324, 1e-200, 1e-3, 1e200, 1.7e308])
    def test_every_positive_sigma_has_a_likelihood(self, sigma):
        X, on_the_line = [[1.0], [2.0]], [2.0, 4.0]
        with np.errstate(over="raise", invalid="raise", divide="raise"):
            exact = linear_log_likelihood(X, on_the_line, [2.0], sigma)
            off = linear_log_likelihood(X, [1.0, 4.0], [2.0], sigma)
        assert exact == pytest.approx(-2 * (math.log(sigma) + math.log(2 * math.pi) / 2))
        assert off == (pytest.approx(exact - 0.5 / sigma / sigma) if sigma > 1e-100 else -math.inf)

    def test_nearly_collinear_columns_keep_their_digits(self):
        x = np.linspace(0, 1, 50)
        X = np.column_stack([np.ones(50), x, x + 1e-7 * np.cos(9 * x)])
        assert fit_linear(X, X @ [1.0, 2.0, 3.0]).theta == pytest.approx([1, 2, 3], rel=1e-6)

    def test_descent_reaches_the_closed_form(self):
        X, y, _, _ = sample(0)
        descent = descend_linear(X, y, lr=0.5, steps=300)
        fit = fit_linear(X, y)
        assert descent.theta == pytest.approx(fit.theta, rel=1e-9)
        assert descent.path.shape == (301, 3)
        assert descent.path[0].tolist() == [0, 0, 0]
        assert descent.loss.shape == descent.gradient_norm.shape == (301,)
        assert descent.loss[0] == pytest.approx(np.mean(y**2) / 2)
        assert descent.loss[-1] == pytest.approx(fit.sigma2_mle / 2)
        assert (np.diff(descent.loss) <= 1e-15).all()
        assert descent.gradient_norm[0] == pytest.approx(np.linalg.norm(X.T @ y / len(y)))
        assert descent.gradient_norm[-1] < 1e-12

    def test_steps_beyond_the_bound_diverge_with_a_warning(self):
        X, y, _, _ = sample(0)
        bound = 2 / np.linalg.eigvalsh(X.T @ X / len(y)).max()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            descend_linear(X, y, lr=0.99 * bound, steps=200)
        with pytest.warns(RuntimeWarning, match=f"below {bound:g}, steps"):
            descent = descend_linear(X, y, lr=1.2 * bound, steps=100)
        assert len(descent.loss) == 101
        assert descent.loss[-1] > descent.loss[0]

    def test_a_descent_stops_where_it_leaves_the_finite_numbers(self):
        with np.errstate(over="raise", invalid="raise"), pytest.warns(RuntimeWarning, match="got inf after"):
            descent = descend_linear(X5, Y5, lr=100.0, steps=10_000)
        assert 10 < len(descent.path) < 1000
        assert np.isfinite(descent.path).all()
        assert np.isfinite(descent.loss).all()
        assert np.isfinite(descent.gradient_norm).all()
        assert len(descent.path) == len(descent.loss) == len(descent.gradient_norm)

    def test_opposite_infinities_end_the_record_too(self):
        with np.errstate(over="raise", invalid="raise"), pytest.warns(RuntimeWarning, match="got nan after"):
            descent = descend_linear([[1.0, -1.0], [2.0, -2.0], [1.0, 1.0]], [1e10, -1e10, 3e10], lr=1e300, steps=5)
        assert len(descent.path) == 1

    def test_a_loss_that_overflows_before_its_gradient_ends_the_record(self):
        with pytest.warns(RuntimeWarning, match="got inf after"):
            descent = descend_linear([[1e-100], [2e-100]], [1.0, 2.0], lr=1e300, steps=5)
        assert np.isfinite(descent.loss).all()
        assert np.isfinite(descent.gradient_norm).all()

    @pytest.mark.parametrize("steps", [0, 5])
    def test_a_start_whose_loss_overflows_is_refused(self, steps):
        far, big = [1e200, 1e200], {"lr": 0.1, "start": [[0.0], [1e200]], "l2": 1.0}
        calls = [
            lambda: descend_linear(X5, Y5, lr=0.1, steps=steps, start=far),
            lambda: descend_linear(X5, [1e200, 0, 0, 0, 0], lr=0.1, steps=steps),
            lambda: descend_linear_stochastic(X5, Y5, lr=0.1, epochs=steps, seed=0, start=far),
            lambda: descend_logistic(X6, Y6, lr=0.1, steps=steps, start=[1e200], l2=1.0),
            lambda: descend_softmax(X6, Y6, 2, steps=steps, **big),
        ]
        for call in calls:
            refused = pytest.raises(ValueError, match=r"^expected a finite loss .* at the start, got inf and")
            with np.errstate(over="raise", invalid="raise"), refused:
                call()

    def test_a_start_is_where_it_starts(self):
        fit = fit_linear(X5, Y5)
        descent = descend_linear(X5, Y5, lr=0.1, steps=0, start=fit.theta)
        assert descent.path.tolist() == [fit.theta.tolist()]
        assert descent.gradient_norm[0] == pytest.approx(0, abs=1e-12)

    def test_a_step_on_all_cases_is_a_step_of_gradient_descent(self):
        X, y, _, _ = sample(1)
        batch = descend_linear(X, y, lr=0.3, steps=4, start=[1, 1, 1])
        stochastic = descend_linear_stochastic(X, y, lr=0.3, epochs=4, batch_size=len(y), seed=0, start=[1, 1, 1])
        assert stochastic.path == pytest.approx(batch.path)
        assert stochastic.loss == pytest.approx(batch.loss)

    def test_each_epoch_sees_every_case_once_in_a_new_order(self):
        """With one-hot rows and a step size of 1, each case sets its own coefficient to its target."""
        X, y = np.eye(5), np.arange(1.0, 6.0)
        descent = descend_linear_stochastic(X, y, lr=1.0, epochs=1, seed=3)
        assert len(descent.path) == 6
        assert descent.theta == pytest.approx(y)
        seen = [int(np.flatnonzero(step)[0]) for step in np.diff(descent.path, axis=0)]
        assert sorted(seen) == [0, 1, 2, 3, 4]
        pairs = descend_linear_stochastic(X, y, lr=2.0, epochs=1, batch_size=2, seed=3)
        changed = [np.flatnonzero(step).tolist() for step in np.diff(pairs.path, axis=0)]
        assert [len(c) for c in changed] == [2, 2, 1]
        assert sorted(case for batch in changed for case in batch) == [0, 1, 2, 3, 4]
        small = descend_linear_stochastic(X, y, lr=0.1, epochs=2, seed=3)
        orders = [int(np.argmax(np.abs(step))) for step in np.diff(small.path, axis=0)]
        assert orders[:5] != orders[5:]

    def test_no_epochs_are_no_steps(self):
        assert descend_linear_stochastic(X5, Y5, lr=1.0, epochs=0, seed=0).path.tolist() == [[0, 0]]

    def test_a_seed_gives_the_same_way_again(self):
        X, y, _, _ = sample(2)
        ways = [descend_linear_stochastic(X, y, lr=0.01, epochs=1, seed=seed).path for seed in (0, 0, 1)]
        assert (ways[0] == ways[1]).all()
        assert (ways[0] != ways[2]).any()

    def test_the_noise_of_single_cases_hovers_about_the_answer(self):
        X, y, _, _ = sample(3)
        best = fit_linear(X, y)
        descent = descend_linear_stochastic(X, y, lr=0.02, epochs=20, seed=0)
        assert descent.loss[0] > 2 * best.sigma2_mle / 2
        assert 0 < descent.loss[-120:].mean() - best.sigma2_mle / 2 < 0.1


class TestLogistic:
    @FEW
    @given(seeds)
    def test_the_fit_agrees_with_statsmodels(self, seed):
        X, _, y, _ = sample(seed)
        fit, theirs = fit_logistic(X, y), sm.Logit(y, X).fit(disp=0, tol=1e-14)
        assert fit.theta == pytest.approx(theirs.params, rel=1e-8)
        assert fit.standard_errors == pytest.approx(theirs.bse, rel=1e-8)
        assert fit.log_likelihood == pytest.approx(theirs.llf, rel=1e-12)
        assert fit.gradient_norm[-1] < 1e-14
        assert fit.loss[-1] == pytest.approx(-theirs.llf / len(y))
        assert logistic_log_likelihood(X, y, [0.1, -0.2, 0.3]) == pytest.approx(
            sm.Logit(y, X).loglike([0.1, -0.2, 0.3])
        )

    def test_newton_squares_the_error_at_each_step(self):
        X, _, y, _ = sample(0)
        norms = fit_logistic(X, y).gradient_norm
        assert len(norms) < 10
        assert norms[-2] < 20 * norms[-3] ** 2

    @FEW
    @given(seeds, st.sampled_from([0.01, 1.0]))
    def test_the_penalised_fit_agrees_with_scikit_learn(self, seed, penalty):
        X, _, y, _ = sample(seed)
        fit = fit_logistic(X, y, l2=[0, penalty, penalty])
        theirs = LogisticRegression(C=1 / (len(y) * penalty), tol=1e-10, max_iter=10_000).fit(X[:, 1:], y)
        assert fit.theta == pytest.approx([theirs.intercept_[0], *theirs.coef_[0]], rel=1e-5, abs=1e-6)
        assert fit.standard_errors is None
        assert fit.log_likelihood == logistic_log_likelihood(X, y, fit.theta)
        expected = -fit.log_likelihood / len(y) + penalty * (fit.theta[1:] ** 2).sum() / 2
        assert fit.loss[-1] == pytest.approx(expected)

    def test_one_step_of_descent(self):
        descent = descend_logistic(X6, Y6, lr=1.0, steps=1)
        assert descent.theta[0] == pytest.approx(0.416667, abs=5e-7)
        assert descent.loss == pytest.approx([math.log(2), 0.556658], abs=5e-7)

    @pytest.mark.parametrize("l2", [0.0, 0.3, FREE_INTERCEPT])
    def test_descent_reaches_the_fit(self, l2):
        X, _, y, _ = sample(4)
        descent = descend_logistic(X, y, lr=1.0, steps=3000, l2=l2)
        assert descent.theta == pytest.approx(fit_logistic(X, y, l2=l2).theta, rel=1e-8, abs=1e-9)
        assert descend_logistic(X, y, lr=1.0, steps=0, start=[1, 2, 3]).path.tolist() == [[1, 2, 3]]

    def test_derivatives(self):
        X, _, y, _ = sample(5)
        model = regression._Logistic(X, y, FREE_INTERCEPT)
        theta = np.array([0.3, -0.7, 0.2])
        assert model.gradient(theta) == pytest.approx(approx_fprime(theta, model.loss, 1e-7), abs=1e-6)
        numerical = [approx_fprime(theta, lambda t, j=j: model.gradient(t)[j], 1e-7) for j in range(3)]
        assert model.hessian(theta) == pytest.approx(np.array(numerical), abs=1e-6)
        assert np.linalg.eigvalsh(model.hessian(theta)).max() <= model.curvature()
        at_zero = np.linalg.eigvalsh(regression._Logistic(X, y, np.array([0.2] * 3)).hessian(np.zeros(3))).max()
        assert regression._Logistic(X, y, np.array([0.2] * 3)).curvature() == pytest.approx(at_zero)

    def test_large_margins_do_not_overflow(self):
        with np.errstate(over="raise", invalid="raise", divide="raise"):
            assert logistic_log_likelihood([[1000.0], [1000.0]], [0, 1], [1.0]) == -1000
            assert descend_logistic([[1000.0], [900.0]], [0, 1], lr=1e-7, steps=1, start=[3.0]).theta[0] < 3


class TestSoftmax:
    @FEW
    @given(seeds)
    def test_the_fit_agrees_with_statsmodels(self, seed):
        X, _, _, y = sample(seed)
        fit, model = fit_softmax(X, y, 3), sm.MNLogit(y, X)
        theirs = model.fit(disp=0, method="newton", tol=1e-14)
        assert fit.theta[1:] - fit.theta[0] == pytest.approx(theirs.params.T, rel=1e-7, abs=1e-9)
        assert fit.standard_errors == pytest.approx(theirs.bse.T, rel=1e-7)
        assert fit.log_likelihood == pytest.approx(theirs.llf, rel=1e-12)
        assert fit.theta.sum(0) == pytest.approx(np.zeros(3), abs=1e-12)
        assert fit.loss[-1] == pytest.approx(-theirs.llf / len(y))
        params = np.array([[0.1, 0.2, 0.3], [-0.3, 0.5, 0.0]])
        zero_first = np.vstack([np.zeros(3), params])
        assert softmax_log_likelihood(X, y, zero_first) == pytest.approx(model.loglike(params.T.ravel(order="F")))

    @FEW
    @given(seeds)
    def test_the_penalised_fit_agrees_with_scikit_learn(self, seed):
        X, _, _, y = sample(seed)
        fit = fit_softmax(X, y, 3, l2=FREE_INTERCEPT)
        theirs = LogisticRegression(C=1 / (len(y) * 0.1), tol=1e-10, max_iter=10_000).fit(X[:, 1:], y)
        assert fit.theta[:, 1:] == pytest.approx(theirs.coef_, rel=1e-5, abs=1e-6)
        assert fit.theta[:, 0] == pytest.approx(theirs.intercept_, rel=1e-5, abs=1e-6)
        assert fit.standard_errors is None
        assert fit.log_likelihood == softmax_log_likelihood(X, y, fit.theta)

    def test_two_classes_give_logistic_regression(self):
        X, _, y, _ = sample(1)
        two, one = fit_softmax(X, y, 2), fit_logistic(X, y)
        assert two.theta[1] - two.theta[0] == pytest.approx(one.theta)
        assert two.standard_errors[0] == pytest.approx(one.standard_errors)
        assert two.log_likelihood == pytest.approx(one.log_likelihood)

    @pytest.mark.parametrize("l2", [0.0, 0.3, FREE_INTERCEPT])
    def test_descent_reaches_the_fit(self, l2):
        X, _, _, y = sample(6)
        descent = descend_softmax(X, y, 3, lr=1.0, steps=3000, l2=l2)
        assert descent.theta == pytest.approx(fit_softmax(X, y, 3, l2=l2).theta, rel=1e-8, abs=1e-9)
        assert descent.path.shape == (3001, 3, 3)
        assert descent.loss[0] == pytest.approx(math.log(3))
        start = np.arange(9.0).reshape(3, 3)
        assert descend_softmax(X, y, 3, lr=1.0, steps=0, start=start).theta.tolist() == start.tolist()

    def test_derivatives(self):
        X, _, _, y = sample(7)
        model = regression._Softmax(X, y, np.array([0.2, 0.1, 0.3]))
        theta = np.linspace(-1, 1, 9)
        loss, gradient = (lambda t: model.loss(t.reshape(3, 3))), (lambda t: model.gradient(t.reshape(3, 3)).ravel())
        assert gradient(theta) == pytest.approx(approx_fprime(theta, loss, 1e-7), abs=1e-6)
        numerical = [approx_fprime(theta, lambda t, j=j: gradient(t)[j], 1e-7) for j in range(9)]
        assert model.hessian(theta.reshape(3, 3)) == pytest.approx(np.array(numerical), abs=1e-6)
        assert np.linalg.eigvalsh(model.hessian(theta.reshape(3, 3))).max() <= model.curvature()
        two = regression._Softmax(X, (y > 0).astype(int), np.array([0.2] * 3))
        assert two.curvature() == pytest.approx(np.linalg.eigvalsh(two.hessian(np.zeros((2, 3)))).max())

    def test_without_penalty_the_second_derivatives_have_rank_d_times_k_minus_1(self):
        X, _, _, y = sample(8)
        model = regression._Softmax(X, y, np.zeros(3))
        hessian = model.hessian(np.zeros((3, 3)))
        assert np.linalg.matrix_rank(hessian) == 6
        step = model.step(hessian, np.zeros((3, 3)))
        assert step.sum(0) == pytest.approx(np.zeros(3), abs=1e-14)
        assert (hessian @ step.ravel()) == pytest.approx(model.gradient(np.zeros((3, 3))).ravel(), abs=1e-14)

    def test_the_rows_of_a_penalised_fit_sum_to_0_whatever_the_units(self):
        """The first steps are large, and a weak penalty alone would not take away what their rounding has in common."""
        rng = np.random.default_rng(673)
        X, y = rng.normal(size=(11, 4)) * [1.6e-2, 7.9e-3, 7e6, 3.9e4], rng.integers(3, size=11)
        theta = fit_softmax(X, y, 3, l2=[1.8e-6, 6.5e-4, 2.3e-3, 2.8e-3]).theta
        assert (np.abs(theta.sum(0)) <= 1e-14 * np.abs(theta).max(0)).all()

    def test_newton_halves_a_step_that_overshoots(self):
        """The third full step on these cases of high leverage would raise the loss."""
        x = [[1.3, -13.9], [-4.6, 0], [-0.5, 0], [1.4, -0.2], [-497.3, 0.1]]
        x += [[3.6, -1.1], [-3, -1.1], [-0.1, -0.5], [89.1, 1.9], [7.8, 0.1]]
        X, y = add_intercept(x), np.array([1, 2, 0, 1, 2, 2, 3, 1, 3, 3])
        fit, model = fit_softmax(X, y, 4), regression._Softmax(X, y, np.zeros(3))
        full = [model.step(model.hessian(theta), theta) for theta in fit.path]
        assert model.loss(fit.path[2] - full[2]) > fit.loss[2]
        assert fit.path[3] == pytest.approx(fit.path[2] - full[2] / 2)
        assert fit.path[2] == pytest.approx(fit.path[1] - full[1])
        assert (np.diff(fit.loss) <= 1e-12).all()
        assert fit.gradient_norm[-1] < 1e-12

    def test_large_logits_do_not_overflow(self):
        with np.errstate(over="raise", invalid="raise", divide="raise"):
            assert softmax_log_likelihood([[1000.0]], [0], [[1.0], [2.0], [3.0]]) == -2000
            assert softmax_log_likelihood([[1.0]], [0], [[1e308], [-1e308]]) == 0
            assert softmax_log_likelihood([[1.0]], [1], [[1e308], [-1e308]]) == -math.inf
            assert logistic_log_likelihood([[1.0]], [1], [1e308]) == 0
            both = softmax_log_likelihood([[1000.0], [0.0]], [2, 0], [[1.0], [2.0], [3.0]])
            assert both == pytest.approx(-math.log(3))

    def test_a_certain_label_costs_0_and_not_minus_0(self):
        for zero in (
            logistic_log_likelihood([[1.0]], [1], [800.0]),
            softmax_log_likelihood([[1.0]], [0], [[800.0], [0.0]]),
        ):
            assert str(zero) == "0.0"

    @pytest.mark.parametrize("penalty", [1e-4, 1e-8, 1e-12])
    def test_a_small_penalty_of_separable_classes_is_felt(self, penalty):
        """The probabilities are so near to 1 that 1 - p has few digits or none."""
        X, y = add_intercept([1, 2, 3, 4]), [0, 0, 1, 1]
        two, one = fit_softmax(X, y, 2, l2=[0, penalty]), fit_logistic(X, y, l2=[0, penalty / 2])
        assert np.diff(two.theta, axis=0)[0] == pytest.approx(one.theta, rel=1e-9)


SEPARABLE = [[-2.0], [-1.0], [1.0], [2.0]], [0, 0, 1, 1]
QUASI = add_intercept([0, 0, 1, 1]), [0, 1, 1, 1]


@pytest.mark.parametrize("unit", [1e-8, 1e9])
@pytest.mark.parametrize("classes", [2, 3])
def test_a_fit_does_not_depend_on_the_unit_of_a_column(unit, classes):
    X, _, *labels = sample(3)
    y = labels[classes - 2]
    units = np.array([1, unit, 1])
    for l2 in (0.0, np.array([0.0, 0.0, 0.1])):
        fits = [fit_softmax(design, y, classes, l2=l2) for design in (X, X * units)]
        if classes == 2:
            fits += [fit_logistic(design, y, l2=l2) for design in (X, X * units)]
        for one, other in zip(fits[::2], fits[1::2], strict=True):
            assert other.theta * units == pytest.approx(one.theta, rel=1e-9, abs=1e-12)
            assert len(other.path) == len(one.path)
            if not np.any(l2):
                assert other.standard_errors * units == pytest.approx(one.standard_errors, rel=1e-9)


@pytest.mark.parametrize("offset", [1e6, 1e9, 1e11])
@pytest.mark.parametrize("l2", [0.0, [0.0, 0.3]])
def test_a_column_far_from_0_keeps_its_digits(offset, l2):
    """Years, for one: the intercept moves with the offset, and nothing else does."""
    rng = np.random.default_rng(0)
    far = offset + rng.normal(size=200)
    near = far - offset
    y = rng.integers(3, size=200)
    for fit in (
        lambda X: fit_logistic(X, y > 0, l2=l2),
        lambda X: fit_softmax(X, y, 3, l2=l2),
    ):
        one, other = fit(add_intercept(near)), fit(add_intercept(far))
        assert other.theta[..., 1] == pytest.approx(one.theta[..., 1], rel=5e-15 * offset)
        assert other.log_likelihood == pytest.approx(one.log_likelihood, rel=5e-15 * offset)
        if np.any(l2):
            assert other.standard_errors is None
        else:
            assert other.standard_errors[..., 1] == pytest.approx(one.standard_errors[..., 1], rel=5e-15 * offset)


PENALISED_FITS = pytest.mark.parametrize(
    "fit",
    [
        lambda X, y, l2: fit_logistic(X, y, l2=l2).theta,
        lambda X, y, l2: np.diff(fit_softmax(X, y, 2, l2=2 * l2).theta, axis=0)[0],
    ],
)


@PENALISED_FITS
class TestPenalisedDigits:
    """A penalty far above or below the squares of its column, which the logits hardly feel."""

    def test_equal_columns_have_equal_coefficients(self, fit):
        X, y = np.array([[1.0, 1], [2, 2], [3, 3], [4, 4]]) * 1e6, [0, 1, 0, 1]
        single = fit(X[:, :1], y, 5e-4).item() / 2  # two coefficients share what one costs at half the penalty
        assert fit(X, y, 1e-3) == pytest.approx(single, rel=1e-6)

    @pytest.mark.parametrize("unit", [1e-200, 1e-18, 1e-12])
    def test_a_small_column_moves_its_coefficient_in_proportion(self, fit, unit):
        theta = fit(np.array([[1.0], [2], [3], [4]]) * unit, [0, 1, 0, 1], 1.0)
        assert theta == pytest.approx(0.25 * unit, rel=1e-14, abs=0)

    @pytest.mark.parametrize("l2", [1e12, 1e30, 1e307])
    def test_a_large_penalty_leaves_the_first_gradient_over_it(self, fit, l2):
        X, y = add_intercept([1, 2, 3, 5]), [0, 1, 0, 1]
        assert fit(X, y, l2) == pytest.approx(np.array([0, 0.375 / l2]), rel=1e-9, abs=1e-9 / l2)
        slope = fit(X, y, np.array([0, l2]))[1]
        assert slope == pytest.approx(0.375 / l2, rel=1e-9, abs=0)

    @pytest.mark.parametrize("l2", [1e-28, 1e-18])
    def test_a_penalty_lost_in_rounding_does_not_tell_columns_apart(self, fit, l2):
        message = "column 1 as a combination of those before it: a larger penalty l2 > 0 would tell them apart$"
        with pytest.raises(ValueError, match=message):
            fit([[1.0, 1], [2, 2], [3, 3], [4, 4]], [0, 1, 0, 1], l2)
        with pytest.raises(ValueError, match=r"got X of shape \(2, 3\): a larger penalty l2 > 0 allows more columns$"):
            fit([[1.0, 1, 2], [2, 3, 5]], [0, 1], l2)


@pytest.mark.parametrize("theta", [[10.0, -10.0], [10.0, 10.0]])
@pytest.mark.parametrize("sign", [1, -1])
def test_predictions_beyond_all_floats_are_refused(theta, sign):
    """Infinities of both signs cancel in the first, where the prediction would be 0."""
    X, theta = np.array([[0.0, 0.0], [1e308, 1e308]]), sign * np.array(theta)
    for call, message in (
        (
            lambda: linear_log_likelihood(X, [0, 1], theta, 1.0),
            r"X @ theta to hold finite predictions, got .* index 1$",
        ),
        (lambda: logistic_log_likelihood(X, [0, 1], theta), "X @ theta to hold finite logits, got .* index 1$"),
        (
            lambda: softmax_log_likelihood(X, [0, 1], [theta, theta * 0]),
            r"X @ theta\.T to hold finite logits, got .* index \(1, 0\)$",
        ),
    ):
        with pytest.raises(ValueError, match=f"^expected {message}"):
            call()


def test_a_step_takes_no_more_memory_than_the_probabilities():
    X, y = np.ones((2, 1)), [0, 1]
    tracemalloc.start()
    descend_softmax(X, y, 5000, lr=1e-3, steps=1)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * 2 * 5000 * X.itemsize


def test_a_penalty_takes_no_more_memory_than_the_coefficients():
    X, y = np.ones((2, 10_000)), [0, 1]
    tracemalloc.start()
    descend_logistic(X, y, lr=1e-3, steps=1, l2=0.1)
    descend_softmax(X, y, 2, lr=1e-3, steps=1, l2=0.1)
    logistic_log_likelihood(X, y, X[0])
    softmax_log_likelihood(X, y, X)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * X.nbytes


@pytest.mark.parametrize("far", [1e4, 1e6])
def test_standard_errors_keep_their_digits_beside_a_case_far_from_the_others(far):
    X, y = add_intercept([-1.44, -0.54, 0.14, 0.23, -0.84, 0.1, far]), [0, 0, 0, 1, 0, 1, 1]
    expected = sm.Logit(y[:-1], X[:-1]).fit(disp=0).bse  # the far case is certain and says nothing
    assert fit_logistic(X, y).standard_errors == pytest.approx(expected, rel=1e-6)
    assert fit_softmax(X, y, 2).standard_errors[0] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("unit", [1e-200, 1e200])
def test_a_line_does_not_depend_on_the_unit_of_what_it_predicts(unit):
    X, y = add_intercept([1.0, 2, 3, 4]), np.array([1.0, 2, -1, 5])
    fit, scaled = fit_linear(X, y), fit_linear(X, unit * y)
    assert scaled.theta / unit == pytest.approx(fit.theta)
    assert scaled.standard_errors / unit == pytest.approx(fit.standard_errors)
    assert scaled.log_likelihood == pytest.approx(fit.log_likelihood - 4 * np.log(unit))


def test_a_gradient_norm_is_a_float_where_its_square_is_not():
    small = fit_logistic([[3e-300], [-1e-300], [2e-300]], [1, 0, 0])
    assert small.gradient_norm[0] == pytest.approx(1e-300 / 3, rel=1e-12)
    large = descend_linear([[1e200]], [1e-10], lr=1e-300, steps=0)
    assert large.gradient_norm == pytest.approx([1e190])


@pytest.mark.parametrize("fit", [fit_linear, fit_logistic, lambda X, y: fit_softmax(X, y, 2)])
def test_numbers_that_have_lost_digits_are_refused(fit):
    with pytest.raises(ValueError, match=r"not below 2e-308, where floats lose digits, got at most 3e-310 in column 1"):
        fit(add_intercept([1e-310, 2e-310, 3e-310]), [1, 0, 0])


def test_a_likelihood_below_all_floats_is_minus_infinity():
    assert logistic_log_likelihood([[1e308]] * 3, [0, 0, 0], [1.0]) == -np.inf
    assert softmax_log_likelihood([[1e308]] * 3, [0, 0, 0], [[-1.0], [1.0]]) == -np.inf


@pytest.mark.parametrize("unit", [1e-200, 1e150])
def test_standard_errors_whose_squares_are_no_floats(unit):
    X, target, y, classes = sample(0)
    with np.errstate(over="raise"):
        for fit in (
            lambda X: fit_linear(X, target),
            lambda X: fit_logistic(X, y),
            lambda X: fit_softmax(X, classes, 3),
        ):
            assert fit(X * unit).standard_errors * unit == pytest.approx(fit(X).standard_errors, rel=1e-9)


@pytest.mark.parametrize("unit", [1e-9, 1, 1e9])
def test_a_single_column_is_fitted_to_the_end_in_every_unit(unit):
    """In a large unit the coefficient is small, and so is what a step adds to it."""
    x = np.array([0.3, 1, -2, 3, -1, 2, 0.5, -0.5])
    y = np.array([0, 1, 0, 1, 1, 0, 1, 0])
    best = brentq(lambda t: (expit(x * t) - y) @ x, 0, 1)
    for theta in (
        fit_logistic(x[:, None] * unit, y).theta,
        np.diff(fit_softmax(x[:, None] * unit, y, 2).theta, axis=0),
    ):
        assert theta.item() * unit == pytest.approx(best, rel=1e-9)


class TestNoMaximum:
    @pytest.mark.parametrize("fit", [fit_logistic, lambda X, y, **o: fit_softmax(X, y, 2, **o)])
    def test_separable_classes_have_no_fit_without_a_penalty(self, fit):
        with pytest.raises(ValueError, match=r"overlap.*l2 > 0"):
            fit(*SEPARABLE)
        with pytest.raises(ValueError, match=r"30 steps, got none, and coefficients up to.*l2 > 0"):
            fit(*QUASI)
        with pytest.raises(ValueError, match=r"30 steps, got .* far from the others \(give a larger penalty l2 > 0\)$"):
            fit(*SEPARABLE, l2=1e-14)
        assert np.isfinite(fit(*SEPARABLE, l2=0.1).theta).all()
        assert np.isfinite(fit(*QUASI, l2=0.1).theta).all()

    def test_three_classes_can_be_separated_too(self):
        X, y = add_intercept([0.0, 1.0, 2.0]), [0, 1, 2]
        with pytest.raises(ValueError, match="overlap"):
            fit_softmax(add_intercept([[0, 0], [1, 0], [0, 1.0]]), y, 3)
        with pytest.raises(ValueError, match="overlap"):
            fit_softmax(X, y, 3)

    def test_descent_runs_away_with_a_warning(self):
        with pytest.warns(RuntimeWarning, match="grow without end"):
            short = descend_logistic(*SEPARABLE, lr=1.0, steps=100)
        with pytest.warns(RuntimeWarning, match="grow without end"):
            long = descend_logistic(*SEPARABLE, lr=1.0, steps=1000)
        assert long.theta[0] > short.theta[0] + 1
        with pytest.warns(RuntimeWarning, match="grow without end"):
            descend_softmax(*SEPARABLE, 2, lr=1.0, steps=10)

    def test_warnings_point_at_the_caller(self):
        calls = [
            lambda: descend_logistic(*SEPARABLE, lr=1.0, steps=100),
            lambda: descend_softmax(*SEPARABLE, 2, lr=1.0, steps=100),
            lambda: descend_linear(X5, Y5, lr=1.0, steps=2),
            lambda: descend_linear_stochastic(X5, Y5, lr=1.0, epochs=2, seed=0),
        ]
        for call in calls:
            with pytest.warns(RuntimeWarning) as caught:
                call()
            assert [warning.filename for warning in caught] == [__file__]

    def test_the_first_coefficients_that_separate_are_enough(self):
        with pytest.warns(RuntimeWarning, match="grow without end"):
            descent = descend_logistic(*SEPARABLE, lr=0.1, steps=1)
        assert descent.theta[0] < 0.1
        with pytest.warns(RuntimeWarning, match="grow without end"):
            descend_softmax(*SEPARABLE, 2, lr=0.1, steps=1)

    def test_overlap_a_penalty_or_a_tie_give_no_warning(self):
        X, _, y, classes = sample(0)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            descend_logistic(*SEPARABLE, lr=1.0, steps=10, l2=0.1)
            descend_softmax(*SEPARABLE, 2, lr=1.0, steps=10, l2=0.1)
            descend_logistic(X, y, lr=1.0, steps=10)
            descend_softmax(X, classes, 3, lr=1.0, steps=10)
            descend_logistic(*SEPARABLE, lr=1.0, steps=0)
            descend_softmax(*SEPARABLE, 2, lr=1.0, steps=0)

    def test_too_long_steps_warn(self):
        X, _, y, classes = sample(0)
        bound = 2 / regression._Logistic(X * 30, y, np.zeros(3)).curvature()
        with pytest.warns(RuntimeWarning, match=f"below {bound:g}, steps"):
            descend_logistic(X * 30, y, lr=20.0, steps=9)
        with pytest.warns(RuntimeWarning, match="expected the loss to fall"):
            descend_softmax(X * 30, classes, 3, lr=20.0, steps=9)

    @pytest.mark.parametrize("seed", range(20))
    def test_rounding_at_the_optimum_is_no_rise(self, seed):
        X, target, y, classes = sample(seed)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            descend_linear(X, target, lr=0.3, steps=20, start=fit_linear(X, target).theta)
            descend_logistic(X, y, lr=0.5, steps=20, start=fit_logistic(X, y).theta)
            descend_softmax(X, classes, 3, lr=0.5, steps=20, start=fit_softmax(X, classes, 3).theta)

    def test_dependent_columns_are_named(self):
        X, target, y, classes = sample(0)
        X = np.column_stack([X, X[:, 1] - 2 * X[:, 2]])
        calls = [
            lambda: fit_linear(X, target),
            lambda: fit_logistic(X, y),
            lambda: fit_softmax(X, classes, 3),
            lambda: fit_logistic(X, y, l2=[1.0, 0, 0, 0]),
        ]
        calls += [lambda: fit_linear(X * 1e-200, target), lambda: fit_softmax(X * 1e-200, classes, 3)]
        for call in calls:
            with pytest.raises(ValueError, match="column 3 as a combination"):
                call()
        assert fit_linear([[1e12, 1e-6], [1e12, 0], [1e12, 0]], [1.0, 0, 0]).theta == pytest.approx([0, 1e6], abs=1e-3)
        for fit in (fit_linear, fit_logistic):
            refusal = pytest.raises(
                ValueError, match=r"sums of squares are floats, got numbers up to 3e\+200 in column 1$"
            )
            with refusal, np.errstate(over="raise"):
                fit([[1, 1e200], [1, 2e200], [1, 3e200]], [0, 1, 0])
        with pytest.raises(ValueError, match=r"sums of squares are floats, got numbers up to 1e\+154 in column 0$"):
            fit_linear(np.full((100, 1), 1e154), np.arange(100))
        with pytest.raises(ValueError, match="column 0 as"):
            fit_linear([[0.0], [0.0]], [1.0, 2.0])
        assert np.isfinite(fit_logistic(X, y, l2=0.1).theta).all()
        assert np.isfinite(fit_logistic(X, y, l2=[0, 0, 0.1, 0.1]).theta).all()

    def test_few_rows(self):
        with pytest.raises(ValueError, match=r"more rows than columns, got X of shape \(2, 2\)"):
            fit_linear(np.eye(2), [0, 1])
        with pytest.raises(ValueError, match=r"at least as many rows as columns, got X of shape \(2, 3\)"):
            fit_logistic(np.ones((2, 3)), [0, 1])
        assert np.isfinite(fit_logistic([[1, 2.0, 0], [0, 1, 1]], [0, 1], l2=0.1).theta).all()


def test_whatever_converts_to_floats_is_taken():
    one, half = Fraction(1), Fraction(1, 2)
    X, y = [[one], [half]], [one, half]
    assert fit_linear([*X, [one]], [*y, one]).theta == pytest.approx([1])
    assert linear_log_likelihood(X, y, [one], 1) == pytest.approx(-math.log(2 * math.pi))
    assert logistic_log_likelihood(X, [0, 1], [one - 1]) == pytest.approx(-2 * math.log(2))
    assert softmax_log_likelihood(X, [0, 1], [[one], [one]]) == pytest.approx(-2 * math.log(2))
    assert descend_logistic(X, [0, 1], lr=1, steps=0, l2=half, start=[one]).theta.dtype == np.float64
    assert fit_logistic(X, [0, 1], l2=half).theta.dtype == np.float64
    assert add_intercept([one]).tolist() == [[1, 1]]


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("steps", lambda n: descend_linear(X5, Y5, lr=0.01, steps=n)),
        ("steps", lambda n: descend_logistic(X6, Y6, lr=0.01, steps=n)),
        ("steps", lambda n: descend_softmax(X6, Y6, 2, lr=0.01, steps=n)),
        ("epochs", lambda n: descend_linear_stochastic(X5, Y5, lr=0.01, epochs=n, seed=0)),
        ("batch_size", lambda n: descend_linear_stochastic(X5, Y5, lr=0.01, epochs=1, batch_size=n, seed=0)),
        ("classes", lambda n: descend_softmax(X6, Y6, n, lr=0.01, steps=1)),
        ("classes", lambda n: fit_softmax(X6, Y6, n)),
    ],
)
def test_counts_are_whole_numbers_of_any_type(name, call):
    for wrong in (2.5, math.nan, math.inf, "2", None):
        with pytest.raises(ValueError, match=f"^expected {name} to be a whole number of [012] or more, got {wrong!r}$"):
            call(wrong)
    paths = [call(two).path for two in (2, 2.0, np.int64(2), np.float32(2), Fraction(2))]
    assert all((path == paths[0]).all() for path in paths)


def test_add_intercept():
    assert add_intercept([[1, 2], [3, 4]]).tolist() == [[1, 1, 2], [1, 3, 4]]
    assert add_intercept([5, 6]).tolist() == [[1, 5], [1, 6]]


ONE, LABEL = [[1.0], [2.0]], [0, 1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: add_intercept(3.0), r"n > 0 and d > 0, got \(\)"),
        (lambda: add_intercept([]), r"got \(0,\)"),
        (lambda: add_intercept([1.0, math.nan]), r"expected X to hold finite numbers, got nan at index \(1, 0\)"),
        (lambda: fit_linear([1.0, 2.0], [1, 2]), r"\(n, d\).*got \(2,\)"),
        (lambda: fit_linear(ONE, [1.0]), r"y of shape \(2,\).*got \(1,\)"),
        (lambda: fit_linear(ONE, [[1.0], [2.0]]), r"got \(2, 1\)"),
        (lambda: fit_linear(ONE, [1.0, math.inf]), "expected y to hold finite numbers, got inf at index 1"),
        (lambda: linear_log_likelihood(ONE, LABEL, [1.0, 2.0], 1), r"theta of shape \(1,\), got \(2,\)"),
        (
            lambda: linear_log_likelihood(ONE, LABEL, [math.nan], 1),
            "expected theta to hold finite numbers, got",
        ),
        (lambda: linear_log_likelihood(ONE, LABEL, [1.0], 0), "sigma above 0, got 0"),
        (lambda: linear_log_likelihood(ONE, LABEL, [1.0], math.inf), "got inf"),
        (lambda: linear_log_likelihood(ONE, [1.0], [1.0], 1), r"got \(1,\)"),
        (lambda: descend_linear(ONE, LABEL, lr=0, steps=1), "lr above 0, got 0"),
        (lambda: descend_linear(ONE, LABEL, lr=math.inf, steps=1), "got inf"),
        (lambda: descend_linear(ONE, LABEL, lr=1, steps=-1), "steps to be a whole number of 0 or more, got -1"),
        (lambda: descend_linear(ONE, LABEL, lr=1, steps=1, start=[1, 2]), r"start of shape \(1,\), got \(2,\)"),
        (lambda: descend_linear_stochastic(ONE, LABEL, lr=-1, epochs=1, seed=0), "lr .* got -1"),
        (
            lambda: descend_linear_stochastic(ONE, LABEL, lr=1, epochs=-1, seed=0),
            "epochs to be a whole number of 0 or more, got -1",
        ),
        (
            lambda: descend_linear_stochastic(ONE, LABEL, lr=1, epochs=1, batch_size=0, seed=0),
            "a whole number of 1 or more, got 0",
        ),
        (lambda: descend_linear_stochastic(ONE, LABEL, lr=1, epochs=1, batch_size=3, seed=0), r"\[1, 2\], got 3"),
        (lambda: descend_linear_stochastic(ONE, LABEL, lr=1, epochs=1, seed=0, start=[1, 2]), r"got \(2,\)"),
        (lambda: logistic_log_likelihood(ONE, [0, 2], [1.0]), r"expected y to hold classes in \[0, 2\), got 2 at"),
        (lambda: logistic_log_likelihood(ONE, LABEL, 1.0), r"\(1,\), got \(\)"),
        (lambda: descend_logistic(ONE, [0, 0.5], lr=1, steps=1), "got 0.5 at index 1"),
        (lambda: descend_logistic(ONE, [0, 2], lr=1, steps=1), r"\[0, 2\), got 2 at index 1"),
        (lambda: descend_logistic(ONE, LABEL, lr=1, steps=1, l2=-1), "expected l2 to hold finite numbers of 0 or more"),
        (lambda: descend_logistic(ONE, LABEL, lr=1, steps=1, l2=math.inf), "got inf"),
        (lambda: descend_logistic(ONE, LABEL, lr=1, steps=1, l2=[1, 2]), r"shape \(1,\).*got \(2,\)"),
        (lambda: descend_logistic(ONE, LABEL, lr=1, steps=-1), "got -1"),
        (lambda: descend_logistic(ONE, LABEL, lr=0, steps=1), "got 0"),
        (lambda: fit_logistic(ONE, [1, 1]), "each of 2 classes, got none of class 0"),
        (lambda: fit_logistic(ONE, [0, 2]), "got 2 at index 1"),
        (lambda: fit_logistic(ONE, LABEL, l2=-1), "got -1"),
        (lambda: softmax_log_likelihood(ONE, LABEL, [1.0]), r"\(K, 1\), a row for each class, got \(1,\)"),
        (lambda: softmax_log_likelihood(ONE, LABEL, [[1.0, 2.0]]), r"\(K, 1\), a row for each class, got \(1, 2\)"),
        (lambda: softmax_log_likelihood(ONE, LABEL, np.zeros((0, 1))), r"a row for each class, got \(0, 1\)"),
        (lambda: softmax_log_likelihood(ONE, [0, 2], [[1.0], [2.0]]), "got 2 at index 1"),
        (lambda: descend_softmax(ONE, LABEL, 1, lr=1, steps=1), "classes to be a whole number of 2 or more, got 1"),
        (lambda: descend_softmax(ONE, [0, 3], 3, lr=1, steps=1), r"\[0, 3\), got 3"),
        (lambda: descend_softmax(ONE, LABEL, 3, lr=1, steps=1, start=[1.0]), r"\(3, 1\), got \(1,\)"),
        (lambda: descend_softmax(ONE, LABEL, 2, lr=1, steps=1, l2=-1), "got -1"),
        (lambda: fit_softmax(ONE, LABEL, 1), "classes to be a whole number of 2 or more, got 1"),
        (lambda: fit_softmax(ONE, LABEL, 3), "each of 3 classes, got none of class 2"),
        (lambda: fit_softmax(ONE, [-1, 1], 2), "got -1 at index 0"),
        (lambda: fit_softmax(ONE, LABEL, 2, l2=[[1]]), r"got \(1, 1\)"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message) as refusal:
        call()
    assert re.match("expected .* got ", str(refusal.value))
