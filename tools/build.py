"""Build the site: ``python -m tools.build``.

Runs Jupyter Book with warnings as errors, says chapter by chapter how far it is, and ends with one clear line:
where the site is and how to serve it, or what stopped the build.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SITE = ROOT / "_build" / "html"
NEEDED_MB = 300
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# What a reader wants to see of Sphinx's report: the chapters as they run, and whatever went wrong.
PROGRESS = re.compile(r"^  \S+: (ran|unchanged|FAILED)")
TROUBLE = re.compile(r"WARNING|ERROR|CRITICAL|[Ee]rror:|rror in |Traceback")
KERNEL_NOTICE = "Kernel is running over TCP"


class BuildError(RuntimeError):
    """A build that cannot start or did not succeed; the message is the last line the reader sees."""


def build() -> None:
    """Build the book below the repository's root into ``_build/html``.

    Raises
    ------
    BuildError
        If the disk is full, a chapter fails, or anything warns.
    """
    free = shutil.disk_usage(ROOT).free // 2**20
    if free < NEEDED_MB:
        raise BuildError(f"expected at least {NEEDED_MB} MB of free disk, got {free} MB: make room and run it again")
    if not (ROOT / "node_modules" / "katex").exists():
        raise BuildError("expected the site's npm packages in node_modules: run `make setup`")
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(ROOT), "-W", "-n", "--keep-going"]
    environment = {**os.environ, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    trouble = []
    for line in process.stdout:
        plain = COLOUR.sub("", line.rstrip())
        if PROGRESS.match(plain):
            print(plain, flush=True)
        elif trouble or (TROUBLE.search(plain) and KERNEL_NOTICE not in plain and "NbParserConfig" not in plain):
            trouble.append(plain)
    if process.wait():
        # Forget what was read, so that the next build looks at every page again and repeats its warnings.
        (ROOT / "_build" / ".doctrees" / "environment.pickle").unlink(missing_ok=True)
        print("\n".join(trouble), file=sys.stderr)
        failed = next((line for line in trouble if "Executing notebook failed" in line), None)
        if any(os.strerror(errno.ENOSPC) in line for line in trouble):
            raise BuildError("the disk is full: make room and run it again")
        raise BuildError(f"a chapter fails: {failed}" if failed else "the book did not build: see the messages above")


def main() -> int:
    """Build, and print how it ended."""
    started = time.perf_counter()
    print("Building the book; chapters that have changed are run.", flush=True)
    try:
        build()
    except (BuildError, OSError) as error:
        print(f"make book: {error}", file=sys.stderr)
        return 1
    print(f"Built in {time.perf_counter() - started:.0f} s: {(SITE / 'index.html').as_uri()}")
    print("Open that file in a browser, or run `make serve`.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
