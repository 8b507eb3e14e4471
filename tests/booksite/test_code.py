"""Code on its way into a page."""

from __future__ import annotations

from booksite.code import ROOM, folded


def test_a_long_line_keeps_its_text_and_is_continued_four_further_in():
    long = f"        loss = {'a + ' * 20}b\n"
    assert folded(f"x = 1\n{long}y = 2") == f'x = 1\n<span class="lb-long" style="--indent: 12ch">{long}</span>y = 2'


def test_marks_do_not_make_a_line_longer():
    line = '<span class="k">if</span> a &lt; b &#39;' + "x" * (ROOM - len("if a < b '"))
    assert folded(line) == line
    assert folded(line + "x") != line + "x"
