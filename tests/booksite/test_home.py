"""The list of the chapters on the home page."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from docutils.parsers.rst import DirectiveError
from docutils.statemachine import StringList

from booksite.home import Chapters


def test_a_line_without_a_colon_is_named():
    content = StringList(["one: what it answers", "", "two"])
    directive = Chapters("chapters", [], {}, content, 1, 0, "", None, SimpleNamespace(reporter=None))
    with pytest.raises(DirectiveError) as refused:
        directive.run()
    assert refused.value.msg == "expected 'name: what it answers', got 'two'"
