"""What is done to code on its way into a page: marks without a colour of their own go, and long lines get a class.

Pygments puts each name, each punctuation mark and each space into an element; they look like the text around them, and
half of all elements of a chapter would be such marks.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.highlighting import PygmentsBridge

PLAIN = re.compile(r'<span class="[npw]">([^<]*)</span>')
LISTING = re.compile(r"(?<=<pre>).*?(?=</pre>)", re.DOTALL)
MARK = re.compile(r"<[^>]*>|&#?\w+(?=;)")  # a tag, or all of a character reference but its last letter
CELLS = "ipython3"  # the language of the notebooks
ROOM = 60  # characters that fit beside each other in the narrowest column of a laptop, that of an exercise


def unmark(app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Take the marks out of a page."""
    if "body" in context:
        context["body"] = PLAIN.sub(r"\1", context["body"]).replace("<pre><span></span>", "<pre>")


def fold(app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Mark the lines of code that may be too long for their column, which the style sheet then continues below."""
    if "body" in context:
        context["body"] = LISTING.sub(lambda listing: folded(listing[0]), context["body"])


def folded(listing: str) -> str:
    """A listing with its long lines marked; Pygments ends every element with its line.

    The line break goes into the element: behind a block of its own it would be an empty line.
    """
    return "".join(_marked(line) for line in listing.splitlines(keepends=True))


def _marked(line: str) -> str:
    text = MARK.sub("", line).rstrip("\n")
    if len(text) <= ROOM:
        return line
    indent = len(text) - len(text.lstrip(" "))
    return f'<span class="lb-long" style="--indent: {indent + 4}ch">{line}</span>'


def setup(app: Sphinx) -> None:
    """Connect to Sphinx, and find the lexer of the cells once.

    Each process that writes a page would search the installed packages for it and compile its patterns, for 0.2 s.
    """
    app.add_lexer(CELLS, type(PygmentsBridge().get_lexer("", CELLS)))
    app.connect("html-page-context", unmark)
    app.connect("html-page-context", fold, priority=501)  # when spaces are letters again
