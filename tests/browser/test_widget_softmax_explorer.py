import pytest

from lossbook.widgets import SoftmaxExplorer
from tests.browser.widget_page import at_rest, drawn, state
from tests.lossbook.widgets.golden_states import stored


def column(page, k: int) -> list[str]:
    return page.locator(f".lw-bars tbody tr > :nth-child({k + 1}) span").all_inner_texts()


def says(page) -> str:
    at_rest(page)
    return page.locator(".lw-says").inner_text().replace("\xa0=\xa0", " = ")


def settled(page):
    drawn(page)
    return page


def test_default_numbers(show):
    page = show(SoftmaxExplorer(names=["cat", "dog", "horse"]))
    assert column(page, 0) == ["cat", "dog", "horse"]
    assert column(page, 1) == ["3.05", "3.13", "3.48"]
    assert column(page, 2) == ["0.2762", "0.2992", "0.4246"]
    assert column(page, 3) == ["+0.2762", "+0.2992", "−0.5754"]
    assert "true class, horse, has the probability 0.4246, so the loss is −log\u00a0p = 0.8566." in says(page)


BARS = """() => [...document.querySelectorAll(".lw-bars tbody tr")].map((row) => {
  const bar = row.querySelectorAll(".lw-bar")[2].getBoundingClientRect();
  const fill = row.querySelectorAll(".lw-bar")[2].querySelector(".lw-fill").getBoundingClientRect();
  const side = fill.left + fill.right < bar.left + bar.right ? -1 : 1;
  return [(side * 4 * fill.width) / bar.width, row.lastChild.querySelector("span").textContent];
})"""


def test_length_of_a_gradient_is_what_is_printed_on_it(show):
    page = show(SoftmaxExplorer())
    for row in [row for row in stored("SoftmaxExplorer") if len(row["state"]["logits"]) == 3]:
        page.evaluate(
            """([logits, target, temperature]) => {
              const main = document.querySelector("main");
              const link = main.querySelector("a") ?? main.appendChild(document.createElement("a"));
              document.querySelector(".lb-widget").id = "cell";
              link.href = "#cell";
              link.dataset.state = `logits=${logits}&target=${target}&temperature=${temperature}`;
              link.click();
            }""",
            [row["state"][key] for key in ("logits", "target", "temperature")],
        )
        drawn(page)
        for length, printed in page.evaluate(BARS):
            assert length == pytest.approx(float(printed.replace("−", "-")), abs=0.011)


def test_arrow_points_to_a_loss_beyond_the_plot(show):
    page = show(SoftmaxExplorer(logits=[-10, 0, 0], target=0))
    arrow = page.locator(".lw-plot .lw-beyond")
    assert arrow.bounding_box()["height"] > 5
    assert arrow.get_attribute("transform") == "rotate(0)"
    page.get_by_text("All values").click()
    page.get_by_label("logit z of class 0", exact=True).fill("0")
    drawn(page)
    assert arrow.bounding_box()["height"] == 0


def test_temperature_scales_the_gradient(show):
    page = show(SoftmaxExplorer(temperature=2))
    assert page.locator(".lw-bars thead th").last.inner_text() == "gradient (p\u00a0−\u00a0t)/T"
    assert "(p\u00a0−\u00a01)/T" in says(page)


def test_page_keys_go_to_round_temperatures(show):
    page = show(SoftmaxExplorer())
    slider = page.get_by_label("temperature T", exact=True)
    shown = []
    for key in ("PageUp", "PageUp", "PageUp", "PageUp", "PageDown", "ArrowLeft", "Home"):
        slider.press(key)
        settled(page)
        shown.append(slider.get_attribute("aria-valuetext"))
    assert shown == ["2.00", "5.00", "10.0", "10.0", "5.00", "4.90", "0.500"]


def test_true_class_is_chosen_by_keyboard(show):
    page = show(SoftmaxExplorer())
    page.get_by_label("true class").focus()
    page.keyboard.press("ArrowUp")
    assert state(page.locator(".lw"))["target"] == 1
    assert column(page, 3) == ["+0.2762", "−0.7008", "+0.4246"]


def test_only_logits_can_be_dragged_and_look_like_it(show):
    page = show(SoftmaxExplorer())
    assert page.locator(".lw-bars .lw-drag").count() == page.locator(".lw-bars .lw-drag .lw-knob").count() == 3
    assert page.locator(".lw-bars .lw-knob").count() == 3
    box = page.locator(".lw-bars tbody tr").nth(0).locator(".lw-bar").nth(0).bounding_box()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2)
    assert float(column(settled(page), 1)[0]) == pytest.approx(6, abs=0.1)
    page.mouse.move(box["x"] + 3 * box["width"], box["y"] - 200)
    page.mouse.up()
    assert state(page.locator(".lw"))["logits"] == [10, 3.13, 3.48]


def test_page_about_the_temperature_invites_no_other_move(show):
    page = show(SoftmaxExplorer(temperature=2))
    page.locator(".lw-plot").click()
    assert state(page.locator(".lw")) == SoftmaxExplorer(temperature=2).state()
    assert page.locator(".lw-plot .lw-handle").count() == 0
    assert page.locator(".lw-bars thead th").first.inner_text() == "logit z"
    page.get_by_label("temperature T", exact=True).press("PageDown")
    assert state(page.locator(".lw"))["temperature"] == 1
    assert page.locator(".lw-label").first.text_content() == ""  # no goal either


def test_goal_is_reached_by_one_logit(show):
    page = show(SoftmaxExplorer())
    frame = page.locator(".lw-plot").bounding_box()
    page.mouse.click(frame["x"] + frame["width"] * (36 + 352 * 0.95) / 400, frame["y"] + 60)
    assert says(page).endswith("That is below 0.1: the goal.")
    assert state(page.locator(".lw"))["logits"][:2] == [3.05, 3.13]


def test_loss_that_is_printed_as_the_goal_has_not_reached_it(show):
    explorer = SoftmaxExplorer(logits=[0, 2.2525], target=1)
    assert 0.09995 < explorer.values()["loss"] < 0.1
    page = show(explorer)
    assert "−log\u00a0p = 0.1000. The gradient" in says(page)
    assert page.locator(".lw-label").first.text_content().startswith("goal: ")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({}, "goal: drag rings to a loss below 0.1"),
        ({"logits": [3.05, 3.13, 9]}, "goal reached: a loss below 0.1"),
        ({"temperature": 2}, ""),
        ({"temperature": 2, "logits": [-10, 10], "target": 1}, ""),
    ],
)
def test_a_goal_is_set_where_the_page_is_not_about_the_temperature(show, state, words):
    page = show(SoftmaxExplorer(**state))
    assert page.locator(".lw-label").first.text_content() == words
    assert bool(page.locator(".lw-plot path.lw-dashed").first.get_attribute("d")) == bool(words)
    assert says(page).endswith("the goal.") == words.startswith("goal reached")


def test_ends_of_the_bars_are_printed_below_them(show):
    page = show(SoftmaxExplorer(logits=[-10, 10], target=0, temperature=0.5))
    ends = page.locator(".lw-bars tfoot small")
    assert ends.all_inner_texts() == ["−10", "10", "0", "1", "−2", "2"]
    bars = page.locator(".lw-bars tbody tr").last.locator(".lw-bar")
    for i in range(3):
        bar, low, high = (node.bounding_box() for node in (bars.nth(i), ends.nth(2 * i), ends.nth(2 * i + 1)))
        assert low["x"] == pytest.approx(bar["x"], abs=1)
        assert high["x"] + high["width"] == pytest.approx(bar["x"] + bar["width"], abs=1)


def test_other_numbers_of_classes(show):
    page = show(SoftmaxExplorer(logits=[0, 0], target=1), SoftmaxExplorer(logits=[1, 2, 3, 4, 5, 6], target=5))
    two, six = page.locator(".lw").all()
    assert two.locator(".lw-bars tbody tr").count() == 2
    assert six.locator(".lw-bars tbody tr").count() == 6
