"""Bindings of the docstrings of lossbook.information and lossbook.distillation."""

import math
from pathlib import Path

import numpy as np
import torch
from bookproof.formulas import Index, Indexed, bind
from bookproof.formulas.find import load_module

from lossbook import distillation, information

tensor = load_module(Path(__file__).with_name("_tensors.py")).tensor


def distributions(rng):
    p, q = rng.dirichlet(np.ones(4), size=2)
    entropy = float(information.entropy(p))
    return {
        "K": 4,
        "p": p,
        "q": q,
        "m": np.mean([p, q], axis=0),
        "H(p)": information.entropy,
        "H(p,q)": information.cross_entropy,
        r"D(p\Vert q)": information.kl_divergence,
        "J(p,q)": information.js_divergence,
        "PP": float(information.perplexity(entropy)),
        "h": entropy,
    }


def perplexity(rng):
    entropy = float(rng.uniform(0.5, 3))
    unit, base = (("nats", math.e), ("bits", 2), ("bans", 10))[rng.integers(3)]
    return {"b": base, "H": entropy, "PP": float(information.perplexity(entropy, unit=unit))}


def teacher(rng):
    """A teacher and a student, softened by the documented function."""
    T = float(rng.uniform(1.5, 4))
    student, taught = tensor(rng.normal(size=(5, 4))), tensor(rng.normal(size=(5, 4)))
    target, share = torch.tensor([0, 3, 1, 2, 1]), float(rng.uniform(0.2, 0.8))
    return {
        "N": 5,
        "C": 4,
        "T": T,
        "p": Indexed(distillation.soften(student, T), (1, 0)),
        "t": Indexed(distillation.soften(taught, T), (1, 0)),
        "J": distillation.soft_target_loss(student, taught, T),
        r"\beta": share,
        "J_{soft}": distillation.soft_target_loss(student, taught, T),
        "J_{hard}": torch.nn.functional.cross_entropy(student, target),
        "mix": distillation.distillation_loss(student, taught, target, T, share),
    }


def mixed(rng):
    symbols = teacher(rng)
    return {**symbols, "J": symbols["mix"]}


def softened(rng):
    z, T = rng.normal(size=4), float(rng.uniform(1.5, 4))
    p = distillation.soften(tensor(z), T)
    return {"C": 4, "k": Index(0, "C-1"), "j": Index(0, "C-1"), "z": Indexed(z), "T": T, "p": Indexed(p)}


def smoothed(rng, over):
    """Both definitions of smoothing; `over` says which."""
    epsilon, y = float(rng.uniform(0.05, 0.4)), torch.tensor(2)
    return {
        "C": 5,
        "k": Index(0, "C-1"),
        "y": 2,
        r"\varepsilon": epsilon,
        "t": Indexed(distillation.smooth_labels(y, 5, epsilon, over=over, dtype=torch.float64)),
    }


BINDINGS = {
    **bind(
        distributions,
        "eq-doc-entropy",
        "eq-doc-information-cross-entropy",
        "eq-doc-kl-divergence",
        "eq-doc-js-divergence",
    ),
    **bind(perplexity, "eq-doc-perplexity"),
    **bind(softened, "eq-doc-soften"),
    **bind(teacher, "eq-doc-soft-target-loss"),
    **bind(mixed, "eq-doc-distillation-loss"),
    **bind(lambda rng: smoothed(rng, "all"), "eq-doc-smooth-labels"),
    **bind(lambda rng: smoothed(rng, "others"), "eq-doc-smooth-labels-others"),
}

SURVIVORS = {
    (
        "eq-doc-js-divergence",
        r"J(q, p) = \tfrac{1}{2} D(p \,\Vert\, m) + \tfrac{1}{2} D(q \,\Vert\, m), \qquad m = \frac{p + q}{2}",
    ): "the divergence is symmetric",
}
