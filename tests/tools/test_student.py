"""Student notebooks: no solution is left, and all the rest is."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools.student import ROOM_FOR_CODE, ROOM_FOR_WORDS, StudentError, main, without_solutions, write_book

CHAPTERS = Path(__file__).parents[2] / "chapters"
TASK = "### Exercise 1. Add\n\nWhat is 1 + 1?\n\n"
SOLUTION = "<details><summary>Solution</summary>\n\nIt is two.\n\n</details>"
HIDDEN = {"tags": ["hide-cell"], "jupyter": {"source_hidden": True, "outputs_hidden": True}}


def small_notebook():
    shown = new_output("stream", name="stdout", text="2\n")
    cells = [
        new_markdown_cell(f"{TASK}{SOLUTION}\n\nAnd 2 + 2?\n\n{SOLUTION}", id="exercise-1"),
        new_code_cell("print(1 + 1)", id="exercise-1-code", metadata=HIDDEN, outputs=[shown], execution_count=1),
        new_code_cell("x = 3", id="kept", metadata={"tags": ["hide-input"]}, outputs=[shown], execution_count=2),
    ]
    return new_notebook(cells=cells)


def test_solutions_make_room_for_answers():
    task, code, kept = without_solutions(small_notebook()).cells
    assert task.source == f"{TASK}{ROOM_FOR_WORDS}\n\nAnd 2 + 2?\n\n{ROOM_FOR_WORDS}"
    assert (code.source, code.outputs, code.metadata, code.id) == (ROOM_FOR_CODE, [], {}, "exercise-1-code")
    assert code.execution_count is None
    assert kept == small_notebook().cells[2]


def test_the_small_notebook_still_runs():
    notebook = without_solutions(small_notebook())
    nbformat.validate(notebook)
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    assert [cell.outputs for cell in notebook.cells[1:]] == [[], []]


def test_other_disclosures_stay():
    more = "<details><summary>A longer proof</summary>\n\nBy induction.\n\n</details>"
    notebook = new_notebook(cells=[new_markdown_cell(f"{more}\n\n{SOLUTION}", id="proof")])
    assert without_solutions(notebook).cells[0].source == f"{more}\n\n{ROOM_FOR_WORDS}"


def test_a_solution_without_an_end_is_refused():
    notebook = new_notebook(cells=[new_markdown_cell("<details><summary>Solution</summary>\n\nTwo.", id="open")])
    with pytest.raises(ValueError, match="cell open: expected </details>"):
        without_solutions(notebook)


@pytest.mark.parametrize(
    "opening",
    [
        "<details><summary> Solution </summary>",
        "<details open>\n<summary>Solution</summary>",
        "<details><summary><b>Solution</b></summary>",
        '<DETAILS class="wide"><summary class="s">Solution</SUMMARY>',
    ],
)
def test_a_solution_is_known_however_its_tags_are_written(opening):
    notebook = new_notebook(cells=[new_markdown_cell(f"{TASK}{opening}\n\nTwo.\n\n</details>\n", id="task")])
    assert without_solutions(notebook).cells[0].source == f"{TASK}{ROOM_FOR_WORDS}\n"


@pytest.mark.parametrize("title", ["<summary>Solution 1</summary>", "<summary>Answer</summary>", "", "<b>Solution</b>"])
def test_a_disclosure_in_an_exercise_under_another_name_is_refused(title):
    cells = [
        new_markdown_cell(f"{TASK}```python\n# Title\n```", id="task"),
        new_markdown_cell(f"<details>{title}\n\nTwo.\n\n</details>", id="secret"),
    ]
    with pytest.raises(StudentError, match="cell secret: expected a disclosure in an exercise to be called"):
        without_solutions(new_notebook(cells=cells))


def test_a_numbered_solution_outside_the_exercises_is_refused():
    text = "# Title\n\n<details><summary>Solution 2</summary>\n\nTwo.\n\n</details>"
    with pytest.raises(StudentError, match="got 'Solution 2'"):
        without_solutions(new_notebook(cells=[new_markdown_cell(text, id="title")]))


def test_hints_and_disclosures_inside_a_solution_are_no_solutions_of_their_own():
    hint = "<details><summary>Hint</summary>\n\nCount.\n\n</details>"
    nested = (
        "<details><summary>Solution</summary>\n\n<details><summary>Why</summary>So.</details>\n\nTwo.\n\n</details>"
    )
    notebook = new_notebook(cells=[new_markdown_cell(f"{TASK}{hint}\n\n{nested}", id="task")])
    assert without_solutions(notebook).cells[0].source == f"{TASK}{hint}\n\n{ROOM_FOR_WORDS}"


def code_exercise(solution: str):
    stub = "def add(a, b):\n    raise NotImplementedError"
    passed = new_output("stream", name="stdout", text="passed\n")
    cells = [
        new_markdown_cell(TASK, id="task"),
        new_code_cell(stub, id="stub", metadata={"tags": ["exercise"]}, execution_count=1),
        new_markdown_cell(SOLUTION, id="words"),
        new_code_cell(solution, id="solution", metadata=HIDDEN, execution_count=2),
        new_code_cell("exercises.check(add, cases=[(1, 1)])", id="check", outputs=[passed], execution_count=3),
    ]
    return new_notebook(cells=cells)


def test_a_code_exercise_keeps_its_stub_and_its_check():
    _, stub, words, check = without_solutions(code_exercise("def add(a, b):\n    return a + b")).cells
    assert "NotImplementedError" in stub.source
    assert stub.metadata == {"tags": ["exercise"]}
    assert words.source == ROOM_FOR_WORDS
    assert check.source == "exercises.check(add, cases=[(1, 1)])"
    assert check.outputs == []


def test_a_check_of_the_solution_goes_with_it_where_the_stub_has_its_own():
    solution = "def add(a, b):\n    return a + b\n\n\nexercises.check(add)"
    cells = without_solutions(code_exercise(solution)).cells
    assert [cell.id for cell in cells] == ["task", "stub", "words", "check"]


def test_a_check_below_a_solution_stays_where_there_is_no_stub():
    notebook = code_exercise("def add(a, b):\n    return a + b\n\n\nexercises.check(add)")
    del notebook.cells[1]
    solution = without_solutions(notebook).cells[2]
    assert solution.source == f"{ROOM_FOR_CODE}\nexercises.check(add)"
    assert solution.metadata == {}


def test_a_folder_with_anything_else_in_it_is_not_emptied(tmp_path):
    (tmp_path / "book/chapters").mkdir(parents=True)
    nbformat.write(small_notebook(), tmp_path / "book/chapters/one.ipynb")
    target = tmp_path / "mine"
    target.mkdir()
    (target / "diary.txt").write_text("kept")
    with pytest.raises(StudentError, match=r"expected an empty folder or what an earlier run wrote, found diary\.txt"):
        write_book(tmp_path / "book", target)
    assert [path.name for path in target.iterdir()] == ["diary.txt"]
    for inside in ("book", "book/chapters/student"):
        with pytest.raises(StudentError, match="apart from the book's own pages"):
            write_book(tmp_path / "book", tmp_path / inside)
    assert (tmp_path / "book/chapters/one.ipynb").exists()


@pytest.mark.parametrize("name", ["chapters/thesis.tex", "chapters/one.ipynb", ".git/config", "chapters/.notes"])
def test_files_of_the_same_folders_that_no_run_wrote_are_kept(tmp_path, name):
    (tmp_path / "book/chapters").mkdir(parents=True)
    nbformat.write(small_notebook(), tmp_path / "book/chapters/one.ipynb")
    own = tmp_path / "mine" / name
    own.parent.mkdir(parents=True)
    own.write_text("kept")
    with pytest.raises(StudentError, match=f"what an earlier run wrote, found {re.escape(str(Path(name)))} in it"):
        write_book(tmp_path / "book", tmp_path / "mine")
    assert [path for path in (tmp_path / "mine").rglob("*") if path.is_file()] == [own]
    assert own.read_text() == "kept"


def test_what_an_earlier_run_wrote_is_replaced_and_what_came_later_is_kept(tmp_path):
    (tmp_path / "book/chapters").mkdir(parents=True)
    nbformat.write(small_notebook(), tmp_path / "book/chapters/old.ipynb")
    student = tmp_path / "student/chapters"
    write_book(tmp_path / "book", tmp_path / "student")
    assert [path.name for path in student.iterdir()] == ["old.ipynb"]
    (student / ".ipynb_checkpoints").mkdir()
    (student / ".ipynb_checkpoints/old-checkpoint.ipynb").write_text("{}")
    (tmp_path / "book/chapters/old.ipynb").rename(tmp_path / "book/chapters/one.ipynb")
    write_book(tmp_path / "book", tmp_path / "student")
    assert [path.name for path in student.iterdir()] == ["one.ipynb"]
    (student / "marks.csv").write_text("kept")
    with pytest.raises(StudentError, match=r"found chapters.marks\.csv in it"):
        write_book(tmp_path / "book", tmp_path / "student")
    assert sorted(path.name for path in student.iterdir()) == ["marks.csv", "one.ipynb"]


@pytest.mark.parametrize("name", ["chapters/one.ipynb", "chapters/words.txt"])
def test_an_answer_that_was_typed_into_what_an_earlier_run_wrote_is_kept(tmp_path, monkeypatch, capsys, name):
    (tmp_path / "book/chapters").mkdir(parents=True)
    nbformat.write(small_notebook(), tmp_path / "book/chapters/one.ipynb")
    (tmp_path / "book/chapters/words.txt").write_text("a text")
    monkeypatch.chdir(tmp_path / "book")
    assert main([]) == main([]) == 0
    typed = tmp_path / "book/student" / name
    typed.write_text(typed.read_text() + " ")
    before = {path: path.read_bytes() for path in (tmp_path / "book/student").rglob("*") if path.is_file()}
    assert main([]) == 1
    message = f"expected what an earlier run wrote, found {Path(name)} changed: move it, or name another folder"
    assert message in capsys.readouterr().err
    assert {path: path.read_bytes() for path in (tmp_path / "book/student").rglob("*") if path.is_file()} == before
    assert main([str(tmp_path / "another")]) == 0
    typed.rename(tmp_path / "answers")
    assert main([]) == 0


def test_a_page_of_words_loses_its_solutions_too(tmp_path):
    (tmp_path / "book/chapters").mkdir(parents=True)
    nbformat.write(small_notebook(), tmp_path / "book/chapters/one.ipynb")
    (tmp_path / "book/chapters/more.md").write_text(f"# More\n\n{TASK}{SOLUTION}\n")
    write_book(tmp_path / "book", tmp_path / "student")
    assert (tmp_path / "student/chapters/more.md").read_text() == f"# More\n\n{TASK}{ROOM_FOR_WORDS}\n"


@pytest.mark.parametrize("name", ["logistic-regression", "binary-losses-in-pytorch"])
def test_a_chapter_loses_its_solutions_and_nothing_else(name):
    whole = nbformat.read(CHAPTERS / f"{name}.ipynb", as_version=4)
    student = without_solutions(nbformat.read(CHAPTERS / f"{name}.ipynb", as_version=4))
    text = "\n".join(cell.source for cell in student.cells)
    exercises = re.findall(r"^### (Exercise \d+\..*)$", "\n".join(cell.source for cell in whole.cells), re.MULTILINE)
    assert len(exercises) >= 6
    assert re.findall(r"^### (Exercise \d+\..*)$", text, re.MULTILINE) == exercises
    assert "Solution" not in text
    assert text.count(ROOM_FOR_WORDS) == len(exercises)
    start = next(n for n, cell in enumerate(whole.cells) if cell.source.startswith("## Exercises"))
    solutions = {cell.id for cell in whole.cells[start:] if "hide-cell" in cell.metadata.get("tags", [])}
    assert solutions
    assert all(cell.source == ROOM_FOR_CODE for cell in student.cells if cell.id in solutions)
    others = [cell.source for cell in whole.cells if cell.cell_type == "code" and cell.id not in solutions]
    kept = [cell.source for cell in student.cells if cell.cell_type == "code" and cell.id not in solutions]
    assert kept == others
    assert not [cell.id for cell in student.cells if cell.source.count("exercises.check(") and cell.outputs]


def test_a_book_is_written_with_the_files_its_chapters_need(tmp_path, monkeypatch, capsys):
    for folder in ("chapters", "appendix"):
        (tmp_path / "book" / folder).mkdir(parents=True)
    nbformat.write(small_notebook(), tmp_path / "book/chapters/one.ipynb")
    (tmp_path / "book/chapters/words.txt").write_text("a text")
    (tmp_path / "book/appendix/glossary.md").write_text("# Glossary")
    target = tmp_path / "student"
    assert write_book(tmp_path / "book", target) == [target / "chapters/one.ipynb"]
    assert (target / "chapters/words.txt").read_text() == "a text"
    assert (target / "appendix/glossary.md").exists()
    assert nbformat.read(target / "chapters/one.ipynb", as_version=4).cells[1].source == ROOM_FOR_CODE
    assert nbformat.read(tmp_path / "book/chapters/one.ipynb", as_version=4).cells == small_notebook().cells

    monkeypatch.chdir(tmp_path / "book")
    assert main([]) == 0
    assert "chapters: 1" in capsys.readouterr().out
    assert (tmp_path / "book/student/chapters/one.ipynb").exists()
