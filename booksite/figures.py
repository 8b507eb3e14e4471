"""Put the figures into the page itself, in the colours of the reader's theme.

Stored figures have a white ground, black lines and the palette's light tones. On the site the ground goes away,
black follows the text's colour, each tone becomes the CSS variable of its name, and places are given to a tenth of a
point, which no eye can tell from the millionths that matplotlib writes, and in steps, which are short.

A figure that its cell described while it ran has its texts in the output's metadata under ``figure``: ``alt``,
``caption`` and ``name``. Its caption is Markdown, and links name it as they name a section.
"""

from __future__ import annotations

import functools
import hashlib
import html
import re
from collections.abc import Callable
from pathlib import Path

from bookproof.markdown import plain_text
from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer, create_figure_context
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from lossbook.palette import COLOURS

GROUND = re.compile(r'<g id="patch_1">.*?</g>\s*', re.S)
OPENING = re.compile(r'<svg ([^>]*?)width="([\d.]+)pt" height="([\d.]+)pt"([^>]*)>', re.S)
TITLE = re.compile(r"<title>(.*?)</title>", re.S)
PATH = re.compile(r'(?<= )d="([^"]*)"')
PLACE = re.compile(r'(?<= )(x|y)="(-?[\d.]+)"')
UPRIGHT = re.compile(r' transform="rotate\(-?0 [^"]*"')
TURNED = re.compile(r"(?<=rotate\(-90 )(-?[\d.]+) (-?[\d.]+)(?=\))")
NAMED = re.compile(r'(?:href="#|url\(#)([^")]+)')
NAME = re.compile(r' id="([^"]+)"')
COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
FAMILY = re.compile(r"(?:; )?font-family: [^;\"]*")
TEXT_SIZE = re.compile(r"<text [^>]*?font(?:-size)?: ?([\d.]+)px")
POINTS_PER_REM = 12
USUAL_SIZE = 10
PIXELS = "image/png"
SMALLEST_PX = 11  # of the letters in a figure on a phone, but for indices


def themed(svg: str, alt: str) -> str:
    """A stored SVG as it goes into a page, described by `alt`.

    Raises
    ------
    ValueError
        If the text is not an SVG that matplotlib wrote.
    """
    if not OPENING.search(svg):
        raise ValueError(f"expected an SVG written by matplotlib, with width and height in points, got {svg[:60]!r}")
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>|<title>.*?</title>", "", svg, flags=re.S)
    svg = GROUND.sub("", svg, count=1)
    svg = PATH.sub(lambda path: f'd="{_in_steps(path[1])}"', svg)
    svg = PLACE.sub(lambda place: f'{place[1]}="{_tenths(round(10 * float(place[2])))}"', svg)
    svg = UPRIGHT.sub("", svg)
    svg = TURNED.sub(lambda place: " ".join(_tenths(round(10 * float(number))) for number in place.groups()), svg)
    named = set(NAMED.findall(svg))
    svg = NAME.sub(lambda name: name[0] if name[1] in named else "", svg)
    prefix = "f" + hashlib.sha256(svg.encode()).hexdigest()[:6] + "-"
    svg = re.sub(r'\bid="', f'id="{prefix}', svg)
    svg = re.sub(r'(href="#|url\(#)', rf"\1{prefix}", svg)
    svg = svg.replace("#000000", "currentColor").replace("#ffffff", "var(--lb-ground)")
    for name, (light, _) in COLOURS.items():
        svg = svg.replace(light, f"var(--lb-{name})")
    svg = FAMILY.sub("", svg)
    letters = min((float(size) for size in TEXT_SIZE.findall(svg)), default=USUAL_SIZE)
    svg = OPENING.sub(lambda match: _opening(match, alt, letters), svg, count=1)
    return re.sub(r"\n\s*", "\n", svg)


def _in_steps(path: str) -> str:
    """The same path in steps of tenths of a point; steps in one direction are one."""
    said, at, start, last = [], (0, 0), (0, 0), None
    for letter, numbers in COMMAND.findall(path):
        tenths = [round(10 * float(number)) for number in numbers.split()]
        places = list(zip(tenths[::2], tenths[1::2], strict=True))
        if letter == "L":
            step = (places[0][0] - at[0], places[0][1] - at[1])
            if last and step[0] * last[1] == step[1] * last[0] and step[0] * last[0] + step[1] * last[1] >= 0:
                step = (step[0] + last[0], step[1] + last[1])
                said.pop()
            said.append(f"l{_tenths(step[0])} {_tenths(step[1])}")
            last = step
        else:
            origin = (0, 0) if letter == "M" else at
            steps = (_tenths(value - origin[axis]) for place in places for axis, value in enumerate(place))
            said.append((letter if letter == "M" else letter.lower()) + " ".join(steps))
            last = None
        at = places[-1] if places else start
        start = at if letter == "M" else start
    return "".join(said)


def _tenths(number: int) -> str:
    return f"{number / 10:g}"


def _opening(match: re.Match, alt: str, letters: float) -> str:
    before, width, height, after = match.groups()
    after = after.replace(' role="img"', "")
    rem = f"{float(width) / POINTS_PER_REM:.2f}rem"
    least = f"{SMALLEST_PX / letters * float(width):.0f}px"
    size = f"--lb-width:{rem};--lb-least:{least};width:{rem};aspect-ratio:{width}/{height}"
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
                drawing = f'<div class="lb-drawing">{themed(svg, alt)}</div>'
                image.replace_self(nodes.raw("", drawing, format="html"))


def described(render: Callable) -> Callable:
    """MyST-NB's `render` of an image, with what the output's metadata say of it."""

    @functools.wraps(render)
    def render_image(self: NbElementRenderer, data: MimeData) -> list[nodes.Element]:
        said = data.output_metadata.get("figure")
        if data.mime_type == PIXELS and (said or "explorer" in data.output_metadata):
            return []  # the page has the SVG beside it
        images = render(self, data)
        if not said:
            return images
        for image in images:
            image["alt"] = said["alt"]
        parser, place = self.renderer, nodes.Element()
        with parser.current_node_context(place), create_figure_context(parser, dict(said), data.line):
            parser.current_node.extend(images)
        return place.children

    return render_image


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    # MyST-NB finds other renderers by the entry points of installed packages, and the site is not one.
    if not hasattr(NbElementRenderer.render_image, "__wrapped__"):
        NbElementRenderer.render_image = described(NbElementRenderer.render_image)
    app.add_post_transform(InlineFigures)
