"""The formulas outside the grammar, each with the reason and with a check of both sides written out."""

import numpy as np
from bookproof.formulas import ByHand
from scipy import stats

from lossbook import data

CASES = 4000
LEVEL = 0.01


def errors_of_the_line_are_normal():
    """The targets minus the line, over the standard deviations, are standard normal, and for each case anew."""
    x, sigma = np.linspace(-1, 1, CASES), np.linspace(0.5, 2, CASES)
    y = data.noisy_line(x, intercept=0.3, slope=-1.2, sigma=sigma, seed=0)
    errors = (y - (0.3 - 1.2 * x)) / sigma
    assert stats.kstest(errors, "norm").pvalue > LEVEL
    assert stats.spearmanr(errors[1:], errors[:-1]).pvalue > LEVEL
    assert stats.spearmanr(errors, x).pvalue > LEVEL
    assert stats.kstest(errors * 1.1, "norm").pvalue < LEVEL


def clouds_are_normal_around_their_centres():
    """Classes come with their shares; less their centre, over the spread, the features are standard normal."""
    centres, shares = np.array([[0.0, 1.0], [2.0, -1.0], [-1.0, 0.5]]), np.array([0.2, 0.5, 0.3])
    X, y = data.gaussian_clouds(CASES, centres, seed=0, shares=shares, spread=0.7)
    assert stats.chisquare(np.bincount(y), CASES * shares).pvalue > LEVEL
    assert stats.chisquare(np.bincount(y), CASES * np.full(3, 1 / 3)).pvalue < LEVEL
    errors = (X - centres[y]) / 0.7
    for column in errors.T:
        for of_class in (column[y == k] for k in range(3)):
            assert stats.kstest(of_class, "norm").pvalue > LEVEL
    assert stats.spearmanr(*errors.T).pvalue > LEVEL


BY_HAND = {
    "eq-doc-noisy-line": ByHand("a distribution stands behind the sign ∼", errors_of_the_line_are_normal),
    "eq-doc-gaussian-clouds": ByHand("distributions stand behind the sign ∼", clouds_are_normal_around_their_centres),
}
