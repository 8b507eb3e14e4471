import pytest

from lossbook.widgets import SoftmaxExplorer
from tests.browser.widget_page import SIZES, drawn, state


def column(page, k: int) -> list[str]:
    return page.locator(f".lw-bars tbody tr > :nth-child({k + 1}) span").all_inner_texts()


def results(page) -> list[str]:
    return page.locator(".lw-results span").all_inner_texts()


def says(page) -> str:
    page.locator(".lw-says:not(.lw-stale)").wait_for()
    return page.locator(".lw-says").inner_text()


def settled(page):
    drawn(page)
    return page


def test_default_numbers(show):
    page = show(SoftmaxExplorer())
    assert column(page, 1) == ["3.05", "3.13", "3.48"]
    assert column(page, 3) == ["0.2762", "0.2992", "0.4246"]
    assert column(page, 4) == ["+0.2762", "+0.2992", "−0.5754"]
    assert results(page) == ["0.8566", "1.0801", "4.3366"]
    assert page.locator(".lw-bars tfoot span").all_inner_texts() == ["", "2.3552", "1.0000", "0.0000"]
    assert "probability 0.4246, so the loss is 0.8566 nats" in says(page)


@pytest.mark.parametrize("key", ["Home", "End"])
def test_shift_changes_no_probability(show, key):
    page = show(SoftmaxExplorer())
    before = column(page, 3)
    page.get_by_label("shift of all logits").press(key)
    assert column(settled(page), 3) == before
    assert "has changed no probability" in says(page)


@pytest.mark.parametrize(("key", "word"), [("Home", "underflow"), ("End", "overflow")])
def test_without_the_maximum_exp_leaves_its_range_in_words(show, key, word):
    page = show(SoftmaxExplorer(), viewport=SIZES["narrow"])
    page.get_by_label("shift of all logits").press(key)
    stable = page.get_by_label("subtract the maximum first (stable)")
    stable.press("Space")
    assert column(settled(page), 2) == [word] * 3
    assert column(page, 3) == column(page, 4) == [word] * 3
    assert results(page) == [word] * 3
    assert says(page).startswith("Not a number: exp(z")
    stable.press("Space")
    assert column(settled(page), 3) == ["0.2762", "0.2992", "0.4246"]


def test_temperature_scales_the_gradient(show):
    page = show(SoftmaxExplorer(temperature=2))
    assert results(page)[0] == "0.9730"
    assert page.locator(".lw-bars thead th").last.inner_text() == "gradient (p\u00a0−\u00a0y)/T"
    assert "each" not in says(page)
    assert "(p − y)/T" in says(page)


def test_temperature_slider_moves_in_powers_of_ten(show):
    page = show(SoftmaxExplorer())
    slider = page.get_by_label("temperature T")
    shown = []
    for key in ("Home", "ArrowRight", "End", "ArrowLeft"):
        slider.press(key)
        settled(page)
        shown.append(slider.get_attribute("aria-valuetext"))
    assert shown == ["0.100", "0.102", "10.0", "9.77"]
    slider.press("End")
    settled(page)
    assert state(page.locator(".lw"))["temperature"] == 10


def test_target_is_chosen_by_keyboard(show):
    page = show(SoftmaxExplorer())
    target = page.get_by_label("target class")
    target.focus()
    page.keyboard.press("ArrowUp")
    settled(page)
    assert state(page.locator(".lw"))["target"] == 1
    assert column(page, 4) == ["+0.2762", "−0.7008", "+0.4246"]


def test_dragging_a_probability_moves_its_logit(show):
    page = show(SoftmaxExplorer())
    box = page.locator(".lw-bars tbody tr").nth(0).locator(".lw-bar").nth(2).bounding_box()
    page.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2)
    assert float(column(settled(page), 3)[0]) == pytest.approx(0.8, abs=0.005)
    page.mouse.move(box["x"] + 3 * box["width"], box["y"] - 200)
    page.mouse.up()
    settled(page)
    assert state(page.locator(".lw"))["logits"] == [10, 3.13, 3.48]


def test_other_numbers_of_classes(show):
    page = show(SoftmaxExplorer(logits=[0, 0], target=1), SoftmaxExplorer(logits=[1, 2, 3, 4, 5, 6], target=5))
    two, six = page.locator(".lw").all()
    assert two.locator("tbody tr").count() == 2
    assert six.locator("tbody tr").count() == 6
    assert two.locator(".lw-results span").first.inner_text() == "0.6931"
