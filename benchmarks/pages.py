"""How heavy the site's pages are, and how soon the first widget can be used: ``python benchmarks/pages.py``.

Each page of the built site is opened in headless Chromium from a server on loopback that compresses as static hosts do:
as a first visit with an empty cache, and as the next page after the home page. The first widget's time is taken twice,
at full speed and with the network held to 10 Mbit/s and 40 ms, and given as a ratio of the two as well. The longest
task is the one in which a tap waits longest while the page opens, in the best of the visits: what else the machine does
can only make it longer, so on an idle machine it is to be at most 300 ms.
Then the search, with the processor slowed down four times: until it answers for the first time, and for each keystroke.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, sync_playwright

from tests.browser.site_server import LAID_OUT, Site
from tests.conftest import FLAGS, program

ROOT = Path(__file__).parents[1]
SLOW = {"offline": False, "latency": 40, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}
REPEATS = 5
NOTE_TIMES = """
new MutationObserver(() => {
  if (!self.started && document.querySelector('.lb-mount input, .lb-mount button')) self.started = performance.now();
}).observe(document, { childList: true, subtree: true });
self.longest = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) self.longest = Math.max(self.longest, duration);
}).observe({ type: "longtask", buffered: true });
"""


def visit(browser: Browser, address: str, before: str | None = None, slow: bool = False):
    """Open a page in a new context and return it; `before` is a page visited first."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.add_init_script(NOTE_TIMES)
    if before:
        page.goto(before)
        page.wait_for_load_state("networkidle")
    if slow:
        page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    return page, lambda: (page.goto(address), page.wait_for_load_state("networkidle"))


def traffic(browser: Browser, site: Site, name: str, before: str | None) -> tuple[float, int]:
    """Kilobytes and requests of one visit."""
    page, go = visit(browser, f"{site.address}/{name}", before)
    site.traffic.clear()
    go()
    page.context.close()
    return site.traffic.kilobytes, site.traffic.requests


def opening(browser: Browser, site: Site, name: str, slow: bool) -> tuple[float | None, float]:
    """The median time in milliseconds until the page's first widget has its controls, and the longest task.

    The time is None without a widget; the task is that of the best visit.
    """
    times, tasks = [], []
    for _ in range(REPEATS):
        page, go = visit(browser, f"{site.address}/{name}", slow=slow)
        go()
        page.wait_for_function(LAID_OUT)
        times.append(page.evaluate("self.started ?? null"))
        tasks.append(page.evaluate("self.longest"))
        page.context.close()
    return None if None in times else statistics.median(times), min(tasks)


TYPED = "prediction minus target"
ANSWERED = """
(text) => new Promise((resolve) => {
  const began = performance.now();
  const field = document.querySelector("#pst-search-dialog input");
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const look = () => {
    if (document.querySelector("#pst-search-dialog [role=status]")?.dataset.query !== text) return setTimeout(look, 1);
    document.getElementById("pst-search-dialog").offsetHeight;  // laid out as well
    resolve(performance.now() - began);
  };
  look();
})
"""


def search(browser: Browser, site: Site, name: str) -> tuple[float, list[float]]:
    """Milliseconds until the first results after the search is opened, and for each keystroke after it."""
    page, go = visit(browser, f"{site.address}/{name}")
    go()
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.evaluate("document.querySelector('.search-button__button').click()")
    first = page.evaluate(ANSWERED, TYPED[:1])
    each = [page.evaluate(ANSWERED, TYPED[:length]) for length in range(2, len(TYPED) + 1) if TYPED[length - 1] != " "]
    page.context.close()
    return first, each


def main() -> None:
    """Print a line for each page."""
    folder = ROOT / "_build" / "html"
    names = [
        page.relative_to(folder).as_posix()
        for part in ("chapters", "appendix")
        for page in (folder / part).glob("*.html")
    ]
    if not names:
        sys.exit("no site to measure: run `make book` first")
    site = Site(folder)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program(), args=FLAGS)
        home = f"{site.address}/intro.html"
        heads = f"{'page':45} {'first kB':>8} {'requests':>8} {'next kB':>8} {'task ms':>8}"
        print(f"{heads} {'widget ms':>9} {'slow ms':>8} {'ratio':>6}")
        for name in ["intro.html", *sorted(names)]:
            size, requests = traffic(browser, site, name, None)
            following, _ = traffic(browser, site, name, home)
            quick, task = opening(browser, site, name, slow=False)
            line = f"{name:45} {size:8.0f} {requests:8d} {following:8.0f} {task:8.0f}"
            if quick:
                slow, _ = opening(browser, site, name, slow=True)
                line += f" {quick:9.0f} {slow:8.0f} {slow / quick:6.2f}"
            print(line, flush=True)
        first, each = search(browser, site, "chapters/decisions.html")
        print(f"search, four times slower: first results {first:.0f} ms (at most 1000), a keystroke", end=" ")
        print(f"{statistics.median(each):.0f} ms, at worst {max(each):.0f} ms (at most 150)")
        browser.close()
    site.close()


if __name__ == "__main__":
    main()
