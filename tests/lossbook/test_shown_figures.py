"""A shown figure carries its texts."""

import matplotlib.pyplot as plt
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from lossbook import figures


@pytest.fixture
def shell():
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def test_show_stores_svg_and_texts(shell):
    fig, _ = figures.new(height=2)
    with capture_output() as captured:
        figures.show(fig, alt="Two axes & nothing else.", caption="Empty.", name="fig-empty")
    (output,) = captured.outputs
    assert output.metadata == {"figure": {"alt": "Two axes & nothing else.", "caption": "Empty.", "name": "fig-empty"}}
    assert "<title>Two axes &amp; nothing else.</title>" in output.data["image/svg+xml"]
    assert output.data["text/plain"] == "[Figure: Two axes & nothing else.]"
    assert fig.number not in plt.get_fignums()


def test_caption_and_name_may_be_left_out(shell):
    fig, _ = figures.new(height=2)
    with capture_output() as captured:
        figures.show(fig, alt="Two axes.")
    assert captured.outputs[0].metadata == {"figure": {"alt": "Two axes.", "caption": None, "name": None}}


@pytest.mark.parametrize(
    "texts", [{"alt": ""}, {"alt": " "}, {"alt": "Axes.", "caption": ""}, {"alt": "Axes.", "name": ""}]
)
def test_empty_texts_are_refused(texts):
    fig, _ = figures.new(height=2)
    with pytest.raises(ValueError, match=r"expected .* to say something, got"):
        figures.show(fig, **texts)
    plt.close(fig)


def test_a_figure_that_is_too_wide_for_a_phone_is_refused():
    with pytest.raises(ValueError, match=r"expected a width of at most 4.8 inches, got 5"):
        figures.new(width=5)
