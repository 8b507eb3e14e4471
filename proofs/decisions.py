"""Bindings of chapters/decisions.ipynb; examples are counted from 1, classes from 0."""

import numpy as np
import torch
import torch.nn.functional as F
from bookproof.formulas import ByArity, Depends, Each, Index, Indexed, bind
from scipy import optimize, special, stats
from sklearn import metrics

from lossbook import calibration

LABELS = np.array([1, 0, 1, 1, 0, 0, 1])
COST_FP, COST_FN = 1.3, 4.1


def expected(probability, of):
    """The mean of a function of a label that is 1 with the given probability."""
    return stats.bernoulli(probability).expect(of)


def one_case(rng):
    """A logit with each label; the loss is SciPy's log-probability."""
    z = float(rng.normal())
    p = special.expit(z)
    loss = Depends(lambda y: -stats.bernoulli.logpmf(int(y), p), "y")
    return {"z": z, "p": p, "y": Each([0, 1]), r"\ell": loss}


def risks(rng):
    """Probabilities on both sides of the threshold; each risk is an average over the two labels."""
    prices = np.array([[0, COST_FP], [COST_FN, 0]])

    def averages(p):
        return Indexed(np.average(prices, axis=0, weights=[1 - p, p]))

    return {
        "p": Each([0.1, float(rng.uniform(0.4, 0.9)), float(rng.uniform(0.02, 0.2)), 0.28]),
        "R": Depends(averages, "p"),
        "c_{FP}": COST_FP,
        "c_{FN}": COST_FN,
    }


def cut(rng):
    """The threshold as the root of the difference of the two risks."""
    fp, fn = (float(c) for c in rng.uniform(0.5, 5, 2))
    tau = optimize.brentq(lambda p: fp * (1 - p) - fn * p, 0, 1, xtol=1e-15)
    return {"c_{FP}": fp, "c_{FN}": fn, r"\tau": tau}


def classes(rng):
    """Four classes and a cost for each pair of true and called class."""
    p, cost = rng.dirichlet(np.ones(4)), rng.uniform(0.2, 3, (4, 4))
    return {
        "C": 4,
        "k": Index(0, 3),
        "j": Index(0, 3),
        "p": Indexed(p),
        "c": Indexed(cost, start=(0, 0)),
        "R": Indexed(np.average(cost, axis=0, weights=p)),
    }


def equal_costs(rng):
    """Each class called for all of four cases, one of each class, weighted by the probabilities."""
    p = rng.dirichlet(np.ones(4))
    wrong = [metrics.zero_one_loss(range(4), np.full(4, k), sample_weight=p) for k in range(4)]
    return {**classes(rng), "p": Indexed(p), "R": Indexed(np.array(wrong))}


def binned(rng):
    """Scores that fill every bin."""
    p = (np.arange(12) + rng.uniform(0.1, 0.9, 12)) / 12
    y = (rng.random(12) < p**2).astype(int)
    result = calibration.reliability(y, p, 4)
    return {
        "B": 4,
        "N": ByArity({0: 12, 1: result.count}),
        r"\bar y": result.positive_share,
        r"\bar p": result.mean_score,
        "E": calibration.expected_calibration_error(y, p, 4),
    }


def temperature(rng):
    """Held-out logits; loss and likelihood at any inverse temperature are torch's and SciPy's."""
    z = 3 * rng.normal(size=7)

    def mean_loss(beta):
        logits = torch.tensor(float(beta) * z)
        return float(F.binary_cross_entropy_with_logits(logits, torch.tensor(LABELS, dtype=torch.float64)))

    return {
        "N": 7,
        "n": Index(1, 7),
        "z": z,
        "y": LABELS,
        r"\beta": float(rng.uniform(0.2, 1.5)),
        "p": Depends(lambda beta: special.expit(float(beta) * z), r"\beta"),
        r"L(\beta)": lambda beta: np.prod(stats.bernoulli.pmf(LABELS, special.expit(float(beta) * z))),
        "J": Depends(mean_loss, r"\beta"),
        r"J(\beta)": mean_loss,
    }


def functions_of_beta(rng):
    return without(temperature(rng), "J")


def values_at_beta(rng):
    return without(temperature(rng), r"J(\beta)")


def without(symbols, name):
    return {key: value for key, value in symbols.items() if key != name}


def scores(rng):
    """The expected log-loss of a report, an average over the two labels."""
    truth, report = float(rng.uniform(0.1, 0.4)), float(rng.uniform(0.5, 0.9))
    return {
        r"\pi": truth,
        "p": report,
        "R(p)": lambda p: expected(truth, lambda y: -stats.bernoulli.logpmf(y, p)),
    }


def slope_of_score(rng):
    symbols = scores(rng)
    return {**without(symbols, "R(p)"), "R": Depends(symbols["R(p)"], "p")}


def four_costs(rng):
    """Four costs, each risk an average over the two labels, and probabilities on both sides of their crossing."""
    hit, alarm, rejection, miss = 0.4, float(rng.uniform(1, 2)), 0.1, float(rng.uniform(3, 5))
    prices = np.array([[rejection, alarm], [miss, hit]])
    crossing = optimize.brentq(lambda p: np.diff(np.average(prices, axis=0, weights=[1 - p, p]))[0], 0, 1)

    def averages(p):
        return Indexed(np.average(prices, axis=0, weights=[1 - p, p]))

    return {
        "p": Each([crossing - 0.002, crossing + 0.002, float(rng.uniform(0.5, 0.9)), 0.02]),
        "R": Depends(averages, "p"),
        "c_{FP}": alarm,
        "c_{FN}": miss,
        "c_{TP}": hit,
        "c_{TN}": rejection,
    }


def grouped(rng):
    """Reports with three values; shares and counts of each value by counting."""
    values = np.sort(rng.uniform(0.1, 0.9, 3))
    p = np.repeat(values, [3, 4, 5])
    y = np.array([1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0, 1])
    return {
        "N": ByArity({0: 12, 1: np.array([3, 4, 5])}),
        "B": 3,
        "n": Index(1, 12),
        "p": p,
        "y": y,
        r"\bar p": values,
        r"\bar y": np.array([y[p == value].mean() for value in values]),
    }


def two_populations(rng):
    """Normal densities within the classes, and the posterior of class 1 for two shares of it."""
    x, centres = float(rng.normal()), rng.normal(size=2)
    before, after = float(rng.uniform(0.3, 0.6)), float(rng.uniform(0.02, 0.2))

    def density(label, x):
        return stats.norm.pdf(x, centres[int(label)], 1.2)

    def posterior(share):
        joint = np.array([1 - share, share]) * stats.norm.pdf(x, centres, 1.2)
        return joint[1] / joint.sum()

    return {
        "x": x,
        "p": posterior(before),
        r"\pi": before,
        r"\pi'": after,
        "z": special.logit(posterior(before)),
        "z'": special.logit(posterior(after)),
        "f_j(x)": density,
    }


def measured(rng):
    """Losses of nine cases; spread and standard error are NumPy's and SciPy's."""
    losses = rng.exponential(size=9)
    return {"N": 9, r"\ell": losses, "J": np.mean(losses), "s": np.std(losses, ddof=1), "e": stats.sem(losses)}


BINDINGS = {
    **bind(one_case, "eq-de-sigmoid", "eq-de-loss"),
    **bind(risks, "eq-de-risks", "eq-de-threshold"),
    **bind(cut, "eq-de-threshold-logit"),
    **bind(classes, "eq-de-risk-classes"),
    **bind(equal_costs, "eq-de-zero-one"),
    **bind(binned, "eq-de-ece"),
    **bind(functions_of_beta, "eq-de-scaled", "eq-de-likelihood", "eq-de-temperature-loss"),
    **bind(values_at_beta, "eq-de-temperature-gradient", "eq-de-temperature-curvature"),
    **bind(scores, "eq-de-log-score", "eq-de-brier", "eq-de-absolute", "eq-de-regret"),
    **bind(four_costs, "eq-de-four-costs"),
    **bind(grouped, "eq-de-refinement"),
    **bind(slope_of_score, "eq-de-log-score-slope"),
    **bind(two_populations, "eq-de-bayes-odds", "eq-de-prior-shift"),
    **bind(measured, "eq-de-variance", "eq-de-standard-error"),
}
