import pytest

from lossbook.widgets import EntropyKL
from tests.browser.widget_page import SIZES, drawn, state, unfolded


def column(page, k: int) -> list[str]:
    drawn(page)
    return page.locator(f".lw-bars tbody tr > :nth-child({k + 1}) span").all_inner_texts()


def sums(page) -> list[str]:
    drawn(page)
    return page.locator(".lw-results span").all_inner_texts()


def says(page) -> str:
    page.locator(".lw-says:not(.lw-stale)").wait_for()
    return page.locator(".lw-says").inner_text()


def found(page) -> dict:
    return state(page.locator(".lw"))


def drag(page, row: int, k: int, *shares: float) -> None:
    box = page.locator(".lw-bars tbody tr").nth(row).locator(".lw-bar").nth(k).bounding_box()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + box["height"] / 2)
    page.mouse.down()
    for share in shares:
        page.mouse.move(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
        drawn(page)
    page.mouse.up()


def test_default_numbers(show):
    page = unfolded(show, EntropyKL())
    assert column(page, 1) == ["0.5000", "0.2500", "0.1250", "0.1250"]
    assert column(page, 2) == ["0.1000", "0.2000", "0.3000", "0.4000"]
    assert column(page, 3) == ["+0.8047", "+0.0558", "−0.1094", "−0.1454"]
    assert sums(page) == ["1.2130", "0.6057", "1.8187", "1.2799", "0.5223", "1.8022"]
    assert "surprised by 1.8187 nats on average: 1.2130 as anybody is, and 0.6057" in says(page)


def test_uniform_belief_in_bits(show):
    page = unfolded(show, EntropyKL())
    page.get_by_role("button", name="Make q uniform").press("Enter")
    page.get_by_label("unit").focus()
    page.keyboard.press("ArrowDown")
    assert sums(page) == ["1.7500", "0.2500", "2.0000", "2.0000", "0.2500", "2.2500"]
    assert found(page) == {"p": [0.5, 0.25, 0.125, 0.125], "q": [0.25] * 4, "base": "bits"}
    assert "in bits; p is true" in page.locator(".lw-body").inner_text()


def test_belief_that_is_true(show):
    page = unfolded(show, EntropyKL())
    page.get_by_role("button", name="Make q equal to p").press("Enter")
    assert sums(page) == ["1.2130", "0.0000", "1.2130"] * 2
    assert says(page).startswith("q is p: the mean surprise is the entropy, 1.2130 nats")


@pytest.mark.parametrize("size", SIZES)
def test_class_that_is_held_impossible(show, size):
    page = unfolded(show, EntropyKL(), viewport=SIZES[size])
    page.get_by_label("q of class 1", exact=True).press("Home")
    assert column(page, 3)[1] == "∞"
    assert sums(page)[:3] == ["1.2130", "∞", "∞"]
    assert "∞" not in sums(page)[3:]
    assert says(page).startswith(
        "Class 1 comes with probability 0.2500, and q calls it impossible: an infinite surprise."
    )
    page.get_by_label("p of class 1", exact=True).press("Home")
    assert "∞" not in sums(page)
    page.get_by_label("p of class 2", exact=True).press("Home")
    assert sums(page)[4:] == ["∞", "∞"]
    assert says(page).endswith("D(q‖p) is infinite.")


def test_other_probabilities_keep_their_ratios(show):
    page = unfolded(show, EntropyKL())
    slider = page.get_by_label("p of class 0", exact=True)
    slider.press("ArrowRight")
    assert column(page, 1) == ["0.5100", "0.2450", "0.1225", "0.1225"]
    for key, expected in (("End", ["1.0000"] + ["0.0000"] * 3), ("Home", ["0.0000", "0.5000", "0.2500", "0.2500"])):
        slider.press(key)
        assert column(page, 1) == expected


def test_certainty_is_left_evenly(show):
    page = unfolded(show, EntropyKL(p=[1, 0, 0, 0]))
    page.get_by_label("p of class 0", exact=True).press("Home")
    assert found(page)["p"] == [0, 0.3333, 0.3334, 0.3333]


def test_dragging_moves_a_bar_and_finds_the_way_back(show):
    page = unfolded(show, EntropyKL())
    drag(page, 3, 1, 0.7, 3)
    assert column(page, 2) == ["0.0000", "0.0000", "0.0000", "1.0000"]
    drag(page, 3, 1, 0.8, 0.4)
    assert found(page) == EntropyKL().state()
    drag(page, 0, 0, -2)
    assert found(page)["p"] == [0, 0.5, 0.25, 0.25]


@pytest.mark.parametrize("classes", [2, 6])
def test_sums_stay_one_in_other_numbers_of_classes(show, classes):
    page = unfolded(show, EntropyKL(p=[1 / classes] * classes, q=[0.07] * (classes - 1) + [1 - 0.07 * (classes - 1)]))
    assert page.locator(".lw-bars tbody tr").count() == classes
    for i in range(classes):
        page.get_by_label(f"q of class {i}", exact=True).press("ArrowRight")
        drag(page, i, 0, 0.05 * i + 0.01)
        now = found(page)
        assert EntropyKL(**now).state() == now
        assert sum(now["p"]) == pytest.approx(1, abs=1e-12)
        assert sum(now["q"]) == pytest.approx(1, abs=1e-12)
