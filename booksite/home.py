"""What the home page shows of the whole book: its chapters with their times, and how much of it is verified.

``{chapters}`` takes a line for each chapter, ``name: what it answers``; ``{totals}`` counts what the build has checked.
"""

from __future__ import annotations

import re
from collections import Counter

from bookproof.numbers.check import Kind
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from booksite import collected, verified
from booksite.pages import chapters_of, link_to

logger = logging.getLogger(__name__)
MINUTES = re.compile(r"about (\d+) minutes to read")


class Chapters(SphinxDirective):
    """Where the list of the chapters goes."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Leave a place that is filled when all pages have been read."""
        lines = {}
        for line in filter(str.strip, self.content):
            name, colon, said = line.partition(": ")
            if not colon:
                raise self.error(f"expected 'name: what it answers', got {line!r}")
            lines[name] = said
        return [ChapterList(lines=lines, line=self.lineno)]


class ChapterList(nodes.General, nodes.Element):
    """The place of the list of chapters."""


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the list and the totals in their places."""
    for place in list(doctree.findall(ChapterList)):
        place.replace_self(_chapters(app, docname, place))
    collected.fill(doctree, {"totals": lambda: _totals(app)})


def _chapters(app: Sphinx, docname: str, place: ChapterList) -> nodes.Node:
    items = nodes.enumerated_list("", enumtype="arabic", classes=["lb-chapters"])
    chapters = chapters_of(app)
    names = [name.split("/")[-1] for name in chapters]
    if names != list(place["lines"]):
        said = list(place["lines"])
        logger.warning(
            "expected a line for each of the chapters %s, in their order, got %s", names, said, location=(docname, 0)
        )
    for name in chapters:
        title = link_to(app, docname, name)
        said = place["lines"].get(name.split("/")[-1], "")
        minutes = app.env.lossbook_minutes.get(name)
        time = nodes.inline("", f"{minutes} minutes", classes=["lb-minutes"]) if minutes else nodes.Text("")
        items += nodes.list_item("", nodes.paragraph("", "", title, nodes.Text(" "), time), nodes.paragraph("", said))
    return items


def _totals(app: Sphinx) -> nodes.Node:
    kinds = Counter(number.kind for number in app.env.lossbook_numbers)
    counts = (
        (kinds[Kind.COMPUTED], "numbers that a cell prints"),
        (kinds[Kind.CLAIM], "sentences that a cell confirms"),
        (verified.displayed(app.env), "formulas evaluated as printed"),
        (sum(app.env.lossbook_questions.values()), "graded questions"),
    )
    items = nodes.bullet_list("", classes=["lb-totals"])
    for count, what in counts:
        number = nodes.strong("", f"{count:,}")
        items += nodes.list_item("", nodes.paragraph("", "", number, nodes.Text(f" {what}")))
    return items


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Keep how long a page takes to read, as its text says."""
    said = MINUTES.search(" ".join(paragraph.astext() for paragraph in doctree.findall(nodes.paragraph)))
    if said:
        app.env.lossbook_minutes[app.env.docname] = int(said[1])


def again(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Have the home page written anew: what it tells is on the other pages."""
    return [app.config.root_doc]


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_node(ChapterList)
    app.add_directive("chapters", Chapters)
    app.add_directive("totals", collected.place_for("totals"))
    collected.collect_by_page(app, "lossbook_minutes")
    app.connect("doctree-read", collect)
    app.connect("env-updated", again)
    app.connect("doctree-resolved", fill)
