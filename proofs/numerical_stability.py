"""Bindings of chapters/numerical-stability.ipynb."""

import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from bookproof.formulas import Depends, Each, Index, Indexed, bind
from bookproof.formulas.find import load_module
from scipy import special

tensor = load_module(Path(__file__).with_name("_tensors.py")).tensor


def floats(rng):
    """bfloat16 between 4 and 8; the first number lies in the middle between two floats."""
    numbers = [4 + 2.0**-6, *rng.uniform(4, 8, 5)]

    def stored(x):
        return float(torch.tensor(x, dtype=torch.float64).to(torch.bfloat16))

    return {
        r"\epsilon": torch.finfo(torch.bfloat16).eps,
        "r": 2,
        "x": Each(numbers),
        r"\operatorname{fl}(x)": stored,
    }


def logits(rng):
    """One example with every class as its target in turn."""
    C = 4
    return {
        "C": C,
        "j": Index(0, "C-1"),
        "k": Index(0, "C-1"),
        "y": Index(0, "C-1"),
        "z": Indexed(rng.normal(size=C)),
        "m": Depends(lambda z: np.max(z), "z"),
        "a": float(rng.normal()),
        "p": Depends(lambda z: Indexed(torch.softmax(tensor(z), 0)), "z"),
        "t": Depends(lambda y: Indexed(F.one_hot(torch.tensor(y), C)), "y"),
        r"\ell": Depends(lambda z, y: F.cross_entropy(tensor(z), torch.tensor(y)), "z", "y"),
        r"\operatorname{lse}(z)": lambda z: torch.logsumexp(tensor(z), 0),
    }


def logits_at_the_bounds(rng):
    """Equal logits, and one so far ahead that the others add nothing."""
    rows = [rng.normal(size=4), np.full(4, 1.7), np.array([-900.0, 2.3, -900.0, -900.0])]
    return {**logits(rng), "z": Each([Indexed(row) for row in rows])}


def one_logit(rng):
    """A binary model on both sides of zero, with either label."""
    return {
        "z": Each([-2.7, float(rng.uniform(-2, -0.1)), float(rng.uniform(0.1, 2)), 3.1]),
        "y": Each([0.0, 1.0]),
        "p": Depends(special.expit, "z"),
        r"\sigma(z)": special.expit,
        r"\operatorname{softplus}(z)": lambda z: F.softplus(tensor(z)),
        r"\ell": Depends(lambda z, y: F.binary_cross_entropy_with_logits(tensor(z), tensor(y)), "z", "y"),
    }


def digits(rng):
    """Logits on both sides of the point where a sigmoid of five digits ends, and close to it."""
    ends = [math.log(2**5), math.log(2**6 - 1)]
    near = [end + step for end in ends for step in (-1e-3, 1e-3)]
    return {"b": 5, "z": Each([*near, float(rng.uniform(1, 3)), float(rng.uniform(5, 7))])}


def stream(rng):
    """Logits in the order in which they are read, the largest last; each state comes from all that were read."""
    z = rng.normal(size=6)
    z[-1] = z.max() + 0.4
    m = np.array([z[: i + 1].max() for i in range(6)])
    s = np.array([np.exp(special.logsumexp(z[: i + 1]) - m[i]) for i in range(6)])
    return {
        "C": 6,
        "z": Indexed(z),
        "m": Indexed(m),
        "s": Indexed(s),
        "i": Index(1, "C-1"),
        "j": Index(0, "C-1"),
        r"\operatorname{lse}(z)": lambda z: torch.logsumexp(tensor(z), 0),
    }


def two_parts(rng):
    """The states of two parts, and the state of both together; the maximum is in one part and then in the other."""
    parts = rng.normal(size=3), rng.normal(size=5)

    def states(turn):
        one, two = parts[:: 1 - 2 * int(turn)]
        return [(z.max(), np.exp(special.logsumexp(z) - z.max())) for z in (one, two, np.concatenate([one, two]))]

    symbols = {"turn": Each([0, 1])}
    for at, part in enumerate(("_A", "_B", "")):
        symbols[f"m{part}"] = Depends(lambda turn, at=at: states(turn)[at][0], "turn")
        symbols[f"s{part}"] = Depends(lambda turn, at=at: states(turn)[at][1], "turn")
    return symbols


BINDINGS = {
    **bind(floats, "eq-ns-rounding"),
    **bind(
        logits,
        "eq-ns-way-one",
        "eq-ns-way-two",
        "eq-ns-way-three",
        "eq-ns-shift",
        "eq-ns-lse-gradient",
        "eq-ns-ce-margin",
    ),
    **bind(logits_at_the_bounds, "eq-ns-bounds"),
    **bind(
        one_logit,
        "eq-ns-complement",
        "eq-ns-bce",
        "eq-ns-slope-tail",
        "eq-ns-bce-gradient",
        "eq-ns-softplus",
        "eq-ns-softplus-stable",
        "eq-ns-bce-stable",
        "eq-ns-bce-logit-gradient",
        "eq-ns-margin",
    ),
    **bind(digits, "eq-ns-saturation", "eq-ns-saturation-rounded"),
    **bind(stream, "eq-ns-online-sum", "eq-ns-online-result"),
    **bind(two_parts, "eq-ns-merge", same=[("m", "m_A"), ("m", "m_B")]),
}
