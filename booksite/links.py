"""Labels and links: a cell, a number, an equation.

Authors write ``[0.8566](#horse-loss)``, ``[0.2992](#probabilities:2)``, ``[equation](#eq-softmax)``, and the same with
a notebook's name before the ``#``. Here the cell's container gets its label as a target and loses its ``#|`` line,
a display formula gets the number and target of its ``\\label``, and links to numbers are marked to carry a preview.
A link with a state, ``[z = −4](#explorer?z=-4)``, leads to the explorer and carries the state in ``data-state``.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from bookproof import sphinx_ext
from booksite import collected
from booksite.mathematics import words_of
from booksite.pages import numbers_of

STATE = re.compile(r"(#[\w.-]+)\?(\S+)$")
WIDGET = "application/vnd.jupyter.widget-view+json"
DIGITS = r"[\s−+\-≈]*[\d.,]*\d[\d.,  ]*(\\times10\^\{?-?\d+\}?)?"
NUMERIC = re.compile(rf"^{DIGITS}\s*(%|nats?|bits?|e[-+−]?\d+)?\s*(\(.*\))?$")
PREVIEW_LENGTH = 240


def printed_text(cell: nodes.container) -> str:
    """What a rendered code cell prints as text, without its source; an explorer or a question prints nothing."""
    if any(form.get("mime_type") == WIDGET for form in cell.findall(nodes.container)):
        return ""
    texts = []
    for output in cell.findall(
        lambda node: isinstance(node, nodes.container) and node.get("nb_element") == "cell_code_output"
    ):
        plain = [n for n in output.findall(nodes.container) if n.get("mime_type") == "text/plain"]
        streams = [n for n in output.findall(nodes.literal_block) if "stdout" in " ".join(n["classes"])]
        sources = plain or streams or list(output.findall(nodes.literal_block))
        texts += [node.astext() for node in sources]
    return "\n".join(texts).strip()


class NameCells(sphinx_ext.NameCells):
    """Keep what each labelled cell prints, for the previews of the links to it."""

    def record(self, cell: nodes.container, label: str) -> None:
        """Keep the printed text."""
        self.env.lossbook_prints.setdefault(self.env.docname, {})[label] = printed_text(cell)


class NumberEquations(sphinx_ext.NumberEquations):
    """Keep the number of each displayed formula, for the links to it."""

    def record(self, label: str, number: int | None) -> None:
        """Keep the number."""
        self.env.lossbook_equations.setdefault(self.env.docname, {})[label] = number


class MarkNumbers(SphinxTransform):
    """Mark links that quote a cell, and take from their address the ``:k`` that picks a number and the ``?state``."""

    default_priority = 870

    def apply(self, **kwargs) -> None:
        """Apply the transform to one page."""
        labels = self.env.lossbook_prints.get(self.env.docname, {})
        for link in self.document.findall(nodes.reference):
            uri = link.get("refuri", "")
            if sphinx_ext.ELSEWHERE.match(uri):
                continue
            state = STATE.search(uri)
            if state:
                link["state"] = unquote(state[2])
                link["classes"].append("lb-state")
                link["refuri"] = uri[: state.start()] + state[1]
                continue
            link_without_pick = sphinx_ext.PICK.sub(r"\1", uri)
            if link_without_pick != uri:
                link["refuri"] = link_without_pick
            if link.get("id_link") and labels.get(link_without_pick[1:]):
                link["classes"].append(kind_of_quote(link.astext()))


class AddPreviews(SphinxPostTransform):
    """Give each link to a cell what that cell prints, and each link to an equation its number."""

    default_priority = 20
    formats = ("html",)

    def run(self, **kwargs) -> None:
        """Apply the transform to one page, when all its links are resolved."""
        self.pages = {self.app.builder.get_relative_uri(self.env.docname, page): page for page in self.env.found_docs}
        quoted = {(quote.source, quote.label) for quote in self.env.lossbook_numbers if quote.label}
        pages = {source: self.env.path2doc(str(source)) for source in {source for source, _ in quoted}}
        listed = {(pages[source], label) for source, label in quoted}
        met: set[tuple[str | None, str]] = set()
        chapters = numbers_of(self.app)
        for link in list(self.document.findall(nodes.reference)):
            page, target = self._target(link)
            if "state" in link:
                link.replace_self(StateLink("", "", *link.children, **link.attributes))
                continue
            number = self.env.lossbook_equations.get(page, {}).get(target)
            if number is not None:
                # Each chapter counts its own equations.
                elsewhere = f" in chapter {chapters[page]}" if page != self.env.docname and page in chapters else ""
                link += nodes.Text(f" ({number}{elsewhere})")
            printed = self.env.lossbook_prints.get(page, {}).get(target)
            if printed:
                quote = Quote("", "", *link.children, **link.attributes)
                if not {"lb-number", "lb-claim"} & set(quote["classes"]):
                    quote["classes"].append(kind_of_quote(link.astext()))
                quote["printed"] = shortened(printed)
                # A reader who moves by keyboard stops at each quoted cell once, and at no claim: the words of a
                # claim read as text. The list of what is verified has the same links.
                again = (page, target) in met
                quote["skipped"] = ("lb-claim" in quote["classes"] or again) and (page, target) in listed
                met.add((page, target))
                link.replace_self(quote)

    def _target(self, link: nodes.reference) -> tuple[str | None, str]:
        if "refid" in link:
            return self.env.docname, link["refid"]
        address, _, target = link.get("refuri", "").partition("#")
        return (self.pages.get(address), target) if link.get("internal") else (None, "")


def kind_of_quote(text: str) -> str:
    """The class of a link that quotes a cell: a number, or a claim in words."""
    return "lb-number" if NUMERIC.match(text) else "lb-claim"


def read_aloud(number: str) -> str:
    """A number in LaTeX as it is said.

    Examples
    --------
    >>> read_aloud(r"-8.8\\times10^{-1}")
    '-8.8 times 10 to the -1'
    """
    return re.sub(r"[{}]", "", number.replace(r"\times", " times ").replace("^", " to the "))


def shortened(printed: str) -> str:
    """As much of an output as a preview shows."""
    return printed if len(printed) <= PREVIEW_LENGTH else printed[:PREVIEW_LENGTH].rstrip() + " …"


class StateLink(nodes.reference):
    """A link that puts an explorer into a state."""


def visit_state_link(writer: HTML5Translator, node: StateLink) -> None:
    """Write the link with the state as an attribute, for the explorer's script."""
    writer.visit_reference(node)
    writer.body[-1] = writer.body[-1][:-1] + f' data-state="{writer.attval(node["state"])}">'


class Quote(nodes.reference):
    """A link to the cell that prints what it says."""


def visit_quote(writer: HTML5Translator, node: Quote) -> None:
    """Write the link with its preview as an attribute."""
    writer.visit_reference(node)
    name = "" if words_of(node) else f' aria-label="{writer.attval(read_aloud(node.astext()))}"'
    skipped = ' tabindex="-1"' if node["skipped"] else ""
    writer.body[-1] = writer.body[-1][:-1] + f' data-prints="{writer.attval(node["printed"])}"{name}{skipped}>'


def depart_link(writer: HTML5Translator, node: nodes.reference) -> None:
    """Close the link."""
    writer.depart_reference(node)


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_node(Quote, html=(visit_quote, depart_link))
    app.add_node(StateLink, html=(visit_state_link, depart_link))
    app.add_transform(NameCells)
    app.add_transform(NumberEquations)
    app.add_transform(MarkNumbers)
    app.add_post_transform(AddPreviews)
    collected.collect_by_page(app, "lossbook_prints", "lossbook_equations")
