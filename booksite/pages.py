"""What surrounds the text of a page: its scripts, its place in the book, reading time, notebook and feedback links."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from booksite import collected
from booksite.node import minified
from lossbook.widgets.page import asks, stored

# Sphinx's scripts that no page needs: the book has its own search.
NOT_NEEDED = ("_static/doctools.js", "_static/sphinx_highlight.js")
OPTION = "DOCUMENTATION_OPTIONS."  # set by a page for the theme's search and version switcher, which the book lacks
WORDS_PER_MINUTE = 120  # of mathematics and code
SHOWN = re.compile(r'"model_id": ?"(\w+)"')
FIRST_HEADING = re.compile(r"</h1>")
TOC_LINK = re.compile(r'<a class="[^"]*" href="([^"]*)">(.*?)</a>', re.S)
DOT = '<span aria-hidden="true"> · </span>'


def scripts(app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Drop scripts that a page does not need, and add the widget host where there is a widget.

    No script holds up the page: one that did would wait for the style sheet, and the text and the widgets for both.
    """
    kept, seen = [], set()
    for script in context.get("script_files", []):
        key = script.filename or script.attributes.get("body", "")
        if key in seen or key in NOT_NEEDED or key.startswith(OPTION):
            continue
        seen.add(key)
        kept.append(script)
    context["script_files"][:] = kept
    for script in kept:
        if script.filename and "async" not in script.attributes:
            script.attributes["defer"] = "defer"
        if "widget-state" in script.attributes.get("type", ""):
            states = json.loads(script.attributes["body"])["state"]
            script.attributes["body"] = stored(states, SHOWN.findall(context["body"]), minified)
            app.add_js_file("widget-host.js", loading_method="async", fetchpriority="high")


def masthead(app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Under a title: a chapter's place in the book, how long it takes to read, its notebook, and what one has done.

    The home page tells the last only, for the whole book.
    """
    if doctree is None or "body" not in context:
        return
    chapters = chapters_of(app)
    questions = app.env.lossbook_questions
    if pagename == app.config.root_doc:
        lines = [_progress(sum(questions.get(name, 0) for name in chapters))]
    elif pagename in chapters:
        words = sum(len(block.astext().split()) for block in doctree.findall(_is_read))
        notebook = context["pathto"](f"_sources/{pagename}.ipynb", 1)
        parts = [
            f"Chapter {chapters.index(pagename) + 1} of {len(chapters)}",
            f"{5 * round(words / WORDS_PER_MINUTE / 5)} minutes to read",
            f'<a href="{html.escape(notebook)}" download>Download the notebook</a>',
            *_feedback(app, pagename),
        ]
        lines = [f'<p class="lb-masthead">{DOT.join(parts)}</p>', _progress(questions.get(pagename, 0), chapter=True)]
    else:
        return
    context["body"] = FIRST_HEADING.sub(lambda match: match[0] + "".join(lines), context["body"], count=1)


def _progress(questions: int, chapter: bool = False) -> str:
    """The line of what one has done; a script in the page's head fills it in."""
    return (
        f'<p class="lb-place" data-questions="{questions}"{" data-chapter" if chapter else " hidden"}>'
        f'<span class="lb-answered">{questions} questions</span>'
        '<button type="button" class="lb-again" hidden>Start over</button>'
        '<a class="lb-continue" href="#" hidden></a></p><script>lossbookFill()</script>'
    )


def number_chapters(app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Number the chapters in the contents of the book, as the text does, and in the links to the next page."""
    if "generate_toctree_html" not in context:
        return
    chapters = chapters_of(app)
    address = {context["pathto"](name): number for number, name in enumerate(chapters, 1)}
    address |= {"#": chapters.index(pagename) + 1} if pagename in chapters else {}
    plain = context["generate_toctree_html"]

    def numbered(*arguments, **options) -> str:
        def add(link: re.Match) -> str:
            number = address.get(link[1])
            if number is None:
                return link[0]
            questions = app.env.lossbook_questions.get(chapters[number - 1], 0)
            return (
                f'<a class="{link[0].split(chr(34))[1]}" href="{link[1]}" data-questions="{questions}">'
                f'<span class="lb-chapter">{number}</span> {link[2].strip()}<small class="lb-done"></small></a>'
            )

        return TOC_LINK.sub(add, str(plain(*arguments, **options)))

    context["generate_toctree_html"] = numbered
    for side in ("prev", "next"):
        other = context.get(side)
        if other and other["link"] in address:
            other["title"] = f"{address[other['link']]} {other['title']}"


def chapters_of(app: Sphinx) -> list[str]:
    """The chapters in their order: the first has the number 1."""
    return [name for name in app.env.collect_relations() if name.startswith("chapters/")]


def numbers_of(app: Sphinx) -> dict[str, int]:
    """The number of each chapter."""
    return {name: number for number, name in enumerate(chapters_of(app), 1)}


def link_to(
    app: Sphinx, docname: str, page: str, anchor: str = "", name: str | Sequence[nodes.Node] = ""
) -> nodes.reference:
    """A link on the page `docname` to another, or to a place on it; without a name, it has the title of that page."""
    address = app.builder.get_relative_uri(docname, page) + (f"#{anchor}" if anchor else "")
    children = [nodes.Text(name or app.env.titles[page].astext())] if isinstance(name, str) else name
    return nodes.reference("", "", *children, refuri=address, internal=True)


def count_questions(app: Sphinx, doctree: nodes.document) -> None:
    """Keep how many questions a page asks, graded ones and those of its explorers."""
    forms = (node.astext() for node in doctree.findall(nodes.container) if node.get("mime_type") == "text/plain")
    app.env.lossbook_questions[app.env.docname] = sum(map(asks, forms))


def _is_read(node: nodes.Node) -> bool:
    """Whether a node is text or code that a reader reads, rather than a part of a figure."""
    return isinstance(node, (nodes.paragraph, nodes.title, nodes.literal_block, nodes.math_block))


def _feedback(app: Sphinx, pagename: str) -> list[str]:
    """Links to edit the page and to report an error, where the address of a repository is configured."""
    options = app.config.html_theme_options
    address = options.get("repository_url", "").rstrip("/")
    if not address:
        return []
    source = app.env.doc2path(pagename, base=False)
    branch = options.get("repository_branch", "main")
    title = quote(f"Error on the page {pagename}")
    return [
        f'<a href="{address}/edit/{branch}/{source}">Edit this page</a>',
        f'<a href="{address}/issues/new?title={title}">Report an error</a>',
    ]


def again(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Have every page written again when the contents beside it have changed."""
    titles = {page: env.titles[page].astext() for page in env.found_docs}
    contents = Path(app.srcdir, app.config.external_toc_path).read_text(encoding="utf-8")
    return list(env.found_docs) if collected.changed(app, "contents", titles, contents, env.lossbook_questions) else []


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_js_file("site.js", loading_method="defer")
    app.add_js_file("place.js", loading_method="defer")
    collected.collect_by_page(app, "lossbook_questions")
    app.connect("doctree-read", count_questions)
    app.connect("env-updated", again)
    app.connect("html-page-context", scripts, priority=990)
    app.connect("html-page-context", number_chapters, priority=990)
    app.connect("html-page-context", masthead, priority=600)
