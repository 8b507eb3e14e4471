"""The check of an exercise is folded: it holds another way to the answer, above the solution that a reader opens."""

import json
import re
from pathlib import Path

import pytest

CHAPTERS = sorted(Path(__file__).parents[2].glob("chapters/*.ipynb"))


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_checks_are_folded_on_the_site_and_in_jupyterlab(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    checks = [cell["metadata"] for cell in cells if re.fullmatch(r"exercise-\d+-check", cell["id"])]
    assert len(checks) >= 3
    assert [check for check in checks if "hide-input" not in check.get("tags", [])] == []
    assert [check for check in checks if not check.get("jupyter", {}).get("source_hidden")] == []
