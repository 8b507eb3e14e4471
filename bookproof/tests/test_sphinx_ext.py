import os
import select
import subprocess
import sys
from types import SimpleNamespace

import pytest
from bookproof.sphinx_ext import DropPicks, NameCells, evaluated, keep_outputs, start
from docutils import nodes
from docutils.utils import new_document
from myst_nb.core.execute.base import NotebookClientBase
from myst_nb.core.execute.cache import NotebookClientCache
from myst_nb.core.utils import coalesce_streams
from nbformat.v4 import new_code_cell, new_notebook, new_output

from bookproof import sphinx_ext


@pytest.mark.parametrize("cached", [False, True])
def test_a_print_in_pieces_is_kept_as_it_came_and_shown_in_one(monkeypatch, cached):
    """A busy machine cuts a print into pieces, which MyST-NB joins in the first of them to show the page."""

    def start(client):
        if cached:
            client.notebook = new_notebook(cells=[new_code_cell()])
        pieces = [new_output("stream", text=text) for text in ("loss 0.85", "66\n")]
        client.notebook.cells[0].outputs = [*pieces, new_output("stream", name="stderr", text="slow\n")]

    monkeypatch.setattr(NotebookClientCache, "start_client", start)
    monkeypatch.setattr(
        NotebookClientBase, "code_cell_outputs", lambda client, index: (1, client.notebook.cells[index].outputs)
    )
    keep_outputs()
    read = new_notebook(cells=[new_code_cell()])
    client = SimpleNamespace(notebook=read)
    NotebookClientCache.start_client(client)
    _, shown = NotebookClientCache.code_cell_outputs(client, 0)
    assert [output.text for output in coalesce_streams(shown)] == ["loss 0.8566\n", "slow\n"]
    assert [output.text for output in read.cells[0].outputs] == ["loss 0.85", "66\n", "slow\n"]


def transformed(transform, *children):
    """A page with some nodes, after a transform."""
    document = new_document("horse")
    document.settings.env = SimpleNamespace(docname="horse", metadata={"horse": {}})
    document += children
    transform(document).apply()
    return document


@pytest.mark.parametrize(
    ("source", "shown", "names"),
    [
        ("#| label: loss\n#| tests: all\n\nloss = 1\nloss", "loss = 1\nloss", ["loss"]),
        ('#| label: loss\nloss = 1\ntext = """\n#| kept\n"""', 'loss = 1\ntext = """\n#| kept\n"""', ["loss"]),
        ("loss = 1\n#| label: loss", "loss = 1\n#| label: loss", []),
        ("#| tests: all\nloss = 1", "loss = 1", []),
    ],
)
def test_the_lines_above_the_code_are_not_shown(source, shown, names):
    cell = nodes.container("", nodes.literal_block(source, source), nb_element="cell_code")
    document = transformed(NameCells, cell)
    (block,) = document.findall(nodes.literal_block)
    assert block.astext() == block.rawsource == shown
    assert cell["ids"] == names


@pytest.mark.parametrize(
    ("address", "without"),
    [
        ("#loss:2", "#loss"),
        ("horse.ipynb#loss:1/2", "horse.ipynb#loss"),
        ("#loss?z=1", "#loss?z=1"),
        ("https://example.org/a#intro:~:text=loss", "https://example.org/a#intro:~:text=loss"),
    ],
)
def test_the_pick_is_taken_from_a_link_within_the_book(address, without):
    (link,) = transformed(DropPicks, nodes.reference("", "", refuri=address)).findall(nodes.reference)
    assert link["refuri"] == without


posix = pytest.mark.skipif(os.name != "posix", reason="what stands in for Python is a shell script")


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Makes builds of a book; in place of the evaluation of its formulas, a shell runs what SAYS holds."""
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\nfor report; do :; done\neval "$SAYS"\n')
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    monkeypatch.setattr(sphinx_ext.logger, "warning", lambda text, *parts, **_: warnings.append(text % parts))
    warnings = []

    def begin(says):
        monkeypatch.setenv("SAYS", says)
        app = SimpleNamespace(srcdir=tmp_path, outdir=tmp_path / "_build" / "html", warnings=warnings)
        start(app, SimpleNamespace())
        return app

    return begin


@posix
@pytest.mark.parametrize(
    ("says", "why"),
    [
        ("kill -KILL $$", "their process ended with the exit code -9"),
        ("echo no space left >&2; printf '[{' >\"$report\"; exit 1", "no space left"),
    ],
)
def test_an_evaluation_that_does_not_end_fails_the_build_and_says_why(site, says, why):
    app = site(says)
    assert evaluated(app) == []
    assert app.warnings == [f"the formulas could not be evaluated: {why}"]


@posix
def test_what_an_earlier_build_left_running_is_not_taken_for_the_result_of_this_one(site):
    found = '[{{"place": "one.md", "name": "eq-loss", "verdict": "{}"}}]'
    earlier = site(f"echo '{found.format('false')}' >\"$report\"")
    later = site(f"echo '{found.format(sphinx_ext.HOLDS)}' >\"$report\"")
    later.bookproof_evaluation.wait(20)
    earlier.bookproof_evaluation.wait(20)
    subprocess.run(earlier.bookproof_evaluation.args, check=True, env={**os.environ, "SAYS": "echo '[]' >\"$report\""})
    assert [result["verdict"] for result in evaluated(later)] == [sphinx_ext.HOLDS]


@posix
def test_a_build_that_fails_early_leaves_no_evaluation_running(tmp_path):
    os.mkfifo(tmp_path / "alive")
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\nexec >{tmp_path}/alive\necho begun\nexec sleep 60\n")
    python.chmod(0o755)
    build = f"""
import sys
from types import SimpleNamespace
from bookproof.sphinx_ext import start
sys.executable = {str(python)!r}
start(SimpleNamespace(srcdir={str(tmp_path)!r}, outdir={str(tmp_path / "html")!r}), SimpleNamespace())
input()
raise ValueError
"""
    process = subprocess.Popen([sys.executable, "-c", build], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with (tmp_path / "alive").open() as evaluation:
        assert evaluation.readline() == "begun\n"
        process.communicate(b"\n", 60)
        ended, _, _ = select.select([evaluation], [], [], 5)  # its end is the end of what it writes
    assert ended
