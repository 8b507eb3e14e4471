"""Work that needs no result of the chapters: done beside their kernels, it does not hold up the end of a build."""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Callable
from multiprocessing.process import BaseProcess

from sphinx.util.parallel import parallel_available


def begin(work: Callable[..., object], *arguments: object) -> BaseProcess | None:
    """Begin in a process of its own what keeps its result on the disk; nothing where processes cannot be forked.

    Who needs the result does the work if it is not there: what fails here fails there again, and is reported.
    """
    if not parallel_available:
        return None
    process = multiprocessing.get_context("fork").Process(target=_quietly, args=(work, *arguments))
    process.start()
    return process


def _quietly(work: Callable[..., object], *arguments: object) -> None:
    with contextlib.suppress(Exception, KeyboardInterrupt):
        work(*arguments)
