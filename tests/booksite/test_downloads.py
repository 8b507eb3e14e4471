"""The archive of the notebooks holds, or names, all that running them takes."""

from __future__ import annotations

import ast
import compileall
import re
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path
from types import SimpleNamespace

import pytest
from bookproof.pages import find_pages
from nbformat import write
from nbformat.v4 import new_code_cell, new_notebook
from sphinx.errors import ExtensionError
from sphinx.util.parallel import parallel_available

from booksite.cache_key import code_of
from booksite.downloads import START, begin, files_of, wheel

ROOT = Path(__file__).parents[2]
NOTEBOOKS = [page for page in find_pages(ROOT) if page.suffix == ".ipynb"]


def imported(notebook: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(code_of(notebook))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in names}


def test_what_the_notebooks_import_is_installed():
    commands = re.findall(r"pip install (.+)", START.format(wheel="lossbook.whl"))
    command, on_windows = map(str.split, commands)
    assert command[-1] == "./lossbook.whl"
    assert on_windows == [*command[:-1], r".\lossbook.whl"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    installed = {*command[:-1], *(re.match(r"[\w-]+", dependency)[0] for dependency in project["dependencies"])}
    provided = {file.parts[0].removesuffix(".py") for name in installed for file in distribution(name).files}
    libraries = set().union(*map(imported, NOTEBOOKS)) - set(sys.stdlib_module_names) - {"lossbook"}
    assert "statsmodels" in libraries
    assert libraries <= provided


def test_notebooks_come_with_the_files_that_they_read():
    files = files_of(NOTEBOOKS, ROOT)
    notebooks = {path.relative_to(ROOT).as_posix() for path in NOTEBOOKS}
    assert set(files) - notebooks == {"chapters/language-models.txt"}
    assert all(files[name] == (ROOT / name).read_bytes() for name in files)


@pytest.mark.parametrize(
    ("named", "packed"),
    [
        ("words.txt", {"chapters/words.txt"}),
        ("../data/words.txt", {"data/words.txt"}),
        ("missing.txt", set()),
        ("../data", set()),
        ("../../elsewhere.txt", set()),
        (sys.executable, set()),
    ],
)
def test_only_files_of_the_book_are_packed(tmp_path, named, packed):
    book = tmp_path / "book"
    for name in ("book/chapters/words.txt", "book/data/words.txt", "elsewhere.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a b c")
    notebook = book / "chapters" / "one.ipynb"
    write(new_notebook(cells=[new_code_cell(f"open({named!r})")]), notebook)
    assert set(files_of([notebook], book)) == {"chapters/one.ipynb"} | packed


@pytest.fixture
def package(tmp_path) -> Path:
    """A folder with what the wheel is built from."""
    for name in ("lossbook/__init__.py", "lossbook/losses.py", "pyproject.toml", "README.md", "LICENSE"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    return tmp_path


def test_two_builds_at_once_make_one_wheel(package, monkeypatch):
    """The second begins when the first has, and an earlier one has left a wheel of another package."""
    cache = package / "_build" / ".wheel"
    (cache / "earlier").mkdir(parents=True)
    begun, built = [], []

    def build(command, **_):
        begun.append(command)
        if len(begun) == 1:
            built.append(wheel(package, cache))
        Path(command[-1], "lossbook.whl").write_bytes(b"whole")
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(subprocess, "run", build)
    built.append(wheel(package, cache))
    assert len(begun) == 2
    assert built[0] == built[1]
    assert [path for path in cache.rglob("*") if path.is_file()] == [built[0]]
    assert [*cache.iterdir()] == [built[0].parent]


def test_a_wheel_that_cannot_be_built_is_told_with_the_cause(package, monkeypatch):
    for stderr, why in {"no space left\n": "no space left", "": "exit code -9"}.items():
        done = SimpleNamespace(returncode=-9, stderr=stderr)
        monkeypatch.setattr(subprocess, "run", lambda *_, done=done, **__: done)
        with pytest.raises(ExtensionError, match=f"^the package could not be built: {why}$"):
            wheel(package, package / "_build" / ".wheel")


@pytest.mark.build
@pytest.mark.skipif(not parallel_available, reason="pages are read one after another on Windows")
def test_the_wheel_is_built_while_chapters_run_and_once(package, monkeypatch):
    app = SimpleNamespace(srcdir=package, outdir=package / "_build" / "html", builder=SimpleNamespace(format="html"))
    begin(app)
    app.lossbook_wheel.join(120)
    # The first chapter that imports a module has it compiled.
    compileall.compile_dir(package / "lossbook", quiet=1)
    assert [*package.glob("lossbook/**/*.pyc")]
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("the wheel was built again"))
    assert wheel(package, package / "_build" / ".wheel").suffix == ".whl"
    begin(app)
    assert app.lossbook_wheel is None
