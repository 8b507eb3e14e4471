"""Bindings of chapters/entropy-and-kl.ipynb; classes are counted from 0."""

import numpy as np
import torch
import torch.nn.functional as F
from bookproof.formulas import Binding, Depends, Each, Expect, Growing, Index, Indexed
from scipy import special, stats

C = 4
CLASSES = {"k": Index(0, "C-1"), "j": Index(0, "C-1")}
H = {"H(p)": stats.entropy}
D = {r"D(p\Vert q)": stats.entropy}


def tensor(array):
    return torch.tensor(np.asarray(array), dtype=torch.float64)


def soft_cross_entropy(p, q):
    """torch's: it normalises the logarithms of a distribution to that distribution."""
    return F.cross_entropy(tensor(q).log(), tensor(p))


def surprise(rng):
    """Any function that the two demands allow, up to the unit."""
    c = float(rng.uniform(0.5, 2))
    return {
        "a": float(rng.uniform(0.05, 0.9)),
        "b": float(rng.uniform(0.05, 0.9)),
        "r": float(rng.uniform(0.3, 4)),
        "c": c,
        "h(a)": lambda a: c * special.rel_entr(1, a),
    }


def two_events(rng):
    """A joint table of two events and what follows from it by counting."""
    table = rng.dirichlet(np.ones(6)).reshape(2, 3)
    return {
        "a": Index(0, 1),
        "b": Index(0, 2),
        "p(a,b)": lambda a, b: table[int(a), int(b)],
        "p(a)": lambda a: sum(table[int(a)]),
        r"p(b\mid a)": lambda b, a: table[int(a), int(b)] / sum(table[int(a)]),
    }


def pair(rng):
    """The truth, a model, the uniform distribution; every quantity is SciPy's or torch's."""
    p, q = rng.dirichlet(np.ones(C)), rng.dirichlet(np.ones(C))
    return {
        "C": C,
        **CLASSES,
        "p": Indexed(p),
        "q": Indexed(q),
        "u": Indexed(np.full(C, 1 / C)),
        **H,
        **D,
        "H(p,q)": soft_cross_entropy,
    }


def best_is_tight(rng):
    """Among the models are the truth, and one that believes in the most probable class."""
    symbols = pair(rng)
    p = symbols["p"].array
    believer = 0.1 / C + 0.9 * (p == p.max())
    return {**symbols, "q": Each([symbols["q"], symbols["p"], Indexed(believer)])}


def uniform_is_tight(rng):
    """The uniform distribution is among the truths."""
    symbols = pair(rng)
    return {**symbols, "p": Each([symbols["p"], symbols["u"]])}


def one_hot(rng):
    """Each class as the true one."""
    symbols = pair(rng)
    return {
        **symbols,
        "y": Index(0, "C-1"),
        "t": Depends(lambda y: Indexed(np.eye(C)[y]), "y"),
        "H(t,q)": soft_cross_entropy,
    }


def log_bound(_rng):
    """The logarithm and its tangent, which touch at 1."""
    return {"t": Each([0.3, 1.0, 2.5]), "g(t)": lambda t: t - 1 - np.log(t)}


def some_never_come(rng):
    """A truth with a class that never comes; the model may know that or not."""
    p = np.append(rng.dirichlet(np.ones(C - 1)), 0.0)
    q = rng.dirichlet(np.ones(C))
    return {
        **pair(rng),
        "p": Indexed(p),
        "q": Each([Indexed(q), Indexed(p + 0.0)]),
        r"\mathcal S": [0, 1, 2],
    }


def logits(rng):
    """A model given by its logits."""
    symbols = pair(rng)
    return {
        **symbols,
        "z": Indexed(rng.normal(size=C)),
        "q": Depends(lambda z: Indexed(torch.softmax(tensor(z), 0)), "z"),
    }


def world(rng):
    """Three inputs, four classes, and a model of the classes."""
    p_x, p_y, q_y = rng.dirichlet(np.ones(3)), rng.dirichlet(np.ones(C), size=3), rng.dirichlet(np.ones(C), size=3)
    joint, joint_model = p_x[:, None] * p_y, p_x[:, None] * q_y
    return {
        "C": C,
        r"\mathcal X": [0, 1, 2],
        "p(x)": lambda x: p_x[int(x)],
        r"p(y\mid x)": lambda y, x: p_y[int(x), int(y)],
        r"q(y\mid x)": lambda y, x: q_y[int(x), int(y)],
        "D": Indexed(stats.entropy(p_y, q_y, axis=1)),
        r"\bar D": stats.entropy(joint.ravel(), joint_model.ravel()),
        "X": 0,
        "Y": 1,
        r"H(Y\mid X)": lambda Y, X: stats.entropy(joint.ravel()) - stats.entropy(joint.sum(int(Y))),
    }


def sample(rng):
    """Examples in random order, each as often as it is probable, to within one."""
    symbols, size = world(rng), 1000
    joint = np.array([[symbols["p(x)"](x) * symbols[r"p(y\mid x)"](y, x) for y in range(C)] for x in range(3)])
    counts = np.diff(np.rint(size * joint.cumsum()), prepend=0).astype(int)
    x, y = np.divmod(rng.permutation(np.repeat(np.arange(3 * C), counts)), C)
    return {
        "N": Growing([50, size], tolerance=0.02),
        "n": Index(1, "N"),
        "x": x,
        "y": y,
        r"p(y\mid x)": symbols[r"p(y\mid x)"],
        r"q(y\mid x)": symbols[r"q(y\mid x)"],
        r"\bar D": symbols[r"\bar D"],
    }


def parametric(rng):
    """Seven examples and a model with a parameter."""
    p_y, weights = rng.dirichlet(np.ones(C), size=3), rng.normal(size=(3, C))
    x, y = rng.integers(0, 3, 7), rng.integers(0, C, 7)
    theta = float(rng.uniform(0.5, 2))
    q_y = special.softmax(theta * weights, axis=1)

    def likelihood(theta):
        logits = float(theta) * tensor(weights[x])
        return torch.distributions.Categorical(logits=logits).log_prob(torch.tensor(y)).exp().prod()

    return {
        "N": 7,
        "n": Index(1, "N"),
        "x": x,
        "y": y,
        r"\theta": theta,
        r"p(y\mid x)": lambda y, x: p_y[int(x), int(y)],
        r"q_\theta(y\mid x)": lambda y, x: q_y[int(x), int(y)],
        "c": torch.distributions.Categorical(tensor(p_y[x])).log_prob(torch.tensor(y)).mean(),
        r"L(\theta)": likelihood,
    }


def counted(rng):
    """Labels, their shares by counting, and the likelihood of a model without inputs."""
    y, q = np.array([0, 2, 2, 3, 0, 2, 3]), rng.dirichlet(np.ones(C))
    return {
        **pair(rng),
        "N": 7,
        "n": Index(1, "N"),
        "y": y,
        "q": Indexed(q),
        r"\hat p": Indexed(np.bincount(y, minlength=C) / 7),
        "L": np.prod([q[label] for label in y]),
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


def densities(rng):
    """Two densities with heavy tails; the integral as a sum over equal angles of their tangent."""
    angles = (np.arange(20_000) + 0.5) * np.pi / 20_000 - np.pi / 2
    u = np.tan(angles)

    def divergence(p, q):
        return (special.rel_entr(p(u), q(u)) / np.cos(angles) ** 2).mean() * np.pi

    return {
        r"D(p\Vert q)": divergence,
        "p(u)": stats.t(3, 0.3, 1.1).pdf,
        "q(u)": stats.cauchy(float(rng.normal()), float(rng.uniform(0.7, 1.5))).pdf,
    }


def one_normal(rng):
    """A quantity with five values, and a normal model of it."""
    mu, s = float(rng.normal()), float(rng.uniform(0.7, 1.5))
    values, weights = rng.normal(size=5), rng.dirichlet(np.ones(5))
    return {
        r"\mu": mu,
        "s": s,
        "q(u)": lambda u: stats.norm.pdf(u, mu, s),
        r"\mathbb E": Expect("U", list(zip(values, weights, strict=True))),
    }


def two_peaks(_rng):
    """The mixture of two normal densities on a grid, and one of them."""
    u = np.linspace(-25, 25, 5001)
    right = stats.norm.pdf(u, 4)
    mixture = (right + stats.norm.pdf(u, -4)) / 2
    return {
        "v": np.average(u**2, weights=mixture),
        "p": mixture,
        "q": right,
        **D,
    }


def batch(rng):
    """A batch of distributions and of log-probabilities."""
    p, q = rng.dirichlet(np.ones(C), size=3), rng.dirichlet(np.ones(C), size=3)
    return {
        "N": 3,
        "C": C,
        "n": Index(1, "N"),
        "k": Index(0, "C-1"),
        "p": Indexed(p, start=(1, 0)),
        "a": Indexed(np.log(q), start=(1, 0)),
        r"\operatorname{kldiv}(a,p)": lambda a, p: F.kl_div(tensor(a), tensor(p), reduction="batchmean"),
    }


def joint_table(rng):
    """A joint table, its margins, and the mutual information from three entropies."""
    table = rng.dirichlet(np.ones(6)).reshape(2, 3)
    single = stats.entropy(table.sum(0)) + stats.entropy(table.sum(1))
    return {
        r"\mathcal X": [0, 1],
        r"\mathcal Y": [0, 1, 2],
        "I": single - stats.entropy(table.ravel()),
        "p(x,y)": lambda x, y: table[int(x), int(y)],
        "p_X(x)": lambda x: sum(table[int(x)]),
        "p_Y(y)": lambda y: sum(table[:, int(y)]),
    }


BINDINGS = {
    **dict.fromkeys(["eq-kl-additive", "eq-kl-exponent", "eq-kl-surprise"], Binding(surprise)),
    "eq-kl-product-rule": Binding(two_events),
    **dict.fromkeys(["eq-kl-entropy", "eq-kl-cross-entropy", "eq-kl-divergence", "eq-kl-difference"], Binding(pair)),
    "eq-kl-zero": Binding(lambda _rng: {}),
    "eq-kl-one-hot": Binding(one_hot),
    **dict.fromkeys(["eq-kl-log-bound", "eq-kl-log-bound-slope"], Binding(log_bound)),
    "eq-kl-gibbs": Binding(some_never_come),
    "eq-kl-gibbs-cross-entropy": Binding(best_is_tight),
    "eq-kl-maximum": Binding(uniform_is_tight),
    **dict.fromkeys(
        ["eq-kl-logits", "eq-kl-gradient", "eq-kl-same-gradient", "eq-kl-reverse-gradient"], Binding(logits)
    ),
    "eq-kl-conditional": Binding(lambda rng: {**world(rng), "x": Index(0, 2)}),
    **dict.fromkeys(["eq-kl-joint", "eq-kl-conditional-entropy", "eq-kl-irreducible"], Binding(world)),
    "eq-kl-law": Binding(sample),
    **dict.fromkeys(["eq-kl-constant", "eq-kl-likelihood"], Binding(parametric)),
    **dict.fromkeys(["eq-kl-empirical", "eq-kl-two-numbers"], Binding(counted)),
    "eq-kl-dip": Binding(dip),
    "eq-kl-density": Binding(densities),
    "eq-kl-gaussian": Binding(one_normal),
    "eq-kl-variance": Binding(two_peaks),
    "eq-kl-reverse-value": Binding(two_peaks, approx=1e-3),
    "eq-kl-torch": Binding(batch),
    "eq-kl-mutual": Binding(joint_table),
    "eq-kl-jensen": Binding(lambda rng: {"a": 0.3, "b": Each([float(rng.uniform(0.4, 0.9)), 0.3])}),
}

SAME_GRADIENT = (
    r"\begin{aligned}\frac{\partial D(p\Vert q)}{\partial z_k}&=\frac{\partial H(p,q)}{\partial z_k}"
    r"%s\\&=q_k-p_k%s\end{aligned}"
)
LAW = (
    r"\frac{1}{N}\sum_{n=%s}^{%s}\log\left(\frac{p(y_n\mid x_n)}{q(y_n\mid x_n)}\right)"
    r"\xrightarrow[N\to\infty]{}\bar D"
)
SURVIVORS = {
    ("eq-kl-law", LAW % ("1+1", "N")): "a limit of means, which one example does not move",
    ("eq-kl-law", LAW % ("1", "N-1")): "a limit of means, which one example does not move",
    ("eq-kl-law", LAW % ("2", "N")): "a limit of means, which one example does not move",
    ("eq-kl-same-gradient", SAME_GRADIENT % (r"+\frac{\partial H(p)}{\partial z_k}", "-0")): "the derivative is 0",
    ("eq-kl-same-gradient", SAME_GRADIENT % ("", "-0")): "the dropped derivative is 0",
    ("eq-kl-same-gradient", SAME_GRADIENT % (r"-\frac{\partial H(p)}{\partial z_k}", "+0")): "the term is 0",
    ("eq-kl-same-gradient", SAME_GRADIENT % (r"-\frac{\partial H(p)}{\partial z_k}", "")): "the dropped term is 0",
    ("eq-kl-reverse-value", r"D(q\Vert p)\neq \log 2"): "true too: the peaks overlap a little",
    ("eq-kl-variance", r"v=1+\frac{1}{2}( 4)^2+\frac{1}{2}\cdot4^2=17"): "the number is squared",
    ("eq-kl-zero", r"\lim_{s\to\infty}e^{-s}=0"): "true too, and weaker",
}
