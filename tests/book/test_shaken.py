"""The random numbers of `make long`, which another processor might round as they are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

SHAKEN = Path(__file__).parents[1] / "shaken"
DRAWS = """
import numpy, torch
draw = numpy.random.default_rng(1)
torch.manual_seed(1)
for values in (draw.normal(size=1000), draw.uniform(size=1000), torch.randn(1000), torch.nn.Linear(1000, 1).weight[0]):
    print(*values.tolist())
"""


def draws(path: str) -> list[np.ndarray]:
    environment = {**os.environ, "PYTHONPATH": path}
    run = subprocess.run([sys.executable, "-c", DRAWS], env=environment, capture_output=True, text=True, check=True)
    return [np.array(line.split(), dtype=float) for line in run.stdout.splitlines()]


@pytest.mark.slow
def test_draws_differ_by_a_rounding_at_most():
    plain, shaken = draws(""), draws(str(SHAKEN))
    for exact, moved, eps in zip(plain, shaken, [2.3e-16, 2.3e-16, 1.2e-7, 1.2e-7], strict=True):
        away = np.abs(moved / exact - 1)
        assert np.count_nonzero(away) > 200
        assert away.max() <= 2 * eps
