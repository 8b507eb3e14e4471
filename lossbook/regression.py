"""Linear, logistic and softmax regression, fitted by maximum likelihood.

The design matrix `X` has a row for each case and a column for each coefficient; `add_intercept` gives it the column of
ones. Everything is float64. Gradient descent and Newton's method minimise the mean loss over the cases plus the
penalty :math:`\\tfrac{1}{2}\\sum_j \\lambda_j \\theta_j^2`; a log-likelihood is always a sum, in nats, without penalty.
"""

from __future__ import annotations

import itertools
import math
import warnings
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook._arrays import as_floats, require_all, sigmoid
from lossbook._numbers import require_count, require_positive, require_seed

__all__ = [
    "Descent",
    "LinearFit",
    "NewtonFit",
    "add_intercept",
    "descend_linear",
    "descend_linear_stochastic",
    "descend_logistic",
    "descend_softmax",
    "fit_linear",
    "fit_logistic",
    "fit_softmax",
    "linear_log_likelihood",
    "logistic_log_likelihood",
    "softmax_log_likelihood",
]

# Where cases are separated, each step adds about 1 to their logits. Beyond 36, what they add to the gradient is lost in
# the rounding of the others, and the steps end as at a maximum.
NEWTON_STEPS = 30
NEWTON_TOLERANCE = 1e-9  # of what a step adds to the logits, beside 1 and the largest of them
REFINEMENTS = 4  # steps with the last second derivatives; they cost little, and each adds correct digits
ROUNDING = 1 + 1e-12  # a loss that grows by this factor has not risen


@dataclass(frozen=True, eq=False)
class LinearFit:
    """The least-squares line and what it leaves over.

    Attributes
    ----------
    theta
        The coefficients, of shape (d).
    standard_errors
        Those of the coefficients, from `sigma2`, of shape (d).
    squared_error
        The sum of the squared residuals.
    sigma2
        That sum over n − d, an unbiased estimate of the errors' variance.
    sigma2_mle
        That sum over n, the estimate of maximum likelihood, which is too small on average.
    log_likelihood
        The maximum, at `sigma2_mle`: a sum, in nats.
    """

    theta: NDArray[np.float64]
    standard_errors: NDArray[np.float64]
    squared_error: float
    sigma2: float
    sigma2_mle: float
    log_likelihood: float


@dataclass(frozen=True, eq=False)
class Descent:
    """The path of gradient descent, with an entry for the start and one for each step.

    A descent that leaves the finite numbers ends before it does.

    Attributes
    ----------
    path
        The coefficients, of shape (steps + 1, d), or (steps + 1, K, d) for a softmax regression.
    loss
        The losses, of shape (steps + 1): half the mean squared error, or the mean cross-entropy in nats, plus penalty.
    gradient_norm
        The Euclidean norms of the gradients of these losses, of shape (steps + 1).
    """

    path: NDArray[np.float64]
    loss: NDArray[np.float64]
    gradient_norm: NDArray[np.float64]

    @property
    def theta(self) -> NDArray[np.float64]:
        """The coefficients after the last step, of shape (d) or (K, d)."""
        return self.path[-1]


@dataclass(frozen=True, eq=False)
class NewtonFit(Descent):
    """The path of Newton's method, as a `Descent`, and the log-likelihood and standard errors where it ends.

    Attributes
    ----------
    log_likelihood
        That of the last coefficients, without penalty: a sum, in nats.
    standard_errors
        Those of the last coefficients, of shape (d); for a softmax regression those of the other rows minus the first,
        of shape (K - 1, d). None where there is a penalty: they would measure a biased estimate.
    """

    log_likelihood: float
    standard_errors: NDArray[np.float64] | None


def add_intercept(X: ArrayLike) -> NDArray[np.float64]:
    r"""Put a column of ones before the columns of `X`.

    Use it to give a model a constant, whose coefficient is then the first. Do not add it where columns already sum to a
    constant, as all indicators of a category do: the coefficients would not be determined.

    .. math:: \tilde X = \begin{pmatrix} \mathbf{1} & X \end{pmatrix}
       :label: eq-doc-add-intercept

    Parameters
    ----------
    X
        Finite numbers of shape (n, d), or (n) for a single column.

    Returns
    -------
    numpy.ndarray
        A matrix of shape (n, d + 1), float64.

    Raises
    ------
    ValueError
        If `X` has another shape, is empty, or holds something that is not finite.

    Examples
    --------
    >>> add_intercept([2.0, 3.0])
    array([[1., 2.],
           [1., 3.]])

    References
    ----------
    Hastie, T., Tibshirani, R., Friedman, J., "The Elements of Statistical Learning", 2nd edition, Springer (2009),
    section 2.3.1. https://doi.org/10.1007/978-0-387-84858-7
    """
    X = as_floats("X", X)
    X = _design(X[:, None] if X.ndim == 1 and X.size else X)
    return np.hstack([np.ones((len(X), 1)), X])


def linear_log_likelihood(X: ArrayLike, y: ArrayLike, theta: ArrayLike, sigma: float) -> float:
    r"""The log-density of targets that lie around a line with normal errors.

    Use it to compare lines, or standard deviations, on the same data. Do not compare it across data sets or units of
    `y`: a density has a unit.

    .. math:: \ell(\theta, \sigma) = -\frac{n}{2} \log(2\pi\sigma^2)
       - \frac{1}{2\sigma^2} \sum_{i=1}^{n} \bigl(y_i - \theta^\top x_i\bigr)^2
       :label: eq-doc-linear-log-likelihood

    Parameters
    ----------
    X
        Finite numbers of shape (n, d).
    y
        Finite numbers of shape (n).
    theta
        Coefficients of shape (d).
    sigma
        The errors' standard deviation, finite and above 0.

    Returns
    -------
    float
        The sum over the cases, in nats; it may be positive, since a density may exceed 1, and is minus infinity where
        the sum is below all floats.

    Raises
    ------
    TypeError
        If `sigma` is not a real number.
    ValueError
        If a shape does not fit, a number or a prediction is not finite, or `sigma` is not above 0.

    Examples
    --------
    >>> X, y = add_intercept([1, 2, 3, 4, 5]), [2.1, 3.9, 6.2, 7.8, 10.1]
    >>> print(f"{linear_log_likelihood(X, y, [0.0, 1.5], sigma=1.0):.4f}")
    -11.6247

    References
    ----------
    Bishop, C. M., "Pattern Recognition and Machine Learning", Springer (2006), section 3.1.1.
    """
    X = _design(X)
    y = _targets(X, y)
    theta = _coefficients("theta", theta, X.shape[1:])
    sigma = require_positive("sigma", sigma)
    predicted = _predictions(X, theta, "predictions")
    with np.errstate(over="ignore"):  # sigma² may leave the range of floats where the density does not
        scaled = (y - predicted) / sigma
        return float(-len(y) * (math.log(sigma) + math.log(2 * math.pi) / 2) - scaled @ scaled / 2)


def fit_linear(X: ArrayLike, y: ArrayLike) -> LinearFit:
    r"""The line of least squares, in closed form by a QR decomposition.

    Use it for the maximum-likelihood line under normal errors of one variance. It solves :math:`R\theta = Q^\top y`,
    which keeps the digits that forming :math:`X^\top X` would square away. Do not trust the standard errors where the
    errors' variance changes from case to case.

    .. math:: \hat\theta = (X^\top X)^{-1} X^\top y
       :label: eq-doc-fit-linear

    Parameters
    ----------
    X
        Finite numbers of shape (n, d), n > d.
    y
        Finite numbers of shape (n).

    Returns
    -------
    LinearFit
        ``theta``, ``standard_errors``, ``squared_error``, ``sigma2``, ``sigma2_mle`` and ``log_likelihood`` (nats, a
        sum; infinite if the squared residuals sum to 0: rounding may leave some where a line goes through every point).

    Raises
    ------
    ValueError
        If a shape does not fit, a number is not finite, the squares of a column sum to more than all floats, or a
        column is a linear combination of those before it.

    Examples
    --------
    >>> fit = fit_linear(add_intercept([1, 2, 3, 4, 5]), [2.1, 3.9, 6.2, 7.8, 10.1])
    >>> fit.theta.round(4).tolist(), round(fit.sigma2_mle**0.5, 4), round(fit.log_likelihood, 4)
    ([0.05, 1.99], 0.1463, 2.5162)

    References
    ----------
    Golub, G. H., Van Loan, C. F., "Matrix Computations", 4th edition, Johns Hopkins (2013), section 5.3.
    """
    X = _design(X)
    y = _targets(X, y)
    n, d = X.shape
    if n <= d:
        raise ValueError(f"expected more rows than columns, got X of shape {X.shape}")
    Q, R = np.linalg.qr(X)
    _require_independent_columns(X, R)
    theta = np.linalg.solve(R, Q.T @ y)
    with np.errstate(over="ignore"):
        residuals = y - X @ theta
    require_all("y - X @ theta", np.isfinite(residuals), "finite residuals", residuals)
    size = float(np.abs(residuals).max())
    scaled = residuals / (size or 1)  # its squares are floats where those of the residuals are not
    total = float(scaled @ scaled)
    with np.errstate(over="ignore"):
        squared_error = float(residuals @ residuals)
    sigma2, sigma2_mle = squared_error / (n - d), squared_error / n
    return LinearFit(
        theta=theta,
        standard_errors=size * math.sqrt(total / (n - d)) * _norms_of_inverse(R),
        squared_error=squared_error,
        sigma2=sigma2,
        sigma2_mle=sigma2_mle,
        log_likelihood=-n / 2 * (math.log(2 * math.pi * total / n) + 2 * math.log(size) + 1) if size else math.inf,
    )


def descend_linear(X: ArrayLike, y: ArrayLike, *, lr: float, steps: int, start: ArrayLike | None = None) -> Descent:
    r"""Least squares by gradient descent on all cases.

    Use it to watch gradient descent where the answer is known; to get the answer, use `fit_linear`. It converges for
    step sizes below :math:`2/L`, where :math:`L` is the largest eigenvalue of :math:`X^\top X / n`.

    .. math:: \theta \leftarrow \theta + \frac{\alpha}{n} \sum_{i=1}^{n} \bigl(y_i - \theta^\top x_i\bigr)\, x_i
       :label: eq-doc-descend-linear

    Parameters
    ----------
    X
        Finite numbers of shape (n, d).
    y
        Finite numbers of shape (n).
    lr
        The step size :math:`\alpha`, finite and above 0.
    steps
        How many steps to take, a whole number of 0 or more.
    start
        Coefficients of shape (d) to start from; zeros, if not given.

    Returns
    -------
    Descent
        ``theta``, ``path``, ``loss`` (half the mean squared error) and ``gradient_norm``.

    Raises
    ------
    TypeError
        If `lr` is not a real number.
    ValueError
        If a shape does not fit, a number is out of range, or the loss or its gradient is not finite at the start.

    Warns
    -----
    RuntimeWarning
        If the last loss is above the first; the descent stops where it leaves the finite numbers.

    Examples
    --------
    >>> X, y = add_intercept([1, 2, 3, 4, 5]), [2.1, 3.9, 6.2, 7.8, 10.1]
    >>> descend_linear(X, y, lr=0.1, steps=1000).theta.round(4).tolist()
    [0.05, 1.99]

    References
    ----------
    Boyd, S., Vandenberghe, L., "Convex Optimization", Cambridge (2004), section 9.3.
    https://doi.org/10.1017/CBO9780511804441
    """
    X = _design(X)
    y = _targets(X, y)
    model = _Linear(X, y)
    return _follow(model, _start(start, X.shape[1:]), lr, _repeat(model, steps))


def descend_linear_stochastic(
    X: ArrayLike,
    y: ArrayLike,
    *,
    lr: float,
    epochs: int,
    batch_size: int = 1,
    seed: int,
    start: ArrayLike | None = None,
) -> Descent:
    r"""Least squares by stochastic gradient descent: each step sees a batch :math:`B` of a few cases.

    Use it to watch the noise that batches bring: at a small constant step size it comes near the answer and hovers
    there; at a large one it diverges. To get the answer, use `fit_linear`.
    Each epoch goes through all cases once, in a new random order; the last batch may be smaller.

    .. math:: \theta \leftarrow \theta
       + \frac{\alpha}{\lvert B\rvert} \sum_{i \in B} \bigl(y_i - \theta^\top x_i\bigr)\, x_i
       :label: eq-doc-descend-linear-stochastic

    Parameters
    ----------
    X
        Finite numbers of shape (n, d).
    y
        Finite numbers of shape (n).
    lr
        The step size :math:`\alpha`, finite and above 0.
    epochs
        How many times to go through the cases, a whole number of 0 or more.
    batch_size
        How many cases a step sees, a whole number from 1 to n.
    seed
        The seed of the order.
    start
        Coefficients of shape (d) to start from; zeros, if not given.

    Returns
    -------
    Descent
        ``theta``, ``path``, ``loss`` (half the mean squared error over all cases) and ``gradient_norm`` (over all
        cases).

    Raises
    ------
    TypeError
        If `lr` is not a real number.
    ValueError
        If a shape does not fit, a number is out of range, or the loss or its gradient is not finite at the start.

    Warns
    -----
    RuntimeWarning
        If the last loss is above the first; the descent stops where it leaves the finite numbers.

    Examples
    --------
    >>> X, y = add_intercept([1, 2, 3, 4, 5]), [2.1, 3.9, 6.2, 7.8, 10.1]
    >>> descent = descend_linear_stochastic(X, y, lr=0.02, epochs=200, seed=0)
    >>> len(descent.loss), bool(descent.loss[-1] < 0.02)
    (1001, True)

    References
    ----------
    Robbins, H., Monro, S., "A stochastic approximation method", Annals of Mathematical Statistics 22 (1951).
    https://doi.org/10.1214/aoms/1177729586
    """
    X = _design(X)
    y = _targets(X, y)
    epochs = require_count("epochs", epochs, 0)
    batch_size = require_count("batch_size", batch_size, 1)
    if batch_size > len(y):
        raise ValueError(f"expected batch_size in [1, {len(y)}], got {batch_size}")
    rng = np.random.default_rng(require_seed(seed))
    orders = (rng.permutation(len(y)) for _ in range(epochs))
    batches = (order[first : first + batch_size] for order in orders for first in range(0, len(y), batch_size))
    steps = (_Linear(X[batch], y[batch]) for batch in batches)
    return _follow(_Linear(X, y), _start(start, X.shape[1:]), lr, steps)


def logistic_log_likelihood(X: ArrayLike, y: ArrayLike, theta: ArrayLike) -> float:
    r"""The log-probability of labels 0 and 1 under logistic regression.

    Use it to compare coefficients on the same data; minus this over n is the mean binary cross-entropy. Do not compare
    it across data sets: it is a sum, and grows with n.

    .. math:: \ell(\theta) = \sum_{i=1}^{n} \bigl[y_i \log\sigma(\theta^\top x_i)
       + (1 - y_i) \log\bigl(1 - \sigma(\theta^\top x_i)\bigr)\bigr]
       :label: eq-doc-logistic-log-likelihood

    Parameters
    ----------
    X
        Finite numbers of shape (n, d).
    y
        Labels 0 or 1 of shape (n).
    theta
        Coefficients of shape (d).

    Returns
    -------
    float
        The sum over the cases, in nats, at most 0; minus infinity where it is below all floats.

    Raises
    ------
    ValueError
        If a shape does not fit, a number or a logit is not finite, or a label is neither 0 nor 1.

    Examples
    --------
    >>> print(f"{logistic_log_likelihood([[1.0], [2.0]], [0, 1], [0.0]):.4f}")
    -1.3863

    References
    ----------
    Cox, D. R., "The regression analysis of binary sequences", Journal of the Royal Statistical Society B 20 (1958).
    """
    X = _design(X)
    theta = _coefficients("theta", theta, X.shape[1:])
    _predictions(X, theta, "logits")
    model = _Logistic(X, _labels(X, y, 2), np.zeros(X.shape[1]))
    with np.errstate(over="ignore"):
        return 0 - len(X) * model.loss(theta)


def descend_logistic(
    X: ArrayLike, y: ArrayLike, *, lr: float, steps: int, l2: ArrayLike = 0.0, start: ArrayLike | None = None
) -> Descent:
    r"""Logistic regression by gradient descent on all cases.

    Use it to watch gradient descent; to get the answer, use `fit_logistic`. The loss cannot rise for step sizes below
    :math:`2/L`, where :math:`L` is a quarter of the largest eigenvalue of :math:`X^\top X / n`, plus the largest
    penalty.

    .. math:: \theta \leftarrow \theta + \alpha\Bigl[\frac{1}{n} \sum_{i=1}^{n}
       \bigl(y_i - \sigma(\theta^\top x_i)\bigr)\, x_i - \lambda\,\theta\Bigr]
       :label: eq-doc-descend-logistic

    Parameters
    ----------
    X
        Finite numbers of shape (n, d).
    y
        Labels 0 or 1 of shape (n).
    lr
        The step size :math:`\alpha`, finite and above 0.
    steps
        How many steps to take, a whole number of 0 or more.
    l2
        The penalty :math:`\lambda`, 0 or more: a number, or one for each column (0 leaves the intercept free).
    start
        Coefficients of shape (d) to start from; zeros, if not given.

    Returns
    -------
    Descent
        ``theta``, ``path``, ``loss`` (mean binary cross-entropy in nats, plus penalty) and ``gradient_norm``.

    Raises
    ------
    TypeError
        If `lr` is not a real number.
    ValueError
        If a shape does not fit, a number is out of range, a label is neither 0 nor 1, or the loss or its gradient is
        not finite at the start.

    Warns
    -----
    RuntimeWarning
        If the last loss is above the first, or if the coefficients separate the classes and there is no penalty on any
        column: then they would grow without end.

    Examples
    --------
    >>> X, y = add_intercept([-2, -1, -0.5, 0.5, 1, 2]), [0, 0, 1, 0, 1, 1]
    >>> descent = descend_logistic(X, y, lr=1.0, steps=1)
    >>> descent.theta.round(4).tolist(), descent.loss.round(4).tolist()
    ([0.0, 0.4167], [0.6931, 0.5567])

    References
    ----------
    Soudry, D., et al., "The implicit bias of gradient descent on separable data", Journal of Machine Learning Research
    19 (2018). https://jmlr.org/papers/v19/18-188.html
    """
    X = _design(X)
    model = _Logistic(X, _labels(X, y, 2), _penalty(l2, X.shape[1]))
    return _follow(model, _start(start, X.shape[1:]), lr, _repeat(model, steps))


def fit_logistic(X: ArrayLike, y: ArrayLike, *, l2: ArrayLike = 0.0) -> NewtonFit:
    r"""Logistic regression by Newton's method, also known as iteratively reweighted least squares.

    Use it for the maximum-likelihood coefficients, or with `l2` for the penalised ones. Where the classes can be
    separated there is no maximum, and an error says so: a penalty gives the problem an answer again. Standard errors
    come from the inverse of the information :math:`X^\top W X`. A QR decomposition makes the columns without a penalty
    orthonormal first, so that a column far from 0, as one of years is, keeps its digits. For scikit-learn's ``C``, `l2`
    is :math:`1 / (nC)`, and 0 for the column of ones.

    .. math:: \theta \leftarrow \theta + \bigl(X^\top W X\bigr)^{-1} X^\top (y - p), \qquad
       W_{ij} = [i = j]\, p_i (1 - p_i)
       :label: eq-doc-fit-logistic

    Parameters
    ----------
    X
        Finite numbers of shape (n, d).
    y
        Labels 0 or 1 of shape (n), both of them present.
    l2
        The penalty, 0 or more: a number, or one for each column.

    Returns
    -------
    NewtonFit
        ``theta``, ``path``, ``loss`` (mean binary cross-entropy in nats, plus penalty), ``gradient_norm``,
        ``log_likelihood`` (a sum, in nats) and ``standard_errors`` (None with a penalty).

    Raises
    ------
    ValueError
        If a shape does not fit, a number is out of range, a class is missing, a column is a linear combination of those
        before it, or no maximum is found: the classes can be separated, or nearly.

    Examples
    --------
    >>> X, y = add_intercept([-2, -1, -0.5, 0.5, 1, 2]), [0, 0, 1, 0, 1, 1]
    >>> fit = fit_logistic(X, y)
    >>> print(f"slope {fit.theta[1]:.4f} ± {fit.standard_errors[1]:.4f}, log-likelihood {fit.log_likelihood:.4f}")
    slope 1.3511 ± 1.0485, log-likelihood -2.7642

    References
    ----------
    McCullagh, P., Nelder, J. A., "Generalized Linear Models", 2nd edition, Chapman and Hall (1989), section 2.5.

    Albert, A., Anderson, J. A., "On the existence of maximum likelihood estimates in logistic regression models",
    Biometrika 71 (1984). https://doi.org/10.1093/biomet/71.1.1
    """
    X = _design(X)
    y = _labels(X, y, 2)
    _require_every_class(y, 2)
    penalty = _penalty(l2, X.shape[1])
    Z, R = _orthogonal(X, penalty)
    model, rotated = _Logistic(X, y, penalty), _Logistic(Z, y, penalty)
    descent, turned = _newton(model, rotated, R, (X.shape[1],))
    errors = None if penalty.any() else _errors(rotated.weights(turned), X)
    log_likelihood = logistic_log_likelihood(X, y, descent.theta)
    return NewtonFit(**vars(descent), log_likelihood=log_likelihood, standard_errors=errors)


def softmax_log_likelihood(X: ArrayLike, y: ArrayLike, theta: ArrayLike) -> float:
    r"""The log-probability of class labels under softmax regression.

    Use it to compare coefficients on the same data; minus this over n is the mean cross-entropy. Do not compare it
    across data sets: it is a sum, and grows with n.

    .. math:: \ell(\theta) = \sum_{i=1}^{n} \Bigl(\theta_{y_i}^\top x_i - \log\sum_{k=1}^{K} e^{\theta_k^\top x_i}\Bigr)
       :label: eq-doc-softmax-log-likelihood

    Parameters
    ----------
    X
        Finite numbers of shape (n, d).
    y
        Classes in [0, K), integers of shape (n).
    theta
        Coefficients of shape (K, d), a row for each class.

    Returns
    -------
    float
        The sum over the cases, in nats, at most 0; minus infinity where it is below all floats.

    Raises
    ------
    ValueError
        If a shape does not fit, a number or a logit is not finite, or a class is out of range.

    Examples
    --------
    >>> print(f"{softmax_log_likelihood([[1.0], [2.0]], [0, 2], [[0.0], [0.0], [0.0]]):.4f}")
    -2.1972

    References
    ----------
    Bishop, C. M., "Pattern Recognition and Machine Learning", Springer (2006), section 4.3.4.
    """
    X = _design(X)
    theta = as_floats("theta", theta)
    if theta.ndim != 2 or theta.shape[1] != X.shape[1] or len(theta) == 0:
        raise ValueError(f"expected theta of shape (K, {X.shape[1]}), a row for each class, got {theta.shape}")
    classes = len(theta)
    theta = _coefficients("theta", theta, theta.shape)
    _predictions(X, theta, "logits")
    model = _Softmax(X, _labels(X, y, classes), np.zeros(X.shape[1]))
    with np.errstate(over="ignore"):
        return 0 - len(X) * model.loss(theta)


def descend_softmax(
    X: ArrayLike,
    y: ArrayLike,
    classes: int,
    *,
    lr: float,
    steps: int,
    l2: ArrayLike = 0.0,
    start: ArrayLike | None = None,
) -> Descent:
    r"""Softmax regression by gradient descent on all cases.

    Use it to watch gradient descent; to get the answer, use `fit_softmax`. The loss cannot rise for step sizes below
    :math:`2/L`, where :math:`L` is half the largest eigenvalue of :math:`X^\top X / n` plus the largest penalty.

    .. math:: \theta_k \leftarrow \theta_k + \alpha\Bigl[\frac{1}{n} \sum_{i=1}^{n}
       \bigl([y_i = k] - p_{ik}\bigr)\, x_i - \lambda\,\theta_k\Bigr]
       :label: eq-doc-descend-softmax

    Parameters
    ----------
    X
        Finite numbers of shape (n, d).
    y
        Classes in [0, K), integers of shape (n).
    classes
        The number K of classes, a whole number of 2 or more.
    lr
        The step size :math:`\alpha`, finite and above 0.
    steps
        How many steps to take, a whole number of 0 or more.
    l2
        The penalty :math:`\lambda`, 0 or more: a number, or one for each column (0 leaves the intercepts free).
    start
        Coefficients of shape (K, d) to start from; zeros, if not given.

    Returns
    -------
    Descent
        ``theta``, of shape (K, d), ``path``, ``loss`` (mean cross-entropy in nats, plus penalty) and
        ``gradient_norm``.

    Raises
    ------
    TypeError
        If `lr` is not a real number.
    ValueError
        If a shape does not fit, a number is out of range, a class is out of range, or the loss or its gradient is not
        finite at the start.

    Warns
    -----
    RuntimeWarning
        If the last loss is above the first, or if the coefficients separate the classes and there is no penalty on
        any column.

    Examples
    --------
    >>> X, y = add_intercept([0.0, 1.0, 2.0, 3.0, 4.0, 2.0]), [0, 0, 1, 1, 2, 2]
    >>> descent = descend_softmax(X, y, 3, lr=0.2, steps=100)
    >>> print(f"{descent.loss[0]:.4f} at first, {descent.loss[-1]:.4f} in the end")
    1.0986 at first, 0.6394 in the end

    References
    ----------
    Böhning, D., "Multinomial logistic regression algorithm", Annals of the Institute of Statistical Mathematics 44
    (1992), for the bound. https://doi.org/10.1007/BF00048682
    """
    X = _design(X)
    classes = require_count("classes", classes, 2)
    model = _Softmax(X, _labels(X, y, classes), _penalty(l2, X.shape[1]))
    return _follow(model, _start(start, (classes, X.shape[1])), lr, _repeat(model, steps))


def fit_softmax(X: ArrayLike, y: ArrayLike, classes: int, *, l2: ArrayLike = 0.0) -> NewtonFit:
    r"""Softmax regression by Newton's method.

    Use it for the maximum-likelihood coefficients, or with `l2` for the penalised ones. Without a penalty only
    differences between classes are determined; the rows of coefficients are then those that sum to 0, and
    :math:`H^{+}` below is the pseudo-inverse. A QR decomposition makes the columns without a penalty orthonormal first.
    Where the classes can be separated there is no maximum, and an error says so.

    .. math:: \theta \leftarrow \theta - H^{+} g, \qquad
       g_k = \sum_{i=1}^{n} \bigl(p_{ik} - [y_i = k]\bigr)\, x_i, \qquad
       H_{kl} = \sum_{i=1}^{n} p_{ik} \bigl([k = l] - p_{il}\bigr)\, x_i x_i^\top
       :label: eq-doc-fit-softmax

    Parameters
    ----------
    X
        Finite numbers of shape (n, d).
    y
        Classes in [0, K), integers of shape (n), all of them present.
    classes
        The number K of classes, a whole number of 2 or more.
    l2
        The penalty, 0 or more: a number, or one for each column.

    Returns
    -------
    NewtonFit
        ``theta``, of shape (K, d), ``path``, ``loss`` (mean cross-entropy in nats, plus penalty), ``gradient_norm``,
        ``log_likelihood`` (a sum, in nats) and ``standard_errors`` of ``theta[1:] - theta[0]``, of shape (K - 1, d)
        (None with a penalty).

    Raises
    ------
    ValueError
        If a shape does not fit, a number is out of range, a class is missing, a column is a linear combination of those
        before it, or no maximum is found: the classes can be separated, or nearly.

    Examples
    --------
    >>> X, y = add_intercept([0.0, 1.0, 2.0, 3.0, 4.0, 2.0, 1.5, 2.5]), [0, 0, 1, 1, 2, 2, 1, 0]
    >>> fit = fit_softmax(X, y, 3)
    >>> print(f"log-likelihood {fit.log_likelihood:.4f} after {len(fit.loss) - 1} steps")
    log-likelihood -6.6596 after 7 steps

    References
    ----------
    Bishop, C. M., "Pattern Recognition and Machine Learning", Springer (2006), section 4.3.4.
    """
    X = _design(X)
    classes = require_count("classes", classes, 2)
    y = _labels(X, y, classes)
    _require_every_class(y, classes)
    penalty = _penalty(l2, X.shape[1])
    Z, R = _orthogonal(X, penalty)
    model, rotated = _Softmax(X, y, penalty), _Softmax(Z, y, penalty)
    descent, turned = _newton(model, rotated, R, (classes, X.shape[1]))
    errors = None if penalty.any() else _errors_of_differences(rotated.probabilities(turned), X)
    log_likelihood = softmax_log_likelihood(X, y, descent.theta)
    return NewtonFit(**vars(descent), log_likelihood=log_likelihood, standard_errors=errors)


class _Linear:
    """Half the mean squared error."""

    def __init__(self, X: NDArray, y: NDArray):
        self.X, self.y = X, y

    def loss(self, theta: NDArray) -> float:
        return float(np.mean((self.y - self.X @ theta) ** 2) / 2)

    def gradient(self, theta: NDArray) -> NDArray:
        return -(self.y - self.X @ theta) @ self.X / len(self.y)

    def curvature(self) -> float:
        return _largest_eigenvalue(self.X)

    def separates(self, theta: NDArray) -> bool:
        return False


class _Logistic:
    """Mean binary cross-entropy plus penalty."""

    def __init__(self, X: NDArray, y: NDArray, l2: NDArray):
        self.X, self.y, self.l2 = X, y, l2

    def loss(self, theta: NDArray) -> float:
        return float(np.mean(np.logaddexp(0, -self._margins(theta))) + _cost_of(theta, self.l2))

    def gradient(self, theta: NDArray) -> NDArray:
        side = 2 * self.y - 1
        return -(side * sigmoid(-self._margins(theta))) @ self.X / len(self.y) + self.l2 * theta

    def hessian(self, theta: NDArray) -> NDArray:
        return (self.X.T * self.weights(theta)) @ self.X / len(self.y) + np.diag(self.l2)

    def step(self, hessian: NDArray, theta: NDArray) -> NDArray:
        return np.linalg.solve(hessian, self.gradient(theta))

    def weights(self, theta: NDArray) -> NDArray:
        margins = self._margins(theta)
        return sigmoid(margins) * sigmoid(-margins)

    def curvature(self) -> float:
        return _largest_eigenvalue(self.X) / 4 + self.l2.max()

    def separates(self, theta: NDArray) -> bool:
        return not self.l2.any() and bool((self._margins(theta) > 0).all())

    def _margins(self, theta: NDArray) -> NDArray:
        return (2 * self.y - 1) * (self.X @ theta)


class _Softmax:
    """Mean cross-entropy plus penalty."""

    def __init__(self, X: NDArray, y: NDArray, l2: NDArray):
        self.X, self.y, self.l2 = X, y, l2
        self.rows = np.arange(len(y))

    def loss(self, theta: NDArray) -> float:
        of_label = self._log_p(theta)[self.rows, self.y]  # times 0, an impossible class would be NaN
        return float(-np.mean(of_label) + _cost_of(theta, self.l2))

    def gradient(self, theta: NDArray) -> NDArray:
        residuals = self.probabilities(theta)
        residuals[self.rows, self.y] = 0
        residuals[self.rows, self.y] = -residuals.sum(1)  # p - 1 would round a p near 1
        return residuals.T @ self.X / len(self.y) + self.l2 * theta

    def hessian(self, theta: NDArray) -> NDArray:
        n, size = len(self.y), theta.size
        information = _information(self.probabilities(theta), self.X).reshape(size, size)
        return information / n + np.diag(np.tile(self.l2, len(theta)))

    def step(self, hessian: NDArray, theta: NDArray) -> NDArray:
        """Newton's step among coefficients whose rows sum to 0, as they do where the gradient is 0.

        What all rows have in common changes no probability: without a penalty, the second derivatives are singular.
        """
        gradient = self.gradient(theta)
        blocks = hessian.reshape(gradient.shape * 2)
        blocks = blocks[1:] - blocks[0]
        blocks = blocks[:, :, 1:] - blocks[:, :, :1]
        others = gradient[1:] - gradient[0]
        others = np.linalg.solve(blocks.reshape(others.size, others.size), others.ravel()).reshape(others.shape)
        return np.vstack([-others.sum(0), others]) + theta.mean(0)  # takes away what rounding has left in common

    def probabilities(self, theta: NDArray) -> NDArray:
        return np.exp(self._log_p(theta))

    def curvature(self) -> float:
        return _largest_eigenvalue(self.X) / 2 + self.l2.max()

    def separates(self, theta: NDArray) -> bool:
        logits = self.X @ theta.T
        of_label = logits[self.rows, self.y]
        logits[self.rows, self.y] = -np.inf
        return not self.l2.any() and bool((of_label > logits.max(1)).all())

    def _log_p(self, theta: NDArray) -> NDArray:
        logits = self.X @ theta.T
        largest = logits.argmax(1)
        with np.errstate(over="ignore"):  # the difference of two floats may be below all of them
            shifted = logits - logits[self.rows, largest][:, None]
        others = np.exp(shifted)
        others[self.rows, largest] = 0
        return shifted - np.log1p(others.sum(1, keepdims=True))  # the 1 of the largest would drown the others


def _information(p: NDArray, X: NDArray) -> NDArray:
    """The second derivatives of the summed cross-entropy, of shape (K, d, K, d)."""
    rest = _complements(p)
    classes, columns = p.shape[1], X.shape[1]
    blocks = np.empty((classes, columns, classes, columns))
    for k in range(classes):
        for j in range(k + 1):
            weights = p[:, k] * (rest[:, k] if k == j else -p[:, j])
            blocks[k, :, j, :] = blocks[j, :, k, :] = (X.T * weights) @ X
    return blocks


def _complements(p: NDArray) -> NDArray:
    """1 - p; of the largest of a row, the sum of the others: 1 - p would round away what is left beside a p near 1."""
    rest, others = 1 - p, p.copy()
    largest = np.arange(len(p)), p.argmax(1)
    others[largest] = 0
    rest[largest] = others.sum(1)
    return rest


_Model = _Linear | _Logistic | _Softmax


def _repeat(model: _Model, steps: int) -> Iterable[_Model]:
    return itertools.repeat(model, require_count("steps", steps, 0))


def _follow(model: _Model, theta: NDArray, lr: float, steps: Iterable[_Model]) -> Descent:
    """Take the gradient of each of `steps`, and record the loss of `model`."""
    lr = require_positive("lr", lr)
    with np.errstate(over="ignore", invalid="ignore"):
        gradient = model.gradient(theta)
        record = [_state(model, theta, gradient)]
        _, first, norm = record[0]
        if not (math.isfinite(first) and math.isfinite(norm)):
            raise ValueError(
                f"expected a finite loss and gradient at the start, got {first:g} and one of norm {norm:g}"
            )
        for step in steps:
            theta = theta - lr * (gradient if step is model else step.gradient(theta))
            gradient = model.gradient(theta)
            record.append(_state(model, theta, gradient))
            if not np.isfinite(record[-1][1:]).all():
                break
    descent = _descent(record)
    loss = descent.loss
    if not loss[-1] <= loss[0] * ROUNDING:
        _warn(
            f"expected the loss to fall, got {loss[-1]:g} after {loss[0]:g} with step size {lr:g}: "
            f"below {2 / model.curvature():g}, steps on all cases cannot raise it"
        )
    if model.separates(descent.theta):
        _warn(
            "expected classes that overlap, got ones that the coefficients separate: "
            "they grow without end; a penalty l2 > 0 stops them"
        )
    finite = np.isfinite(loss) & np.isfinite(descent.gradient_norm)
    return Descent(descent.path[finite], loss[finite], descent.gradient_norm[finite])


def _orthogonal(X: NDArray, l2: NDArray) -> tuple[NDArray, NDArray]:
    """Z and R, where X = ZR and the columns of Z without a penalty are orthonormal, and orthogonal to the others.

    Those of X may be nearly dependent, as a column of years and the intercept are, and the second derivatives would
    square that. A coefficient with a penalty is the same for Z, so that its penalty is, to the last digit.
    """
    _require_identified(X, l2)
    free = l2 == 0
    Z, R = X.copy(), np.eye(X.shape[1])
    Z[:, free], R[np.ix_(free, free)] = np.linalg.qr(X[:, free])
    for _ in range(2):  # the second takes away what rounding has left of a column far from 0
        share = Z[:, free].T @ Z[:, ~free]
        Z[:, ~free] -= Z[:, free] @ share
        R[np.ix_(free, ~free)] += share
    return Z, R


def _newton(
    model: _Logistic | _Softmax, rotated: _Logistic | _Softmax, R: NDArray, shape: tuple[int, ...]
) -> tuple[Descent, NDArray]:
    """Newton's method on the model of `_orthogonal`, from zeros: the path of `model`, and where `rotated` ends."""
    theta = turned = np.zeros(shape)  # the coefficients of `model` and of `rotated`, which are R theta
    record = [_state(model, theta, model.gradient(theta))]
    for _ in range(NEWTON_STEPS):
        try:
            step = rotated.step(rotated.hessian(turned), turned)
        except np.linalg.LinAlgError:  # the second derivatives are singular, for the reasons of the error below
            break
        turned = turned - _fraction(rotated, turned, step) * step
        theta = np.linalg.solve(R, turned.T).T
        record.append(_state(model, theta, model.gradient(theta)))
        if model.separates(theta):
            raise ValueError(
                "expected classes that overlap, got ones that a combination of the columns separates: "
                "the likelihood has no maximum; give a penalty l2 > 0"
            )
        if np.abs(rotated.X @ step.T).max() <= NEWTON_TOLERANCE * (1 + np.abs(rotated.X @ turned.T).max()):
            if model.l2.any():
                turned = _refined(rotated, turned)
                theta = np.linalg.solve(R, turned.T).T
                record[-1] = _state(model, theta, model.gradient(theta))
            return _descent(record), turned
    raise ValueError(
        f"expected convergence within {NEWTON_STEPS} steps, got none, and coefficients up to {np.abs(theta).max():g}: "
        "a combination of the columns separates some cases or nearly does, or a case lies far from the others "
        f"(give a {'larger ' if model.l2.any() else ''}penalty l2 > 0)"
    )


def _refined(model: _Logistic | _Softmax, theta: NDArray) -> NDArray:
    """The digits of coefficients that hardly affect the logits, as where only the penalty tells two columns apart."""
    hessian = model.hessian(theta)
    for _ in range(REFINEMENTS):
        theta = theta - model.step(hessian, theta)
    return theta


def _fraction(model: _Logistic | _Softmax, theta: NDArray, step: NDArray) -> float:
    """The largest of 1, 1/2, 1/4, … of the step that does not raise the loss."""
    ceiling = model.loss(theta) * ROUNDING
    fraction = 1.0
    while model.loss(theta - fraction * step) > ceiling:
        fraction /= 2
    return fraction


def _state(model: _Model, theta: NDArray, gradient: NDArray) -> tuple[NDArray, float, float]:
    return theta, model.loss(theta), float(np.hypot.reduce(gradient, axis=None))


def _descent(record: list[tuple[NDArray, float, float]]) -> Descent:
    path, loss, norms = zip(*record, strict=True)
    return Descent(np.array(path), np.array(loss), np.array(norms))


def _warn(message: str) -> None:
    """Warn where the public function was called."""
    warnings.warn(message, RuntimeWarning, stacklevel=4)


def _errors(weights: NDArray, X: NDArray) -> NDArray:
    """Standard errors by a QR decomposition of the weighted design: the information X'WX squares its condition."""
    return _norms_of_inverse(np.asarray(np.linalg.qr(np.sqrt(weights)[:, None] * X, mode="r")))


def _errors_of_differences(p: NDArray, X: NDArray) -> NDArray:
    """Standard errors of the rows after the first, minus the first.

    The information is formed for columns that are orthonormal under the weight of each case, as in `_errors`.
    """
    roots = np.sqrt((p * _complements(p)).sum(1, keepdims=True))
    Q, R = np.linalg.qr(roots * X)
    Z = np.divide(Q, roots, where=roots > 0, out=np.zeros_like(Q))
    size = (p.shape[1] - 1) * X.shape[1]
    root = np.linalg.cholesky(_information(p, Z)[1:, :, 1:].reshape(size, size))
    back = np.linalg.inv(root).T.reshape(-1, X.shape[1], size)
    return np.hypot.reduce(np.linalg.inv(R) @ back, axis=2)


def _norms_of_inverse(R: NDArray) -> NDArray:
    """The norm of each row of the inverse, also where its squares leave the range of floats."""
    return np.hypot.reduce(np.linalg.inv(R), axis=1)


def _cost_of(theta: NDArray, l2: NDArray) -> float:
    """The penalty; a coefficient without one counts nothing, even if its square is above all floats."""
    return float((l2 * np.where(l2 > 0, theta, 0) ** 2).sum() / 2)


def _largest_eigenvalue(X: NDArray) -> float:
    with np.errstate(over="ignore"):
        return float(np.linalg.norm(X, ord=2) ** 2 / len(X))


def _require_identified(X: NDArray, l2: NDArray) -> None:
    """Dependent columns are told apart by their penalties, unless the second derivatives round these away."""
    with np.errstate(over="ignore"):  # the check below names the column
        felt = l2 > np.finfo(np.float64).eps / 4 * (X**2).mean(0)  # p (1 - p) is at most a quarter
    stacked = np.vstack([X, np.diag(np.sqrt(l2))[felt]])
    penalty = f"a {'larger ' if ((l2 > 0) & ~felt).any() else ''}penalty l2 > 0"
    if len(stacked) < X.shape[1]:
        raise ValueError(
            f"expected at least as many rows as columns, got X of shape {X.shape}: {penalty} allows more columns"
        )
    R = np.asarray(np.linalg.qr(stacked, mode="r"))
    _require_independent_columns(stacked, R, f": {penalty} would tell them apart")


def _require_independent_columns(X: NDArray, R: NDArray, remedy: str = "") -> None:
    """A column that depends on those before it leaves (nearly) nothing on the diagonal of R."""
    with np.errstate(over="ignore"):
        norms = np.linalg.norm(X, axis=0)
    if np.isinf(norms).any():
        huge = int(np.argmax(norms))
        raise ValueError(
            "expected columns whose sums of squares are floats, got numbers up to "
            f"{np.abs(X[:, huge]).max():g} in column {huge}"
        )
    scale = np.hypot.reduce(R)  # the norms again, but not 0 where the squares are
    subnormal = (scale > 0) & (scale < np.finfo(np.float64).tiny)
    if subnormal.any():
        column = int(np.argmax(subnormal))
        raise ValueError(
            f"expected numbers that are not below {np.finfo(np.float64).tiny:.0e}, where floats lose digits, "
            f"got at most {np.abs(X[:, column]).max():.0e} in column {column}"
        )
    dependent = np.abs(np.diag(R)) <= max(X.shape) * np.finfo(np.float64).eps * scale
    if dependent.any():
        column = int(np.argmax(dependent))
        raise ValueError(
            f"expected independent columns, got column {column} as a combination of those before it{remedy}"
        )


def _require_every_class(y: NDArray, classes: int) -> None:
    missing = np.flatnonzero(np.bincount(y, minlength=classes) == 0)
    if missing.size:
        raise ValueError(f"expected cases of each of {classes} classes, got none of class {missing[0]}")


def _design(X: ArrayLike) -> NDArray[np.float64]:
    X = as_floats("X", X)
    if X.ndim != 2 or X.size == 0:
        raise ValueError(f"expected X of shape (n, d) with n > 0 and d > 0, got {X.shape}")
    require_all("X", np.isfinite(X), "finite numbers", X)
    return X


def _targets(X: NDArray, y: ArrayLike) -> NDArray[np.float64]:
    y = as_floats("y", y)
    if y.shape != X.shape[:1]:
        raise ValueError(f"expected y of shape {X.shape[:1]}, one per row of X, got {y.shape}")
    require_all("y", np.isfinite(y), "finite numbers", y)
    return y


def _labels(X: NDArray, y: ArrayLike, classes: int) -> NDArray[np.int64]:
    y = _targets(X, y)
    require_all("y", (y >= 0) & (y < classes) & (y == np.floor(y)), f"classes in [0, {classes})", y)
    return y.astype(np.int64)


def _coefficients(name: str, theta: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.float64]:
    theta = as_floats(name, theta)
    if theta.shape != shape:
        raise ValueError(f"expected {name} of shape {shape}, got {theta.shape}")
    require_all(name, np.isfinite(theta), "finite numbers", theta)
    return theta


def _predictions(X: NDArray, theta: NDArray, what: str) -> NDArray[np.float64]:
    """X @ theta.T, refused where it or a part of it is beyond all floats: infinities may cancel."""
    with np.errstate(over="ignore", invalid="ignore"):
        predictions = X @ theta.T
    require_all(
        "X @ theta" if theta.ndim == 1 else "X @ theta.T", np.isfinite(predictions), f"finite {what}", predictions
    )
    return predictions


def _start(start: ArrayLike | None, shape: tuple[int, ...]) -> NDArray[np.float64]:
    return np.zeros(shape) if start is None else _coefficients("start", start, shape)


def _penalty(l2: ArrayLike, columns: int) -> NDArray[np.float64]:
    l2 = as_floats("l2", l2)
    if l2.shape not in ((), (columns,)):
        raise ValueError(f"expected l2 as a number or of shape ({columns},), one per column, got {l2.shape}")
    require_all("l2", (l2 >= 0) & (l2 < np.inf), "finite numbers of 0 or more", l2)
    return np.broadcast_to(l2, (columns,))
