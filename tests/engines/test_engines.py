"""Every page in Chromium, Firefox and WebKit, over http and from a folder: ``make test-engines``.

A page of a copy of the site notes its errors before anything else runs, which no driver of WebKit can ask for.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from tests.browser.site_server import Site
from tests.engines.drivers import ENGINES, Missing

ROOT = Path(__file__).parents[2] / "_build" / "html"
ASKED = os.environ.get("LOSSBOOK_ENGINES", "").split()
NOTE_ERRORS = """<script>self.lbErrors = [];
const said = ({ message, target }) => message ?? `not loaded: ${target.src ?? target.href}`;
addEventListener("error", (event) => lbErrors.push(said(event)), true);
addEventListener("unhandledrejection", (event) => lbErrors.push(String(event.reason)));</script>"""
PAGES = sorted(
    path.relative_to(ROOT).as_posix() for part in (".", "chapters", "appendix") for path in (ROOT / part).glob("*.html")
)
PAGES = [name for name in PAGES if name != "index.html"]
MOUNTED = """[...document.querySelectorAll(".lb-widget")]
  .every((place) => place.querySelector(".lb-mount")?.childElementCount)"""
INVALID_MATHS = """[...document.querySelectorAll("math :is(msub, msup, munder, mover, mfrac, msubsup, munderover)")]
  .filter((node) => node.children.length !== (/sub.*sup|under.*over/.test(node.localName) ? 3 : 2)).length"""
# Where the knob of a slider is, and how wide the slider.
KNOB = """(slider) => {
  const at = slider.getBoundingClientRect();
  const share = (slider.value - slider.min) / (slider.max - slider.min);
  return [at.left + 8 + share * (at.width - 16), at.top + at.height / 2, at.width];
}"""

pytestmark = pytest.mark.skipif(not ASKED, reason="engines are tested by `make test-engines`")


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    if not PAGES:
        pytest.skip("no site to test: run `make book` first")
    copy = tmp_path_factory.mktemp("site") / "html"
    shutil.copytree(ROOT, copy)
    for page in copy.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace("<head>", f"<head>{NOTE_ERRORS}", 1), encoding="utf-8")
    return copy


@pytest.fixture(scope="module", params=["http", "folder"])
def home(request, site):
    if request.param == "folder":
        yield site.as_uri()
        return
    server = Site(site)
    yield server.address
    server.close()


@pytest.fixture(scope="module", params=list(ENGINES))
def engine(request):
    if request.param not in ASKED:
        pytest.skip(f"{request.param} was not asked for")
    try:
        browser = ENGINES[request.param]()
    except Missing as missing:
        pytest.skip(str(missing))
    yield browser
    browser.close()


def becomes_true(engine, expression: str) -> bool:
    """Whether an expression is true within a while."""
    ends = time.monotonic() + 20
    while not (holds := engine.evaluate(expression)) and time.monotonic() < ends:
        engine.evaluate("new Promise(requestAnimationFrame)")
    return bool(holds)


def test_every_page_loads_without_an_error_and_mounts(engine, home):
    troubles = {}
    for name in PAGES:
        engine.open(f"{home}/{name}")
        if not becomes_true(engine, MOUNTED):
            troubles[name] = "a widget did not start"
        errors = engine.evaluate("lbErrors")
        if errors or engine.evaluate(INVALID_MATHS):
            troubles[name] = errors or "MathML with a missing or an additional node"
        if "could not start" in engine.evaluate("document.querySelector('main').textContent"):
            troubles[name] = "a widget says that it could not start"
    assert len(PAGES) > 20
    assert troubles == {}


def test_search_leads_to_the_section(engine, home):
    engine.open(f"{home}/chapters/distillation.html")
    engine.evaluate("document.querySelector('.bd-sidebar-primary .search-button__button').click()")
    assert becomes_true(engine, "document.getElementById('pst-search-dialog').open")
    engine.evaluate("document.querySelector('#pst-search-dialog input').focus()")
    engine.type("ignore_index")
    assert becomes_true(
        engine, "document.querySelector('#pst-search-dialog [role=status]')?.dataset.query === 'ignore_index'"
    )
    engine.press("ArrowDown")
    assert engine.evaluate("document.activeElement.matches('.lb-results a')")
    engine.press("Enter")
    assert becomes_true(engine, "location.hash === '#padding-and-ignore-index'")
    assert becomes_true(engine, "document.querySelector('#padding-and-ignore-index mark') !== null")


def test_one_slider_of_each_page_follows_keys_and_mouse(engine, home):
    still = {}
    for name in PAGES:
        engine.open(f"{home}/{name}")
        assert becomes_true(engine, MOUNTED)
        slider = "document.querySelector('.lb-mount input[type=range]:not(:disabled)')"
        if not engine.evaluate(f"{slider} !== null"):
            continue
        engine.evaluate(f"{slider}.scrollIntoView({{ block: 'center' }})")
        value = f"{slider}.value"
        before = engine.evaluate(value)
        engine.evaluate(f"{slider}.focus()")
        engine.press("ArrowRight")
        engine.press("ArrowRight")
        if not becomes_true(engine, f"{value} !== {before!r}"):
            still[name] = "keys"
        before = engine.evaluate(value)
        x, y, width = engine.evaluate(f"({KNOB})({slider})")
        engine.drag(x, y, width / 4 if x < width else -width / 4, 0)
        if not becomes_true(engine, f"{value} !== {before!r}"):
            still[name] = "mouse"
    assert still == {}
