"""Names for all that the check of a page reads: one whose name has not changed need not be checked again.

A check reads the page and the files of its name among the proofs; of the other pages what links lead to, which is their
code with what it printed, their headings and their formulas; and any other file of the book, which a link or a warrant
may name. The name stands for the code of the checks too.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from bookproof.config import proofs_name, read_config
from bookproof.numbers.check import Book
from bookproof.numbers.view import View

MADE = ("_build", "__pycache__", "node_modules")


class Offer(NamedTuple):
    """What a page offers to others: a name for the text that it was read from, a name for all, and what was read."""

    text: str
    name: str
    anchors: set[str]
    equations: frozenset[str]


def names_of_states(book: Book, root: Path, offers: dict[Path, Offer]) -> dict[Path, str]:
    """A name for each page of a book that changes with everything that its check reads.

    Parameters
    ----------
    book : Book
        All pages of the book, as they will be checked.
    root : Path
        The root of the book.
    offers : dict
        What each page offers to other pages, from the last time; nothing at first. Brought up to date: it is read
        again only where the text of the page has changed, and the book is given it for all other pages.
    """
    config = read_config(root)
    # walked too, since they may lie outside of the root or behind a symbolic link, which a walk does not follow
    proofs = [(root / config.proofs).resolve(), (root / config.facts).resolve()]
    stems = {proofs_name(path) for path in book.views}
    own: dict[str, list[Path]] = {stem: [] for stem in stems}
    shared = []
    for file in dict.fromkeys(file for folder in (root.resolve(), *proofs) for file in _files(folder)):
        if file.parent in proofs and file.stem in stems:
            own[file.stem].append(file)
        elif file not in book.views:
            shared.append(file)
    common = _digest([*_program(), *_contents(shared)])
    for path, view in book.views.items():
        text = _digest([common, path, view.page.cells])
        if path not in offers or offers[path][0] != text:
            offers[path] = Offer(text, _digest(_offered(view)), view.anchors, view.equations)
        view.anchors, view.equations = offers[path].anchors, offers[path].equations
    together = _digest(offers[path].name for path in book.views)
    return {path: _digest([together, offers[path].text, *_contents(own[proofs_name(path)])]) for path in book.views}


def _program() -> Iterator[object]:
    """What the answer of a check depends on beside the book; messages name files from the current folder."""
    yield from (sys.version, *map(version, ("markdown-it-py", "mdit-py-plugins", "pybtex")), Path.cwd())
    yield from _contents(sorted(Path(__file__).parents[1].rglob("*.py")))


def _offered(view: View) -> Iterator[object]:
    """What other pages may see of a page."""
    yield from (view.path, view.code, sorted(view.anchors), sorted(view.equations))


def _files(root: Path) -> Iterator[Path]:
    """The files of a book that are neither hidden nor made."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in MADE)
        yield from (file for name in sorted(names) if (file := Path(folder, name)).is_file())


def _contents(files: Iterable[Path]) -> Iterator[object]:
    for file in files:
        yield from (file, hashlib.sha256(file.read_bytes()).digest())


def _digest(parts: Iterable[object]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(repr(part).encode() + b"\0")
    return digest.hexdigest()
