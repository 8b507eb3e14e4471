"""Bindings of chapters/one-family.ipynb."""

import numpy as np
import statsmodels.api as sm
from bookproof.formulas import Binding, Depends, Each
from scipy import special, stats


def family(rng):
    """Five labels with probabilities in natural form: binomial, with SciPy's numbers."""
    trials, z = 4, float(rng.uniform(-1, 1))
    labels = list(range(trials + 1))

    def probability(y, z):
        # SciPy gives anything else the probability 0, with which a sum over exchanged arguments would be 0 as well.
        if y not in labels:
            raise ValueError(f"expected one of the labels {labels}, got {y}")
        return stats.binom.pmf(y, trials, special.expit(z))

    return {
        r"\mathcal Y": labels,
        "y": Each(labels),
        "z": z,
        "A(z)": lambda z: trials * np.logaddexp(0, z),
        "c(y)": lambda y: special.binom(trials, y),
        r"p(y\mid z)": probability,
        r"\ell": Depends(lambda z, y: -np.log(probability(y, z)), "z", "y"),
    }


def bernoulli(rng):
    z = float(rng.uniform(-2, 2))
    return {"y": Each([0, 1]), "z": z, "p": float(stats.logistic.cdf(z))}


def linear(rng):
    """Counts with a linear score, and SciPy's probabilities."""
    N, d = 6, 3
    X, y = rng.normal(size=(N, d)), rng.poisson(2.0, size=N)
    theta = rng.normal(size=d) / 2

    def loss(theta):
        return -np.mean(stats.poisson.logpmf(y, np.exp(X @ theta)))

    return {"N": N, "X": X, "y": y, r"\theta": theta, r"\mu": np.exp(X @ theta), r"J(\theta)": loss}


def intercept(rng):
    y = rng.permutation([1, 0, 1, 1, 0, 1, 1])
    fit = sm.Logit(y, np.ones(len(y))).fit(disp=0)
    return {r"\bar y": float(np.mean(y)), r"\hat\theta_0": float(fit.params[0])}


def link(rng):
    """A probit model: the score is not the natural parameter."""
    u = float(rng.uniform(-2, 2))
    mean = stats.norm.cdf(u)
    return {
        "y": Each([0, 1]),
        "u": u,
        r"\mu(u)": stats.norm.cdf,
        "z": float(special.logit(mean)),
        "A(z)": lambda z: np.logaddexp(0, z),
        r"\ell": Depends(lambda u, y: -np.log(stats.bernoulli.pmf(y, stats.norm.cdf(u))), "u", "y"),
    }


BINDINGS = {
    **dict.fromkeys(["eq-of-family", "eq-of-zero", "eq-of-variance", "eq-of-gradient"], Binding(family)),
    "eq-of-bernoulli": Binding(bernoulli),
    "eq-of-linear": Binding(linear),
    "eq-of-intercept": Binding(intercept),
    "eq-of-link": Binding(link),
}


def cumulative(rng):
    return {"u": float(rng.uniform(-2, 2)), r"\Phi(u)": stats.norm.cdf, r"\mu(u)": lambda u: float(stats.norm.cdf(u))}


def lifetime(rng):
    """SciPy counts the day of the failure too."""
    r = float(rng.uniform(0.2, 0.8))
    return {
        "r": r,
        "y": Each([0, 1, 2, 3]),
        "z": float(np.log(r)),
        "p(y)": lambda y: stats.geom.pmf(y + 1, 1 - r),
        "A(z)": lambda z: -np.log(-np.expm1(z)),
    }


INLINE = [family, cumulative, lifetime]
