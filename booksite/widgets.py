"""Give each widget its place on the page: room for it, and the figure or form that stands there until it starts.

The page carries the widgets' modules without what only people need: Terser takes it out.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import subprocess
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform

from booksite.assets import node_program
from lossbook.widgets.page import room

HERE = Path(__file__).parent
LOCK = "package-lock.json"
VIEW = "application/vnd.jupyter.widget-view+json"
TEXT = "text/plain"
STILL = ("image/svg+xml", "text/html")


class PlaceWidgets(SphinxPostTransform):
    """Put the still form of the widget, in the height that the widget will take, and then its view."""

    default_priority = 3  # before MyST-NB keeps only one form of each output
    formats = ("html",)

    def run(self, **kwargs) -> None:
        """Apply the transform to one page."""
        for bundle in list(self.document.findall(nodes.container)):
            forms = {
                child["mime_type"]: child
                for child in bundle.children
                if "mime_type" in getattr(child, "attributes", {})
            }
            if bundle.get("nb_element") == "mime_bundle" and VIEW in forms:
                size = room(forms[TEXT].astext())
                bundle.replace_self(
                    [
                        nodes.raw(
                            "", f'<div class="lb-widget" style="{size}"><div class="lb-fallback">', format="html"
                        ),
                        *next(forms[kind] for kind in STILL if kind in forms).children,
                        nodes.raw("", "</div>", format="html"),
                        *forms[VIEW].children,
                        nodes.raw("", "</div>", format="html"),
                    ]
                )


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
    kept.parent.mkdir(parents=True, exist_ok=True)
    whole = kept.with_name(f"{known}.{os.getpid()}")  # pages are written by several processes at once
    whole.write_text(short, encoding="utf-8")
    whole.replace(kept)
    return short


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_post_transform(PlaceWidgets)
