"""Bindings of chapters/estimates.ipynb; parameters are counted from 0, examples from 1."""

from pathlib import Path

import numpy as np
import statsmodels.api as sm
from bookproof.formulas import Depends, Expect, Index, Indexed, Step, bind
from bookproof.formulas.find import load_module
from scipy import linalg, special, stats

linear = load_module(Path(__file__).with_name("_linear.py"))

# two labels for each row of the design, so that no draw of it separates them
LABELS = np.array([1.0, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 0])


def linear_error(rng):
    """The errors of known coefficients, and the solution of SciPy."""
    X, theta, epsilon = linear.design(rng, 6, 3), rng.normal(size=3), rng.normal(size=6)
    return {"X": X, r"\theta": theta, r"\varepsilon": epsilon, r"\hat\theta": linalg.lstsq(X, X @ theta + epsilon)[0]}


def random_slopes(rng):
    """The slope of NumPy's fit, over all combinations of signs."""
    x, sigma = rng.normal(size=5), float(rng.uniform(0.5, 1.5))
    targets = linear.all_signs(0.3 + 0.8 * x, sigma)
    return {
        "N": 5,
        "n": Index(1, 5),
        "x": Indexed(x, start=1),
        r"\bar x": np.mean(x),
        "y": targets[0][0],
        r"\sigma": sigma,
        r"\hat\theta": Depends(lambda y: Indexed(np.polyfit(x, y, 1)[::-1]), "y"),
        r"\operatorname{Var}": Expect("y", targets, "variance"),
    }


def at_the_best(rng):
    """What statsmodels says about its fit; the weights belong to it."""
    X = np.tile(linear.design(rng, 7, 3), (2, 1))
    best = sm.Logit(LABELS, X).fit(disp=0)
    p = best.predict()
    return {
        "X": X,
        "W": np.diag(p - p**2),
        "i": Index(0, 2),
        r"\hat\theta": Indexed(best.params),
        r"\theta": best.params,
        "C": Indexed(best.cov_params()),
        r"\operatorname{se}(\hat\theta_i)": lambda value: best.bse[np.argmin(abs(best.params - value))],
        r"I(\theta)": lambda theta: -sm.Logit(LABELS, X).hessian(theta),
    }


def labels_at(rng):
    """A model at some parameters, and the response that statsmodels works on there."""
    X, theta = np.tile(linear.design(rng, 7, 3), (2, 1)), rng.normal(size=3) / 2
    model = sm.GLM(LABELS, X, family=sm.families.Binomial())
    p, link = special.expit(X @ theta), model.family.link
    response = link(p) + link.deriv(p) * (LABELS - p)
    return X, theta, p, response, model.fit(start_params=theta, maxiter=1, disp=0).params


def working(rng):
    """The working response of statsmodels, at the parameters before the step."""
    X, theta, p, response, _ = labels_at(rng)
    return {
        "n": Index(1, 14),
        "x": Indexed(X, start=(1, 0)),
        r"\theta": theta,
        "y": Indexed(LABELS, start=1),
        "p": Indexed(p, start=1),
        "u": Indexed(response, start=1),
    }


def reweighted(rng):
    """The first step of the reweighted least squares of statsmodels."""
    X, theta, p, response, after = labels_at(rng)
    return {"X": X, "W": np.diag(p - p**2), "y": LABELS, "p": p, "u": response, r"\theta": Step(theta, after)}


def information(log_likelihood, at, weights):
    """The mean square of the derivative of the log-likelihood, by difference quotients."""
    return weights @ ((log_likelihood(at + 1e-5) - log_likelihood(at - 1e-5)) / 2e-5) ** 2


def counts_of_ones(letter, probability, parameter):
    """The information about a parameter of a binomial distribution, over all counts of ones."""

    def symbols_of(rng):
        N, p = 6, float(rng.uniform(0.1, 0.9))
        counts = np.arange(N + 1)
        weights = stats.binom.pmf(counts, N, p)

        def log_likelihood(value):
            return stats.binom.logpmf(counts, N, probability(value))

        return {
            "N": N,
            "p": p,
            letter: parameter(p),
            f"I({letter})": lambda value: information(log_likelihood, value, weights),
        }

    return symbols_of


def waiting(rng):
    """The sum of the times has a gamma distribution; the nodes and weights of Gauss and Laguerre are exact here."""
    N, rho = int(rng.integers(3, 9)), float(rng.uniform(0.5, 3))
    nodes, weights = special.roots_genlaguerre(8, N - 2)
    sums = [(node / rho, weight * node / special.gamma(N)) for node, weight in zip(nodes, weights, strict=True)]
    return {
        "N": N,
        r"\rho": rho,
        "T": sums[0][0],
        r"\hat\rho": Depends(lambda T: N / T, "T"),
        r"\mathbb E": Expect("T", sums),
    }


def unequal_noise(rng):
    """A standard deviation for each example."""
    N, d = 6, 3
    X, y, sigma = linear.design(rng, N, d), rng.normal(size=N), rng.uniform(0.5, 2, N)
    return {
        "N": N,
        "n": Index(1, N),
        "X": X,
        "x": Indexed(X, start=(1, 0)),
        "y": Indexed(y, start=1),
        r"\theta": rng.normal(size=d),
        r"\sigma": Indexed(sigma, start=1),
        r"L(\theta)": lambda theta: stats.multivariate_normal.pdf(y, X @ np.asarray(theta), np.diag(sigma**2)),
    }


def weighted(rng):
    """The weighted fit of statsmodels."""
    X, y, weights = linear.design(rng, 6, 3), rng.normal(size=6), rng.uniform(0.5, 2, 6)
    return {"X": X, "y": y, "W": np.diag(weights), r"\hat\theta": sm.WLS(y, X, weights=weights).fit().params}


def sandwich(rng):
    """The robust covariance matrix of statsmodels."""
    X, y = linear.design(rng, 8, 3), rng.normal(size=8)
    fit = sm.OLS(y, X).fit(cov_type="HC0")
    return {"X": X, "V": np.diag(fit.resid**2), "C": fit.cov_params()}


BINDINGS = {
    **bind(linear_error, "eq-es-linear-error"),
    **bind(linear.random_targets, "eq-es-covariance"),
    **bind(random_slopes, "eq-es-slope-variance"),
    **bind(at_the_best, "eq-es-information", "eq-es-inverse-information", "eq-es-standard-error"),
    **bind(working, "eq-es-working"),
    **bind(reweighted, "eq-es-newton-logistic", "eq-es-irls"),
    **bind(counts_of_ones("p", float, float), "eq-es-information-p"),
    **bind(counts_of_ones(r"\eta", special.expit, special.logit), "eq-es-information-log-odds"),
    **bind(waiting, "eq-es-rate-bias"),
    **bind(unequal_noise, "eq-es-weighted-log-likelihood"),
    **bind(weighted, "eq-es-weighted"),
    **bind(sandwich, "eq-es-sandwich"),
}

COVARIANCE = r"\mathbb E\left[%s^\top\right]=\sigma^2\left(X^\top X\right)^{-1}"
MEAN_ZERO = "true as well: the error has the mean 0, so a constant added to one factor drops out"

SURVIVORS = {
    ("eq-es-covariance", COVARIANCE % factors): MEAN_ZERO
    for factors in (
        r"(\hat\theta)(\hat\theta-\theta)",
        r"(\hat\theta+\theta)(\hat\theta-\theta)",
        r"(\hat\theta-\theta)(\hat\theta)",
        r"(\hat\theta-\theta)(\hat\theta+\theta)",
    )
}
