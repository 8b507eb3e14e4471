"""The length of a page: what counts as a word of the main text, and what is longer than a chapter may be."""

import json

import pytest
from bookproof.pages import read_page

from tools.length import Length, count_words, main

TEXT = "# A title\n\nTwo words, and $x=1$ with `code`.\n\n$$ y=2 $$\n\n| a | b |\n|---|---|\n| c | d |\n"


def notebook(path, *sources):
    cells = [{"cell_type": "markdown", "metadata": {}, "source": source} for source in sources]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("sources", "words", "further"),
    [
        ((TEXT,), 12, 0),
        ((TEXT, "## Exercises\n\nNot one of these."), 12, 0),
        ((TEXT, "## Further\n\nThree more words."), 16, 4),
        ((TEXT, "## Further reading\n\nOne.", "## Summary\n\nTwo words."), 18, 3),
        (("![a long alt text](a.svg)",), 0, 0),
    ],
)
def test_words_of_the_main_text_are_counted(tmp_path, sources, words, further):
    assert count_words(read_page(notebook(tmp_path / "a.ipynb", *sources))) == (words, further)


def test_what_is_too_long_is_said():
    assert Length("a", 3500, 500, 28.0, True, None).too_long == []
    assert Length("decisions", 4200, 0, 28.0, True, None).too_long == []
    assert Length("a", 3501, 501, 28.1, True, 1.0).too_long == [
        "3501 words, at most 3500",
        "501 words under Further, at most 500",
        "28.1 screens, at most 28",
    ]
    assert Length("a", 3000, 0, 40.0, False, None).too_long == []


def test_the_command_prints_a_line_for_each_page_and_fails_honestly(tmp_path, monkeypatch, capsys):
    notebook(tmp_path / "chapters" / "a.ipynb", TEXT)
    monkeypatch.chdir(tmp_path)
    assert main([]) == 0
    assert "~" in capsys.readouterr().out
    assert main(["b.ipynb"]) == 2
    assert "expected a page of the book" in capsys.readouterr().err
    notebook(tmp_path / "chapters" / "a.ipynb", "word " * 3501)
    assert main([]) == 1
    assert "3501 words, at most 3500" in capsys.readouterr().out
