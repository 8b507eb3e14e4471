"""What is collected from pages to be told on others, and the places where it is told.

A part of the site that keeps something of each page names it with `collect_by_page`: an attribute of the environment,
a dictionary by page, which is kept right when pages are read again or by several processes. What needs all pages goes
to a `Place`, which a directive leaves and `fill` replaces.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

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
