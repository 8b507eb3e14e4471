"""The example book holds as it is, and none of the lies in it gets through; the last tests build it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bookproof.config import facts_file
from bookproof.evaluation import evaluate_book
from bookproof.numbers.check import check_pages
from bookproof.pages import find_pages, read_page

from bookproof import facts

COFFEE = Path(__file__).parents[1] / "examples" / "coffee"
CHAPTER = "chapters/cooling.ipynb"
LIES = {
    "a wrong number": ("[59.1](#course:ten-minutes)", "[59.3](#course:ten-minutes)", "claims 59.3"),
    "another number of the cell": (
        "[43.5](#course:end)",
        "[59.1](#course:ten-minutes)",
        "put each number beside its word",
    ),
    "a wrong direction": ("the temperature falls", "the temperature rises", "says 'rises' from 85.0 to 59.1"),
    "a wrong factor": ("about a third", "about half", "stands for 0.45 to 0.55"),
    "a wrong unit": ("(#half-life:half-life) minutes", "(#half-life:half-life) seconds", "prints it in minutes"),
    "a wrong input": ("coffee at 85 °C", "coffee at 86 °C", "86 is neither linked"),
    "a wrong count": ("Two things", "Three things", "says 'Three' before a list of 2"),
    "a True that says nothing": ("worst < 0.2", "worst == worst", "compares worst with itself"),
    "a false formula": ("(T_0-R)e^{-kt}", "(T_0-R)e^{kt}", "FalseFormula"),
    "a word against the facts": ("the same share each", "the same amount each", "does not say 'the same share'"),
    "a strong sentence turned": ("never gets colder", "never gets warmer", "says 'never' without a warrant"),
}
# On a busy machine each print comes in pieces; this one always does.
AT_ONCE = r"print(f\"{temperature(10):.1f}\")"
IN_PIECES = r"for piece in f\"{temperature(10):.1f}\\n\": print(piece, end=\"\", flush=True)"


def copy(folder: Path, was: str = "", becomes: str = "") -> Path:
    book = folder / "coffee"
    shutil.copytree(COFFEE, book)
    text = (book / CHAPTER).read_text(encoding="utf-8")
    assert was in text
    (book / CHAPTER).write_text(text.replace(was, becomes) if was else text, encoding="utf-8")
    return book


def faults(book: Path) -> list[str]:
    problems = check_pages([read_page(path) for path in find_pages(book)])
    return [*map(str, problems), *(str(result) for result in evaluate_book(book) if result.fails)]


def build(book: Path) -> subprocess.CompletedProcess:
    command = [Path(sys.executable).with_name("jupyter-book"), "build", book, "-W", "-n", "--keep-going"]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def test_the_example_holds(tmp_path):
    assert faults(copy(tmp_path)) == []


@pytest.mark.slow
def test_the_facts_of_the_example_come_to_what_is_stored():
    stored = facts_file(COFFEE / CHAPTER).with_suffix(".json")
    assert facts.execute(COFFEE / CHAPTER) == stored.read_text(encoding="utf-8")


@pytest.mark.parametrize(("was", "becomes", "message"), LIES.values(), ids=LIES)
def test_a_lie_in_the_example_is_named(tmp_path, was, becomes, message):
    found = faults(copy(tmp_path, was, becomes))
    assert any(message in line for line in found), found


@pytest.mark.build
def test_a_stock_jupyter_book_builds_the_example(tmp_path):
    book = copy(tmp_path)
    chapter = (book / CHAPTER).read_text(encoding="utf-8")
    assert AT_ONCE in chapter
    (book / CHAPTER).write_text(chapter.replace(AT_ONCE, IN_PIECES), encoding="utf-8")
    facts_file(book / CHAPTER).with_suffix(".json").write_text(facts.execute(book / CHAPTER), encoding="utf-8")
    done = build(book)
    assert done.returncode == 0, done.stderr[-2000:]
    page = (book / "_build/html/chapters/cooling.html").read_text(encoding="utf-8")
    assert 'href="#course"' in page
    assert 'id="course"' in page
    assert "#| label" not in page
    assert ">59.1\n<" in page
    intro = (book / "intro.md").read_text(encoding="utf-8")
    (book / "intro.md").write_text(intro.replace("[59.1]", "[59.3]"), encoding="utf-8")
    # What is stored in the notebook now agrees with its text, but is not what the code prints.
    chapter = (book / CHAPTER).read_text(encoding="utf-8")
    (book / CHAPTER).write_text(chapter.replace("59.1", "59.3"), encoding="utf-8")
    done = build(book)  # which has what it found a moment ago, and takes the outputs from the cache
    assert done.returncode != 0
    assert re.search(r"intro\.md: .*claims 59\.3", done.stdout + done.stderr)
    assert re.search(r"cooling\.ipynb: .*claims 59\.3", done.stdout + done.stderr)


@pytest.mark.build
def test_lies_fail_the_build_of_a_stock_jupyter_book(tmp_path):
    book = copy(tmp_path, "(T_0-R)e^{-kt}", "(T_0-R)e^{kt}")
    chapter = (book / CHAPTER).read_text(encoding="utf-8")
    (book / CHAPTER).write_text(chapter.replace("about a third", "about half"), encoding="utf-8")
    done = build(book)
    assert done.returncode != 0
    assert "FalseFormula" in done.stdout + done.stderr
    assert "stands for 0.45 to 0.55" in done.stdout + done.stderr
