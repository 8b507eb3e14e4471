"""Labels and scores as arrays, checked at the boundary of `decisions` and `calibration`, and sorted into bins."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook._arrays import as_array, as_floats, require_all


def cases(labels: ArrayLike, scores: ArrayLike) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    labels, scores = as_array("labels", labels), as_floats("scores", scores)
    if labels.ndim != 1 or labels.shape != scores.shape or labels.size == 0:
        raise ValueError(f"expected labels and scores of one shape (n), n > 0, got {labels.shape} and {scores.shape}")
    require_all("labels", (labels == 0) | (labels == 1), "0 or 1", labels)
    require_all("scores", ~np.isnan(scores), "numbers", scores)
    return labels == 1, scores


def probable_cases(labels: ArrayLike, scores: ArrayLike) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    labels, scores = cases(labels, scores)
    return labels, probabilities("scores", scores)


def class_labels(name: str, values: NDArray, classes: int) -> NDArray[np.int64]:
    right = (values >= 0) & (values < classes) & (values == np.floor(values))
    require_all(name, right, f"classes in [0, {classes})", values)
    return values.astype(np.int64)


def probabilities(name: str, values: ArrayLike) -> NDArray[np.float64]:
    values = as_floats(name, values)
    require_all(name, (values >= 0) & (values <= 1), "probabilities in [0, 1]", values)
    return values


def bin_of(scores: NDArray[np.float64], bins: int) -> NDArray[np.int64]:
    """Which of some bins of equal width each probability falls into; one on an edge belongs to the bin above it."""
    # Not the floor of scores * bins: 100 times 0.29 is rounded to less than 29.
    return np.searchsorted(np.arange(1, bins) / bins, scores, side="right")
