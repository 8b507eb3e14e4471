"""Compare two ways of training, and say what the comparison allows one to claim.

What varied between the runs decides. Seeds speak about training on these data, splits of one sample about this sample,
and new cases about the population. All comparisons are in pairs, first minus second.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook._arrays import as_floats, require_all
from lossbook._numbers import require_count

__all__ = ["Estimate", "SplitSpread", "Spread", "compare_cases", "compare_seeds", "compare_splits"]


@dataclass(frozen=True)
class Spread:
    """Differences between paired runs on the same data, and how they vary.

    Attributes
    ----------
    varied
        What differs between the runs: ``"seeds"`` or ``"splits"``.
    count
        How many pairs of runs there are.
    mean
        The mean of the differences.
    deviation
        Their standard deviation, with one less than their count as the divisor.
    lowest
        The smallest difference.
    highest
        The largest difference.
    share_of_other_sign
        The share, in [0, 1], whose sign is the opposite of the mean's.
    """

    varied: str
    count: int
    mean: float
    deviation: float
    lowest: float
    highest: float
    share_of_other_sign: float

    def __str__(self) -> str:
        """What was measured, in two lines."""
        return (
            f"mean difference {_signed(self.mean)} over {self.count} {self.varied}, "
            f"standard deviation {self.deviation:.3g}\n"
            f"from {_signed(self.lowest)} to {_signed(self.highest)}; "
            f"{_percent(self.share_of_other_sign)} % have the other sign"
        )

    __repr__ = __str__


@dataclass(frozen=True)
class SplitSpread(Spread):
    """Differences between paired runs on splits of one sample, as a `Spread`, and what they say about new samples.

    Attributes
    ----------
    corrected_error
        The standard error of the mean for new samples, which allows for the cases that the splits share.
    interval
        The ends of the 95 % interval, the lower one first.
    """

    corrected_error: float
    interval: tuple[float, float]

    def __str__(self) -> str:
        """What was measured, and what it says about new data, in three lines."""
        return (
            f"{super().__str__()}\n"
            f"for new data: corrected error {self.corrected_error:.3g}, "
            f"95 % interval {_signed(self.interval[0])} to {_signed(self.interval[1])} (in practice about 90 %)"
        )

    __repr__ = __str__


@dataclass(frozen=True)
class Estimate:
    """A mean difference over independent cases.

    Attributes
    ----------
    count
        How many pairs there are.
    mean
        The mean of the differences.
    error
        Its standard error.
    interval
        The ends of the 95 % interval, the lower one first.
    """

    count: int
    mean: float
    error: float
    interval: tuple[float, float]

    def __str__(self) -> str:
        """What was measured, in one line."""
        return (
            f"mean difference {_signed(self.mean)} over {self.count} new cases, standard error {self.error:.3g}, "
            f"95 % interval {_signed(self.interval[0])} to {_signed(self.interval[1])}"
        )

    __repr__ = __str__


def compare_seeds(first: ArrayLike, second: ArrayLike) -> Spread:
    r"""What runs that differ in their seeds say: how much the training itself varies on these data.

    Use it for two ways of training, each run once with every seed. Do not read it as a statement about other data: all
    runs share theirs. One more seed falls between the lowest and the highest difference with probability
    :math:`(R - 1)/(R + 1)` or more; that is all that :math:`R` seeds guarantee.

    .. math:: s = \sqrt{\frac{1}{R - 1} \sum_{r=1}^{R} (d_r - \bar d)^2}, \qquad \bar d = \frac{1}{R} \sum_{r=1}^{R} d_r
       :label: eq-doc-compare-seeds

    Parameters
    ----------
    first, second
        Results of shape (R), finite, R at least 2; entries at one place come from one seed.

    Returns
    -------
    Spread
        ``mean``, ``deviation``, ``lowest`` and ``highest`` of the differences, and ``share_of_other_sign``, the share
        whose sign is the opposite of the mean's; a zero counts as neither. Printed, it is a sentence.

    Raises
    ------
    ValueError
        If the shapes differ, there are fewer than 2 pairs, or a result is not finite.

    Examples
    --------
    >>> compare_seeds([0.61, 0.58, 0.66, 0.59], [0.55, 0.59, 0.57, 0.56])
    mean difference +0.0425 over 4 seeds, standard deviation 0.0427
    from -0.01 to +0.09; 25 % have the other sign

    References
    ----------
    Bouthillier, X., et al., "Accounting for variance in machine learning benchmarks" (2021).
    https://arxiv.org/abs/2103.03098
    """
    return Spread("seeds", *_spread(*_differences(first, second)))


def compare_splits(first: ArrayLike, second: ArrayLike, *, train: int, test: int) -> SplitSpread:
    r"""What runs on random splits of one sample say: how the result varies within this sample.

    Use it where one sample is split again and again into `train` cases to learn from and `test` cases to test on. The
    splits share cases, so the standard error :math:`s/\sqrt R` shrinks with every further split although nothing new is
    learnt, and is not given. What may be said about new data uses the corrected error of Nadeau and Bengio, which
    does not shrink to 0. Its intervals are approximate, and cover somewhat less than 95 %. Where there are enough
    cases, keep some untouched and use `compare_cases`.

    .. math:: e = s \sqrt{\frac{1}{R} + \frac{n_{\mathrm{test}}}{n_{\mathrm{train}}}}
       :label: eq-doc-compare-splits

    Parameters
    ----------
    first, second
        Results of shape (R), finite, R at least 2; entries at one place come from one split.
    train, test
        How many cases a split trains on and tests on, whole numbers of 1 or more.

    Returns
    -------
    SplitSpread
        As from `compare_seeds`, with the ``corrected_error`` :math:`e` and the ``interval`` of t quantiles with
        :math:`R - 1` degrees of freedom. Printed, it is a sentence.

    Raises
    ------
    ValueError
        If the shapes differ, there are fewer than 2 pairs, a result is not finite, or a size is not a whole number of 1
        or more.

    Examples
    --------
    >>> compare_splits([0.61, 0.58, 0.66, 0.59], [0.55, 0.59, 0.57, 0.56], train=80, test=20)
    mean difference +0.0425 over 4 splits, standard deviation 0.0427
    from -0.01 to +0.09; 25 % have the other sign
    for new data: corrected error 0.0302, 95 % interval -0.0536 to +0.139 (in practice about 90 %)

    References
    ----------
    Nadeau, C., Bengio, Y., "Inference for the generalization error", Machine Learning 52 (2003).
    https://doi.org/10.1023/A:1024068626366
    """
    train, test = require_count("train", train, 1), require_count("test", test, 1)
    spread = _spread(*_differences(first, second))
    count, mean, deviation = spread[:3]
    error = deviation * math.sqrt(1 / count + test / train)
    interval = _interval(mean, error, count - 1)
    return SplitSpread("splits", *spread, corrected_error=error, interval=interval)


def compare_cases(first: ArrayLike, second: ArrayLike) -> Estimate:
    r"""What two models' losses on new cases say: the difference to expect in the population that they were drawn from.

    Use it for an untouched test set, with one loss of each model for every case, or for independent new draws of
    everything, with one result for each draw. With a test set it speaks about these two trained models; with new draws,
    about the two ways of training. Do not use it on cases that were used to choose between them.

    .. math:: e = \frac{s}{\sqrt N}
       :label: eq-doc-compare-cases

    Parameters
    ----------
    first, second
        Results of shape (N), finite, N at least 2; entries at one place come from one case.

    Returns
    -------
    Estimate
        ``mean``, ``error`` :math:`e`, with the sample's standard deviation :math:`s`, and the ``interval`` of t
        quantiles with :math:`N - 1` degrees of freedom. Printed, it is a sentence.

    Raises
    ------
    ValueError
        If the shapes differ, there are fewer than 2 pairs, or a result is not finite.

    Examples
    --------
    >>> compare_cases([0.61, 0.58, 0.66, 0.59], [0.55, 0.59, 0.57, 0.56])
    mean difference +0.0425 over 4 new cases, standard error 0.0214, 95 % interval -0.0255 to +0.11

    References
    ----------
    Dietterich, T. G., "Approximate statistical tests for comparing supervised classification learning algorithms",
    Neural Computation 10 (1998). https://doi.org/10.1162/089976698300017197
    """
    count, mean, deviation, *_ = _spread(*_differences(first, second))
    error = deviation / math.sqrt(count)
    return Estimate(count, mean, error, _interval(mean, error, count - 1))


def _differences(first: ArrayLike, second: ArrayLike) -> tuple[NDArray[np.float64], float]:
    """The differences, and how far rounding of the results may have moved each of them."""
    first, second = as_floats("first", first), as_floats("second", second)
    if first.ndim != 1 or first.shape != second.shape or first.size < 2:
        raise ValueError(f"expected two results of one shape (R), R at least 2, got {first.shape} and {second.shape}")
    require_all("first", np.isfinite(first), "finite numbers", first)
    require_all("second", np.isfinite(second), "finite numbers", second)
    with np.errstate(over="ignore"):
        differences = first - second
    require_all("first - second", np.isfinite(differences), "finite numbers", differences)
    return differences, np.finfo(np.float64).eps * float(max(np.abs(first).max(), np.abs(second).max()))


def _spread(differences: NDArray[np.float64], rounding: float) -> tuple[int, float, float, float, float, float]:
    exponent = math.frexp(np.abs(differences).max())[1]
    scaled = np.ldexp(differences, -exponent)  # exactly; the squares of the differences may leave the range of floats
    mean, deviation = np.ldexp([scaled.mean(), scaled.std(ddof=1)], exponent).tolist()
    mean, deviation = (x if abs(x) > rounding else 0.0 for x in (mean, deviation))
    return (
        len(differences),
        mean,
        deviation,
        float(differences.min()),
        float(differences.max()),
        float(np.mean(np.sign(differences) * np.sign(mean) < 0)),
    )


def _interval(mean: float, error: float, freedom: int) -> tuple[float, float]:
    # SciPy takes half a second to load; the chapters that only compare seeds do not need it.
    from scipy.stats import t

    reach = float(t.ppf(0.975, freedom)) * error
    return mean - reach, mean + reach


def _percent(share: float) -> str:
    """As a whole number, but 0 only where there is none, and 100 only where none is missing."""
    whole = f"{100 * share:.0f}"
    if whole == "0":
        return f"{100 * share:.1g}"
    return f"{100 - float(f'{100 * (1 - share):.1g}'):.15g}" if whole == "100" else whole


def _signed(number: float) -> str:
    return f"{number:+.3g}"
