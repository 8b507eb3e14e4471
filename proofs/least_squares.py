"""Bindings of chapters/least-squares.ipynb; coefficients are counted from 0, examples from 1."""

import itertools

import numpy as np
import statsmodels.api as sm
import torch
import torch.nn.functional as F
from bookproof.formulas import Binding, Depends, Each, Expect, Index, Indexed, Step
from scipy import linalg, stats


def tensor(array):
    return torch.tensor(np.asarray(array), dtype=torch.float64)


def predictions(X, theta):
    return F.linear(tensor(X), tensor(theta)).numpy()


def design(rng, N, d):
    return np.column_stack([np.ones(N), rng.normal(size=(N, d - 1))])


def line(rng):
    """Data around a line, a line that is not the best, and the best as statsmodels finds it."""
    N, d = 6, 3
    X, theta, sigma = design(rng, N, d), rng.normal(size=d), float(rng.uniform(0.5, 1.5))
    y = X @ rng.normal(size=d) + rng.normal(size=N)
    fit = sm.OLS(y, X).fit()

    def squared_error(theta):
        return F.mse_loss(tensor(predictions(X, theta)), tensor(y), reduction="sum").item()

    return {
        "N": N,
        "d": d,
        "n": Index(1, "N"),
        "i": Index(0, "d-1"),
        "j": Index(0, "d-1"),
        "X": X,
        "x": Indexed(X, start=(1, 0)),
        "y": y,
        r"\theta": Indexed(theta),
        r"\sigma": sigma,
        r"p(y\mid x)": lambda y, x: stats.norm.pdf(y, np.dot(theta, x), sigma),
        r"L(\theta,\sigma)": lambda theta, sigma: stats.multivariate_normal.pdf(
            y, predictions(X, theta), sigma**2 * np.eye(N)
        ),
        r"S(\theta)": squared_error,
        r"J(\theta)": lambda theta: squared_error(theta) / 2,
        r"\hat\theta": Indexed(fit.params),
        r"\hat\sigma": np.sqrt(fit.ssr / N),
        "s": np.sqrt(fit.scale),
        r"\alpha": 0.07,
        "I": np.eye(d),
    }


def line_with_errors(rng):
    """The errors are what is left over the predictions."""
    symbols = line(rng)
    X, y = symbols["X"], symbols["y"]
    return {**symbols, r"\varepsilon": Depends(lambda theta: y - predictions(X, theta), r"\theta")}


def line_without_start(rng):
    """The search for the best line starts away from it."""
    symbols = line(rng)
    return {**symbols, r"\theta": symbols[r"\theta"].array}


def moving_line(rng):
    """Residuals and loss as they move with the coefficients."""
    symbols = line(rng)
    loss = symbols.pop(r"J(\theta)")
    X, y = symbols["X"], symbols["y"]
    return {
        **symbols,
        "r": Depends(lambda theta: y - predictions(X, theta), r"\theta"),
        "J": Depends(loss, r"\theta"),
    }


def step(examples):
    """A step along the gradient that autograd finds, on some of the examples."""

    def symbols_of(rng):
        symbols = line(rng)
        X, y, theta = symbols["X"], symbols["y"], symbols[r"\theta"].array
        n = int(rng.integers(1, len(y) + 1))
        rows = slice(None) if examples == "all" else slice(n - 1, n)
        leaf = tensor(theta).requires_grad_()
        (F.mse_loss(tensor(X[rows]) @ leaf, tensor(y[rows]), reduction="sum") / 2).backward()
        after = theta - 0.07 * leaf.grad.numpy()
        return {**symbols, "n": n, r"\theta": Step(Indexed(theta), Indexed(after))}

    return symbols_of


def curvature(rng):
    """One eigenvector, and step sizes on both sides of its bound and on it."""
    X = rng.normal(size=(5, 3))
    eigenvalues, eigenvectors = linalg.eigh(X.T @ X)
    which = int(rng.integers(3))
    bound = 2 / eigenvalues[which]
    return {
        "X": X,
        "I": np.eye(3),
        r"\lambda": eigenvalues[which],
        "v": eigenvectors[:, which],
        r"\alpha": Each([-0.1 * bound, 0.0, 0.3 * bound, 0.99 * bound, bound, 1.3 * bound]),
    }


def expansion(rng):
    """Two lines and their difference; neither need be the best for this one."""
    symbols = line(rng)
    one, u = rng.normal(size=3), rng.normal(size=3)
    return {"X": symbols["X"], "y": symbols["y"], r"\hat\theta": one, "u": u, r"\theta": one + u}


def factors(rng):
    """A QR decomposition, and the errors of known coefficients."""
    N, d = 6, 3
    X, theta, epsilon = design(rng, N, d), rng.normal(size=d), rng.normal(size=N)
    y = X @ theta + epsilon
    return {
        "X": X,
        "y": y,
        "Q": linalg.qr(X, mode="economic")[0],
        "R": Depends(lambda X: linalg.qr(X, mode="r")[0][:d], "X"),
        "I": np.eye(N),
        r"\theta": theta,
        r"\varepsilon": epsilon,
        r"\hat\theta": linalg.lstsq(X, y)[0],
    }


def all_signs(means, sigma):
    """Targets whose errors are the standard deviation with every combination of signs, equally probable."""
    signs = list(itertools.product((-1, 1), repeat=len(means)))
    return [(means + sigma * np.array(each), 1 / len(signs)) for each in signs]


def random_targets(rng):
    """Independent errors of one variance: the mean over all combinations of signs is exact."""
    N, d = 5, 2
    X, theta, sigma = design(rng, N, d), rng.normal(size=d), float(rng.uniform(0.5, 1.5))
    targets = all_signs(predictions(X, theta), sigma)
    return {
        "N": N,
        "d": d,
        "X": X,
        "x": Indexed(X, start=(1, 0)),
        "y": targets[0][0],
        r"\theta": theta,
        r"\sigma": sigma,
        r"\hat\theta": Depends(lambda y: linalg.lstsq(X, y)[0], "y"),
        r"\mathbb E": Expect("y", targets),
    }


def random_slopes(rng):
    """The slope of NumPy's fit, over all combinations of signs."""
    x, sigma = rng.normal(size=5), float(rng.uniform(0.5, 1.5))
    targets = all_signs(0.3 + 0.8 * x, sigma)
    return {
        "N": 5,
        "x": x,
        r"\bar x": np.mean(x),
        "y": targets[0][0],
        r"\sigma": sigma,
        r"\hat\theta": Depends(lambda y: Indexed(np.polyfit(x, y, 1)[::-1]), "y"),
        r"\operatorname{Var}": Expect("y", targets, "variance"),
    }


def unequal_noise(rng):
    """A standard deviation for each example."""
    N, d = 6, 3
    X, y, sigma = design(rng, N, d), rng.normal(size=N), rng.uniform(0.5, 2, N)
    return {
        "N": N,
        "X": X,
        "x": Indexed(X, start=(1, 0)),
        "y": y,
        r"\theta": rng.normal(size=d),
        r"\sigma": sigma,
        r"L(\theta)": lambda theta: stats.multivariate_normal.pdf(y, predictions(X, theta), np.diag(sigma**2)),
        "W": np.diag(1 / sigma**2),
        r"\hat\theta": sm.WLS(y, X, weights=1 / sigma**2).fit().params,
    }


OF_ONE_LINE = [
    "density",
    "likelihood",
    "log-density",
    "log-likelihood",
    "half-log",
    "log-likelihood-variance",
    "sum",
    "loss",
    "nll",
    "gradient-vector",
    "error",
    "normal",
    "closed",
    "pythagoras",
    "sigma-derivative",
    "sigma",
    "maximum",
    "unbiased",
]

BINDINGS = {
    **dict.fromkeys(["eq-ls-model", "eq-ls-matrix"], Binding(line_with_errors)),
    **dict.fromkeys((f"eq-ls-{name}" for name in OF_ONE_LINE), Binding(line)),
    "eq-ls-equivalence": Binding(line_without_start),
    **dict.fromkeys(
        ["eq-ls-residual", "eq-ls-residual-derivative", "eq-ls-gradient", "eq-ls-hessian"], Binding(moving_line)
    ),
    "eq-ls-batch": Binding(step("all")),
    "eq-ls-stochastic": Binding(step("one")),
    **dict.fromkeys(["eq-ls-eigenvector", "eq-ls-bound"], Binding(curvature)),
    "eq-ls-expand": Binding(expansion),
    **dict.fromkeys(["eq-ls-qr", "eq-ls-hat", "eq-ls-residual-projection", "eq-ls-estimate-error"], Binding(factors)),
    **dict.fromkeys(["eq-ls-expected", "eq-ls-covariance"], Binding(random_targets)),
    "eq-ls-slope-variance": Binding(random_slopes),
    **dict.fromkeys(["eq-ls-weighted-log-likelihood", "eq-ls-weighted"], Binding(unequal_noise)),
}

COVARIANCE = r"\mathbb E\left[%s^\top\right]=\sigma^2\left(X^\top X\right)^{-1}"
MEAN_ZERO = "true as well: the error has the mean 0, so a constant added to one factor drops out"

SURVIVORS = {
    ("eq-ls-covariance", COVARIANCE % factors): MEAN_ZERO
    for factors in (
        r"(\hat\theta)(\hat\theta-\theta)",
        r"(\hat\theta+\theta)(\hat\theta-\theta)",
        r"(\hat\theta-\theta)(\hat\theta)",
        r"(\hat\theta-\theta)(\hat\theta+\theta)",
    )
}
