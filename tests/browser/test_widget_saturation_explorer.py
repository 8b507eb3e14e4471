"""The numbers, the marks and the drags of SaturationExplorer in the page."""

from __future__ import annotations

import re

import pytest

from lossbook.widgets import SaturationExplorer
from tests.browser.widget_page import at_rest, drawn, state

NAMES = ("softmax", "BCELoss", "from logits")
ROUTES = {"naive": "purple", "clamped": "orange", "stable": "blue"}


def table(page) -> list[list[str]]:
    drawn(page)
    cells = page.locator(".lw-numbers td span").all_inner_texts()
    return [cells[k : k + 3] for k in range(0, 9, 3)]


def says(page) -> str:
    at_rest(page)
    return page.locator(".lw-says").inner_text()


def test_default_numbers(show):
    page = show(SaturationExplorer(z=4))
    assert table(page) == [["0.0180", "4.0181", "0.9820"]] * 3
    said = "In float32 at z = 4, y = 0: true loss 4.0181, gradient 0.9820. All three routes print them."
    assert says(page) == said


@pytest.mark.parametrize(
    "explored",
    [
        {"z": 30, "dtype": "float64"},
        {"z": -30},
        {"z": -12},
        {"z": 12},
        {"z": 30, "y": 1},
        {"z": 100, "y": 1, "dtype": "float64"},
        {"z": 5, "dtype": "float16"},
        {"z": 100, "dtype": "float64"},
        {"z": -12, "y": 1, "dtype": "float16"},
        {"z": -30, "dtype": "float16"},
        {"z": 2},
        {"z": 6, "dtype": "bfloat16"},
    ],
)
def test_sentence_names_each_route_that_prints_another_loss_or_gradient(show, explored):
    page = show(SaturationExplorer(**explored))
    said, rows = says(page), table(page)
    right = re.search("true loss (.*), gradient (.*?)[.] ", said).groups()
    for name, column, wanted in zip(("loss", "gradient"), (1, 2), right, strict=True):
        others = [route for route, row in zip(NAMES, rows, strict=True) if row[column] != wanted]
        found = re.search(rf"ff in (?:loss and )?{name}(?: and gradient)?: ([^.]*?)[;.]", said)
        assert [route for route in NAMES if found and route in found[1]] == others, said
    assert (rows[0] == rows[1] == rows[2]) == said.endswith("All three routes print them.")


def test_sentence_says_the_loss_even_where_no_route_prints_it(show):
    page = show(SaturationExplorer(z=-18, y=1, shift=-1000, dtype="bfloat16"))
    said = "In bfloat16 at z = −18, y = 1: true loss 18.0000, gradient −1.0000. Off in loss: "
    assert says(page).startswith(said)
    assert "from logits" in says(page)


def test_words_are_those_that_pytorch_prints(show):
    page = show(SaturationExplorer(z=100))
    *broken, stable = table(page)
    assert broken == [["0.0000", "inf", "nan"], ["0.0000", "100.0000", "0.0000"]]
    assert stable == ["3.784e−44", "100.0000", "1.0000"]
    page.get_by_label("format").focus()
    page.keyboard.press("Home")
    assert state(page.locator(".lw"))["dtype"] == "float64"
    assert table(page)[0] == ["3.720e−44", "100.0000", "1.0000"]


@pytest.mark.parametrize("explored", [{}, {"z": 4}, {"z": -90, "y": 1}, {"z": 100}, {"z": 100, "y": 1}])
def test_marks_stand_at_the_printed_losses(show, explored):
    explorer = SaturationExplorer(**explored)
    page = show(explorer)
    values = explorer.values()
    for route, dot in zip(ROUTES, page.locator(".lw-plot g:has(.lw-dot)").all(), strict=True):
        loss = values[route]["loss"]
        x, y = map(float, re.findall(r"-?[\d.]+", dot.get_attribute("transform")))
        assert (x - 36) / 352 * 300 - 150 == pytest.approx(explorer.z, abs=0.02)
        assert (204 - y) == pytest.approx(180 / 255 * {"inf": 180, "nan": 210}.get(loss, loss), abs=0.02)


@pytest.mark.parametrize("explored", [{"y": 1}, {"shift": 200}])
def test_curve_of_a_route_goes_on_where_it_prints_nan(show, explored):
    page = show(SaturationExplorer(**explored))
    drawn(page)
    path = page.locator(".lw-plot .lw-band").get_attribute("d")
    assert path.count("M") == 1
    assert path.endswith(f"L388.00 {204 - 180 * 210 / 255:.2f}")


@pytest.mark.parametrize(
    ("explored", "words"),
    [
        ({}, ["p rounds to 1 from 16.6", "exp is inf from 88.7"]),
        ({"y": 1}, ["p is 0 below −88.7", "exp is inf from 88.7"]),
        ({"y": 1, "dtype": "float16"}, ["p is 0 below −17.3", "exp is inf from 11.1"]),
        ({"y": 1, "dtype": "float64"}, ["", ""]),
    ],
)
def test_breaks_are_named_for_both_labels(show, explored, words):
    page = show(SaturationExplorer(**explored))
    drawn(page)
    assert [label.strip() for label in page.locator(".lw-plot .lw-label").all_text_contents()][:2] == words


def test_dots_on_each_other_all_show(show):
    page = show(SaturationExplorer())
    sizes = [dot.bounding_box()["width"] for dot in page.locator(".lw-plot .lw-dot").all()]
    assert sizes[0] > sizes[1] > sizes[2]


def test_rows_have_the_colours_of_their_curves(show):
    page = show(SaturationExplorer())
    heads = page.locator(".lw-numbers tbody th").all()
    found = [head.evaluate("head => head.style.borderLeft") for head in heads]
    assert found == [f"4px solid var(--lb-{tone})" for tone in ROUTES.values()]


def test_a_press_in_the_picture_sets_a_whole_logit(show):
    page = show(SaturationExplorer())
    frame = page.locator(".lw-plot").bounding_box()
    page.mouse.click(frame["x"] + frame["width"] * (36 + 352 * 0.6334) / 400, frame["y"] + 40)
    assert state(page.locator(".lw"))["z"] == 40
