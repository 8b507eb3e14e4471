import pytest

from lossbook.widgets import Distillation
from tests.browser.widget_page import SIZES, drawn, state, unfolded


def texts(page, selector: str) -> list[str]:
    drawn(page)
    return page.locator(selector + " span").all_inner_texts()


def column(page, k: int) -> list[str]:
    return texts(page, f".lw-bars tbody tr > :nth-child({k + 1})")


def says(page) -> str:
    page.locator(".lw-says:not(.lw-stale)").wait_for()
    return page.locator(".lw-says").inner_text()


def found(page) -> dict:
    return state(page.locator(".lw"))


def drag(page, node, share: float) -> None:
    node.scroll_into_view_if_needed()
    box = node.bounding_box()
    page.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
    page.mouse.up()
    drawn(page)


def bar(page, row: int, k: int):
    return page.locator(".lw-bars tbody tr").nth(row).locator(".lw-bar").nth(k)


def test_default_numbers(show):
    page = unfolded(show, Distillation())
    assert column(page, 1) == ["0.4846", "0.2289", "0.1783", "0.1081"]
    assert column(page, 2) == ["0.3148", "0.2778", "0.2164", "0.1910"]
    assert column(page, 3) == ["0.9250", "0.0250", "0.0250", "0.0250"]
    assert texts(page, ".lw-bars tfoot") == ["1.2365", "1.3671", "0.3488"]
    assert texts(page, ".lw-results") == ["0.5498", "0.3377", "0.8876"]
    assert texts(page, ".lw-numbers")[::2] == ["0.068728", "1.099656", "0.675490", "0.775490"]
    assert says(page).startswith("At T = 4 the teacher gives the wrong classes 0.2289, 0.1783, 0.1081, the smoothed")


def test_square_of_the_temperature(show):
    page = unfolded(show, Distillation(temperature=1))
    first, second = texts(page, ".lw-numbers")[:2], texts(page, ".lw-numbers")[2:4]
    assert first == second
    assert first[0] == "0.438995"
    page.get_by_label("temperature T", exact=True).press("End")
    assert found(page)["temperature"] == 20
    kl, soft = (float(texts(page, ".lw-numbers")[k]) for k in (1, 3))
    assert soft == pytest.approx(400 * kl, rel=0.01)


def test_temperature_slider_reaches_its_ends(show):
    page = unfolded(show, Distillation())
    slider = page.get_by_label("temperature T", exact=True)
    reached = []
    for key in ("Home", "ArrowRight", "End", "ArrowLeft"):
        slider.press(key)
        drawn(page)
        reached.append(slider.get_attribute("aria-valuetext"))
    assert reached == ["0.500", "0.513", "20.0", "19.5"]


def test_smoothing_and_target_by_keyboard(show):
    page = unfolded(show, Distillation())
    page.get_by_label("smoothing ε", exact=True).press("End")
    assert column(page, 3) == ["0.6250", "0.1250", "0.1250", "0.1250"]
    page.get_by_label("target class").focus()
    page.keyboard.press("ArrowDown")
    assert column(page, 3) == ["0.1250", "0.6250", "0.1250", "0.1250"]
    assert page.locator(".lw-bars .lw-target th").inner_text().split() == ["class", "1", "target"]
    assert "0.4846, 0.1783, 0.1081, the smoothed label 0.1250 each" in says(page)


@pytest.mark.parametrize(("key", "parts"), [("Home", ["0.0000", "0.6755"]), ("End", ["1.0997", "0.0000"])])
def test_mix_at_its_ends(show, key, parts):
    page = unfolded(show, Distillation())
    page.get_by_label("teacher’s share β", exact=True).press(key)
    assert texts(page, ".lw-results") == [*parts, max(parts)]


def test_dragging_a_probability_moves_its_logit(show):
    page = unfolded(show, Distillation(temperature=2))
    drag(page, bar(page, 1, 0), 0.5)
    assert float(column(page, 1)[1]) == pytest.approx(0.5, abs=0.005)
    drag(page, bar(page, 3, 1), 0.9)
    assert float(column(page, 2)[3]) == pytest.approx(0.9, abs=0.005)
    drag(page, bar(page, 2, 1), -3)
    now = found(page)
    assert (now["teacher"][0], now["teacher"][2:]) == (5, [1, -1])
    assert (now["student"][:2], now["student"][2]) == ([2, 1.5], -10)


@pytest.mark.parametrize("size", SIZES)
def test_dragging_on_the_curve_sets_the_temperature(show, size):
    page = unfolded(show, Distillation(), viewport=SIZES[size])
    curve = page.locator(".lw-curves")
    drag(page, curve, 0.5)
    assert found(page)["temperature"] == pytest.approx(0.5 * 40**0.5, rel=0.01)
    for share, end in ((1.2, 20), (-0.2, 0.5)):
        drag(page, curve, share)
        assert found(page)["temperature"] == end


def test_curve_follows_the_logits_only(show):
    page = unfolded(show, Distillation())
    paths = page.locator(".lw-curves path")
    before = [path.get_attribute("d") for path in paths.all()]
    page.get_by_label("temperature T", exact=True).press("Home")
    page.get_by_label("teacher’s logit of class 0", exact=True).press("Home")
    drawn(page)
    after = [path.get_attribute("d") for path in paths.all()]
    assert (after[0] == before[0], after[1] == before[1]) == (False, True)


def test_other_numbers_of_classes(show):
    two = Distillation(teacher=[2, 1], student=[0, 0])
    page = unfolded(show, two, Distillation(teacher=[0] * 6, student=[1] * 6, target=5))
    first, last = page.locator(".lw").all()
    assert first.locator(".lw-bars tbody tr").count() == 2
    assert first.locator(".lw-says").inner_text().startswith("At T = 4 the teacher gives the wrong class 0.4378, the")
    assert last.locator(".lw-bars tbody tr").count() == 6
    assert last.locator(".lw-results span").first.inner_text() == "0.0000"
