"""Render formulas while the book is built, as HTML with MathML, so that pages paint complete and need no script.

KaTeX runs in-process in a small JavaScript engine; numbers, labels and references stay Sphinx's own.
"""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path

import quickjs
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)
PUNCTUATION = re.compile(r"[.,;:!?)\]]+")
APPLIED = re.compile("(<m[io](?: [^>]*)?>[^<]*</m[io]><mo>(?:\u2061|&#x2061;)</mo>)")
SOURCE = re.compile("<semantics>(.*)<annotation[ >].*</annotation></semantics>", re.S)
DIST = Path("node_modules/katex/dist")


class FormulaError(ValueError):
    """A formula that KaTeX refuses."""


@functools.cache
def _engine() -> quickjs.Context:
    context = quickjs.Context()
    context.eval((DIST / "katex.min.js").read_text(encoding="utf-8") + "\n;1")
    return context


@functools.lru_cache(maxsize=4096)
def render(tex: str, display: bool) -> str:
    r"""The formula as HTML and MathML.

    Raises
    ------
    FormulaError
        With KaTeX's reason, for a formula with an unknown macro or unbalanced braces.
    """
    options = {"displayMode": display, "output": "htmlAndMathml", "throwOnError": True, "strict": "error"}
    try:
        rendered = json.loads(
            _engine().eval(f"JSON.stringify(katex.renderToString({json.dumps(tex)}, {json.dumps(options)}))")
        )
    except quickjs.JSException as error:
        raise FormulaError(str(error).split("\n")[0]) from error
    rendered = SOURCE.sub(r"\1", rendered)  # the TeX, which nobody sees or hears
    # KaTeX puts a sign for "applied to" behind the name of a function, where an index takes one node and not two.
    return APPLIED.sub(r"<mrow>\1</mrow>", rendered)


def _render_or_warn(writer: HTML5Translator, node: nodes.Element, display: bool) -> str:
    tex = node.astext().strip()
    try:
        return render(tex, display)
    except FormulaError as error:
        logger.warning("formula not rendered: %s: %s", tex, error, location=node)
        return f"<code>{writer.encode(tex)}</code>"


def visit_inline(writer: HTML5Translator, node: nodes.math) -> None:
    """Write an inline formula."""
    writer.body.append(writer.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    writer.body.append(_render_or_warn(writer, node, display=False) + "</span>")
    raise nodes.SkipNode


def visit_block(writer: HTML5Translator, node: nodes.math_block) -> None:
    """Write a display formula with its number; a wide one scrolls by itself."""
    writer.body.append(writer.starttag(node, "div", CLASS="math notranslate nohighlight"))
    formula = _render_or_warn(writer, node, display=True)
    writer.body.append(f'<div class="lb-formula">{formula}</div>')
    if node["number"]:
        writer.body.append(f'<span class="eqno">({get_node_equation_number(writer, node)})')
        writer.add_permalink_ref(node, "Link to this equation")
        writer.body.append("</span>")
    writer.body.append("</div>\n")
    raise nodes.SkipNode


def words_of(node: nodes.Element) -> str:
    """What a node says outside of formulas, which screen readers may leave out of its name."""
    texts = (text for text in node.findall(nodes.Text) if not isinstance(text.parent, nodes.math))
    return "".join(texts).strip()


class KeepPunctuation(SphinxPostTransform):
    """Keep the full stop or comma that follows a formula on the formula's line."""

    default_priority = 700
    formats = ("html",)

    def run(self, **kwargs) -> None:
        """Apply the transform to one page."""
        for formula in list(self.document.findall(nodes.math)):
            after = formula.next_node(descend=False, siblings=True)
            if isinstance(after, nodes.Text) and (mark := PUNCTUATION.match(after.astext())):
                siblings = formula.parent
                # By place: docutils finds a text by its letters, and the same full stop may stand earlier.
                place = next(number for number, child in enumerate(siblings) if child is formula)
                siblings[place + 1] = nodes.Text(after.astext()[mark.end() :])
                together = nodes.inline("", "", classes=["lb-together"])
                siblings[place] = together
                together += [formula, nodes.Text(mark[0])]


def setup(app: Sphinx) -> None:
    """Register the renderer under the name ``katex``."""
    app.add_post_transform(KeepPunctuation)
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_block, None))
