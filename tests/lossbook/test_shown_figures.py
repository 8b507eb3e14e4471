"""A shown figure carries its texts, as an SVG and in pixels."""

import base64
import io

import matplotlib.pyplot as plt
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from PIL import Image

from lossbook import figures

SIZE = {"image/png": {"height": 192, "width": 461}}


@pytest.fixture
def shell():
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def test_show_stores_svg_and_texts(shell):
    fig, _ = figures.new(height=2)
    with capture_output() as captured:
        figures.show(fig, alt="Two axes & nothing else.", caption="Empty.", name="fig-empty")
    (output,) = captured.outputs
    words = {"alt": "Two axes & nothing else.", "caption": "Empty.", "name": "fig-empty"}
    assert output.metadata == SIZE | {"figure": words}
    assert "<title>Two axes &amp; nothing else.</title>" in output.data["image/svg+xml"]
    assert output.data["text/plain"] == "[Figure: Two axes & nothing else.]"
    assert fig.number not in plt.get_fignums()


def test_negative_numbers_get_a_minus_and_ranges_keep_their_hyphen(shell):
    alt = "From -5.32 to (-.5), 4-6 and float-32, at -inf."
    with capture_output() as captured:
        figures.show(figures.new(columns=2)[0], alt=alt, caption="-1 at -2.")
    said = captured.outputs[0].metadata["figure"]
    assert said["alt"] == "From −5.32 to (−.5), 4-6 and float-32, at −inf."
    assert said["caption"] == "−1 at −2."


def test_caption_and_name_may_be_left_out(shell):
    fig, _ = figures.new(height=2)
    with capture_output() as captured:
        figures.show(fig, alt="Two axes.")
    assert captured.outputs[0].metadata == SIZE | {"figure": {"alt": "Two axes.", "caption": None, "name": None}}


def drawn() -> dict[str, str]:
    fig, ax = figures.new(height=2)
    ax.plot([0, 1, 0], color=figures.ORANGE)
    return figures.forms(fig, "A line.")[0]


def test_pixels_are_the_same_picture_each_time_and_light():
    stored = drawn()["image/png"]
    assert stored == drawn()["image/png"]
    assert len(stored) < 20_000
    assert "\n" not in stored
    picture = Image.open(io.BytesIO(base64.b64decode(stored)))
    assert picture.size == (691, 288)
    assert picture.text == {}  # no program, no date
    share = {colour: count for count, colour in picture.convert("RGB").getcolors()}
    assert max(share, key=share.get) == (255, 255, 255)
    orange = tuple(int(figures.ORANGE[k : k + 2], 16) for k in (1, 3, 5))
    assert min(sum(abs(a - b) for a, b in zip(orange, colour, strict=True)) for colour in share) < 24


@pytest.mark.parametrize(
    "texts",
    [
        {"alt": ""},
        {"alt": " "},
        {"alt": None},
        {"alt": 1},
        {"alt": "Axes.", "caption": ""},
        {"alt": "Axes.", "name": ""},
    ],
)
def test_empty_texts_are_refused(texts):
    fig, _ = figures.new(height=2)
    with pytest.raises(ValueError, match=r"expected .* to say something, got"):
        figures.show(fig, **texts)
    assert not plt.fignum_exists(fig.number)


def test_a_figure_that_is_too_wide_for_a_phone_is_refused():
    with pytest.raises(ValueError, match=r"expected a width of at most 4.8 inches, got 5"):
        figures.new(width=5)
