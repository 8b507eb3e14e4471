"""Mount widgets on the page: their place, their figure until they start, and the script that starts them."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

VIEW = "application/vnd.jupyter.widget-view+json"
FIGURE = "image/svg+xml"


class PlaceWidgets(SphinxPostTransform):
    """Put the widget's view and, under it, the figure of its default state, which shows until the widget starts."""

    default_priority = 3  # before MyST-NB keeps only one form of each output
    formats = ("html",)

    def run(self, **kwargs) -> None:
        """Apply the transform to one page."""
        for bundle in list(self.document.findall(lambda n: getattr(n, "get", dict().get)("nb_element") == "mime_bundle")):
            forms = {child["mime_type"]: child for child in bundle.children}
            if VIEW not in forms:
                continue
            place = nodes.container(classes=["lb-widget"])
            place += nodes.raw("", '<div class="lb-fallback">', format="html")
            place += forms[FIGURE].children if FIGURE in forms else forms["text/plain"].children
            place += nodes.raw("", "</div>", format="html")
            place += forms[VIEW].children
            bundle.replace_self(place)


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_post_transform(PlaceWidgets)
