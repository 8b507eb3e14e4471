"""A page that holds widgets the way the book's site does: their state, their views, their still forms, the host."""

from __future__ import annotations

import ast
import base64
import functools
import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from anywidget import AnyWidget

import lossbook
from lossbook import figures, widgets
from lossbook.widgets._base import Explorer
from lossbook.widgets.page import room, stored, stylesheet

HOST = Path(lossbook.__file__).parents[1] / "booksite" / "static" / "widget-host.js"
VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
SIZES = {"wide": {"width": 1280, "height": 900}, "narrow": {"width": 390, "height": 844}}
AT_REST = 500  # how far a held clock is moved on for a widget to come to rest
EXPLORERS = [kind for kind in (getattr(widgets, name) for name in widgets.__all__) if issubclass(kind, Explorer)]
FORGET = "try { localStorage.clear(); sessionStorage.clear(); } catch { 0; }"  # storage may be blocked
DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# A widget says its state once it has rested for 0.3 s, and most tests wait for that: a hundredth of it does as well.
HURRY = "{ const wait = setTimeout; self.setTimeout = (act, ms, ...given) => wait(act, ms / 100, ...given); }"
# Wait until a widget has rested.
RESTED = """(root) => new Promise((done, fail) => {
  const heard = root.querySelector(".lw-heard");
  const seen = new MutationObserver(() => look());
  const look = () => {
    if (heard.hasAttribute("aria-busy")) return;
    seen.disconnect();
    done();
  };
  seen.observe(heard, { attributes: true });
  setTimeout(fail, 1e6, Error("a widget does not rest"));
  look();
})"""
# Set the first explorer by a link of the prose to one state after another, and look at the page in each.
IN_STATES = """async (queries) => {
  const look = %s;
  document.querySelector(".lb-widget").id = "cell";
  const link = Object.assign(document.createElement("a"), { href: "#cell", textContent: "set" });
  document.querySelector("main").prepend(link);
  const seen = [];
  for (const query of queries) {
    link.dataset.state = query;
    link.click();
    await null; // an explorer draws in a microtask
    seen.push(await look(document.querySelector(".lw")));
  }
  link.remove();
  return seen;
}"""
# Tests look at nodes, places and styles, not at pixels, and to fill these is a sixth of a browser's work on a page.
UNPAINTED = """{
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("html { opacity: 0 }");
  document.adoptedStyleSheets.push(sheet);
}"""
ON_THE_SCREEN = """(node) => {
  const { top, bottom, height } = node.getBoundingClientRect();
  return height > 0 && top >= 0 && bottom <= innerHeight;
}"""
FONTS = Path(lossbook.__file__).parents[1] / "node_modules" / "@fontsource"
FACES = (("source-serif-4", "Source Serif 4", 400), ("source-serif-4", "Source Serif 4", 600))
FACES += (("source-code-pro", "Source Code Pro", 400),)
LOOKS = """
:root { --lb-code: "Source Code Pro", monospace; }
body { margin: 0; background: var(--lb-ground); color: var(--lb-ink); font: 18px/1.6 "Source Serif 4", serif; }
main { box-sizing: border-box; max-width: 39rem; margin: 2rem auto; padding: 0 1.25rem; }
"""


def write(folder: Path, *widgets, theme: str = "light") -> Path:
    """Write the page, with the host beside it, and return its path; a widget may be given more than once."""
    (folder / HOST.name).write_text(HOST.read_text(encoding="utf-8"), encoding="utf-8")
    page = folder / "page.html"
    page.write_text(html(widgets, theme), encoding="utf-8")
    return page


@functools.cache
def faces() -> str:
    """The faces of the site, in which the widgets have their heights."""
    rules = []
    for package, family, weight in FACES:
        data = (FONTS / package / "files" / f"{package}-latin-{weight}-normal.woff2").read_bytes()
        source = f"data:font/woff2;base64,{base64.b64encode(data).decode()}"
        rules.append(f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url({source}); }}')
    return "".join(rules)


def html(widgets, theme: str) -> str:
    states = {widget.model_id: {"state": widget.get_state()} for widget in widgets}
    places = "".join(f"<p>A widget:</p>{place(widget)}" for widget in widgets)
    return f"""<!doctype html>
<html lang="en" data-page="page" data-theme="{theme}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Widgets</title><style>{stylesheet()}{faces()}{LOOKS}</style><link rel="icon" href="data:,">
<script type="{STATE}">{stored(states, states)}</script>
<script async src="{HOST.name}"></script></head>
<body><main><h1>Widgets</h1>{places}<p>The end.</p></main></body></html>"""


def place(widget) -> str:
    view = json.dumps(AnyWidget._repr_mimebundle_(widget)[0][VIEW])
    form = f'<div class="lb-fallback">{still(widget)}</div><script type="{VIEW}">{view}</script>'
    return f'<div class="lb-widget" style="{room(repr(widget))}">{form}</div>'


def still(widget) -> str:
    """What stands for a widget where no script runs.

    For an explorer, it is the drawing of the state that it starts in, whatever its own is: each drawing takes a third
    of a second, and no test looks at another.
    """
    if not isinstance(widget, Explorer):
        return widget._repr_mimebundle_()[0]["text/html"]
    return drawing(type(widget).__name__)  # each widget has a class of its own, which has this name too


@functools.cache
def drawing(name: str) -> str:
    """The figure of an explorer in the state that it starts in, without its copy in pixels, which no page shows."""
    explorer = getattr(widgets, name)()
    svg = figures.to_svg(explorer.draw(), explorer.describe())
    return svg[svg.index("<svg") :]


# The rules that look at colours, and so at one theme. The others find the same in both.
COLOURS = ["color-contrast", "link-in-text-block"]


def audit(page, options: dict):
    """What axe finds on a page: it is put there once, since to read its half megabyte takes as long as a short run."""
    axe = pytest.importorskip("axe_playwright_python.base", reason="no audit: axe-playwright-python is not installed")
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe.AXE_SCRIPT)
    return axe.AxeResults(page.evaluate("(options) => axe.run(options)", options))


def traced(page, act) -> list[dict]:
    """The events of the browser's own trace while `act()` runs."""
    browser = page.context.browser
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    try:
        act()
    finally:
        trace = browser.stop_tracing()
    return json.loads(trace)["traceEvents"]


class Watched:
    """A page whose messages, errors and requests are kept, from the opening of an address until `leave`."""

    def __init__(self, page, address: str) -> None:
        self.page = page
        self.troubles, self.requests = [], []
        self._listeners = {
            "console": lambda message: self.troubles.append(message.text),
            "pageerror": lambda error: self.troubles.append(str(error)),
            "request": lambda request: self.requests.append(request.url),
        }
        for event, listener in self._listeners.items():
            self.page.on(event, listener)
        self.page.set_default_timeout(10_000)
        self.page.goto(address)
        self.page.wait_for_function("document.querySelectorAll('script[type$=\"view+json\"]').length === 0")
        self.page.wait_for_function("[...document.querySelectorAll('.lb-mount')].every((place) => place.firstChild)")
        self.page.evaluate("document.fonts.ready.then(() => 0)")
        drawn(self.page)

    def leave(self) -> None:
        """Forget what was stored and where the pointer stood, and watch no longer."""
        self.page.mouse.move(0, 0)
        self.page.evaluate(FORGET)
        for event, listener in self._listeners.items():
            self.page.remove_listener(event, listener)


def drawn(page) -> None:
    """Wait for two frames: a widget draws an input in the next one, and may then ask for one more."""
    page.evaluate(DRAWN)


def at_rest(page) -> None:
    """Wait until every widget of the page has drawn its last input and says so."""
    drawn(page)
    page.wait_for_function("!document.querySelector('.lw-heard[aria-busy]')")


def state(root) -> dict:
    """The state that a widget says it is in: its constructor call."""
    said = root.evaluate(f"async (root) => (await ({RESTED})(root), root.querySelector('.lw-code code').textContent)")
    call = ast.parse(said, mode="eval").body
    return {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords}


def in_states(page, states: Iterable[dict], look: str) -> list:
    """What a function of the page sees of its first explorer in each of these states.

    It is all one call: to ask for each state by itself, and to wait for a frame, takes longer than all looks.
    """
    return page.evaluate(IN_STATES % look, [query(state) for state in states])


def query(state: dict) -> str:
    """What a link of the prose says that sets a state."""
    words = {key: ",".join(map(str, value)) if isinstance(value, list) else value for key, value in state.items()}
    return "&".join(f"{key}={value}" for key, value in words.items())


def unfold(root) -> None:
    """Show all values and all controls."""
    root.locator(".lw-all").evaluate_all("all => all.forEach((box) => (box.open = true))")


def unfolded(show, *widgets, **options):
    """A page of widgets with all that is folded shown."""
    page = show(*widgets, **options)
    unfold(page.locator(".lw"))
    return page


def sliders(root) -> list:
    """All sliders, the folded ones unfolded."""
    unfold(root)
    return root.locator("input[type=range]").all()
