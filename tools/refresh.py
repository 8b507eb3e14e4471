"""Run the notebooks, with the facts of their pages, and store the results of both in one normal form.

``python -m tools.refresh [NOTEBOOK ...]`` runs the named notebooks, or all of the book, and writes them back.
The form is the same on every run and machine: cells keep their ids, execution counts go from 1 on,
there are no times, no widget state and no details of the machine. A stored picture stays where the new one
differs by rounding alone. With nothing changed, git sees no change.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbclient
import nbformat
from bookproof.config import BookError, find_book
from bookproof.facts import FactError
from bookproof.pages import PageError, find_pages
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from bookproof import facts
from booksite.execution import ONE_THREAD
from booksite.kept import keep
from booksite.kernels import use_socket_files
from booksite.widgets import VIEW
from tools.notebooks import NotebookError, read_notebook

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
KEPT_CELL_METADATA = ("tags", "jupyter", "mystnb")
# A figure carries its words in the metadata of its output: {"figure": {"alt": …, "caption": …, "name": …}}.
# The site, the number check and screen readers read them there, so they are stored with the picture.
FIGURE = "figure"
FIGURE_WORDS = ("alt", "caption", "name")
# An explorer says there which states a link of the prose may set.
EXPLORER = "explorer"
# The size at which JupyterLab shows a picture that has more pixels than that.
PIXELS = "image/png"
DRAWN = "image/svg+xml"
# Processors round differently, and that moves what is drawn: by less than this many points, which nobody sees.
MOVED = 0.05
PLACED = re.compile(r'(\s(?:d|x|y|width|height|transform)="[^"]*")')
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
# matplotlib names a shape by a hash of its coordinates, in all their digits.
SHAPE = re.compile(r'(?<=["#])[mp][0-9a-f]{10}(?=[")])')


def same_picture(one: str, other: str) -> bool:
    """Whether two figures, as matplotlib writes them in SVG, differ at most in places, and there by rounding."""
    pieces, others = PLACED.split(SHAPE.sub("", one)), PLACED.split(SHAPE.sub("", other))
    if pieces[::2] != others[::2]:
        return False
    for place, elsewhere in zip(pieces[1::2], others[1::2], strict=True):
        numbers, moved = NUMBER.findall(place), NUMBER.findall(elsewhere)
        if NUMBER.split(place) != NUMBER.split(elsewhere):
            return False
        if any(abs(float(a) - float(b)) > MOVED for a, b in zip(numbers, moved, strict=True)):
            return False
    return True


def keep_pictures(outputs: list[NotebookNode], stored: list[NotebookNode]) -> None:
    """Keep the stored pictures of a cell instead of new ones that are the same."""
    for output, known in zip(outputs, stored, strict=False):
        new, old = output.get("data", {}), known.get("data", {})
        if DRAWN in new and DRAWN in old and same_picture(new[DRAWN], old[DRAWN]):
            new.update({kind: old[kind] for kind in (DRAWN, PIXELS) if kind in old})


def normalised(notebook: NotebookNode) -> NotebookNode:
    """The notebook in the form in which the repository keeps it."""
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat_minor = 5
    count = 0
    for cell in notebook.cells:
        cell.metadata = {key: cell.metadata[key] for key in KEPT_CELL_METADATA if cell.metadata.get(key)}
        if cell.cell_type != "code":
            continue
        count += 1
        cell.execution_count = count
        cell.outputs = [_normalised_output(output, count) for output in cell.outputs]
    return notebook


def _normalised_output(output: NotebookNode, count: int) -> NotebookNode:
    if "data" in output:
        output.data = {kind: data for kind, data in sorted(output.data.items()) if kind != VIEW}
        words = output.metadata.get(FIGURE, {})
        kept = {FIGURE: {name: words[name] for name in FIGURE_WORDS if words.get(name)}}
        kept |= {name: output.metadata.get(name) for name in (EXPLORER, PIXELS)}
        output.metadata = {name: said for name, said in kept.items() if said}
    if output.output_type == "execute_result":
        output.execution_count = count
    return output


def refresh(path: Path) -> str:
    """Run one notebook and its facts and write back the results; returns a line that says whether that changed.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails; what is stored is then left as it was.
    bookproof.facts.FactError
        If facts of the page are false, or cannot be run; likewise.
    NotebookError, bookproof.pages.PageError
        If the file is not a sound notebook.
    """
    use_socket_files()
    notebook = read_notebook(path)
    before = path.read_text(encoding="utf-8")
    client = nbclient.NotebookClient(
        notebook,
        timeout=180,
        resources={"metadata": {"path": str(path.parent)}},
        shutdown_kernel="immediate",
        coalesce_streams=True,  # how a stream is divided changes from run to run
    )
    stored = [cell.get("outputs", []) for cell in notebook.cells]
    found = facts.run(notebook, path, client.execute)
    for cell, known in zip(notebook.cells, stored, strict=True):
        keep_pictures(cell.get("outputs", []), known)
    after = nbformat.writes(normalised(notebook), indent=1) + "\n"
    if after != before:
        keep(path, after.encode())  # whole even if the disk is full, and with the same line endings on every system
    known = not facts.store(path, found)
    return f"{path}: {'unchanged' if after == before and known else 'new outputs stored'}"


def notebooks_of(book: Path) -> list[Path]:
    """The notebooks of the chapters and of the appendix."""
    return [path for path in find_pages(book) if path.suffix == ".ipynb"]


def main(arguments: list[str]) -> int:
    """Refresh the named notebooks, as many at once as there are cores."""
    parser = argparse.ArgumentParser(prog="python -m tools.refresh", description=__doc__.split("\n")[0])
    parser.add_argument("notebooks", nargs="*", type=Path, help="notebooks to run; all of the book if none is named")
    named = parser.parse_args(arguments).notebooks
    try:
        paths = named or notebooks_of(find_book(Path.cwd()))
    except BookError as error:
        print(f"refresh: {error}", file=sys.stderr)
        return 1
    if not paths:
        print("refresh: expected notebooks in the book, found none", file=sys.stderr)
        return 1
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    failed = False
    with ProcessPoolExecutor(min(len(paths), os.cpu_count() or 1)) as pool:
        for path, job in [(path, pool.submit(refresh, path)) for path in paths]:
            try:
                print(job.result(), flush=True)
            except (FactError, NotebookError, PageError) as error:
                failed = True
                print(f"refresh: {error}", file=sys.stderr)
            except (CellExecutionError, CellTimeoutError, DeadKernelError, OSError) as error:
                failed = True
                print(f"{path}: not refreshed: {error}", file=sys.stderr)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
