"""A headless Chromium for the tests that need one, and the count of formulas at the end of a run."""

from __future__ import annotations

import gc
import os
import re
import sys
from collections import Counter

import pytest
from hypothesis import settings

# jsonschema, which nbformat imports, imports a grammar that takes each process of a run 1.4 s to compile, for a kind of
# address that no schema of the notebooks names; it does without where the import fails.
sys.modules.setdefault("rfc3987_syntax", None)
# The libraries that the tests import stay until the end. The collector of reference cycles would walk over them again
# and again, while they are imported and while the tests run, which takes a sixth of the time of a run.
gc.disable()
collect_ignore = ["shaken"]  # for the kernels of `make long` alone
settings.register_profile("long", max_examples=5000, deadline=None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]
FLAGS += ["--font-render-hinting=none"]  # letters as wide as those of a whole Chromium

# What one process runs on its own under `--dist loadgroup`, because its tests share what takes long to start: a build,
# a JupyterLab, torch's own tests, the kernel of a notebook, a page of the site. The mark that xdist has for it does
# nothing under this version of pytest.
TOGETHER = (
    re.compile(r"tests/booksite/test_small_book\.py"),
    re.compile(r"tests/browser/test_widget_jupyterlab\.py"),
    re.compile(r"tests/lossbook/test_torch_inputs\.py"),
    re.compile(r"[\w/-]+\.ipynb"),
    re.compile(r"tests/browser/test_(?:orientation|explorers_in_chapters)\.py.*?\[([\w/-]+\.html)"),
)


def together(nodeid: str) -> str:
    """The name that all tests share which one process runs: their own where there is no other with it."""
    found = next(filter(None, (pattern.match(nodeid) for pattern in TOGETHER)), None)
    return nodeid if found is None else f"{nodeid.partition('::')[0]}[{' '.join(found.groups())}]"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Hand out the tests one by one, and those that share something together, the most first."""
    if config.getoption("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return together(nodeid)

    return Together(config, log)


def pytest_collection_finish():
    """Collect what the tests leave behind, and not what has been imported for them."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def chromium():
    """The browser, one for the whole run."""
    from tools.chromium import SHELL, program  # here, since mutmut runs tests of the package without tools/

    playwright = pytest.importorskip("playwright.sync_api", reason="no browser tests: playwright is not installed")
    if program(SHELL) is None:
        if os.environ.get("LOSSBOOK_BROWSER_REQUIRED"):
            pytest.fail("expected a Chromium on the path, since LOSSBOOK_BROWSER_REQUIRED is set")
        pytest.skip("no browser tests: no Chromium on the path")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program(SHELL), args=FLAGS)
        yield browser
        browser.close()


def pytest_collection_modifyitems(items):
    """Mark by what a test needs, so that `-m "not browser and not build"` leaves the quick ones."""
    for item in items:
        if item.path.parent.name == "browser" or "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter):
    """Say how many displayed formulas were evaluated, and how many inline relations there are."""
    properties = [entry for report in terminalreporter.getreports("passed") for entry in report.user_properties]
    outcomes = Counter(value for name, value in properties if name == "formula")
    if outcomes:
        printed, by_hand = outcomes["evaluated as printed"], outcomes["by hand"]
        terminalreporter.write_line(f"{printed + by_hand} formulas, {printed} evaluated as printed, {by_hand} by hand")
    inline = {verdict: count for name, value in properties if name == "inline" for verdict, count in [value]}
    if inline:
        counts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(inline.items()))
        terminalreporter.write_line(f"inline relations: {counts}")
