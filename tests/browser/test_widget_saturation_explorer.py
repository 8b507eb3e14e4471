"""The numbers, the marks and the drags of SaturationExplorer in the page."""

from __future__ import annotations

import math
import re

import pytest
import torch

from lossbook.widgets import SaturationExplorer
from tests.browser.widget_page import SIZES, at_rest, drawn, state

NAMES = ("log(exp/sum)", "BCELoss", "from logits")
ROUTES = {"naive": "purple", "clamped": "orange", "stable": "blue"}


def table(page) -> list[list[str]]:
    drawn(page)
    cells = page.locator(".lw-numbers td span").all_inner_texts()
    return [cells[k : k + 3] for k in range(0, 9, 3)]


def says(page) -> str:
    at_rest(page)
    return page.locator(".lw-says").inner_text().replace("\xa0=\xa0", " = ")


def test_default_numbers(show):
    page = show(SaturationExplorer(z=4))
    assert table(page) == [["0.0180", "4.0181", "0.9820"]] * 3
    said = "In float32 at z = 4, y = 0: right loss 4.0181, gradient 0.9820. No route is wrong."
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
def test_cells_beyond_the_limits_of_the_chapter_are_marked_and_named(show, explored):
    explorer = SaturationExplorer(**explored)
    page = show(explorer)
    said, rows = says(page), table(page)
    logit = explorer.z if explorer.y == 0 else -explorer.z  # towards the wrong side
    true = {"loss": math.log1p(math.exp(logit)), "gradient": (1 - 2 * explorer.y) / (1 + math.exp(-logit))}
    for column, (name, exact) in enumerate(true.items(), start=1):
        right = torch.tensor(exact, dtype=getattr(torch, explorer.dtype)).item()
        limit = right / 20 if name == "loss" else 0.05
        found = [float(explorer.values()[route][name]) for route in ROUTES]
        wrong = [not abs(one - right) <= limit for one in found]
        assert [row[column].endswith("✗") for row in rows] == wrong
        named = re.search(rf"in (?:loss and )?{name}(?: and gradient)?: ([^.;]*)", said)
        listed = [route for route, off in zip(NAMES, wrong, strict=True) if off]
        assert [route for route in NAMES if named and route in named[1]] == listed, said
    assert said.endswith("No route is wrong.") == ("✗" not in str(rows))


@pytest.mark.parametrize("size", SIZES)
def test_only_a_gradient_is_marked_where_a_route_has_nearly_the_loss(show, size):
    page = show(SaturationExplorer(z=30, dtype="float64"), viewport=SIZES[size])
    assert table(page)[1] == ["9.348e−14", "30.0010", "0.0935\u2009✗"]
    line = "all => all.map((cell) => getComputedStyle(cell).textDecorationLine === 'underline')"
    assert page.locator(".lw-numbers td span").evaluate_all(line) == [False] * 5 + [True] + [False] * 3
    assert says(page).endswith("Wrong (✗) in gradient: BCELoss.")


def test_sentence_says_the_loss_even_where_no_route_prints_it(show):
    page = show(SaturationExplorer(z=-18, y=1, shift=-1000, dtype="bfloat16"))
    said = "In bfloat16 at z = −18, y = 1: right loss 18.0000, gradient −1.0000. Wrong (✗) in loss: "
    assert says(page).startswith(said)
    assert "from logits" in says(page)


def test_words_are_those_that_pytorch_prints(show):
    page = show(SaturationExplorer(z=100))
    *broken, stable = table(page)
    assert broken == [["0.0000", "inf\u2009✗", "nan\u2009✗"], ["0.0000", "100.0000", "0.0000\u2009✗"]]
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


def test_line_of_the_logit_ends_below_the_words(show):
    page = show(SaturationExplorer(z=30, dtype="float64"))
    drawn(page)
    line = page.locator(".lw-plot path[style*=ink]").bounding_box()
    words = page.get_by_text("p rounds to 1 from 36.8").bounding_box()
    assert words["x"] < line["x"] < words["x"] + words["width"]
    assert line["y"] > words["y"] + words["height"]


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
        ({}, ["p rounds to 1 from 16.7", "exp is inf from 88.8", ""]),
        ({"y": 1}, ["p is 0 up to −88.8", "exp is inf from 88.8", "exp is 0 up to −104.0"]),
        ({"y": 1, "dtype": "float16"}, ["p is 0 up to −17.4", "exp is inf from 11.1", "exp is 0 up to −17.4"]),
        ({"y": 1, "shift": 100}, ["p is 0 up to −88.8", "exp is inf from −11.2", ""]),
        ({"y": 1, "dtype": "float64"}, ["", "", ""]),
    ],
)
def test_breaks_are_named_for_both_labels(show, explored, words):
    page = show(SaturationExplorer(**explored))
    drawn(page)
    assert [label.strip() for label in page.locator(".lw-plot .lw-label").all_text_contents()][:3] == words


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
