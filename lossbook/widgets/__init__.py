"""Widgets to explore the book's ideas with, in the page and in Jupyter."""

from importlib import import_module

MODULES = {
    "Distillation": "distillation",
    "EntropyKL": "entropy_kl",
    "GaussianMLE": "gaussian_mle",
    "GradientDescent": "gradient_descent",
    "LikelihoodExplorer": "likelihood_explorer",
    "Prediction": "prediction",
    "Question": "question",
    "SaturationExplorer": "saturation_explorer",
    "SigmoidExplorer": "sigmoid_explorer",
    "SoftmaxExplorer": "softmax_explorer",
    "ThresholdCalibration": "threshold_calibration",
}

__all__ = sorted(MODULES)


def __getattr__(name: str) -> type:
    if name not in MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
