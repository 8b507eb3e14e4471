"""Bindings of chapters/logistic-regression.ipynb; parameters are counted from 0, examples from 1."""

import numpy as np
import statsmodels.api as sm
import torch
import torch.nn.functional as F
from bookproof.formulas import Depends, Each, Expect, Index, Indexed, Step, bind
from scipy import special, stats
from torch.autograd import functional

LAMBDA, ALPHA = 0.3, 0.7
LABELS = np.array([1.0, 0, 0, 1, 0, 1, 1])


def tensor(array):
    return torch.tensor(np.asarray(array), dtype=torch.float64)


def bernoulli(rng):
    """Both labels."""
    return {"p": float(rng.uniform(0.1, 0.9)), "y": Each([0, 1]), r"P(y\mid p)": stats.bernoulli.pmf}


def log_odds(rng):
    """A probability and its log-odds, as SciPy has them."""
    p = float(rng.uniform(0.1, 0.9))
    return {
        "p": p,
        "z": special.logit(p),
        "y": Each([0, 1]),
        r"\operatorname{odds}(p)": lambda p: stats.bernoulli.pmf(1, p) / stats.bernoulli.pmf(0, p),
    }


def score(rng):
    """A score, the sigmoid of SciPy and a coefficient."""
    return {
        "z": float(rng.normal()),
        r"\theta": Indexed(rng.normal(size=3)),
        "j": Index(0, 2),
        r"\sigma(z)": special.expit,
    }


def normal_classes(rng):
    """Two normal classes with one variance; their posterior comes from the densities."""
    rho, mu, s = float(rng.uniform(0.1, 0.4)), rng.normal(size=2), float(rng.uniform(0.6, 1.4))

    def posterior(label, x):
        joint = np.array([1 - rho, rho]) * stats.norm.pdf(x, mu, s)
        return joint[int(label)] / joint.sum()

    def log_odds(x):
        return np.log(posterior(1, x)) - np.log(posterior(0, x))

    return {"x": float(rng.normal()), r"\rho": rho, r"\mu": Indexed(mu), "s": s, "z(x)": log_odds}


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


def positive_example(rng):
    """The label is 1."""
    return {**one_example(rng), "z": float(rng.normal()), "y": 1.0}


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
    """Seven examples and parameters that are not the best; the best are those of statsmodels."""
    X, theta = inputs(rng), rng.normal(size=3)
    N, d = X.shape

    def loss(theta, reduction="mean"):
        return F.binary_cross_entropy_with_logits(tensor(X) @ tensor(theta), tensor(LABELS), reduction=reduction)

    def likelihood(theta):
        return torch.distributions.Bernoulli(logits=tensor(X) @ tensor(theta)).log_prob(tensor(LABELS)).sum().exp()

    leaf = tensor(theta)
    gradient = functional.jacobian(lambda theta: _mean_loss(X, theta), leaf).numpy()
    hessian = functional.hessian(lambda theta: _mean_loss(X, theta), leaf).numpy()
    best = sm.Logit(LABELS, X).fit(disp=0)
    p = special.expit(np.einsum("ij,j->i", X, theta))
    return {
        "N": N,
        "d": d,
        "n": Index(1, "N"),
        "j": Index(0, "d-1"),
        "k": Index(0, "d-1"),
        "X": X,
        "x": Indexed(X, start=(1, 0)),
        "y": LABELS,
        "p": p,
        "W": np.diag(p - p**2),
        "g": gradient,
        "H": hessian,
        "v": Each([np.zeros(d), rng.normal(size=d)]),
        r"\theta": Indexed(theta),
        r"\hat\theta": Indexed(best.params),
        r"\hat p": best.predict(),
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
    """The probability of a label for one input."""
    theta, x = rng.normal(size=3), rng.normal(size=3)

    def probability(y, x, theta):
        return torch.distributions.Bernoulli(logits=tensor(x) @ tensor(theta)).log_prob(tensor(y)).exp()

    return {
        "x": x,
        r"\theta": theta,
        "y": Each([0.0, 1.0]),
        r"\sigma(z)": special.expit,
        r"P(y\mid x;\theta)": probability,
    }


def moving(rng):
    """The loss as a symbol that moves with the parameters."""
    symbols = data(rng)
    loss = symbols.pop(r"J(\theta)")
    return {**symbols, "J": Depends(loss, r"\theta")}


def descent(rng):
    """A step along the gradient of autograd."""
    symbols = data(rng)
    theta = symbols[r"\theta"].array
    return {**symbols, r"\theta": Step(theta, theta - ALPHA * symbols["g"])}


def newton(rng):
    """A step of Newton's method with the derivatives of autograd."""
    symbols = data(rng)
    theta = symbols[r"\theta"].array
    step = np.linalg.solve(symbols["H"], symbols["g"])
    return {**symbols, r"\theta": Step(theta, theta - step)}


def reweighted(rng):
    """The first step of the reweighted least squares of statsmodels, and the response that it works on."""
    symbols = data(rng)
    theta = symbols[r"\theta"].array
    model = sm.GLM(LABELS, symbols["X"], family=sm.families.Binomial())
    after = model.fit(start_params=theta, maxiter=1, disp=0).params
    link = model.family.link
    response = link(symbols["p"]) + link.deriv(symbols["p"]) * (LABELS - symbols["p"])
    return {**symbols, "s": response, r"\theta": Step(theta, after)}


def working_response(rng):
    """The response that statsmodels works on."""
    symbols = reweighted(rng)
    return {**symbols, r"\theta": symbols[r"\theta"].before}


def expansion(rng):
    """The parabola through the value, the gradient and the second derivatives of autograd."""
    symbols = data(rng)
    symbols.pop("v")
    theta, X = symbols[r"\theta"].array, symbols["X"]

    def parabola(delta):
        line = lambda t: _mean_loss(X, tensor(theta) + t * tensor(delta))  # noqa: E731
        zero = torch.tensor(0.0, dtype=torch.float64)
        return line(zero) + functional.jacobian(line, zero) + functional.hessian(line, zero) / 2

    return {**symbols, r"\theta": theta, r"\delta": rng.normal(size=3), r"q(\delta)": parabola}


def label_variance(rng):
    """A label that is drawn with the probability of the model."""
    p = float(rng.uniform(0.1, 0.9))
    return {"p": p, r"\operatorname{Var}": Expect("y", [(0, 1 - p), (1, p)], "variance")}


def at_the_best(rng):
    """What statsmodels says about its fit; the weights belong to it."""
    X = inputs(rng)
    best = sm.Logit(LABELS, X).fit(disp=0)
    p = best.predict()
    return {
        "X": X,
        "W": np.diag(p - p**2),
        "j": Index(0, 2),
        r"\hat\theta": Indexed(best.params),
        r"\theta": best.params,
        "C": Indexed(best.cov_params()),
        r"\operatorname{se}(\hat\theta_j)": lambda value: best.bse[np.argmin(abs(best.params - value))],
        r"I(\theta)": lambda theta: -sm.Logit(LABELS, X).hessian(theta),
    }


def bound(rng):
    """The largest curvature: that at the parameters 0, where every probability is one half."""
    X = inputs(rng)
    hessian = functional.hessian(lambda theta: _mean_loss(X, theta), torch.zeros(3, dtype=torch.float64))
    return {
        "N": 7,
        "X": X,
        "L": np.linalg.norm(hessian.numpy(), ord=2),
        r"\lambda_{\max}(A)": lambda A: np.linalg.eigvalsh(A).max(),
    }


def constant(rng):
    """A model with nothing but an intercept."""
    y = rng.permutation([0, 0, 1, 1, 1, 0, 1, 1.0])
    return {r"\hat\theta": Indexed(sm.Logit(y, np.ones(8)).fit(disp=0).params), r"\bar y": y.mean()}


def boundary(rng):
    """Scores on both sides of 0, and 0 itself."""
    theta, x = rng.normal(size=3), rng.normal(size=3)
    on_it = x - theta * (theta @ x) / (theta @ theta)
    return {r"\theta": theta, "x": Each([on_it + 1e-6 * theta, x, -x]), r"\sigma(z)": special.expit}


def separable(rng):
    """Four examples of which the sign of the input tells the label."""
    x, y = tensor([-2, -1, 1, 2]), tensor([0, 0, 1, 1])
    return {"w": float(rng.normal()), "J(w)": lambda w: F.binary_cross_entropy_with_logits(tensor(w) * x, y)}


def penalised(rng):
    """The loss with the penalty that weight decay adds to the gradient."""
    symbols = data(rng)
    X = symbols["X"]

    def total(theta):
        rest = stats.norm.logpdf(np.asarray(theta)[1:], scale=LAMBDA**-0.5) - stats.norm.logpdf(0, scale=LAMBDA**-0.5)
        return _mean_loss(X, tensor(theta)) - rest.sum()

    return {**symbols, r"J_\lambda(\theta)": total}


BINDINGS = {
    **bind(bernoulli, "eq-lr-cases", "eq-lr-bernoulli"),
    **bind(log_odds, "eq-lr-odds", "eq-lr-log-odds", "eq-lr-solve-odds", "eq-lr-solve", "eq-lr-canonical"),
    **bind(score, "eq-lr-sigmoid", "eq-lr-symmetry", "eq-lr-derivative", "eq-lr-odds-ratio"),
    **bind(normal_classes, "eq-lr-posterior", "eq-lr-posterior-linear"),
    **bind(one_label, "eq-lr-model"),
    **bind(data, "eq-lr-likelihood", "eq-lr-loss", "eq-lr-mean", "eq-lr-gradient-matrix"),
    **bind(either_first_label, "eq-lr-log-likelihood"),
    **bind(data, "eq-lr-convex", "eq-lr-normal"),
    **bind(moving, "eq-lr-gradient", "eq-lr-hessian"),
    **bind(score, "eq-lr-softplus-one", "eq-lr-softplus-zero", "eq-lr-softplus-shift"),
    **bind(one_example, "eq-lr-logits", "eq-lr-by-score", "eq-lr-curvature", "eq-lr-squared-gradient"),
    **bind(positive_example, "eq-lr-squared-curvature"),
    **bind(one_probability, "eq-lr-by-probability"),
    **bind(descent, "eq-lr-step"),
    **bind(newton, "eq-lr-newton", "eq-lr-newton-logistic"),
    **bind(reweighted, "eq-lr-irls"),
    **bind(working_response, "eq-lr-working"),
    **bind(expansion, "eq-lr-taylor"),
    **bind(label_variance, "eq-lr-score-variance"),
    **bind(at_the_best, "eq-lr-information", "eq-lr-covariance", "eq-lr-standard-error"),
    **bind(bound, "eq-lr-smoothness"),
    **bind(constant, "eq-lr-intercept"),
    **bind(boundary, "eq-lr-boundary"),
    **bind(separable, "eq-lr-separable"),
    **bind(penalised, "eq-lr-penalty"),
}

SURVIVORS = {
    ("eq-lr-model", r"P(y\mid \theta;x)=\sigma(\theta^\top x)^{y}(1-\sigma(\theta^\top x))^{1-y}"): "a product of "
    "two vectors does not tell which is which",
    ("eq-lr-score-variance", r"\operatorname{Var}[ 0-y]=p(1-p)"): "also true: a constant does not move a variance",
    ("eq-lr-score-variance", r"\operatorname{Var}[p+y]=p(1-p)"): "also true: a sign does not change a variance",
    ("eq-lr-standard-error", r"\operatorname{se}(\hat\theta_j)=\sqrt{C_{j,j}}"): "the same, with a comma",
}
