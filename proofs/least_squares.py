"""Bindings of chapters/least-squares.ipynb; coefficients are counted from 0, examples from 1."""

from pathlib import Path

import numpy as np
import statsmodels.api as sm
import torch.nn.functional as F
from bookproof.formulas import Binding, Depends, Each, Index, Indexed, Step
from bookproof.formulas.find import load_module
from scipy import linalg, stats

tensor = load_module(Path(__file__).with_name("_tensors.py")).tensor
linear = load_module(Path(__file__).with_name("_linear.py"))


def predictions(X, theta):
    return F.linear(tensor(X), tensor(theta)).numpy()


def line(rng):
    """Data around a line, a line that is not the best, and the best as statsmodels finds it."""
    N, d = 6, 3
    X, theta, sigma = linear.design(rng, N, d), rng.normal(size=d), float(rng.uniform(0.5, 1.5))
    y = X @ rng.normal(size=d) + rng.normal(size=N)
    fit = sm.OLS(y, X).fit()

    def squared_error(theta):
        return F.mse_loss(tensor(predictions(X, theta)), tensor(y), reduction="sum").item()

    return {
        "N": N,
        "d": d,
        "n": Index(1, "N"),
        "i": Index(0, "d-1"),
        "k": Index(0, "d-1"),
        "X": X,
        "x": Indexed(X, start=(1, 0)),
        "y": y,
        r"\theta": Indexed(theta),
        r"\sigma": sigma,
        r"p(y\mid x;\theta,\sigma)": lambda y, x, theta, sigma: stats.norm.pdf(y, np.dot(theta, x), sigma),
        r"L(\theta,\sigma)": lambda theta, sigma: stats.multivariate_normal.pdf(
            y, predictions(X, theta), sigma**2 * np.eye(N)
        ),
        r"S(\theta)": squared_error,
        r"J(\theta)": lambda theta: squared_error(theta) / (2 * N),
        r"\hat\theta": Indexed(fit.params),
        r"\hat\sigma": np.sqrt(fit.ssr / N),
        "s": np.sqrt(fit.scale),
        r"\alpha": 0.07,
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
        (F.mse_loss(tensor(X[rows]) @ leaf, tensor(y[rows]), reduction="sum") / (2 * len(X[rows]))).backward()
        after = theta - 0.07 * leaf.grad.numpy()
        return {**symbols, "n": n, r"\theta": Step(Indexed(theta), Indexed(after))}

    return symbols_of


def curvature(rng):
    """One eigenvector of the second derivatives, and a step size."""
    X = rng.normal(size=(5, 3))
    eigenvalues, eigenvectors = linalg.eigh(X.T @ X / 5)
    which = int(rng.integers(3))
    return {"X": X, "N": 5, r"\kappa": eigenvalues[which], "v": eigenvectors[:, which], r"\alpha": float(rng.normal())}


def step_sizes(rng):
    """Step sizes on both sides of the bound and on it; powers of two keep the edge free of rounding."""
    kappa = float(2.0 ** rng.integers(-3, 4))
    bound = 2 / kappa
    return {r"\kappa": kappa, r"\alpha": Each([-0.1 * bound, 0.0, 0.3 * bound, 0.99 * bound, bound, 1.3 * bound])}


def expansion(rng):
    """Two lines and their difference; neither need be the best for this one."""
    symbols = line(rng)
    one, u = rng.normal(size=3), rng.normal(size=3)
    return {"X": symbols["X"], "y": symbols["y"], r"\hat\theta": one, "u": u, r"\theta": one + u}


def factors(rng):
    """A QR decomposition, and the least-squares solution of SciPy."""
    X, y = linear.design(rng, 6, 3), rng.normal(size=6)
    return {
        "X": X,
        "y": y,
        "Q": linalg.qr(X, mode="economic")[0],
        "R": linalg.qr(X, mode="r")[0][:3],
        r"\hat\theta": linalg.lstsq(X, y)[0],
    }


def learned_noise(rng):
    """Normal distributions of different variances."""
    N = 6
    mean, y, log_variance = rng.normal(size=N), rng.normal(size=N), rng.normal(size=N)

    def losses(h):
        log_variance = h.array if isinstance(h, Indexed) else h
        return Indexed(-stats.norm.logpdf(y, mean, np.exp(np.asarray(log_variance) / 2)), start=1)

    return {
        "N": N,
        "n": Index(1, "N"),
        r"\mu": Indexed(mean, start=1),
        "y": Indexed(y, start=1),
        "h": Indexed(log_variance, start=1),
        r"\ell": Depends(losses, "h"),
    }


OF_ONE_LINE = [
    "density",
    "likelihood",
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


def one_input(rng):
    """A line with an intercept and one input, fitted by SciPy."""
    N = 6
    x, y = rng.normal(size=N), rng.normal(size=N)
    fit = stats.linregress(x, y)
    return {
        "N": N,
        "n": Index(1, "N"),
        "x": x,
        "y": y,
        r"\bar x": float(x.mean()),
        r"\bar y": float(y.mean()),
        r"\theta_1": float(fit.slope),
        r"\hat\theta_1": float(fit.slope),
        r"\hat\theta": np.array([fit.intercept, fit.slope]),
        r"S(\theta)": lambda theta: float(((y - theta[0] - theta[1] * x) ** 2).sum()),
    }


INLINE = [one_input]

BINDINGS = {
    **dict.fromkeys(["eq-ls-model", "eq-ls-matrix"], Binding(line_with_errors)),
    **dict.fromkeys((f"eq-ls-{name}" for name in OF_ONE_LINE), Binding(line)),
    "eq-ls-equivalence": Binding(line_without_start),
    **dict.fromkeys(
        ["eq-ls-residual", "eq-ls-residual-derivative", "eq-ls-gradient", "eq-ls-hessian"], Binding(moving_line)
    ),
    "eq-ls-batch": Binding(step("all")),
    "eq-ls-stochastic": Binding(step("one")),
    "eq-ls-eigenvector": Binding(curvature),
    "eq-ls-bound": Binding(step_sizes),
    "eq-ls-expand": Binding(expansion),
    "eq-ls-qr": Binding(factors),
    **dict.fromkeys(["eq-ls-projected", "eq-ls-expected"], Binding(linear.random_targets)),
    **dict.fromkeys(["eq-ls-learned", "eq-ls-learned-derivative"], Binding(learned_noise)),
}
