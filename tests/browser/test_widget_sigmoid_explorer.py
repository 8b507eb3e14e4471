import pytest

from lossbook.widgets import SigmoidExplorer
from tests.browser.widget_page import at_rest, drawn, state, unfold


def table(page) -> list[str]:
    unfold(page.locator(".lw"))
    drawn(page)
    return page.locator(".lw-numbers span").all_inner_texts()


def said(page) -> str:
    return page.locator(".lw-says").inner_text().replace("\xa0=\xa0", " = ")


def test_default_numbers(show):
    page = show(SigmoidExplorer())
    at_rest(page)
    assert table(page)[:4] == ["4.018150", "0.964351", "−0.982014", "−0.034690"]
    assert said(page) == (
        "The model is surely wrong: p = 0.0180 where y = 1. "
        "Cross-entropy pushes, squared error hardly: their slopes are −0.9820 and −0.0347."
    )


@pytest.mark.parametrize(("z", "says"), [(0, "Both losses push"), (6, "Neither loss pushes much")])
def test_says_which_loss_pushes(show, z, says):
    page = show(SigmoidExplorer(z=z))
    assert f" {says}: their slopes are " in said(page)


def test_descent_leaves_one_loss_behind(show):
    page = show(SigmoidExplorer(z=-6))
    page.get_by_role("button", name="Descend 50 steps").click()
    at_rest(page)
    assert said(page) == (
        "After 50 steps of size 1, cross-entropy is at z = 3.74, p = 0.9768; "
        "squared error is at z = −5.72, p = 0.0033. The slopes are those there."
    )
    # Of the length of the arrows, which stand where each descent has come to.
    assert page.locator(".lw-results span").all_inner_texts() == ["see below", "−0.0232", "−0.0065"]
    page.get_by_role("button", name="Back to the start").click()
    assert state(page.locator(".lw")) == SigmoidExplorer(z=-6).state()


@pytest.mark.parametrize("y", [0, 1])
def test_the_largest_loss_has_room(show, y):
    page = show(SigmoidExplorer(z=-8 if y else 8, y=y))
    assert page.locator(".lw-beyond").evaluate_all("all => all.every((one) => !one.getAttribute('points'))")


def test_target_by_keyboard(show):
    page = show(SigmoidExplorer())
    page.get_by_label("target y").focus()
    page.keyboard.press("ArrowDown")
    assert state(page.locator(".lw"))["y"] == 0


def test_a_press_in_the_picture_sets_the_logit(show):
    page = show(SigmoidExplorer())
    frame = page.locator(".lw-plot").bounding_box()
    page.mouse.click(frame["x"] + frame["width"] * (36 + 352 * 0.7003) / 400, frame["y"] + 30)
    assert state(page.locator(".lw"))["z"] == 3.2


def test_every_tenth_is_reached_by_keys_and_any_number_can_be_typed(show):
    page = show(SigmoidExplorer(z=1.0986122886681098))
    slider, typed = page.get_by_label("logit z", exact=True), page.get_by_label("logit z, typed")
    for _ in range(11):
        slider.press("PageDown")
        drawn(page)
    assert state(page.locator(".lw"))["z"] == -4
    said = page.locator(".lw-range", has=typed).get_by_role("status")
    for words, value, ends in [
        ("1,25", 1.25, ""),
        ("log(1/3)", -1.0986122886681098, ""),
        ("−50", -8, "−8.00 to 8.00"),
        ("2", 2, ""),
        ("far", 2, "−8.00 to 8.00"),
    ]:
        typed.fill(words)
        typed.press("Enter")
        assert state(page.locator(".lw"))["z"] == value
        assert said.text_content() == ends
    slider.press("ArrowRight")
    assert said.text_content() == ""
