"""No dict literal of a notebook gives one key twice: Python would keep the last value and say nothing.

The questions list the answers that a misconception leads to as such a literal; of two with one value, one is lost.
"""

import ast
import math
from pathlib import Path

import pytest
from bookproof.pages import read_page

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted([*ROOT.glob("chapters/*.ipynb"), *ROOT.glob("appendix/*.ipynb")])


def value_or_text(key: ast.expr) -> object:
    """The value of an expression of numbers and `math`, so that 0.5 is 1 / 2; the syntax tree of any other key."""
    try:
        return eval(compile(ast.Expression(key), "key", "eval"), {"__builtins__": {}, "math": math})
    except Exception:  # a name of the notebook, which does not run here
        return ast.dump(key)


def repeated_keys(source: str) -> list[str]:
    """The keys that a dict literal has for the second time."""
    found = []
    for literal in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Dict)):
        seen = set()
        for key in literal.keys:
            if key is None:  # **other
                continue
            value = value_or_text(key)
            if value in seen:
                found.append(ast.unparse(key))
            seen.add(value)
    return found


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        ("f({'a': 1, 'b': 2})", []),
        ("f({'a': 1, 'b': 2, 'a': 3})", ["'a'"]),
        ("{0.5: 'half', 1 / 2: 'the same'}", ["1 / 2"]),
        ("{-math.log(2): 'one', math.log(1 / 2): 'other', 1: 'last'}", ["math.log(1 / 2)"]),
        ("{p.item(): 'the name', 1 - p.item(): 'another', p.item(): 'the name again'}", ["p.item()"]),
        ("{'outer': {1: 'a'}, 'other': {1: 'b', **rest, **rest}}", []),
    ],
)
def test_repeated_keys_are_found(source, keys):
    assert repeated_keys(source) == keys


def test_no_notebook_repeats_a_key():
    found = {
        (path.name, cell.number): keys
        for path in NOTEBOOKS
        for cell in read_page(path).cells
        if cell.kind == "code" and (keys := repeated_keys(cell.source))
    }
    assert found == {}
