"""Bindings of chapters/maximum-likelihood.ipynb."""

from pathlib import Path

import numpy as np
import statsmodels.api as sm
import torch
from bookproof.formulas import Binding, Depends, Each, Index, Within
from bookproof.formulas.find import load_module
from scipy import optimize, stats

tensor = load_module(Path(__file__).with_name("_tensors.py")).tensor


def pin(rng):
    """Throws of a pin: both answers, and every one in turn."""
    y = rng.permutation([1, 0, 1, 1, 0, 1, 1])
    return {
        "N": len(y),
        "h": np.count_nonzero(y),
        "y": y,
        "p": float(rng.uniform(0.2, 0.8)),
        "L(p)": lambda p: np.prod(stats.bernoulli.pmf(y, p)),
        r"\hat p": sm.GLM(y, np.ones(len(y)), family=sm.families.Binomial()).fit(tol=1e-14).fittedvalues[0],
    }


def search(rng):
    """The search for the best probability starts away from it."""
    return {**pin(rng), "p": Within(0.4, (0.01, 0.99))}


def throw(rng):
    """One throw, either way."""
    return {
        "y": Each([0, 1]),
        "p": float(rng.uniform(0.2, 0.8)),
        r"P(y\mid p)": lambda y, p: stats.bernoulli.pmf(y, p),
        r"\ell": Depends(lambda y, p: torch.nn.functional.binary_cross_entropy(tensor(p), tensor(y)).item(), "y", "p"),
    }


def factors(rng):
    return {"N": 5, "a": rng.uniform(0.1, 2, 5)}


def examples(rng):
    """Normal answers, each with its own mean; the likelihood is the density of all of them together."""
    N = 5
    y, slopes, theta = rng.normal(size=N), rng.normal(size=N), float(rng.normal())

    def likelihood(theta):
        return stats.multivariate_normal.pdf(y, slopes * theta, np.eye(N))

    return {
        "N": N,
        "n": Index(1, "N"),
        "y": y,
        r"\theta": theta,
        r"\omega": slopes * theta,
        r"p(y\mid\omega)": lambda y, omega: stats.norm.pdf(y, omega, 1),
        r"\ell": -torch.distributions.Normal(tensor(slopes * theta), 1.0).log_prob(tensor(y)),
        r"L(\theta)": likelihood,
        r"J(\theta)": lambda theta: torch.nn.functional.gaussian_nll_loss(
            tensor(slopes * theta), tensor(y), torch.ones(N, dtype=torch.float64), full=True
        ).item(),
    }


def counts(rng):
    """A count and a rate, with torch's Poisson loss."""
    mu = float(rng.uniform(0.5, 4))

    def loss(z, y):
        return -torch.distributions.Poisson(tensor(z).exp()).log_prob(tensor(y)).item()

    return {
        "y": Each([0, 1, 5]),
        r"\mu": mu,
        r"P(y\mid\mu)": lambda y, mu: stats.poisson.pmf(y, mu),
        r"\ell": Depends(lambda mu, y: -stats.poisson.logpmf(y, mu), r"\mu", "y"),
    } | {"loss": loss}


def counts_in_eta(rng):
    """The same as a function of the natural parameter."""
    symbols = counts(rng)
    loss = symbols.pop("loss")
    return {
        **symbols,
        "z": float(rng.uniform(-1, 1)),
        r"\mu": Depends(np.exp, "z"),
        r"\ell": Depends(loss, "z", "y"),
    }


def rates(rng):
    symbols = counts(rng)
    del symbols["loss"]
    return symbols


def errors(distribution, scale):
    """A density around a prediction, on both sides of it."""

    def symbols_of(rng):
        width = float(rng.uniform(0.5, 2))
        return {
            "y": Each(rng.normal(size=4)),
            r"\mu": 0.3,
            scale: width,
            r"p(y\mid\mu)": lambda y, mu: distribution.pdf(y, mu, width),
        }

    return symbols_of


def beta(rng):
    """The top of the posterior: where the derivative of torch's log-density is 0."""
    a, b = rng.uniform(1.2, 4, 2)
    h, N = 3, 8

    def slope(p):
        p = tensor(p).requires_grad_()
        torch.distributions.Beta(tensor(a + h), tensor(b + N - h)).log_prob(p).backward()
        return p.grad.item()

    top = optimize.brentq(slope, 0.01, 0.99, xtol=1e-14)
    return {"h": h, "N": N, "a": a, "b": b, r"\hat p": top}


BINDINGS = {
    **dict.fromkeys(["eq-ml-bernoulli", "eq-ml-compact", "eq-ml-bce"], Binding(throw)),
    **dict.fromkeys(["eq-ml-likelihood", "eq-ml-log-likelihood", "eq-ml-score", "eq-ml-share"], Binding(pin)),
    "eq-ml-product": Binding(factors),
    "eq-ml-argmax": Binding(search),
    **dict.fromkeys(["eq-ml-loss", "eq-ml-mean", "eq-ml-conditional"], Binding(examples)),
    "eq-ml-minimise": Binding(examples),
    **dict.fromkeys(["eq-ml-poisson", "eq-ml-poisson-loss"], Binding(rates)),
    **dict.fromkeys(["eq-ml-poisson-eta", "eq-ml-poisson-gradient"], Binding(counts_in_eta)),
    **dict.fromkeys(["eq-ml-normal", "eq-ml-normal-loss"], Binding(errors(stats.norm, r"\sigma"))),
    **dict.fromkeys(["eq-ml-laplace", "eq-ml-laplace-loss"], Binding(errors(stats.laplace, "b"))),
    "eq-ml-beta": Binding(beta),
}

KEEPS_THE_PLACE = "true as well: the logarithm is increasing, so the place of the maximum is the same without it"

SURVIVORS = {
    ("eq-ml-argmax", r"\arg\max_pL(p)=\arg\max_p(L(p))"): KEEPS_THE_PLACE,
    ("eq-ml-minimise", r"\arg\max_\theta L(\theta)=\arg\min_\theta\left(-(L(\theta))\right)"): KEEPS_THE_PLACE,
}
