"""What a chapter uses is what its stored results depend on: no less, and no more."""

from __future__ import annotations

import ast
import contextlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from bookproof.pages import find_pages
from nbformat.v4 import new_code_cell, new_notebook

from booksite import cache_key
from booksite.cache_key import code_of, keep_names, state_of_code, used_files
from booksite.execution import SITE

ROOT = Path(__file__).parents[2]
NOTEBOOKS = [page for page in find_pages(ROOT) if page.suffix == ".ipynb"]
OPENERS = ("open", "Path", "read_text", "read_csv", "read_bytes", "loadtxt", "genfromtxt", "fromfile", "memmap")
MODULES = {
    "lossbook/__init__.py": "",
    "lossbook/losses.py": "from lossbook._arrays import f\n",
    "lossbook/_arrays.py": "def f(): ...\n",
    "lossbook/data.py": "",
    "lossbook/widgets/__init__.py": "",
    "lossbook/widgets/README.md": "Words.\n",
    "lossbook/widgets/_base.py": "",
    "lossbook/widgets/kit.js": "",
    "lossbook/widgets/question.py": "from lossbook.widgets._base import B\nclass Question: ...\n",
    "lossbook/widgets/question.js": "",
    "lossbook/widgets/slider.py": "from lossbook.widgets._base import B\nclass Slider: ...\n",
    "lossbook/widgets/slider.js": "",
    "chapters/words.txt": "a b c\n",
    "requirements.txt": "torch\n",
    "constraints.txt": "torch==2\n",
}


@pytest.fixture
def book(tmp_path):
    for name, text in MODULES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def used(book: Path, code: str) -> set[str]:
    return {path.relative_to(book).as_posix() for path in used_files(code, book / "chapters", book)}


ALWAYS = {"requirements.txt", "constraints.txt"}
LOSSES = {"lossbook/__init__.py", "lossbook/losses.py", "lossbook/_arrays.py"}
QUESTION = {"lossbook/__init__.py"} | {
    f"lossbook/widgets/{name}" for name in ("__init__.py", "_base.py", "kit.js", "question.py", "question.js")
}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import math", set()),
        ("from lossbook import losses", LOSSES),
        ("import lossbook.losses", LOSSES),
        ("def f():\n    from lossbook.losses import cross_entropy", LOSSES),
        ("from lossbook.widgets import Question", QUESTION),
        ("from pathlib import Path\nPath('words.txt').read_text()", {"chapters/words.txt"}),
        ("open('../chapters/words.txt')", {"chapters/words.txt"}),
        (f"open({sys.executable!r})", set()),
        ("import lossbook", {name for name in MODULES if name.startswith("lossbook/") and not name.endswith(".md")}),
    ],
)
def test_code_uses_what_it_imports_and_names(book, code, expected):
    assert used(book, code) == expected | ALWAYS


@pytest.mark.parametrize(
    "cell",
    [
        "names = !ls",
        "!ls\nnames = %timeit -o 1 + 1",
        "losses.cross_entropy?",
        "for i in range(2):\n    %time i",
        "%%time\nprint(1)",
        "%%bash\nls -l | wc",
        "def",
        "left = (7\n    % 3)\nbig = (left\n    != 1)",
    ],
)
def test_what_only_jupyter_reads_hides_nothing_of_the_other_cells(book, cell):
    page = book / "chapters" / "page.ipynb"
    cells = ["from lossbook import losses", cell, "from pathlib import Path\nPath('words.txt').read_text()"]
    nbformat.write(new_notebook(cells=[new_code_cell(source) for source in cells]), page)
    assert used(book, code_of(page)) == LOSSES | ALWAYS | {"chapters/words.txt"}


@pytest.mark.parametrize(
    "cell",
    [
        "%%time\nfrom lossbook import losses",
        "print(1)\n%time from lossbook import losses\nfrom lossbook import losses",
        "x = !ls\nfrom lossbook import losses",
        "left = (7\n    % __import__('math').pi)\nif (left\n    != 1):\n    from lossbook import losses",
    ],
)
def test_what_stands_beside_it_in_a_cell_is_used(book, cell):
    page = book / "chapters" / "page.md"
    page.write_text(f"# Page\n\n```{{code-cell}} ipython3\n:tags: [hide-input]\n{cell}\n```\n")
    assert used(book, code_of(page)) == LOSSES | ALWAYS


def test_code_that_is_python_stays_as_it_is(book):
    page = book / "chapters" / "page.ipynb"
    cells = ["x = 7\nleft = (x\n    % 3)", "ok = (left\n    != 1)"]
    nbformat.write(new_notebook(cells=[new_code_cell(source) for source in cells]), page)
    assert code_of(page) == "\n".join(cells)


@pytest.mark.parametrize(
    ("changed", "code", "matters"),
    [
        ("lossbook/_arrays.py", "from lossbook import losses", True),
        ("lossbook/data.py", "from lossbook import losses", False),
        ("lossbook/widgets/README.md", "import lossbook", False),
        ("lossbook/widgets/slider.js", "from lossbook.widgets import Question", False),
        ("lossbook/widgets/kit.js", "from lossbook.widgets import Question", True),
        ("chapters/words.txt", "open('words.txt')", True),
        ("chapters/words.txt", "print('words')", False),
        ("constraints.txt", "import math", True),
    ],
)
def test_a_change_runs_the_code_again_that_uses_it(book, changed, code, matters):
    before = state_of_code(code, book / "chapters", book)
    with (book / changed).open("a") as file:
        file.write("# more\n")
    after = state_of_code(code, book / "chapters", book)
    assert (before != after) == matters
    (book / changed).write_text(MODULES[changed])
    assert state_of_code(code, book / "chapters", book) == before


@pytest.mark.parametrize("page", NOTEBOOKS, ids=lambda page: page.stem)
def test_what_a_notebook_opens_is_what_it_uses(page):
    """A file that a call opens is named by a literal in the call, and is among those that the notebook uses."""
    code = code_of(page)
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    names = [ast.unparse(call.func).split(".")[-1] for call in calls]
    opening = [call for call, name in zip(calls, names, strict=True) if name in OPENERS and call.args]
    opened = [ast.literal_eval(call.args[0]) for call in opening]
    assert {page.parent / name for name in opened} <= used_files(code, page.parent, ROOT)


def test_the_text_of_language_models_is_used():
    page = ROOT / "chapters" / "language-models.ipynb"
    assert page.with_suffix(".txt") in used_files(code_of(page), page.parent, ROOT)


def test_a_file_beside_the_book_that_has_its_name_is_not_the_books(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book.py").write_text("math = 1")
    assert used_files("import math", tmp_path / "book", tmp_path / "book") == set()


WATCH = """
import sys
from pathlib import Path
opened = set()
sys.addaudithook(lambda event, given: opened.add(str(given[0])) if event == "open" else None)
exec(sys.argv[1])
loaded = {module.__file__ for module in list(sys.modules.values()) if getattr(module, "__file__", None)}
root = Path(sys.argv[2])
for path in map(Path, opened | loaded):
    if path.is_relative_to(root) and path.suffix not in (".pyc", ".md") and ".venv" not in path.parts:
        print(path)
"""


@pytest.mark.parametrize("name", ["softmax-regression", "decisions", "language-models"])
def test_what_the_imports_of_a_chapter_load_is_what_it_uses(name):
    page = ROOT / "chapters" / f"{name}.ipynb"
    code = code_of(page)
    body = ast.parse(code).body
    imports = [ast.unparse(node) for node in body if isinstance(node, (ast.Import, ast.ImportFrom))]
    done = subprocess.run(
        [sys.executable, "-c", WATCH, "\n".join(imports), str(ROOT)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    loaded = {Path(line) for line in done.stdout.splitlines() if Path(line).is_file()}
    assert ROOT / "lossbook" / "widgets" / "kit.js" in loaded
    assert loaded <= used_files(code, page.parent, ROOT)


def test_what_the_site_takes_from_the_package_decides_how_pages_are_shown():
    files = [path for pattern in SITE for path in ROOT.glob(pattern)]
    for source in ROOT.glob("booksite/*.py"):
        for module in re.findall(r"^from (lossbook[\w.]*) import", source.read_text(encoding="utf-8"), re.MULTILINE):
            assert ROOT / f"{module.replace('.', '/')}.py" in files, (source.name, module)


def test_names_that_an_earlier_build_has_read_are_not_read_again(book, monkeypatch):
    code, kept = "from lossbook import losses\nopen('words.txt')", book / "_build" / ".names.json"
    with names_of_a_new_build(kept, monkeypatch):
        before = used(book, code)
    assert "chapters/words.txt" in before
    parsed = []
    monkeypatch.setattr(cache_key, "_names_in", lambda tree: parsed.append(ast.unparse(tree)) or (set(), set()))
    with names_of_a_new_build(kept, monkeypatch):
        assert used(book, code) == before
    assert not parsed
    with names_of_a_new_build(kept, monkeypatch):
        used(book, "import torch")
    assert parsed == ["import torch"]


def test_names_that_no_build_asks_for_any_more_are_not_kept(book, monkeypatch):
    kept = book / "_build" / ".names.json"
    for code in ("import torch", "import numpy"):
        with names_of_a_new_build(kept, monkeypatch):
            used(book, code)
    names = json.loads(kept.read_text(encoding="utf-8"))
    assert [imported for imported, _ in names.values()] == [["numpy"]]


@pytest.mark.parametrize("damaged", ["", "null", '{"1": [["torch"', '{"1": null}'])
def test_damaged_names_are_read_again(book, monkeypatch, damaged):
    kept = book / "_build" / ".names.json"
    with names_of_a_new_build(kept, monkeypatch):
        used(book, "import torch")
    whole = kept.read_text(encoding="utf-8")
    kept.write_text(damaged, encoding="utf-8")
    with names_of_a_new_build(kept, monkeypatch):
        used(book, "import torch")
    assert kept.read_text(encoding="utf-8") == whole


@contextlib.contextmanager
def names_of_a_new_build(kept: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a process finds that has read nothing yet."""
    monkeypatch.setattr(cache_key, "_kept", {})
    monkeypatch.setattr(cache_key, "_asked", {})
    cache_key._loaded_by.cache_clear()
    with keep_names(kept):
        yield
