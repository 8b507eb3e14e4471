import itertools
import re

import pytest

from lossbook.widgets import EntropyKL
from tests.browser.widget_page import SIZES, drawn, state, unfolded
from tests.lossbook.widgets.golden_states import stored

WIDTH, HEIGHT, TOP = 352, 175, 3  # of the plot, in the units of its paths, and the surprise at its upper edge


def column(page, k: int) -> list[str]:
    drawn(page)
    return page.locator(f".lw-numbers tbody tr > :nth-child({k + 1}) span").all_inner_texts()


def sums(page) -> list[str]:
    drawn(page)
    return page.locator(".lw-results span").all_inner_texts()


def says(page) -> str:
    drawn(page)
    return page.locator(".lw-says").inner_text().replace("\xa0=\xa0", " = ")


def found(page) -> dict:
    return state(page.locator(".lw"))


def drag(page, i: int, *surprises: float) -> None:
    """Drag the handle of an outcome to surprises."""
    frame = page.locator(".lw-plot").bounding_box()
    box = page.locator(".lw-plot .lw-drag").nth(i).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    for surprise in surprises:
        page.mouse.move(box["x"], frame["y"] + (24 + HEIGHT * (1 - surprise / TOP)) * frame["height"] / 235)
        drawn(page)
    page.mouse.up()


def areas(page, selector: str) -> list[float]:
    """The areas of the boxes that a path draws, in nats."""
    runs = page.locator(f".lw-plot svg {selector}").get_attribute("d").split("M")[1:]
    corners = [[tuple(map(float, pair)) for pair in re.findall(r"(-?[\d.]+) (-?[\d.]+)", run)] for run in runs]
    return [(right - left) / WIDTH * (low - high) / HEIGHT * TOP for (left, low), (_, high), (right, _), *_ in corners]


def test_default_numbers(show):
    page = unfolded(show, EntropyKL())
    assert column(page, 1) == ["0.6931", "1.3863", "2.0794", "2.0794"]
    assert column(page, 2) == ["2.3026", "1.6094", "1.2040", "0.9163"]
    assert column(page, 3) == ["+0.8047", "+0.0558", "−0.1094", "−0.1454"]
    assert sums(page) == ["1.2130", "0.6057", "1.8187", "1.2799", "0.5223", "1.8022"]
    assert "area under the rings is 1.8187 nats: 1.2130 from the truth itself, and 0.6057 added by the model" in says(
        page
    )
    assert says(page).endswith("The largest part is +0.8047, from class 0.")


@pytest.mark.parametrize(
    ("truth", "words"),
    [
        ([0, 0.1667, 0.4166, 0.4167], "+0.2129, from 2 outcomes alike."),
        ([0, 0.17, 0.41, 0.42], "+0.2179, from class 3."),
        ([0.2499, 0.2501, 0.25, 0.25], "+0.0001, from class 1."),
    ],
)
def test_rounding_names_no_largest_part(show, truth, words):
    page = unfolded(show, EntropyKL(truth=truth, model=[0.25] * 4))
    assert says(page).endswith(f"The largest part is {words}")


@pytest.mark.parametrize("k", range(0, 280, 20))
def test_areas_are_the_numbers_printed_under_them(show, k):
    rows = [row for row in stored("EntropyKL") if 0 not in row["state"]["model"] and min(row["state"]["model"]) > 1e-2]
    row = rows[k % len(rows)]
    page = unfolded(show, EntropyKL(**row["state"]))
    unit = 1 if row["state"]["base"] == "nats" else 0.6931471805599453
    ground, excess = (sum(areas(page, f".lw-case >> nth={i}")) for i in (0, 1))
    saved = sum(areas(page, ".lw-dashed"))
    entropy, kl, cross_entropy = (row["values"][key] * unit for key in ("entropy", "kl", "cross_entropy"))
    if min(share for share in row["state"]["truth"] if share) > 1e-2:
        assert ground == pytest.approx(entropy, abs=0.01)
        assert excess - saved == pytest.approx(kl, abs=0.01)
    assert ground + excess - saved == pytest.approx(cross_entropy, abs=0.01)


def test_uniform_model_in_bits(show):
    page = unfolded(show, EntropyKL())
    page.get_by_role("button", name="Make p uniform").press("Enter")
    page.get_by_label("unit").focus()
    page.keyboard.press("ArrowDown")
    assert sums(page) == ["1.7500", "0.2500", "2.0000", "2.0000", "0.2500", "2.2500"]
    assert found(page) == {"truth": [0.5, 0.25, 0.125, 0.125], "model": [0.25] * 4, "base": "bits", "names": []}
    assert column(page, 2) == ["2.0000"] * 4


def test_model_that_is_the_truth(show):
    page = unfolded(show, EntropyKL())
    page.get_by_role("button", name="Make p the truth").press("Enter")
    assert sums(page) == ["1.2130", "0.0000", "1.2130"] * 2
    assert says(page).startswith("The model is the truth: 1.2130 nats is the entropy")


def test_exchanged(show):
    page = unfolded(show, EntropyKL())
    before = sums(page)
    page.get_by_role("button", name="Exchange π and p").press("Enter")
    assert sums(page) == before[3:] + before[:3]
    assert (found(page)["truth"], found(page)["model"]) == (EntropyKL().model, EntropyKL().truth)


@pytest.mark.parametrize("size", SIZES)
def test_outcome_that_is_held_impossible(show, size):
    names = ["cat", "dog", "horse", "frog"]
    page = unfolded(show, EntropyKL(names=names), viewport=SIZES[size])
    page.get_by_label("model p, dog", exact=True).press("Home")
    assert column(page, 3)[1] == "∞"
    assert sums(page)[:3] == ["1.2130", "∞", "∞"]
    assert "∞" not in sums(page)[3:]
    assert says(page).startswith("The model considers impossible what does occur: dog (π = 0.2500). The mean")
    page.get_by_label("truth π, dog", exact=True).press("Home")
    assert "∞" not in sums(page)
    page.get_by_label("truth π, horse", exact=True).press("Home")
    assert sums(page)[4:] == ["∞", "∞"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("truth", [[0.7, 0.1, 0.1, 0.1], [0.1, 0.1, 0.1, 0.7], [0.04, 0.04, 0.04, 0.88]])
def test_names_stay_where_boxes_are_narrow(show, size, truth):
    names = ["cat", "dog", "horse", "sheep"]
    page = show(EntropyKL(truth=truth, model=[0.25] * 4, names=names), viewport=SIZES[size])
    drawn(page)
    boxes = [page.locator(".lw-plot .lw-label", has_text=name).bounding_box() for name in names]
    plot = page.locator(".lw-plot").bounding_box()
    assert all(plot["x"] <= box["x"] and box["x"] + box["width"] <= plot["x"] + plot["width"] for box in boxes)
    for one, two in itertools.combinations(boxes, 2):
        beside = one["x"] + one["width"] <= two["x"]
        assert beside or abs(one["y"] - two["y"]) > 0.5 * one["height"]  # a box has room above and below its word


def test_other_probabilities_keep_their_ratios(show):
    page = unfolded(show, EntropyKL())
    slider = page.get_by_label("truth π, class 0", exact=True)
    slider.press("ArrowRight")
    assert found(page)["truth"] == [0.51, 0.245, 0.1225, 0.1225]
    for key, expected in (("End", [1, 0, 0, 0]), ("Home", [0, 0.5, 0.25, 0.25])):
        slider.press(key)
        assert found(page)["truth"] == expected


def test_what_never_occurs_has_no_ring(show):
    page = show(EntropyKL(truth=[0.5, 0, 0.25, 0.25]))
    rings = page.locator(".lw-plot .lw-drag")
    drawn(page)
    assert [ring.is_visible() for ring in rings.all()] == [True, False, True, True]
    page.get_by_role("button", name="Exchange π and p").click()
    drawn(page)
    assert all(ring.is_visible() for ring in rings.all())


def test_certainty_is_left_evenly(show):
    page = unfolded(show, EntropyKL(truth=[1, 0, 0, 0]))
    page.get_by_label("truth π, class 0", exact=True).press("Home")
    assert found(page)["truth"] == [0, 0.3333, 0.3334, 0.3333]


def test_dragging_sets_a_surprise_and_finds_the_way_back(show):
    page = unfolded(show, EntropyKL())
    drag(page, 3, 0.35, 0)
    assert found(page)["model"] == [0, 0, 0, 1]
    drag(page, 3, 0.2, 0.9163)
    assert found(page) == EntropyKL().state()


@pytest.mark.parametrize("size", SIZES)
def test_axis_names_the_height_of_bars_and_of_rings(show, size):
    page = show(EntropyKL(), viewport=SIZES[size])
    label = page.get_by_text("height: surprise; green: −log π, rings: −log p", exact=True).bounding_box()
    plot = page.locator(".lw-plot").bounding_box()
    assert plot["x"] <= label["x"]
    assert label["x"] + label["width"] <= plot["x"] + plot["width"]


@pytest.mark.parametrize("classes", [2, 6])
def test_sums_stay_one_in_other_numbers_of_classes(show, classes):
    page = unfolded(
        show, EntropyKL(truth=[1 / classes] * classes, model=[0.07] * (classes - 1) + [1 - 0.07 * (classes - 1)])
    )
    assert page.locator(".lw-plot .lw-drag").count() == classes
    for i in range(classes):
        page.get_by_label(f"truth π, class {i}", exact=True).press("ArrowRight")
        drag(page, i, 0.3 * i + 0.1)
        now = found(page)
        assert EntropyKL(**now).state() == now
        assert sum(now["truth"]) == pytest.approx(1, abs=1e-12)
        assert sum(now["model"]) == pytest.approx(1, abs=1e-12)
