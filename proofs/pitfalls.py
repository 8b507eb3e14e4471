"""Bindings of appendix/pitfalls.ipynb; classes are counted from 0."""

import numpy as np
from bookproof.formulas import Depends, Index, Indexed, bind
from scipy import special


def logits(rng):
    """Four logits, their softmax, and the sigmoid."""
    C = 4
    return {
        "C": C,
        "j": Index(0, "C-1"),
        "k": Index(0, "C-1"),
        "z": Indexed(rng.uniform(0.5, 2, C)),
        "p": Depends(lambda z: Indexed(special.softmax(z)), "z"),
        r"\sigma(z)": special.expit,
    }


def equal_logits(rng):
    """Logits that are all equal: dividing by their sum is then right."""
    return {**logits(rng), "z": Indexed(np.full(4, 1.3))}


def second_logit_zero(rng):
    """Two classes, of which the second has the logit 0: the softmax of the first is its sigmoid."""
    return {**logits(rng), "C": 2, "k": 0, "z": Indexed(np.array([1.3, 0.0]))}


BINDINGS = {
    **bind(logits, "eq-pf-log-odds"),
    **bind(logits, "eq-pf-divided", equal_at=equal_logits),
    **bind(logits, "eq-pf-componentwise", equal_at=second_logit_zero),
}
