"""What chapters do with their explorers: links, keys and Show me reach each state, and no text gives an answer away."""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from tests.browser.site_server import WINDOW, by_page, loading, resize
from tests.browser.test_widgets import SCREENS, SPAN
from tests.browser.widget_page import HURRY, STATE, VIEW, at_rest, drawn, state, unfold

ROOT = Path(__file__).parents[2] / "_build" / "html"
SCRIPT = '<script type="{}">(.*?)</script>'
NUMBER = re.compile(r'<a class="lb-number[^>]*>([^<]*)</a>')
# What says nothing about the question alone, wherever it stands.
COMMON = {"It falls", "It rises", "It grows", "It shrinks", "It stays", "It gets longer", "It gets shorter"}

if not ROOT.exists():
    pytest.skip("no site to test: run `make book` first", allow_module_level=True)


@dataclass(frozen=True)
class Use:
    """An explorer on a page: its title, what it asks, the state it starts in, the page above its cell."""

    title: str
    ask: dict | None
    start: dict
    above: str

    @property
    def shown(self) -> dict:
        """What Show me changes."""
        return {name: value for name, value in self.ask["state"].items() if value != self.start[name]}


@functools.cache
def states_of(page: str) -> tuple[list[dict], list[Use]]:
    """The widgets of a page that ask a question of their own, and its explorers in their order."""
    source = (ROOT / page).read_text(encoding="utf-8")
    found = re.search(SCRIPT.format(re.escape(STATE)), source, re.DOTALL)
    if not found:
        return [], []
    states = json.loads(found[1])["states"]
    uses = []
    for view in re.finditer(SCRIPT.format(re.escape(VIEW)), source, re.DOTALL):
        widget = states[json.loads(view[1])["model_id"]]
        if "_words" in widget:
            cell = source.rindex('<div class="cell ', 0, view.start())
            uses.append(Use(widget["_words"]["title"], widget["_words"]["ask"], widget["_start"], source[:cell]))
    return [widget for widget in states.values() if "prompt" in widget], uses


PAGES = [
    page
    for page in sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.html"))
    if not page.startswith("_static") and states_of(page)[1]
]
ASKED = [(page, use) for page in PAGES for use in states_of(page)[1] if use.ask]


@pytest.fixture(scope="module")
def loaded(request, chromium):
    """A page of the site from its folder, with its widgets started."""
    with loading(chromium, (ROOT / request.param).as_uri(), HURRY) as found:
        page, _ = found
        page.wait_for_function("document.querySelectorAll('script[type$=\"widget-view+json\"]').length === 0")
        page.locator(".lb-mount .lw-body").first.wait_for()
        yield found


@pytest.fixture
def chapter(look):
    """The page with its explorers as they were when it opened."""
    for button in look.locator(".lb-mount .lw:has(.lw-body)").get_by_role("button", name="Reset").all():
        button.click()
    look.locator(".lw-all").evaluate_all("all => all.forEach((box) => (box.open = false))")
    at_rest(look)
    return look


@pytest.fixture
def name(request):
    """The page that a test is run on."""
    return request.node.callspec.params["loaded"]


def read(words: str, now):
    """A value of a link as the trait that it sets."""
    if isinstance(now, list):
        return [float(entry) for entry in words.split(",")]
    return words if isinstance(now, str) else json.loads(words)


def wanted(page, link) -> tuple:
    """The explorer that a link leads to, and what it sets there."""
    root = page.locator(link.get_attribute("href") + " .lb-mount .lw")
    now = state(root)
    pairs = parse_qsl(link.get_attribute("data-state"))
    return root, {name: read(words, now[name]) for name, words in pairs}


def disturb(root) -> None:
    """Move every slider and choice in sight, and the truth where an explorer has one, away from where they stand."""
    for slider in root.locator("input[type=range]:enabled:visible").all():
        before = slider.input_value()
        slider.press("ArrowLeft")
        if slider.input_value() == before:
            slider.press("ArrowRight")
    for choice in root.locator("select:enabled:visible").all():
        choice.select_option(index=choice.evaluate("select => (select.selectedIndex + 1) % select.length"))
    for button in root.get_by_role("button", name="Exchange").all():
        button.click()
    at_rest(root.page)


def links(page) -> list:
    return page.locator("a[data-state]").all()


def test_most_chapters_have_an_explorer_and_most_of_these_ask():
    assert len(PAGES) >= 9
    assert len(ASKED) >= 7
    assert sum((ROOT / page).read_text(encoding="utf-8").count("data-state=") for page in PAGES) >= 20


def test_no_two_chapters_give_explorers_the_same_title():
    titles = [use.title for page in PAGES if page.startswith("chapters/") for use in states_of(page)[1]]
    assert len(titles) >= 10
    assert Counter(titles).most_common(1)[0][1] == 1


@by_page(PAGES)
def test_links_set_what_they_say_after_other_inputs_and_keep_the_size(chapter):
    resize(chapter, **WINDOW)
    sizes = {}
    for link in links(chapter):
        root, values = wanted(chapter, link)
        root.get_by_role("button", name="Reset").click()
        start = state(root)
        disturb(root)
        assert state(root) != start
        link.evaluate("link => link.click()")
        assert state(root) == start | values
        box = root.bounding_box()
        sizes.setdefault(link.get_attribute("href"), set()).add((box["width"], box["height"]))
    assert all(len(found) == 1 for found in sizes.values()), sizes


IN_SIGHT = "body => { const { top } = body.getBoundingClientRect(); return top > 40 && top < innerHeight - 300; }"
ON_SCREEN = "link => { const { top, bottom } = link.getBoundingClientRect(); return top > 40 && bottom < innerHeight; }"


@by_page(PAGES)
def test_keys_alone_reach_what_the_text_names(chapter, name):
    resize(chapter, **WINDOW)
    named = [wanted(chapter, link) for link in links(chapter)]
    named += [(root, use.shown) for root, use in together(chapter, name) if use.ask]
    for root, values in named:
        root.get_by_role("button", name="Reset").press("Enter")
        unfold(root)
        for trait in sorted(values, key=lambda trait: not isinstance(values[trait], str)):
            reach(root, trait, values[trait])
        found = state(root)
        assert all(close(found[trait], value) for trait, value in values.items()), (values, found)


def reach(root, trait: str, value) -> None:
    """Bring one trait to a value with keys: a tab, a list of options, or the box that a number is typed into."""
    if root.locator(f"select[name={trait}]").count():
        options = root.locator(f"select[name={trait}]")
        options.press("Home")
        for _ in range(options.locator("option").count()):
            if state(root)[trait] != value:
                options.press("ArrowDown")
    elif root.locator(f"button[name={trait}]").count():
        root.locator(f"button[name={trait}][value={value}]").press("Enter")
    elif isinstance(value, list):
        for _ in range(40):  # the other entries follow, so that a list takes some rounds
            for i, entry in enumerate(value):
                write(root.locator(f"[type=text][name={trait}]").nth(i), entry)
            if close(state(root)[trait], value):
                break
    else:
        write(root.locator(f"[type=text][name={trait}]"), value)


def write(box, number: float) -> None:
    box.press("Control+a")
    box.press_sequentially(repr(number))
    box.press("Enter")
    drawn(box.page)


def close(found, value) -> bool:
    return found == (value if isinstance(value, str) else pytest.approx(value, abs=1e-4))


def together(page, name: str) -> list:
    """The explorers of an open page, each with what its file says of it."""
    return list(zip(page.locator(".lb-mount .lw:has(.lw-body)").all(), states_of(name)[1], strict=True))


@by_page(sorted({name for name, _ in ASKED}))
def test_show_me_shows_what_was_asked(chapter, name):
    resize(chapter, **WINDOW)
    for root, use in together(chapter, name):
        if not use.ask:
            continue
        before = state(root)
        if use.ask["choices"]:
            root.get_by_role("button", name=use.ask["choices"][use.ask["answer"]], exact=True).click()
        else:
            write(root.locator(".lw-predict [type=text]"), use.ask["answer"])
        at_rest(chapter)
        assert root.locator(".lw-predict [role=status]").inner_text().startswith("Yes. ")
        assert state(root) == before
        root.get_by_role("button", name="Show me").click()
        assert state(root) == before | use.ask["state"]
        assert state(root) != before


@pytest.mark.parametrize("screen", SCREENS)
@by_page(PAGES)
def test_link_shows_what_it_sets_and_the_way_back(chapter, screen):
    resize(chapter, **SCREENS[screen][0])
    for link in links(chapter):
        link.scroll_into_view_if_needed()
        link.evaluate("link => new Promise((done) => { link.click(); setTimeout(done); })")  # the page moves after it
        cell = chapter.locator(link.get_attribute("href"))
        chapter.wait_for_function(IN_SIGHT, arg=cell.locator(".lw-body").element_handle())
        back = cell.get_by_role("link", name="Back to the text")
        if back.count():
            back.click()
            chapter.wait_for_function("link => link === document.activeElement", arg=link.element_handle())
            chapter.wait_for_function(ON_SCREEN, arg=link.element_handle())
            back.wait_for(state="detached")


@pytest.mark.parametrize("screen", list(SCREENS)[::-1])  # the first as the test before left it
@by_page(PAGES)
def test_picture_and_main_control_are_on_one_screen(chapter, name, screen):
    size, room = SCREENS[screen]
    resize(chapter, **size)
    for root, _ in together(chapter, name):
        assert root.evaluate(SPAN) <= room


# How much narrower the sentence is than its explorer.
NARROWER = """root => {
  const [body, sentence] = [".lw-body", ".lw-says"].map((name) => root.querySelector(name));
  const { paddingLeft, paddingRight } = getComputedStyle(body);
  return body.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - sentence.clientWidth;
}"""


@by_page(PAGES)
def test_rules_of_the_parts_are_in_the_style_sheet_of_the_site(chapter, name):
    resize(chapter, **WINDOW)
    for root, _ in together(chapter, name):
        assert root.evaluate(NARROWER) <= 1


# How far the frame of a focused slider reaches over the field for its number; the site's own style counts too.
FRAME_OVER_THE_NUMBER = """slider => {
  const { outlineStyle, outlineWidth, outlineOffset } = getComputedStyle(slider);
  const number = slider.parentNode.querySelector("[type=text]").getBoundingClientRect();
  const top = slider.getBoundingClientRect().top - parseFloat(outlineWidth) - parseFloat(outlineOffset);
  return outlineStyle === "solid" ? number.bottom - top : "no frame";
}"""


@by_page(PAGES[:1])
def test_frame_of_a_focused_slider_keeps_clear_of_its_number(chapter):
    slider = chapter.locator(".lw-main .lw-range [type=range]").first
    slider.press("ArrowLeft")
    assert slider.evaluate(FRAME_OVER_THE_NUMBER) <= 0


def plain(source: str) -> str:
    """The words of a part of a page, in one case and with single spaces."""
    return " ".join(re.sub(r"<script.*?</script>|<[^>]*>", " ", source, flags=re.DOTALL).lower().split())


def shown(source: str) -> list[float]:
    """The numbers that the text quotes from its cells."""
    return [float(number.replace("−", "-")) for number in NUMBER.findall(source) if re.fullmatch(r"−?[\d.]+", number)]


@pytest.mark.parametrize(("name", "use"), ASKED, ids=[name for name, _ in ASKED])
def test_text_above_does_not_answer(name, use):
    ask = use.ask
    if ask["choices"]:
        right = ask["choices"][ask["answer"]]
        said = re.search(rf"(?<!\w){re.escape(plain(right))}(?!\w)", plain(use.above))
        assert right in COMMON or not said
    else:
        near = [number for number in shown(use.above) if abs(number - ask["answer"]) <= ask["tolerance"]]
        assert near == []


def test_nothing_is_asked_twice():
    asked = [use.ask["question"] for _, use in ASKED]
    asked += [widget["prompt"] for page in PAGES for widget in states_of(page)[0]]
    assert [question for question, times in Counter(asked).items() if times > 1] == []
