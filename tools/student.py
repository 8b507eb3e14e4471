"""Write the chapters for students: the same notebooks, with room for answers where the solutions were.

``python -m tools.student [FOLDER]`` writes them into a folder, ``student`` if none is named, together
with the pages and files that they link to or read. Only what has been stripped is written, and nothing at all
while one page holds something that may be a solution and is not recognised as one, or while the folder holds answers
that were typed into what an earlier run wrote.

A solution is a ``<details><summary>Solution</summary>`` block, or a code cell of an exercise tagged ``hide-cell``; in
the text that tag folds what only confirms.
A code cell tagged ``exercise`` is the beginning of an answer and stays, and so does the cell below it that calls
``exercises.check``; the solution repeats that call for itself, and goes with it.
Graded questions stay too: their sources are collapsed, and they need the answer in order to grade.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import re
import shutil
import sys
from pathlib import Path

import nbformat
from bookproof.config import BookError, find_book, read_config
from bookproof.pages import PageError
from nbformat import NotebookNode

from booksite.kept import keep
from tools.notebooks import NotebookError, read_notebook

MARK = ".lossbook-student"  # in a folder that was written here: each file's SHA-256 and its path, one file a line
SOLUTION_TAG = "hide-cell"
STUB_TAG = "exercise"
ROOM_FOR_WORDS = "*Your answer:*"
ROOM_FOR_CODE = "# Your code"
STRIPPED, KEPT = "Solution", ("Hint",)
DETAILS = re.compile(r"<(?P<end>/)?details\b[^>]*>", re.IGNORECASE)
SUMMARY = re.compile(r"\s*<summary\b[^>]*>(?P<text>.*?)</summary\s*>", re.IGNORECASE | re.DOTALL)
TAG = re.compile(r"<[^>]+>")
HEADING = re.compile(r"^(#{1,6}) +(.*)$", re.MULTILINE)
FENCE = re.compile(r"^ *(```+|~~~+).*?^ *\1", re.MULTILINE | re.DOTALL)  # in a listing, # begins a comment
EXERCISE_LEVEL = 3


class StudentError(ValueError):
    """A page from which the solutions cannot be taken with certainty, or a folder that must not be emptied."""


def without_solutions(notebook: NotebookNode) -> NotebookNode:
    """The notebook with its solutions, and what they print, replaced by room for answers.

    Raises
    ------
    StudentError
        If a disclosure has no end, or may hold a solution and is not called *Solution*.
    """
    in_exercise = has_stub = False
    kept = []
    for cell in notebook.cells:
        try:
            if cell.cell_type == "markdown":
                has_stub = has_stub and not _headings(cell.source)
                cell.source, in_exercise = _without_solutions(cell.source, in_exercise)
            elif cell.cell_type == "code" and in_exercise and SOLUTION_TAG in cell.metadata.get("tags", []):
                # A stub is room enough for the answer: a second empty cell behind it would only confuse.
                lines = [] if has_stub else [ROOM_FOR_CODE, *_checks(cell.source)]
                cell.update(source="\n".join(lines), outputs=[], execution_count=None, metadata={})
                if not lines:
                    continue
            elif cell.cell_type == "code" and STUB_TAG in cell.metadata.get("tags", []):
                has_stub = True
                cell.update(outputs=[], execution_count=None)
            elif cell.cell_type == "code" and _checks(cell.source):
                cell.update(outputs=[], execution_count=None)
        except StudentError as error:
            raise StudentError(f"cell {cell.id}: {error}") from None
        kept.append(cell)
    notebook.cells = kept
    return notebook


def _without_solutions(text: str, in_exercise: bool) -> tuple[str, bool]:
    """Markdown without its solutions, and whether it ends inside an exercise; `in_exercise` says how it begins."""
    kept, position = [], 0
    for opening, closing, inner in _disclosures(text):
        kept.append(text[position:opening])
        in_exercise = _ends_in_exercise(text[position:opening], in_exercise)
        summary = SUMMARY.match(inner)
        title = " ".join(TAG.sub("", summary["text"]).split()) if summary else ""
        if title == STRIPPED:
            kept.append(ROOM_FOR_WORDS)
        elif title not in KEPT and (in_exercise or "solution" in title.lower() or not title):
            expected = ", ".join((STRIPPED, *KEPT))
            raise StudentError(f"expected a disclosure in an exercise to be called one of {expected}, got {title!r}")
        else:
            kept.append(text[opening:closing])
        position = closing
    kept.append(text[position:])
    return "".join(kept), _ends_in_exercise(text[position:], in_exercise)


def _disclosures(text: str) -> list[tuple[int, int, str]]:
    """The outermost ``<details>`` of a text: where each begins and ends, and what stands in it."""
    found, depth, start, inside = [], 0, 0, 0
    for tag in DETAILS.finditer(text):
        if not tag["end"]:
            if depth == 0:
                start, inside = tag.start(), tag.end()
            depth += 1
        elif depth == 0:
            raise StudentError("expected <details> before </details>, found none")
        else:
            depth -= 1
            if depth == 0:
                found.append((start, tag.end(), text[inside : tag.start()]))
    if depth:
        raise StudentError("expected </details> behind the solution, found none")
    return found


def _ends_in_exercise(text: str, in_exercise: bool) -> bool:
    for hashes, title in _headings(text):
        if len(hashes) <= EXERCISE_LEVEL:
            in_exercise = len(hashes) == EXERCISE_LEVEL and title.startswith("Exercise ")
    return in_exercise


def _headings(text: str) -> list[tuple[str, str]]:
    return HEADING.findall(FENCE.sub("", text))


def _checks(source: str) -> list[str]:
    """The statements of a cell that call ``exercises.check``, as they are written."""
    if "exercises.check" not in source:
        return []
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise StudentError(f"expected Python beside exercises.check, got {error.msg} in line {error.lineno}") from None
    return [
        ast.get_source_segment(source, statement) or ""
        for statement in statements
        if isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Call)
        and ast.unparse(statement.value.func) == "exercises.check"
    ]


def stripped_pages(book: Path) -> dict[Path, str]:
    """The text of every page of the book without its solutions, by its path inside the book.

    Raises
    ------
    StudentError, NotebookError, bookproof.pages.PageError
        If a page cannot be read or stripped; the message names it.
    """
    pages = {}
    for path in _files(book):
        try:
            if path.suffix == ".ipynb":
                text = nbformat.writes(without_solutions(read_notebook(path))) + "\n"
            elif path.suffix == ".md":
                text, _ = _without_solutions(path.read_text(encoding="utf-8"), in_exercise=False)
            else:
                continue
        except StudentError as error:
            raise StudentError(f"{path}: {error}") from None
        pages[path.relative_to(book)] = text
    return pages


def _files(book: Path) -> list[Path]:
    """The files of the book's folders, without hidden ones and those of tools."""
    files = (
        path for folder in read_config(book).folders for path in sorted((book / folder).rglob("*")) if path.is_file()
    )
    return [path for path in files if not any(part.startswith((".", "_")) for part in path.relative_to(book).parts)]


def write_book(book: Path, target: Path) -> list[Path]:
    """Write a book without its solutions into the emptied folder `target`; returns the paths of the notebooks.

    What an earlier run wrote there is replaced, unless it has changed since: answers may have been typed into it.

    Raises
    ------
    StudentError, NotebookError, bookproof.pages.PageError
        If a page cannot be read or stripped, the book has no notebook, `target` holds a file that an earlier run did
        not write as it is (JupyterLab's checkpoints aside), or it is the book itself. Nothing is then written or
        removed.
    """
    folders = read_config(book).folders
    pages = stripped_pages(book)
    notebooks = [path for path in pages if path.suffix == ".ipynb"]
    if not notebooks:
        raise StudentError(f"{book}: expected notebooks in {' or '.join(folders)}, found none")
    _require_replaceable(book.resolve(), target.resolve(), folders)
    names = [path.relative_to(book) for path in _files(book)]
    contents = {name: pages[name].encode() if name in pages else (book / name).read_bytes() for name in names}
    for folder in folders:
        shutil.rmtree(target / folder, ignore_errors=True)
    mark = "".join(f"{_digest(content)}  {name.as_posix()}\n" for name, content in contents.items())
    keep(target / MARK, mark.encode())
    for name, content in contents.items():
        keep(target / name, content)
    return [target / path for path in notebooks]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _require_replaceable(book: Path, target: Path, folders: tuple[str, ...]) -> None:
    if target == book or any(book / folder in (target, *target.parents) for folder in folders):
        raise StudentError(f"{target}: expected a folder apart from the book's own pages")
    mark = target / MARK
    lines = mark.read_text(encoding="utf-8").splitlines() if mark.exists() else []
    written = {target / name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    for path in target.rglob("*"):
        if path.is_dir() or path == mark or path.parent.name == ".ipynb_checkpoints":
            continue
        found = path.relative_to(target)
        if path not in written:
            raise StudentError(f"{target}: expected an empty folder or what an earlier run wrote, found {found} in it")
        if _digest(path.read_bytes()) != written[path]:
            raise StudentError(
                f"{target}: expected what an earlier run wrote, found {found} changed: move it, or name another folder"
            )


def main(arguments: list[str]) -> int:
    """Write the student notebooks of the book that the current folder belongs to."""
    parser = argparse.ArgumentParser(prog="python -m tools.student", description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, help="where to write; student in the book if not named")
    named = parser.parse_args(arguments).folder
    try:
        book = find_book(Path.cwd())
        folder = named or book / "student"
        written = write_book(book, folder)
    except (BookError, StudentError, NotebookError, PageError, OSError) as error:
        print(f"student: {error}", file=sys.stderr)
        return 1
    chapters = [path for path in written if path.parent == folder / "chapters"]
    print(f"chapters without solutions in {folder / 'chapters'}: {len(chapters)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
