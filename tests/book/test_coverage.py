"""Each row of the book's topic list is on a page of the book; `coverage.csv` says on which, and where there.

The parts of the list: A topics, B numbers, C formulas and claims, E pitfalls, F what an introduction often leaves out.
A place is a heading's anchor, the label of a cell, equation or figure, or a key of the bibliography.
"""

import csv
from functools import cache
from pathlib import Path

import pytest
import yaml
from bookproof.numbers.view import View
from bookproof.pages import read_page

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).with_name("coverage.csv")
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


def fault(row: dict[str, str]) -> str:
    """What is wrong with the place that a row names; empty if nothing is."""
    name = f"{row['row']} ({row['subject']})"
    if row["page"] not in pages_in_the_book():
        return f"{name}: expected a page of the book, got {row['page']}"
    if row["anchor"] not in places_on(row["page"]):
        return f"{name}: expected a heading or a label of {row['page']}, got {row['anchor']}"
    return ""


def test_list_is_complete():
    assert [row["row"] for row in read_rows()] == expected_rows()


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
    assert fault({"row": "X1", "subject": "a hinge", "page": page, "anchor": anchor}).startswith(message)


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
    assert not fault({"row": "X1", "subject": "a hinge", "page": page, "anchor": anchor})
