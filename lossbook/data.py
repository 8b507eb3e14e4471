"""Small data sets: drawn from a seed, so that the truth is known, or taken from those that come with scikit-learn."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook._arrays import as_floats, distributions, require_all
from lossbook._numbers import require_count, require_number, require_positive, require_seed

__all__ = ["Dataset", "breast_cancer", "digits", "gaussian_clouds", "iris", "noisy_line"]


class Dataset(NamedTuple):
    """Cases in rows, with their classes.

    Attributes
    ----------
    X
        The features, of shape (n, d), float64.
    y
        The classes, of shape (n), int64.
    features
        The names of the d features.
    classes
        The names of the K classes, in the order of their numbers.
    """

    X: NDArray[np.float64]
    y: NDArray[np.int64]
    features: tuple[str, ...]
    classes: tuple[str, ...]


def noisy_line(x: ArrayLike, *, intercept: float, slope: float, sigma: ArrayLike, seed: int) -> NDArray[np.float64]:
    r"""Targets that lie around a line with normal errors.

    Use it where least squares is to find a line that you know. With one standard deviation for each case the errors
    are heteroscedastic.

    .. math:: y_i = a + b\, x_i + \sigma_i\, \varepsilon_i, \qquad \varepsilon_i \sim \mathcal{N}(0, 1)
       :label: eq-doc-noisy-line

    Parameters
    ----------
    x
        Finite numbers of shape (n).
    intercept, slope
        The line's :math:`a` and :math:`b`, finite.
    sigma
        The errors' standard deviation, finite, 0 or more: one number, or one for each case.
    seed
        The seed of the errors.

    Returns
    -------
    numpy.ndarray
        Targets of shape (n), float64.

    Raises
    ------
    TypeError
        If `intercept` or `slope` is not a real number.
    ValueError
        If a shape does not fit, a number is out of range, or a target is beyond all floats.

    Examples
    --------
    >>> noisy_line([1, 2, 3], intercept=0, slope=2, sigma=0.1, seed=0).round(4).tolist()
    [2.0126, 3.9868, 6.064]

    References
    ----------
    Hastie, T., Tibshirani, R., Friedman, J., "The Elements of Statistical Learning", 2nd edition, Springer (2009),
    section 2.6. https://doi.org/10.1007/978-0-387-84858-7
    """
    x, sigma = as_floats("x", x), as_floats("sigma", sigma)
    if x.ndim != 1 or sigma.shape not in ((), x.shape):
        raise ValueError(
            f"expected x of shape (n) and sigma as a number or of the same shape, got {x.shape} and {sigma.shape}"
        )
    require_all("x", np.isfinite(x), "finite numbers", x)
    intercept, slope = require_number("intercept", intercept), require_number("slope", slope)
    seed = require_seed(seed)
    if not (math.isfinite(intercept) and math.isfinite(slope)):
        raise ValueError(f"expected a finite intercept and slope, got {intercept} and {slope}")
    require_all("sigma", (sigma >= 0) & (sigma < np.inf), "finite numbers of 0 or more", sigma)
    with np.errstate(over="ignore", invalid="ignore"):
        y = intercept + slope * x + sigma * np.random.default_rng(seed).standard_normal(x.shape)
    require_all("the line", np.isfinite(y), "finite targets", y)
    return y


def gaussian_clouds(
    n: int, centres: ArrayLike, *, seed: int, shares: ArrayLike | None = None, spread: float = 1.0
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    r"""Cases of several classes, each a round normal cloud about its centre.

    Use it for classification with a known answer: given the features, the log-odds of two classes are exactly linear,
    so logistic and softmax regression are the right models. Distant centres give classes that can be separated.

    .. math:: y \sim \operatorname{Categorical}(\pi), \qquad x \mid y \sim \mathcal{N}(\mu_y, s^2 I)
       :label: eq-doc-gaussian-clouds

    Parameters
    ----------
    n
        How many cases, 1 or more.
    centres
        The means :math:`\mu_k`, finite numbers of shape (K, d), or (K) for a single feature.
    seed
        The seed of classes and features.
    shares
        The classes' probabilities :math:`\pi`, of shape (K), which sum to 1 to within 1e-5, or to rounding in 16
        bits; equal ones if not given.
    spread
        The standard deviation :math:`s`, finite and above 0.

    Returns
    -------
    tuple of numpy.ndarray
        The features of shape (n, d), float64, and the classes of shape (n), int64.

    Raises
    ------
    TypeError
        If `spread` is not a real number.
    ValueError
        If a shape does not fit, a number is out of range, or a feature is beyond all floats.

    Examples
    --------
    >>> X, y = gaussian_clouds(4, [-1.0, 1.0], seed=0)
    >>> y.tolist(), X.round(2).tolist()
    ([1, 0, 0, 0], [[0.46], [-0.64], [0.3], [-0.05]])

    References
    ----------
    Hastie, T., Tibshirani, R., Friedman, J., "The Elements of Statistical Learning", 2nd edition, Springer (2009),
    section 4.3. https://doi.org/10.1007/978-0-387-84858-7
    """
    centres = as_floats("centres", centres)
    centres = centres[:, None] if centres.ndim == 1 else centres
    n = require_count("n", n, 1)
    if centres.ndim != 2 or centres.size == 0:
        raise ValueError(f"expected centres of shape (K, d), got {centres.shape}")
    require_all("centres", np.isfinite(centres), "finite numbers", centres)
    spread = require_positive("spread", spread)
    seed = require_seed(seed)
    rng = np.random.default_rng(seed)
    y = rng.choice(len(centres), size=n, p=_shares(shares, len(centres)))
    with np.errstate(over="ignore"):
        X = centres[y] + spread * rng.standard_normal((n, centres.shape[1]))
    require_all("the clouds", np.isfinite(X), "finite features", X)
    return X, y


def breast_cancer() -> Dataset:
    """The breast-cancer data of Wisconsin: 569 tumours, 30 measurements of their cells' nuclei.

    Use it for two classes whose mistakes have different costs. Class 1 is *malignant* here, the finding that must not
    be missed; scikit-learn has it the other way round.

    Returns
    -------
    Dataset
        ``X`` of shape (569, 30) in the units of the source, ``y`` with 357 benign (0) and 212 malignant (1) cases.

    Examples
    --------
    >>> data = breast_cancer()
    >>> data.X.shape, data.classes[data.y[0]], int(data.y.sum())
    ((569, 30), 'malignant', 212)

    References
    ----------
    Wolberg, W., Mangasarian, O., Street, N., Street, W., "Breast Cancer Wisconsin (Diagnostic)", UCI Machine Learning
    Repository (1993). https://doi.org/10.24432/C5DW2B
    """
    from sklearn.datasets import load_breast_cancer

    source = load_breast_cancer()
    return Dataset(source.data, 1 - source.target, tuple(map(str, source.feature_names)), ("benign", "malignant"))


def digits() -> Dataset:
    """Handwritten digits: 1797 images of 8 by 8 pixels.

    Use it for ten classes that some images leave in doubt, and for a network that trains in seconds.

    Returns
    -------
    Dataset
        ``X`` of shape (1797, 64), grey values in [0, 1] row by row; ``y``, the digits.

    Examples
    --------
    >>> data = digits()
    >>> data.X.shape, float(data.X.max()), data.y[:5].tolist()
    ((1797, 64), 1.0, [0, 1, 2, 3, 4])

    References
    ----------
    Alpaydin, E., Kaynak, C., "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository (1998).
    https://doi.org/10.24432/C50P49
    """
    from sklearn.datasets import load_digits

    source = load_digits()
    return Dataset(source.data / 16, source.target, tuple(source.feature_names), tuple(map(str, source.target_names)))


def iris() -> Dataset:
    """Irises of three species: 150 flowers, 4 lengths and widths in centimetres.

    Use it for three classes of which one can be separated from the others, and the other two cannot.

    Returns
    -------
    Dataset
        ``X`` of shape (150, 4) in centimetres; ``y``, the species.

    Examples
    --------
    >>> data = iris()
    >>> data.X.shape, data.classes
    ((150, 4), ('setosa', 'versicolor', 'virginica'))

    References
    ----------
    Fisher, R. A., "The use of multiple measurements in taxonomic problems", Annals of Eugenics 7 (1936).
    https://doi.org/10.1111/j.1469-1809.1936.tb02137.x
    """
    from sklearn.datasets import load_iris

    source = load_iris()
    return Dataset(source.data, source.target, tuple(source.feature_names), tuple(map(str, source.target_names)))


def _shares(shares: ArrayLike | None, classes: int) -> NDArray[np.float64]:
    if shares is None:
        return np.full(classes, 1 / classes)
    shares = distributions("shares", shares)
    if shares.shape != (classes,):
        raise ValueError(f"expected shares of shape ({classes},), one per class, got {shares.shape}")
    return shares / shares.sum()  # as exactly as NumPy asks for
