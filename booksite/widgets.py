"""Give each widget its place on the page: room for it, and the figure or form that stands there until it starts.

The page carries the widgets' modules without what only people need: Terser takes it out.
"""

from __future__ import annotations

import functools
import json
import subprocess
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform

from booksite.assets import node_program
from lossbook.widgets.page import room

HERE = Path(__file__).parent
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
    """A JavaScript module as short as Terser makes it; `root` is the folder that holds the npm packages."""
    command = [node_program(), str(HERE / "minify.cjs")]
    done = subprocess.run(
        command, cwd=root, input=json.dumps([source]), capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise ExtensionError(f"Terser failed: {done.stderr.strip()[-500:]}")
    return json.loads(done.stdout)[0]


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_post_transform(PlaceWidgets)
