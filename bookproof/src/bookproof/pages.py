"""Read the book's pages without running or importing anything heavy.

A page is a notebook or a Markdown file; each is a list of cells with the place of every line kept,
so that a check can say where it found what.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bookproof.config import BookError, book_around, name_in_book, read_config, shown_path
from bookproof.markdown import Document, read_markdown

LABEL = re.compile(r"#\|\s*label:\s*(\S+)\s*$")


class PageError(ValueError):
    """A page that cannot be read as a page of the book."""


@dataclass(frozen=True)
class Cell:
    """One cell: its number from 1 on, its source, and for code what it printed when it last ran."""

    number: int
    kind: str
    source: str
    outputs: tuple[dict, ...] = ()
    metadata: dict = field(default_factory=dict)
    executed: bool = True
    id: str = ""

    @property
    def label(self) -> str | None:
        """The name that prose quotes the cell by: ``#| label: name`` on its first line."""
        if self.kind != "code":
            return None
        match = LABEL.match(self.source.split("\n", 1)[0])
        return match[1] if match else None

    @property
    def document(self) -> Document:
        """What a Markdown cell holds; only a file, which is cell 0, can begin with front matter."""
        return read_markdown(self.source, in_notebook=self.number > 0)

    def settings(self, name: str) -> dict[str, Any]:
        """What the metadata of the cell say to MyST of its ``figure`` or ``image``."""
        return dict(self.metadata.get("mystnb") or {}).get(name) or {}

    @property
    def shown_figures(self) -> list[dict]:
        """What the cell said of each figure when it last ran: its alt text, caption and name."""
        said = ((output.get("metadata") or {}).get("figure") for output in self.outputs)
        return [figure for figure in said if figure]


@dataclass(frozen=True)
class Page:
    """A notebook or a Markdown file of the book; a Markdown file is one cell, numbered 0."""

    path: Path
    cells: tuple[Cell, ...]

    def with_cell(self, cell: Cell) -> Page:
        """The page with another cell in place of the one that has its number."""
        return replace(self, cells=tuple(cell if each.number == cell.number else each for each in self.cells))


def read_page(path: Path) -> Page:
    """Read one page; a file that is no notebook or no text raises a `PageError` that says why."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise PageError(f"{shown_path(path)}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise PageError(f"{shown_path(path)}: cannot be read: {error}") from error
    if path.suffix == ".md":
        return Page(path, (Cell(0, "markdown", text),))
    if path.suffix != ".ipynb":
        raise PageError(f"{shown_path(path)}: expected a notebook (.ipynb) or a Markdown file (.md)")
    try:
        notebook = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise PageError(f"{shown_path(path)}: not a notebook: {error}") from error
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise PageError(f"{shown_path(path)}: not a notebook: it has no list of cells")
    return Page(path, tuple(_cell(path, number, raw) for number, raw in enumerate(notebook["cells"], 1)))


def _cell(path: Path, number: int, raw: dict) -> Cell:
    try:
        source = raw["source"] if isinstance(raw["source"], str) else "".join(raw["source"])
        kind = raw["cell_type"]
        metadata = dict(raw.get("metadata", {}))
        rendering = dict(metadata.get("mystnb") or {})
        for name in ("figure", "image"):
            settings = rendering.get(name)
            _require(settings is None or isinstance(settings, dict), f"{name} of mystnb to be a table", settings)
        outputs = tuple(map(_output, raw.get("outputs", ())))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise PageError(f"{shown_path(path)}: cell {number} is malformed: {error!r}") from error
    executed = kind != "code" or not source.strip() or raw.get("execution_count") is not None
    return Cell(number, kind, source, outputs, metadata, executed, str(raw.get("id", "")))


def _output(raw: dict) -> dict:
    """One output, with what its metadata say of figures and explorers as the checks expect it."""
    output = dict(raw)
    metadata = dict(output.pop("metadata", None) or {})
    for name, text in dict(metadata.get("figure") or {}).items():
        _require(text is None or isinstance(text, str), f"the {name} of a figure to be text", text)
    for name, accepted in dict(metadata.get("explorer") or {}).items():
        ends = [dict(accepted).get(end) for end in ("low", "high")]
        numbers = all(isinstance(end, int | float) for end in ends)
        _require("choices" in accepted or numbers, f"{name} of an explorer to have choices, or low and high", ends)
    return output | ({"metadata": metadata} if "metadata" in raw else {})


def _require(fits: bool, expected: str, got: object) -> None:
    if not fits:
        raise TypeError(f"expected {expected}, got {got!r}")


def find_pages(root: Path) -> list[Path]:
    """Every page of the book below `root`, in a stable order.

    Raises
    ------
    BookError
        If the second edition lists what is none of them, so that nothing would be held to its rules.
    """
    config = read_config(root)
    singles = [path for name in config.pages if (path := root / name).exists()]
    below = [path for folder in config.folders for path in pages_in(root / folder)]
    pages = list(dict.fromkeys([*singles, *below]))
    strange = set(config.second_edition) - {name_in_book(path, root) for path in pages}
    if strange:
        listed = ", ".join(sorted(strange))
        raise BookError(f"{root / 'pyproject.toml'}: expected second-edition to list pages of the book, got {listed}")
    return pages


def pages_below(path: Path) -> list[Path]:
    """A page itself, or the pages in a folder: those of the book, if it is the root of one."""
    if not path.is_dir():
        return [path]
    return find_pages(path) if book_around(path) == Path(os.path.abspath(path)) else list(pages_in(path))


def pages_in(folder: Path) -> Iterator[Path]:
    """The notebooks and Markdown files below a folder, hidden folders left out."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
        if path.suffix in (".ipynb", ".md") and not hidden:
            yield path
