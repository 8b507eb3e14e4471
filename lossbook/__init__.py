"""The package of the book: the mathematics of its chapters, their data, figures and widgets.

Importing ``lossbook`` itself imports nothing else, so that a chapter waits only for what it names.
"""

from importlib import import_module
from types import ModuleType

__all__ = [
    "calibration",
    "data",
    "decisions",
    "distillation",
    "exercises",
    "experiments",
    "figures",
    "information",
    "losses",
    "palette",
    "regression",
    "widgets",
]
__version__ = "0.2.0"


def __getattr__(name: str) -> ModuleType:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__name__}.{name}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
