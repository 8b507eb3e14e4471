"""Finding one's place, keeping it, and coming back to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from booksite.entries import order
from tests.browser.site_server import QUIET, WINDOW, by_page, resize
from tests.browser.widget_page import ON_THE_SCREEN, drawn

ROOT = Path(__file__).parents[2] / "_build" / "html"
CHAPTER = "chapters/decisions.html"
PAGES = sorted(
    path.relative_to(ROOT).as_posix() for part in ("chapters", "appendix") for path in (ROOT / part).glob("*.html")
)
# The names of the entries below each letter of the index, without what tells their first place.
ENTRIES = """
(lists) => lists.map((list) => [...list.children].map((item) => {
  const parts = [...(item.firstElementChild.matches("a") ? item.firstElementChild : item).childNodes];
  if (parts.length > 1 && parts.at(-1).nodeName === "SMALL") parts.pop();
  return parts.filter((part) => part.nodeName !== "UL").map((part) => part.textContent).join("").trim();
}))
"""
WITHOUT_STORAGE = """
for (const name of ["localStorage", "sessionStorage"]) {
  const get = () => { throw new DOMException("refused", "SecurityError"); };
  Object.defineProperty(self, name, { configurable: true, get });
}
"""
# At twenty places of the page: those at which no entry of the contents is marked, or the marked one is out of sight.
LOST = """
async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const lost = [];
  const contents = document.getElementById("lb-contents");
  const first = contents && document.getElementById(decodeURIComponent(contents.querySelector("a").hash.slice(1)));
  if (!contents) return lost;
  const box = contents.closest(".bd-sidebar-secondary");
  for (let k = 0; k < 20; k++) {
    scrollTo(0, (k / 19) * (document.documentElement.scrollHeight - innerHeight));
    await frame(); await frame(); // in the first, after this, the page looks where it is
    const here = contents.querySelectorAll(".lb-here");
    const above = first.getBoundingClientRect().top > 0.2 * innerHeight; // no section is reached yet
    if (!here.length && above) continue;
    const at = here[0]?.getBoundingClientRect(), room = box.getBoundingClientRect();
    const floor = Math.min(room.bottom, innerHeight);
    const seen = here.length === 1 && at.height > 0 && at.top >= room.top && at.bottom <= floor;
    if (!seen) lost.push(k);
  }
  return lost;
}
"""
OVERFLOWING = """
() => [...document.querySelectorAll(":is(.bd-article, .bd-header-article, .prev-next-footer) *")]
  .filter((node) => node.getBoundingClientRect().right > innerWidth + 1 && node.checkVisibility())
  .filter((node) => !node.closest(".lb-mount, .lb-formula, pre, table, .katex, .lb-drawing"))
  .map((node) => node.outerHTML.slice(0, 90))
"""
# Whether neither the field of the search nor a button that opens it lies inside what is on the screen.
SEARCH_OUT_OF_SIGHT = """
() => {
  const shown = (box) => {
    const at = box?.getBoundingClientRect();
    return at && at.width > 0 && at.top >= 0 && at.bottom <= innerHeight && at.left >= 0 && at.right <= innerWidth;
  };
  return ![...document.querySelectorAll(".search-button__button, .bd-search input")].some(shown);
}
"""

if not PAGES:
    pytest.skip("no site to test: run `make book` first", allow_module_level=True)


@by_page(["intro.html", *PAGES])
def test_the_contents_never_lose_the_current_entry(look):
    resize(look, **WINDOW)
    assert look.evaluate(LOST) == []


@by_page(["intro.html", *PAGES])
def test_the_bar_says_which_page_it_is_and_its_buttons_what_they_do(look):
    resize(look, **WINDOW)
    title = look.locator(".lb-title")
    title.wait_for(state="hidden")  # an earlier test may have left the page further down
    buttons = look.locator(".bd-header-article").get_by_role("button")
    assert buttons.count() == look.get_by_role("button", name=re.compile("[A-Za-z]{4}")).and_(buttons).count() > 1
    look.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    if look.evaluate("document.querySelector('h1').getBoundingClientRect().bottom < 0"):
        title.wait_for()
        assert title.inner_text().endswith(look.locator("h1").evaluate("(head) => head.firstChild.textContent"))


def test_the_bar_goes_by_where_the_title_of_the_page_is_now(site, visit):
    late = """window.IntersectionObserver = class extends IntersectionObserver {
      constructor(report, options) {  // a report on the title comes with the one before it
        const isTitle = (entry) => entry.target.localName === "h1";
        const before = (entry) => isTitle(entry) ? [{ isIntersecting: !entry.isIntersecting }] : [];
        super((entries) => report([...before(entries[0]), ...entries]), options);
      }
    };"""
    page = visit(f"{site.address}/appendix/glossary.html", late)
    title = page.locator(".lb-title")
    title.wait_for(state="hidden")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    title.wait_for()
    page.evaluate("scrollTo(0, 0)")
    title.wait_for(state="hidden")


def test_the_contents_of_the_book_show_the_page_one_is_on(site, visit):
    page = visit(f"{site.address}/intro.html")
    seen = """() => {
      const at = [...document.querySelectorAll("nav.bd-links .current.active > a")].pop().getBoundingClientRect();
      return at.height > 0 && at.top > 60 && at.bottom < innerHeight;
    }"""
    for name in (CHAPTER, "genindex.html", "intro.html"):
        page.goto(f"{site.address}/{name}")
        page.wait_for_function(seen)
    page.set_viewport_size({"width": 390, "height": 664})
    page.goto(f"{site.address}/{CHAPTER}")
    page.locator(".primary-toggle").click()
    page.wait_for_function(seen)


@pytest.mark.parametrize("name", ["intro.html", *PAGES])
def test_every_page_works_without_storage(site, visit, name):
    page = visit(f"{site.address}/{name}", WITHOUT_STORAGE)
    page.wait_for_function(
        "() => [...document.querySelectorAll('.lb-widget')].every((box) => box.querySelector('.lb-mount')?.firstChild)"
    )
    page.evaluate("document.querySelector('#lb-contents li:last-child > a')?.click()")
    page.wait_for_function("() => !document.getElementById('lb-contents') || document.querySelector('.lb-here')")
    mode = page.evaluate("document.documentElement.dataset.mode")
    page.locator(".theme-switch-button:visible").first.click()
    assert page.evaluate("document.documentElement.dataset.mode") != mode


def test_exercises_are_one_entry_until_one_is_there(site, visit):
    page = visit(f"{site.address}/{CHAPTER}")
    folds = page.locator(".lb-exercise summary").all_inner_texts()
    assert {text.strip() for text in folds} == {"Solution", "Show the check", "Show the solution in code"}
    entry = page.locator('#lb-contents a[href^="#exercise-1-"]')
    assert not entry.is_visible()
    page.evaluate("document.querySelector('[id^=exercise-1-]').scrollIntoView()")
    entry.wait_for()


def test_chapters_are_numbered_as_the_text_numbers_them(site, visit):
    page = visit(f"{site.address}/{CHAPTER}")
    numbers = page.locator(".bd-sidebar-primary .lb-chapter").all_inner_texts()
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    current = page.locator(".bd-sidebar-primary .current.active > a .lb-chapter").inner_text()
    assert f"Chapter {current} of {len(numbers)}" in page.locator(".lb-masthead").inner_text()
    before, after = page.locator(".prev-next-title").all_inner_texts()
    assert before.startswith(f"{int(current) - 1} ")
    assert after.startswith(f"{int(current) + 1} ")


def test_start_here_and_the_first_next_agree(site, visit):
    page = visit(f"{site.address}/intro.html")
    start = page.locator(".lb-doors a", has_text="understand").get_attribute("href")
    assert page.locator(".lb-chapters a").first.get_attribute("href") == start
    assert page.locator("a.right-next").get_attribute("href") == start


def test_one_continues_at_the_line_where_one_left_off(site, visit):
    page = visit(f"{site.address}/{CHAPTER}")
    section = "#does-the-rule-hold"
    paragraph = page.locator(f"{section} > p").last
    paragraph.evaluate("(node) => scrollTo(0, node.getBoundingClientRect().top + scrollY - 150)")
    assert page.locator(section).evaluate("(node) => node.getBoundingClientRect().top") < -100
    page.locator("#lb-contents .lb-here", has_text="Does the rule hold").wait_for()
    page.goto(f"{site.address}/intro.html")
    link = page.locator(".lb-continue")
    number = page.locator(f"nav.bd-links a[href='{CHAPTER}'] .lb-chapter").inner_text()
    assert re.fullmatch(rf"Continue where you left off: {number} .* › Does the rule hold\?", link.inner_text())
    link.click()
    page.wait_for_url(f"**/{CHAPTER}{section}")
    there = "(node) => Math.abs(node.getBoundingClientRect().top - 150) < 3"
    page.wait_for_function(there, arg=paragraph.element_handle())
    page.goto(f"{site.address}/{CHAPTER}")
    assert page.evaluate("scrollY") == 0
    link = page.locator(".lb-continue")
    assert link.inner_text() == "Continue at Does the rule hold?"
    link.click()
    page.wait_for_function(there, arg=paragraph.element_handle())


LEFT = """
localStorage["lossbook-place"] ??= JSON.stringify({
  last: "%(page)s",
  at: { "%(page)s": { id: "%(id)s", title: "A heading", head: "8 A chapter", after: %(after)d, down: 150 } },
})
"""


def test_one_does_not_continue_at_a_heading_that_is_gone(site, visit):
    left = LEFT % {"page": CHAPTER.removesuffix(".html"), "id": "renamed-since", "after": 3}
    page = visit(f"{site.address}/{CHAPTER}", left)
    assert not page.locator(".lb-continue").is_visible()
    page.goto(f"{site.address}/intro.html")
    page.locator(".lb-continue").click()
    page.wait_for_url(f"**/{CHAPTER}#renamed-since")
    page.wait_for_load_state()
    drawn(page)
    assert page.evaluate("scrollY") == 0


def test_one_continues_at_the_heading_of_a_section_that_has_become_shorter(site, visit):
    left = LEFT % {"page": CHAPTER.removesuffix(".html"), "id": "does-the-rule-hold", "after": 9999}
    page = visit(f"{site.address}/{CHAPTER}", left)
    page.locator(".lb-continue").click()
    heading = page.locator("#does-the-rule-hold > :is(h2, h3)").element_handle()
    page.wait_for_function("(node) => node.getBoundingClientRect().top < 150 && scrollY > 0", arg=heading)


OUTDATED = """
localStorage["lossbook-answers:decisions.html"] ??= JSON.stringify({ gone: { asks: "What?", response: "1" } })
"""


def test_answers_are_counted_kept_and_forgotten_on_demand(site, visit):
    page = visit(f"{site.address}/{CHAPTER.removesuffix('.html')}", OUTDATED)
    total = page.locator(".lb-place").get_attribute("data-questions")
    told = f"None of {total} questions answered"
    page.wait_for_function(f"document.querySelector('.lb-answered').textContent === {told!r}")
    question = page.locator(".lb-mount .lw-question").first
    question.locator("input[type=text], input[type=radio]").first.wait_for()
    choice = question.locator("input[type=radio]").first
    if choice.count():
        choice.check()
    else:
        question.locator("input[type=text]").fill("0.5")
    question.get_by_role("button", name="Check").click()
    told = f"1 of {total} questions answered"
    page.wait_for_function(f"document.querySelector('.lb-answered').textContent === {told!r}")
    page.reload()
    assert page.locator(".lb-answered").inner_text() == told
    assert page.locator(".bd-sidebar-primary .current.active > a .lb-done").inner_text().startswith(f"1/{total}")
    page.goto(f"{site.address}/intro.html")
    assert page.locator(".lb-answered").inner_text().startswith("1 of ")
    page.goto(f"{site.address}/{CHAPTER}")
    page.locator(".lb-mount .lw-question").first.wait_for()
    again = page.locator(".lb-again")
    again.click()
    assert again.inner_text() == "Forget the answers?"
    again.click()
    page.wait_for_function("document.querySelector('.lb-answered').textContent.startsWith('None')")
    page.reload()
    assert page.locator(".lb-answered").inner_text() == f"None of {total} questions answered"


# Answers each question of the page, graded ones and those of explorers: a choice by the last one, a number with more
# decimals than any needs: one with fewer may be the answer rounded, which a question neither grades nor counts.
ANSWER_ALL = """
() => {
  const kinds = {};
  const count = (kind) => (kinds[kind] = (kinds[kind] ?? 0) + 1);
  for (const question of document.querySelectorAll(".lb-mount .lw-question")) {
    const choice = [...question.querySelectorAll("input[type=radio]")].at(-1);
    const box = question.querySelector("input[type=text]");
    if (choice) choice.click();
    else box.value = "0.1234";
    [...question.querySelectorAll("button")].find((button) => button.textContent === "Check").click();
    count(choice ? "choice" : "number");
  }
  for (const asked of document.querySelectorAll(".lb-mount .lw-predict")) {
    const box = asked.querySelector("input");
    if (box) box.value = "0.1234";
    [...asked.querySelectorAll(":scope > [role=group] button")].at(-1).click();
    count(box ? "predicted number" : "predicted choice");
  }
  return kinds;
}
"""
ANSWERED = """
() => [...document.querySelectorAll(".lb-mount :is(.lw-question, .lw-predict)")].map((asked) => [
  [...asked.querySelectorAll("input")].map((input) => (input.type === "radio" ? input.checked : input.value)),
  asked.querySelector("[role=status]").textContent,
])
"""
STARTED = """
() => [...document.querySelectorAll(".lb-widget")].every((place) => place.querySelector(".lb-mount")?.childElementCount)
"""
KINDS = {
    "decisions": {"choice", "number", "predicted number"},
    "distillation": {"choice", "number", "predicted choice"},
    "numerical-stability": {"choice", "number", "predicted number"},
}


@pytest.mark.parametrize("name", KINDS)
def test_the_answer_to_each_kind_of_question_is_kept(site, visit, name):
    page = visit(f"{site.address}/chapters/{name}.html")
    page.wait_for_function(STARTED)
    total = page.locator(".lb-place").get_attribute("data-questions")
    kinds = page.evaluate(ANSWER_ALL)
    assert set(kinds) >= KINDS[name]
    assert sum(kinds.values()) == int(total)
    page.wait_for_function(f"document.querySelector('.lb-answered').textContent.startsWith('{total} of {total}')")
    answers = page.evaluate(ANSWERED)
    assert all(said for _, said in answers)
    page.reload()
    page.wait_for_function(STARTED)
    page.wait_for_function(f"({ANSWERED})().every(([, said]) => said)")
    assert page.evaluate(ANSWERED) == answers
    assert page.locator(".lb-answered").inner_text() == f"{total} of {total} questions answered"


def test_without_storage_all_else_works(site, visit):
    page = visit(f"{site.address}/{CHAPTER}", WITHOUT_STORAGE)
    page.evaluate("document.getElementById('does-the-rule-hold').scrollIntoView()")
    page.locator("#lb-contents .lb-here", has_text="Does the rule hold").wait_for()
    page.locator(".theme-switch-button:visible").first.click()
    assert page.evaluate("document.documentElement.dataset.mode") in ("light", "dark")
    page.wait_for_function(STARTED)
    page.evaluate(ANSWER_ALL)
    page.wait_for_function(f"({ANSWERED})().every(([, said]) => said)")
    page.keyboard.press("Control+k")
    page.keyboard.type("focal")
    page.locator("#pst-search-dialog .lb-results a").first.wait_for()


# Before 2025, WebKit did not say what a click was made by.
OLD_WEBKIT = """
{
  const { get } = Object.getOwnPropertyDescriptor(PointerEvent.prototype, "pointerType");
  Object.defineProperty(PointerEvent.prototype, "pointerType", {
    get() { return this.type === "click" ? undefined : get.call(this); },
  });
}
"""


def test_a_finger_opens_the_preview_goes_to_the_cell_and_comes_back(site, visit):
    page = visit(
        f"{site.address}/chapters/cross-entropy-in-pytorch.html", OLD_WEBKIT, width=390, height=664, has_touch=True
    )
    number = page.locator("a.lb-number").first
    number.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    number.tap()
    preview = page.locator("#lb-preview")
    preview.wait_for()
    assert page.evaluate("scrollY") == before
    assert number.inner_text().strip("−") in preview.inner_text()
    preview.get_by_role("link").tap()
    cell = page.locator(number.get_attribute("href"))
    back = cell.locator(".lb-back")
    back.wait_for()
    assert back.evaluate(
        """(link) => { const at = link.getBoundingClientRect();
          return document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2) === link; }"""
    )
    back.tap()
    back.wait_for(state="detached")
    assert number.evaluate("(link) => link === document.activeElement")
    assert number.evaluate(
        "(link) => { const at = link.getBoundingClientRect(); return at.top >= 0 && at.bottom <= innerHeight; }"
    )


@pytest.mark.parametrize("colours", ["none", "active"])
def test_each_entry_of_the_contents_shows_that_it_has_the_focus(site, visit, colours):
    page = visit(f"{site.address}/chapters/one-family.html", forced_colors=colours)
    page.keyboard.press("Tab")  # from now on the browser shows where the focus is
    entries = page.locator("nav.bd-links a:visible, .page-toc a:visible")
    assert entries.count() > 30
    same = entries.evaluate_all(
        """(entries) => {
          const look = (node) => { const at = getComputedStyle(node); return [at.boxShadow, at.outlineStyle].join(); };
          return entries.filter((node) => {
            const before = look(node);
            node.focus();
            return look(node) === before;
          }).map((node) => node.textContent.trim());
        }"""
    )
    assert same == []


@pytest.mark.parametrize("how", ["tap", "Enter"])
def test_the_contents_on_a_phone_close_on_a_choice(site, visit, how):
    page = visit(f"{site.address}/{CHAPTER}", width=390, height=664, has_touch=True)
    page.locator(".secondary-toggle").first.tap()
    entry = page.locator("#lb-contents a").nth(3)
    entry.tap() if how == "tap" else entry.press("Enter")
    page.wait_for_function("!document.querySelector('dialog[open]') && document.activeElement.matches('section')")
    place = page.evaluate("document.activeElement.id")
    assert entry.get_attribute("href") == f"#{place}"
    page.wait_for_function("Math.abs(document.activeElement.getBoundingClientRect().top) < innerHeight / 2")


def test_links_of_headings_and_copy_buttons_are_seen_without_a_mouse(site, visit):
    page = visit(f"{site.address}/{CHAPTER}", width=390, height=664, has_touch=True, is_mobile=True)
    for selector in ("h2 a.headerlink", "button.copybtn", ".eqno a.headerlink"):
        shown = page.locator(selector).first.evaluate("(node) => getComputedStyle(node).opacity")
        assert shown == "1", selector
    covered = page.evaluate(
        """() => [...document.querySelectorAll("button.copybtn")].filter((button) => {
          const code = button.parentElement.querySelector("pre").firstElementChild;
          const covers = code.getBoundingClientRect().top < button.getBoundingClientRect().bottom;
          return covers && button.checkVisibility();
        }).map((button) => button.parentElement.textContent.slice(0, 60))"""
    )
    assert covered == []


def test_the_verdict_on_an_answer_comes_into_view(site, visit):
    page = visit(f"{site.address}/{CHAPTER}", width=390, height=664, has_touch=True, is_mobile=True)
    page.wait_for_function(QUIET, polling=100)
    form = page.locator(".lw form:has(input[type=text]:enabled)").first
    form.locator("input").fill("0.123")
    button = form.locator("button[type=submit]")
    button.evaluate("(node) => scrollBy(0, node.getBoundingClientRect().bottom - innerHeight)")
    button.tap()
    said = form.locator("[role=status]")
    said.get_by_text("Not yet.").wait_for()
    assert said.evaluate("(node) => node.getBoundingClientRect().bottom <= innerHeight")


def test_a_phone_shows_whole_rows_of_what_is_verified_and_of_the_symptoms(site, visit):
    cut = """(box) => box.scrollWidth > box.clientWidth"""
    page = visit(f"{site.address}/appendix/pitfalls.html", width=390, height=664)
    assert not page.locator(".pst-scrollable-table-container").first.evaluate(cut)
    page.goto(f"{site.address}/appendix/what-is-verified.html")
    page.locator(".lb-proofs-of-page").evaluate_all("(all) => all.forEach((each) => (each.open = true))")
    boxes = page.locator(".lb-proofs-of-page .pst-scrollable-table-container")
    assert boxes.count() > 20
    assert not any(boxes.evaluate_all(f"(boxes) => boxes.map({cut})"))


@by_page([name for name in PAGES if name.startswith("chapters/")])
def test_a_chapter_has_few_tab_stops(look):
    resize(look, **WINDOW)
    stops = look.evaluate(
        """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
          .filter((node) => node.tabIndex >= 0 && !node.disabled && node.checkVisibility()).length"""
    )
    assert stops <= 400
    assert look.locator("pre[tabindex='-1']").count() == 0  # the theme's mark: it would measure each box once more


@by_page([name for name in PAGES if name.startswith("chapters/")])
def test_code_fits_its_column_on_a_laptop(look):
    resize(look, **WINDOW)
    cut = """(listings) => listings.filter((listing) => listing.scrollWidth > listing.clientWidth + 1)
      .map((listing) => listing.textContent)"""
    shown = look.locator("div.cell .highlight pre:visible")
    assert shown.count() > 5
    assert shown.evaluate_all(cut) == []
    look.emulate_media(media="print")
    resize(look, 718, 1000)
    on_paper = shown.evaluate_all(cut)
    look.emulate_media(media="screen")
    assert on_paper == []


@by_page(["intro.html", "search.html", "genindex.html", *PAGES])
def test_a_page_fits_a_narrow_window(look):
    resize(look, 320, 700)
    assert look.evaluate("document.documentElement.scrollWidth") <= 320
    assert look.evaluate(OVERFLOWING) == []


@by_page(["intro.html", *PAGES])
def test_tables_fit_a_phone(look):
    closed = ".bd-article details:not([open])"
    look.locator(closed).evaluate_all("(all) => all.forEach((box) => { box.open = box.dataset.closed = true; })")
    found = []
    for width in (320, 390):
        resize(look, width, 664)
        cut = """(boxes) => boxes.filter((box) => box.scrollWidth > box.clientWidth)
          .map((box) => `${box.scrollWidth} of ${box.clientWidth}: ${box.textContent.trim().slice(0, 60)}`)"""
        found += look.locator(".bd-article .pst-scrollable-table-container").evaluate_all(cut)
    # The next test finds the page as it was.
    look.locator("[data-closed]").evaluate_all("(all) => all.forEach((box) => { box.open = false; })")
    assert found == []


@by_page([name for name in PAGES if name.startswith("chapters/")])
def test_what_goes_on_beside_its_place_is_shaded(look):
    resize(look, 390, 664)
    plain = """(boxes) => boxes.filter((box) => box.scrollWidth > box.clientWidth)
      .filter((box) => !getComputedStyle(box).backgroundAttachment.includes("local")).map((box) => box.outerHTML)"""
    assert look.locator(".bd-article .output.text_html:has(> table)").evaluate_all(plain) == []
    assert look.locator(".bd-article section > .math > .lb-formula:visible").evaluate_all(plain) == []


# The first size is as the test before left it, the last as the test after needs it.
@pytest.mark.parametrize(("width", "height"), [(390, 664), (768, 900), (1920, 1080), (1280, 800)])
@by_page(PAGES)
def test_a_field_or_button_of_the_search_is_on_the_screen(look, width, height):
    resize(look, width, height)
    assert not look.evaluate(SEARCH_OUT_OF_SIGHT)
    look.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    assert not look.evaluate(SEARCH_OUT_OF_SIGHT)


def test_a_row_on_a_phone_names_its_columns(site, visit):
    page = visit(f"{site.address}/appendix/which-loss.html", width=390, height=664)
    table = page.locator(".bd-article table").first
    heads = table.locator("th").all_text_contents()
    row = table.locator("tbody tr").first
    assert not table.locator("th").first.is_visible()
    assert row.locator(".lb-head:visible").all_text_contents() == heads[1:]
    boxes = row.locator("td").evaluate_all("(cells) => cells.map((cell) => cell.getBoundingClientRect().top)")
    assert boxes == sorted(set(boxes))
    page.set_viewport_size({"width": 1280, "height": 800})
    assert table.locator("th").first.is_visible()
    assert row.locator(".lb-head:visible").count() == 0


def test_the_link_of_a_caption_stays_on_a_phone_where_the_caption_fills_its_line(site, visit):
    page = visit(f"{site.address}/chapters/maximum-likelihood.html", width=390, height=664, has_touch=True)
    reach = """(links) => links.map((a) => {
      const full = a.closest("figcaption").getBoundingClientRect().right;
      return full + parseFloat(getComputedStyle(a).marginLeft) + a.offsetWidth;
    })"""
    assert max(page.locator("figcaption a.headerlink").evaluate_all(reach)) <= 390


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
@pytest.mark.parametrize("how", ["tap", "Enter"])
@pytest.mark.parametrize(("page_name", "box"), [(CHAPTER, ".lw-question"), (CHAPTER, ".lw-predict")])
def test_a_verdict_below_the_edge_comes_onto_the_screen(site, visit, page_name, box, how, motion):
    page = visit(f"{site.address}/{page_name}", width=390, height=664, has_touch=True, reduced_motion=motion)
    asks = page.locator(f".lb-mount {box}").first
    box = asks.locator("input[type=text]")
    choices = asks.locator("input[type=radio]")
    if choices.count():
        choices.first.check()
    elif box.count():
        box.fill("0.5")
    button = (
        asks.get_by_role("button", name="Check") if choices.count() or box.count() else asks.locator("button").first
    )
    button.evaluate("(node) => scrollBy(0, node.getBoundingClientRect().bottom - innerHeight)")
    before = page.evaluate("scrollY")
    button.tap() if how == "tap" else button.press("Enter")
    said = asks.locator("[role=status]")
    page.wait_for_function(ON_THE_SCREEN, arg=said.element_handle())
    assert said.inner_text()
    assert page.evaluate("scrollY") > before


@pytest.mark.parametrize("width", [390, 600, 768])
def test_the_index_fits_its_window(site, visit, width):
    page = visit(f"{site.address}/genindex.html", width=width)
    assert page.locator(".lb-entries a").count() > 500
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_index_is_in_order_and_its_entries_lead_to_places(visit):
    page = visit((ROOT / "genindex.html").as_uri())
    letters = page.locator(".lb-entries").evaluate_all(ENTRIES)
    heads = page.locator(".lb-letters a").all_inner_texts()
    assert heads == sorted(heads)
    assert len(heads) == len(letters) > 20
    for head, entries in zip(heads, letters, strict=True):
        filed = [order(entry) for entry in entries]
        assert filed == sorted(filed)
        assert {key[0].upper() for key in filed} == {head}
        assert len(entries) == len(set(entries))
    addresses = page.locator(".lb-entries a, .lb-letters a").evaluate_all("(links) => links.map((link) => link.href)")
    ids: dict[str, set[str]] = {}
    for address in addresses:
        name, _, anchor = address.removeprefix(ROOT.as_uri() + "/").partition("#")
        if name not in ids:
            ids[name] = set(re.findall(r' id="([^"]+)"', (ROOT / name).read_text(encoding="utf-8")))
        assert not anchor or anchor in ids[name], address


def test_every_term_and_every_chapter_is_in_the_index():
    index = (ROOT / "genindex.html").read_text(encoding="utf-8")
    glossary = (ROOT / "appendix" / "glossary.html").read_text(encoding="utf-8")
    terms = re.findall(r'<section id="([^"]+)">\s*<h2>', glossary)
    assert len(terms) > 100
    assert [term for term in terms if f'href="appendix/glossary.html#{term}"' not in index] == []
    chapters = [name for name in PAGES if name.startswith("chapters/")]
    assert len(PAGES) > 20
    assert [name for name in chapters if f'href="{name}"' not in index] == []
    assert not re.search(r"<li><a [^>]*>Exercise \d", index)


# The text of a cell of the tables of proofs that no other row contains.
IN_ONE_ROW = """
() => {
  const rows = [...document.querySelectorAll(".lb-proofs-of-page tbody tr")].map((r) => r.textContent.toLowerCase());
  const cells = [...document.querySelectorAll(".lb-proofs-of-page tbody td")].map((cell) => cell.textContent.trim());
  return cells.find((text) => text && rows.filter((row) => row.includes(text.toLowerCase())).length === 1);
}
"""


def test_what_is_verified_is_short_until_asked(site, visit):
    page = visit(f"{site.address}/appendix/what-is-verified.html")
    assert page.evaluate("document.documentElement.scrollHeight") < 20 * 800
    page.get_by_label("Show only entries containing").fill("0.8557")
    rows = page.locator(".lb-proofs-of-page[open] tbody tr:visible")
    assert rows.count() > 0
    assert page.locator(".lb-filter output").inner_text() == f"{rows.count()} entries"
    assert all("0.8557" in text for text in rows.all_inner_texts())
    page.get_by_label("Show only entries containing").fill(page.evaluate(IN_ONE_ROW))
    assert page.locator(".lb-filter output").inner_text() == "1 entry"
    page.get_by_label("Show only entries containing").fill("")
    assert page.locator(".lb-proofs-of-page[open]").count() == 0
    assert page.locator("tbody tr[hidden], section[hidden]").count() == 0


@by_page(["intro.html", *PAGES])
def test_a_reload_keeps_place_and_theme(look):
    resize(look, **WINDOW)
    theme = look.locator(".theme-switch-button:visible").first
    while look.evaluate("document.documentElement.dataset.mode") != "dark":
        theme.click()
    look.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
    boxes = "[...document.querySelectorAll('main :is(h2, h3, p)')]"
    top = "box.getBoundingClientRect().top"
    text, before = look.evaluate(
        f"(() => {{ const box = {boxes}.find((box) => {top} > 0); return [box.textContent, {top}] }})()"
    )
    look.reload()
    # A second visit may have a line more under the title, so what was read may stand a line lower or higher.
    moved = f"([text, before]) => {boxes}.some((box) => box.textContent === text && Math.abs({top} - before) < 60)"
    look.wait_for_function(moved, arg=[text, before])
    assert look.evaluate("document.documentElement.dataset.theme") == "dark"


@pytest.mark.parametrize(("leaves", "top"), [("() => {}", 200), ("() => dispatchEvent(new WheelEvent('wheel'))", None)])
def test_a_reload_puts_the_line_where_it_was_until_the_reader_moves(site, visit, leaves, top):
    page = visit(f"{site.address}/{CHAPTER}")
    page.evaluate("history.scrollRestoration = 'manual'")  # as when the browser puts it elsewhere
    heading = page.locator("h2").nth(3)
    heading.evaluate("(node) => scrollTo(0, node.getBoundingClientRect().top + scrollY - 200)")
    page.add_init_script(f"document.addEventListener('DOMContentLoaded', {leaves})")
    page.reload()
    where = "Math.round(node.getBoundingClientRect().top)"
    if top is not None:
        page.wait_for_function(f"(node) => Math.abs({where} - {top}) < 3", arg=heading.element_handle())
    else:
        assert page.evaluate("scrollY") == 0
