"""Bindings of chapters/entropy-and-kl.ipynb; classes are counted from 0."""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from bookproof.formulas import Binding, Depends, Each, Growing, Index, Indexed
from bookproof.formulas.find import load_module
from scipy import special, stats

tensor = load_module(Path(__file__).with_name("_tensors.py")).tensor

C = 4
CLASSES = {"k": Index(0, "C-1"), "j": Index(0, "C-1")}
H = {r"H(\pi)": stats.entropy}
D = {r"D(\pi\Vert p)": stats.entropy}


def soft_cross_entropy(pi, p):
    """torch's: it normalises the logarithms of a distribution to that distribution."""
    return F.cross_entropy(tensor(p).log(), tensor(pi))


def surprise(rng):
    """A function that the two demands allow, up to the unit."""
    c, a = float(rng.uniform(0.5, 2)), float(rng.uniform(0.05, 0.9))
    return {
        "a": a,
        "b": float(rng.uniform(0.05, 0.9)),
        "r": -np.log(a),
        "c": c,
        "v": 3,
        "h(a)": lambda a: c * special.rel_entr(1, a),
    }


def equal_factors(rng):
    """The same function, at powers and at a fraction of two whole numbers."""
    v, l = int(rng.integers(2, 6)), int(rng.integers(1, 6))  # noqa: E741 - the letter of the text
    return {"v": v, "l": l, "r": l / v, "h(a)": surprise(rng)["h(a)"]}


def two_events(rng):
    """A joint table of two events and what follows from it by counting."""
    table = rng.dirichlet(np.ones(6)).reshape(2, 3)
    return {
        "x": Index(0, 1),
        "y": Index(0, 2),
        r"\pi(x,y)": lambda x, y: table[int(x), int(y)],
        r"\pi(x)": lambda x: sum(table[int(x)]),
        r"\pi(y\mid x)": lambda y, x: table[int(x), int(y)] / sum(table[int(x)]),
    }


def pair(rng):
    """The truth, a model, the uniform distribution; every quantity is SciPy's or torch's."""
    pi, p = rng.dirichlet(np.ones(C)), rng.dirichlet(np.ones(C))
    return {
        "C": C,
        **CLASSES,
        r"\pi": Indexed(pi),
        "p": Indexed(p),
        "b": Indexed(np.full(C, 1 / C)),
        **H,
        **D,
        r"H(\pi,p)": soft_cross_entropy,
    }


def best_is_tight(rng):
    """Among the models are the truth, and one that believes in the most probable class."""
    symbols = pair(rng)
    pi = symbols[r"\pi"].array
    believer = 0.1 / C + 0.9 * (pi == pi.max())
    return {**symbols, "p": Each([symbols["p"], symbols[r"\pi"], Indexed(believer)])}


def uniform_is_tight(rng):
    """The uniform distribution is among the truths."""
    symbols = pair(rng)
    return {**symbols, r"\pi": Each([symbols[r"\pi"], symbols["b"]])}


def one_hot(rng):
    """Each class as the true one."""
    symbols = pair(rng)
    return {
        **symbols,
        "y": Index(0, "C-1"),
        "t": Depends(lambda y: Indexed(np.eye(C)[y]), "y"),
        "H(t,p)": soft_cross_entropy,
    }


def log_bound(_rng):
    """The logarithm and its tangent, which touch at 1."""
    return {"u": Each([0.3, 1.0, 2.5])}


def some_never_come(rng):
    """A truth with a class that does not come; the model may know that or not."""
    pi = np.append(rng.dirichlet(np.ones(C - 1)), 0.0)
    p = rng.dirichlet(np.ones(C))
    return {
        **pair(rng),
        r"\pi": Indexed(pi),
        "p": Each([Indexed(p), Indexed(pi + 0.0)]),
        r"\mathcal S": [0, 1, 2],
    }


def logits(rng):
    """A model given by its logits."""
    symbols = pair(rng)
    return {
        **symbols,
        "z": Indexed(rng.normal(size=C)),
        "p": Depends(lambda z: Indexed(torch.softmax(tensor(z), 0)), "z"),
    }


def world(rng):
    """Three inputs, four classes, and a model of both."""
    pi_x, pi_y, p_y = rng.dirichlet(np.ones(3)), rng.dirichlet(np.ones(C), size=3), rng.dirichlet(np.ones(C), size=3)
    p_x = rng.dirichlet(np.ones(3))
    joint, joint_model = pi_x[:, None] * pi_y, p_x[:, None] * p_y
    return {
        "C": C,
        r"\mathcal X": [0, 1, 2],
        r"\pi(x)": lambda x: pi_x[int(x)],
        r"\pi(y\mid x)": lambda y, x: pi_y[int(x), int(y)],
        "p(x)": lambda x: p_x[int(x)],
        r"p(y\mid x)": lambda y, x: p_y[int(x), int(y)],
        "D": Indexed(stats.entropy(pi_y, p_y, axis=1)),
        r"\bar D": stats.entropy(joint.ravel(), joint_model.ravel()),
        "X": 0,
        "Y": 1,
        r"H(Y\mid X)": lambda Y, X: stats.entropy(joint.ravel()) - stats.entropy(joint.sum(int(Y))),
    }


def joint_table(rng):
    """A joint table, its margins, and the mutual information from three entropies."""
    table = rng.dirichlet(np.ones(2 * C)).reshape(2, C)
    margins = [stats.entropy(table.sum(1)), stats.entropy(table.sum(0))]
    whole = stats.entropy(table.ravel())
    return {
        "C": C,
        r"\mathcal X": [0, 1],
        "X": 0,
        "Y": 1,
        "I(X;Y)": lambda X, Y: margins[int(X)] + margins[int(Y)] - whole,
        "H(Y)": lambda Y: margins[int(Y)],
        r"H(Y\mid X)": lambda Y, X: whole - margins[int(X)],
        r"\pi(x,y)": lambda x, y: table[int(x), int(y)],
        r"\pi_X(x)": lambda x: sum(table[int(x)]),
        r"\pi_Y(y)": lambda y: sum(table[:, int(y)]),
    }


def sample(rng):
    """Examples in random order, each as often as it is probable, to within one."""
    symbols, size = world(rng), 1000
    joint = np.array([[symbols[r"\pi(x)"](x) * symbols[r"\pi(y\mid x)"](y, x) for y in range(C)] for x in range(3)])
    counts = np.diff(np.rint(size * joint.cumsum()), prepend=0).astype(int)
    x, y = np.divmod(rng.permutation(np.repeat(np.arange(3 * C), counts)), C)
    return {
        "N": Growing([50, size], tolerance=0.02),
        "n": Index(1, "N"),
        "x": x,
        "y": y,
        r"\mathcal X": [0, 1, 2],
        r"\pi(x)": symbols[r"\pi(x)"],
        "D": symbols["D"],
        r"\pi(y\mid x)": symbols[r"\pi(y\mid x)"],
        r"p(y\mid x)": symbols[r"p(y\mid x)"],
    }


def parametric(rng):
    """Fifteen examples, in which each pair occurs, their shares by counting, and a model with a parameter."""
    weights = rng.normal(size=(3, C))
    x, y = np.divmod(rng.permutation([*range(3 * C), *rng.integers(0, 3 * C, 3)]), C)
    theta = float(rng.uniform(0.5, 2))
    p_y = special.softmax(theta * weights, axis=1)
    shares = np.zeros((3, C))
    np.add.at(shares, (x, y), 1 / 15)
    of_inputs = shares.sum(1)

    def likelihood(theta):
        logits = float(theta) * tensor(weights[x])
        return torch.distributions.Categorical(logits=logits).log_prob(torch.tensor(y)).exp().prod()

    return {
        "N": 15,
        "C": C,
        "n": Index(1, "N"),
        "x": x,
        "y": y,
        r"\mathcal X": [0, 1, 2],
        "X": 0,
        "Y": 1,
        r"\theta": theta,
        r"p(y\mid x;\theta)": lambda y, x, theta: p_y[int(x), int(y)],
        r"\hat H(Y\mid X)": lambda Y, X: stats.entropy(shares.ravel()) - stats.entropy(shares.sum(int(Y))),
        r"D(\hat\pi\Vert m)": lambda pi, m: stats.entropy(np.ravel(pi), np.ravel(m)),
        r"\hat\pi": Indexed(shares),
        "m": Indexed(of_inputs[:, None] * p_y),
        r"L(\theta)": likelihood,
    }


def dip(rng):
    """The normal density has the shape of the dip."""

    def bump(t):
        return 2 * np.sqrt(np.pi) * stats.norm.pdf(t, scale=np.sqrt(0.5))

    return {
        "N": float(rng.integers(2, 6)),
        r"\theta": float(rng.uniform(0.7, 1.3)),
        r"f_N(\theta)": lambda N, theta: theta**2 - bump((theta - 0.8) * N**2 - N),
    }


def batch(rng):
    """A batch of distributions and of log-probabilities."""
    pi, p = rng.dirichlet(np.ones(C), size=3), rng.dirichlet(np.ones(C), size=3)
    return {
        "N": 3,
        "C": C,
        "n": Index(1, "N"),
        "k": Index(0, "C-1"),
        r"\pi": Indexed(pi, start=(1, 0)),
        "a": Indexed(np.log(p), start=(1, 0)),
        r"\operatorname{kldiv}(a,\pi)": lambda a, pi: F.kl_div(tensor(a), tensor(pi), reduction="batchmean"),
    }


INLINE = [surprise, equal_factors]

BINDINGS = {
    **dict.fromkeys(["eq-kl-additive", "eq-kl-exponent", "eq-kl-surprise"], Binding(surprise)),
    "eq-kl-product-rule": Binding(two_events),
    **dict.fromkeys(["eq-kl-entropy", "eq-kl-cross-entropy", "eq-kl-divergence", "eq-kl-difference"], Binding(pair)),
    "eq-kl-zero": Binding(lambda _rng: {}),
    "eq-kl-one-hot": Binding(one_hot),
    "eq-kl-log-bound": Binding(log_bound),
    "eq-kl-gibbs": Binding(some_never_come),
    "eq-kl-gibbs-cross-entropy": Binding(best_is_tight),
    "eq-kl-maximum": Binding(uniform_is_tight),
    **dict.fromkeys(["eq-kl-same-gradient", "eq-kl-reverse-gradient"], Binding(logits)),
    "eq-kl-conditional": Binding(lambda rng: {**world(rng), "x": Index(0, 2)}),
    **dict.fromkeys(["eq-kl-joint", "eq-kl-conditional-entropy", "eq-kl-irreducible"], Binding(world)),
    "eq-kl-mutual": Binding(joint_table),
    "eq-kl-law": Binding(sample),
    **dict.fromkeys(["eq-kl-constant", "eq-kl-identity"], Binding(parametric)),
    "eq-kl-dip": Binding(dip),
    "eq-kl-torch": Binding(batch),
}

LAW = (
    r"\frac{1}{N}\sum_{n=%s}^{%s}\log\left(\frac{\pi(y_n\mid x_n)}{p(y_n\mid x_n)}\right)"
    r"\xrightarrow[N\to\infty]{}\sum_{x\in\mathcal X}\pi(x)D_x"
)
MUTUAL = (
    r"\begin{aligned}I(Y;X)&=H(Y)-H(Y\mid X)\\&=\sum_{x\in\mathcal X}\sum_{y=0}^{C-1}\pi(x,y)"
    r"\log\left(\frac{\pi(x,y)}{\pi_X(x)\pi_Y(y)}\right)\end{aligned}"
)
SURVIVORS = {
    ("eq-kl-law", LAW % ("1+1", "N")): "a limit of means, which one example does not move",
    ("eq-kl-law", LAW % ("1", "N-1")): "a limit of means, which one example does not move",
    ("eq-kl-law", LAW % ("2", "N")): "a limit of means, which one example does not move",
    ("eq-kl-mutual", MUTUAL): "true too: mutual information is symmetric",
    ("eq-kl-zero", r"\lim_{s\to\infty}e^{-s}=0"): "true too, and weaker",
}
