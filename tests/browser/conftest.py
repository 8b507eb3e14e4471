"""A page of widgets for the tests, on which nothing may go wrong."""

from __future__ import annotations

import pytest

from tests.browser.widget_page import SIZES, Watched, write


@pytest.fixture
def show(chromium, tmp_path):
    """Open a page of widgets and return it; at the end, nothing may have gone wrong on it."""
    opened, contexts = [], []

    def open_page(*widgets, theme="light", **options):
        contexts.append(chromium.new_context(**({"viewport": SIZES["wide"]} | options)))
        opened.append(Watched(contexts[-1], write(tmp_path, *widgets, theme=theme).as_uri()))
        return opened[-1].page

    yield open_page
    for watched in opened:
        assert watched.troubles == []
        assert all(request.startswith(("file://", "blob:", "data:")) for request in watched.requests)
    for context in contexts:
        context.close()
