"""Which of the browsers on a machine is taken."""

import pytest

from tools.chromium import SHELL, program


@pytest.mark.parametrize(
    ("installed", "before", "found"),
    [
        ({"chromium", SHELL}, (), "chromium"),
        ({"chromium", SHELL}, (SHELL,), SHELL),
        ({"google-chrome-stable"}, (SHELL,), "google-chrome-stable"),
        ({"firefox"}, (SHELL,), None),
    ],
)
def test_the_browser_named_first_is_taken(monkeypatch, installed, before, found):
    monkeypatch.setattr("shutil.which", lambda name: name if name in installed else None)
    assert program(*before) == found
