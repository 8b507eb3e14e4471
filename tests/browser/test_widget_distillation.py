"""The numbers, the marks and the drags of Distillation in the page."""

from __future__ import annotations

import re

import pytest

from lossbook.widgets import Distillation
from tests.browser.widget_page import SIZES, at_rest, drawn, state, unfolded

NAMES = ["cat", "dog", "fox", "boat"]
STEPS = ["rank", "gradient", "mix"]


def texts(page, selector: str) -> list[str]:
    drawn(page)
    return page.locator(selector + " span").all_text_contents()


def says(page) -> str:
    at_rest(page)
    return page.locator(".lw-says").inner_text().replace("\xa0=\xa0", " = ")


def found(page) -> dict:
    return state(page.locator(".lw"))


def test_default_numbers(show):
    page = unfolded(show, Distillation(names=NAMES))
    numbers = [("0.0497", "0.7954", "0.5951"), ("0.5498", "0.3377", "0.8876"), ("0.4846", "0.2289", "0.1081")]
    for step, three in zip((1, 2, 0), numbers, strict=True):  # what stands in a tab follows while it is shown
        page.locator(".lw-tabs button").nth(step).click()
        assert tuple(texts(page, ".lw-panel:not([hidden])")) == three
    assert texts(page, ".lw-numbers")[::2] == ["0.068728", "1.099656", "0.675490"]
    assert says(page) == (
        "At T = 4 the teacher gives 0.2289 to dog and 0.1081 to boat. "
        "It ranks dog first of the wrong classes at every T, here 0.1208 ahead of boat."
    )


def test_purpose_asks_a_question_of_each_step(show):
    page = show(Distillation())
    steps = [button[0] for button in page.locator(".lw-tabs button").all_text_contents()]
    asked = page.locator(".lw-head p").last.text_content().split("? ")
    assert [question[0] for question in asked] == steps


@pytest.mark.parametrize("size", SIZES)
def test_steps_change_the_picture_and_nothing_else(show, size):
    page = unfolded(show, Distillation(), viewport=SIZES[size])
    before = page.locator(".lw").bounding_box()
    said = set()
    for step, button in zip(STEPS, page.locator(".lw-tabs button").all(), strict=True):
        button.press("Enter")
        said.add(says(page))
        shown = [panel.is_visible() for panel in page.locator(".lw-panel").all()]
        assert shown == [other == step for other in STEPS]
        assert found(page) == Distillation(step=step).state()
        assert page.locator(".lw").bounding_box() == before
        assert page.get_by_label("share β", exact=True).is_enabled() == (step == "mix")
    assert len(said) == 3


def test_square_of_the_temperature(show):
    page = unfolded(show, Distillation(temperature=1, step="gradient"))
    alone, scaled, _ = texts(page, ".lw-panel:not([hidden]) .lw-results")
    assert alone == scaled
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


@pytest.mark.parametrize(("key", "parts"), [("Home", ["0.0000", "0.6755"]), ("End", ["1.0997", "0.0000"])])
def test_mix_at_its_ends(show, key, parts):
    page = unfolded(show, Distillation(step="mix"))
    page.get_by_label("share β", exact=True).press(key)
    assert texts(page, ".lw-panel:not([hidden]) .lw-results") == [*parts, max(parts)]


def tall(path: str, top: float = 1) -> list[float]:
    """How tall the boxes of a path are, in units of its axis from 0 to `top`."""
    runs = [[float(y) for y in re.findall(r" (-?[\d.]+)", run)] for run in path.split("M")[1:]]
    return [(max(run) - min(run)) / 160 * top for run in runs]


@pytest.mark.parametrize("temperature", [0.5, 1, 4, 20])
def test_bars_are_as_tall_as_the_probabilities_on_them(show, temperature):
    page = unfolded(show, Distillation(temperature=temperature))
    wrong, right = page.locator(".lw-panel").first.locator("svg svg path").all()
    p = Distillation(temperature=temperature).values()["teacher_p"]
    assert tall(right.get_attribute("d"), 1.1) + tall(wrong.get_attribute("d"), 1.1) == pytest.approx(p, abs=2e-4)
    assert page.locator(".lw-panel").first.locator(".lw-label").all_text_contents() == [f"{one:.4f}" for one in p]


@pytest.mark.parametrize("alpha", [0, 0.3, 1])
def test_stack_is_made_of_both_parts(show, alpha):
    page = unfolded(show, Distillation(alpha=alpha, step="mix"))
    panel = page.locator(".lw-panel").last
    top = float(panel.locator(".lw-label").last.text_content())
    parts = [top * tall(path.get_attribute("d"))[0] for path in panel.locator(".lw-case").all()]
    printed = [float(number) for number in texts(page, ".lw-panel:not([hidden]) .lw-results")]
    assert [*parts, sum(parts)] == pytest.approx(printed, abs=2e-3)
    across = [float(x) for x in re.findall(r"[ML](-?[\d.]+)", panel.locator(".lw-case").first.get_attribute("d"))]
    assert 36 <= min(across) < max(across) <= 388  # within the axes, not cut by an edge


def drag(page, share: float) -> None:
    frame = page.locator(".lw-panel:not([hidden]) .lw-drag").bounding_box()
    x, y = frame["x"] + frame["width"] * (36 + 352 * share) / 400, frame["y"] + frame["height"] / 2
    page.mouse.move(frame["x"] + frame["width"] / 3, y)
    page.mouse.down()
    page.mouse.move(x, y)
    page.mouse.up()


@pytest.mark.parametrize(("step", "trait", "value"), [("gradient", "temperature", 20), ("mix", "alpha", 1)])
def test_pictures_can_be_dragged(show, step, trait, value):
    page = unfolded(show, Distillation(step=step))
    drag(page, 1.4)
    assert found(page) == Distillation(**{"step": step, trait: value}).state()
    drag(page, 0.5)
    assert found(page)[trait] == pytest.approx({"temperature": 3.2, "alpha": 0.5}[trait], abs=0.05)


@pytest.mark.parametrize(
    ("teacher", "words"),
    [
        ([5, 2, 2, 2], "It ranks 3 wrong classes equally first at every T."),
        ([5, 2, 2, 0], "It ranks 2 wrong classes equally first at every T, here 0.0833 ahead of class 3."),
        ([5, 2, 1.99, 0], "It ranks class 1 first of the wrong classes at every T, here 0.0833 ahead of class 3."),
    ],
)
def test_equal_wrong_classes_are_not_ranked(show, teacher, words):
    assert says(unfolded(show, Distillation(teacher=teacher))).endswith(words)


def test_ranks_are_those_of_the_wrong_classes(show):
    page = show(Distillation(teacher=[-5, 2, 1, -1]))
    assert page.locator(".lw-panel:not([hidden]) small").all_text_contents() == [
        "true class",
        "wrong: max",
        "wrong: min",
    ]
    assert texts(page, ".lw-results")[:3] == ["0.0717", "0.4124", "0.1948"]


def test_small_probability_is_not_said_to_be_zero(show):
    assert "gives 0.0025 to class 1 and 6.1e−6 to class 3" in says(show(Distillation(temperature=0.5)))


def test_mixture_says_what_the_temperature_does(show):
    said = says(show(Distillation(step="mix")))
    assert said.startswith("At T = 4 and β = 0.50, 0.5498 for the teacher")
    assert said.endswith("T changes only the teacher’s part.")


OUTSIDE = """() => {
  const { right } = document.querySelector(".lw").getBoundingClientRect();
  return [...document.querySelectorAll(".lw-panel:not([hidden]) .lw-plot text")]
    .filter((node) => node.getBoundingClientRect().right > right).map((node) => node.textContent);
}"""


@pytest.mark.parametrize("step", STEPS)
def test_pictures_show_what_they_say_and_what_can_be_dragged(show, step):
    page = show(Distillation(step=step), viewport=SIZES["narrow"])
    assert page.evaluate(OUTSIDE) == []
    dots = page.locator(".lw-panel:not([hidden]) .lw-plot > g")
    assert dots.count() == dots.locator(".lw-handle").count() == {"rank": 0, "gradient": 3, "mix": 1}[step]


@pytest.mark.parametrize("classes", [2, 6])
def test_other_numbers_of_classes(show, classes):
    page = unfolded(show, Distillation(teacher=[1] * classes, student=[2] * classes, target=classes - 1))
    assert page.locator(".lw-panel").first.locator(".lw-label").count() == classes
    assert texts(page, ".lw-results")[0] == f"{1 / classes:.4f}"
    assert ("its only wrong class" in says(page)) == (classes == 2)


def test_one_colour_means_one_thing_in_all_pictures(show):
    page = show(Distillation(target=1, names=["cat", "dog", "fox", "boat"]))
    assert "dog ✓" in page.locator(".lw-panel").first.locator("text").all_text_contents()
    tones = {
        name: result.get_attribute("style").removeprefix("--tone: var(--lb-").rstrip(")")
        for result in page.locator(".lw-results p").all()
        for name in [result.locator("small").text_content()]
    }
    green = {name for name, tone in tones.items() if tone == "green"}
    assert green == {"true class", "grad label", "+ (1−β)·CE"}
    blue = {name for name, tone in tones.items() if tone == "blue"}
    assert blue == {"wrong: max", "wrong: min", "grad T²·KL", "β·T²·KL"}
    assert len(set(tones.values())) == 4
