"""The page's own work for one input on a widget (script, style, layout, paint), on a CPU slowed down four times.

Prints the median and the 95th percentile of the main thread's own milliseconds, for keys on the sliders of an explorer
as the page opens, and for keys and drags with all that is folded open, in every tab; and, to compare with, the same for
a page that holds a bare slider and its value, before the explorers and after them. The aim is a 95th percentile of at
most 16 ms. Last come the sliders of an explorer in a chapter as it is built, with all that stands around it.

The time is that of the thread, not of the clock. But Chromium slows a thread down by letting it spin for three times as
long as, by the clock, it has run, so that on a busy machine it also spins for what other programs ran meanwhile. The
first line says how busy the machine is, and behind each result stands four times the thread's time without the
slow-down, in which others count only by the caches that they share.
"""

from __future__ import annotations

import itertools
import os
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.widget_page import AT_REST, EXPLORERS, drawn, traced, unfold, write
from tests.conftest import FLAGS
from tools.chromium import SHELL, program

SLOWDOWN = 4
ROUNDS, AIM = 40, 16
CHAPTER = Path(__file__).parents[1] / "_build" / "html" / "chapters" / "logistic-regression.html"
WORK = {"EventDispatch", "FireAnimationFrame", "TimerFire", "UpdateLayoutTree", "Layout", "PrePaint", "Paint"}
WORK |= {"Layerize", "Commit", "HitTest", "UpdateLayer"}
# Where the work of an input begins or ends: that of moving on to the next slider or handle is no input's.
BOUNDS = {"keydown", "blur", "pointerdown", "pointermove", "pointerup"}


BARE = """<!doctype html><div class="lb-mount"><div class="lw"><input type="range" oninput="requestAnimationFrame(() =>
{ this.nextSibling.firstChild.data = this.value })"><output>50</output></div></div>"""


def measure(browser, address: str) -> dict[str, dict[int, list[float]]]:
    """The milliseconds of work for each input, by kind of input and by how much the CPU is slowed down."""
    found: dict[str, dict[int, list[float]]] = {}
    for slowdown in (SLOWDOWN, 1):
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(address)
        page.locator(".lb-mount .lw").first.wait_for()
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
        found.setdefault("keys", {})[slowdown] = record(page, keys)
        if page.locator(".lw-all").count():
            unfold(page.locator(".lw"))
            drawn(page)
            found.setdefault("keys, unfolded", {})[slowdown] = record(page, keys)
        if page.locator(".lw-drag").count():
            found.setdefault("drag, unfolded", {})[slowdown] = record(page, drags)
        page.close()
    return found


def keys(page) -> None:
    for slider in page.locator(".lw input[type=range]:enabled:visible").all():
        slider.focus()
        for i in range(ROUNDS):
            page.keyboard.press("ArrowRight" if i % 20 < 10 else "ArrowLeft")
            page.wait_for_timeout(30)
        page.wait_for_timeout(AT_REST)  # what the last input leaves for later is its work, too


def drags(page) -> None:
    for tab in page.locator(".lw-tabs button").all() or [None]:
        if tab:
            tab.click()
            drawn(page)
        for handle in page.locator(".lw .lw-drag:visible").all():
            handle.scroll_into_view_if_needed()
            box = handle.bounding_box()
            page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            page.mouse.down()
            for i in range(ROUNDS):
                share = 0.5 + (i % 20 - 10) / 25
                page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] * share)
                page.wait_for_timeout(30)
            page.wait_for_timeout(AT_REST)
            page.mouse.up()


def record(page, act) -> list[float]:
    events = traced(page, lambda: act(page))
    dispatched = [(e["ts"], e["args"]["data"]["type"], e["tid"]) for e in events if e["name"] == "EventDispatch"]
    bounds = sorted(event for event in dispatched if event[1] in BOUNDS)
    thread = bounds[0][2]
    done = [e for e in events if e["tid"] == thread and e["name"] in WORK and "tdur" in e]
    work = sorted((e["ts"], e["dur"], e["tdur"]) for e in done)
    found, pressed = [], False
    for (start, kind, _), (end, *_) in itertools.pairwise([*bounds, (float("inf"),)]):
        pressed = kind == "pointerdown" or (pressed and kind != "pointerup")
        if kind == "keydown" or (pressed and kind != "blur"):
            found.append(total(work, start, end) / 1000)
    return found


def total(work: list[tuple[float, float, float]], start: float, end: float) -> float:
    """The thread time of the pieces of work that begin between the two times, each counted with what it contains."""
    length, covered = 0.0, start
    for begin, lasted, worked in work:
        if covered <= begin < end:
            length += worked
            covered = begin + lasted
    return length


def middle_and_late(times: list[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def main() -> None:
    """Measure a bare slider and every explorer."""
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path=program(SHELL), args=FLAGS)
        bare = Path(folder, "bare.html")
        bare.write_text(BARE, encoding="utf-8")
        pages = {"bare slider": bare.as_uri()}
        for explorer in EXPLORERS:
            home = Path(folder, explorer.__name__)
            home.mkdir()
            pages[explorer.__name__] = write(home, explorer()).as_uri()
        pages["bare slider, again"] = bare.as_uri()
        if CHAPTER.exists():
            pages[f"built {CHAPTER.stem}"] = CHAPTER.as_uri()
        else:
            print(f"expected a built chapter in {CHAPTER}, found none: it is left out (`make book` builds it)")
        print(f"load: {os.getloadavg()[0]:.1f} in the last minute")
        least = None
        for name, address in pages.items():
            for kind, found in measure(browser, address).items():
                middle, late = middle_and_late(found[SLOWDOWN])
                least = least or middle
                verdict = "" if late <= AIM else f", more than {AIM} ms"
                size = f"median {middle:.1f} ms ({middle / least:.1f} bare sliders), p95 {late:.1f} ms{verdict}"
                own = [SLOWDOWN * time for time in middle_and_late(found[1])]
                print(f"{name}, {kind}: {size}; {SLOWDOWN} × without slow-down: {own[0]:.1f}, {own[1]:.1f}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
