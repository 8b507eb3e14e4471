from types import SimpleNamespace

from bookproof.sphinx_ext import keep_cached_outputs
from myst_nb.core.execute.cache import NotebookClientCache
from nbformat.v4 import new_code_cell, new_notebook, new_output


def test_outputs_from_the_cache_are_kept_as_they_came(monkeypatch):
    """A busy machine cuts a print into pieces, which MyST-NB joins in the first of them to show the page."""

    def start(client):
        pieces = [new_output("stream", text=text) for text in ("loss 0.85", "66\n")]
        client.notebook = new_notebook(cells=[new_code_cell(outputs=pieces)])

    monkeypatch.setattr(NotebookClientCache, "start_client", start)
    keep_cached_outputs()
    read = new_notebook(cells=[new_code_cell()])
    client = SimpleNamespace(notebook=read)
    NotebookClientCache.start_client(client)
    client.notebook.cells[0].outputs[0].text += client.notebook.cells[0].outputs[1].text
    assert [output.text for output in read.cells[0].outputs] == ["loss 0.85", "66\n"]
