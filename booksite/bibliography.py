"""The page of the bibliography: entries by surname, and as targets that chapters link to by their key."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from bookproof.bibliography import read_bibliography
from docutils import nodes
from pybtex.database import Entry
from pybtex.plugin import register_plugin
from pybtex.style.formatting.unsrt import Style
from pybtex.style.sorting import BaseSortingStyle
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

PAGE = "appendix/bibliography"


class BySurname(BaseSortingStyle):
    """Entries in the order of the authors' surnames, then of the years; an umlaut counts as its letter."""

    def sorting_key(self, entry: Entry) -> tuple[list[str], str]:
        """What entries are compared by."""
        persons = entry.persons.get("author") or entry.persons.get("editor") or []
        names = ["".join(str(name) for name in person.rich_last_names) for person in persons]
        return [_plain(name) for name in names or [entry.fields.get("title", "")]], entry.fields.get("year", "")


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


class SurnameFirst(Style):
    """Entries as in the style ``plain`` of BibTeX, with surnames first so that the list can be scanned."""

    default_name_style = "lastfirst"
    default_sorting_style = "lossbook-surname"


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
    register_plugin("pybtex.style.sorting", "lossbook-surname", BySurname)
    register_plugin("pybtex.style.formatting", "lossbook", SurnameFirst)
    app.add_post_transform(ListEntries)
    app.connect("doctree-read", note_entries)
