"""Run the notebooks and store what they print, in one normal form.

``python -m tools.refresh [NOTEBOOK ...]`` runs the named notebooks, or all of the book, and writes them back.
The form is the same on every run and machine: cells keep their ids, execution counts go from 1 on,
there are no times, no widget state and no details of the machine. With nothing changed, git sees no change.
"""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbclient
import nbformat
from bookproof.pages import find_pages
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
KEPT_CELL_METADATA = ("tags", "jupyter", "mystnb")


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
        cell.outputs = [_normalised_output(output, count) for output in _joined_streams(cell.outputs)]
    return notebook


def _joined_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """The outputs with neighbouring pieces of one stream joined: how a stream is cut up changes from run to run."""
    joined: list[NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if last and output.output_type == "stream" == last.output_type and output.name == last.name:
            last.text += output.text
        else:
            joined.append(output)
    return joined


def _normalised_output(output: NotebookNode, count: int) -> NotebookNode:
    if "data" in output:
        output.data = {kind: data for kind, data in sorted(output.data.items()) if kind != WIDGET_VIEW}
        output.metadata = {}
    if output.output_type == "execute_result":
        output.execution_count = count
    return output


def refresh(path: Path) -> str:
    """Run one notebook and write it back; returns a line that says whether it changed.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails; the stored notebook is then left as it was.
    """
    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)
    client = nbclient.NotebookClient(
        notebook, timeout=180, resources={"metadata": {"path": str(path.parent)}}, shutdown_kernel="immediate"
    )
    client.execute()
    after = nbformat.writes(normalised(notebook), indent=1) + "\n"
    if after != before:
        path.write_text(after, encoding="utf-8")
    return f"{path}: {'unchanged' if after == before else 'new outputs stored'}"


def notebooks_of(book: Path) -> list[Path]:
    """The notebooks of the chapters and of the appendix."""
    return [path for path in find_pages(book) if path.suffix == ".ipynb"]


def main(arguments: list[str]) -> int:
    """Refresh the named notebooks, as many at once as there are cores."""
    parser = argparse.ArgumentParser(prog="python -m tools.refresh", description=__doc__.split("\n")[0])
    parser.add_argument("notebooks", nargs="*", type=Path, default=notebooks_of(Path()))
    paths = parser.parse_args(arguments).notebooks
    failed = False
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for path, job in [(path, pool.submit(refresh, path)) for path in paths]:
            try:
                print(job.result(), flush=True)
            except (CellExecutionError, OSError, nbformat.reader.NotJSONError) as error:
                failed = True
                print(f"{path}: not refreshed: {error}", file=sys.stderr)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
