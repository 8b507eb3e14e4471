"""Labels and scores of two classes, good and bad ones, for the tests of decisions and of calibration."""

import math

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

FEW = settings(max_examples=100, deadline=None, derandomize=True)
seeds = st.integers(0, 2**16)
SCORES = [0.05, 0.15, 0.2, 0.3, 0.4, 0.45, 0.55, 0.6, 0.7, 0.8, 0.9, 0.95]
LABELS = [0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 1, 1]
BOTH = ([0, 1], [0.2, 0.7])
# Labels, scores, and what the refusal says of them.
BAD_CASES = [
    ([0, 1], [0.5], r"one shape \(n\), n > 0, got \(2,\) and \(1,\)"),
    ([], [], r"got \(0,\)"),
    ([[0, 1]], [[0.5, 0.5]], r"got \(1, 2\)"),
    (0, 0.5, r"got \(\)"),
    ([0, 2], [0.5, 0.5], "expected labels to hold 0 or 1, got 2 at index 1"),
    ([0, 0.5], [0.5, 0.5], "got 0.5 at index 1"),
    ([-1, 1], [0.5, 0.5], "got -1 at index 0"),
    ([0, 1], [0.5, math.nan], "expected scores to hold numbers, got nan at index 1"),
]


def cases(seed, decimals=1):
    """Labels of both classes, and scores with ties."""
    rng = np.random.default_rng(seed)
    labels = rng.permutation([0, 1, *rng.integers(0, 2, rng.integers(0, 30))])
    return labels, np.round(rng.random(len(labels)), decimals)
