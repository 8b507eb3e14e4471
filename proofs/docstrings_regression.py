"""Bindings of the docstrings of lossbook.regression: each left side is what the documented function returns."""

import numpy as np
import torch
import torch.nn.functional as F
from bookproof.formulas import ByArity, Index, Step, bind
from scipy import special
from torch.autograd import functional

from lossbook import regression

ALPHA, LAMBDA = 0.3, 0.07


def inputs(rng):
    return regression.add_intercept(rng.normal(size=(7, 2)))


def intercept(rng):
    X = rng.normal(size=(7, 2))
    return {"X": X, r"\mathbf 1": np.ones(7), r"\tilde X": regression.add_intercept(X)}


def linear(rng):
    """Real targets; the path of gradient descent gives the step."""
    X, y, theta = inputs(rng), rng.normal(size=7), rng.normal(size=3)
    descent = regression.descend_linear(X, y, lr=ALPHA, steps=1, start=theta)
    return {
        "n": 7,
        "x": X,
        "X": X,
        "y": y,
        r"\theta": Step(theta, descent.theta),
        r"\hat\theta": regression.fit_linear(X, y).theta,
        r"\alpha": ALPHA,
        r"\sigma": 0.8,
        r"\ell(\theta,\sigma)": lambda theta, sigma: regression.linear_log_likelihood(X, y, theta, sigma),
    }


def linear_batches(rng):
    """The second step of an epoch; its batch is what the documented order says."""
    X, y, seed = inputs(rng), rng.normal(size=7), int(rng.integers(1000))
    theta = rng.normal(size=3)
    descent = regression.descend_linear_stochastic(X, y, lr=ALPHA, epochs=1, batch_size=3, seed=seed, start=theta)
    batch = np.random.default_rng(seed).permutation(7)[3:6] + 1
    return {
        "x": X,
        "y": y,
        "B": batch.tolist(),
        r"\alpha": ALPHA,
        r"\theta": Step(descent.path[1], descent.path[2]),
    }


def logistic(rng):
    """Labels 0 and 1 with a penalty; a step of gradient descent."""
    X, y, theta = inputs(rng), np.array([1, 0, 1, 1, 0, 0, 1]), rng.normal(size=3)
    descent = regression.descend_logistic(X, y, lr=ALPHA, steps=1, l2=LAMBDA, start=theta)
    return {
        "n": 7,
        "x": X,
        "y": y,
        r"\theta": Step(theta, descent.theta),
        r"\alpha": ALPHA,
        r"\lambda": LAMBDA,
        r"\sigma(z)": special.expit,
        r"\ell(\theta)": lambda theta: regression.logistic_log_likelihood(X, y, theta),
    }


def logistic_newton(rng):
    """The second step of Newton's method, on labels that cannot be separated."""
    X = regression.add_intercept(np.linspace(-2, 2, 7) + 0.1 * rng.normal(size=7))
    y = np.array([0.0, 1, 0, 0, 1, 0, 1])
    path = regression.fit_logistic(X, y).path
    p = special.expit(np.einsum("ij,j->i", X, path[1]))
    return {
        "X": X,
        "y": y,
        "p": p,
        "W": np.diag(p - p**2),
        "i": Index(1, 7),
        "j": Index(1, 7),
        r"\theta": Step(path[1], path[2]),
    }


def softmax(rng):
    """Classes 1 to K with a penalty; a step of gradient descent."""
    X, y, theta = inputs(rng), np.array([1, 4, 2, 3, 2, 1, 4]), rng.normal(size=(4, 3))
    descent = regression.descend_softmax(X, y - 1, 4, lr=ALPHA, steps=1, l2=LAMBDA, start=theta)
    return {
        "n": 7,
        "K": 4,
        "k": Index(1, "K"),
        "x": X,
        "y": y,
        "p": special.softmax(np.einsum("ij,kj->ik", X, theta), axis=1),
        r"\theta": Step(theta, descent.theta),
        r"\alpha": ALPHA,
        r"\lambda": LAMBDA,
        r"\ell(\theta)": lambda theta: regression.softmax_log_likelihood(X, y - 1, theta),
    }


def softmax_newton(rng):
    """The second step of Newton's method; its derivatives are torch's."""
    K, d = 3, 2
    X = regression.add_intercept(np.linspace(-2, 2, 9) + 0.1 * rng.normal(size=9))
    y = np.array([1, 2, 1, 3, 2, 3, 1, 2, 3])
    path = regression.fit_softmax(X, y - 1, K).path
    p = special.softmax(np.einsum("ij,kj->ik", X, path[1]), axis=1)

    def loss(flat):
        return F.cross_entropy(torch.tensor(X) @ flat.reshape(K, d).T, torch.tensor(y - 1), reduction="sum")

    flat = torch.tensor(path[1].ravel())
    gradient, hessian = functional.jacobian(loss, flat).numpy(), functional.hessian(loss, flat).numpy()
    return {
        "n": 9,
        "k": Index(1, K),
        "l": Index(1, K),
        "x": X,
        "y": y,
        "p": p,
        "g": ByArity({0: gradient, 1: gradient.reshape(K, d)}),
        "H": ByArity({2: hessian.reshape(K, d, K, d).transpose(0, 2, 1, 3)}),
        "H^+": np.linalg.pinv(hessian, hermitian=True),
        r"\theta": Step(path[1].ravel(), path[2].ravel()),
    }


BINDINGS = {
    **bind(intercept, "eq-doc-add-intercept"),
    **bind(linear, "eq-doc-linear-log-likelihood", "eq-doc-fit-linear", "eq-doc-descend-linear", same=[("x", "X")]),
    **bind(linear_batches, "eq-doc-descend-linear-stochastic"),
    **bind(logistic, "eq-doc-logistic-log-likelihood", "eq-doc-descend-logistic"),
    **bind(logistic_newton, "eq-doc-fit-logistic"),
    **bind(softmax, "eq-doc-softmax-log-likelihood", "eq-doc-descend-softmax"),
    **bind(softmax_newton, "eq-doc-fit-softmax"),
}

SURVIVORS = {
    (
        "eq-doc-fit-logistic",
        r"\theta \leftarrow \theta + \bigl(X^\top W X\bigr)^{-1} X^\top (y - p), \qquad "
        r"W_{j,i} = [i = j]\, p_i (1 - p_i)",
    ): "the matrix is diagonal",
    (
        "eq-doc-fit-softmax",
        r"\theta \leftarrow \theta - H^{+} g, \qquad g_k = \sum_{i=1}^{n} \bigl(p_{ik} - [y_i = k]\bigr)\, x_i, \qquad "
        r"H_{l,k} = \sum_{i=1}^{n} p_{ik} \bigl([k = l] - p_{il}\bigr)\, x_i x_i^\top",
    ): "the second derivative is symmetric",
}
