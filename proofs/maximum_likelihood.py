"""Bindings of chapters/maximum-likelihood.ipynb."""

import numpy as np
import statsmodels.api as sm
import torch
from bookproof.formulas import Binding, Depends, Each, Index, Within
from scipy import optimize, special, stats


def tensor(array):
    return torch.tensor(np.asarray(array), dtype=torch.float64)


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

    def loss(eta, y):
        return -torch.distributions.Poisson(tensor(eta).exp()).log_prob(tensor(y)).item()

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
        r"\eta": float(rng.uniform(-1, 1)),
        r"\mu": Depends(np.exp, r"\eta"),
        r"\ell": Depends(loss, r"\eta", "y"),
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


def posterior(rng):
    """A grid of parameters with a prior; the evidence is the sum over the grid."""
    grid = np.linspace(-2, 2, 5)
    prior = rng.dirichlet(np.ones(5))
    y = rng.normal(size=4)
    likelihood = np.array([np.prod(stats.norm.pdf(y, t, 1)) for t in grid])
    joint = prior * likelihood

    def at(values):
        return lambda theta: values[np.argmin(np.abs(grid - theta))]

    return {
        r"\theta": Each(grid),
        "y": 0.0,
        r"L(\theta)": at(likelihood),
        r"p(\theta)": at(prior),
        "Z": joint.sum(),
        r"p(\theta\mid y)": lambda theta, _y: at(joint / joint.sum())(theta),
    }


def maximum_a_posteriori(rng):
    """Normal answers with a normal prior: the posterior is known in closed form."""
    y = rng.normal(loc=1.5, size=4)
    width = 1 / (1 / 0.7**2 + 4)
    return {
        r"\theta": Within(-0.5, (-5, 5)),
        "y": 0.0,
        r"L(\theta)": lambda theta: np.prod(stats.norm.pdf(y, theta, 1)),
        r"p(\theta)": lambda theta: stats.norm.pdf(theta, 0, 0.7),
        r"p(\theta\mid y)": lambda theta, _y: stats.norm.pdf(theta, width * y.sum(), np.sqrt(width)),
    }


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


def weights(rng):
    """Independent normal weights of mean 0."""
    d, tau = 3, float(rng.uniform(0.5, 2))
    return {
        "d": d,
        r"\tau": tau,
        r"\lambda": 1 / tau**2,
        r"\theta": rng.normal(size=d),
        r"L(\theta)": lambda theta: np.exp(-np.sum(np.cosh(theta))),
        r"p(\theta)": lambda theta: stats.multivariate_normal.pdf(theta, np.zeros(d), tau**2 * np.eye(d)),
    }


def family(rng):
    """Two and more answers with probabilities in natural form: binomial, with SciPy's numbers."""
    trials, eta = 4, float(rng.uniform(-1, 1))

    def probability(y, eta):
        return stats.binom.pmf(y, trials, special.expit(eta))

    return {
        r"\mathcal Y": list(range(trials + 1)),
        "y": Each(list(range(trials + 1))),
        r"\eta": eta,
        r"A(\eta)": lambda eta: trials * np.logaddexp(0, eta),
        "c(y)": lambda y: special.binom(trials, y),
        r"p(y\mid\eta)": probability,
        r"\ell": Depends(lambda eta, y: -np.log(probability(y, eta)), r"\eta", "y"),
    }


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
    "eq-ml-bayes": Binding(posterior),
    "eq-ml-map": Binding(maximum_a_posteriori),
    "eq-ml-beta": Binding(beta),
    **dict.fromkeys(["eq-ml-normal-prior", "eq-ml-decay"], Binding(weights)),
    **dict.fromkeys(
        ["eq-ml-family", "eq-ml-zero", "eq-ml-family-loss", "eq-ml-family-gradient", "eq-ml-variance"], Binding(family)
    ),
}

KEEPS_THE_PLACE = "true as well: the logarithm is increasing, so the place of the maximum is the same without it"

SURVIVORS = {
    ("eq-ml-argmax", r"\arg\max_pL(p)=\arg\max_p(L(p))"): KEEPS_THE_PLACE,
    ("eq-ml-minimise", r"\arg\max_\theta L(\theta)=\arg\min_\theta\left(-(L(\theta))\right)"): KEEPS_THE_PLACE,
}
