"""What the pages on linear models share: designs, and targets with all their possible draws."""

import itertools

import numpy as np
from bookproof.formulas import Depends, Expect, Indexed
from scipy import linalg


def design(rng, N, d):
    return np.column_stack([np.ones(N), rng.normal(size=(N, d - 1))])


def all_signs(means, sigma):
    """Targets whose errors are the standard deviation with every combination of signs, equally probable."""
    signs = list(itertools.product((-1, 1), repeat=len(means)))
    return [(means + sigma * np.array(each), 1 / len(signs)) for each in signs]


def random_targets(rng):
    """Independent errors of one variance: the mean over all combinations of signs is exact."""
    N, d = 5, 2
    X, theta, sigma = design(rng, N, d), rng.normal(size=d), float(rng.uniform(0.5, 1.5))
    targets = all_signs(X @ theta, sigma)
    return {
        "N": N,
        "d": d,
        "X": X,
        "x": Indexed(X, start=(1, 0)),
        "y": targets[0][0],
        r"\theta": theta,
        r"\sigma": sigma,
        r"\hat\theta": Depends(lambda y: linalg.lstsq(X, y)[0], "y"),
        r"\mathbb E": Expect("y", targets),
    }
