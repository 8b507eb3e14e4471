"""One look for every figure of the book.

Figures are at most 4.8 inches wide with 10-point text, so that they can be read on a phone, and are stored as SVG
that is the same from run to run. The site swaps black and the palette for the tones of the reader's theme.
"""

from __future__ import annotations

import html
import io

import matplotlib
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib_inline import backend_inline

from lossbook.palette import COLOURS

BLUE, ORANGE, GREEN, PURPLE, AMBER, GREY = (COLOURS[name][0] for name in COLOURS)

STYLE = {
    "axes.edgecolor": "#000000",
    "axes.facecolor": "none",
    "axes.labelcolor": "#000000",
    "axes.linewidth": 0.8,
    "axes.prop_cycle": matplotlib.cycler(color=[BLUE, ORANGE, GREEN, PURPLE, AMBER, GREY]),
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


SVG_METADATA = {"Date": None, "Creator": None}


def use_svg() -> None:
    """Make a notebook store its figures as SVG without a date, so that running it again changes nothing."""
    backend_inline.set_matplotlib_formats("svg", metadata=SVG_METADATA, bbox_inches=None)


def to_svg(fig: Figure, title: str) -> str:
    """The figure as SVG text that carries `title` for screen readers; the figure is closed.

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


def new(width: float = 4.8, height: float = 3.0, columns: int = 1, rows: int = 1, **options) -> tuple[Figure, Axes]:
    """A new figure in the book's look, and its axes.

    Parameters
    ----------
    width, height
        Size in inches; a width over 4.8 would be too small to read on a phone and is refused.
    columns, rows
        How many panels; with more than one, the axes come as an array.
    options
        Handed to `matplotlib.pyplot.subplots`, for example ``sharey=True``.

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
