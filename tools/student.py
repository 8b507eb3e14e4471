"""Write the chapters for students: the same notebooks, with room for answers where the solutions were.

``python -m tools.student [FOLDER]`` writes them into a folder, ``_build/student`` if none is named, together
with the pages and files that they link to or read.
A solution is a ``<details><summary>Solution</summary>`` block, or a code cell tagged ``hide-cell``.
Graded questions stay: their sources are collapsed, and they need the answer in order to grade.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from pathlib import Path

import nbformat
from bookproof.config import read_config
from nbformat import NotebookNode

SOLUTION = re.compile(r"<details>\s*<summary>Solution</summary>.*?</details>", re.DOTALL)
SOLUTION_TAG = "hide-cell"
ROOM_FOR_WORDS = "*Your answer:*"
ROOM_FOR_CODE = "# Your code"


def without_solutions(notebook: NotebookNode) -> NotebookNode:
    """The notebook with its solutions, and what they print, replaced by room for answers.

    Raises
    ------
    ValueError
        If a solution has no end.
    """
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = SOLUTION.sub(ROOM_FOR_WORDS, cell.source)
            if "<summary>Solution</summary>" in cell.source:
                raise ValueError(f"cell {cell.id}: expected </details> behind the solution, found none")
        elif SOLUTION_TAG in cell.metadata.get("tags", []):
            cell.update(source=ROOM_FOR_CODE, outputs=[], execution_count=None, metadata={})
    return notebook


def write_book(book: Path, target: Path) -> list[Path]:
    """Write the chapters of a book without their solutions below `target`; returns their paths."""
    for folder in read_config(book).folders:
        shutil.copytree(book / folder, target / folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*", "_*"))
    written = sorted((target / "chapters").glob("*.ipynb"))
    for path in written:
        notebook = nbformat.read(path, as_version=4)
        nbformat.write(without_solutions(notebook), path)
    return written


def main(arguments: list[str]) -> int:
    """Write the student notebooks of the book in the current folder."""
    parser = argparse.ArgumentParser(prog="python -m tools.student", description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path("_build/student"))
    folder = parser.parse_args(arguments).folder
    written = write_book(Path.cwd(), folder)
    print(f"chapters without solutions in {folder / 'chapters'}: {len(written)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
