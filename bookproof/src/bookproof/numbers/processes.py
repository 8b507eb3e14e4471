"""Check the pages of a book in several processes at once, with the findings of one."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread

from bookproof.numbers.check import Book
from bookproof.numbers.findings import Findings

PAGES_EACH = 4
"""How many pages a process must have at least, since starting one can take as long as the check of two."""


def cores() -> int:
    """On how many cores this process may run."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def check_all(book: Book, processes: int, only: Iterable[Path] | None = None) -> None:
    """Check the pages of a book that have not been checked, and keep what is found, which `Book.findings` then gives.

    Parameters
    ----------
    book : Book
        The book, with all its pages.
    processes : int
        How many processes at most; few pages are checked in this one.
    only : iterable of Path, optional
        The pages to check. Default: all of the book.
    """
    wanted = list(book.views if only is None else only)
    pages = [path for path in wanted if path not in book.checked]
    processes = min(processes, len(pages) // PAGES_EACH)
    if processes > 1:
        for view in book.views.values():
            _ = view.equations  # which the check of each page asks for, so that no process works them out anew
        with ProcessPoolExecutor(processes, initializer=_start, initargs=(book,)) as pool:
            # The longest first, so that none is left for the end, when the other processes have nothing to do.
            by_length = sorted(pages, key=lambda path: -sum(len(cell.source) for cell in book.views[path].page.cells))
            found = {path: pool.submit(_findings, path) for path in by_length}
            try:
                book.checked.update({path: found[path].result() for path in pages})
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
    for path in wanted:
        book.findings(path)


_books: list[Book] = []


def _start(book: Book) -> None:
    """Begin a process of the check: Ctrl-C stops the one that it answers to, with which it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _books[:] = [book]


def _end_with_parent() -> None:
    """End when the parent is killed, which then tells nobody: each process would wait forever for the next page."""
    parent = multiprocessing.parent_process()
    if parent:
        wait([parent.sentinel])
        os._exit(1)


def _findings(path: Path) -> Findings:
    return _books[0].findings(path)
