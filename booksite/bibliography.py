"""Make the entries of the bibliography targets that chapters can link to by their key in the .bib file."""

from __future__ import annotations

from pathlib import Path

from bookproof.bibliography import read_bibliography
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

PAGE = "appendix/bibliography"


def note_entries(app: Sphinx, doctree: nodes.document) -> None:
    """Let links such as ``bibliography.md#bishop2006pattern`` find their entry."""
    if app.env.docname != PAGE:
        return
    slugs = app.env.metadata[PAGE].setdefault("myst_slugs", {})
    for name in app.config.bibtex_bibfiles:
        for key in read_bibliography(Path(app.srcdir, name)).entries:
            slugs[key] = (0, nodes.make_id(key), key)


class ListEntries(SphinxPostTransform):
    """Show the entries as a plain list, each with its key as address: the roles of citations are deprecated."""

    default_priority = 12  # after sphinxcontrib-bibtex has made the citations
    formats = ("html",)

    def run(self, **kwargs) -> None:
        """Apply the transform to one page."""
        for citation in list(self.document.findall(nodes.citation)):
            text = [child for child in citation.children if not isinstance(child, nodes.label)]
            citation.replace_self(nodes.container("", *text, ids=citation["ids"], classes=["lb-entry"]))


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_post_transform(ListEntries)
    app.connect("doctree-read", note_entries)
