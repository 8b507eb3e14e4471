"""The appendix as a way into the chapters: the list of pitfalls, where a term is taught, and the links back.

``{pitfalls}`` lists the pitfall boxes of the chapters. The glossary tells for each term where it is taught: the place
at which a chapter prints the term in bold with a link to its entry, or else links to it first. Links to a term carry
its definition for the preview, and each chapter ends with links to the pages that help when something goes wrong.
``{exercises}`` tells of each chapter which of its exercises a machine grades, and how.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from booksite import collected
from booksite.links import depart_link, shortened
from booksite.mathematics import words_of
from booksite.pages import chapters_of, link_to

GLOSSARY, PITFALLS, CHOOSER = "appendix/glossary", "appendix/pitfalls", "appendix/which-loss"
TEACHERS = "appendix/for-teachers"
SLUG_WORDS = 8


@dataclass(frozen=True)
class Box:
    """A pitfall box: its anchor and the mistake, its first sentence, in pieces of text and of LaTeX."""

    anchor: str
    mistake: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Mention:
    """A link to an entry of the glossary: the term's anchor, whether in bold, and the section that it stands in."""

    term: str
    bold: bool
    section: str
    title: str


@dataclass(frozen=True)
class Exercise:
    """An exercise: its number, whether a function that the reader writes is tested, and whether a question is asked."""

    number: int
    tests: bool
    asks: bool


class NamePitfalls(SphinxTransform):
    """Give each pitfall box an anchor that its words make."""

    default_priority = 862  # after the boxes have been made

    def apply(self, **kwargs) -> None:
        """Apply the transform to one page."""
        boxes = self.env.lossbook_pitfalls.setdefault(self.env.docname, [])
        for box in self.document.findall(nodes.container):
            if "lb-pitfall" not in box["classes"]:
                continue
            mistake = first_line(box)
            words = nodes.make_id("".join(text for text, _ in mistake)).split("-")[:SLUG_WORDS]
            anchor = "-".join(["pitfall", *words])
            while anchor in self.document.ids or anchor in {other.anchor for other in boxes}:
                anchor += "-again"
            box["ids"].append(anchor)
            boxes.append(Box(anchor, mistake))


def first_line(box: nodes.container) -> tuple[tuple[str, bool], ...]:
    """The first sentence below the title of a box, as texts and whether each is LaTeX; a line holds one sentence."""
    paragraph = next((p for p in box.findall(nodes.paragraph) if "lb-callout-title" not in p["classes"]), None)
    pieces: list[tuple[str, bool]] = []
    for child in paragraph.children if paragraph else ():
        text, more, _ = child.astext().lstrip("\n").partition("\n") if not pieces else child.astext().partition("\n")
        pieces.append((text, isinstance(child, nodes.math)))
        if more:
            break
    return tuple(pieces)


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Keep where a page links to the glossary."""
    page = app.env.docname
    if page == GLOSSARY:
        app.env.lossbook_terms[page] = dict(definitions(doctree))
    app.env.lossbook_mentions[page] = [
        Mention(link["reftargetid"], isinstance(link.parent, nodes.strong), *_section_of(link))
        for link in doctree.findall(addnodes.pending_xref)
        if link.get("reftargetid") and str(link.get("reftarget", "")).removesuffix(".md").endswith(GLOSSARY)
    ]
    app.env.lossbook_exercises[page] = list(exercises_of(doctree))


def exercises_of(doctree: nodes.document) -> Iterator[Exercise]:
    """The exercises of a page, in their order."""
    for section in doctree.findall(nodes.section):
        if "lb-exercise" in section["classes"]:
            texts = [cell.astext() for cell in section.findall(nodes.literal_block)]
            number = int("".join(re.findall(r"\d+", section.next_node(nodes.title).astext())[:1]))
            tests = any("exercises.check(" in text for text in texts)
            forms = (form.astext() for form in section.findall(nodes.container) if form.get("mime_type"))
            yield Exercise(number, tests, any(form.startswith("Question(") for form in forms))


def definitions(doctree: nodes.document) -> Iterator[tuple[str, str]]:
    """The anchor of each term of the glossary with its first paragraph."""
    for section in doctree.findall(nodes.section):
        paragraph = next((child for child in section.children if isinstance(child, nodes.paragraph)), None)
        if isinstance(section.parent, nodes.section) and paragraph is not None:
            yield section["ids"][0], paragraph.astext()


def _section_of(node: nodes.Node) -> tuple[str, str]:
    while node is not None and not isinstance(node, nodes.section):
        node = node.parent
    return (node["ids"][0], node.next_node(nodes.title).astext()) if node is not None else ("", "")


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the list of pitfalls in its place, and tell in the glossary where each term is taught."""
    contents = {"pitfalls": lambda: _pitfalls(app, docname), "exercises": lambda: _exercises(app, docname)}
    collected.fill(doctree, contents)
    if docname == GLOSSARY:
        for section in doctree.findall(nodes.section):
            # Links know a heading by its slug, in which an apostrophe leaves nothing: its id has a hyphen there.
            taught = taught_in(app, section["slug"]) if isinstance(section.parent, nodes.section) else None
            if taught:
                page, mention = taught
                name = f"{app.env.titles[page].astext()}: {mention.title}"
                link = link_to(app, docname, page, mention.section, name)
                section += nodes.paragraph("", "", nodes.Text("Taught in "), link, nodes.Text("."))


def taught_in(app: Sphinx, term: str) -> tuple[str, Mention] | None:
    """The page and the place where a term is taught, if a chapter has it."""
    found = [(page, mention) for page in chapters_of(app) for mention in app.env.lossbook_mentions.get(page, [])]
    found = [(page, mention) for page, mention in found if mention.term == term]
    return next((place for place in found if place[1].bold), found[0] if found else None)


def _pitfalls(app: Sphinx, docname: str) -> list[nodes.Node]:
    """The boxes of each chapter, as a list below the chapter's title."""
    listed: list[nodes.Node] = []
    for page in chapters_of(app):
        boxes = app.env.lossbook_pitfalls.get(page, [])
        if boxes:
            items = nodes.bullet_list("", classes=["lb-pitfalls"])
            for box in boxes:
                pieces = [nodes.math(text, text) if latex else nodes.Text(text) for text, latex in box.mistake]
                link = link_to(app, docname, page, box.anchor, pieces)
                items += nodes.list_item("", nodes.paragraph("", "", link))
            listed += [nodes.paragraph("", "", nodes.strong("", "", link_to(app, docname, page))), items]
    return listed


def _exercises(app: Sphinx, docname: str) -> nodes.Node:
    """A row for each chapter: how long it takes to read, and which exercises are graded."""
    head = ("chapter", "minutes to read", "exercises", "a function is tested", "a number or a choice is graded")
    rows: list[list[nodes.Node]] = []
    for page in chapters_of(app):
        exercises = app.env.lossbook_exercises.get(page, [])
        tested = ", ".join(str(exercise.number) for exercise in exercises if exercise.tests)
        asked = ", ".join(str(exercise.number) for exercise in exercises if exercise.asks)
        texts = (str(app.env.lossbook_minutes.get(page, "–")), str(len(exercises)), tested or "–", asked or "–")
        rows.append([link_to(app, docname, page), *(nodes.Text(text) for text in texts)])
    return collected.table(head, rows)


class TermLink(nodes.reference):
    """A link to an entry of the glossary, which carries the definition."""


class PreviewTerms(SphinxPostTransform):
    """Give each link to a term its definition."""

    default_priority = 21
    formats = ("html",)

    def run(self, **kwargs) -> None:
        """Apply the transform to one page, when all its links are resolved."""
        if self.env.docname == GLOSSARY or GLOSSARY not in self.env.found_docs:
            return
        address = self.app.builder.get_relative_uri(self.env.docname, GLOSSARY)
        terms = self.env.lossbook_terms.get(GLOSSARY, {})
        for link in list(self.document.findall(nodes.reference)):
            page, _, term = link.get("refuri", "").partition("#")
            if link.get("internal") and page == address and term in terms:
                preview = TermLink("", "", *link.children, **link.attributes)
                preview["definition"] = shortened(terms[term])
                link.replace_self(preview)


def visit_term_link(writer: HTML5Translator, node: TermLink) -> None:
    """Write the link with the definition as an attribute, for the preview."""
    writer.visit_reference(node)
    term = writer.attval(words_of(node))
    writer.body[-1] = writer.body[-1][:-1] + f' data-prints="{writer.attval(node["definition"])}" data-term="{term}">'


def ways_out(app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """End each chapter with links to the pages that help when something goes wrong."""
    helping = ((PITFALLS, "Pitfalls"), (CHOOSER, "Which loss?"))
    if doctree is None or pagename not in chapters_of(app) or not {page for page, _ in helping} <= app.env.found_docs:
        return
    links = [f'<a href="{context["pathto"](page)}">{name}</a>' for page, name in helping]
    context["body"] += f'<p class="lb-guides">Something looks wrong? {links[0]} · Which call fits? {links[1]}</p>'


def again(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Have these pages written again when what they collect from the others has changed."""
    shown = {
        GLOSSARY: [env.lossbook_mentions],
        PITFALLS: [env.lossbook_pitfalls],
        TEACHERS: [env.lossbook_exercises, env.lossbook_minutes],
    }
    return [page for page, parts in shown.items() if page in env.found_docs and collected.changed(app, page, *parts)]


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_node(TermLink, html=(visit_term_link, depart_link))
    app.add_directive("pitfalls", collected.place_for("pitfalls"))
    app.add_directive("exercises", collected.place_for("exercises"))
    app.add_transform(NamePitfalls)
    app.add_post_transform(PreviewTerms)
    collected.collect_by_page(app, "lossbook_pitfalls", "lossbook_mentions", "lossbook_terms", "lossbook_exercises")
    app.connect("doctree-read", collect)
    app.connect("env-updated", again)
    app.connect("doctree-resolved", fill)
    app.connect("html-page-context", ways_out, priority=610)
