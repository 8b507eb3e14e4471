"""The keys of a BibTeX file, which the page of the bibliography offers as targets of links."""

from __future__ import annotations

from pathlib import Path

from pybtex.database import BibliographyData, parse_string
from pybtex.exceptions import PybtexError

from bookproof.config import BookError


def read_bibliography(path: Path) -> BibliographyData:
    """The entries of a BibTeX file; a file that does not exist has none.

    Raises
    ------
    BookError
        If the file is not BibTeX.
    """
    if not path.is_file():
        return BibliographyData()
    try:
        return parse_string(path.read_text(encoding="utf-8"), "bibtex")
    except (PybtexError, UnicodeDecodeError) as error:
        raise BookError(f"{path}: cannot be read as BibTeX: {error}") from error
