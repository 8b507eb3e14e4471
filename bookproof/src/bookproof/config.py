"""What a book tells bookproof about itself: the table ``[tool.bookproof]`` of its pyproject.toml.

Every entry has a default, so a book with a folder ``chapters/`` and no pyproject.toml can be checked as it is.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

TABLE = ("tool", "bookproof")


class BookError(ValueError):
    """There is no book where one was expected, or its configuration cannot be read."""


@dataclass(frozen=True)
class Config:
    """The layout of one book; all paths are relative to its root.

    Attributes
    ----------
    folders : tuple of str
        Folders whose notebooks and Markdown files are pages of the book.
    pages : tuple of str
        Further pages in the root itself; one that does not exist is left out.
    docstrings : tuple of str
        Folders of Python packages whose docstrings hold displayed formulas.
    proofs : str
        The folder of the bindings, warrants and waivers, one file a page.
    facts : str
        The folder of the conditions that sentences are held to, and of what they came to, one file of each a page.
    kill_rates : str
        Where `mutants` stores how many alterations were noticed.
    second_edition : tuple of str
        Pages that are held to every rule; as `bookproof.pages.find_pages` names them.
    """

    folders: tuple[str, ...] = ("chapters", "appendix")
    pages: tuple[str, ...] = ("intro.md", "README.md")
    docstrings: tuple[str, ...] = ()
    proofs: str = "proofs"
    facts: str = "proofs/facts"
    kill_rates: str = "appendix/kill-rates.csv"
    second_edition: tuple[str, ...] = ()


def state_of(file: Path) -> tuple[int, int] | None:
    """When a file was last changed and its size, so that what was read of it is read anew; None without a file."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def read_config(root: Path) -> Config:
    """Read the configuration of the book in a folder; without a table ``[tool.bookproof]`` it is all defaults.

    Raises
    ------
    BookError
        If pyproject.toml is not TOML, or an entry is unknown, of another type, or names a folder or a page of the
        second edition that does not exist.
    """
    return _read_config(root, state_of(root / "pyproject.toml"))


@lru_cache(maxsize=64)
def _read_config(root: Path, _state: tuple[int, int] | None) -> Config:
    table = _table(root)
    known = {field.name: getattr(Config(), field.name) for field in fields(Config)}
    entries = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in known:
            names = ", ".join(sorted(name.replace("_", "-") for name in known))
            raise BookError(f"{root / 'pyproject.toml'}: expected one of {names} in [tool.bookproof], got {key}")
        if isinstance(known[name], tuple):
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                raise BookError(f"{root / 'pyproject.toml'}: expected {key} to be a list of strings, got {value!r}")
            value = tuple(value)
        elif not isinstance(value, str):
            raise BookError(f"{root / 'pyproject.toml'}: expected {key} to be a string, got {value!r}")
        entries[name] = value
    missing = [each for name in ("folders", "docstrings", "second_edition") for each in entries.get(name, ())]
    missing = [each for each in missing if not (root / each).exists()]
    if missing:
        raise BookError(f"{root / 'pyproject.toml'}: names what does not exist: {', '.join(missing)}")
    if "second_edition" in entries:
        entries["second_edition"] = tuple(Path(os.path.normpath(each)).as_posix() for each in entries["second_edition"])
    return Config(**entries)


def find_book(start: Path) -> Path:
    """The root of the book around a file or folder: the nearest folder upwards that is configured or has chapters.

    Raises
    ------
    BookError
        If no folder on the way up is a book.
    """
    start = Path(os.path.abspath(start))  # a page that is a symbolic link belongs to the book that has the link
    for folder in (start, *start.parents):
        if (folder / "chapters").is_dir() or _table(folder):
            return folder
    raise BookError(f"expected a book, a folder with chapters/ or [tool.bookproof], got none at {start} or above it")


def book_around(path: Path) -> Path | None:
    """The root of the book that a file or folder belongs to, or None."""
    try:
        return find_book(path if path.is_dir() else path.parent)
    except BookError:
        return None


def proofs_name(page: Path) -> str:
    """What the files of a page in the folders of proofs are called, without their endings."""
    return page.stem.replace("-", "_")


def facts_file(page: Path) -> Path | None:
    """Where the facts of a page stand, whether or not there are any; None for a page that belongs to no book."""
    root = book_around(page)
    return root / read_config(root).facts / f"{proofs_name(page)}.py" if root else None


def binding_files(folder: Path) -> list[Path]:
    """The files of a folder of proofs that bind formulas; those that start with an underscore are shared by them."""
    return [path for path in sorted(folder.glob("*.py")) if not path.name.startswith(("test_", "conftest", "_"))]


def is_second_edition(page: Path) -> bool:
    """Whether the book of a page, if it has one, lists it as held to every rule."""
    root = book_around(page)
    return root is not None and name_in_book(page, root) in read_config(root).second_edition


def name_in_book(page: Path, root: Path) -> str:
    """The path of a page from the root of its book on, whatever symbolic links lead to."""
    return Path(os.path.relpath(page, root)).as_posix()


def shown_path(path: Path) -> str:
    """A path as messages show it: from the current folder, where it lies inside."""
    path = Path(os.path.realpath(path))  # which a link to itself does not stop
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def docstring_files(root: Path) -> list[Path]:
    """The modules of the packages whose docstrings may display formulas."""
    return [path for folder in read_config(root).docstrings for path in sorted((root / folder).rglob("*.py"))]


def _table(folder: Path) -> dict:
    path = folder / "pyproject.toml"
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BookError(f"{path}: cannot be read: {error}") from error
    for key in TABLE:
        table = table.get(key, {})
        if not isinstance(table, dict):
            raise BookError(f"{path}: expected a table {key}, got {table!r}")
    return table
