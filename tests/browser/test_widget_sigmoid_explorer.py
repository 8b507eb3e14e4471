from lossbook.widgets import SigmoidExplorer
from tests.browser.widget_page import drawn, state


def shown(page) -> tuple[list[str], list[str]]:
    drawn(page)
    return page.locator(".lw-results span").all_inner_texts(), page.locator(".lw-numbers span").all_inner_texts()


def test_default_numbers(show):
    results, table = shown(show(SigmoidExplorer()))
    assert results == ["1.0986", "0.7500", "3.0000"]
    assert table == ["0.287682", "−0.250000", "0.062500", "−0.093750"]


def test_surely_wrong(show):
    page = show(SigmoidExplorer(z=-4))
    _, table = shown(page)
    assert table[:2] == ["4.018150", "−0.982014"]
    assert table[3] == "−0.034690"
    assert (
        page.locator(".lw-says").inner_text().startswith("The model is surely wrong: p = 0.0180 for the target y = 1.")
    )


def test_target_and_loss_by_keyboard(show):
    page = show(SigmoidExplorer())
    page.get_by_label("target y").focus()
    page.keyboard.press("ArrowUp")
    assert shown(page)[1][0] == "1.386294"
    page.get_by_label("loss").focus()
    page.keyboard.press("ArrowDown")
    found = state(page.locator(".lw"))
    assert (found["y"], found["loss"]) == (0, "mse")


def test_dragging_the_point_sets_z(show):
    page = show(SigmoidExplorer(w=2, b=1))
    frame = page.locator(".lw-plot").first.bounding_box()
    handle = page.locator(".lw-drag").bounding_box()
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * (36 + 126) / 300, frame["y"] + 10)
    page.mouse.up()
    assert shown(page)[0][1] == "0.5000"
    assert state(page.locator(".lw"))["z"] == -0.5


def test_weight_zero_cannot_be_dragged(show):
    page = show(SigmoidExplorer(w=0))
    handle = page.locator(".lw-drag").bounding_box()
    page.mouse.move(handle["x"] + 5, handle["y"] + 5)
    page.mouse.down()
    page.mouse.move(handle["x"] + 80, handle["y"] + 5)
    page.mouse.up()
    assert state(page.locator(".lw")) == SigmoidExplorer(w=0).state()
