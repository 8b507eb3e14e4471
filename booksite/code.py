"""Write code without the marks that have no colour of their own: half of all elements of a chapter would be such marks.

Pygments puts each name, each punctuation mark and each space into an element; they look as the text around them.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx

PLAIN = re.compile(r'<span class="[npw]">([^<]*)</span>')


def unmark(app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Take the marks out of a page."""
    if "body" in context:
        context["body"] = PLAIN.sub(r"\1", context["body"]).replace("<pre><span></span>", "<pre>")


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.connect("html-page-context", unmark)
