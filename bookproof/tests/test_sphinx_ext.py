from types import SimpleNamespace

import pytest
from bookproof.sphinx_ext import DropPicks, NameCells, keep_outputs
from docutils import nodes
from docutils.utils import new_document
from myst_nb.core.execute.base import NotebookClientBase
from myst_nb.core.execute.cache import NotebookClientCache
from myst_nb.core.utils import coalesce_streams
from nbformat.v4 import new_code_cell, new_notebook, new_output


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
