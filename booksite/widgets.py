"""Give each widget its place on the page: room for it, and the figure or form that stands there until it starts."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from lossbook.widgets.page import room

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


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_post_transform(PlaceWidgets)
