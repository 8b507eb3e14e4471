"""Bindings of the docstrings of lossbook.losses: each left side is what the documented function returns."""

from pathlib import Path

import numpy as np
import torch
from bookproof.formulas import Depends, Each, Index, Indexed, bind
from bookproof.formulas.find import load_module

from lossbook import losses

tensor = load_module(Path(__file__).with_name("_tensors.py")).tensor


def two_classes(rng):
    """One logit with hard and soft targets, and a weight."""
    w, a, gamma, alpha = rng.uniform(0.3, 2.5, 4)
    alpha = float(alpha / 3)
    return {
        "z": Each([float(rng.normal()), 2.5, -1.5]),
        "y": Each([0.0, 1.0, 0.3]),
        "w": w,
        "a": a,
        r"\gamma": gamma,
        r"\alpha": alpha,
        r"\sigma(z)": lambda z: losses.sigmoid(tensor(z)),
    }


def from_probability(rng):
    symbols = two_classes(rng)
    w = tensor(symbols["w"])
    return {
        **symbols,
        "p": Depends(lambda z: torch.sigmoid(tensor(z)), "z"),
        r"\ell": Depends(lambda p, y: losses.binary_cross_entropy(tensor(p), tensor(y), weight=w), "p", "y"),
    }


def from_logit(rng):
    symbols = two_classes(rng)
    w, a = tensor(symbols["w"]), tensor(symbols["a"])

    def loss(z, y):
        return losses.binary_cross_entropy_with_logits(tensor(z), tensor(y), weight=w, pos_weight=a)

    return {**symbols, r"\ell": Depends(loss, "z", "y")}


def focal(rng):
    symbols = two_classes(rng)

    def loss(z, y):
        return losses.focal_loss(tensor(z), tensor(y), gamma=symbols[r"\gamma"], alpha=symbols[r"\alpha"])

    return {
        **symbols,
        "p": Depends(lambda z: torch.sigmoid(tensor(z)), "z"),
        r"\ell": Depends(loss, "z", "y"),
    }


def hinge(rng):
    return {
        "s": Each([float(rng.normal()), 2.5, -1.5, 0.4]),
        "y": Each([0.0, 1.0]),
        r"\ell": Depends(lambda s, y: losses.hinge_loss(tensor(s), tensor(y)), "s", "y"),
    }


def one_of_many(rng):
    """The logits of one example; classes are counted from 0."""
    z = rng.normal(size=4)
    return {
        "C": 4,
        "z": Indexed(z),
        "m": z.max(),
        "k": Index(0, "C-1"),
        "j": Index(0, "C-1"),
        "p": Indexed(losses.softmax(tensor(z), 0)),
        r"\operatorname{logsumexp}(z)": lambda z: losses.logsumexp(tensor(z), 0),
    }


def log_softmax(rng):
    symbols = one_of_many(rng)
    return {**symbols, "p": Indexed(losses.log_softmax(tensor(symbols["z"].array), 0).exp())}


def picked(rng):
    """A batch of log-probabilities with class weights."""
    p, y, w = rng.dirichlet(np.ones(4), size=5), np.array([0, 3, 1, 2, 1]), rng.uniform(0.5, 2, 4)
    arguments = (tensor(np.log(p)), torch.tensor(y), tensor(w))
    return {
        "n": Index(1, 5),
        "p": Indexed(p, (1, 0)),
        "y": y,
        "w": Indexed(w),
        r"\ell": losses.nll_loss(*arguments, reduction="none"),
        "J": losses.nll_loss(*arguments),
    }


def smoothed(rng):
    """A batch of logits with soft targets, class weights and smoothing."""
    z, t, w = rng.normal(size=(5, 4)), rng.dirichlet(np.ones(4), size=5), rng.uniform(0.5, 2, 4)
    epsilon = float(rng.uniform(0.05, 0.4))
    return {
        "C": 4,
        "n": Index(1, 5),
        "z": Indexed(z, (1, 0)),
        "t": Indexed(t, (1, 0)),
        "w": Indexed(w),
        r"\varepsilon": epsilon,
        r"\ell": losses.cross_entropy(tensor(z), tensor(t), tensor(w), reduction="none", label_smoothing=epsilon),
    }


def divergence(rng):
    p, t = rng.dirichlet(np.ones(4), size=2)
    return {"k": Index(1, 4), "p": p, "t": t, r"\ell": losses.kl_div(tensor(np.log(p)), tensor(t), reduction="none")}


def overlap(rng):
    p, y = rng.uniform(0.1, 0.9, 6), np.array([1, 0, 1, 1, 0, 1.0])
    loss = losses.dice_loss(tensor(p)[None], tensor(y)[None], smooth=0.7)
    return {"m": Index(1, 6), "p": p, "y": y, "s": 0.7, r"\ell": loss}


def vocabulary(rng):
    h, w, y = rng.normal(size=(5, 3)), rng.normal(size=(4, 3)), np.array([0, 3, 1, 2, 1])
    loss = losses.linear_cross_entropy(tensor(h), tensor(w), torch.tensor(y))
    return {"N": 5, "C": 4, "h": h, "w": Indexed(w, (0, 1)), "y": y, "J": loss}


BINDINGS = {
    **bind(two_classes, "eq-doc-sigmoid", "eq-doc-log-sigmoid"),
    **bind(from_probability, "eq-doc-binary-cross-entropy"),
    **bind(from_logit, "eq-doc-binary-cross-entropy-with-logits"),
    **bind(focal, "eq-doc-focal-loss"),
    **bind(hinge, "eq-doc-hinge-loss"),
    **bind(one_of_many, "eq-doc-logsumexp", "eq-doc-softmax"),
    **bind(log_softmax, "eq-doc-log-softmax"),
    **bind(picked, "eq-doc-nll-loss"),
    **bind(smoothed, "eq-doc-cross-entropy"),
    **bind(divergence, "eq-doc-kl-div"),
    **bind(overlap, "eq-doc-dice-loss"),
    **bind(vocabulary, "eq-doc-linear-cross-entropy"),
}
