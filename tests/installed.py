"""Run in an environment that holds nothing but the wheel: import every module, run every doctest, start every widget.

Uses the standard library alone, because the wheel brings no pytest.
"""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import sys
from importlib.metadata import distribution
from pathlib import Path

import lossbook


def main() -> int:
    """Print what was run, and return how many doctests failed."""
    folder = Path(lossbook.__file__).parent
    if "site-packages" not in folder.parts:
        raise SystemExit(f"expected lossbook from an installed wheel, got {folder}")
    missing = [name for name in ("py.typed", "widgets/kit.js", "widgets/kit.css") if not (folder / name).exists()]
    if missing:
        raise SystemExit(f"expected in the wheel, not found: {', '.join(missing)}")
    tried = failed = modules = 0
    for found in pkgutil.walk_packages(lossbook.__path__, "lossbook."):
        module = importlib.import_module(found.name)
        result = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
        modules, tried, failed = modules + 1, tried + result.attempted, failed + result.failed
    from lossbook import widgets
    from lossbook.widgets._base import Explorer

    explorers = [made for made in (getattr(widgets, name) for name in widgets.__all__) if issubclass(made, Explorer)]
    for explorer in explorers:
        explorer()
    versions = ", ".join(
        f"{name} {distribution(name).version}" for name in ("numpy", "scipy", "torch", "matplotlib", "scikit-learn")
    )
    print(f"{modules} modules, {tried} examples, {failed} failed, {len(explorers)} explorers; {versions}")
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
