"""Cells, pages and small books for the tests to write."""

import json
from pathlib import Path

from bookproof.numbers.check import check_pages
from bookproof.pages import find_pages, read_page

HORSE = "chapters/horse.ipynb"

BINDINGS = r"""
import numpy as np
from bookproof.formulas import Depends, bind

def surprise(rng):
    return {"p": float(rng.uniform(0.1, 0.9)), r"\ell": Depends(lambda p: -np.log(p), "p")}

BINDINGS = bind(surprise, "eq-loss")
"""


def second_edition(root: Path) -> None:
    """Hold the page that the tests write to the rules of the second edition."""
    (root / "pyproject.toml").write_text('[tool.bookproof]\nsecond-edition = ["chapters/horse.ipynb"]\n')


def markdown(source: str) -> dict:
    return {"cell_type": "markdown", "metadata": {}, "source": source.splitlines(keepends=True)}


def code(source: str, *outputs: dict, label: str = "", run: bool = True, **metadata: object) -> dict:
    source = f"#| label: {label}\n{source}" if label else source
    count = 1 if run else None
    return {
        "cell_type": "code", "execution_count": count, "metadata": metadata, "outputs": list(outputs), "source": source
    }  # fmt: skip


def stream(text: str, name: str = "stdout") -> dict:
    return {"output_type": "stream", "name": name, "text": [text]}


def result(text: str, **other: str) -> dict:
    return {
        "output_type": "execute_result",
        "execution_count": 1,
        "metadata": {},
        "data": {"text/plain": text, **other},
    }


def write(root: Path, name: str, *cells: dict) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")


def complaints(root: Path) -> list[str]:
    return [str(problem) for problem in check_pages([read_page(path) for path in find_pages(root)])]


def formula_book(root, display=r"\ell=-\log p", words="", bindings=BINDINGS):
    """A book of one formula that is bound, with more in the running text."""
    root.mkdir(exist_ok=True)
    second_edition(root)
    (root / "proofs").mkdir(exist_ok=True)
    (root / "proofs" / "horse.py").write_text(bindings)
    write(root, HORSE, markdown(f"$$ {display} \\label{{eq-loss}} $$\n\n{words}"))
    return root


def assert_only_the_lie_is_named(told, true, lie, complaint):
    """Hold a pair of sentences to what `told` says of a page with one of them."""
    assert told(true) == []
    found = told(lie)
    assert any(complaint in line for line in found), found
