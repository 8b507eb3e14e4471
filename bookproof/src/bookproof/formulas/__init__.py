"""The check of formulas: each display is evaluated from its own LaTeX; inline relations between numbers too.

What a file of bindings needs is importable from here. The names are loaded when they are first used, because
`bookproof.formulas.relations`, which the check of the prose needs, must not wait for NumPy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bookproof.formulas.errors import FalseFormula, FormulaError, UndefinedFormula, UnreadableFormula, WeakBinding
    from bookproof.formulas.find import Binding, ByHand, bind
    from bookproof.formulas.symbols import (
        ByArity,
        Depends,
        Each,
        Expect,
        Growing,
        Index,
        Indexed,
        Samples,
        Step,
        Within,
    )

__all__ = [
    "Binding",
    "ByArity",
    "ByHand",
    "Depends",
    "Each",
    "Expect",
    "FalseFormula",
    "FormulaError",
    "Growing",
    "Index",
    "Indexed",
    "Samples",
    "Step",
    "UndefinedFormula",
    "UnreadableFormula",
    "WeakBinding",
    "Within",
    "bind",
]

MODULES = {
    **dict.fromkeys(("Binding", "ByHand", "bind"), "bookproof.formulas.find"),
    **dict.fromkeys(
        ("FalseFormula", "FormulaError", "UndefinedFormula", "UnreadableFormula", "WeakBinding"),
        "bookproof.formulas.errors",
    ),
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(MODULES.get(name, "bookproof.formulas.symbols")), name)


def __dir__() -> list[str]:
    return sorted(__all__)
