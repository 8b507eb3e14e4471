"""Bindings of the formulas in bookproof/tests/formulas.json, right and wrong, by name.

The references are SciPy's, torch's, or plain loops: never the printed right side.
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from bookproof.formulas import ByArity, Depends, Each, Expect, Growing, Index, Samples, Step, bind
from scipy import optimize, special, stats

FORMULAS = json.loads(Path(__file__).with_name("formulas.json").read_text(encoding="utf-8"))
SIGMOID = {r"\sigma(z)": special.expit}
SOFTMAX = {r"\operatorname{softmax}(t_1,\dots)": special.softmax}


def tensor(array):
    return torch.tensor(np.asarray(array), dtype=torch.float64)


def normals(rng, *shape):
    return rng.normal(size=shape)


def distribution(rng, size):
    return rng.dirichlet(np.full(size, 2.0))


# ------------------------------------------------------------------------------------------- least squares


def regression(rng):
    m, d = 7, 3
    X, y, theta = normals(rng, m, d), normals(rng, m), normals(rng, d)

    def cost(t):
        return sum(0.5 * (y[i] - sum(t[j] * X[i, j] for j in range(d))) ** 2 for i in range(m))

    residual = y - np.einsum("ij,j->i", X, theta)
    return {
        "m": m,
        "x": Samples(X),
        "y": Samples(y),
        r"\theta": theta,
        r"\sigma": 0.8,
        "i": Index(1, "m"),
        "j": Index(1, d),
        r"L(\theta)": lambda t: np.prod(stats.norm.pdf(y, loc=np.einsum("ij,j->i", X, t), scale=0.8)),
        r"J(\theta)": cost,
        r"\alpha": 0.1,
        "residual": residual,
    }


def batch_step(rng):
    symbols = regression(rng)
    X, theta = symbols["x"].array, symbols[r"\theta"]
    t = tensor(theta).requires_grad_()
    (0.5 * (tensor(symbols["y"].array) - tensor(X) @ t) ** 2).sum().backward()
    return {**symbols, r"\theta": Step(theta, theta - 0.1 * t.grad.numpy())}


def stochastic_step(rng):
    symbols = regression(rng)
    X, theta, y = symbols["x"].array, symbols[r"\theta"], symbols["y"].array
    after = np.empty((len(y), 3))
    for i in range(len(y)):
        t = tensor(theta).requires_grad_()
        (0.5 * (tensor(y[i]) - tensor(X[i]) @ t) ** 2).backward()
        after[i] = theta - 0.1 * t.grad.numpy()
    row = int(rng.integers(1, 8))
    return {**symbols, "i": row, r"\theta": Step(theta, after[row - 1])}


def normal_equations(rng):
    X, Y = normals(rng, 7, 3), normals(rng, 7)
    return {"X": X, "Y": Y, r"\theta^*": np.linalg.lstsq(X, Y, rcond=None)[0]}


def gaussian_means(rng):
    y, mu, sigma = normals(rng, 5), normals(rng, 5), 1.3
    return {
        "n": 5,
        "y": y,
        r"\mu": mu,
        r"\sigma": sigma,
        r"\beta_0": 0.4,
        r"\beta_1": 1.7,
        r"\ell(\beta_0,\beta_1,\sigma^2)": lambda b0, b1, variance: stats.norm.logpdf(y, mu, variance**0.5).sum(),
    }


def laplace_errors(rng):
    x = np.linspace(-1, 1, 9)
    y = 0.3 + 0.9 * x + rng.laplace(size=9)

    def cost(b):
        return np.sum(np.logaddexp(0, y - b[0] - b[1] * x) * 2 - (y - b[0] - b[1] * x))

    best = optimize.minimize(cost, [0.0, 0.0], tol=1e-12).x
    return {
        "n": 9,
        "y": y,
        r"\beta": best + np.array([0.7, -0.6]),
        r"\hat\beta": best,
        r"\mu": Depends(lambda b: b[0] + b[1] * x, r"\beta"),
        "p(e)": stats.logistic.pdf,
    }


# ---------------------------------------------------------------------------------------------- two classes

INPUTS = np.column_stack(
    [[1.4, 0.9, 0.8, -1, 0.3, -0.2, 0.1, -1.2, 0.6], [0.5, -0.4, 0.2, 1, -1, 0.3, -0.6, -0.7, 1.3], np.ones(9)]
)
LABELS = np.array([1, 0, 1, 0, 1, 1, 0, 0, 1.0])


def logistic(rng):
    X, y = INPUTS + 0.05 * normals(rng, 9, 3), LABELS

    def log_likelihood(theta):
        return float(-F.binary_cross_entropy_with_logits(tensor(X) @ tensor(theta), tensor(y), reduction="sum"))

    best = optimize.minimize(lambda t: -log_likelihood(t), np.zeros(3), tol=1e-12).x
    likelihood = lambda theta: float(  # noqa: E731
        torch.distributions.Bernoulli(logits=tensor(X) @ tensor(theta)).log_prob(tensor(y)).exp().prod()
    )
    return {
        "m": 9,
        "x": Samples(X),
        "y": Samples(y),
        "X": X,
        r"\theta": best + np.array([0.5, -0.4, 0.3]),
        r"\hat\theta": best,
        r"\theta_{MLE}": best,
        "z": float(rng.normal()),
        "i": Index(1, "m"),
        "j": Index(1, 3),
        **SIGMOID,
        "h(z)": special.expit,
        r"f(x;\theta)": lambda x, theta: sum(a * b for a, b in zip(x, theta, strict=True)),
        r"L(\theta)": likelihood,
        r"\mathcal L(\theta;X,y)": lambda theta, _X, _y: likelihood(theta),
        r"\ell(\theta)": log_likelihood,
        r"J(\theta)": lambda theta: -log_likelihood(theta),
        r"\hat y": Depends(lambda theta: Samples(special.expit(X @ theta)), r"\theta"),
        r"P(y\mid x;\theta)": lambda label, x, theta: stats.bernoulli.pmf(label, special.expit(np.dot(x, theta))),
    }


def one_example(rng):
    z, y = rng.uniform(0.05, 0.95, 9), LABELS
    loss = F.binary_cross_entropy(tensor(z), tensor(y), reduction="none")
    return {"z": Samples(z), "y": Samples(y), "loss": Samples(loss), "i": Index(1, 9)}


def binary_losses(rng):
    def with_logits(s, y):
        return F.binary_cross_entropy_with_logits(tensor(s), tensor(y))

    def of_probability(p, y):
        return F.binary_cross_entropy(tensor(p), tensor(y))

    return {
        "s": Each([float(rng.normal()), 2.1, -1.7]),
        "z": Each([float(rng.normal()), 1.3, -0.8]),
        "p": Each([float(rng.uniform(0.1, 0.9)), 0.2]),
        "y": Each([0.0, 1.0, 0.3]),
        **SIGMOID,
        r"\operatorname{BCELoss}(z,y)": of_probability,
        r"\operatorname{BCE}(p,y)": of_probability,
        r"\operatorname{BCEWithLogits}(s,y)": with_logits,
        r"\operatorname{BCEWithLogitsLoss}(z,y)": with_logits,
    }


def bernoulli(rng):
    return {
        "p": float(rng.uniform(0.1, 0.9)),
        "y": Each([0, 1]),
        r"\Pr(y\mid p)": lambda y, p: stats.bernoulli.pmf(y, p),
    }


def sigmoid_twice(rng):
    return {
        "s": Each([-30.0, float(rng.normal()), 30.0]),
        "p_2": Depends(lambda s: float(torch.sigmoid(torch.sigmoid(tensor(s)))), "s"),
        **SIGMOID,
    }


# --------------------------------------------------------------------------------------------- many classes


def softmax_regression(rng):
    c, d, m = 4, 3, 6
    theta, X, y = normals(rng, c, d), normals(rng, m, d), np.array([1, 4, 2, 3, 1, 2.0])
    x = normals(rng, d)
    return {
        "c": c,
        "m": m,
        "d": d,
        "K": c,
        "C": c,
        r"\theta": theta,
        "x": x,
        "s": normals(rng, c),
        "k": Index(1, "c"),
        "y": 2,
        "T": 3.7,
        r"p_\theta(y\mid x)": lambda k, x: special.softmax(np.einsum("kj,j->k", theta, x))[int(k) - 1],
        **SIGMOID,
        **SOFTMAX,
        "rows": Samples(X),
        "labels": Samples(y),
    }


def softmax_data(rng):
    symbols = softmax_regression(rng)
    X, y = symbols["rows"].array, symbols["labels"].array
    targets = torch.tensor(y.astype(int) - 1)

    def log_likelihood(theta):
        return -F.cross_entropy(tensor(X) @ tensor(theta).T, targets, reduction="sum")

    return {**symbols, "x": Samples(X), "y": Samples(y), r"\ell(\theta)": log_likelihood}


def per_class_models(rng):
    n, C, d = 5, 4, 3
    X, theta, y = normals(rng, n, d), normals(rng, C, d), np.array([1, 4, 2, 3, 2])
    teacher = np.stack([distribution(rng, C) for _ in range(n)])

    def score(j, x, t):
        return sum(a * b for a, b in zip(x, t, strict=True)) + 0.1 * j * float(x[0]) ** 2

    def scores(x, theta):
        return np.array([score(j + 1, x, theta[j]) for j in range(C)])

    def probability(y, x, theta):
        return torch.softmax(tensor(scores(x, theta)), 0)[int(y) - 1]

    def given(y, x):
        row = int(np.argmin(np.abs(X - x).sum(1)))
        return teacher[row, int(y) - 1]

    def soft_cost(theta):
        logits = tensor(np.stack([scores(x, theta) for x in X]))
        return F.cross_entropy(logits, tensor(teacher))

    def hard_cost(theta):
        logits = tensor(np.stack([scores(x, theta) for x in X]))
        return F.cross_entropy(logits, torch.tensor(y - 1), reduction="sum")

    common = {
        "C": C,
        "n": n,
        "m": n,
        r"\theta": theta,
        r"f_j(x;\theta)": score,
        **SOFTMAX,
        r"\hat P(y\mid x;\theta)": probability,
        r"\hat P_{Y\mid X}(y\mid x;\theta)": probability,
        r"P_{Y\mid X}(y\mid x)": given,
        r"\mathcal Y": [1, 2, 3, 4],
    }
    hard = {
        **common,
        "x": Samples(X),
        "y": Samples(y.astype(float)),
        r"\hat y": Samples(np.stack([special.softmax(scores(x, theta)) for x in X])),
        r"J(\theta)": hard_cost,
        r"\ell(\theta)": lambda theta: -hard_cost(theta),
    }
    soft = {**common, "x": Samples(X), r"J(\theta)": soft_cost}
    single = {**common, "x": X[0], "y": Each([1, 2, 3, 4])}
    return hard, soft, single


def maximum_likelihood(rng):
    x = np.linspace(-1, 1, 8)
    y = 0.5 * x + normals(rng, 8)

    def cost(phi):
        return -stats.norm.logpdf(y, phi[0] + phi[1] * x).sum()

    best = optimize.minimize(cost, [0.0, 0.0], tol=1e-12).x
    return {
        "I": 8,
        "x": x,
        "y": y,
        r"\phi": best + np.array([0.6, -0.5]),
        r"\hat\phi": best,
        r"f[x,\phi]": lambda x, phi: phi[0] + phi[1] * x,
        r"\Pr(y\mid f)": lambda y, f: stats.norm.pdf(y, f),
    }


def probabilities(rng):
    return {"n": 6, "p": rng.uniform(0.1, 0.9, 6)}


def categorical(rng):
    K = 5
    weights = np.array([0.0, *distribution(rng, K - 1)])
    return {
        "K": K,
        "k": Index(1, "K"),
        r"\lambda": weights,
        r"\Pr(y)": lambda y: stats.rv_discrete(values=(range(1, K + 1), weights)).pmf(y),
    }


def two_scores(rng):
    return {"s": float(rng.normal()), **SIGMOID, **SOFTMAX}


def information(rng):
    K = 5
    p, q, y = distribution(rng, K), distribution(rng, K), 3

    def cross(p, q):
        return -sum(a * np.log(b) for a, b in zip(p, q, strict=True) if a > 0)

    return {
        "K": K,
        "p": p,
        "q": q,
        "o": q,
        "y": y,
        r"\mathbf 1_y": np.eye(K)[y - 1],
        "t": np.eye(K)[y - 1],
        r"D_{KL}(p\Vert q)": lambda p, q: stats.entropy(p, q),
        "H(p,q)": cross,
        "H(p)": stats.entropy,
    }


def bounded_entropy(rng):
    return {**information(rng), "p": Each([np.eye(5)[1], np.full(5, 0.2), distribution(rng, 5)])}


def dice(rng):
    p, y = rng.uniform(0.1, 0.9, 6), np.array([1, 0, 1, 1, 0, 1.0])
    overlap = 2 * sum(a for a, b in zip(p, y, strict=True) if b == 1) + 0.7
    return {"n": 6, "p": p, "y": y, "s": 0.7, "L_{Dice}": 1 - overlap / (p.sum() + (y == 1).sum() + 0.7)}


def batch_losses(rng):
    s, y = normals(rng, 5, 4), np.array([0, 3, 1, 2, 1])

    def cross_entropy(s, y):
        return F.cross_entropy(tensor(s), torch.tensor(y, dtype=torch.long))

    return {
        "N": 5,
        "s": s,
        "y": y,
        r"\ell": F.cross_entropy(tensor(s), torch.tensor(y), reduction="none"),
        r"\operatorname{CE}(s,y)": cross_entropy,
        r"\operatorname{NLLLoss}(l,y)": lambda l, y: F.nll_loss(tensor(l), torch.tensor(y, dtype=torch.long)),  # noqa: E741
        r"\operatorname{LogSoftmax}(s)": lambda s: special.log_softmax(s, axis=1),
    }


def logits(rng):
    s = normals(rng, 5)
    return {
        "K": 5,
        "C": 5,
        "s": s,
        "o": torch.softmax(tensor(s), 0),
        "c": special.logsumexp(s),
        r"\ell": torch.log_softmax(tensor(s), 0),
        "k": Index(1, "K"),
        "i": Index(1, "C"),
        **SOFTMAX,
    }


def coin_data(rng):
    x, y, theta = rng.uniform(0.2, 0.9, 6), np.array([1, 0, 1, 1, 0, 1.0]), 0.6

    def pmf(y, x, theta):
        return stats.bernoulli.pmf(y, x * theta)

    return {
        "n": 6,
        "x": x,
        "y": y,
        r"\theta": theta,
        r"p(y\mid x,\theta)": pmf,
        r"\mathcal L(\theta)": lambda theta: np.exp(stats.bernoulli.logpmf(y, x * theta).sum()),
    }


def independent_classes(rng):
    z = normals(rng, 4)
    p = torch.sigmoid(tensor(z)).numpy()
    return {
        "z": z,
        "c": np.arange(1.0, 5),
        "h": Index(1, 4),
        r"\operatorname{sigmoid}(z)": special.expit,
        r"\hat y": p,
        "p(c)": lambda c: p[int(c) - 1],
    }


def exclusive_classes(rng):
    z = normals(rng, 4)
    p = torch.softmax(tensor(z), 0).numpy()
    return {
        "H": 4,
        "z": z,
        "c": np.arange(1.0, 5),
        "h": Index(1, "H"),
        "j": Index(1, "H"),
        r"\hat y": p,
        "p(c)": lambda c: p[int(c) - 1],
        "a": z.max(),
        **SOFTMAX,
    }


def one_hot(rng):
    N, H = 5, 4
    z, labels = normals(rng, N, H), np.array([1, 4, 2, 3, 2])
    hot = np.eye(H)[labels - 1]
    p = special.softmax(z, axis=1)
    target = torch.tensor(labels - 1)
    return {
        "N": N,
        "H": H,
        "i": Index(1, "N"),
        "h": Index(1, "H"),
        "z": z,
        "y": ByArity({0: labels, 1: labels, 2: hot}),
        r"\hat y": p,
        "x": special.log_softmax(z, axis=1),
        r"\mathbb L": F.cross_entropy(tensor(z), target, reduction="sum"),
        **SOFTMAX,
    }


def nll_mean(rng):
    symbols = one_hot(rng)
    target = torch.tensor([0, 3, 1, 2, 1])
    return {**symbols, r"\operatorname{nll}(x,y)": lambda x, _y: F.nll_loss(tensor(x), target)}


def multi_label(rng):
    z, y = normals(rng, 5, 4), (rng.random((5, 4)) < 0.5).astype(float)
    return {
        "N": 5,
        "H": 4,
        "z": z,
        "y": y,
        r"\hat y": special.expit(z),
        **SIGMOID,
        r"\operatorname{sigmoid}(z)": special.expit,
        r"\mathbb L": F.binary_cross_entropy_with_logits(tensor(z), tensor(y), reduction="sum"),
    }


def log_sum_exp(rng):
    x = normals(rng, 5)
    return {
        "n": 5,
        "x": x,
        "z": x + 0.3,
        "a": float(rng.normal()),
        "y": 2,
        r"\operatorname{lse}(z)": special.logsumexp,
        r"\ell": F.cross_entropy(tensor(x + 0.3), torch.tensor(1)),
    }


def rare_failure(rng):
    rate = float(rng.uniform(0.01, 0.02))
    return {r"\lambda": rate, "t": 0.5, "p": stats.expon.sf(0.5, scale=1 / rate)}


def relative_error(rng):
    v = float(rng.uniform(500, 900))
    return {"v": v, r"\hat v": v * 1.001}


def surprise(rng):
    p, q = rng.uniform(0.1, 0.9, 2)
    return {"p": p, "q": q, "c": 1 / np.log(2), "I(p)": lambda p: -np.log2(p)}


def discrete(rng):
    P, Q = distribution(rng, 4), distribution(rng, 4)

    def table(function):
        return np.array([function(x) for x in range(1, 5)])

    return {
        "X": [1, 2, 3, 4],
        "P_X(x)": lambda x: P[int(x) - 1],
        "Q_X(x)": lambda x: Q[int(x) - 1],
        "P(x)": lambda x: P[int(x) - 1],
        "Q(x)": lambda x: Q[int(x) - 1],
        "H(P)": lambda P: stats.entropy(table(P)),
        "H(P,Q)": lambda P, Q: stats.entropy(table(P)) + stats.entropy(table(P), table(Q)),
        r"D_{KL}(P\Vert Q)": lambda P, Q: stats.entropy(table(P), table(Q)),
    }


def gibbs(rng):
    P, Q = distribution(rng, 4), distribution(rng, 4)
    return {"P": P, "Q": Each([Q, P]), r"D_{KL}(P\Vert Q)": lambda P, Q: stats.entropy(P, Q)}


# ------------------------------------------------------------------------------------ joint distributions


def joint(rng):
    P_XY = rng.dirichlet(np.ones(12)).reshape(3, 4)
    P_X = P_XY.sum(1)
    direction = normals(rng, 3, 4)

    def conditional(theta):
        return special.softmax(theta[0] * direction + theta[1] * direction**2, axis=1)

    def kl(P, Q):
        return stats.entropy(np.ravel(P), np.ravel(Q))

    def cross(P, Q):
        return stats.entropy(np.ravel(P)) + kl(P, Q)

    pairs = [((x, y), P_XY[x - 1, y - 1]) for x in (1, 2, 3) for y in (1, 2, 3, 4)]
    return {
        r"\mathcal X": [1, 2, 3],
        r"\mathcal Y": [1, 2, 3, 4],
        r"\theta": np.array([0.7, -0.4]),
        r"P(y\mid x)": lambda y, x: P_XY[int(x) - 1, int(y) - 1] / P_X[int(x) - 1],
        r"P_{Y\mid X}(y\mid x)": lambda y, x: P_XY[int(x) - 1, int(y) - 1] / P_X[int(x) - 1],
        r"P_{X,Y}(y,x)": lambda y, x: P_XY[int(x) - 1, int(y) - 1],
        r"\hat P_{X,Y}(y,x;\theta)": lambda y, x, t: P_X[int(x) - 1] * conditional(t)[int(x) - 1, int(y) - 1],
        r"\hat P(y\mid x;\theta)": lambda y, x, t: conditional(t)[int(x) - 1, int(y) - 1],
        r"\hat P_{Y\mid X}(y\mid x;\theta)": lambda y, x, t: conditional(t)[int(x) - 1, int(y) - 1],
        "P_X(x)": lambda x: P_X[int(x) - 1],
        "P_{XY}": P_XY,
        r"\hat P_{XY}": Depends(lambda t: P_X[:, None] * conditional(t), r"\theta"),
        r"KL(P\Vert Q)": kl,
        r"KL(P\Vert Q;\theta)": lambda P, Q, _t: kl(P, Q),
        "H(P,Q)": cross,
        "H(P)": lambda P: stats.entropy(np.ravel(P)),
        r"\mathbb E_{X,Y}": Expect(("x", "y"), pairs),
        r"\mathbb E_X": Expect("x", [(x, P_X[x - 1]) for x in (1, 2, 3)]),
    }


def growing_sample(rng):
    """Pairs that fill the joint distribution evenly, so that the average settles like 1/n."""
    P = np.array([0.3, 0.7])
    given = np.array([0.8, 0.4])
    model = rng.uniform(0.3, 0.6, 2)
    spread = np.modf(np.arange(1, 2001) * (np.sqrt(5) - 1) / 2)[0]
    x = (spread >= P[0]).astype(int)
    within = np.where(x == 0, spread / P[0], (spread - P[0]) / P[1])
    y = (within < given[x]).astype(int)

    def pmf(y, p):
        return p if y == 1 else 1 - p

    pairs = [((a, b), P[a] * pmf(b, given[a])) for a in (0, 1) for b in (0, 1)]
    return {
        "n": Growing([5, 2000], tolerance=0.02),
        "x": Samples(x),
        "y": Samples(y),
        r"\theta": model[0],
        r"P(y\mid x)": lambda y, x: pmf(y, given[int(x)]),
        r"\hat P(y\mid x;\theta)": lambda y, x, theta: pmf(y, model[int(x)]),
        r"\mathbb E_{X,Y}": Expect(("x", "y"), pairs),
    }


def averages(rng):
    x, y = rng.uniform(-1, 1, 12), np.array([1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1])

    def pmf(y, x, theta):
        return special.expit((2 * y - 1) * (theta * x + 0.2))

    return {
        "n": 12,
        "x": Samples(x),
        "y": Samples(y),
        r"\theta": 3.0,
        r"P(y\mid x)": lambda y, x: special.expit((2 * y - 1) * 2 * x),
        r"\hat P(y\mid x;\theta)": pmf,
        r"\ell(\theta)": lambda theta: float(
            torch.distributions.Bernoulli(logits=tensor(theta * x + 0.2)).log_prob(tensor(y)).sum()
        ),
    }


def reductions(rng):
    x, y = normals(rng, 5, 4), np.stack([distribution(rng, 4) for _ in range(5)])
    return {
        "N": 5,
        "x": x,
        "y": y,
        "l": F.cross_entropy(tensor(x), tensor(y), reduction="none"),
        r"\ell(x,y)": lambda x, y: F.cross_entropy(tensor(x), tensor(y)),
    }


def smoothing(rng):
    """The smoothed target is what the gradient of torch's smoothed loss says it is: softmax minus gradient."""
    K, y, epsilon = 5, 3, float(rng.uniform(0.05, 0.4))
    z = tensor(normals(rng, K)).requires_grad_()
    F.cross_entropy(z, torch.tensor(y - 1), label_smoothing=epsilon).backward()
    q = (torch.softmax(z, 0) - z.grad).detach().numpy()
    return {"K": K, "y": y, r"\epsilon": epsilon, "k": Index(1, "K"), "q": q, "t": q[y - 1]}


KNOWN = {
    **bind(regression, "gaussian-log-likelihood", "least-squares-cost"),
    **bind(batch_step, "batch-gradient-step"),
    **bind(stochastic_step, "stochastic-gradient-step"),
    **bind(normal_equations, "normal-equations"),
    **bind(gaussian_means, "gaussian-log-likelihood-of-means"),
    **bind(laplace_errors, "maximum-likelihood-under-any-error-law"),
    **bind(
        logistic,
        "sigmoid",
        "logistic-likelihood",
        "logistic-maximum-likelihood",
        "logistic-score",
        "derivative-of-the-sigmoid",
        "logistic-model",
        "bernoulli-in-two-forms",
        "bernoulli-likelihood",
        "bernoulli-log-likelihood",
        "binary-cost",
        "maximum-of-the-log",
        same=[("x", "X")],
    ),
    **bind(one_example, "loss-of-one-example"),
    **bind(
        binary_losses, "bce-with-logits-identity", "binary-cross-entropy", "bce-of-a-sigmoid", "stable-bce-with-logits"
    ),
    **bind(softmax_regression, "log-probability-of-a-class", "softmax-of-scores", "softmax-is-no-sigmoid"),
    **bind(softmax_data, "softmax-log-likelihood"),
    **bind(maximum_likelihood, "maximum-likelihood-criterion"),
    **bind(probabilities, "log-of-a-product", "negative-log-of-a-product"),
    **bind(bernoulli, "bernoulli"),
    **bind(sigmoid_twice, "double-sigmoid"),
    **bind(categorical, "categorical"),
    **bind(two_scores, "two-class-softmax"),
    **bind(information, "cross-entropy", "one-hot-picks-one-term"),
    **bind(information, "kl-to-one-hot"),
    **bind(bounded_entropy, "bounds-of-entropy"),
    **bind(dice, "dice-loss"),
    **bind(batch_losses, "mean-of-losses", "cross-entropy-is-nll-of-log-softmax"),
    **bind(logits, "logits-are-log-probabilities", "softmax", "log-probabilities-are-normalised"),
    **bind(logits, "softmax-as-a-column"),
    **bind(coin_data, "likelihood-of-a-dataset"),
    **bind(independent_classes, "sigmoid-as-two-classes"),
    **bind(exclusive_classes, "softmax-probabilities", "stable-log-softmax"),
    **bind(one_hot, "label-of-one-hot", "cross-entropy-with-one-hot", "cross-entropy-of-softmax"),
    **bind(nll_mean, "nll-of-probabilities", "nll-of-log-probabilities"),
    **bind(multi_label, "multi-label-from-logits", "multi-label-from-probabilities"),
    **bind(log_sum_exp, "log-sum-exp", "loss-from-log-sum-exp"),
    **bind(rare_failure, "small-failure-probability"),
    **bind(relative_error, "log-difference-is-relative-error", approx=0.002),
    **bind(lambda rng: per_class_models(rng)[0], "multi-class-negative-log-likelihood"),
    **bind(lambda rng: per_class_models(rng)[1], "soft-target-cost"),
    **bind(lambda rng: per_class_models(rng)[2], "model-probability"),
    **bind(discrete, "entropy", "cross-entropy-is-not-symmetric"),
    **bind(surprise, "surprise"),
    **bind(gibbs, "kl-is-not-negative"),
    **bind(joint, "joint-kl", "joint-cross-entropy", "soft-and-hard-targets"),
    **bind(joint, "minimum-of-kl-and-cross-entropy"),
    **bind(growing_sample, "law-of-large-numbers", draws=1),
    **bind(averages, "minimum-of-averages"),
    **bind(reductions, "mean-reduction"),
    **bind(smoothing, "label-smoothing"),
}
