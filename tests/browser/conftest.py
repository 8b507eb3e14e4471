"""A page of widgets and the pages of the site for the tests; nothing may go wrong on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.site_server import LAID_OUT, Site, loading
from tests.browser.widget_page import HURRY, SIZES, UNPAINTED, Watched, write


@pytest.fixture(scope="session")
def windows(chromium):
    """Pages that the tests of widgets use one after the other, by the options of their contexts."""
    pages = {}
    yield pages
    for page in pages.values():
        page.context.close()


@pytest.fixture
def show(chromium, windows, tmp_path):
    """Open a page of widgets and return it; at the end, nothing may have gone wrong on it.

    A context of its own costs more than all else that most tests do, so the page is one that an earlier test has
    left, unless the test says `alone`: it changes what a next page would find, or measures the whole process.
    """
    opened, contexts, used = [], [], []

    def new_page(options):
        context = chromium.new_context(**options)
        context.add_init_script(HURRY)
        context.add_init_script(UNPAINTED)
        return context.new_page()

    def open_page(*widgets, theme="light", viewport=SIZES["wide"], alone=False, **options):
        kind = repr(sorted(options.items()))
        if alone or kind in used:
            page = new_page(options)
            contexts.append(page.context)
        else:
            page = windows.get(kind) or windows.setdefault(kind, new_page(options))
            used.append(kind)
        page.set_viewport_size(viewport)
        opened.append(Watched(page, write(tmp_path, *widgets, theme=theme).as_uri()))
        return page

    yield open_page
    for watched in opened:
        watched.leave()
        assert watched.troubles == []
        assert all(request.startswith(("file://", "blob:", "data:")) for request in watched.requests)
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def site():
    """The built site, served on this machine."""
    server = Site(Path(__file__).parents[2] / "_build" / "html")
    yield server
    server.close()


@pytest.fixture
def visit(chromium):
    """Open an address in a fresh context, after a script; at the end, nothing may have been said on the console."""
    contexts, complaints = [], []

    def visit(address: str, script: str = "", width: int = 1280, height: int = 800, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.add_init_script(UNPAINTED)
        context.add_init_script(script)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(address)
        page.wait_for_function(LAID_OUT)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def loaded(request, chromium, site):
    """A page of the site that several tests look at, see `by_page`, and what is said on its console."""
    with loading(chromium, f"{site.address}/{request.param}") as found:
        yield found


@pytest.fixture
def look(loaded):
    """The page that is loaded, at its top; at the end, nothing may have been said on its console.

    Its window is as the test before left it, so each test asks for the size that it needs. To lay a chapter out anew
    takes most of a second: tests of one size stand together in their file.
    """
    page, complaints = loaded
    # After a reload the page holds its line until somebody scrolls, here with a wheel.
    page.evaluate("() => { dispatchEvent(new WheelEvent('wheel')); scrollTo(0, 0); }")
    yield page
    assert complaints == []
