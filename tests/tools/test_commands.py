"""Every program of tools/: it explains itself, and it fails in one line where it can do nothing."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from tools.build import state_of_sources

pytestmark = pytest.mark.build
REPOSITORY = Path(__file__).parents[2]
COMMANDS = ("build", "refresh", "student")
BROKEN = {
    "no JSON": "{",
    "no list of cells": json.dumps({"cells": 1, "nbformat": 4}),
    "another format": json.dumps({"cells": [], "nbformat": 3, "nbformat_minor": 0, "metadata": {}}),
    "a cell without source": json.dumps(
        {"cells": [{"cell_type": "code", "metadata": {}}], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}
    ),
    "outputs that are words": json.dumps(
        {
            "cells": [
                {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# Title"},
                {
                    "cell_type": "code",
                    "id": "b",
                    "metadata": {},
                    "source": "1",
                    "outputs": ["1"],
                    "execution_count": None,
                },
            ],
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {},
        }
    ),
}
NAMES_ITS_CELL = {"a cell without source": "cell 1", "outputs that are words": "cell 2"}


def run(command: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess:
    """Run a program in this process: to import what it needs takes longer than all that it does here."""
    main = importlib.import_module(f"tools.{command}").main
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(list(arguments))
        except SystemExit as ended:  # by argparse
            code = ended.code
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


def assert_fails_in_one_line(done: subprocess.CompletedProcess, *words: str) -> None:
    assert done.returncode == 1, done.stdout
    [line] = done.stderr.splitlines()
    for word in words:
        assert word in line


def book_of(folder: Path, chapter: str) -> Path:
    (folder / "chapters").mkdir()
    (folder / "chapters" / "one.ipynb").write_text(chapter)
    (folder / "_toc.yml").write_text("format: jb-book\nroot: chapters/one\n")
    (folder / "_config.yml").write_text("title: one\n")
    (folder / "node_modules" / "katex").mkdir(parents=True)
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_what_the_command_does(command, tmp_path):
    done = run(command, "--help", folder=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith(f"usage: python -m tools.{command}")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", COMMANDS)
def test_a_program_is_started_by_its_name(command, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", f"tools.{command}", "--help"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout == run(command, "--help", folder=tmp_path).stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_option_is_refused(command, tmp_path):
    done = run(command, "--no-such-option", folder=tmp_path)
    assert done.returncode == 2
    assert "unrecognized arguments: --no-such-option" in done.stderr


def test_a_notebook_that_does_not_exist_is_named(tmp_path):
    assert_fails_in_one_line(run("refresh", "no-such.ipynb", folder=tmp_path), "no-such.ipynb", "cannot be read")


def test_build_names_the_packages_that_are_not_installed(tmp_path):
    book = book_of(tmp_path, "{}")
    (book / "package.json").write_text('{"dependencies": {"katex": "1", "purgecss": "1"}}')
    assert_fails_in_one_line(run("build", folder=book), "expected purgecss in node_modules: run `make setup`")


def test_build_takes_no_names(tmp_path):
    assert run("build", "no-such-chapter", folder=tmp_path).returncode == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_without_a_book_there_is_nothing_to_do(command, tmp_path):
    assert_fails_in_one_line(run(command, folder=tmp_path), "expected a book", str(tmp_path))


@pytest.mark.parametrize("command", ["refresh", "student"])
def test_a_book_without_notebooks_is_no_success(command, tmp_path):
    (tmp_path / "chapters").mkdir()
    assert_fails_in_one_line(run(command, folder=tmp_path), "expected notebooks", "found none")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("fault", BROKEN)
def test_a_malformed_notebook_is_named_with_its_cell(command, fault, tmp_path):
    done = run(command, folder=book_of(tmp_path, BROKEN[fault]))
    assert_fails_in_one_line(done, "one.ipynb", NAMES_ITS_CELL.get(fault, ""))


def test_a_change_of_any_source_makes_another_site(tmp_path):
    book_of(tmp_path, "{}")
    before = state_of_sources(tmp_path)
    for made in ("_build/html/index.html", ".venv/x.py", "tests/test_x.py", "chapters/__pycache__/x.pyc"):
        (tmp_path / made).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / made).write_text("made")
    assert state_of_sources(tmp_path) == before
    for source in ("chapters/two.md", "chapters/one.ipynb", "_toc.yml", "node_modules/.package-lock.json"):
        (tmp_path / source).write_text("another")
        after = state_of_sources(tmp_path)
        assert after != before
        before = after


def test_student_writes_nothing_while_one_chapter_is_malformed(tmp_path):
    secret = "<details><summary>Solution</summary>\n\nTwo.\n\n</details>"
    notebook = new_notebook(cells=[new_markdown_cell(f"### Exercise 1. Add\n\n{secret}")])
    book_of(tmp_path, nbformat.writes(notebook))
    (tmp_path / "chapters" / "a.ipynb").write_text("{")
    assert_fails_in_one_line(run("student", folder=tmp_path), "a.ipynb")
    assert not (tmp_path / "_build").exists()


def test_setup_shows_why_npm_failed(tmp_path):
    """The message of setup.sh points above itself, so npm's own must stand there."""
    (tmp_path / "package.json").write_text('{"name": "book", "dependencies": {"katex": "0.19.1"}}')
    (tmp_path / "requirements.txt").write_text("")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    python = tmp_path / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    done = subprocess.run(
        ["sh", REPOSITORY / "setup.sh", sys.executable, "requirements.txt"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    above, last = done.stderr.rsplit("\n", 2)[:2]
    assert last == "setup: npm could not install the packages of package-lock.json: see its message above"
    assert "npm error" in above
    assert "package-lock.json" in above
