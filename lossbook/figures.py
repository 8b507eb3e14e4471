"""One style for every figure of the book.

Figures are at most 4.8 inches wide with 10-point text, so that they can be read on a phone, and are stored as SVG
that is the same from run to run. The site swaps black and the palette for the tones of the reader's theme.
The same picture is stored in pixels beside the SVG: JupyterLab shows no SVG of a notebook that it does not trust yet.
"""

from __future__ import annotations

import base64
import html
import io
import re
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
from IPython.display import display
from matplotlib.figure import Figure
from matplotlib.rcsetup import cycler
from matplotlib_inline import backend_inline
from PIL import Image

from lossbook.palette import COLOURS

BLUE, ORANGE, GREEN, PURPLE, AMBER, GREY = (COLOURS[name][0] for name in COLOURS)

STYLE = {
    "axes.edgecolor": "#000000",
    "axes.facecolor": "none",
    "axes.labelcolor": "#000000",
    "axes.linewidth": 0.8,
    "axes.prop_cycle": cycler(color=[BLUE, ORANGE, GREEN, PURPLE, AMBER, GREY]),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": 10,
    "figure.constrained_layout.use": True,
    "figure.facecolor": "white",
    "font.size": 10,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "mathtext.fontset": "dejavusans",
    "svg.fonttype": "none",
    "svg.hashsalt": "lossbook",
    "xtick.color": "#000000",
    "ytick.color": "#000000",
}

HYPHEN = re.compile(r"(?<![\w.)-])-(?=\.?\d|∞|inf\b)")  # of a negative number, not of a range or a name
SVG_METADATA = {"Date": None, "Creator": None}
SCREEN_DPI = 96
PIXELS_DPI = 1.5 * SCREEN_DPI  # sharp on most screens, and light
PIXEL_TONES = 64  # letters and lines of a few colours need no more


def use_svg() -> None:
    """Make a notebook store its figures as SVG without a date, so that running it again changes nothing."""
    backend_inline.set_matplotlib_formats("svg", metadata=SVG_METADATA, bbox_inches=None)


def to_svg(fig: Figure, title: str) -> str:
    """The figure as SVG text that carries a title for screen readers; the figure is closed.

    Parameters
    ----------
    fig
        The figure, ideally one from `new`.
    title
        What the figure shows.

    Returns
    -------
    str
        The text of an ``<svg>`` element with its XML declaration, the same from run to run.

    Examples
    --------
    >>> fig, ax = new(height=2)
    >>> svg = to_svg(fig, "An empty pair of axes.")
    >>> "<title>An empty pair of axes.</title>" in svg
    True
    """
    text = io.StringIO()
    fig.savefig(text, format="svg", metadata=SVG_METADATA)
    plt.close(fig)
    head, tail = text.getvalue().split(' version="1.1">', 1)
    return f'{head} version="1.1" role="img"><title>{html.escape(title)}</title>{tail}'


def forms(fig: Figure, title: str) -> tuple[dict[str, str], dict[str, Any]]:
    """The figure as a notebook stores it, as SVG and in pixels; it is closed.

    Parameters
    ----------
    fig
        The figure, ideally one from `new`.
    title
        What the figure shows, for screen readers.

    Returns
    -------
    tuple of dict
        The data by MIME type, and the metadata: the width and height in pixels at which the picture is shown.

    Examples
    --------
    >>> data, metadata = forms(new(height=2)[0], "An empty pair of axes.")
    >>> sorted(data), metadata
    (['image/png', 'image/svg+xml'], {'image/png': {'height': 192, 'width': 461}})
    """
    svg = to_svg(fig, title)
    written = io.BytesIO()
    fig.savefig(written, format="png", dpi=PIXELS_DPI, metadata={"Software": None})
    pixels = io.BytesIO()
    picture = Image.open(written).convert("RGB").quantize(PIXEL_TONES, dither=Image.Dither.NONE)
    picture.save(pixels, format="png", optimize=True)
    width, height = (round(inches * SCREEN_DPI) for inches in fig.get_size_inches())
    data = {"image/png": base64.b64encode(pixels.getvalue()).decode(), "image/svg+xml": svg}
    return data, {"image/png": {"height": height, "width": width}}


class _Shown:
    """A figure as a notebook stores it: its forms, and what it says beside them in the output's metadata."""

    def __init__(self, fig: Figure, said: dict[str, str | None]) -> None:
        self.said = said
        self.forms, self.size = forms(fig, said["alt"] or "")

    def __repr__(self) -> str:
        return f"[Figure: {self.said['alt']}]"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, str], dict[str, Any]]:
        return self.forms | {"text/plain": repr(self)}, self.size | {"figure": self.said}


def show(fig: Figure, *, alt: str, caption: str | None = None, name: str | None = None) -> None:
    """Display a figure together with the text that describes it, and close it; nothing is returned.

    Use it as the last line of a cell that draws: the texts can then be computed in the cell, so that they are right
    wherever the picture is. They are stored in the output's metadata under ``figure``, for the page and for the checks.
    Negative numbers in them get a minus, as in the prose, in place of the hyphen that Python prints.

    Parameters
    ----------
    fig
        The figure, ideally one from `new`.
    alt
        What the figure shows, for readers who do not see it.
    caption
        The text below the figure; without it there is none.
    name
        What links to the figure call it; without it the figure has no address.

    Raises
    ------
    ValueError
        If a text is empty.

    Examples
    --------
    >>> fig, ax = new(height=2)
    >>> show(fig, alt="An empty pair of axes.", caption="Nothing is drawn yet.")
    [Figure: An empty pair of axes.]
    """
    plt.close(fig)  # also where a text is refused: Jupyter shows what is open at the end of a cell
    said = {"alt": alt, "caption": caption, "name": name}
    for what, text in said.items():
        if text is None and what != "alt":
            continue
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f"expected {what} to say something, got {text!r}")
        if what != "name":
            said[what] = HYPHEN.sub("−", text)
    display(_Shown(fig, said))


def new(width: float = 4.8, height: float = 3.0, columns: int = 1, rows: int = 1, **options: Any) -> tuple[Figure, Any]:
    """Begin a figure in the book's style.

    Parameters
    ----------
    width, height
        Size in inches; a width over 4.8 would be too small to read on a phone and is refused.
    columns, rows
        How many panels; with more than one, the axes come as an array.
    options
        Passed to `matplotlib.pyplot.subplots`, for example ``sharey=True``.

    Returns
    -------
    tuple
        The figure, and its axes: a `matplotlib.axes.Axes`, or with several panels an array of them, as from
        `matplotlib.pyplot.subplots`.

    Raises
    ------
    ValueError
        If the figure is wider than 4.8 inches.

    Examples
    --------
    >>> fig, ax = new(height=2)
    >>> [float(side) for side in fig.get_size_inches()]
    [4.8, 2.0]
    """
    if width > 4.8:
        raise ValueError(f"expected a width of at most 4.8 inches, got {width}")
    use_svg()
    matplotlib.rcParams.update(STYLE)
    return plt.subplots(rows, columns, figsize=(width, height), **options)
