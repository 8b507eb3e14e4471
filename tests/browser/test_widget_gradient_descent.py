import pytest

from lossbook.widgets import GradientDescent
from tests.browser.widget_page import drawn, state, unfolded

START = {"landscape": "logistic", "start": [0, 0]}


def table(page) -> list[str]:
    drawn(page)
    return page.locator(".lw-numbers span").all_inner_texts()


def says(page) -> str:
    drawn(page)
    return page.locator(".lw-says").inner_text().replace("\xa0=\xa0", " = ")


def contours(page) -> str:
    drawn(page)
    return page.locator(".lw-plot svg path.lw-axis").get_attribute("d")


def test_default_numbers(show):
    page = unfolded(show, GradientDescent())
    assert table(page) == ["−1.180980", "0.000000", "0.697357"] + ["0.000000"] * 3
    assert says(page).startswith(
        "α = 0.1 is below 2/Λ = 0.2: each step multiplies θ₁ by 0.9000 and θ₀ by 0.0000, so it arrives."
    )
    assert says(page).endswith("Loss above the minimum after 5 steps: 0.697.")


@pytest.mark.parametrize(
    ("more", "numbers"),
    [
        ({"lr": 1, "steps": 1}, ["0.416667", "0.000000", "0.556658"]),
        ({"lr": 0.5, "batch": 1, "steps": 3}, ["0.360775", "0.334599", "0.584009"]),
    ],
)
def test_logistic_numbers(show, more, numbers):
    assert table(unfolded(show, GradientDescent(**START | more)))[:3] == numbers


def test_loss_is_said_as_the_second_picture_shows_it_where_its_minimum_is_not_0(show):
    explorer = GradientDescent(landscape="logistic", lr=1, steps=5)
    values = explorer.values()
    above = values["now"][2] - values["minimum"][2]
    assert values["minimum"][2] > 0.1
    assert says(show(explorer)).endswith(f"Loss after 5 steps: {values['now'][2]:.3g}, {above:.4f} above the minimum.")


def test_the_sentence_stands_below_the_path_and_the_loss_over_the_step_size_below_it_on_a_phone(show):
    page = show(GradientDescent(), viewport={"width": 390, "height": 664})
    path, losses = (plots.bounding_box() for plots in page.locator(".lw-body > .lw-plots").all())
    sentence = page.locator(".lw-says").bounding_box()
    for upper, lower in ((path, sentence), (sentence, losses)):
        assert upper["y"] + upper["height"] <= lower["y"] <= upper["y"] + upper["height"] + 16
    assert losses["y"] + losses["height"] <= page.get_by_label("steps", exact=True).bounding_box()["y"]


def test_above_the_limit(show):
    page = unfolded(show, GradientDescent(lr=0.21))
    assert table(page)[2] == "13.158078"
    assert says(page).startswith(
        "α = 0.21 is above 2/Λ = 0.2: each step multiplies θ₁ by 0.7900 and θ₀ by −1.1000, so it flies off."
    )


@pytest.mark.parametrize(
    ("lr", "fate"),
    [
        (0.001, "arrives, but slowly"),
        (0.0114, "arrives, but slowly"),
        (0.0115, "arrives"),
        (0.05, "arrives"),
        (0.15, "swings and arrives"),
        (0.199, "swings and arrives, but slowly"),
        (0.2, "swings without end"),
        (0.201, "flies off"),
    ],
)
def test_sentence_says_what_becomes_of_the_descent(show, lr, fate):
    assert f", so it {fate}. Loss" in says(unfolded(show, GradientDescent(lr=lr)))


@pytest.mark.parametrize(
    ("more", "lr", "means"),
    [
        ({"kappa": 3}, 0.666667, "and θ₀ by −1.0000, so it swings without end"),
        ({"landscape": "logistic"}, 4.57143, "a step cannot raise the loss"),
    ],
)
def test_a_step_size_that_prints_as_the_bound_is_not_said_to_be_above_it(show, more, lr, means):
    page = show(GradientDescent(lr=lr, **more))
    assert says(page).startswith(f"α = {lr} is exactly 2/Λ = {lr}: ")
    assert means in says(page)


@pytest.mark.parametrize(
    ("start", "lr", "fate"),
    [
        ([-2, 0], 0.2, "arrives"),
        ([0, 1], 0.3, "flies off"),
        ([0, 0], 5, "stays at the minimum"),
        ([-2, 0], 3, "flies off"),
    ],
)
def test_a_direction_without_a_distance_counts_for_nothing(show, start, lr, fate):
    assert f", so it {fate}. Loss" in says(unfolded(show, GradientDescent(start=start, lr=lr)))


def test_run_goes_on_from_where_it_is(show):
    page = unfolded(show, GradientDescent(steps=51))
    page.get_by_role("button", name="Run 50 steps").click()
    assert state(page.locator(".lw"))["steps"] == 101
    page.get_by_role("button", name="To the start").click()
    assert state(page.locator(".lw"))["steps"] == 0


def test_divergence_is_said_and_the_picture_stays(show):
    page = unfolded(show, GradientDescent(kappa=50, lr=5))
    page.get_by_label("steps", exact=True).press("End")
    assert table(page)[:3] == ["diverged"] * 3
    assert says(page).endswith("Loss above the minimum after 200 steps: diverged.")
    assert not any("NaN" in plots.inner_html() for plots in page.locator(".lw-plots").all())


def test_landscape_and_batch_by_keyboard(show):
    page = unfolded(show, GradientDescent(steps=50))
    before = contours(page)
    page.get_by_label("landscape").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("batch").focus()
    page.keyboard.press("ArrowDown")
    found = state(page.locator(".lw"))
    assert (found["landscape"], found["batch"]) == ("logistic", 1)
    assert table(page)[3:] == ["1.351112", "0.000000", "0.460701"]
    assert says(page).startswith("Each step sees 1 of 6 points, right only on average, so 2/Λ is not a safe limit.")
    assert contours(page) != before


def test_another_seed_is_another_path(show):
    page = unfolded(show, GradientDescent(batch=2))
    before = table(page)[:3]
    page.get_by_label("seed", exact=True).press("ArrowRight")
    assert all(now != then for now, then in zip(table(page)[:3], before, strict=True))


def test_dragging_the_start(show):
    page = unfolded(show, GradientDescent())
    frame = page.locator(".lw-plot").first.bounding_box()
    handle = page.locator(".lw-free").bounding_box()
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * (36 + 126) / 300, frame["y"] + frame["height"] * (24 + 70) / 340)
    page.mouse.up()
    assert state(page.locator(".lw"))["start"] == pytest.approx([0, 1.5], abs=0.051)  # drags snap to steps of 0.05
    page.mouse.move(frame["x"] + 5, frame["y"] + 5)
    assert state(page.locator(".lw"))["start"] == pytest.approx([0, 1.5], abs=0.051)  # drags snap to steps of 0.05


def test_start_stays_in_its_range(show):
    page = unfolded(show, GradientDescent())
    handle = page.locator(".lw-free").bounding_box()
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(handle["x"] - 500, handle["y"] + 900)
    page.mouse.up()
    assert state(page.locator(".lw"))["start"] == [-3, -3]
