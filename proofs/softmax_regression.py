"""Bindings of chapters/softmax-regression.ipynb; classes are counted from 0."""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from bookproof.formulas import Binding, Depends, Each, Index, Indexed
from bookproof.formulas.find import load_module
from scipy import special
from sklearn.linear_model import LogisticRegression

tensor = load_module(Path(__file__).with_name("_tensors.py")).tensor

C = 4
CLASSES = {"k": Index(0, "C-1"), "j": Index(0, "C-1")}


def categorical(logits):
    return torch.distributions.Categorical(logits=tensor(logits))


def independent_questions(rng):
    """Scores, and the sigmoids of each by torch."""
    z = rng.normal(size=C)
    return {
        "C": C,
        **CLASSES,
        "z": Indexed(z),
        "s": Indexed(torch.sigmoid(tensor(z))),
        "p": Indexed(categorical(z).probs),
        "v": Indexed(rng.normal(size=C)),
    }


def model(rng):
    """One example and the coefficients of every class."""
    theta, x = rng.normal(size=(C, 3)), rng.normal(size=3)
    return {
        "C": C,
        **CLASSES,
        "x": x,
        "i": Index(1, 3),
        "v": rng.normal(size=3),
        r"\theta": Indexed(theta, start=(0, 1)),
        "p": Depends(lambda x: Indexed(categorical(theta @ x).probs), "x"),
    }


def distribution(rng):
    """The model's probabilities as a function of class, inputs and coefficients."""
    symbols = model(rng)
    symbols.pop("p")
    return symbols | {r"p(y=k\mid x;\theta)": lambda k, x, theta: categorical(np.asarray(theta) @ x).probs[int(k)]}


def two_classes(rng):
    """The model with two classes."""
    theta = rng.normal(size=(2, 3))
    return {
        "x": rng.normal(size=3),
        r"\theta": Indexed(theta, start=(0, 1)),
        r"p(y=k\mid x;\theta)": lambda k, x, theta: categorical(np.asarray(theta) @ x).probs[int(k)],
    }


def clouds(rng):
    """Normal densities around four centres."""
    return {
        "k": Index(0, C - 1),
        "m": 3,
        "u": rng.normal(size=3),
        r"\mu": Indexed(rng.normal(size=(C, 3)), start=(0, 1)),
        r"\pi_k": 0.3,
    }


def data(rng):
    """Six examples, the coefficients, and what torch makes of them."""
    N = 6
    X = np.column_stack([np.ones(N), rng.normal(size=(N, 2))])
    y = np.array([0, 2, 3, 1, 2, 0])
    theta = rng.normal(size=(C, 3))

    def mean_loss(theta):
        return F.cross_entropy(tensor(X) @ tensor(theta).T, torch.tensor(y))

    return {
        "N": N,
        "C": C,
        "n": Index(1, "N"),
        **CLASSES,
        "x": X,
        "y": y,
        "t": Indexed(np.eye(C)[y], start=(1, 0)),
        r"\theta": Indexed(theta, start=(0, 1)),
        "z": Indexed(tensor(X) @ tensor(theta).T, start=(1, 0)),
        "p": Indexed(categorical(X @ theta.T).probs, start=(1, 0)),
        r"L(\theta)": lambda theta: categorical(X @ np.asarray(theta).T).log_prob(torch.tensor(y)).exp().prod(),
        r"J(\theta)": mean_loss,
        "i": Index(1, 3),
    }


def at_the_fit(rng):
    """Examples whose classes overlap, and the probabilities of scikit-learn's fit."""
    measured = rng.normal(size=(40, 2))
    y = (np.arange(40) + (measured[:, 0] > 0)) % C
    fit = LogisticRegression(C=np.inf, solver="newton-cg", tol=1e-13).fit(measured, y)
    return {
        "N": 40,
        "C": C,
        "n": Index(1, "N"),
        "k": Index(0, "C-1"),
        "x": np.column_stack([np.ones(40), measured]),
        "t": Indexed(np.eye(C)[y], start=(1, 0)),
        "p": Indexed(fit.predict_proba(measured), start=(1, 0)),
    }


def curvature(rng):
    """The Hessian of six examples by automatic differentiation, block by block."""
    symbols = data(rng)
    X, theta = tensor(symbols["x"]), tensor(symbols[r"\theta"].array)
    hessian = torch.autograd.functional.hessian(lambda t: F.cross_entropy(X @ t.T, torch.tensor(symbols["y"])), theta)
    return {
        **symbols,
        r"\delta": Indexed(np.eye(C)),
        "B": Indexed(hessian.permute(0, 2, 1, 3).numpy(), start=(0, 0, 1, 1)),
    }


def scores(rng):
    """The loss of one example as a function of its scores."""
    return {
        "C": C,
        **CLASSES,
        "y": Index(0, "C-1"),
        "z": Indexed(rng.normal(size=C)),
        "v": Indexed(rng.normal(size=C)),
        "Z": Depends(lambda z: torch.exp(tensor(z)).sum(), "z"),
        "p": Depends(lambda z: Indexed(torch.softmax(tensor(z), 0)), "z"),
        "t": Depends(lambda y: Indexed(np.eye(C)[int(y)]), "y"),
        r"\ell": Depends(lambda z, y: F.cross_entropy(tensor(z), torch.tensor(y)), "z", "y"),
        r"\operatorname{diag}(p)": np.diag,
    }


def two_vectors(rng):
    """Two vectors with a given difference."""
    delta = rng.normal(size=3)
    return {
        "a": Each([rng.normal(size=3), np.zeros(3)]),
        "c": delta,
        r"\theta_0": Depends(lambda a: a - delta / 2, "a"),
        r"\theta_1": Depends(lambda a: a + delta / 2, "a"),
    }


def warm(rng):
    """Scores at a temperature."""
    symbols, T = scores(rng), float(rng.uniform(0.5, 3))
    z = symbols["z"].array
    return {
        **symbols,
        "T": T,
        "p_k(T)": lambda k, T: categorical(z / T).probs[int(k)],
        r"\ell": Depends(lambda z, y: F.cross_entropy(tensor(z) / T, torch.tensor(y)), "z", "y"),
    }


def direction(rng):
    """A direction of length 1, with entries of one size, so that no two have more than one half of it each."""
    return {"v": Indexed(rng.choice([-1.0, 1.0], C) / np.sqrt(C)), "C": C, **CLASSES}


INLINE = [direction]

BINDINGS = {
    **dict.fromkeys(["eq-sr-only", "eq-sr-odds", "eq-sr-softmax"], Binding(independent_questions)),
    **dict.fromkeys(["eq-sr-model", "eq-sr-log-model", "eq-sr-log-odds"], Binding(distribution)),
    **dict.fromkeys(["eq-sr-shift", "eq-sr-effect"], Binding(model)),
    "eq-sr-bayes": Binding(clouds),
    "eq-sr-two-classes": Binding(two_classes),
    "eq-sr-sigmoid": Binding(lambda rng: {r"\sigma(z)": special.expit, "z": float(rng.normal())}),
    **dict.fromkeys(["eq-sr-scores", "eq-sr-log-likelihood", "eq-sr-loss", "eq-sr-gradient"], Binding(data)),
    "eq-sr-moments": Binding(at_the_fit),
    **dict.fromkeys(["eq-sr-hessian-scores", "eq-sr-variance", "eq-sr-score-gradient"], Binding(scores)),
    "eq-sr-softmax-same": Binding(scores),
    "eq-sr-softmax-other": Binding(scores, given=r"j\neq k"),
    "eq-sr-hessian": Binding(curvature),
    "eq-sr-two-heads": Binding(two_vectors),
    **dict.fromkeys(["eq-sr-temperature", "eq-sr-temperature-gradient"], Binding(warm)),
}

BLOCK = r"=\frac{1}{N}\sum_{n=1}^{N}p_{n,k}(%s-p_{n,j})x_nx_n^\top"
SURVIVORS = {
    ("eq-sr-hessian", r"B_{j,k}" + BLOCK % r"\delta_{k,j}"): "the block is symmetric in its classes",
    ("eq-sr-hessian", r"B_{k,j}" + BLOCK % r"\delta_{j,k}"): "symmetric",
}
