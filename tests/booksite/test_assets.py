"""The style sheet of the site has what its pages use, wherever they lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from booksite import early, node
from booksite.assets import cut_fonts, purge, words_of_site

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


def test_fonts_are_cut_by_two_processes_and_once(tmp_path, monkeypatch):
    fonts = sorted((ROOT / "node_modules" / "katex" / "dist" / "fonts").glob("KaTeX_Size*.woff2"))
    wanted = {path: [0x28, 0x29] for path in fonts}
    begun = []
    monkeypatch.setattr(early, "begin", lambda work, order: begun.append(work(list(order)[:1])))
    cut = cut_fonts(wanted, tmp_path)
    assert len(begun) == 1
    assert list(cut) == [path.name for path in fonts]
    assert all(0 < len(cut[path.name]) < path.stat().st_size for path in fonts)
    assert cut_fonts(wanted, tmp_path) == cut
    assert len(begun) == 1
