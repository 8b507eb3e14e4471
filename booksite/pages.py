"""What surrounds the text of a page: its scripts, its place in the book, reading time, notebook and feedback links."""

from __future__ import annotations

import html
import json
import re
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx

from booksite.widgets import minified
from lossbook.widgets.page import stored

# Sphinx's scripts that no page needs: the book has its own search.
NOT_NEEDED = ("_static/doctools.js", "_static/sphinx_highlight.js")
WORDS_PER_MINUTE = 120  # of mathematics and code
SHOWN = re.compile(r'"model_id": ?"(\w+)"')
FIRST_HEADING = re.compile(r"</h1>")


def scripts(app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Drop scripts that a page does not need, and add the widget host where there is a widget."""
    kept, seen = [], set()
    for script in context.get("script_files", []):
        key = script.filename or script.attributes.get("body", "")
        if key in seen or script.filename in NOT_NEEDED:
            continue
        seen.add(key)
        kept.append(script)
    context["script_files"][:] = kept
    for script in kept:
        if "widget-state" in script.attributes.get("type", ""):
            states = json.loads(script.attributes["body"])["state"]
            script.attributes["body"] = stored(states, SHOWN.findall(context["body"]), minified)
            app.add_js_file("widget-host.js", loading_method="async")


def masthead(app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Under a chapter's title: where it stands in the book, how long it takes to read, and its notebook."""
    chapters = [name for name in _reading_order(app) if name.startswith("chapters/")]
    if doctree is None or pagename not in chapters or "body" not in context:
        return
    words = sum(len(block.astext().split()) for block in doctree.findall(_is_read))
    notebook = context["pathto"](f"_sources/{pagename}.ipynb", 1)
    parts = [
        f"Chapter {chapters.index(pagename) + 1} of {len(chapters)}",
        f"{5 * round(words / WORDS_PER_MINUTE / 5)} minutes to read",
        f'<a href="{html.escape(notebook)}" download>Download the notebook</a>',
        *_feedback(app, pagename),
    ]
    line = '<p class="lb-masthead">' + '<span aria-hidden="true"> · </span>'.join(parts) + "</p>"
    context["body"] = FIRST_HEADING.sub(lambda match: match[0] + line, context["body"], count=1)


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


def _reading_order(app: Sphinx) -> list[str]:
    """The pages in the order of the table of contents."""
    return list(app.env.collect_relations())


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_js_file("site.js", loading_method="defer")
    app.connect("html-page-context", scripts, priority=990)
    app.connect("html-page-context", masthead, priority=600)
