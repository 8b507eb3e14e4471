"""What the tests themselves must not do."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = sorted([*ROOT.glob("tests/**/*.py"), *ROOT.glob("bookproof/tests/**/*.py")])
SLEEPS = {"sleep", "wait_for_timeout"}


def sleeps(source: str) -> list[int]:
    """The lines that wait for a time instead of for what the test asserts."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [call.lineno for call in calls if getattr(call.func, "attr", getattr(call.func, "id", "")) in SLEEPS]


@pytest.mark.parametrize(
    ("source", "lines"), [("time.sleep(1)", [1]), ("\npage.wait_for_timeout(60)", [2]), ("drawn(page)", [])]
)
def test_sleeps_are_found(source, lines):
    assert sleeps(source) == lines


def test_no_test_sleeps():
    found = {path.relative_to(ROOT).as_posix(): sleeps(path.read_text(encoding="utf-8")) for path in TESTS}
    assert {name: lines for name, lines in found.items() if lines} == {}
