"""The style sheet of the site has what its pages use, wherever they lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from booksite import node
from booksite.assets import purge, words_of_site

ROOT = Path(__file__).parents[2]
PAGE = '<p class="lead" title="a hint for the reader">A plain word.</p><script>add("wide")</script>'
SHEET = '.lead::before{content:"→"}.wide{width:0}.plain,.hint{color:red}'


@pytest.fixture
def book(tmp_path) -> Path:
    """A book in a folder whose name is a pattern to programs that take paths for patterns."""
    folder = tmp_path / "books [draft]"
    pages = folder / "_build" / "html"
    (pages / "_static").mkdir(parents=True)
    (pages / "page.html").write_text(PAGE, encoding="utf-8")
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder


def test_rules_that_a_page_uses_stay_and_no_others(book):
    words = words_of_site(book / "_build" / "html")
    assert purge(SHEET, words, book) == '.lead::before{content:"→"}.wide{width:0}'


def test_what_was_purged_before_starts_no_node(book, monkeypatch):
    words = words_of_site(book / "_build" / "html")
    purged = purge(SHEET, words, book)
    (book / "_build" / "html" / "page.html").write_text(PAGE.replace("plain", "simple"), encoding="utf-8")
    monkeypatch.setattr(node, "node_program", lambda: pytest.fail("Node.js was started"))
    assert purge(SHEET, words_of_site(book / "_build" / "html"), book) == purged
