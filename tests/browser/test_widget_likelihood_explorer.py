"""The numbers, the marks and the drags of LikelihoodExplorer in the page."""

from __future__ import annotations

import re

import pytest

from lossbook.widgets import LikelihoodExplorer
from tests.browser.widget_page import at_rest, drawn, state

PINS = {"y": [1, 1, 0, 1, 1, 1, 0, 1, 0, 1], "family": "bernoulli"}


def says(page) -> str:
    at_rest(page)
    return page.locator(".lw-says").inner_text().replace("\xa0=\xa0", " = ")


def numbers(page) -> list[str]:
    drawn(page)
    return page.locator(".lw-results span").all_inner_texts()


def test_default_numbers(show):
    page = show(LikelihoodExplorer())
    assert numbers(page) == ["2.2e−7", "15.3104", "3.0621"]
    assert says(page).endswith("minus its logarithm, the sum of the losses, is 15.3104. A lower stack is possible.")


def test_estimate_is_named_when_it_is_reached(show):
    page = show(LikelihoodExplorer(y=[1, 2, 3, 4, 20], theta=10))
    page.get_by_role("button", name="Go to the estimate").click()
    assert says(page).startswith("μ = 6.00 is the estimate: no other makes the 5 values more likely. It is their mean")
    page.get_by_label("distribution").focus()
    page.keyboard.press("ArrowDown")
    assert "A lower stack is possible" in says(page)
    page.get_by_role("button", name="Go to the estimate").press("Enter")
    assert says(page).endswith("It is their median, 3.")
    assert state(page.locator(".lw")) == LikelihoodExplorer(y=[1, 2, 3, 4, 20], family="laplace", theta=3).state()


def test_yes_and_no(show):
    page = show(LikelihoodExplorer(**PINS, theta=0.5))
    assert numbers(page) == ["0.000977", "6.9315", "0.6931"]
    page.get_by_label("probability p of 1", exact=True).press("End")
    assert numbers(page) == ["0", "∞", "∞"]
    assert (
        says(page)
        == "p = 1.00 makes something impossible that happened: the product is 0, and the stack is infinitely high."
    )
    assert page.get_by_label("distribution").count() == 0  # there is but one for throws


@pytest.mark.parametrize(
    ("explored", "said"),
    [
        ({**PINS, "theta": 0.7005}, "At p = 0.7005 the sum of the losses is 6.1086, to four digits the same as at"),
        ({"y": [1, 2, 4, 8], "family": "laplace", "theta": 2.5}, "At μ = 2.50 the sum of the losses is 10.0452, to"),
    ],
)
def test_what_is_as_low_as_the_estimate_is_not_called_it(show, explored, said):
    page = show(LikelihoodExplorer(**explored))
    assert said in says(page)
    assert "is the estimate" not in says(page)
    assert page.get_by_text("the estimate", exact=True).count() == 0


def test_the_axis_of_p_ends_with_it_and_p_means_nothing_else(show):
    page = show(LikelihoodExplorer(**PINS, theta=0.5))
    drawn(page)
    axis, *ticks = page.locator(".lw-plot").last.evaluate(
        """plot => [plot.querySelector(".lw-axis"), ...plot.querySelectorAll(":scope > [text-anchor=middle]")]
          .map((node) => { const { left, right } = node.getBoundingClientRect(); return [left, right]; })"""
    )
    low, high = (sum(tick) / 2 for tick in (ticks[0], ticks[-1]))
    assert low - axis[0] == pytest.approx(axis[1] - high, abs=1)
    assert 0 < low - axis[0] < (high - low) / 20
    assert "log p" not in page.locator(".lw-body").text_content()  # of a 0 the loss is −log(1 − p)


def test_a_typed_place_is_not_rounded_to_one_that_it_is_not(show):
    page = show(LikelihoodExplorer(**PINS, theta=0.5))
    typed = page.get_by_label("probability p of 1, typed")
    typed.fill("0.999")
    typed.press("Enter")
    assert says(page).startswith("At p = 0.9990 the 10 probabilities")
    assert typed.input_value() == "0.9990"


@pytest.mark.parametrize("explored", [{}, {"family": "laplace"}, {"family": "poisson"}, {**PINS, "theta": 0.6}])
def test_blocks_are_as_tall_as_the_losses(show, explored):
    explorer = LikelihoodExplorer(**explored)
    page = show(explorer)
    stems = page.locator(".lw-plot").first.locator(".lw-arrow").get_attribute("d")
    heights = [pair[0] - pair[1] for pair in ends(stems)]
    p = explorer.values()["p"]
    assert [height / heights[0] for height in heights] == pytest.approx([one / p[0] for one in p], rel=0.02)
    blocks = page.locator(".lw-plot").last.locator(".lw-case").get_attribute("d")
    tall = [max(piece) - min(piece) for piece in ends(blocks)]
    losses = explorer.values()["losses"]
    assert [one / tall[0] for one in tall] == pytest.approx([loss / losses[0] for loss in losses], rel=0.02)


def ends(path: str) -> list[list[float]]:
    """How high the points of each run of a path lie."""
    runs = path.split("M")[1:]
    return [[float(y) for _, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", run)] for run in runs]


def test_a_press_on_the_bars_of_zero_and_one_moves_nothing(show):
    page = show(LikelihoodExplorer(y=[0, 1, 1], family="bernoulli", theta=0.3))
    frame = page.locator(".lw-plot").first.bounding_box()
    page.mouse.click(frame["x"] + frame["width"] * 0.4, frame["y"] + 60)
    assert state(page.locator(".lw"))["theta"] == 0.3


def test_a_press_in_either_picture_moves_the_distribution(show):
    page = show(LikelihoodExplorer())
    for picture in page.locator(".lw-plot").all():
        page.get_by_role("button", name="Reset").click()
        frame = picture.bounding_box()
        page.mouse.click(frame["x"] + frame["width"] * (36 + 352 * 3.6 / 11) / 400, frame["y"] + 40)
        assert state(page.locator(".lw"))["theta"] == 3.6
        assert numbers(page)[1] == "11.7104"
