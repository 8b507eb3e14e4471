"""Find the files that decide what a page prints, so that it runs again when one of them changes and only then.

A page uses what its code imports of the book's package, directly or through another module, the widgets' scripts and
styles that come with that, and the files beside it that its code names.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import hashlib
import json
import os
import platform
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from bookproof.pages import read_page
from IPython.core.inputtransformer2 import TransformerManager

from booksite.kept import keep

VERSIONS = ("requirements.txt", "constraints.txt")
CODE_CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(?P<code>.*?)^```", re.MULTILINE | re.DOTALL)
OPTION = re.compile(r"^:[\w-]+:.*\n", re.MULTILINE)
NOT_LOADED = (".md", ".typed", ".pyc")


def results_of(page: str, state: str, made: Path) -> Path:
    """Where the results of a page in this state lie, below the folder of all that is made; `page` has no suffix."""
    return made / ".jcache" / page / state


def state_of_code(code: str, folder: Path, root: Path) -> str:
    """A short name for the present contents of everything that the code of a page in `folder` uses."""
    digest = hashlib.sha256(platform.python_version().encode())
    for path in sorted(used_files(code, folder, root)):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def used_files(code: str, folder: Path, root: Path) -> set[Path]:
    """The files of the book that decide what the code of a page in `folder` prints."""
    imported, _ = _names_in_code(code)
    versions = {root / name for name in VERSIONS if (root / name).exists()}
    return versions | _modules(imported, root) | named_files(code, folder, root)


def named_files(code: str, folder: Path, root: Path) -> set[Path]:
    """The files below `root` that the strings of some code name, seen from `folder`."""
    _, strings = _names_in_code(code)
    names = (os.path.normpath(os.path.join(folder, word)) for word in strings)  # thousands: without a Path
    return {path for name in names if os.path.isfile(name) and (path := Path(name)).is_relative_to(root)}


def code_of(page: Path) -> str:
    """The code of a page as Python: what only Jupyter reads, such as ``x = !ls``, becomes a call of IPython."""
    if page.suffix == ".ipynb":
        sources = [cell.source for cell in read_page(page).cells if cell.kind == "code"]
    else:
        cells = CODE_CELL.finditer(page.read_text(encoding="utf-8"))
        sources = [OPTION.sub("", cell["code"]) for cell in cells]
    code = "\n".join(sources)
    return code if _is_python(code) else "\n".join(filter(_is_python, map(_translated, sources)))


def _translated(cell: str) -> str:
    """A cell as IPython runs it; of one that a cell magic begins, such as ``%%time``, its other lines.

    If that is not Python, the cell fails when it runs, or is in another language.
    """
    body = cell.lstrip().partition("\n")[2] if cell.lstrip().startswith("%%") else cell
    return TransformerManager().transform_cell(body)


def _is_python(code: str) -> bool:
    try:
        _names_in_code(code)
    except SyntaxError:
        return False
    return True


@contextlib.contextmanager
def keep_names(path: Path) -> Iterator[None]:
    """Take the names in code that an earlier build has parsed from a file, and leave there what this one has asked for.

    A build after a changed sentence parses no code. Names are kept by the code that has them, by the version of Python
    that parsed it, and by this module.
    """
    before = {}
    with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):  # damaged, it is as good as none
        kept = json.loads(path.read_text(encoding="utf-8"))
        before = {known: (set(imported), set(strings)) for known, (imported, strings) in kept.items()}
    _kept.update(before)
    yield
    if _asked.keys() != before.keys():
        names = {known: [sorted(imported), sorted(strings)] for known, (imported, strings) in _asked.items()}
        keep(path, json.dumps(names).encode())


_kept: dict[str, tuple[set[str], set[str]]] = {}
_asked: dict[str, tuple[set[str], set[str]]] = {}


def _names_in_code(code: str) -> tuple[set[str], set[str]]:
    known = hashlib.sha256(_program() + code.encode()).hexdigest()
    if known not in _asked:
        _asked[known] = _kept[known] if known in _kept else _names_in(ast.parse(code))
    return _asked[known]


@functools.cache
def _program() -> bytes:
    return sys.version.encode() + Path(__file__).read_bytes()


def _modules(imported: set[str], root: Path) -> set[Path]:
    """The files that the imports of some code load, those of the loaded modules included."""
    found: set[Path] = set()
    waiting = {path for name in imported for path in _files_of(name, root)}
    while waiting:
        path = waiting.pop()
        found.add(path)
        waiting |= set(_loaded_by(path, root)) - found
    return found


@functools.cache
def _loaded_by(path: Path, root: Path) -> frozenset[Path]:
    """What one file of a package loads: the modules that it imports, and the files of other kinds beside it."""
    if path.suffix != ".py" or path.name == "__init__.py":
        return frozenset()
    imported, _ = _names_in_code(path.read_text(encoding="utf-8"))
    return frozenset({file for name in imported for file in _files_of(name, root)} | set(_assets(path)))


def _assets(path: Path) -> Iterator[Path]:
    """Scripts, styles and data beside a module: those that carry its name, and those that carry no module's name."""
    for asset in path.parent.iterdir():
        if asset.is_file() and asset.suffix not in (".py", *NOT_LOADED):
            shared = not asset.with_suffix(".py").exists()
            if shared or asset.stem == path.stem:
                yield asset


def _names_in(tree: ast.Module) -> tuple[set[str], set[str]]:
    """The dotted names that some code imports, and its strings that may name a file.

    `ast.walk` takes three times as long.
    """
    imported: set[str] = set()
    strings: set[str] = set()
    waiting: list[object] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, ast.Constant):
            word = node.value
            strings |= {word} if isinstance(word, str) and 0 < len(word) < 200 and "\n" not in word else set()
        elif isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported |= {f"{node.module}.{alias.name}" for alias in node.names} if node.module else set()
        elif isinstance(node, ast.AST) and not isinstance(node, ast.Name):
            waiting += [getattr(node, name) for name in node._fields]
    return imported, strings


@functools.cache
def _files_of(name: str, root: Path) -> frozenset[Path]:
    """The files behind a dotted name: a module, a whole package, or what defines the name in a package or module."""
    path = root.joinpath(*name.split("."))
    parents = {parent / "__init__.py" for parent in path.parents if root in parent.parents}
    initial = {file for file in parents if file.exists()}
    if path.with_suffix(".py").exists():
        return frozenset(initial | {path.with_suffix(".py")})
    if (path / "__init__.py").exists():
        return frozenset(initial | {file for file in path.rglob("*") if _is_loaded(file)})
    holder = path.parent
    if holder == root:  # a module that is not the book's
        return frozenset()
    if holder.with_suffix(".py").exists():
        return frozenset(initial | {holder.with_suffix(".py")})
    if (holder / "__init__.py").exists():
        defining = {file for file in holder.glob("*.py") if path.name in _definitions(file)}
        return frozenset(initial | (defining or {file for file in holder.rglob("*") if _is_loaded(file)}))
    return frozenset()


def _is_loaded(path: Path) -> bool:
    return path.is_file() and path.suffix not in NOT_LOADED


@functools.cache
def _definitions(path: Path) -> frozenset[str]:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return frozenset(node.name for node in body if isinstance(node, (ast.FunctionDef, ast.ClassDef)))
