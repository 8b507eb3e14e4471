"""States of every widget, and what the package computes for them: the file that Python and JavaScript are held to.

Run it to write the files anew: ``python tests/lossbook/widgets/golden_states.py``, or with the names of some.
"""

from __future__ import annotations

import itertools
import json
import math
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from lossbook import widgets

FOLDER = Path(__file__).with_name("golden")


def distillation() -> Iterator[dict]:
    """All ends of the ranges, equal logits, a student like its teacher, logits far apart, 2 to 6 classes."""
    lists = [[5.0, 2.0, 1.0, -1.0], [2.0, 1.5, 0.5, 0.0], [0.0] * 4, [10.0, -10.0, -10.0, 10.0]]
    mixes = [(0.0, 0, "rank"), (0.5, 1, "gradient"), (1.0, 3, "mix")]
    pairs = [*itertools.product(lists, repeat=2), ([-10.0, 10.0], [10.0, -10.0]), ([1.0] * 6, [2.0] * 6)]
    for (teacher, student), temperature, (alpha, target, step) in itertools.product(
        pairs, (0.5, 1.0, 4.0, 20.0), mixes
    ):
        state = {"teacher": teacher, "student": student, "temperature": temperature}
        yield state | {"alpha": alpha, "target": min(target, len(teacher) - 1), "names": [], "step": step}
    pick = random.Random(0)
    for _ in range(80):
        classes = pick.randint(2, 6)
        yield {
            "teacher": [round(pick.uniform(-10, 10), 2) for _ in range(classes)],
            "student": [round(pick.uniform(-10, 10), 2) for _ in range(classes)],
            "temperature": float(f"{0.5 * 40 ** pick.random():.3g}"),
            "alpha": round(pick.random(), 2),
            "target": pick.randrange(classes),
            "names": [],
            "step": pick.choice(["rank", "gradient", "mix"]),
        }


def entropy_kl() -> Iterator[dict]:
    """Zeros in the truth, the model and both, equal and uniform ones, certainty, tiny probabilities, 2 to 6 classes."""
    named = [
        [0.5, 0.25, 0.125, 0.125],
        [0.1, 0.2, 0.3, 0.4],
        [0.25] * 4,
        [1.0, 0.0, 0.0, 0.0],
        [0.0, 0.0, 0.0, 1.0],
        [0.5, 0.5, 0.0, 0.0],
    ]
    named += [[0.0, 0.3, 0.7, 0.0], [1.0, 1e-12, 1e-300, 5e-324], [0.5001, 0.2499, 0.125, 0.125]]
    pairs = list(itertools.product(named, repeat=2))
    pairs += [
        ([1.0, 0.0], [0.5, 0.5]),
        ([0.0, 1.0], [1.0, 0.0]),
        ([1 / 3] * 3, [1 / 3] * 3),
        ([1 / 6] * 6, [1 / 6] * 6),
    ]
    for (truth, model), base in itertools.product(pairs, ("nats", "bits")):
        yield {"truth": truth, "model": model, "base": base, "names": []}
    pick = random.Random(0)
    for _ in range(80):
        classes = pick.randint(2, 6)
        weights = [
            [pick.choice([0, 0.01, 1, 1, 1]) * pick.random() + 1e-3 * (i == 0) for i in range(classes)]
            for _ in range(2)
        ]
        truth, model = ([weight / sum(row) for weight in row] for row in weights)
        yield {"truth": truth, "model": model, "base": pick.choice(["nats", "bits"]), "names": []}


def gaussian_mle() -> Iterator[dict]:
    """One to eight points, all x equal or 0, a perfect fit, both ends of every range."""
    points = [
        ([1.0, 2.0, 3.0, 4.0, 5.0], [2.1, 3.9, 6.2, 7.8, 10.1]),
        ([2.5], [3.0]),
        ([0.0], [-2.0]),
        ([1.0, 4.0], [2.0, 3.5]),
        ([0.1, 0.1, 0.1], [1.0, 5.5, 12.0]),
        ([0.0, 0.0], [1.0, 2.0]),
        ([0.0, 2.0, 4.0, 6.0], [-2.0, 1.0, 4.0, 7.0]),
        ([0.0, 6.0, 0.0, 6.0, 0.0, 6.0, 0.0, 6.0], [12.0, -2.0, 12.0, -2.0, 12.0, -2.0, 12.0, -2.0]),
    ]
    lines = [(0.0, 1.5), (0.05, 1.99), (-2.0, 1.5), (5.0, -5.0), (-5.0, 5.0)]
    for (x, y), (intercept, slope), sigma in itertools.product(points, lines, (0.05, 0.146287, 1.0, 5.0)):
        yield {"x": x, "y": y, "intercept": intercept, "slope": slope, "sigma": sigma}
    pick = random.Random(0)
    for _ in range(80):
        n = pick.randint(1, 8)
        yield {
            "x": [round(pick.uniform(0, 6), 1) for _ in range(n)],
            "y": [round(pick.uniform(-2, 12), 1) for _ in range(n)],
            "intercept": round(pick.uniform(-5, 5), 2),
            "slope": round(pick.uniform(-5, 5), 2),
            "sigma": float(f"{0.05 * 100 ** pick.random():.3g}"),
        }


def gradient_descent() -> Iterator[dict]:
    """Both landscapes, every size of batch, both ends of every range, long paths and paths that diverge."""
    keys = ("landscape", "kappa", "start", "lr", "batch", "seed", "steps")
    landscapes, batches = ("quadratic", "logistic"), ("full", 1, 2, 3)
    for landscape, kappa, lr, batch in itertools.product(
        landscapes, (1.0, 10.0, 50.0), (0.001, 0.1, 0.21, 5.0), batches
    ):
        yield dict(zip(keys, (landscape, kappa, [-2.0, 1.0], lr, batch, 42, 5), strict=True))
    for landscape, batch, lr in itertools.product(landscapes, ("full", 1), (0.05, 5.0)):
        yield dict(zip(keys, (landscape, 50.0, [3.0, -3.0], lr, batch, 99, 200), strict=True))
    yield dict(zip(keys, ("logistic", 10.0, [0.0, 0.0], 1.0, "full", 42, 1), strict=True))
    yield dict(zip(keys, ("logistic", 10.0, [0.0, 0.0], 0.5, 1, 42, 3), strict=True))
    pick = random.Random(0)
    for _ in range(120):
        kappa, start = round(pick.uniform(1, 50), 1), [round(pick.uniform(-3, 3), 2) for _ in range(2)]
        lr = float(f"{10 ** pick.uniform(-3, 0.69):.3g}")
        drawn = pick.choice(batches), pick.randint(0, 99), pick.randint(0, 12)
        yield dict(zip(keys, (pick.choice(landscapes), kappa, start, lr, *drawn), strict=True))


def likelihood_explorer() -> Iterator[dict]:
    """Every family, both ends of the parameter, impossible values, ties, both ends of the scale."""
    pins = [1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0]
    for y, theta in itertools.product((pins, [1.0], [0.0] * 12), (0.0, 0.01, 0.5, 0.7, 1.0)):
        yield {"y": y, "family": "bernoulli", "theta": theta, "scale": 2.0}
    lists = ([1.0, 2.0, 3.0, 4.0, 8.0], [1.0, 2.0, 3.0, 4.0, 20.0], [0.0, 0.0, 3.0, 5.0, 7.0])
    for y, family, theta, scale in itertools.product(
        lists, ("normal", "laplace", "poisson"), (0.0, 1.3, 3.0, 3.6, 8.0), (0.5, 2.0, 20.0)
    ):
        yield {"y": y, "family": family, "theta": theta, "scale": scale}
    pick = random.Random(0)
    for _ in range(80):
        y = [round(pick.uniform(-9, 9), 1) for _ in range(pick.randint(1, 12))]
        theta, scale = round(pick.uniform(min(y), max(y)), 2), float(f"{0.5 * 40 ** pick.random():.3g}")
        yield {"y": y, "family": pick.choice(["normal", "laplace"]), "theta": theta, "scale": scale}


def saturation_explorer() -> Iterator[dict]:
    """Every format and label, both ends of every range, logits beside each threshold."""
    logits = (-150.0, -90.0, -17.0, -1.5, 0.0, 3.0, 8.4, 16.6, 16.7, 36.8, 88.8, 104.0, 150.0)
    for z, dtype, y in itertools.product(logits, ("float64", "float32", "float16", "bfloat16"), (0, 1)):
        yield {"z": z, "shift": 0.0, "dtype": dtype, "y": y}
    for z, shift, dtype, y in itertools.product(
        (-4.0, 2.0), (-1000.0, -90.0, 7.0, 90.0, 1000.0), ("float64", "float32", "float16", "bfloat16"), (0, 1)
    ):
        yield {"z": z, "shift": shift, "dtype": dtype, "y": y}
    pick = random.Random(0)
    for _ in range(80):
        z, shift = round(pick.uniform(-150, 150), 1), float(pick.choice([0, pick.randint(-1000, 1000)]))
        yield {
            "z": z,
            "shift": shift,
            "dtype": pick.choice(["float32", "float16", "bfloat16"]),
            "y": pick.randint(0, 1),
        }


def sigmoid_explorer() -> Iterator[dict]:
    """Both ends of every range, 0 among the logits, both targets, paths that stay and paths that arrive."""
    logits, sizes = (-8.0, -6.0, -4.0, 0.0, 2.5, 8.0), (0.1, 1.0, 5.0)
    for z, y, steps, lr in itertools.product(logits, (0, 1), (0, 1, 50), sizes):
        yield {"z": z, "y": y, "steps": steps, "lr": lr}
    pick = random.Random(0)
    for _ in range(100):
        z, lr = round(pick.uniform(-8, 8), 2), round(pick.uniform(0.1, 5), 2)
        yield {"z": z, "y": pick.randint(0, 1), "steps": pick.randint(0, 50), "lr": lr}


def softmax_explorer() -> Iterator[dict]:
    """Both ends of the temperature, equal and far-off logits, 2 to 6 classes, each of them true."""
    logits = [[3.05, 3.13, 3.48], [0.0, 0.0], [-10.0, 10.0], [10.0] * 6, [1.0, 0.0, -1.0, 2.5, -10.0]]
    for z, temperature in itertools.product(logits, (0.5, 1.0, 2.0, 4.0, 10.0)):
        for target in range(len(z)):
            yield {"logits": z, "target": target, "temperature": temperature, "names": []}
    pick = random.Random(0)
    for _ in range(130):
        z = [round(pick.uniform(-10, 10), 2) for _ in range(pick.randint(2, 6))]
        temperature = float(f"{0.5 * 20 ** pick.random():.3g}")
        yield {"logits": z, "target": pick.randrange(len(z)), "temperature": temperature, "names": []}


def threshold_calibration() -> Iterator[dict]:
    """Both ends of each range, scores on the edges of bins, ties, certain mistakes, one case, labels of one class."""
    default = widgets.ThresholdCalibration().state()
    for temperature, bins, threshold in itertools.product((0.25, 1.0, 2.0, 4.0), (2, 4, 5, 10), (0.0, 0.25, 0.6, 1.0)):
        yield default | {"temperature": temperature, "bins": bins, "threshold": threshold}
    for costs in itertools.product((0.0, 1.0, 10.0), repeat=2):
        yield default | {"threshold": 0.05} | dict(zip(("cost_fp", "cost_fn"), costs, strict=True))
    scores = ([0.0, 1.0, 0.5], [0.6, 0.6, 0.6], [1e-6, 0.999, 0.9], [0.9, 0.1, 0.8], [1 / 3, 2 / 3, 1 / 3])
    labels = ([0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [0.0] * 3, [1.0] * 3)
    for cases, classes, temperature in itertools.product(scores, labels, (0.25, 1.0, 2.0)):
        yield default | {"scores": cases, "labels": classes, "temperature": temperature, "threshold": cases[0]}
    for score, label in itertools.product((0.0, 0.2, 0.5, 1.0), (0.0, 1.0)):
        yield default | {"scores": [score], "labels": [label]}
    yield default | {"scores": [i / 39 for i in range(40)], "labels": [0.0, 1.0] * 20, "temperature": 4.0}
    pick = random.Random(0)
    for _ in range(80):
        cases = pick.choice([2, 3, 4, 6, 9, 12])
        yield {
            "scores": [round(pick.random(), 2) for _ in range(cases)],
            "labels": [float(pick.randint(0, 1)) for _ in range(cases)],
            "threshold": round(pick.random(), 2),
            "temperature": float(f"{4 ** pick.uniform(-1, 1):.3g}"),
            "bins": pick.randint(2, 10),
            "cost_fp": round(pick.uniform(0, 10), 1),
            "cost_fn": round(pick.uniform(0, 10), 1),
            "tab": pick.choice(["cut", "believe"]),
        }


STATES = {
    "Distillation": distillation,
    "EntropyKL": entropy_kl,
    "GaussianMLE": gaussian_mle,
    "GradientDescent": gradient_descent,
    "LikelihoodExplorer": likelihood_explorer,
    "SaturationExplorer": saturation_explorer,
    "SigmoidExplorer": sigmoid_explorer,
    "SoftmaxExplorer": softmax_explorer,
    "ThresholdCalibration": threshold_calibration,
}


def compute(name: str) -> list[dict]:
    """Each state of a widget with the values that its Python class computes."""
    kind = getattr(widgets, name)
    return [{"state": state, "values": kind(**state).values()} for state in STATES[name]()]


def stored(name: str) -> list[dict]:
    """The same, from the file."""
    return json.loads(path(name).read_text(encoding="utf-8"))


def path(name: str) -> Path:
    """Where the file of a widget lies."""
    return FOLDER / f"{name}.json"


def difference(found: object, expected: object, place: str = "values") -> str:
    """Where the two differ by more than a relative 1e-9 (or 1e-12 next to zero); empty if they agree."""
    if isinstance(expected, dict) and isinstance(found, dict) and found.keys() == expected.keys():
        parts = (difference(found[key], expected[key], f"{place}.{key}") for key in expected)
    elif isinstance(expected, list) and isinstance(found, list) and len(found) == len(expected):
        parts = (difference(f, e, f"{place}[{i}]") for i, (f, e) in enumerate(zip(found, expected, strict=True)))
    elif isinstance(expected, float | int) and isinstance(found, float | int):
        near = math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)
        parts = () if near else (f"{place}: expected {expected}, got {found}",)
    else:
        parts = () if found == expected else (f"{place}: expected {expected}, got {found}",)
    return next(filter(None, parts), "")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for widget in sys.argv[1:] or STATES:
        rows = ",\n".join(json.dumps(row) for row in compute(widget))
        path(widget).write_text(f"[\n{rows}\n]\n", encoding="utf-8")
