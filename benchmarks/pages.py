"""How heavy the site's pages are, and how soon the first widget can be used: ``python -m benchmarks.pages [SITE …]``.

Each page of the built site is opened in headless Chromium from a server on loopback that compresses as static hosts do:
as a first visit with an empty cache, and as the next page, after the home page or after the page with the least on it,
whichever leaves more to load. The first widget's time is the median of visits with the network held to 10 Mbit/s and
40 ms; it should be at most 400 ms. The longest task is the one in which a tap waits longest while the page opens, in
processor time, so that what else the machine does is not counted; it should be at most 300 ms.
Then the search, with the processor slowed down four times: until it answers for the first time, and for each keystroke.

With more than one SITE, such as a build from before a change, each page has a line for each of them, which says "none"
for a page that the site lacks.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.site_server import LAID_OUT, Site
from tests.conftest import FLAGS
from tools.chromium import SHELL, program

ROOT = Path(__file__).parents[1]
SLOW = {"offline": False, "latency": 40, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}
REPEATS = 5
BEFORE = ("intro.html", "genindex.html")
NOTE_START = """
new MutationObserver(() => {
  if (!self.started && document.querySelector('.lb-mount input, .lb-mount button')) self.started = performance.now();
}).observe(document, { childList: true, subtree: true });
"""


def visit(browser: Browser, address: str, before: str | None = None, slow: bool = False):
    """Open a page in a new context and return it; `before` is a page visited first."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.add_init_script(NOTE_START)
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


def first_widget(browser: Browser, site: Site, name: str) -> float | None:
    """The median time in milliseconds until the page's first widget has its controls; None without a widget."""
    times = []
    for _ in range(REPEATS):
        page, go = visit(browser, f"{site.address}/{name}", slow=True)
        go()
        page.wait_for_function(LAID_OUT)
        times.append(page.evaluate("self.started ?? null"))
        page.context.close()
    return None if None in times else statistics.median(times)


def longest_task(browser: Browser, site: Site, name: str) -> float:
    """The processor time in milliseconds of the longest task while the page opens."""
    page, go = visit(browser, f"{site.address}/{name}")
    browser.start_tracing(page=page, categories=["disabled-by-default-devtools.timeline"])
    go()
    page.wait_for_function(LAID_OUT)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    page.context.close()
    names = [(event["pid"], event["tid"], event["args"]["name"]) for event in events if event["name"] == "thread_name"]
    main = {(process, thread) for process, thread, name in names if name == "CrRendererMain"}
    tasks = [event for event in events if event["name"] == "RunTask" and (event["pid"], event["tid"]) in main]
    return max(task.get("tdur", 0) for task in tasks) / 1000


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


def names_of(folder: Path) -> set[str]:
    """The pages of a built site below its home page, by their addresses."""
    pages = (page for part in ("chapters", "appendix") for page in (folder / part).glob("*.html"))
    return {page.relative_to(folder).as_posix() for page in pages}


def measure(browser: Browser, site: Site, name: str) -> str:
    """A line of what a page weighs and how it opens."""
    size, requests = traffic(browser, site, name, None)
    following = max(traffic(browser, site, name, f"{site.address}/{before}")[0] for before in BEFORE)
    line = f"{size:8.0f} {requests:8d} {following:8.0f} {longest_task(browser, site, name):8.0f}"
    started = first_widget(browser, site, name)
    return line + (f" {started:9.0f}" if started else "")


def main(arguments: list[str]) -> None:
    """Print a line for each page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "sites", nargs="*", type=Path, default=[ROOT / "_build" / "html"], help="folders of built sites"
    )
    folders = parser.parse_args(arguments).sites
    names = {folder: names_of(folder) for folder in folders}
    for folder, found in names.items():
        if not found:
            sys.exit(f"no site to measure in {folder}: run `make book` first")
    sites = [Site(folder) for folder in folders]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program(SHELL), args=FLAGS)
        print(f"{'page':45} {'first kB':>8} {'requests':>8} {'next kB':>8} {'task ms':>8} {'widget ms':>9}")
        for name in ["intro.html", *sorted(set().union(*names.values()))]:
            for folder, site in zip(folders, sites, strict=True):
                line = measure(browser, site, name) if (folder / name).exists() else f"{'none':>8}"
                print(f"{name:45} {line}", flush=True)
        for site in sites:
            first, each = search(browser, site, "chapters/decisions.html")
            print(f"search, four times slower: first results {first:.0f} ms (at most 1000), a keystroke", end=" ")
            print(f"{statistics.median(each):.0f} ms, at worst {max(each):.0f} ms (at most 150)")
        browser.close()
    for site in sites:
        site.close()


if __name__ == "__main__":
    main(sys.argv[1:])
