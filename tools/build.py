"""Build the site: ``python -m tools.build``.

Runs Jupyter Book with warnings as errors, says chapter by chapter how far it is, and ends with one clear line:
where the site is and how to serve it, or what stopped the build.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from bookproof.config import BookError, find_book
from bookproof.pages import PageError, find_pages

from tools.notebooks import NotebookError, require_readable

NEEDED_MB = 300
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# What a reader wants to see of Sphinx's report: the chapters as they run, and whatever went wrong.
PROGRESS = re.compile(r"^  \S+: (ran|unchanged|FAILED)")
TROUBLE = re.compile(r"WARNING|ERROR|CRITICAL|[Ee]rror:|rror in |Traceback")
# jsonschema imports a grammar that takes 2 s to compile, for a kind of address that no schema of the book names;
# it does without where the import fails. Nearly all that a build makes lives until its end: the collector of reference
# cycles would take about 1 s of 7 to save a tenth of the memory.
CHILD = """
import gc
import sys
gc.disable()
sys.modules["rfc3987_syntax"] = None
from jupyter_book.cli.main import main
main()
"""
# What the site is made from: everything in the book's folder but what is made, hidden, or only tests.
NOT_SOURCES = ("_build", "build", "node_modules", "tests", "benchmarks", "mutants", "__pycache__")
KERNEL_NOTICE = "Kernel is running over TCP"


class BuildError(RuntimeError):
    """A build that cannot start or did not succeed; the message is the last line the reader sees."""


def build(book: Path) -> Path:
    """Build a book into ``_build/html`` below it; returns the path of its first page.

    Raises
    ------
    BuildError
        If the disk is full, a chapter fails, or anything warns.
    NotebookError, bookproof.pages.PageError
        If a notebook of the book cannot be read.
    """
    free = shutil.disk_usage(book).free // 2**20
    if free < NEEDED_MB:
        raise BuildError(f"expected at least {NEEDED_MB} MB of free disk, got {free} MB: make room and run it again")
    if not (book / "_toc.yml").exists():
        raise BuildError(f"expected a table of contents, got no _toc.yml in {book}")
    package = book / "package.json"
    needed = json.loads(package.read_text(encoding="utf-8")).get("dependencies", {}) if package.exists() else {}
    missing = [name for name in needed if not (book / "node_modules" / name).exists()]
    if missing:
        raise BuildError(f"expected {', '.join(missing)} in node_modules: run `make setup`")
    first, stamp = book / "_build" / "html" / "index.html", book / "_build" / "sources.sha256"
    sources = state_of_sources(book)
    if first.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == sources:
        print("  nothing has changed since the last build", flush=True)
        return first
    # Sphinx would report a page that it cannot read as a traceback, after a minute.
    for page in find_pages(book):
        if page.suffix == ".ipynb":
            require_readable(page)
    stamp.unlink(missing_ok=True)
    command = [sys.executable, "-c", CHILD, "build", str(book), "-W", "-n", "--keep-going"]
    # On Windows, Python writes to a pipe in the code page of the country.
    environment = {**os.environ, "PYDEVD_DISABLE_FILE_VALIDATION": "1", "PYTHONUTF8": "1"}
    process = subprocess.Popen(
        command,
        cwd=book,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",  # what a program that the build starts may print in another encoding
    )
    trouble: list[str] = []
    for line in process.stdout or ():
        plain = COLOUR.sub("", line.rstrip())
        if PROGRESS.match(plain):
            print(plain, flush=True)
        elif trouble or (TROUBLE.search(plain) and KERNEL_NOTICE not in plain and "NbParserConfig" not in plain):
            trouble.append(plain)
    code = process.wait()
    if code:
        # Forget what was read, so that the next build looks at every page again and repeats its warnings.
        (book / "_build" / ".doctrees" / "environment.pickle").unlink(missing_ok=True)
        print("\n".join(trouble), file=sys.stderr)
        failed = next((line for line in trouble if "Executing notebook failed" in line), None)
        if any(os.strerror(errno.ENOSPC) in line for line in trouble):
            raise BuildError("the disk is full: make room and run it again")
        if code < 0:
            raise BuildError(f"the build was killed by signal {-code}")
        raise BuildError(f"a chapter fails: {failed}" if failed else "the book did not build: see the messages above")
    stamp.write_text(sources, encoding="utf-8")
    return first


def state_of_sources(book: Path) -> str:
    """A name for the present contents of all files that the site is made from, and for the Python that makes it."""
    digest = hashlib.sha256(sys.version.encode())
    for folder, folders, files in os.walk(book):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in NOT_SOURCES)
        for path in (Path(folder, name) for name in sorted(files)):
            digest.update(path.relative_to(book).as_posix().encode() + path.read_bytes())
    installed = book / "node_modules" / ".package-lock.json"
    digest.update(installed.read_bytes() if installed.exists() else b"")
    return digest.hexdigest()


def main(arguments: list[str]) -> int:
    """Build the book that the current folder belongs to, and print how it ended."""
    parser = argparse.ArgumentParser(prog="python -m tools.build", description=__doc__.split("\n")[0])
    parser.parse_args(arguments)
    started = time.perf_counter()
    try:
        book = find_book(Path.cwd())
        print("Building the book; chapters that have changed are run.", flush=True)
        first = build(book)
    except (BookError, BuildError, NotebookError, PageError, OSError) as error:
        print(f"build: {error}", file=sys.stderr)
        return 1
    print(f"Built in {time.perf_counter() - started:.0f} s: {first.as_uri()}")
    print("Open that file in a browser, or run `make serve`.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
