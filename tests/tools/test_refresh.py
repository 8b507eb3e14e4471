"""The normal form of stored notebooks."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from booksite.widgets import VIEW
from tools.refresh import DRAWN, FIGURE, PIXELS, main, normalised, notebooks_of, refresh, same_picture

ROOT = Path(__file__).parents[2]


def notebook_with(*sources: str):
    notebook = new_notebook(cells=[new_markdown_cell("# Title", id="title")])
    notebook.cells += [new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(sources)]
    return notebook


def test_refreshing_twice_changes_nothing(tmp_path):
    path = tmp_path / "chapter.ipynb"
    nbformat.write(notebook_with("print('a')", "import sys\nprint('b', file=sys.stderr)\n1 + 1"), path)
    assert refresh(path).endswith("new outputs stored")
    once = path.read_bytes()
    assert refresh(path).endswith("unchanged")
    assert path.read_bytes() == once


def test_facts_are_stored_with_the_outputs_and_false_ones_store_nothing(tmp_path, capsys):
    path, file = tmp_path / "chapters" / "one.ipynb", tmp_path / "proofs" / "facts" / "one.py"
    path.parent.mkdir()
    file.parent.mkdir(parents=True)
    nbformat.write(notebook_with("a = 1", "a = 2"), path)
    file.write_text('# %% after cell-0\n{"a; is; one": a == 1}\n')
    assert main([str(path)]) == 0
    stored, cells = file.with_suffix(".json").read_bytes(), path.read_bytes()
    assert b'"a; is; one": true' in stored
    assert [cell.execution_count for cell in nbformat.read(path, 4).cells[1:]] == [1, 2]
    assert refresh(path).endswith("unchanged")
    file.write_text('# %% after cell-1\n{"a; is; one": a == 1}\n')
    assert main([str(path)]) == 1
    assert "one.py:2: 'a; is; one': expected a statement that holds" in capsys.readouterr().err
    assert (file.with_suffix(".json").read_bytes(), path.read_bytes()) == (stored, cells)


def test_cells_keep_their_ids_and_are_counted_from_one(tmp_path):
    path = tmp_path / "chapter.ipynb"
    nbformat.write(notebook_with("1", "2"), path)
    refresh(path)
    cells = nbformat.read(path, 4).cells
    assert [cell.id for cell in cells] == ["title", "cell-0", "cell-1"]
    assert [cell.execution_count for cell in cells[1:]] == [1, 2]
    assert cells[2].outputs[0].execution_count == 2


def test_what_changes_from_run_to_run_is_left_out():
    notebook = notebook_with("show")
    notebook.metadata = {
        "widgets": {"state": 1},
        "kernelspec": {"name": "mine"},
        "language_info": {"version": "3.11.7"},
    }
    cell = notebook.cells[1]
    cell.metadata = {"execution": {"started": "now"}, "tags": ["hide-input"], "collapsed": False}
    view = new_output("display_data", data={VIEW: {"model_id": "f00"}, "text/plain": "W()"}, metadata={"x": 1})
    cell.outputs = [new_output("stream", name="stdout", text="a"), view]
    result = normalised(notebook)
    assert set(result.metadata) == {"kernelspec", "language_info"}
    assert result.metadata.language_info == {"name": "python"}
    assert result.cells[1].metadata == {"tags": ["hide-input"]}
    stream, shown = result.cells[1].outputs
    assert stream.text == "a"
    assert shown.data == {"text/plain": "W()"}
    assert shown.metadata == {}


PICTURE = """<svg><path id="m46e0ff4cbe" d="M 1.5 2.25
L 3 4.125" style="stroke-width: 0.8"/><use xlink:href="#m46e0ff4cbe" x="5.5" y="-6.25"/><text>0.5</text></svg>"""


@pytest.mark.parametrize(
    ("old", "new"),
    [("4.125", "4.165"), ("-6.25", "-6.21"), ("m46e0ff4cbe", "m0123456789"), ("L 3 4", "L 3.0 4"), ("2.25", "2.2e0")],
)
def test_a_picture_that_rounding_has_moved_is_the_same(old, new):
    assert same_picture(PICTURE, PICTURE.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("4.125", "4.185"),
        ("5.5", "-5.5"),
        (">0.5<", ">0.51<"),
        ("0.8", "0.81"),
        ("4.125", "4.125 L 3 4.125"),
        ("L", "M"),
    ],
)
def test_a_picture_of_something_else_is_another(old, new):
    assert not same_picture(PICTURE, PICTURE.replace(old, new))


@pytest.mark.parametrize(("moved", "kept"), [(0.01, True), (1.0, False)])
def test_a_stored_picture_stays_unless_it_shows_something_else(tmp_path, moved, kept):
    path = tmp_path / "chapter.ipynb"
    nbformat.write(notebook_with(f"display({{{DRAWN!r}: {PICTURE!r}}}, raw=True)"), path)
    refresh(path)
    stored = nbformat.read(path, 4)
    data = stored.cells[1].outputs[0].data
    data[DRAWN] = data[DRAWN].replace("5.5", str(5.5 + moved))
    nbformat.write(stored, path)
    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.notebooks", "--nbval", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ("1 passed" if kept else "1 failed") in tested.stdout, tested.stdout
    assert ("unchanged" if kept else "new outputs stored") in refresh(path)


def test_a_stream_is_stored_in_one_piece(tmp_path):
    path = tmp_path / "chapter.ipynb"
    nbformat.write(notebook_with("import sys\nfor letter in 'ab':\n    print(letter, end='', flush=True)"), path)
    refresh(path)
    [stream] = nbformat.read(path, 4).cells[1].outputs
    assert stream.text == "ab"


def test_the_words_and_the_size_of_a_figure_are_stored_with_it():
    size = {PIXELS: {"height": 192, "width": 461}}
    words = {"alt": "A line falls.", "caption": "It falls.", "name": "fig-fall"}
    notebook = notebook_with("show")
    metadata = {FIGURE: {**words, "dpi": 72}, "needs_background": "light", **size}
    notebook.cells[1].outputs = [new_output("display_data", data={"image/svg+xml": "<svg/>"}, metadata=metadata)]
    [figure] = normalised(notebook).cells[1].outputs
    assert figure.metadata == {FIGURE: words, **size}


def test_a_failing_cell_leaves_the_stored_notebook_alone(tmp_path):
    path = tmp_path / "chapter.ipynb"
    nbformat.write(notebook_with("1 / 0"), path)
    before = path.read_bytes()
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        refresh(path)
    assert path.read_bytes() == before


def test_a_full_disk_leaves_the_stored_notebook_alone(tmp_path, monkeypatch):
    path = tmp_path / "chapter.ipynb"
    nbformat.write(notebook_with("1 + 1"), path)
    before = path.read_bytes()
    write = Path.write_bytes

    def fill(file: Path, content: bytes) -> None:
        write(file, content[:9])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fill)
    monkeypatch.setattr(Path, "write_text", lambda file, text, **_: fill(file, text.encode()))
    with pytest.raises(OSError, match="No space left"):
        refresh(path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_the_command_says_what_failed_and_exits_with_one(tmp_path, capsys):
    path = tmp_path / "chapter.ipynb"
    nbformat.write(notebook_with("1 / 0"), path)
    assert main([str(path)]) == 1
    assert f"{path}: not refreshed" in capsys.readouterr().err


def test_the_notebooks_of_the_book_are_in_the_chapters_and_in_the_appendix(tmp_path):
    for name in ("chapters/b.ipynb", "chapters/a.ipynb", "appendix/c.ipynb", "appendix/d.md", "tests/e.ipynb"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [path.name for path in notebooks_of(tmp_path)] == ["a.ipynb", "b.ipynb", "c.ipynb"]
