"""The check of an exercise is folded: it holds another way to the answer, above the solution that a reader opens."""

import ast
import json
import re
from pathlib import Path

import numpy as np
import pytest

from lossbook import exercises

CHAPTERS = sorted(Path(__file__).parents[2].glob("chapters/*.ipynb"))
CHECK = re.compile(r"exercise-\d+-check")
IMPORTS = ast.Import | ast.ImportFrom


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_checks_are_folded_on_the_site_and_in_jupyterlab(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    checks = [cell["metadata"] for cell in cells if CHECK.fullmatch(cell["id"])]
    assert len(checks) >= 3
    assert [check for check in checks if "hide-input" not in check.get("tags", [])] == []
    assert [check for check in checks if not check.get("jupyter", {}).get("source_hidden")] == []


def drawn_cases(path):
    """The arguments that the check of each exercise draws, by its cell; nothing else of the chapter runs."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = {cell["id"]: "".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"}
    imports = [node for text in code.values() for node in ast.walk(ast.parse(text)) if isinstance(node, IMPORTS)]
    names = {}
    exec(compile(ast.Module(imports, []), path.stem, "exec"), names)
    drawn = {}
    for cell_id in filter(CHECK.fullmatch, code):
        *definitions, call = ast.parse(code[cell_id]).body
        (cases,) = (keyword.value.id for keyword in call.value.keywords if keyword.arg == "cases")
        here = dict(names)
        exec(compile(ast.Module(definitions, []), cell_id, "exec"), here)
        rng = np.random.default_rng(0)
        drawn[cell_id] = [here[cases](rng) for _ in range(exercises.CASES)]
    return drawn


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_argument_of_an_exercise_varies_over_its_cases(path):
    """An argument that is the same in all cases could be ignored, or written into the answer as a number."""
    drawn = drawn_cases(path)
    assert len(drawn) >= 3
    for cell_id, cases in drawn.items():
        for position, values in enumerate(zip(*cases, strict=True)):
            assert len({repr(np.asarray(value).tolist()) for value in values}) > 1, f"{cell_id}, argument {position}"
