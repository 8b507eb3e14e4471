"""Who may import whom: the rules that keep the parts of the repository apart."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest

from booksite.cache_key import code_of

ROOT = Path(__file__).parents[2]
OURS = {"lossbook", "bookproof", "booksite", "tools", "proofs", "tests", "benchmarks"}
# What shows: pictures, their colours, and what stands in a page. All the rest of lossbook is mathematics.
SHOWS = ("lossbook.figures", "lossbook.palette", "lossbook.widgets")
NUMERIC = {"torch", "numpy", "scipy", "sklearn"}
RULES = {  # folder: what its code may import of ours
    "lossbook": ("lossbook",),
    "bookproof": ("bookproof",),
    "booksite": ("booksite", "bookproof", "lossbook.widgets.page", "lossbook.palette"),
    "tools": ("tools", "bookproof", "booksite"),
    "proofs": ("lossbook", "bookproof"),
    "chapters": ("lossbook",),
    "appendix": ("lossbook",),
}


@functools.cache
def imported(source: str, package: str = "") -> frozenset[str]:
    """The modules that a piece of code imports, names that are taken from a package of ours included."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = f"{package}.{node.module or ''}".rstrip(".") if node.level else node.module
            parts = module.split(".")[0] in OURS and len(module.split(".")) <= 2
            names |= {f"{module}.{alias.name}" for alias in node.names} if parts else {module}
    return frozenset(names)


def is_within(name: str, allowed: tuple[str, ...]) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in allowed)


@functools.cache
def sources(folder: str) -> tuple[tuple[Path, str], ...]:
    """The code below a folder: of a notebook its cells."""
    return tuple(_sources(ROOT / folder))


def _sources(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".py":
            yield path, path.read_text(encoding="utf-8")
        elif path.suffix == ".ipynb" and ".ipynb_checkpoints" not in path.parts:
            yield path, code_of(path)


def module_of(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")


def is_mathematics(name: str) -> bool:
    return is_within(name, ("lossbook",)) and not is_within(name, SHOWS)


@pytest.mark.parametrize("folder", RULES)
def test_a_part_imports_what_its_rule_allows(folder):
    found = dict(sources(folder))
    assert found
    broken = {
        f"{path.relative_to(ROOT)}: {name}"
        for path, source in found.items()
        for name in imported(source, folder)
        if name.split(".")[0] in OURS - ({"tests"} if "tests" in path.parts else set())
        and not is_within(name, RULES[folder])
    }
    assert not broken


def test_the_mathematics_needs_numeric_libraries_alone_and_nothing_that_shows():
    broken = set()
    for path, source in sources("lossbook"):
        if is_mathematics(module_of(path)):
            for name in imported(source, "lossbook"):
                library = name.split(".")[0]
                if is_within(name, SHOWS) or (library not in NUMERIC | {"lossbook"} | set(sys.stdlib_module_names)):
                    broken.add(f"{path.relative_to(ROOT)}: {name}")
    assert not broken


def test_the_package_declares_what_it_imports():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.match(r"[\w-]+", dependency)[0] for dependency in project["dependencies"]}
    assert all(">=" in dependency for dependency in project["dependencies"])
    names = {name.split(".")[0] for _, source in sources("lossbook") for name in imported(source, "lossbook")}
    libraries = names - set(sys.stdlib_module_names) - {"lossbook"}
    provided = {file.parts[0].removesuffix(".py") for name in declared for file in distribution(name).files}
    assert libraries <= provided


def reached(source: str) -> set[str]:
    """What a page takes from the modules of `lossbook`, as ``module.name``: imported by name or by its module."""
    tree = ast.parse(source)
    names, modules = set(), {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "lossbook":
            modules |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module.startswith("lossbook."):
            names |= {f"{node.module.removeprefix('lossbook.')}.{alias.name}" for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            names.add(f"{modules[node.value.id]}.{node.attr}")
    return names


def test_every_public_function_is_used_by_a_page():
    pages = [source for folder in ("chapters", "appendix") for _, source in sources(folder)]
    used = set().union(*map(reached, pages))
    names = {module_of(path) for path, _ in sources("lossbook")} - {"lossbook"}
    modules = [importlib.import_module(name) for name in names if is_mathematics(name) and "._" not in name]
    public = {
        f"{module.__name__.removeprefix('lossbook.')}.{function}"
        for module in modules
        for function in module.__all__
        if inspect.isfunction(getattr(module, function))
    }
    assert public - used == set()


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("from lossbook import figures", {"lossbook.figures"}),
        ("def f():\n    import lossbook.losses as l", {"lossbook.losses"}),
        ("from lossbook.widgets import page", {"lossbook.widgets.page"}),
        ("from lossbook.widgets.page import room", {"lossbook.widgets.page"}),
        ("from . import figures", {"lossbook.figures"}),
        ("from torch.nn import functional", {"torch.nn"}),
    ],
)
def test_imports_are_found_wherever_they_stand(code, names):
    assert imported(code, "lossbook") == names
