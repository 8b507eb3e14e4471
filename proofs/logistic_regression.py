"""Bindings of chapters/logistic-regression.ipynb; parameters are counted from 0, examples from 1."""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from bookproof.formulas import Depends, Each, Expect, Index, Indexed, Samples, Step, bind
from bookproof.formulas.find import load_module
from scipy import linalg, special, stats
from torch.autograd import functional

tensor = load_module(Path(__file__).with_name("_tensors.py")).tensor

LAMBDA, ALPHA = 0.3, 0.7
LABELS = np.array([1.0, 0, 0, 1, 0, 1, 1])


def label_probability(y, x, theta):
    """What a Bernoulli distribution with the model's logit says."""
    return torch.distributions.Bernoulli(logits=tensor(x) @ tensor(theta)).log_prob(tensor(y)).exp()


def log_odds(rng):
    """A probability and its log-odds, as SciPy has them."""
    p = float(rng.uniform(0.1, 0.9))
    return {
        "p": p,
        "z": special.logit(p),
        r"\operatorname{odds}(p)": lambda p: stats.bernoulli.pmf(1, p) / stats.bernoulli.pmf(0, p),
    }


def score(rng):
    """A score, the sigmoid of SciPy and a coefficient."""
    return {
        "z": float(rng.normal()),
        r"\theta": Indexed(rng.normal(size=3)),
        "i": Index(0, 2),
        r"\sigma(z)": special.expit,
    }


def normal_classes(rng):
    """Two normal classes with one variance; their posterior comes from the densities."""
    share, mu, sigma = float(rng.uniform(0.1, 0.4)), rng.normal(size=2), float(rng.uniform(0.6, 1.4))
    shares = np.array([1 - share, share])

    def posterior(label, x):
        joint = shares * stats.norm.pdf(x, mu, sigma)
        return joint[int(label)] / joint.sum()

    return {
        "x": float(rng.normal()),
        r"\mu": Indexed(mu),
        r"\sigma": sigma,
        r"\pi(y)": lambda label: shares[int(label)],
        r"\pi(y\mid x)": posterior,
    }


def one_example(rng):
    """A score with each label; all that moves with it is torch's."""
    return {
        "z": Each([float(rng.normal()), 0.0, -3.1]),
        "y": Each([0.0, 1.0]),
        "p": Depends(lambda z: torch.sigmoid(tensor(z)), "z"),
        "m": Depends(lambda z, y: F.mse_loss(torch.sigmoid(tensor(z)), tensor(y)), "z", "y"),
        r"\ell": Depends(lambda z, y: F.binary_cross_entropy_with_logits(tensor(z), tensor(y)), "z", "y"),
        r"\sigma(z)": special.expit,
    }


def one_probability(rng):
    """The loss as it moves with the probability."""
    return {
        "p": float(rng.uniform(0.1, 0.9)),
        "y": Each([0.0, 1.0]),
        r"\ell": Depends(lambda p, y: F.binary_cross_entropy(tensor(p), tensor(y)), "p", "y"),
    }


def inputs(rng):
    return np.column_stack([np.ones(7), np.linspace(-2, 2, 7) + 0.1 * rng.normal(size=7), rng.normal(size=7)])


def data(rng):
    """Seven examples and parameters that are not the best."""
    X, theta = inputs(rng), rng.normal(size=3)
    N, d = X.shape

    def loss(theta, reduction="mean"):
        return F.binary_cross_entropy_with_logits(tensor(X) @ tensor(theta), tensor(LABELS), reduction=reduction)

    def likelihood(theta):
        return torch.distributions.Bernoulli(logits=tensor(X) @ tensor(theta)).log_prob(tensor(LABELS)).sum().exp()

    p = special.expit(np.einsum("ij,j->i", X, theta))
    return {
        "N": N,
        "d": d,
        "n": Index(1, "N"),
        "i": Index(0, "d-1"),
        "k": Index(0, "d-1"),
        "X": X,
        "x": Indexed(X, start=(1, 0)),
        "y": LABELS,
        "p": p,
        "v": Each([np.zeros(d), rng.normal(size=d)]),
        r"\theta": Indexed(theta),
        r"\alpha": ALPHA,
        r"\lambda": LAMBDA,
        r"\sigma(z)": special.expit,
        r"\ell": Depends(lambda theta: loss(theta, "none"), r"\theta"),
        r"L(\theta)": likelihood,
        r"J(\theta)": loss,
    }


def _mean_loss(X, theta):
    return F.binary_cross_entropy_with_logits(tensor(X) @ theta, tensor(LABELS))


def either_first_label(rng):
    """Labels that begin with 1 in some draws and with 0 in others."""
    y, p = (LABELS if rng.random() < 0.5 else 1 - LABELS), rng.uniform(0.1, 0.9, 7)
    likelihood = torch.distributions.Bernoulli(tensor(p)).log_prob(tensor(y)).sum().exp()
    return {"N": 7, "n": Index(1, "N"), "y": y, "p": p, r"\theta": 0.4, r"L(\theta)": lambda _theta: likelihood}


def one_label(rng):
    """The probability of a label for one input, whose score is the product with the parameters."""
    x, theta = rng.normal(size=3), rng.normal(size=3)
    return {
        "x": x,
        "z": float(theta @ x),
        r"\theta": theta,
        "y": Each([0.0, 1.0]),
        r"\sigma(z)": special.expit,
        r"p(y\mid x;\theta)": label_probability,
    }


def moving(rng):
    """The loss as a symbol that moves with the parameters."""
    symbols = data(rng)
    loss = symbols.pop(r"J(\theta)")
    return {**symbols, "J": Depends(loss, r"\theta")}


def derivatives(symbols):
    """The gradient and the second derivatives of the mean loss, by autograd."""
    loss, leaf = (lambda theta: _mean_loss(symbols["X"], theta)), tensor(symbols[r"\theta"].array)
    return functional.jacobian(loss, leaf).numpy(), functional.hessian(loss, leaf).numpy()


def descent(rng):
    """A step along the gradient of autograd."""
    symbols = data(rng)
    theta = symbols[r"\theta"].array
    return {**symbols, r"\theta": Step(theta, theta - ALPHA * derivatives(symbols)[0])}


def newton(rng):
    """A step of Newton's method with the derivatives of autograd."""
    symbols = data(rng)
    theta = symbols[r"\theta"].array
    gradient, hessian = derivatives(symbols)
    return {**symbols, r"\theta": Step(theta, theta - np.linalg.solve(hessian, gradient))}


def expansion(rng):
    """The parabola through the value, the gradient and the second derivatives of autograd."""
    symbols = data(rng)
    symbols.pop("v")
    theta, X = symbols[r"\theta"].array, symbols["X"]

    def parabola(delta):
        line = lambda t: _mean_loss(X, tensor(theta) + t * tensor(delta))  # noqa: E731
        zero = torch.tensor(0.0, dtype=torch.float64)
        return line(zero) + functional.jacobian(line, zero) + functional.hessian(line, zero) / 2

    return {**symbols, r"\theta": theta, r"\delta": rng.normal(size=3), r"\tilde J(\delta)": parabola}


def label_variance(rng):
    """A label that is drawn with the probability of the model."""
    p = float(rng.uniform(0.1, 0.9))
    return {"p": p, r"\operatorname{Var}": Expect("y", [(0, 1 - p), (1, p)], "variance")}


def bound(rng):
    """The largest curvature: that at the parameters 0, where every probability is one half."""
    X = inputs(rng)
    hessian = functional.hessian(lambda theta: _mean_loss(X, theta), torch.zeros(3, dtype=torch.float64))
    return {
        "N": 7,
        "X": X,
        r"\Lambda": np.linalg.norm(hessian.numpy(), ord=2),
        r"\lambda_{\max}(A)": lambda A: np.linalg.eigvalsh(A).max(),
    }


def separable(rng):
    """Four examples of which the sign of the input tells the label."""
    x, y = tensor([-2, -1, 1, 2]), tensor([0, 0, 1, 1])
    return {"w": float(rng.normal()), "J(w)": lambda w: F.binary_cross_entropy_with_logits(tensor(w) * x, y)}


def penalised(rng):
    """The loss minus the logarithm of a normal prior, whose variance is one over N times the strength."""
    symbols = data(rng)
    X, scale = symbols["X"], (symbols["N"] * LAMBDA) ** -0.5

    def total(theta):
        prior = stats.norm.logpdf(np.asarray(theta)[1:], scale=scale) - stats.norm.logpdf(0, scale=scale)
        return _mean_loss(X, tensor(theta)) - prior.sum() / symbols["N"]

    return {**symbols, r"J_\lambda(\theta)": total}


def dependent_columns(rng):
    """Inputs whose last column depends on the two others, and the direction without curvature."""
    x = rng.normal(size=(7, 2))
    dependent = np.column_stack([x, x @ [2.0, -1.0]])
    return {"x": Samples(dependent), "v": linalg.null_space(dependent)[:, 0], "n": Index(1, 7)}


INLINE = [dependent_columns]

BINDINGS = {
    **bind(log_odds, "eq-lr-odds", "eq-lr-log-odds"),
    **bind(score, "eq-lr-sigmoid", "eq-lr-symmetry", "eq-lr-derivative", "eq-lr-odds-ratio"),
    **bind(normal_classes, "eq-lr-posterior-linear"),
    **bind(one_label, "eq-lr-cases", "eq-lr-model"),
    **bind(data, "eq-lr-likelihood", "eq-lr-loss", "eq-lr-mean", "eq-lr-gradient-matrix"),
    **bind(either_first_label, "eq-lr-log-likelihood"),
    **bind(data, "eq-lr-convex"),
    **bind(moving, "eq-lr-gradient", "eq-lr-hessian"),
    **bind(score, "eq-lr-softplus-one", "eq-lr-softplus-zero"),
    **bind(one_example, "eq-lr-logits", "eq-lr-by-score", "eq-lr-curvature", "eq-lr-squared-gradient"),
    **bind(one_probability, "eq-lr-by-probability"),
    **bind(descent, "eq-lr-step"),
    **bind(newton, "eq-lr-newton"),
    **bind(expansion, "eq-lr-taylor"),
    **bind(label_variance, "eq-lr-score-variance"),
    **bind(bound, "eq-lr-smoothness"),
    **bind(separable, "eq-lr-separable"),
    **bind(penalised, "eq-lr-penalty", "eq-lr-prior"),
}

SURVIVORS = {
    ("eq-lr-model", r"p(y\mid \theta;x)=\sigma(\theta^\top x)^{y}(1-\sigma(\theta^\top x))^{1-y}"): "a product of "
    "two vectors does not tell which is which",
    ("eq-lr-score-variance", r"\operatorname{Var}[ 0-y]=p(1-p)"): "also true: a constant does not move a variance",
    ("eq-lr-score-variance", r"\operatorname{Var}[p+y]=p(1-p)"): "also true: a sign does not change a variance",
}
