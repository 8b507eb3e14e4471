"""What is collected from pages to be shown on others, and the places where it is shown.

A part of the site that keeps something of each page names it with `collect_by_page`: an attribute of the environment,
a dictionary by page, which is kept right when pages are read again or by several processes. What needs all pages goes
to a `Place`, which a directive leaves and `fill` replaces. A page with such a place is written again when what goes
there has `changed`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from booksite import kept


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


def changed(app: Sphinx, name: str, *parts: object) -> bool:
    """Whether something that is collected differs from what it was when the site was last written.

    Parameters
    ----------
    name
        A name for what is collected, such as that of the page that shows it.
    *parts
        What is collected, in types whose `repr` says all. The order of a dictionary does not count.
    """
    plain = [sorted(part.items()) if isinstance(part, dict) else part for part in parts]
    app.lossbook_collected[name] = hashlib.sha256(repr(plain).encode()).hexdigest()
    return app.lossbook_before.get(name) != app.lossbook_collected[name]


def recall(app: Sphinx) -> None:
    """Recall what the last build collected; until this one ends, nothing is known of the pages."""
    app.lossbook_before, app.lossbook_collected = {}, {}
    before = _kept(app)
    if app.builder.format == "html" and before.exists():
        with contextlib.suppress(ValueError):  # damaged, it is as good as none
            app.lossbook_before = json.loads(before.read_text(encoding="utf-8"))
        before.unlink()


def keep(app: Sphinx, exception: Exception | None) -> None:
    """Keep what was collected for the next build, now that the pages are written."""
    if app.builder.format == "html" and not exception:
        kept.keep(_kept(app), json.dumps(app.lossbook_collected).encode())


def _kept(app: Sphinx) -> Path:
    return Path(app.outdir).parent / ".collected.json"


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
    app.connect("builder-inited", recall)
    app.connect("build-finished", keep)
