"""Render formulas while the book is built, as HTML with MathML, so that pages paint complete and need no script.

KaTeX runs in-process in a small JavaScript engine; numbers, labels and references stay Sphinx's own.
"""

from __future__ import annotations

import contextlib
import functools
import json
import re
import unicodedata
from pathlib import Path

import quickjs
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)
PUNCTUATION = re.compile(r"[.,;:!?)\]]+")
APPLIED = re.compile("(<m[io](?: [^>]*)?>[^<]*</m[io]><mo>(?:\u2061|&#x2061;)</mo>)")
SOURCE = re.compile("<semantics>(.*)<annotation[ >].*</annotation></semantics>", re.S)
DIST = Path("node_modules/katex/dist")
# What stands for a command in a line of plain letters; Greek letters go by their names.
SIGNS = {
    r"\cdot": "·", r"\times": "×", r"\le": "≤", r"\ge": "≥", r"\ne": "≠", r"\approx": "≈", r"\pm": "±",
    r"\infty": "∞", r"\sum": "Σ ", r"\prod": "Π ", r"\int": "∫", r"\partial": "∂", r"\nabla": "∇", r"\to": "→",
    r"\rightarrow": "→", r"\in": "∈", r"\mid": "|", r"\parallel": "∥", r"\ell": "ℓ", r"\lambda": "λ", r"\Lambda": "Λ",
    r"\ldots": "…", r"\cdots": "…", r"\dots": "…", r"\top": "T", r"\sqrt": "√", r"\propto": "∝", r"\sim": "~",
    r"\lvert": "|", r"\rvert": "|", r"\lVert": "‖", r"\rVert": "‖",
    r"\log": "log ", r"\exp": "exp ", r"\max": "max ", r"\min": "min ",
}  # fmt: skip
ACCENT = re.compile(r"\\(hat|tilde|bar)\s*(?:\{((?:\\[A-Za-z]+|\w))\}|(\\[A-Za-z]+|\w))")
ACCENTS = {"hat": "\N{COMBINING CIRCUMFLEX ACCENT}", "tilde": "\N{COMBINING TILDE}", "bar": "\N{COMBINING MACRON}"}
FRACTION = re.compile(r"\\[dt]?frac\s*(?:\{([^{}]*)\}|(\w))\s*(?:\{([^{}]*)\}|(\w))")


class FormulaError(ValueError):
    """A formula that KaTeX refuses."""


def readable(latex: str) -> str:
    r"""A formula in one line of plain letters, for an excerpt.

    Examples
    --------
    >>> readable(r"J(\theta)=\frac{1}{N}\sum_{n=1}^{N}\ell_n")
    'J(θ)=1/N Σ ℓ_n'
    >>> readable(r"\hat{p}=\frac{h+1}{N+2},\;\sigma\to\infty")
    'p̂=(h+1)/(N+2), σ→∞'
    """

    def divided(found: re.Match) -> str:
        above, below = (part if re.fullmatch(r"\\?\w+", part) else f"({part})" for part in filter(None, found.groups()))
        return f"{above}/{below} "

    def sign(found: re.Match) -> str:
        name = found[1].removeprefix("var")
        case = "SMALL" if name.islower() else "CAPITAL"
        with contextlib.suppress(KeyError):
            return unicodedata.lookup(f"GREEK {case} LETTER {name}")
        return SIGNS.get(f"\\{name}", " ")

    said = re.sub(r"\\(?:label|tag)\{[^}]*\}|\\(?:begin|end)\{\w+\*?\}|&", "", latex)
    said = re.sub(r"\\(sum|prod)(?:[_^](?:\{[^{}]*\}|\w))*", r"\\\1 ", said)
    said = ACCENT.sub(lambda found: (found[2] or found[3]) + ACCENTS[found[1]], said)
    for _ in range(3):  # a fraction within a fraction within a fraction
        said = FRACTION.sub(divided, said)
    said = re.sub(r"\\([A-Za-z]+)\s?", sign, said)
    said = re.sub(r"\\[%{}_]", lambda found: found[0][1], re.sub(r"\\[,;:!> ]|\\\\|~", " ", said))
    return re.sub(r"\s+(?=[,.)]|$)|(?<=\()\s+", "", re.sub(r"\s+", " ", re.sub(r"[{}]", "", said))).strip()


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


def start(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Load KaTeX once, for all processes that write pages."""
    _engine()
    return []


def setup(app: Sphinx) -> None:
    """Register the renderer under the name ``katex``."""
    app.connect("env-updated", start)
    app.add_post_transform(KeepPunctuation)
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_block, None))
