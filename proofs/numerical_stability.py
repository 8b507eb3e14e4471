"""Bindings of chapters/numerical-stability.ipynb."""

import math

import numpy as np
import torch
import torch.nn.functional as F
from bookproof.formulas import Depends, Each, Index, Indexed, bind
from scipy import special


def tensor(array):
    return torch.tensor(np.asarray(array), dtype=torch.float64)


def floats(rng):
    """bfloat16 between 4 and 8; the first number lies in the middle between two floats."""
    numbers = [4 + 2.0**-6, *rng.uniform(4, 8, 5)]

    def stored(x):
        return float(torch.tensor(x, dtype=torch.float64).to(torch.bfloat16))

    def following(x):
        above = torch.tensor(math.inf, dtype=torch.bfloat16)
        return float(torch.nextafter(torch.tensor(x, dtype=torch.bfloat16), above))

    return {
        r"\epsilon": torch.finfo(torch.bfloat16).eps,
        "e": 2,
        "x": Each(numbers),
        r"\operatorname{fl}(x)": stored,
        r"\operatorname{next}(x)": following,
    }


def stored_floats(rng):
    """The same, for numbers that are floats themselves."""
    symbols = floats(rng)
    return {**symbols, "x": Each([symbols[r"\operatorname{fl}(x)"](x) for x in symbols["x"].values])}


def independent(rng):
    """What a classifier said of seven examples."""
    return {"N": 7, "p": rng.uniform(0.1, 0.9, 7)}


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


def one_probability(rng):
    """The loss as a function of the probability."""
    return {
        "p": Each([0.07, float(rng.uniform(0.2, 0.8)), 0.94]),
        "y": Each([0.0, 1.0]),
        r"\ell": Depends(lambda p, y: F.binary_cross_entropy(tensor(p), tensor(y)), "p", "y"),
    }


def digits(rng):
    """Logits on both sides of the point where a sigmoid of five digits ends, and close to it."""
    ends = [math.log(2**5), math.log(2**6 - 1)]
    near = [end + step for end in ends for step in (-1e-3, 1e-3)]
    return {"b": 5, "z": Each([*near, float(rng.uniform(1, 3)), float(rng.uniform(5, 7))])}


def small_numbers(rng):
    """Numbers from zero on, where the bounds meet."""
    return {"x": Each([0.0, float(rng.uniform(0.01, 0.1)), float(rng.uniform(0.5, 3))])}


def scaled(rng):
    """A loss and a scale."""
    return {**one_logit(rng), "s": 8.0}


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


def stream_from_its_start(rng):
    return {**stream(rng), "i": Index(0, "C-1")}


def two_parts(rng):
    """The states of two parts, and the state of both together."""
    parts = rng.normal(size=3), rng.normal(size=5)
    (m_A, s_A), (m_B, s_B), (m, s) = (
        (z.max(), np.exp(special.logsumexp(z) - z.max())) for z in (*parts, np.concatenate(parts))
    )
    return {"m_A": m_A, "m_B": m_B, "m": m, "s_A": s_A, "s_B": s_B, "s": s}


BINDINGS = {
    **bind(stored_floats, "eq-ns-spacing"),
    **bind(floats, "eq-ns-rounding"),
    **bind(independent, "eq-ns-nll"),
    **bind(
        logits,
        "eq-ns-way-one",
        "eq-ns-way-two",
        "eq-ns-way-three",
        "eq-ns-lse",
        "eq-ns-shift",
        "eq-ns-lse-gradient",
        "eq-ns-shift-gradient",
        "eq-ns-ce-gradient",
        "eq-ns-ce-margin",
    ),
    **bind(logits_at_the_bounds, "eq-ns-sum-bounds", "eq-ns-bounds"),
    **bind(
        one_logit,
        "eq-ns-complement",
        "eq-ns-bce",
        "eq-ns-sigmoid-slope",
        "eq-ns-slope-tail",
        "eq-ns-bce-gradient",
        "eq-ns-softplus",
        "eq-ns-softplus-stable",
        "eq-ns-bce-logit",
        "eq-ns-bce-stable",
        "eq-ns-bce-logit-gradient",
        "eq-ns-margin",
    ),
    **bind(one_logit, "eq-ns-softplus-right", given=r"z\geq0"),
    **bind(one_probability, "eq-ns-loss-slope"),
    **bind(digits, "eq-ns-saturation", "eq-ns-saturation-rounded"),
    **bind(small_numbers, "eq-ns-log1p"),
    **bind(scaled, "eq-ns-scaling"),
    **bind(stream, "eq-ns-online-max", "eq-ns-online-sum", "eq-ns-online-proof"),
    **bind(stream_from_its_start, "eq-ns-online-claim", "eq-ns-online-result"),
    **bind(two_parts, "eq-ns-merge", same=[("m", "m_A"), ("m", "m_B")]),
}

WEAKER = "a weaker bound, which is true as well"
SAME_MAXIMUM = "the maximum so far is not changed by taking it once more"
ANY_SUM = "the derivative vanishes for every sum of exponentials that are shifted alike"
SHIFTED = (
    r"\frac{\partial}{\partial a}\left(a+\log\left(%s\right)\right)"
    r"=1-\frac{\sum_{j=0}^{C-1}e^{z_j-a}}{\sum_{j=0}^{C-1}e^{z_j-a}}=0"
)
SURVIVORS = {
    ("eq-ns-log1p", r" 0-\frac{x^2}{2}\leq\log(1+x)\leq x"): WEAKER,
    ("eq-ns-log1p", r"x-(x^2)\leq\log(1+x)\leq x"): WEAKER,
    ("eq-ns-online-max", r"m_i=\max(m_{i-1+1},z_i)"): SAME_MAXIMUM,
    ("eq-ns-online-max", r"m_i=\max(m_{i},z_i)"): SAME_MAXIMUM,
    **{
        ("eq-ns-shift-gradient", SHIFTED % other): ANY_SUM
        for other in (
            r"\sum_{j=0+1}^{C-1}e^{z_j-a}",
            r"\sum_{j=0}^{C-1-1}e^{z_j-a}",
            r"\sum_{j=0}^{C-1}e^{ 0-a}",
            r"\sum_{j=0}^{C-2}e^{z_j-a}",
            r"\sum_{j=1}^{C-1}e^{z_j-a}",
        )
    },
}
