"""Bindings of chapters/cross-entropy-in-pytorch.ipynb; classes are counted from 0, as in PyTorch."""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from bookproof.formulas import Depends, Each, Index, Indexed, bind
from bookproof.formulas.find import load_module
from scipy import optimize, stats

tensor = load_module(Path(__file__).with_name("_tensors.py")).tensor

CLASSES = {"k": Index(0, "C-1"), "i": Index(0, "C-1"), "j": Index(0, "C-1")}


def one_example(rng):
    """One example with every class as its target in turn; all that moves with the logits is torch's."""
    C = 4
    return {
        "C": C,
        **CLASSES,
        "y": Index(0, "C-1"),
        "z": Indexed(rng.normal(size=C)),
        "p": Depends(lambda z: Indexed(torch.softmax(tensor(z), 0)), "z"),
        "t": Depends(lambda y: Indexed(F.one_hot(torch.tensor(y), C)), "y"),
        r"\ell": Depends(lambda z, y: F.cross_entropy(tensor(z), torch.tensor(y)), "z", "y"),
        r"\operatorname{CE}(z,y)": lambda z, y: F.cross_entropy(tensor(z), torch.tensor(y)),
        r"\operatorname{NLL}(a,y)": lambda a, y: F.nll_loss(tensor(a), torch.tensor(y)),
        r"\operatorname{LogSoftmax}(z)": lambda z: F.log_softmax(tensor(z), 0),
    }


def batch(rng):
    """A batch with all its reductions, by torch."""
    N, C = 6, 4
    z, y = rng.normal(size=(N, C)), rng.permutation([0, 1, 2, 3, 1, 3])
    logits, target = tensor(z), torch.tensor(y)
    return {
        "N": N,
        "C": C,
        "n": Index(1, "N"),
        "k": Index(0, "C-1"),
        "p": Indexed(torch.softmax(logits, 1), start=(1, 0)),
        "y": y,
        "t": Indexed(F.one_hot(target, C), start=(1, 0)),
        r"\theta": 0.3,
        r"L(\theta)": lambda _theta: torch.distributions.Categorical(logits=logits).log_prob(target).exp().prod(),
        r"\ell": F.cross_entropy(logits, target, reduction="none"),
        "J": F.cross_entropy(logits, target),
    }


def log_probabilities(rng):
    """Any input may be picked from; only a normalised one is a log-probability."""
    a = torch.log_softmax(tensor(rng.normal(size=4)), 0)
    return {**one_example(rng), "a": Indexed(a)}


def soft_target(rng):
    """A target that is a distribution."""
    z, t = rng.normal(size=4), rng.dirichlet(np.ones(4))
    return {
        **one_example(rng),
        "z": Indexed(z),
        "t": Indexed(t),
        r"\ell": F.cross_entropy(tensor(z), tensor(t)),
    }


def weighted_by_index(rng):
    """Class weights with targets that are classes; the losses carry no weight."""
    symbols = batch(rng)
    w, p = rng.uniform(0.5, 2, 4), symbols["p"].array
    return {**symbols, "w": Indexed(w), "J": F.nll_loss(torch.log(p), torch.tensor(symbols["y"]), weight=tensor(w))}


def weighted_by_probability(rng):
    """Class weights with targets that are distributions."""
    w, z, t = rng.uniform(0.5, 2, 4), rng.normal(size=(6, 4)), rng.dirichlet(np.ones(4), size=6)
    return {
        **batch(rng),
        "w": Indexed(w),
        "t": Indexed(t, start=(1, 0)),
        "p": Indexed(torch.softmax(tensor(z), 1), start=(1, 0)),
        "J": F.cross_entropy(tensor(z), tensor(t), weight=tensor(w)),
    }


def best_weighted(rng):
    """The prediction at which the gradient that torch finds for the weighted loss is 0."""
    w, share = rng.uniform(0.5, 3, 4), rng.dirichlet(np.ones(4))

    def slope(z):
        leaf = tensor([*z, 0.0]).requires_grad_()
        F.cross_entropy(leaf, tensor(share), weight=tensor(w)).backward()
        return leaf.grad[:-1].numpy()

    best = optimize.root(slope, np.zeros(3), tol=1e-14).x
    return {
        "C": 4,
        **CLASSES,
        "w": Indexed(w),
        r"\pi": Indexed(share),
        "p": Indexed(torch.softmax(tensor([*best, 0.0]), 0)),
    }


def smoothed(rng):
    """The target torch smooths to: where the gradient of its loss says that the softmax should be."""
    symbols = one_example(rng)
    epsilon = float(rng.uniform(0.05, 0.4))

    def target(z, y):
        z = tensor(z).requires_grad_()
        F.cross_entropy(z, torch.tensor(y), label_smoothing=epsilon).backward()
        return (torch.softmax(z, 0) - z.grad).detach()

    def others(y):
        return [1 - epsilon if k == y else epsilon / 3 for k in range(4)]

    return {
        **symbols,
        r"\varepsilon": epsilon,
        "q": Depends(lambda y: Indexed(target(np.zeros(4), y)), "y"),
        "r": Depends(lambda y: Indexed(np.array(others(y))), "y"),
    }


def numbers_of_classes(rng):
    """Models that know nothing, for several numbers of classes."""
    return {"C": Each([2, 3, 10])}


def shares(rng):
    """The shares of the classes in the training data."""
    return {"C": 4, r"\pi": Indexed(rng.dirichlet(np.ones(4))), r"H(\pi)": stats.entropy}


def ratio(rng):
    """A probability divided by its target."""
    return {"u": float(rng.uniform(0.1, 3))}


INLINE = [ratio]

BINDINGS = {
    **bind(
        one_example,
        "eq-ce-softmax",
        "eq-ce-log-softmax",
        "eq-ce-log-odds",
        "eq-ce-one-hot",
        "eq-ce-logits",
        "eq-ce-gradient",
        "eq-ce-composition",
    ),
    **bind(batch, "eq-ce-nll", "eq-ce-loss", "eq-ce-mean"),
    **bind(log_probabilities, "eq-ce-pick", "eq-ce-log-probabilities"),
    **bind(soft_target, "eq-ce-soft"),
    **bind(weighted_by_index, "eq-ce-weighted-index"),
    **bind(weighted_by_probability, "eq-ce-weighted-soft"),
    **bind(best_weighted, "eq-ce-weighted-optimum"),
    **bind(smoothed, "eq-ce-smoothing", "eq-ce-smoothing-others"),
    **bind(numbers_of_classes, "eq-ce-floor", "eq-ce-uniform"),
    **bind(shares, "eq-ce-prior"),
}

SURVIVORS = {
    ("eq-ce-floor", r"\log\left(e+(C-1)e^{0}\right)-1=\log\left(1+\frac{C-1}{e}\right)"): "the exponent is 1",
    ("eq-ce-floor", r"\log\left(e^{1}+(C-1) \right)-1=\log\left(1+\frac{C-1}{e}\right)"): "the factor is 1",
}
