import math
import re

import pytest

from lossbook.widgets import GaussianMLE
from tests.browser.widget_page import SIZES, at_rest, drawn, state, unfolded


def shown(page) -> tuple[list[str], list[str]]:
    drawn(page)
    return page.locator(".lw-results span").all_inner_texts(), page.locator(".lw-numbers span").all_inner_texts()


def says(page) -> str:
    drawn(page)
    return page.locator(".lw-says").inner_text().replace("\xa0=\xa0", " = ")


def drag(page, handle, x: float, y: float) -> None:
    """Drag a handle of the picture by (x, y) pixels."""
    box = handle.bounding_box()
    left, top = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(left + x, top + y, steps=3)
    page.mouse.up()


def fit_the_line(page) -> None:
    """Move the line, without which it cannot be fitted, and fit it."""
    page.get_by_label("slope", exact=True).press("PageUp")
    drawn(page)
    page.get_by_role("button", name="Fit the line").press("Enter")


def test_default_numbers(show):
    results, table = shown(unfolded(show, GaussianMLE()))
    assert results == ["−4.5947", "−7.0300", "−11.6247"]
    assert table == ["14.0600", "1.6769", "−11.6247", "0.1070", "0.1463", "−4.6482"]


def test_buttons_fit_the_line_and_sigma(show):
    page = unfolded(show, GaussianMLE())
    fit_the_line(page)
    results, table = shown(page)
    assert results == ["−4.5947", "−0.0535", "−4.6482"]
    assert table[:3] == table[3:]
    page.get_by_role("button", name="Fit σ").press("Enter")
    assert shown(page)[0][2] == "2.5162"
    found = state(page.locator(".lw"))
    assert (found["intercept"], found["slope"], found["sigma"]) == (0.05, 1.99, 0.146287)
    assert says(page) == (
        "At σ = 0.1463 the blocks sum to −2.5162. No line is better than this one, at any σ. "
        "For this line, no other σ is as good."
    )


@pytest.mark.parametrize("sigma", [0.05, 1, 1.12])
def test_sentence_begins_with_sigma_and_the_sum_of_the_blocks(show, sigma):
    explorer = GaussianMLE(sigma=sigma)
    total = f"{sum(explorer.values()['losses']):.4f}"
    assert says(show(explorer)).startswith(f"At σ = {sigma:.4f} the blocks sum to {total}. At any σ, the squares")


@pytest.mark.parametrize("explored", [{}, {"slope": 1.9}, {"intercept": 5, "slope": 5}])
def test_slider_of_sigma_has_a_mark_at_the_best_one_for_the_line(show, explored):
    best = GaussianMLE(**explored).values()["this"]["sigma_hat"]
    leader = show(GaussianMLE(**explored)).locator(".lw-range").first
    assert f"best: {best:.4f}" in leader.inner_text()
    share = float(re.search(r"translateX\((.+?)%", leader.locator("i").get_attribute("style"))[1]) / 100
    lowest, highest = (float(leader.locator("input").last.get_attribute(end)) for end in ("min", "max"))
    assert lowest + share * (highest - lowest) == pytest.approx(min(math.log10(best), highest), abs=1e-4)


def test_best_line_stays_whatever_sigma_is(show):
    page = unfolded(show, GaussianMLE())
    slider = page.get_by_label("width σ of the bells", exact=True)
    for key in ("Home", "End"):
        slider.press(key)
        _, table = shown(page)
        assert table[:2] == ["14.0600", "1.6769"]
        assert table[3:5] == ["0.1070", "0.1463"]


@pytest.mark.parametrize(
    ("points", "fitted"),
    [
        ({"x": [2.0], "y": [3.0]}, (3, 0)),
        ({"x": [2.0, 2.0], "y": [3.0, 4.0]}, (3.5, 0)),
        ({"x": [0.0, 1.0], "y": [12.0, -2.0]}, (7.5, -5)),
        ({"x": [5.0, 6.0], "y": [-2.0, 4.0]}, (-26.5, 5)),
    ],
)
def test_line_is_fitted_within_its_range(show, points, fitted):
    page = unfolded(show, GaussianMLE(**points))
    fit_the_line(page)
    found = state(page.locator(".lw"))
    assert (found["intercept"], found["slope"]) == fitted


def test_perfect_fit_has_no_best_sigma(show):
    page = unfolded(show, GaussianMLE(x=[0, 2], y=[1, 5], intercept=1, slope=2))
    assert "the smaller σ, the larger the likelihood, without end" in says(page)
    page.get_by_role("button", name="Fit σ").click()
    assert state(page.locator(".lw"))["sigma"] == 0.05


def test_points_and_ends_of_the_line_can_be_dragged(show):
    page = unfolded(show, GaussianMLE())
    left, right, *points = page.locator(".lw-plot").first.locator(".lw-free").all()
    drag(page, points[2], 0, 40)
    found = state(page.locator(".lw"))
    assert found["y"][2] == pytest.approx(6.2 - 40 / 448 * 380 / 12.5, abs=0.15)
    assert found == GaussianMLE(y=[*found["y"]]).state()
    drag(page, left, 0, -30)
    found = state(page.locator(".lw"))
    assert found["intercept"] == pytest.approx(30 / 448 * 380 / 12.5, abs=0.1)
    assert found["intercept"] + 6 * found["slope"] == pytest.approx(9, abs=0.001)  # the right end stays
    drag(page, right, 0, 300)
    found = state(page.locator(".lw"))
    assert found["slope"] == pytest.approx((-2 - found["intercept"]) / 6, abs=0.01)


def test_curves_can_be_dragged(show):
    page = unfolded(show, GaussianMLE(), viewport={"width": 1280, "height": 2400})
    over_slope, over_sigma = page.locator(".lw-plots .lw-drag").all()
    drag(page, over_slope, 500, 0)
    drag(page, over_sigma, -500, 0)
    found = state(page.locator(".lw"))
    assert (found["slope"], found["sigma"]) == (5, 0.05)
    drag(page, over_sigma, 30, 0)
    assert 0.05 < state(page.locator(".lw"))["sigma"] < 0.5


def test_curves_are_cut_at_the_edge_of_their_plots(show):
    page = unfolded(show, GaussianMLE(intercept=5, slope=5, sigma=0.05))
    for area in page.locator(".lw-plot").all():
        width, height = map(float, area.get_attribute("viewBox").split()[2:])
        layer = area.locator("svg")
        x, y, across, up = (float(layer.get_attribute(name)) for name in ("x", "y", "width", "height"))
        assert 0 < x < x + across < width
        assert 0 < y < y + up < height
        assert layer.get_attribute("viewBox") == f"{x:g} {y:g} {across:g} {up:g}"
        assert layer.evaluate("node => getComputedStyle(node).overflow") == "hidden"
        assert (
            area.evaluate("node => node.querySelectorAll('path:not(.lw-axis)').length") == layer.locator("path").count()
        )


def test_line_is_drawn_across_the_points_and_kept_as_dashes(show):
    page = unfolded(show, GaussianMLE())
    frame = page.locator(".lw-plot").first.bounding_box()
    across, up = frame["width"] / 380, frame["height"] / 235
    place = {
        (x, y): (frame["x"] + across * (36 + 332 * (x + 0.4) / 6.8), frame["y"] + up * (199 - 175 * (y + 2) / 14))
        for x, y in ((1, 0), (5, 10))
    }
    page.mouse.move(*place[1, 0])
    page.mouse.down()
    page.mouse.move(*place[5, 10], steps=4)
    page.mouse.up()
    found = state(page.locator(".lw"))
    assert (found["intercept"], found["slope"]) == pytest.approx((-2.5, 2.5), abs=0.05)
    dashes = page.locator(".lw-plot").first.locator("svg .lw-dashed")
    assert not dashes.get_attribute("d")
    page.get_by_role("button", name="Fit the line").click()
    drawn(page)
    ends = [float(y) for y in re.findall(r" (-?[\d.]+)", dashes.get_attribute("d"))]
    assert (ends[1] - ends[0]) / 8 / 12.5 == pytest.approx(-2.5, abs=0.02)
    page.get_by_role("button", name="Reset").click()
    drawn(page)
    assert not dashes.get_attribute("d")


def test_what_is_not_to_be_seen_is_not_named(show):
    page = unfolded(show, GaussianMLE(slope=1))
    words = page.locator(".lw-plot").first
    assert "squared error" in words.text_content()
    fit_the_line(page)
    drawn(page)
    assert "dashed: yours" in words.text_content()
    assert "squared error" not in words.text_content()
    page.get_by_label("slope", exact=True).press("ArrowLeft")
    page.get_by_role("button", name="Fit the line").press("Enter")
    drawn(page)
    assert "dashed: yours" not in words.text_content()


@pytest.mark.parametrize(("sigma", "named"), [(1, True), (0.1463, False)])
def test_bell_is_named_where_no_other_one_reaches(show, sigma, named):
    page = show(GaussianMLE(intercept=0.05, slope=1.99, sigma=sigma))
    assert ("p(y | x)" in page.locator(".lw-plot").first.text_content()) is named


@pytest.mark.parametrize(
    ("explored", "edge"), [({"intercept": 5}, 24), ({"y": [2, 4, 6, 8, 10], "slope": 2, "sigma": 0.05}, 114)]
)
def test_an_arrow_stands_for_each_block_beyond_the_plot(show, explored, edge):
    page = unfolded(show, GaussianMLE(**explored))
    runs = [
        [float(y) for y in re.findall(r" (-?[\d.]+)", run)]
        for path in page.locator(".lw-plots .lw-plot").first.locator(".lw-case").all()
        for run in (path.get_attribute("d") or "").split("M")[1:]
    ]
    assert len(runs) == 6
    assert all(min(run) <= 114 and max(run) >= 24 for run in runs)  # none lies above or below the plot
    assert any(len(run) == 4 and edge in run for run in runs)


@pytest.mark.parametrize("points", [{"y": [12, 3.9, 6.2, 7.8, 10.1]}, {"x": [3.0] * 5}, {"x": [4, 5, 5.5, 6, 6]}])
def test_fitted_line_is_the_best_one_wherever_the_points_are(show, points):
    page = unfolded(show, GaussianMLE(**points))
    page.get_by_label("slope", exact=True).press("ArrowRight")
    page.get_by_role("button", name="Fit the line").click()
    at_rest(page)
    assert "No line is better than this one, at any σ." in says(page)


def test_steepest_line_is_called_the_best_of_those_that_can_be_set(show):
    page = unfolded(show, GaussianMLE(x=[5.0, 5.5], y=[0.0, 10.0], slope=2))
    page.get_by_label("slope", exact=True).press("ArrowRight")
    page.get_by_role("button", name="Fit the line").click()
    at_rest(page)
    assert state(page.locator(".lw"))["slope"] == 5
    assert "No slope up to ±5 is better than this one, at any σ." in says(page)


def test_sums_that_print_alike_are_not_told_apart(show):
    page = show(GaussianMLE(intercept=0.05, slope=1.9903))
    assert "No line is better than this one, at any σ." in says(page)


@pytest.mark.parametrize("size", SIZES)
def test_line_can_be_fitted_once_the_reader_has_drawn_one(show, size):
    page = unfolded(show, GaussianMLE(), viewport=SIZES[size])
    fit, row = page.get_by_role("button", name="Fit the line"), page.locator(".lw-main .lw-row")
    place = "node => [node.offsetLeft, node.offsetTop, node.offsetWidth, node.offsetHeight]"
    before = fit.evaluate(place) + row.evaluate(place)
    assert fit.is_disabled()
    assert row.inner_text().endswith("Drag a ring first.")
    assert "0.0500" not in says(page)
    page.get_by_label("slope", exact=True).press("ArrowRight")
    drawn(page)
    assert fit.is_enabled()
    assert fit.evaluate(place) + row.evaluate(place) == before
    page.get_by_role("button", name="Reset").click()
    drawn(page)
    assert fit.is_disabled()


@pytest.mark.parametrize("explored", [{}, {"sigma": 0.146287, "intercept": 0.05, "slope": 1.99}, {"sigma": 2.5}])
def test_blocks_are_as_tall_as_the_losses_and_end_at_the_sum(show, explored):
    page = unfolded(show, GaussianMLE(**explored))
    values = GaussianMLE(**explored).values()
    stack = page.locator(".lw-plots .lw-plot").first
    blocks = []
    for path in stack.locator(".lw-case").all():
        for run in (path.get_attribute("d") or "").split("M")[1:]:
            x, y = zip(*(map(float, pair) for pair in re.findall(r"(-?[\d.]+) (-?[\d.]+)", run)), strict=True)
            blocks.append((x[0], (y[0] - y[2]) / 90 * 25, (114 - 18 - y[2]) / 90 * 25))
    *each, total = sorted(blocks)
    assert [height for _, height, _ in each] == pytest.approx(values["losses"], abs=0.02)
    assert each[-1][2] == pytest.approx(total[2]) == pytest.approx(sum(values["losses"]), abs=0.02)
    assert stack.locator(".lw-label").text_content() == f"{-values['this']['log_likelihood']:.4f}".replace("-", "−")
