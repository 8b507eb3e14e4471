"""Bindings of chapters/distillation.ipynb; classes are counted from 0."""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from bookproof.formulas import Depends, Expect, Index, Indexed, bind
from bookproof.formulas.find import load_module
from scipy import special, stats

tensor = load_module(Path(__file__).with_name("_tensors.py")).tensor

C = 4
CLASSES = {"C": C, "k": Index(0, "C-1"), "j": Index(0, "C-1")}


def pairs(rng):
    """Inputs and classes as one table; its cross-entropy is torch's, of the table made flat."""
    P, t, p = rng.dirichlet(np.ones(3)), rng.dirichlet(np.ones(C), 3), rng.dirichlet(np.ones(C), 3)
    truth, model = (P[:, None] * t).ravel(), (P[:, None] * p).ravel()
    return {
        **CLASSES,
        r"\mathcal X": [0, 1, 2],
        r"\pi(x)": lambda x: P[int(x)],
        r"\pi(y\mid x)": lambda y, x: t[int(x), int(y)],
        r"p(y\mid x)": lambda y, x: p[int(x), int(y)],
        "H": F.cross_entropy(tensor(model).log(), tensor(truth)),
    }


def batch(rng):
    """A batch with distributions as targets."""
    N = 5
    z, t = tensor(rng.normal(size=(N, C))), tensor(rng.dirichlet(np.ones(C), N))
    return {
        **CLASSES,
        "N": N,
        "n": Index(1, "N"),
        "t": Indexed(t, start=(1, 0)),
        "p": Indexed(torch.softmax(z, 1), start=(1, 0)),
        "J": F.cross_entropy(z, t),
    }


def soft_target(rng):
    """One example with a distribution as its target."""
    t = rng.dirichlet(np.ones(C))
    return {
        **CLASSES,
        "z": Indexed(rng.normal(size=C)),
        "t": Indexed(t),
        "p": Depends(lambda z: Indexed(torch.softmax(tensor(z), 0)), "z"),
        r"\ell": Depends(lambda z: F.cross_entropy(tensor(z), tensor(t)), "z"),
    }


def labels_drawn(rng):
    """Inputs and labels drawn together; a mean or variance is a sum over the table."""
    P, t, p = rng.dirichlet(np.ones(3)), rng.dirichlet(np.ones(C), 3), rng.dirichlet(np.ones(C), 3)
    table = [((x, k), P[x] * t[x, k]) for x in range(3) for k in range(C)]
    means = F.cross_entropy(tensor(p).log(), tensor(t), reduction="none")
    losses = F.nll_loss(tensor(p).log().repeat_interleave(C, 0), torch.arange(C).repeat(3), reduction="none")
    return {
        **CLASSES,
        "X": Index(0, 2),
        "Y": Index(0, "C-1"),
        "m(x)": lambda x: means[int(x)],
        r"\ell(x,k)": lambda x, k: losses[C * int(x) + int(k)],
        r"\mathbb E": Expect(("X", "Y"), table),
        r"\operatorname{Var}": Expect(("X", "Y"), table, "variance"),
    }


def one_input(rng):
    """The labels of one input."""
    t, p = rng.dirichlet(np.ones(C)), rng.dirichlet(np.ones(C))
    return {
        **CLASSES,
        "x": 0,
        r"\pi(y\mid x)": lambda y, _x: t[int(y)],
        r"p(y\mid x)": lambda y, _x: p[int(y)],
        r"\mathbb E": Expect("Y", list(enumerate(t))),
    }


def softened(rng):
    """Teacher and student at a temperature; what moves with the logits is torch's."""
    return {
        **CLASSES,
        "y": Index(0, "C-1"),
        "T": float(rng.uniform(1.5, 6)),
        r"\beta": float(rng.uniform(0.2, 0.8)),
        "z": Indexed(rng.normal(size=C)),
        "v": Indexed(rng.normal(size=C) + 0.3),
        r"\bar z": Depends(lambda z: np.mean(z), "z"),
        r"\bar v": Depends(lambda v: np.mean(v), "v"),
        "p": Depends(lambda z: Indexed(torch.softmax(tensor(z), 0)), "z"),
        r"\tilde p": Depends(lambda z, T: Indexed(torch.softmax(tensor(z) / T, 0)), "z", "T"),
        r"\tilde t": Depends(lambda v, T: Indexed(torch.softmax(tensor(v) / T, 0)), "v", "T"),
        r"\ell_T": Depends(
            lambda z, v, T: F.cross_entropy(tensor(z) / T, torch.softmax(tensor(v) / T, 0)), "z", "v", "T"
        ),
    }


def mixed(rng):
    """The loss of distillation: SciPy's divergence and torch's cross-entropy."""
    symbols = softened(rng)
    T, beta, z, v = symbols["T"], symbols[r"\beta"], symbols["z"].array, symbols["v"].array
    soft = stats.entropy(special.softmax(v / T), special.softmax(z / T))

    def loss(y):
        return beta * T * T * soft + (1 - beta) * F.cross_entropy(tensor(z), torch.tensor(y))

    return {**symbols, r"\ell": Depends(loss, "y")}


def inverse_temperature(rng):
    """The student's probabilities as a function of s = 1/T."""
    return {
        **CLASSES,
        "s": float(rng.uniform(0.2, 1.5)),
        "z": Indexed(rng.normal(size=C)),
        r"\tilde p": Depends(lambda z, s: Indexed(torch.softmax(tensor(z) * s, 0)), "z", "s"),
    }


def matched(rng):
    """Half the mean squared difference of centred logits, by NumPy's variance."""
    symbols = softened(rng)
    return {**symbols, "A": Depends(lambda z, v: np.var(np.asarray(z) - np.asarray(v)) / 2, "z", "v")}


def moving_teacher(rng):
    """The student's mean log-probability under the teacher."""
    symbols = softened(rng)
    z, v, T = symbols["z"].array, symbols["v"].array, symbols["T"]
    return {**symbols, "g": special.softmax(v / T) @ special.log_softmax(z / T)}


def smoothed(rng):
    """Label smoothing, from the gradient of torch's loss, and its loss."""
    epsilon = float(rng.uniform(0.05, 0.4))
    z = rng.normal(size=C)

    def target(y):
        leaf = tensor(z).requires_grad_()
        F.cross_entropy(leaf, torch.tensor(y), label_smoothing=epsilon).backward()
        return (torch.softmax(leaf, 0) - leaf.grad).detach()

    return {
        **CLASSES,
        "y": Index(0, "C-1"),
        r"\varepsilon": epsilon,
        "h": Depends(lambda y: Indexed(F.one_hot(torch.tensor(y), C)), "y"),
        "t": Depends(lambda y: Indexed(target(y)), "y"),
        "p": Indexed(torch.softmax(tensor(z), 0)),
    }


BINDINGS = {
    **bind(pairs, "eq-di-split"),
    **bind(batch, "eq-di-soft"),
    **bind(soft_target, "eq-di-gradient", "eq-di-kl"),
    **bind(one_input, "eq-di-expectation"),
    **bind(labels_drawn, "eq-di-variance"),
    **bind(
        softened,
        "eq-di-soften",
        "eq-di-soften-teacher",
        "eq-di-ratio",
        "eq-di-uniform",
        "eq-di-soft-temperature",
        "eq-di-temperature-gradient",
        "eq-di-expansion",
        "eq-di-limit",
    ),
    **bind(inverse_temperature, "eq-di-slope"),
    **bind(matched, "eq-di-match", "eq-di-match-gradient"),
    **bind(mixed, "eq-di-loss"),
    **bind(moving_teacher, "eq-di-teacher-gradient"),
    **bind(smoothed, "eq-di-smoothing", "eq-di-smoothing-split"),
}
