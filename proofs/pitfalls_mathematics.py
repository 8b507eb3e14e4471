"""Bindings of appendix/pitfalls-mathematics.ipynb."""

import numpy as np
import torch
import torch.nn.functional as F
from bookproof.formulas import Depends, Each, Index, Indexed, bind
from scipy import stats


def independent(rng):
    """The probabilities of seven examples."""
    return {"N": 7, "p": rng.uniform(0.1, 0.9, 7)}


def one_answer(rng):
    """A probability and a label; the loss is torch's."""
    return {
        "p": Each(list(rng.uniform(0.1, 0.9, 2))),
        "y": Each([0.0, 1.0]),
        r"\ell": Depends(lambda p, y: F.binary_cross_entropy(torch.tensor(p), torch.tensor(y).double()), "p", "y"),
    }


def labels(rng):
    """Seven answers with labels of both kinds; the likelihood is the product of SciPy's probabilities."""
    p, y = rng.uniform(0.1, 0.9, 7), np.array([1, 0, 0, 1, 1, 0, 1])
    return {"N": 7, "p": p, "y": y, "L": np.prod(stats.bernoulli.pmf(y, p))}


def regression(rng):
    """Seven examples with three inputs."""
    X, y = rng.normal(size=(7, 3)), rng.normal(size=7)
    return {
        "N": 7,
        "i": Index(0, 2),
        "x": Indexed(X, start=(1, 0)),
        "y": y,
        r"\theta": Indexed(rng.normal(size=3)),
        "J": Depends(lambda theta: 0.5 * np.linalg.norm(y - X @ theta) ** 2 / 7, r"\theta"),
    }


def events(table):
    """Two variables with a joint table, and what follows from it by counting."""
    return {
        "a": Index(0, 1),
        "b": Index(0, 2),
        "P(a,b)": lambda a, b: table[int(a), int(b)],
        "P_A(a)": lambda a: sum(table[int(a)]),
        "P_B(b)": lambda b: sum(table[:, int(b)]),
    }


def dependent(rng):
    return events(rng.dirichlet(np.ones(6)).reshape(2, 3))


def unrelated(rng):
    return events(np.outer(rng.dirichlet(np.ones(2)), rng.dirichlet(np.ones(3))))


BINDINGS = {
    **bind(independent, "eq-pf-log-product"),
    **bind(one_answer, "eq-pf-binary-loss"),
    **bind(labels, "eq-pf-noes"),
    **bind(regression, "eq-pf-gradient"),
    **bind(dependent, "eq-pf-surprise", equal_at=unrelated),
}
