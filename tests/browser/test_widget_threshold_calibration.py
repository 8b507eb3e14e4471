"""The numbers and the drags of ThresholdCalibration in the page."""

from __future__ import annotations

import pytest

from lossbook.widgets import ThresholdCalibration
from tests.browser.widget_page import SIZES, drawn, state, unfolded

NAMES = ["recall", "F1", "mean cost", "cost threshold", "AUC", "average precision"]
NAMES += ["log loss", "Brier score", "calibration error"]


def shown(page) -> dict[str, str]:
    drawn(page)
    numbers = page.locator(".lw-results span").all_inner_texts()
    return dict(zip(NAMES, numbers, strict=True)) | {"matrix": page.locator(".lw-numbers span").all_inner_texts()}


def test_default_numbers(show):
    page = unfolded(show, ThresholdCalibration())
    assert page.locator(".lw-results small").all_inner_texts() == NAMES
    numbers = ["0.8333", "0.8333", "0.1667", "0.5000", "0.8889", "0.9167", "0.4167", "0.1352", "0.1458"]
    assert shown(page) == dict(zip(NAMES, numbers, strict=True)) | {"matrix": ["5", "1", "1", "5"]}
    said = page.locator(".lw-says").inner_text()
    assert said.startswith("The threshold 0.50 misses 1 of 12 cases and calls 1 in error, at 0.1667 a case.")
    assert said.endswith("The log-loss at T = 1 is 0.4167 nats; AUC at any T: 0.8889.")


def test_temperature_moves_no_rank(show):
    page = unfolded(show, ThresholdCalibration())
    before = shown(page)
    curves = "nodes => nodes.map((node) => node.getAttribute('d'))"
    drawn = page.locator(".lw-small .lw-case").evaluate_all(curves)
    page.get_by_label("temperature T", exact=True).press("End")
    after = shown(page)
    assert {name for name in before if after[name] != before[name]} == {*NAMES[-3:]}
    assert page.locator(".lw-small .lw-case").evaluate_all(curves) == drawn
    assert shown(unfolded(show, ThresholdCalibration(temperature=2)))["log loss"] == "0.4982"


def test_threshold_moves_decisions_alone(show):
    page = unfolded(show, ThresholdCalibration())
    before = shown(page)
    page.get_by_label("threshold τ", exact=True).press("Home")
    after = shown(page)
    assert {name for name in before if after[name] != before[name]} == {"recall", "F1", "mean cost", "matrix"}
    assert after["matrix"] == ["6", "0", "6", "0"]
    page.get_by_label("threshold τ", exact=True).press("End")
    assert shown(page)["matrix"] == ["0", "6", "0", "6"]
    assert [dot.is_visible() for dot in page.locator(".lw-small .lw-dot").all()] == [True, False]


def test_costs_move_the_threshold_they_ask_for(show):
    page = unfolded(show, ThresholdCalibration())
    page.get_by_label("cost of a miss", exact=True).press("End")
    assert shown(page)["cost threshold"] == "0.0909"
    page.get_by_label("cost of a miss", exact=True).press("Home")
    page.get_by_label("cost of a false positive", exact=True).press("Home")
    assert (shown(page)["cost threshold"], shown(page)["mean cost"]) == ("any", "0.0000")


def test_bins_move_the_calibration_error_alone(show):
    page = unfolded(show, ThresholdCalibration())
    before = shown(page)
    page.get_by_label("bins", exact=True).press("End")
    after = shown(page)
    assert {name for name in before if after[name] != before[name]} == {"calibration error"}
    counts = page.locator(".lw-plots .lw-label").all_text_contents()
    assert counts == ["1", "1", "1", "1", "2", "1", "1", "1", "1", "2"]


@pytest.mark.parametrize("size", SIZES)
def test_dragging_in_the_histogram_sets_the_threshold(show, size):
    page = unfolded(show, ThresholdCalibration(), viewport=SIZES[size])
    frame = page.locator(".lw-drag").bounding_box()
    axis = {share: frame["x"] + frame["width"] * (36 + 252 * share) / 300 for share in (0.5, 0.8)}
    y = frame["y"] + frame["height"] / 2
    page.mouse.move(axis[0.5], y)
    page.mouse.down()
    page.mouse.move(axis[0.8], y - 20)
    assert state(page.locator(".lw"))["threshold"] == pytest.approx(0.8, abs=0.011)
    page.mouse.move(frame["x"] + frame["width"] + 200, y)
    page.mouse.up()
    assert state(page.locator(".lw"))["threshold"] == 1


def test_one_class_has_no_curve(show):
    page = unfolded(show, ThresholdCalibration(labels=[0] * 12))
    numbers = shown(page)
    assert (numbers["AUC"], numbers["recall"], numbers["F1"]) == ("one class", "0/0", "0.0000")
    assert [dot.is_visible() for dot in page.locator(".lw-small .lw-dot").all()] == [False, False]
    assert page.locator(".lw-says").inner_text().endswith("AUC at any T: one class.")
