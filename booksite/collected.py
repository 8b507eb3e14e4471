"""What is collected from pages to be told on others, and the places where it is told.

A part of the site that keeps something of each page names it with `collect_by_page`: an attribute of the environment,
a dictionary by page, which is kept right when pages are read again or by several processes. What needs all pages goes
to a `Place`, which a directive leaves and `fill` replaces. A page that tells of others is written anew when what it
tells has changed: `unless_told`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective


def collect_by_page(app: Sphinx, *names: str) -> None:
    """Give the environment dictionaries of these names, by page, and drop what a page said before it is read again."""

    def begin(app: Sphinx, env: BuildEnvironment, *_) -> None:
        for name in names:
            if not hasattr(env, name):
                setattr(env, name, {})

    def forget(app: Sphinx, env: BuildEnvironment, page: str) -> None:
        begin(app, env)
        for name in names:
            getattr(env, name).pop(page, None)

    def merge(app: Sphinx, env: BuildEnvironment, pages: list[str], other: BuildEnvironment) -> None:
        for name in names:
            theirs = getattr(other, name)
            getattr(env, name).update({page: theirs[page] for page in pages if page in theirs})

    app.connect("env-before-read-docs", begin)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)


def unless_told(app: Sphinx, page: str, *told: object) -> list[str]:
    """The page, to be written anew, unless it told the same when it was last written.

    Parameters
    ----------
    page
        The name of a page; one that the book does not have is not written.
    *told
        All that the page tells of others. It is known by its `repr`.
    """
    if page not in app.env.found_docs:
        return []
    state = hashlib.sha256(repr((_titles(app), told)).encode()).hexdigest()
    app.lossbook_told[page] = state
    return [page] if _told_before(app).get(page) != state else []


def _titles(app: Sphinx) -> list[tuple[str, str]]:
    """The pages in the order of the book, with their titles: each page that tells of others names them."""
    return [(page, app.env.titles[page].astext()) for page in app.env.collect_relations()]


def _told_file(app: Sphinx) -> Path:
    return Path(app.outdir).parent / ".told.json"


def _told_before(app: Sphinx) -> dict[str, str]:
    file = _told_file(app)
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def begin(app: Sphinx) -> None:
    """Know nothing yet of what the pages tell."""
    app.lossbook_told = {}


def keep(app: Sphinx, exception: Exception | None) -> None:
    """Keep what the pages tell, when they have been written: a build that fails before leaves them to the next."""
    if not exception:
        _told_file(app).write_text(json.dumps(app.lossbook_told), encoding="utf-8")


class Place(nodes.General, nodes.Element):
    """Where something goes that is known once all pages have been read; its ``kind`` says what."""


def place_for(kind: str) -> type[SphinxDirective]:
    """A directive without arguments that leaves a place."""

    class Leave(SphinxDirective):
        """Leave a place that is filled when all pages have been read."""

        def run(self) -> list[nodes.Node]:
            """The place."""
            return [Place(kind=kind)]

    return Leave


def fill(doctree: nodes.document, contents: Mapping[str, Callable[[], nodes.Node | list[nodes.Node]]]) -> None:
    """Put into each place of these kinds what belongs there."""
    for place in list(doctree.findall(Place)):
        if place["kind"] in contents:
            place.replace_self(contents[place["kind"]]())


def table(heads: tuple[str, ...], rows: list[list[nodes.Node]], classes: tuple[str, ...] = ()) -> nodes.table:
    """A table of one paragraph a cell; a row that is to have a class gets it from its caller."""
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in heads), cols=len(heads))
    head, *body = (
        nodes.row("", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in cells))
        for cells in ([nodes.Text(text) for text in heads], *rows)
    )
    group += [nodes.thead("", head), nodes.tbody("", *body)]
    return nodes.table("", group, classes=list(classes))


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_node(Place)
    app.connect("builder-inited", begin)
    app.connect("build-finished", keep)
