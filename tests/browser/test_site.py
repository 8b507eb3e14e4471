"""The built site in a browser: self-contained, accessible, light, and alive from a folder."""

from __future__ import annotations

import itertools
import posixpath
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.browser.site_server import LAID_OUT, QUIET
from tests.browser.widget_page import COLOURS, UNPAINTED, audit, drawn

ROOT = Path(__file__).parents[2] / "_build" / "html"
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in ROOT.rglob("*.html")
    if "_static" not in path.parts and path.name != "index.html"
)
CHAPTER = "chapters/cross-entropy-in-pytorch.html"
WIDTHS = (390, 1280)
SUM_OF_SHIFTS = """
self.shift = 0;
self.shifted = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    self.shift += entry.value;
    self.shifted.push([entry.value, ...entry.sources.map((s) => s.node?.outerHTML?.slice(0, 120) ?? String(s.node))]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
BEYOND_ITS_ROOM = """
[...document.querySelectorAll(".lb-mount:has(.lw-body)")]
  .map((mount) => [mount.firstChild.className, mount.offsetHeight, parseFloat(getComputedStyle(mount).minHeight)])
  .filter(([, taken, kept]) => taken > kept + 1)
"""
THEMES = ("light", "dark")
# A chapter has twenty thousand elements, and axe takes a quarter of a minute to look at all of them once. What is in
# code, formulas, figures and the tables of proofs has no more to it than its colours; and where letters of one size and
# colour stand on one ground, in every look of the page, three stand for all.
ONLY_COLOURS = ".highlight span, .katex, .lb-figure *, .lb-proofs td *, .lb-proofs td, .lb-proofs tr"
NOTE_LOOKS = """
() => {
  const visit = (node, ground, above) => {
    const style = getComputedStyle(node);
    const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter].join();
    if (own !== "rgba(0, 0, 0, 0),none,1,none") ground += own;
    const letters = [style.color, style.fill, style.fontSize, style.fontWeight, style.textDecorationLine].join();
    node.looks = (node.looks ?? "") + ground + above + letters;
    if (!node.matches(".katex")) for (const child of node.children) visit(child, ground, letters);
  };
  visit(document.body, "", "");
}
"""
THREE_OF_A_KIND = """
(within) => {
  const met = {};
  const visit = (node) => {
    const formula = node.matches(".katex");
    if (!formula) for (const child of [...node.children]) visit(child);
    if (!node.matches(within) || (node.childElementCount && !formula)) return;
    met[node.looks] = (met[node.looks] ?? 0) + 1;
    if (met[node.looks] > 3) node.remove();
  };
  visit(document.querySelector("main"));
}
"""
LIGHTLY = {"resultTypes": ["violations"]}

if not PAGES:
    pytest.skip("no site to test: run `make book` first", allow_module_level=True)


@pytest.fixture
def open_page(chromium):
    """Open an address in a fresh context; at the end, no complaint on the console, no other host asked, no cookie."""
    contexts, complaints = [], []

    def open_page(address: str, width: int = 1280, theme: str = "light", script: str = "", **options):
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, **options)
        contexts.append(context)
        page = context.new_page()
        home = address.split("/")[2]

        def check(request) -> None:
            if request.url.startswith(("blob:", "data:")):
                return
            if request.url.split("/")[2] != home:
                complaints.append(f"asked another host: {request.url}")

        def note_failure(request) -> None:
            if "ERR_ABORTED" not in (request.failure or ""):  # cut off because the test went on to another page
                complaints.append(f"failed: {request.url}")

        page.on("request", check)
        page.on("requestfailed", note_failure)
        page.on("console", lambda message: complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.add_init_script(script)
        page.goto(address)
        if options.get("java_script_enabled", True):
            page.wait_for_function(LAID_OUT)
            page.wait_for_function(QUIET, polling=100)
        return page

    yield open_page
    for context in contexts:
        complaints += [f"set a cookie: {cookie['name']}" for cookie in context.cookies()]
        context.close()
    assert complaints == []


def widgets_started(page) -> None:
    started = "(place) => place.querySelector('.lb-mount')?.childElementCount"
    page.wait_for_function(f"() => [...document.querySelectorAll('.lb-widget')].every({started})")


def turn(page, width: int, theme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    page.wait_for_function(f"document.documentElement.dataset.theme === '{theme}'")


@pytest.mark.parametrize("name", PAGES)
def test_page_is_self_contained_still_accessible_and_fits(site, open_page, name):
    page = open_page(f"{site.address}/{name}", width=WIDTHS[0], script=SUM_OF_SHIFTS, reduced_motion="reduce")
    widgets_started(page)
    page.evaluate("document.fonts.ready.then(() => 0)")
    drawn(page)
    assert page.evaluate("self.shift") < 0.02, page.evaluate("self.shifted")
    for width, theme in zip(WIDTHS, THEMES, strict=True):  # to lay out all of a page takes long: once for each width
        turn(page, width, theme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(BEYOND_ITS_ROOM) == []
        page.evaluate(NOTE_LOOKS)
    page.evaluate(THREE_OF_A_KIND, ONLY_COLOURS)
    for width in reversed(WIDTHS):
        page.set_viewport_size({"width": width, "height": 900})
        found = audit(page, LIGHTLY | {"rules": {rule: {"enabled": False} for rule in COLOURS}})
        assert found.violations_count == 0, f"{width} px: {found.generate_report()}"
    page.evaluate(THREE_OF_A_KIND, "*")
    for width, theme in itertools.product(WIDTHS, THEMES):
        turn(page, width, theme)
        found = audit(page, LIGHTLY | {"runOnly": COLOURS})
        assert found.violations_count == 0, f"{width} px, {theme}: {found.generate_report()}"


@pytest.mark.parametrize("name", PAGES)
def test_page_works_from_a_folder(open_page, name):
    page = open_page((ROOT / name).as_uri(), script=SUM_OF_SHIFTS)
    widgets_started(page)
    assert page.locator("main h1:visible").count() == 1
    assert page.evaluate("self.shift") < 0.02, page.evaluate("self.shifted")


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("chapters/")])
def test_first_visit_and_next_page_are_light(site, open_page, name):
    site.traffic.clear()
    open_page(f"{site.address}/{name}", script=UNPAINTED)
    assert site.traffic.requests <= 30, site.traffic.sent
    assert site.traffic.kilobytes <= 300, site.traffic.sent
    page = open_page(f"{site.address}/genindex.html", script=UNPAINTED)  # the page with the least that others need too
    site.traffic.clear()
    page.goto(f"{site.address}/{name}")
    page.wait_for_function(QUIET, polling=100)
    assert site.traffic.kilobytes <= 130, site.traffic.sent


def test_number_leads_to_its_cell_and_previews_it(site, open_page):
    page = open_page(f"{site.address}/{CHAPTER}")
    number = page.locator('a.lb-number[href="#horse-loss"]').first
    number.focus()
    preview = page.get_by_role("tooltip")
    assert preview.is_visible()
    assert number.inner_text() in preview.inner_text()
    assert number.get_attribute("aria-describedby") == preview.get_attribute("id")
    page.keyboard.press("Escape")
    assert not preview.is_visible()
    number.hover()
    assert preview.is_visible()
    number.click()
    assert page.locator("#horse-loss").is_visible()
    assert number.inner_text() in page.locator("#horse-loss .cell_output").inner_text()


class Links(HTMLParser):
    """The ids of a page, and where the links of its article lead."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.ids, self.targets, self.inside = set(), set(), False
        self.feed((ROOT / name).read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        self.inside = self.inside or tag == "article"
        self.ids.add(values.get("id"))
        if self.inside and tag == "a" and "://" not in (target := values.get("href") or ""):
            self.targets.add(target)

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "article"


def test_every_link_inside_the_book_has_a_target():
    pages = {name: Links(name) for name in PAGES}
    assert sum(len(page.targets) for page in pages.values()) > 1000
    missing = []
    for name, page in pages.items():
        for link in page.targets:
            path, _, anchor = link.partition("#")
            anchor = anchor.partition(":~:")[0]  # what follows is text for the browser to find, not an anchor
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            known = pages[target].ids if target in pages else set()
            if not (ROOT / target).exists() or (anchor and target in pages and unquote(anchor) not in known):
                missing.append((name, link))
    assert missing == []


def words_on(name: str) -> str:
    return re.sub(r"<[^>]*>", "", (ROOT / name).read_text(encoding="utf-8"))


def test_the_archive_holds_what_its_read_me_installs_and_what_a_notebook_reads():
    with zipfile.ZipFile(ROOT / "lossbook.zip") as archive:
        names = {name.removeprefix("lossbook/") for name in archive.namelist()}
        read_me = archive.read("lossbook/READ ME.txt").decode()
    wheel = re.search(r"pip install .* \./(\S+\.whl)$", read_me, re.MULTILINE)[1]
    assert {wheel, "chapters/language-models.ipynb", "chapters/language-models.txt"} <= names


def test_a_chapter_says_how_long_it_takes_to_read():
    times = {}
    for name in PAGES:
        if name.startswith("chapters/"):
            times[name] = re.findall(r"(\d+) minutes to read", words_on(name))
    assert {name: pair for name, pair in times.items() if len(pair) != 2 or len(set(pair)) != 1} == {}


def test_labels_do_not_clutter_the_page():
    for name in PAGES:
        assert "#| label" not in words_on(name)


def test_what_a_cell_prints_in_several_moments_is_one_output():
    # How a kernel cuts it depends on the machine.
    for name in PAGES:
        page = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r'</pre></div>\s*</div>\s*<div class="output stream', page), name


def test_no_page_shows_a_formula_as_it_is_typed():
    for name in PAGES:
        page = (ROOT / name).read_text(encoding="utf-8")
        words = re.sub(r"(?s)<!--.*?-->|<(pre|code)\b.*?</\1>", "", page)
        assert re.findall(r"\$[A-Za-z\\\\][^$\n]{0,60}\$", words) == [], name


def test_an_equation_of_another_chapter_is_named_with_its_chapter():
    links = {}
    for name in [name for name in PAGES if name.startswith("chapters/")]:
        page = (ROOT / name).read_text(encoding="utf-8")
        for other, words in re.findall(r'(?s)<a [^>]*href="([\w-]+)\.html#eq-[^"]*"[^>]*>(.*?)</a>', page):
            links[other, re.sub(r"<[^>]*>", "", words)] = name
    assert len(links) > 5
    assert {link for link in links if not re.search(r" \(\d+ in chapter \d+\)$", link[1])} == set()


def test_theme_can_be_chosen_and_is_kept(site, open_page):
    page = open_page(f"{site.address}/{CHAPTER}")
    button = page.locator(".theme-switch-button").first
    seen = set()
    for _ in range(3):
        button.click()
        seen.add(page.evaluate("document.documentElement.dataset.mode"))
    assert seen == {"light", "dark", "auto"}


def test_without_javascript_widgets_are_figures_and_solutions_open(site, open_page):
    page = open_page(f"{site.address}/{CHAPTER}", java_script_enabled=False)
    assert page.locator(".lb-widget .lb-fallback svg[role=img]").first.is_visible()
    solution = page.locator("details", has_text="Solution").first
    solution.locator("summary").click()
    assert solution.get_attribute("open") is not None


def test_keyboard_reaches_the_text_first(site, open_page):
    page = open_page(f"{site.address}/{CHAPTER}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
