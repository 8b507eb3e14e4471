"""Bindings of chapters/binary-losses-in-pytorch.ipynb; examples and questions are counted from 1."""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from bookproof.formulas import Depends, Each, Index, Indexed, bind
from bookproof.formulas.find import load_module
from scipy import optimize, special, stats

tensor = load_module(Path(__file__).with_name("_tensors.py")).tensor


def with_logits(z, y):
    return F.binary_cross_entropy_with_logits(tensor(z), tensor(y))


def of_probabilities(p, y):
    return F.binary_cross_entropy(tensor(p), tensor(y))


def one_answer(rng):
    """A probability with targets of every kind; the loss moves with it."""
    return {
        "p": float(rng.uniform(0.1, 0.9)),
        "y": Each([0.0, 1.0, 0.3]),
        r"\ell": Depends(of_probabilities, "p", "y"),
    }


def soft_target(rng):
    """The entropy of a target is SciPy's."""
    return {"y": float(rng.uniform(0.1, 0.9)), "H(y)": lambda y: stats.bernoulli.entropy(y)}


def one_logit(rng):
    """A logit on both sides of 0 with targets of every kind; all that moves with it is torch's."""
    return {
        "z": Each([float(rng.uniform(0.5, 2)), float(rng.uniform(-3, -0.5))]),
        "y": Each([0.0, 1.0, 0.3]),
        "p": Depends(lambda z: torch.sigmoid(tensor(z)), "z"),
        "q": Depends(lambda z: torch.sigmoid(torch.sigmoid(tensor(z))), "z"),
        r"\sigma(z)": special.expit,
        r"\ell": Depends(with_logits, "z", "y"),
        r"\operatorname{BCELoss}(p,y)": of_probabilities,
        r"\operatorname{BCEWithLogitsLoss}(z,y)": with_logits,
    }


def two_sigmoids(rng):
    """The loss of a model that ends in a sigmoid."""
    return {**one_logit(rng), r"\ell": Depends(lambda z, y: with_logits(torch.sigmoid(tensor(z)), y), "z", "y")}


def questions(rng):
    """One example with four questions, which torch draws independently."""
    p = rng.uniform(0.1, 0.9, 4)
    law = torch.distributions.Independent(torch.distributions.Bernoulli(tensor(p)), 1)
    return {
        "Q": 4,
        "p": p,
        "y": Each([np.array([1.0, 0, 1, 0]), np.array([0.0, 0, 1, 1])]),
        "x": 0.7,
        r"P(y\mid x)": lambda y, _x: law.log_prob(tensor(y)).exp(),
    }


def table_of_answers(rng):
    """Five examples with three questions each."""
    z, y = tensor(rng.normal(size=(5, 3))), tensor(rng.integers(0, 2, (5, 3)))
    return {
        "N": 5,
        "Q": 3,
        r"\ell": F.binary_cross_entropy_with_logits(z, y, reduction="none"),
        "J": F.binary_cross_entropy_with_logits(z, y),
    }


def one_of_many(rng):
    """A distribution over classes, and the class that is right, as a one-hot target."""
    C, y = 4, int(rng.integers(0, 4))
    return {
        "C": C,
        "k": Index(0, "C-1"),
        "y": y,
        "p": Indexed(rng.dirichlet(np.ones(C))),
        "t": np.eye(C)[y],
        r"\operatorname{BCELoss}(p,t)": of_probabilities,
    }


def weighted(rng):
    """Weights that do not sum to the number of examples."""
    z, y, w = tensor(rng.normal(size=6)), tensor(rng.integers(0, 2, 6)), tensor(rng.uniform(0.5, 3, 6))
    return {
        "N": 6,
        "w": w,
        r"\ell": F.binary_cross_entropy_with_logits(z, y, reduction="none"),
        "J": F.binary_cross_entropy_with_logits(z, y, weight=w),
    }


def positive_weight(rng):
    """A constant answer to labels of which a share is yes; torch weights the yes."""
    w, share = float(rng.uniform(2, 5)), float(rng.uniform(0.1, 0.3))

    def loss(z, y):
        return F.binary_cross_entropy_with_logits(tensor(z), tensor(y), pos_weight=tensor(w))

    return {
        "w": w,
        r"\pi": share,
        "p": float(rng.uniform(0.1, 0.9)),
        "y": Each([0.0, 1.0, 0.3]),
        r"\ell": Depends(lambda p, y: loss(special.logit(p), y), "p", "y"),
        "R(p)": lambda p: loss(special.logit(p), share),
    }


def best_answer(rng):
    """The answer at which the derivative that autograd finds is 0."""
    symbols = positive_weight(rng)
    w, share = tensor(symbols["w"]), tensor(symbols[r"\pi"])

    def slope(z):
        leaf = tensor(z).requires_grad_()
        F.binary_cross_entropy_with_logits(leaf, share, pos_weight=w).backward()
        return leaf.grad.item()

    best = special.expit(optimize.brentq(slope, -10, 10, xtol=1e-14))
    return {"w": symbols["w"], r"\pi": symbols[r"\pi"], "p": best, "p^*": best}


BINDINGS = {
    **bind(one_answer, "eq-bl-loss", "eq-bl-by-probability"),
    **bind(soft_target, "eq-bl-floor-soft"),
    **bind(one_logit, "eq-bl-sigmoid", "eq-bl-stable", "eq-bl-composition", "eq-bl-gradient"),
    **bind({r"\sigma(z)": special.expit}, "eq-bl-floor-yes", "eq-bl-floor-no"),
    **bind(two_sigmoids, "eq-bl-twice-gradient"),
    **bind(questions, "eq-bl-joint"),
    **bind(table_of_answers, "eq-bl-multi"),
    **bind(one_of_many, "eq-bl-softmax-vector"),
    **bind(weighted, "eq-bl-weighted"),
    **bind(positive_weight, "eq-bl-pos-weight", "eq-bl-risk"),
    **bind(best_answer, "eq-bl-risk-zero", "eq-bl-optimum", "eq-bl-shift", same=[("p", "p^*")]),
}
