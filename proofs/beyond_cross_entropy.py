"""Bindings of chapters/beyond-cross-entropy.ipynb; examples, pixels and pairs are counted from 1."""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from bookproof.formulas import Depends, Each, Index, bind
from bookproof.formulas.find import load_module
from scipy import optimize, special, stats
from sklearn import metrics

from lossbook import losses

tensor = load_module(Path(__file__).with_name("_tensors.py")).tensor

MASK = np.array([1.0, 0, 1, 0, 0, 0, 1])
LAMBDA = 1.7


def logit(q):
    return tensor(special.logit(float(q)))


def expected(probability, of):
    """The mean of a function of a label that is 1 with the given probability."""
    return stats.bernoulli(probability).expect(of)


def minimiser(loss):
    """The report at which autograd finds the slope 0."""

    def slope(q):
        q = tensor(q).requires_grad_()
        return float(torch.autograd.grad(loss(q), q)[0])

    return optimize.brentq(slope, 0.001, 0.999, xtol=1e-15, rtol=1e-14)


def without(symbols, *names):
    return {key: value for key, value in symbols.items() if key not in names}


def honest(rng):
    truth = float(rng.uniform(0.1, 0.4))
    return {
        r"\pi": truth,
        "p": float(rng.uniform(0.5, 0.9)),
        "R(p)": lambda q: expected(truth, lambda y: -stats.bernoulli.logpmf(y, q)),
    }


def weighted(rng):
    """The best report is that of torch's loss, with the truth as a soft label and the weight as pos_weight."""
    truth, w = float(rng.uniform(0.05, 0.4)), float(rng.uniform(1.5, 6))
    best = minimiser(lambda q: F.binary_cross_entropy_with_logits(q.logit(), tensor(truth), pos_weight=tensor(w)))
    return {r"\pi": truth, "w": w, "p": best}


def focal(rng):
    """The library's focal loss, and what autograd says of it."""
    truth, gamma = float(rng.uniform(0.1, 0.4)), float(rng.uniform(1.2, 3))

    def loss(q, target=truth):
        q = q if torch.is_tensor(q) else tensor(q)
        return losses.focal_loss(q.logit(), tensor(target), gamma=gamma)

    def g(q):
        q = tensor(q).requires_grad_()
        return -float(torch.autograd.grad(loss(q, 1.0), q)[0])

    p = float(rng.uniform(0.5, 0.9))
    return {
        r"\pi": truth,
        r"\gamma": gamma,
        "p": p,
        r"\ell": float(loss(p, 1.0)),
        "R(p)": lambda q: float(loss(q)),
        "R": Depends(lambda q: float(loss(q)), "p"),
        "g(p)": g,
        "best": minimiser(loss),
    }


def focal_functions(rng):
    return without(focal(rng), "R", "best")


def focal_slope(rng):
    return without(focal(rng), "R(p)", "best")


def focal_best(rng):
    symbols = focal(rng)
    return {**without(symbols, "R", "R(p)", "best"), "p": symbols["best"]}


def overlap(rng):
    """Seven pixels; the coefficient is the library's."""
    p = rng.uniform(0.05, 0.95, 7)

    def coefficient(p):
        return 1 - float(losses.dice_loss(tensor(p), tensor(MASK)))

    return {
        "M": 7,
        "m": Index(1, 7),
        "p": p,
        "y": MASK,
        "D": Depends(coefficient, "p"),
        "I": float(p @ MASK),
        "U": float(p.sum() + MASK.sum()),
    }


def region(rng):
    """A large region of one probability and one report; the coefficient is the library's, with soft labels."""
    truth = float(rng.uniform(0.1, 0.4))

    def coefficient(q):
        return 1 - float(losses.dice_loss(tensor(np.full(50, q)), tensor(np.full(50, truth))))

    symbols = {r"\pi": truth, "p": float(rng.uniform(0.5, 0.9))}
    return symbols, coefficient


def region_function(rng):
    symbols, coefficient = region(rng)
    return {**symbols, "D(p)": coefficient}


def region_value(rng):
    symbols, coefficient = region(rng)
    return {**symbols, "D": Depends(coefficient, "p")}


def summed(rng):
    """Both losses of one mask, and their sum by autograd's own arithmetic."""

    def bce(p):
        return float(F.binary_cross_entropy(tensor(p), tensor(MASK)))

    def dice(p):
        return float(losses.dice_loss(tensor(p), tensor(MASK)))

    return {
        "m": Index(1, 7),
        "p": rng.uniform(0.05, 0.95, 7),
        r"\lambda": LAMBDA,
        "J": Depends(bce, "p"),
        "D": Depends(lambda p: 1 - dice(p), "p"),
        r"\ell": Depends(lambda p: np.dot([bce(p), dice(p)], [1, LAMBDA]), "p"),
    }


def hard_masks(rng):
    """Two hard masks; scikit-learn's Jaccard score is the intersection over union, its F1 the Dice coefficient."""
    guess = np.concatenate([[1, 0, 1], rng.integers(0, 2, 4)])
    return {
        "V": metrics.jaccard_score(MASK, guess),
        "D": metrics.f1_score(MASK, guess),
        "I": int(np.logical_and(MASK, guess).sum()),
        "U": int(MASK.sum() + guess.sum()),
    }


def generalised(rng):
    """SciPy's Box-Cox transform of the probability, with the sign changed."""
    z, a = float(rng.normal()), float(rng.uniform(0.3, 0.8))
    return {
        "z": z,
        "a": a,
        "p": special.expit(z),
        r"\ell": Depends(lambda z: -special.boxcox(special.expit(z), a), "z"),
    }


def generalised_value(rng):
    symbols = generalised(rng)
    return {**symbols, r"\ell": -special.boxcox(symbols["p"], symbols["a"])}


def generalised_limit(rng):
    return {"p": float(rng.uniform(0.1, 0.9))}


def generalised_risk(rng):
    """The expected loss as an average over both labels."""
    truth, a = float(rng.uniform(0.1, 0.4)), float(rng.uniform(0.3, 0.7))

    def risk(q):
        return -np.average(special.boxcox([q, 1 - q], a), weights=[truth, 1 - truth])

    def loss(q):
        return -(truth * (q**a - 1) + (1 - truth) * ((1 - q) ** a - 1)) / a

    symbols = {r"\pi": truth, "a": a, "p": float(rng.uniform(0.5, 0.9))}
    return symbols, risk, minimiser(loss)


def generalised_function(rng):
    symbols, risk, _ = generalised_risk(rng)
    return {**symbols, "R(p)": risk}


def generalised_slope(rng):
    symbols, risk, _ = generalised_risk(rng)
    return {**symbols, "R": Depends(risk, "p")}


def generalised_best(rng):
    symbols, _, best = generalised_risk(rng)
    return {**symbols, "p": best}


def flipped(rng):
    """True and written labels with their joint probabilities."""
    truth, rho = float(rng.uniform(0.6, 0.9)), float(rng.uniform(0.05, 0.4))
    joint = np.outer([1 - truth, truth], [1, 1]) * np.array([[1 - rho, rho], [rho, 1 - rho]])
    written = joint.sum(axis=0)
    return {
        r"\pi": truth,
        r"\rho": rho,
        r"\pi'": written[1],
        "p": float(rng.uniform(0.1, 0.5)),
        "R(p)": lambda q: metrics.mean_absolute_error([0, 1], [q, q], sample_weight=written),
    }


def margins(rng):
    return {"u": Each([0, float(rng.uniform(0.2, 2)), -float(rng.uniform(0.2, 2)), 1.5])}


def boosted(rng):
    truth = float(rng.uniform(0.1, 0.4))
    return truth, lambda z: expected(truth, lambda y: np.exp(-(2 * y - 1) * z))


def boosted_function(rng):
    truth, risk = boosted(rng)
    return {r"\pi": truth, "z": float(rng.normal()), "R(z)": risk}


def boosted_slope(rng):
    truth, risk = boosted(rng)
    return {r"\pi": truth, "z": float(rng.normal()), "R": Depends(risk, "z")}


def boosted_search(rng):
    truth, risk = boosted(rng)
    return {r"\pi": truth, "z": 0.3, "R(z)": risk}


def hinged(rng):
    """Scores on the line between the corners and beyond both of them; the loss is scikit-learn's."""
    truth = float(rng.uniform(0.1, 0.4))
    return {
        r"\pi": truth,
        "z": Each([float(rng.uniform(-0.9, 0.9)), 1.8, -2.3]),
        "R(z)": lambda z: metrics.hinge_loss([0, 1], [z, z], sample_weight=[1 - truth, truth]),
    }


def pairs(rng):
    """Similarities of five pairs; torch computes the loss of each row."""
    s, T = rng.uniform(-1, 1, (5, 5)), float(rng.uniform(0.2, 0.7))

    def loss(s):
        return F.cross_entropy(tensor(s) / T, torch.arange(5), reduction="none").numpy()

    return {
        "N": 5,
        "n": Index(1, 5),
        "k": Index(1, 5),
        "T": T,
        "s": s,
        "p": special.softmax(s / T, axis=1),
        "t": np.eye(5),
        r"\ell": Depends(loss, "s"),
    }


BINDINGS = {
    **bind(honest, "eq-bc-cross-entropy"),
    **bind(weighted, "eq-bc-weighted-odds", "eq-bc-weight-threshold"),
    **bind(focal_functions, "eq-bc-focal", "eq-bc-focal-expected", "eq-bc-focal-g"),
    **bind(focal_slope, "eq-bc-focal-slope"),
    **bind(focal_best, "eq-bc-focal-undo"),
    **bind(overlap, "eq-bc-dice", "eq-bc-dice-gradient"),
    **bind(region_function, "eq-bc-dice-constant"),
    **bind(region_value, "eq-bc-dice-slope"),
    **bind(summed, "eq-bc-sum", "eq-bc-sum-gradient"),
    **bind(hard_masks, "eq-bc-iou"),
    **bind(generalised_value, "eq-bc-generalised"),
    **bind(generalised_limit, "eq-bc-generalised-limit"),
    **bind(generalised, "eq-bc-generalised-gradient"),
    **bind(generalised_function, "eq-bc-generalised-expected"),
    **bind(generalised_slope, "eq-bc-generalised-slope"),
    **bind(generalised_best, "eq-bc-generalised-odds"),
    **bind(flipped, "eq-bc-flipped", "eq-bc-symmetric"),
    **bind(margins, "eq-bc-logistic", "eq-bc-bound-logistic", "eq-bc-bound-hinge"),
    **bind(boosted_function, "eq-bc-exponential"),
    **bind(boosted_slope, "eq-bc-exponential-slope"),
    **bind(boosted_search, "eq-bc-exponential-minimum"),
    **bind(hinged, "eq-bc-hinge"),
    **bind(pairs, "eq-bc-infonce", "eq-bc-infonce-gradient"),
}

SURVIVORS = {
    (
        "eq-bc-infonce-gradient",
        r"\frac{\partial\ell_n}{\partial s_{n,k}}=\frac{1}{T}(p_{n,k}-t_{k,n})",
    ): "the same: each row has its own column, so the targets are symmetric",
}
