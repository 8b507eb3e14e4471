"""What a code cell prints, as numbers: standard output and the plain text of results and displays.

Error output, pictures, HTML and widgets print nothing here, and digits inside names, shapes, versions and
angle-bracketed representations are not numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bookproof.numbers.quantities import Quantity, quantities
from bookproof.pages import Cell

WIDGET = "application/vnd.jupyter.widget-view+json"
COLOUR_CODES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
NO_NUMBERS = re.compile(
    r"""
    <[A-Za-z][^<>\n]*>                              # <Figure size 640x480 with 1 Axes>, <NllLossBackward0>
    | Size\(\[[^\]]*\]\)                            # torch.Size([2, 3])
    | \bshape\b\W{0,3}[(\[][^)\]]*[)\]]             # shape (2, 3), shape: [2, 3], shape=(2, 3)
    | \b(?:cpu|cuda|mps):\d+                        # a device
    | \b0x[0-9a-fA-F]+                              # an address
    | (?<![\w.])\d+(?:\.\d+){2,}[\w.+]*             # a version
    | (?<!\w)[^\W\d]\w*(?:\.\d+|-\d+(?![\w.])|-[^\W\d]\w*)*  # a name: float32, x1, GPT-2
    """,
    re.VERBOSE,
)
TRUE_WRAPPING = re.compile(
    r"\b(?:tensor|array|np\.bool_?)\(|np\.(?=True_|False_)|(?<=True|alse)_|dtype=[\w.]+|[\[\](),]"
)


@dataclass(frozen=True)
class Text:
    """A piece of text that a cell prints, and which of its outputs hold it (streams come in chunks)."""

    text: str
    outputs: tuple[int, ...]


@dataclass(frozen=True)
class Printed:
    """A printed number and the piece of text it stands in."""

    quantity: Quantity
    source: Text


def texts(cell: Cell) -> list[Text]:
    """The pieces of text that a cell prints, in order; chunks of standard output in a row are one piece."""
    pieces: list[Text] = []
    streaming = False
    for index, output in enumerate(cell.outputs):
        kind, text = output.get("output_type"), _text(output)
        if kind == "stream" and streaming:
            pieces[-1] = Text(pieces[-1].text + text, (*pieces[-1].outputs, index))
        elif text:
            pieces.append(Text(text, (index,)))
        streaming = kind == "stream" and output.get("name") == "stdout" and bool(text)
    return pieces


def printed_numbers(cell: Cell) -> list[Printed]:
    """Every number that a cell prints, in the order of the print: ``:2`` in a link picks the second."""
    return [Printed(number, piece) for piece in texts(cell) for number in _numbers_of(piece.text)]


@lru_cache(maxsize=2048)
def _numbers_of(text: str) -> tuple[Quantity, ...]:
    return tuple(quantities(_without_names(text)))


def prints_only_true(cell: Cell) -> bool:
    """Whether everything that a cell prints is True, once or more."""
    words = [word for piece in texts(cell) for word in TRUE_WRAPPING.sub(" ", piece.text).split()]
    return bool(words) and set(words) == {"True"}


def _without_names(text: str) -> str:
    return NO_NUMBERS.sub(lambda found: "\ue000" * len(found[0]), text)


def _text(output: dict) -> str:
    if output.get("output_type") == "stream":
        return COLOUR_CODES.sub("", _joined(output.get("text"))) if output.get("name") == "stdout" else ""
    data = output.get("data")
    if not isinstance(data, dict) or WIDGET in data:
        return ""
    return COLOUR_CODES.sub("", _joined(data.get("text/plain")))


def _joined(text: object) -> str:
    return "".join(map(str, text)) if isinstance(text, list) else text if isinstance(text, str) else ""
