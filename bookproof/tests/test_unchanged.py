"""What the check of a page reads has a name that changes with it, and with nothing else of the book."""

import shutil
from pathlib import Path

import pytest
from bookproof.numbers import unchanged
from bookproof.numbers.check import Book
from bookproof.numbers.view import View
from bookproof.pages import find_pages, read_page

COFFEE = Path(__file__).parents[1] / "examples" / "coffee"
CHAPTER, INTRO = "chapters/cooling.ipynb", "intro.md"
ALTERED = {
    "the words of a page": (CHAPTER, "the temperature falls", "the temperature rises", {CHAPTER}),
    "the words of another page": (INTRO, "our coffee", "a coffee", {INTRO}),
    "a heading": (INTRO, "# A cup", "# The cup", {INTRO, CHAPTER}),
    "what a cell prints": (CHAPTER, "ten minutes 59.1", "ten minutes 59.2", {INTRO, CHAPTER}),
    "a label": (CHAPTER, "label: course", "label: curve", {INTRO, CHAPTER}),
    "the label of a formula": (CHAPTER, "label{eq-", "label{eq-a-", {INTRO, CHAPTER}),
    "a warrant": ("proofs/cooling.toml", "sentence", "sentences", {CHAPTER}),
    "a fact": ("proofs/facts/cooling.json", "true", "false", {CHAPTER}),
    "what the book says of itself": ("pyproject.toml", CHAPTER, INTRO, {INTRO, CHAPTER}),
}


def states(book: Path, offers: dict[Path, unchanged.Offer] | None = None) -> dict[str, str]:
    pages = Book.of(map(read_page, find_pages(book)))
    found = unchanged.names_of_states(pages, book, {} if offers is None else offers)
    return {path.relative_to(book.resolve()).as_posix(): state for path, state in found.items()}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {page for page in before if before[page] != after[page]}


@pytest.fixture
def book(tmp_path) -> Path:
    return shutil.copytree(COFFEE, tmp_path / "coffee")


@pytest.mark.parametrize(("name", "was", "becomes", "pages"), ALTERED.values(), ids=ALTERED)
def test_the_pages_that_read_what_is_altered_have_another_state(book, name, was, becomes, pages):
    offers: dict[Path, unchanged.Offer] = {}
    before = states(book, offers)
    text = (book / name).read_text(encoding="utf-8")
    assert was in text
    (book / name).write_text(text.replace(was, becomes), encoding="utf-8")
    after = states(book)
    assert changed(before, after) == pages
    assert states(book, offers) == after


def test_of_a_page_that_has_not_changed_nothing_is_read(book, monkeypatch):
    offers: dict[Path, unchanged.Offer] = {}
    states(book, offers)
    (book / INTRO).write_text("# Another cup\n", encoding="utf-8")
    read: list[str] = []
    prose = View.prose.func
    monkeypatch.setattr(View, "prose", property(lambda view: read.append(view.path.name) or prose(view)))
    pages = Book.of(map(read_page, find_pages(book)))
    unchanged.names_of_states(pages, book, offers)
    offered = {path.name: (view.anchors, view.equations) for path, view in pages.views.items()}
    assert set(read) == {INTRO}
    again = Book.of(map(read_page, find_pages(book)))
    assert offered == {path.name: (view.anchors, view.equations) for path, view in again.views.items()}
    assert "another-cup" in offered[INTRO][0]


@pytest.mark.parametrize("linked", [True, False])
def test_a_warrant_outside_of_the_root_counts(book, linked):
    (book / "proofs").rename(book.parent / "proofs")
    if linked:
        (book / "proofs").symlink_to(book.parent / "proofs")
    else:
        config = book / "pyproject.toml"
        config.write_text(config.read_text() + 'proofs = "../proofs"\nfacts = "../proofs/facts"\n')
    before = states(book)
    (book.parent / "proofs" / "cooling.toml").write_text("")
    assert changed(before, states(book)) == {CHAPTER}


def test_a_file_that_a_link_or_a_warrant_may_name_counts_and_one_that_is_made_does_not(book):
    before = states(book)
    (book / "_build").mkdir()
    (book / "_build" / "site.html").write_text("made", encoding="utf-8")
    assert changed(before, states(book)) == set()
    (book / "NOTES.md").write_text("# Notes", encoding="utf-8")
    with_notes = states(book)
    assert changed(before, with_notes) == {INTRO, CHAPTER}
    (book / "NOTES.md").write_text("# Other notes", encoding="utf-8")
    assert changed(with_notes, states(book)) == {INTRO, CHAPTER}
    (book / "NOTES.md").unlink()
    assert changed(before, states(book)) == set()


def test_the_code_of_the_checks_counts(book, monkeypatch, tmp_path):
    package = shutil.copytree(Path(unchanged.__file__).parents[1], tmp_path / "bookproof")
    monkeypatch.setattr(unchanged, "__file__", str(package / "numbers" / "unchanged.py"))
    copied = states(book)
    rule = package / "words" / "direction.py"
    rule.write_text(rule.read_text(encoding="utf-8") + "\n# looser\n", encoding="utf-8")
    assert changed(copied, states(book)) == {INTRO, CHAPTER}
