"""The numbers and the drags of ThresholdCalibration in the page."""

from __future__ import annotations

import math
import re

import pytest

from lossbook import calibration
from lossbook.widgets import ThresholdCalibration
from lossbook.widgets.threshold_calibration import LABELS, SCORES
from tests.browser.widget_page import SIZES, at_rest, drawn, state, unfolded

TWELVE = {
    "scores": [0.05, 0.15, 0.2, 0.3, 0.4, 0.45, 0.55, 0.6, 0.7, 0.8, 0.9, 0.95],
    "labels": [0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 1, 1],
}
NAMES = ["mean cost", "at costs’ τ", "cheapest cost", "log loss", "Brier", "error"]
NAMES += ["precision", "recall", "F1", "cost threshold", "cheapest", "least", "AUC", "average precision"]


def opened(show, **more):
    return unfolded(show, ThresholdCalibration(**TWELVE | more))


def shown(page) -> dict[str, str]:
    drawn(page)
    tabs, panels = page.locator(".lw-tabs button"), page.locator(".lw-panel")
    first = [tab.get_attribute("aria-pressed") for tab in tabs.all()].index("true")
    results = {}
    for step in (1 - first, first):  # what stands in a tab follows while it is shown
        tabs.nth(step).click()
        drawn(page)
        results[step] = panels.nth(step).locator(".lw-results span").all_text_contents()
    numbers = results[0] + results[1] + page.locator(".lw-all .lw-results span").all_text_contents()
    return dict(zip(NAMES, numbers, strict=True)) | {"matrix": page.locator(".lw-numbers span").all_inner_texts()}


def says(page) -> str:
    at_rest(page)
    return page.locator(".lw-says").inner_text().replace("\xa0=\xa0", " = ")


def test_numbers_of_twelve_cases(show):
    page = opened(show)
    numbers = ["0.1667", "0.1667", "0.1667", "0.4167", "0.1352", "0.1458", "0.8333", "0.8333", "0.8333"]
    numbers += ["0.5000", "0.5500", "0.1667", "0.8889", "0.9167"]
    assert shown(page) == dict(zip(NAMES, numbers, strict=True)) | {"matrix": ["5", "1", "1", "5"]}
    said = "A case costs 0.1667 at τ = 0.5000. The formula trusts p: its τ = 0.5000 costs 0.1667, the same. "
    assert says(page) == said + "No τ is cheaper."


def test_what_is_lost_is_said(show):
    page = unfolded(show, ThresholdCalibration(cost_fn=10))
    found = ThresholdCalibration(cost_fn=10).values()
    lost = found["mean_cost"] - found["asked_cost"]
    assert f"its τ = 0.0909 costs {found['asked_cost']:.4f}, {lost:.4f} less." in says(page)
    typed = page.get_by_label("threshold τ, typed")
    typed.fill("1/11")
    typed.press("Enter")
    assert "costs 0.7667, the same." in says(page)
    assert typed.input_value() == "0.0909"


@pytest.mark.parametrize(
    ("explored", "best"),
    [
        ({"cost_fn": 10}, "Among the cheapest on these cases: call every case 1."),
        ({"cost_fn": 4}, "Among the cheapest on these cases: τ = 0.0600."),
        ({"cost_fp": 10}, "Among the cheapest on these cases: τ = 0.9700."),
        ({"scores": [0.6, 0.7], "labels": [0, 0]}, "Among the cheapest on these cases: call no case 1."),
        ({"scores": [0.2, 0.4], "labels": [0, 0]}, "No τ is cheaper."),
        ({"cost_fn": 4, "temperature": 2}, "No τ is cheaper."),
    ],
)
def test_cheapest_cut_is_said(show, explored, best):
    assert says(show(ThresholdCalibration(**explored))).endswith(best)


@pytest.mark.parametrize("temperature", [0.25, 0.5])
def test_named_cut_has_the_digits_that_it_needs(show, temperature):
    explored = {"cost_fp": 0.1, "cost_fn": 0.7, "temperature": temperature}
    explorer = ThresholdCalibration(**explored)
    named = re.search(r"cases: τ = (0\.\d+)\.$", says(show(explorer)))
    at_it = ThresholdCalibration(**explored, threshold=float(named[1])).values()
    assert at_it["mean_cost"] == explorer.values()["cheapest_cost"] < at_it["asked_cost"]


@pytest.mark.parametrize("costs", [(0.1, 0.3), (0.7, 2.1), (1, 3)])
def test_rounding_makes_no_cost_the_less(show, costs):
    # Three false alarms at the one threshold, a miss at the other.
    cases = {"scores": [0.1, 0.15, 0.2, 0.22, 0.9], "labels": [1, 0, 0, 0, 1], "threshold": 0.05}
    page = show(ThresholdCalibration(**cases, cost_fp=costs[0], cost_fn=costs[1]))
    assert says(page).endswith(", the same. No τ is cheaper.")


@pytest.mark.parametrize("temperature", [0.7, 1.3, 2.9])
def test_named_cut_is_not_rounded_past_its_case(show, temperature):
    explored = {"scores": [0.11, 0.2, 0.37, 0.52, 0.68], "labels": [0, 1, 1, 0, 1], "cost_fp": 3}
    explorer = ThresholdCalibration(**explored, temperature=temperature)
    named = re.search(r"cases: τ = (0\.\d{4})\.$", says(show(explorer)))
    at_it = ThresholdCalibration(**explored, temperature=temperature, threshold=float(named[1])).values()
    assert at_it["mean_cost"] == explorer.values()["cheapest_cost"] < at_it["asked_cost"]


@pytest.mark.parametrize("explored", [{"cost_fn": 10, "temperature": 4}, {"cost_fp": 0}, {"cost_fp": 3, "cost_fn": 5}])
def test_all_that_is_cheapest_is_green(show, explored):
    explorer = ThresholdCalibration(**explored)
    page = show(explorer)
    drawn(page)
    runs = page.locator(".lw-trail").get_attribute("d").split("M")[1:]
    green = [[(float(point.split()[0]) - 36) / 352 for point in run.split("L")] for run in runs]
    for cut in [k / 100 + 0.0005 for k in range(100)]:
        cost = ThresholdCalibration(**explored, threshold=cut).values()["mean_cost"]
        cheapest = abs(cost - explorer.values()["cheapest_cost"]) < 1e-9
        assert any(start < cut < end for start, end in green) == cheapest, cut


@pytest.mark.parametrize("temperature", [0.5, 1, 2, 3, 4])
def test_too_sure_is_below_the_fitted_temperature(show, temperature):
    page = show(ThresholdCalibration(temperature=temperature, tab="believe"))
    logits = [math.log(score / (1 - score)) for score in SCORES]
    judged = ("higher", "sure") if temperature < calibration.fit_temperature(logits, LABELS) else ("lower", "cautious")
    said = "nats. A {} T lowers it: p is too {}. AUC: ".format(*judged)
    assert said in says(page)


@pytest.mark.parametrize("labels", [[0, 1], [1, 0]])
def test_certain_cases_have_no_better_temperature(show, labels):
    page = show(ThresholdCalibration(scores=[0, 1], labels=labels, tab="believe"))
    assert says(page).endswith("nats. AUC: " + ("1.0000." if labels[1] else "0.0000."))


@pytest.mark.parametrize("size", SIZES)
def test_tabs_change_the_picture_and_nothing_else(show, size):
    page = unfolded(show, ThresholdCalibration(), viewport=SIZES[size])
    cut, believe = page.locator(".lw-panel").all()
    before = page.locator(".lw").bounding_box()
    assert (cut.is_visible(), believe.is_visible()) == (True, False)
    page.get_by_role("button", name="Check p").press("Enter")
    at_rest(page)
    assert (cut.is_visible(), believe.is_visible()) == (False, True)
    assert state(page.locator(".lw")) == ThresholdCalibration(tab="believe").state()
    assert page.locator(".lw").bounding_box() == before
    assert says(page).startswith("At T = 1 the log-loss is")


def test_temperature_moves_no_rank(show):
    page = opened(show)
    before = shown(page)
    curves = "nodes => nodes.map((node) => node.getAttribute('d'))"
    drawn = page.locator(".lw-small .lw-case").evaluate_all(curves)
    page.get_by_label("temperature T", exact=True).press("End")
    after = shown(page)
    assert {name for name in before if after[name] != before[name]} == {"log loss", "Brier", "error", "cheapest"}
    assert page.locator(".lw-small .lw-case").evaluate_all(curves) == drawn
    assert shown(opened(show, temperature=2))["log loss"] == "0.4982"


def test_threshold_moves_decisions_alone(show):
    page = opened(show)
    before = shown(page)
    page.get_by_label("threshold τ", exact=True).press("Home")
    after = shown(page)
    moved = {"precision", "recall", "F1", "mean cost", "matrix"}
    assert {name for name in before if after[name] != before[name]} == moved
    assert after["matrix"] == ["6", "0", "6", "0"]
    page.get_by_label("threshold τ", exact=True).press("End")
    assert shown(page)["matrix"] == ["0", "6", "0", "6"]
    assert [dot.is_visible() for dot in page.locator(".lw-small .lw-dot").all()] == [True, False]


def test_costs_move_the_threshold_they_ask_for(show):
    page = opened(show)
    page.get_by_label("cost, miss", exact=True).press("End")
    assert shown(page)["cost threshold"] == "0.0909"
    page.get_by_label("cost, miss", exact=True).press("Home")
    page.get_by_label("cost, false alarm", exact=True).press("Home")
    assert (shown(page)["cost threshold"], shown(page)["mean cost"]) == ("any", "0.0000")
    assert says(page) == "A case costs 0.0000 at τ = 0.5000: any τ will do."


def test_bins_move_the_calibration_error_alone(show):
    page = opened(show, tab="believe")
    before = shown(page)
    page.get_by_label("bins", exact=True).press("End")
    after = shown(page)
    assert {name for name in before if after[name] != before[name]} == {"error"}
    counts = page.locator(".lw-panel").last.locator(".lw-label").all_text_contents()
    assert counts == ["1", "1", "1", "1", "2", "1", "1", "1", "1", "2"]


@pytest.mark.parametrize("explored", [{}, {"cost_fn": 10}, {"cost_fp": 3.5, "threshold": 0.2}, {"temperature": 2}])
def test_mark_stands_at_the_printed_cost(show, explored):
    page = unfolded(show, ThresholdCalibration(**explored))
    place = page.locator(".lw-panel g:has(.lw-handle)").get_attribute("transform")
    top = float(page.locator(".lw-panel").first.locator(".lw-label").last.text_content())
    height = (199 - float(place.split()[1].rstrip(")"))) / 175 * top
    assert height == pytest.approx(float(shown(page)["mean cost"]), abs=1e-3 * top)


@pytest.mark.parametrize("size", SIZES)
def test_dragging_in_the_picture_sets_the_threshold(show, size):
    page = unfolded(show, ThresholdCalibration(), viewport=SIZES[size])
    frame = page.locator(".lw-drag").bounding_box()
    axis = {share: frame["x"] + frame["width"] * (36 + 352 * share) / 400 for share in (0.5, 0.8)}
    y = frame["y"] + frame["height"] / 2
    page.mouse.move(axis[0.5], y)
    page.mouse.down()
    page.mouse.move(axis[0.8], y - 20)
    assert state(page.locator(".lw"))["threshold"] == pytest.approx(0.8, abs=0.011)
    page.mouse.move(frame["x"] + frame["width"] + 200, y)
    page.mouse.up()
    assert state(page.locator(".lw"))["threshold"] == 1


def test_drag_onto_the_dashed_line_takes_the_formula(show):
    page = show(ThresholdCalibration(cost_fn=10))
    frame = page.locator(".lw-drag").bounding_box()
    for share, tau in ((0.112, 0.11), (0.068, 0.07), (0.098, 1 / 11), (0.084, 1 / 11)):
        page.mouse.click(frame["x"] + frame["width"] * (36 + 352 * share) / 400, frame["y"] + frame["height"] / 2)
        assert state(page.locator(".lw"))["threshold"] == pytest.approx(tau, abs=1e-12)
    assert "costs 0.7667, the same." in says(page)


def test_one_class_has_no_curve(show):
    page = opened(show, labels=[0] * 12, tab="believe")
    numbers = shown(page)
    assert (numbers["AUC"], numbers["recall"], numbers["F1"], numbers["cheapest"]) == (
        "one class",
        "0/0",
        "0.0000",
        "none",
    )
    assert [dot.is_visible() for dot in page.locator(".lw-small .lw-dot").all()] == [False, False]
    assert says(page).endswith("AUC: one class.")
