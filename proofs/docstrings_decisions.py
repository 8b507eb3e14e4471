"""Bindings of the docstrings of lossbook.decisions: each left side is what the documented function returns."""

import numpy as np
from bookproof.formulas import ByArity, Depends, Each, Index, Indexed, Within, bind
from scipy import special

from lossbook import calibration, decisions

LABELS = np.array([1, 0, 1, 1, 0, 0, 1])
LOWEST = 0.0


def scored(rng):
    """Scores of seven cases, one of them exactly at a threshold and two alike; the counts at each threshold."""
    s = rng.uniform(0.05, 0.95, 7).round(2)
    s[4] = s[0]
    y = rng.permutation(LABELS)

    def counts(t):
        return decisions.confusion(y, s, t)

    thresholds = [float(s[1]), float(s[0]), 0.5, LOWEST]
    roc, pr = decisions.roc_curve(y, s), decisions.precision_recall_curve(y, s)

    def at(curve, values, t):
        reached = np.flatnonzero(curve.threshold >= t)
        return float(values[reached[-1]])

    return {
        "n": 7,
        "i": Index(1, 7),
        "j": Index(1, 7),
        "y": y,
        "s": s,
        "n_1": 4,
        "n_0": 3,
        "t": Each(thresholds),
        "c_{FP}": 1.3,
        "c_{FN}": 4.1,
        r"\mathrm{TP}(t)": lambda t: counts(t).tp,
        r"\mathrm{FP}(t)": lambda t: counts(t).fp,
        r"\mathrm{TN}(t)": lambda t: counts(t).tn,
        r"\mathrm{FN}(t)": lambda t: counts(t).fn,
        r"\mathrm{TPR}(t)": lambda t: at(roc, roc.true_positive_rate, t),
        r"\mathrm{FPR}(t)": lambda t: at(roc, roc.false_positive_rate, t),
        "P(t)": lambda t: at(pr, pr.precision, t),
        "R(t)": lambda t: at(pr, pr.recall, t),
        "C(t)": lambda t: decisions.expected_cost(y, s, t, cost_fp=1.3, cost_fn=4.1),
        r"\mathrm{AUC}": decisions.roc_auc(y, s),
        r"\mathrm{BS}": calibration.brier_score(y, s),
        "L": calibration.log_loss(y, s),
        "t^*": decisions.cost_threshold(1.3, 4.1),
    }


def counted(rng):
    """The counts as numbers, at each threshold."""
    symbols = scored(rng)
    counts = {name: symbols.pop(rf"\mathrm{{{name}}}(t)") for name in ("TP", "FP", "TN", "FN")}
    return {**symbols, **{name: Depends(count, "t") for name, count in counts.items()}}


def steps(rng):
    """Precision and recall from the highest threshold down, before them a recall of 0."""
    s = rng.uniform(0.05, 0.95, 7).round(2)
    curve = decisions.precision_recall_curve(LABELS, s)
    return {
        "K": len(curve.recall),
        "P": curve.precision,
        "R": Indexed(np.append(0.0, curve.recall)),
        "AP": decisions.average_precision(LABELS, s),
    }


def many_classes(rng):
    y, guess = np.array([0, 2, 1, 1, 0, 2, 1]), rng.integers(0, 3, 7)
    return {
        "n": 7,
        "j": Index(0, 2),
        "k": Index(0, 2),
        "y": y,
        r"\hat y": guess,
        "C": Indexed(decisions.confusion_matrix(y, guess, 3)),
    }


def bins_of_scores(rng):
    """The bin of each score, found by asking for the reliability of one case alone."""
    s, bins = np.array([*rng.uniform(size=5), 1.0, 0.2]), 5
    alone = [int(np.argmax(calibration.reliability([1], [score], bins).count)) for score in s]
    return {"i": Index(1, 7), "B": bins, "s": s, "b": np.array(alone)}


def binned(rng):
    """Scores that fill every bin."""
    s = (np.arange(12) + rng.uniform(0.1, 0.9, 12)) / 12
    y = (rng.random(12) < s**2).astype(int)
    result = calibration.reliability(y, s, 4)
    return {
        "B": 4,
        "n": ByArity({0: 12, 1: result.count}),
        r"\bar y": result.positive_share,
        r"\bar s": result.mean_score,
        "ECE": calibration.expected_calibration_error(y, s, 4),
    }


def temperature(rng):
    z, y = rng.normal(size=(9, 3)), np.array([1, 3, 2, 1, 2, 3, 3, 1, 2])
    z[np.arange(9), y - 1] += 1.1
    return {
        "n": 9,
        "K": 3,
        "z": z,
        "y": y,
        "T": Within(3.5, "positive"),
        r"\hat T": calibration.fit_temperature(z, y - 1),
    }


def scaled(rng):
    s, T = float(rng.uniform(0.1, 0.9)), float(rng.uniform(0.5, 3))
    return {"s": s, "T": T, "s'": float(calibration.scale_temperature(s, T)), r"\sigma(z)": special.expit}


def shifted(rng):
    s, trained, deployed = (float(p) for p in rng.uniform(0.1, 0.9, 3))
    return {
        "s": s,
        r"\pi": trained,
        r"\pi'": deployed,
        "s'": float(calibration.shift_prior(s, trained=trained, deployed=deployed)),
        r"\sigma(z)": special.expit,
    }


BINDINGS = {
    **bind(
        scored,
        "eq-doc-roc-curve",
        "eq-doc-roc-auc",
        "eq-doc-precision-recall-curve",
        "eq-doc-cost-threshold",
        "eq-doc-expected-cost",
        "eq-doc-brier-score",
        "eq-doc-log-loss",
    ),
    **bind(counted, "eq-doc-confusion"),
    **bind(steps, "eq-doc-average-precision"),
    **bind(many_classes, "eq-doc-confusion-matrix"),
    **bind(bins_of_scores, "eq-doc-reliability"),
    **bind(binned, "eq-doc-expected-calibration-error"),
    **bind(temperature, "eq-doc-fit-temperature"),
    **bind(scaled, "eq-doc-scale-temperature"),
    **bind(shifted, "eq-doc-shift-prior"),
}
