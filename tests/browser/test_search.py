"""The search: what readers type leads to the section that answers, over http and from a folder."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "_build" / "html"
ASKED = tomllib.loads(Path(__file__).with_name("search_queries.toml").read_text(encoding="utf-8"))
QUERIES, MISLEADING = ASKED["queries"], ASKED["misleading"]
QUESTIONS = tomllib.loads(Path(__file__).with_name("public_questions.toml").read_text(encoding="utf-8"))["question"]
GUIDES = ("pitfalls", "which-loss", "glossary")  # where the home page leads those who come with a question
CHAPTER = "chapters/distillation.html"
COLOUR = "(node) => getComputedStyle(node).color"

if not (ROOT / "_static" / "search-index.js").exists():
    pytest.skip("no site to test: run `make book` first", allow_module_level=True)


def place(address: str) -> str:
    """An address as the table of queries has it."""
    page, _, anchor = address.partition("#")
    name = page.split("?")[0].split("/")[-1].removesuffix(".html")
    return f"{name}#{anchor}" if anchor else name


def search(page, text: str) -> list[str]:
    """What the search shows for a text that is typed into the open field."""
    field = page.locator("#pst-search-dialog input")
    field.fill(text)
    wanted = f"() => document.querySelector('#pst-search-dialog [role=status]')?.dataset.query === {text!r}"
    page.wait_for_function(wanted)
    links = page.locator("#pst-search-dialog .lb-results a")
    return [place(link) for link in links.evaluate_all("(links) => links.map((link) => link.href)")]


def test_each_query_finds_its_section_among_the_first_three(site, visit):
    page = visit(f"{site.address}/{CHAPTER}")
    page.keyboard.press("Control+k")
    missed = {}
    for query, wanted in QUERIES.items():
        found = search(page, query)
        if not set(found[:3]) & set(wanted):
            missed[query] = found[:3]
    assert len(QUERIES) >= 40
    assert missed == {}
    misled = {query: search(page, query)[:3] for query in MISLEADING}
    assert {query: found for query, found in misled.items() if set(found) & set(MISLEADING[query])} == {}


def index():
    """What the page's search works with."""
    script = (ROOT / "_static" / "search-index.js").read_text(encoding="utf-8")
    return json.loads(json.loads(script.removeprefix("self.lossbookIndex=").rstrip(";\n")))


def test_excerpts_show_formulas_in_plain_letters():
    signs = r"(?<!\\)\\(?:frac|sum|theta|sigma|pi|mathrm|hat|ell|log)|(?<!\w)(?:frac|mathrm|lvert|sumn|ell_n)(?!\w)"
    data = index()
    found = [
        address for (address, *_), text in zip(data["places"], data["texts"], strict=True) if re.search(signs, text)
    ]
    assert found == []
    assert any("σ(z)" in text for text in data["texts"])
    assert {text.count("\n") for text in data["texts"]} == {0, 1}  # prose, and code below it


def test_an_excerpt_is_of_prose_where_prose_has_the_words(site, visit):
    page = visit(f"{site.address}/{CHAPTER}")
    page.keyboard.press("Control+k")
    excerpts = page.locator("#pst-search-dialog li span")
    search(page, "batch by hand")
    assert "import" not in excerpts.first.inner_text()
    assert excerpts.first.locator("mark").count() > 0


def links(name: str) -> set[str]:
    """The places that the text of a page leads to."""
    page = next(ROOT.rglob(f"{name}.html")).read_text(encoding="utf-8")
    article = re.search(r'<article class="bd-article">.*?</article>', page, re.S)[0]
    article = re.sub(r'<a class="headerlink"[^>]*>', "", article)
    return {place(name + to if to[0] == "#" else to) for to in re.findall(r'href="([^"]+)"', article)}


def test_public_questions_are_answered_where_the_book_says_so():
    data = index()
    texts = {place(address): text for (address, *_), text in zip(data["places"], data["texts"], strict=True)}
    assert len(QUESTIONS) == 30
    assert [asked["asks"] for asked in QUESTIONS if asked["says"] not in texts[asked["place"]]] == []


def test_public_questions_are_two_clicks_from_the_home_page():
    home = links("intro")
    assert set(GUIDES) <= home
    led = set().union(*(links(name) for name in GUIDES))
    assert [asked["asks"] for asked in QUESTIONS if asked["place"] not in led] == []


def test_public_questions_find_their_answer_among_the_first_three(site, visit):
    page = visit(f"{site.address}/{CHAPTER}")
    page.keyboard.press("Control+k")
    missed = {}
    for asked in QUESTIONS:
        found = search(page, asked["query"])
        if not set(found[:3]) & {asked["place"], *asked.get("also", [])}:
            missed[asked["query"]] = found[:3]
    assert missed == {}


def test_each_place_of_the_index_exists():
    data = index()
    pages = {}
    missing = []
    for address, *_ in data["places"]:
        name, _, anchor = address.partition("#")
        text = pages.setdefault(name, (ROOT / name).read_text(encoding="utf-8"))
        if anchor and f'id="{anchor}"' not in text:
            missing.append(address)
    assert len(data["places"]) > 400
    assert missing == []


@pytest.mark.parametrize("folder", [False, True], ids=["http", "folder"])
def test_keys_lead_from_the_field_to_the_section_with_the_words_marked(site, visit, folder):
    page = visit((ROOT / CHAPTER).as_uri() if folder else f"{site.address}/{CHAPTER}")
    page.keyboard.press("Control+k")
    found = search(page, "ignore_index padding")
    assert page.locator("#pst-search-dialog li mark").count() > 2
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    first = page.locator("#pst-search-dialog li a").first
    assert first.evaluate("(link) => link === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cross-entropy-in-pytorch.html*")
    assert place(page.url) == found[0]
    section = page.locator("#padding-and-ignore-index")
    marks = section.locator("mark")
    marks.first.wait_for()
    assert {text.lower() for text in marks.all_inner_texts()} >= {"ignore_index", "padding"}
    assert page.locator("mark").count() == marks.count()
    top = section.evaluate("(place) => place.getBoundingClientRect().top")
    assert 0 <= top < 200


def test_enter_in_the_field_follows_the_first_result(site, visit):
    page = visit(f"{site.address}/intro.html")
    page.locator(".search-button__button:visible").first.click()
    found = search(page, "negative loss")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pitfalls.html*")
    assert place(page.url) == found[0] == "pitfalls#symptom-my-loss-is-negative"
    row = page.locator("#symptom-my-loss-is-negative")
    assert row.locator("mark").count() >= 2
    assert row.evaluate(
        "(row) => { const at = row.getBoundingClientRect(); return at.top >= 0 && at.bottom <= innerHeight; }"
    )


def test_who_comes_to_an_exercise_finds_its_solution_closed(site, visit):
    page = visit(f"{site.address}/intro.html")
    page.keyboard.press("Control+k")
    assert search(page, "exercise calibration")[0] == "decisions#exercise-3-calibration-by-hand"
    page.keyboard.press("Enter")
    page.wait_for_url("**/decisions.html*")
    exercise = page.locator("#exercise-3-calibration-by-hand")
    exercise.locator("h3 mark").first.wait_for()
    marked = {text.lower() for text in exercise.locator("mark").all_text_contents()}
    assert marked <= {"exercise", "exercises", "calibration"}
    assert exercise.locator("details", has_text="Solution").first.get_attribute("open") is None
    page.goto(f"{site.address}/{CHAPTER}")
    cell = page.locator(".cell[id]:has(> details)").first
    page.goto(f"{site.address}/{CHAPTER}#{cell.get_attribute('id')}")
    assert cell.locator("> details").get_attribute("open") is not None


def test_a_query_without_an_answer_says_so(site, visit):
    page = visit(f"{site.address}/{CHAPTER}")
    page.keyboard.press("Control+k")
    assert search(page, "qqqxyz") == []
    status = page.locator("#pst-search-dialog [role=status]")
    assert "Nothing found" in status.inner_text()
    assert search(page, "qqqxyz softmax") != []
    assert status.inner_text().startswith("Not in the book: qqqxyz.")
    for known in ("multi label softmx", "unverified", "torch.nn.functional.nll_loss", "calibratio"):
        assert search(page, known) != []
        assert "Not in the book" not in status.inner_text()


def test_a_search_that_does_not_arrive_says_so_and_is_loaded_again(site, chromium):
    with chromium.new_context() as context:
        page = context.new_page()
        missing = ["**/_static/search.js?*", "**/_static/search-index.js?*"]
        for address in missing:
            context.route(address, lambda route: route.abort())
        page.goto(f"{site.address}/{CHAPTER}")  # on a page that is open, a request may slip through a new route
        status = page.locator("#pst-search-dialog [role=status]")
        for address, what in zip(missing, ("search", "index of the book"), strict=True):
            page.keyboard.press("Control+k")
            status.filter(has_text=f"The {what} could not be loaded").wait_for()
            page.keyboard.press("Escape")
            context.unroute(address)
        page.reload()
        page.keyboard.press("Control+k")
        assert search(page, "focal")


def test_the_plural_of_a_word_that_was_found_is_marked(site, visit):
    page = visit(f"{site.address}/{CHAPTER}")
    paragraph = page.locator("section section > p", has_text=re.compile(r"\bprobabilities\b")).first
    section = paragraph.evaluate("(node) => node.closest('section').id")
    page.goto(f"{site.address}/{CHAPTER}?highlight=probability#{section}")
    marked = {mark.lower() for mark in page.locator("main mark").all_text_contents()}
    assert "probabilities" in marked


def test_what_stands_for_a_query_is_marked_as_a_whole(site, visit):
    page = visit(f"{site.address}/{CHAPTER}")
    page.keyboard.press("Control+k")
    search(page, "0.693")
    marks = page.locator("#pst-search-dialog li mark")
    followed = "(marks) => marks.map((mark) => [mark.textContent, mark.nextElementSibling?.textContent])"
    pairs = marks.evaluate_all(followed)
    assert "0.693" in [text for text, _ in pairs]
    assert [text for text, then in pairs if text == "log" and then != "2"] == []


def test_search_page_takes_the_query_of_its_address(visit):
    page = visit((ROOT / "search.html").as_uri() + "?q=focal")
    page.locator(".lb-search-page li a").first.wait_for()
    hrefs = page.locator(".lb-search-page li a").evaluate_all("(links) => links.map((link) => link.href)")
    assert "beyond-cross-entropy#focal-loss" in [place(href) for href in hrefs[:3]]


def test_nothing_covers_what_one_types(site, visit):
    for width in (390, 1280):
        page = visit(f"{site.address}/{CHAPTER}", width=width)
        page.locator(".search-button__button:visible").first.click()
        field = page.locator("#pst-search-dialog input")
        field.fill("negative loss")
        covered = field.evaluate(
            """(field) => {
              const at = field.getBoundingClientRect();
              const over = (x) => document.elementFromPoint(at.left + x, at.top + at.height / 2) !== field;
              return [6, 14, 24, 60, 120].filter(over);
            }"""
        )
        assert covered == []
        colours = [field.evaluate(COLOUR), page.locator("body").evaluate(COLOUR)]
        assert colours[0] == colours[1]
