"""Bindings of the docstrings of lossbook.experiments: each left side is what the documented function returns."""

from bookproof.formulas import Index, bind

from lossbook import experiments


def compared(rng):
    """Paired results of seven runs."""
    first, second = rng.normal(size=(2, 7))
    return first, second, experiments.compare_seeds(first, second)


def over_seeds(rng):
    first, second, spread = compared(rng)
    return {"R": 7, "r": Index(1, 7), "d": first - second, "s": spread.deviation, r"\bar d": spread.mean}


def over_splits(rng):
    first, second, spread = compared(rng)
    splits = experiments.compare_splits(first, second, train=80, test=20)
    return {"R": 7, "s": spread.deviation, "n_{train}": 80, "n_{test}": 20, "e": splits.corrected_error}


def over_cases(rng):
    first, second, spread = compared(rng)
    return {"N": 7, "s": spread.deviation, "e": experiments.compare_cases(first, second).error}


BINDINGS = {
    **bind(over_seeds, "eq-doc-compare-seeds"),
    **bind(over_splits, "eq-doc-compare-splits"),
    **bind(over_cases, "eq-doc-compare-cases"),
}
