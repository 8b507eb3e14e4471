"""What a build costs, side by side in one run: ``python -m benchmarks.builds``.

Everything is measured in a copy of the book, so that neither the site nor the stored results here are touched:
the notebooks alone, run by as many processes as there are cores with one thread each; the site from nothing, with
nothing changed, and with one sentence changed; the stock ``jupyter-book build`` of the same pages, without this book's
extension; and the quick checks. Prints a table and, on the last line, the same as JSON. It has no bounds: other work on
the machine shows in every line, and the ratios say more than the seconds.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import yaml

from booksite.execution import ONE_THREAD
from booksite.kernels import use_socket_files

ROOT = Path(__file__).parents[1]
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "_build", "build", "student", "node_modules", "__pycache__", ".*_cache"
)
ADDED = " This sentence was added to measure a build."


def main() -> int:
    """Measure, print a line as soon as it is known, and all of it as JSON at the end."""
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        book, stock = copy_of_book(Path(folder, "book")), stock_book(Path(folder, "stock"))
        for name, measure in measurements(book, stock):
            started = time.perf_counter()
            measure()
            seconds[name] = round(time.perf_counter() - started, 1)
            print(f"{name:<42}{seconds[name]:8.1f} s", flush=True)
    beyond = round(seconds["site from nothing"] - seconds["notebooks alone"], 1)
    print(f"{'site from nothing, beyond its notebooks':<42}{beyond:8.1f} s")
    print(json.dumps({"cores": os.cpu_count(), "seconds": seconds, "beyond_notebooks": beyond}))
    return 0


def measurements(book: Path, stock: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is measured, in an order in which each finds what it needs."""
    build = [sys.executable, "-m", "tools.build"]
    yield "notebooks alone", lambda: run_notebooks(book)
    yield "site from nothing", lambda: run(build, book)
    yield "site, nothing changed", lambda: run(build, book)
    change_a_sentence(book)
    yield "site, one sentence changed", lambda: run(build, book)
    program = str(Path(sys.executable).with_name("jupyter-book"))
    yield "stock jupyter-book build, from nothing", lambda: run([program, "build", "."], stock)
    check = {"PYTHON": sys.executable, "JOBS": str(os.cpu_count())}
    yield "make check", lambda: run(["sh", "tests/check.sh"], ROOT, check)


def run(command: list[str], folder: Path, variables: dict[str, str] | None = None) -> None:
    """Run a program to its end; what it printed is shown if it fails."""
    environment = os.environ | {"PYTHONPATH": str(folder)} | (variables or {})
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def run_notebooks(book: Path) -> None:
    """Run every notebook of the book once, the largest first."""
    paths = sorted((*book.glob("chapters/*.ipynb"), *book.glob("appendix/*.ipynb")), key=lambda path: -cells(path))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(run_notebook, paths))


def run_notebook(path: Path) -> None:
    """Run one notebook and keep nothing."""
    import nbclient
    import nbformat

    use_socket_files()
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}
    client = nbclient.NotebookClient(notebook, timeout=600, resources=resources, shutdown_kernel="immediate")
    client.execute(stderr=subprocess.DEVNULL)  # a notice of each kernel, which does not belong to the measurement


def cells(path: Path) -> int:
    """How many cells of code a notebook has."""
    return sum(cell["cell_type"] == "code" for cell in json.loads(path.read_text(encoding="utf-8"))["cells"])


def copy_of_book(target: Path) -> Path:
    """The book in a folder of its own, with the installed npm packages of this one."""
    shutil.copytree(ROOT, target, ignore=LEFT_OUT)
    (target / "node_modules").symlink_to(ROOT / "node_modules")
    return target


def stock_book(target: Path) -> Path:
    """The same pages as a plain Jupyter Book, without this book's extension and what is set for it."""
    copy_of_book(target)
    path = target / "_config.yml"
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    config["sphinx"] = {"config": {"language": "en"}}
    config["execute"]["execute_notebooks"] = "force"
    path.write_text(yaml.safe_dump(config), encoding="utf-8")
    shelf = target / "appendix" / "bibliography.md"  # its style comes with this book's extension
    shelf.write_text(shelf.read_text(encoding="utf-8").replace(":style: lossbook\n", ""), encoding="utf-8")
    return target


def change_a_sentence(book: Path) -> None:
    """Add a sentence to the first words of one chapter."""
    path = book / "chapters" / "decisions.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    words = next(cell for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    words["source"] = "".join(words["source"]).rstrip() + ADDED
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
