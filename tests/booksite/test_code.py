"""Code on its way into a page."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import sphinx.highlighting
from sphinx.highlighting import PygmentsBridge, lexer_classes

from booksite import code
from booksite.code import ROOM, folded


def test_a_long_line_keeps_its_text_and_is_continued_four_further_in():
    long = f"        loss = {'a + ' * 20}b\n"
    assert folded(f"x = 1\n{long}y = 2") == f'x = 1\n<span class="lb-long" style="--indent: 12ch">{long}</span>y = 2'


def test_marks_do_not_make_a_line_longer():
    line = '<span class="k">if</span> a &lt; b &#39;' + "x" * (ROOM - len("if a < b '"))
    assert folded(line) == line
    assert folded(line + "x") != line + "x"


def test_writing_a_page_searches_no_package_for_the_lexer_of_its_cells(monkeypatch):
    monkeypatch.setattr("sphinx.highlighting.lexer_classes", dict(lexer_classes))
    by_name = PygmentsBridge().highlight_block("%time x = [1, 2]\n!ls", "ipython3")
    app = SimpleNamespace(add_lexer=sphinx.highlighting.lexer_classes.__setitem__, connect=lambda *_, **__: None)
    code.setup(app)
    monkeypatch.setattr("sphinx.highlighting.get_lexer_by_name", lambda *_, **__: pytest.fail("searches the packages"))
    assert PygmentsBridge().highlight_block("%time x = [1, 2]\n!ls", "ipython3") == by_name
