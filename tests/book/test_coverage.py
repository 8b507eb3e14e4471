"""Each row of the book's topic list is on a page of the book; `coverage.csv` says on which, and where there.

The parts of the list: A topics, B numbers, C formulas and claims, E pitfalls, F what an introduction often leaves out.
A place is a heading's anchor, the label of a cell, equation or figure, or a key of the bibliography. Where a row is
about a number, its value is given as the place shows it; a formula is a place itself.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from bookproof.bibliography import read_bibliography
from bookproof.markdown import read_markdown, slug
from bookproof.numbers.printed import texts
from bookproof.numbers.view import View
from bookproof.pages import Cell, read_page

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).with_name("coverage.csv")
BIBLIOGRAPHY = "appendix/bibliography.md"
PARTS = {"A": 256, "B": 189, "C": 133, "E": 25, "F": 50}


def expected_rows() -> list[str]:
    return [f"{part}{i:0{max(2, len(str(size)))}}" for part, size in PARTS.items() for i in range(1, size + 1)]


def read_rows() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def pages_in_the_book() -> frozenset[str]:
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [contents["root"], *(page["file"] for part in contents["parts"] for page in part["chapters"])]
    return frozenset(path.relative_to(ROOT).as_posix() for file in files for path in ROOT.glob(f"{file}.*"))


@cache
def places_on(page: str) -> frozenset[str]:
    view = View(read_page(ROOT / page))
    return frozenset(view.anchors | view.labels.keys())


@cache
def shown_at(page: str, anchor: str) -> str:
    """What a reader sees at a place: a cell and its output, a section with what its cells print, or a work's entry."""
    if page == BIBLIOGRAPHY:
        work = read_bibliography(ROOT / "appendix" / "references.bib").entries.get(anchor)
        return "\n".join(work.fields.values()) if work else ""
    view = View(read_page(ROOT / page))
    if anchor in view.labels:
        return "\n".join(shown_by(view.labels[anchor]))
    sections = list(sections_of(view))
    for start, (level, anchors, _) in enumerate(sections):
        if anchor in anchors:
            below = next((at for at in range(start + 1, len(sections)) if sections[at][0] <= level), len(sections))
            return "\n".join(text for _, _, text in sections[start:below])
    return ""


def sections_of(view: View) -> Iterator[tuple[int, set[str], str]]:
    """The parts of a page between two headings: the level, the anchors inside and the text with what cells print."""
    level, anchors, shown = 0, set(), []
    for cell in view.page.cells:
        if cell.kind == "code":
            shown += shown_by(cell)
            continue
        for part in re.split(r"^(?=#{1,4} )", cell.source, flags=re.M):
            if heading := re.match(r"(#{1,4}) ", part):
                yield level, anchors, "\n".join(shown)
                level, anchors, shown = len(heading[1]), set(), []
            document = read_markdown(part)
            anchors |= set(document.anchors) | set(document.equations)
            for passage in document.passages:
                if passage.heading:
                    anchors.add(slug(passage.plain.strip()))
            shown.append(part)
    yield level, anchors, "\n".join(shown)


def shown_by(cell: Cell) -> list[str]:
    """The code of a cell, and what it prints or returns."""
    return [cell.source, *(piece.text for piece in texts(cell))]


def holds(text: str, value: str) -> bool:
    """Whether a number stands in a text, as a whole."""
    return bool(re.search(rf"(?<![\d.]){re.escape(value)}(?!\d)", text.replace("−", "-")))


def fault(row: dict[str, str]) -> str:
    """What is wrong with the place that a row names; empty if nothing is."""
    name = f"{row['row']} ({row['subject']})"
    if row["page"] not in pages_in_the_book():
        return f"{name}: expected a page of the book, got {row['page']}"
    if row["anchor"] not in places_on(row["page"]):
        return f"{name}: expected a heading or a label of {row['page']}, got {row['anchor']}"
    if row["value"] and not holds(shown_at(row["page"], row["anchor"]), row["value"]):
        return f"{name}: expected {row['value']} at {row['anchor']} of {row['page']}"
    return ""


def test_list_is_complete():
    assert [row["row"] for row in read_rows()] == expected_rows()


def test_values_are_those_that_cells_print_and_readers_follow_by_hand():
    assert sum(bool(row["value"]) for row in read_rows() if row["row"][0] == "B") > 170


@pytest.mark.parametrize(
    ("anchor", "value", "there"),
    [
        ("cross-entropies", "1.2899", True),
        ("cross-entropies", "1.289", False),
        ("cross-entropies", "1.2898", False),
        ("gibbs-inequality", "1.2899", False),
    ],
)
def test_value_has_to_stand_at_its_place(anchor, value, there):
    row = {"row": "X1", "subject": "a hinge", "page": "chapters/entropy-and-kl.ipynb", "anchor": anchor, "value": value}
    message = f"X1 (a hinge): expected {value} at {anchor} of chapters/entropy-and-kl.ipynb"
    assert fault(row) == ("" if there else message)


def test_every_row_says_what_it_is_about():
    assert [row["row"] for row in read_rows() if not row["subject"].strip()] == []


@pytest.mark.parametrize("part", PARTS)
def test_every_row_is_on_its_page(part):
    faults = [fault(row) for row in read_rows() if row["row"][0] == part]
    assert len(faults) == PARTS[part]
    assert [message for message in faults if message] == []


@pytest.mark.parametrize(
    ("page", "anchor", "message"),
    [
        ("chapters/hinges.ipynb", "summary", "X1 (a hinge): expected a page of the book, got chapters/hinges.ipynb"),
        ("README.md", "lossbook", "X1 (a hinge): expected a page of the book, got README.md"),
        (
            "chapters/decisions.ipynb",
            "eq-de-hinge",
            "X1 (a hinge): expected a heading or a label of chapters/decisions.ipynb, got eq-de-hinge",
        ),
        ("chapters/decisions.ipynb", "read-between", "X1 (a hinge): expected a heading or a label of"),
    ],
)
def test_fault_names_row_and_place(page, anchor, message):
    assert fault({"row": "X1", "subject": "a hinge", "page": page, "anchor": anchor, "value": ""}).startswith(message)


@pytest.mark.parametrize(
    ("page", "anchor"),
    [
        ("chapters/decisions.ipynb", "summary"),
        ("chapters/decisions.ipynb", "eq-de-threshold"),
        ("chapters/decisions.ipynb", "fig-de-risks"),
        ("chapters/decisions.ipynb", "counts"),
        ("appendix/bibliography.md", "guo2017calibration"),
    ],
)
def test_each_kind_of_place_is_found(page, anchor):
    assert not fault({"row": "X1", "subject": "a hinge", "page": page, "anchor": anchor, "value": ""})
