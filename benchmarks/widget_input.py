"""The page's own work for one input on a widget (script, style, layout, paint), on a CPU slowed down four times.

Prints the median and the 95th percentile in milliseconds, for keys on the sliders and for dragging in the picture.
"""

from __future__ import annotations

import itertools
import json
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import sync_playwright

from lossbook import widgets
from tests.browser.widget_page import write
from tests.conftest import FLAGS, NAMES

SLOWDOWN = 4
ROUNDS = 100
WORK = {"EventDispatch", "FireAnimationFrame", "TimerFire", "UpdateLayoutTree", "Layout", "PrePaint", "Paint"}
WORK |= {"Layerize", "Commit", "HitTest", "UpdateLayer"}


def measure(browser, widget) -> dict[str, list[float]]:
    """The milliseconds of work for each input, by kind of input."""
    with tempfile.TemporaryDirectory() as folder:
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(write(Path(folder), widget).as_uri())
        page.locator(".lb-mount .lw").wait_for()
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        found = {"key": record(browser, page, keys, "keydown"), "drag": record(browser, page, drags, "pointermove")}
        page.close()
    return found


def keys(page) -> None:
    for slider in page.locator(".lw input[type=range]").all():
        slider.focus()
        for i in range(ROUNDS):
            page.keyboard.press("ArrowRight" if i % 20 < 10 else "ArrowLeft")
            page.wait_for_timeout(30)


def drags(page) -> None:
    for handle in page.locator(".lw .lw-drag").all():
        handle.scroll_into_view_if_needed()
        box = handle.bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        for i in range(ROUNDS):
            page.mouse.move(box["x"] + box["width"] * (0.5 + (i % 20 - 10) / 25), box["y"] + box["height"] / 2)
            page.wait_for_timeout(30)
        page.mouse.up()


def record(browser, page, act, opening: str) -> list[float]:
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    act(page)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    starts = [e for e in events if e["name"] == "EventDispatch" and e["args"]["data"]["type"] == opening]
    thread = starts[0]["tid"]
    work = sorted((e["ts"], e.get("dur", 0)) for e in events if e["tid"] == thread and e["name"] in WORK)
    marks = [e["ts"] for e in starts] + [float("inf")]
    return [total(work, *span) / 1000 for span in itertools.pairwise(marks)]


def total(work: list[tuple[float, float]], start: float, end: float) -> float:
    """The length of the union of the pieces of work that begin between the two times."""
    length, covered = 0.0, start
    for ts, duration in work:
        if start <= ts < end and ts + duration > covered:
            length += ts + duration - max(ts, covered)
            covered = ts + duration
    return length


def main() -> None:
    """Measure every explorer."""
    names = [name for name in widgets.__all__ if name != "Question"]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=next(filter(None, map(shutil.which, NAMES))), args=FLAGS)
        for name in names:
            for kind, times in measure(browser, getattr(widgets, name)()).items():
                late = statistics.quantiles(times, n=20)[-1]
                middle = statistics.median(times)
                print(f"{name} {kind}: median {middle:.2f} ms, p95 {late:.2f} ms, {len(times)} inputs")
        browser.close()


if __name__ == "__main__":
    main()
