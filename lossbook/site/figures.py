"""Put the figures into the page itself, in the colours of the reader's theme.

Stored figures have a white ground, black lines and the palette's light tones. On the site the ground goes away,
black follows the text's colour, each tone becomes the CSS variable of its name, and places are given to a tenth of a
point, which no eye tells from the millionths that matplotlib writes.
"""

from __future__ import annotations

import hashlib
import html
import re
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from lossbook.checks.markdown import plain_text
from lossbook.palette import COLOURS

GROUND = re.compile(r'<g id="patch_1">.*?</g>\s*', re.S)
OPENING = re.compile(r'<svg ([^>]*?)width="([\d.]+)pt" height="([\d.]+)pt"([^>]*)>', re.S)
TITLE = re.compile(r"<title>(.*?)</title>", re.S)
COORDINATES = re.compile(r'(?<= )(?:d|x|y)="[^"]*"')
FINE = re.compile(r"-?\d+\.\d\d+")
POINTS_PER_REM = 12


def themed(svg: str, alt: str) -> str:
    """A stored SVG as it goes into a page, described by `alt`.

    Raises
    ------
    ValueError
        If the text is no SVG that matplotlib wrote.
    """
    if not OPENING.search(svg):
        raise ValueError("expected an SVG written by matplotlib, with a width and a height in points")
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>|<title>.*?</title>", "", svg, flags=re.S)
    svg = GROUND.sub("", svg, count=1)
    svg = COORDINATES.sub(lambda place: FINE.sub(lambda number: f"{float(number[0]):.1f}", place[0]), svg)
    prefix = "f" + hashlib.sha256(svg.encode()).hexdigest()[:6] + "-"
    svg = re.sub(r'\bid="', f'id="{prefix}', svg)
    svg = re.sub(r'(href="#|url\(#)', rf"\1{prefix}", svg)
    svg = svg.replace("#000000", "currentColor").replace("#ffffff", "var(--lb-ground)")
    for name, (light, _) in COLOURS.items():
        svg = svg.replace(light, f"var(--lb-{name})")
    svg = OPENING.sub(lambda match: _opening(match, alt), svg, count=1)
    return re.sub(r"\n\s*", "\n", svg)


def _opening(match: re.Match, alt: str) -> str:
    before, width, height, after = match.groups()
    after = after.replace(' role="img"', "")
    size = f"width:{float(width) / POINTS_PER_REM:.2f}rem;aspect-ratio:{width}/{height}"
    described = f'role="img" aria-label="{html.escape(alt, quote=True)}"' if alt else 'aria-hidden="true"'
    return f'<svg {before}{after} class="lb-figure" fill="currentColor" style="{size}" {described}>'


class InlineFigures(SphinxPostTransform):
    """Replace each image of an SVG output by the SVG itself."""

    default_priority = 500
    formats = ("html",)

    def run(self, **kwargs) -> None:
        """Apply the transform to one page."""
        for image in list(self.document.findall(nodes.image)):
            path = Path(self.app.srcdir, image["uri"].lstrip("/"))
            if path.suffix == ".svg" and "jupyter_execute" in path.parts:
                svg = path.read_text(encoding="utf-8")
                title = TITLE.search(svg)
                alt = plain_text(image.get("alt", "")) or (html.unescape(title[1]) if title else "")
                image.replace_self(nodes.raw("", themed(svg, alt), format="html"))


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_post_transform(InlineFigures)
