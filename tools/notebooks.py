"""Read notebooks for the programs here: a notebook that is malformed is reported in one line that names the cell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from bookproof.pages import read_page

if TYPE_CHECKING:
    from nbformat import NotebookNode, ValidationError

FORMAT = 4
LONGEST_REASON = 160


class NotebookError(ValueError):
    """A notebook that cannot be used; the message is one line that names the file and, where it is known, the cell."""


def require_readable(path: Path) -> dict:
    """The raw content of a notebook whose cells can be told apart, without the second that nbformat takes to import.

    Raises
    ------
    bookproof.pages.PageError
        If the file cannot be read, or is not JSON with a list of cells.
    NotebookError
        If it is a notebook of another format than 4.
    """
    read_page(path)
    data = json.loads(path.read_text(encoding="utf-8"))
    if data.get("nbformat") != FORMAT:
        raise NotebookError(f"{path}: expected a notebook of format {FORMAT}, got {data.get('nbformat')!r}")
    return data


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook of format 4.

    Raises
    ------
    bookproof.pages.PageError
        If the file cannot be read, or is not JSON with a list of cells.
    NotebookError
        If the file breaks the notebook format in any other way.
    """
    import nbformat

    data = require_readable(path)
    try:
        nbformat.validate(data)
    except nbformat.ValidationError as error:
        raise NotebookError(f"{path}: {_place(error)}{_reason(error)}") from error
    return nbformat.v4.reads(json.dumps(data))


def _place(error: ValidationError) -> str:
    where = list(error.absolute_path)
    return f"cell {where[1] + 1} is malformed: " if len(where) > 1 and where[0] == "cells" else "not a notebook: "


def _reason(error: ValidationError) -> str:
    reason = " ".join(error.message.split())
    return reason if len(reason) <= LONGEST_REASON else f"{reason[:LONGEST_REASON]} …"
