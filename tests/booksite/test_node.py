"""What Node.js makes is made once, and as soon as it can be."""

from __future__ import annotations

import json
import multiprocessing
import sys
from pathlib import Path

import pytest
from sphinx.errors import ExtensionError
from sphinx.util.parallel import parallel_available

from booksite import node
from lossbook import widgets
from lossbook.widgets.page import modules

ROOT = Path(__file__).parents[2]


@pytest.fixture
def root(tmp_path) -> Path:
    """A folder with the npm packages, and nothing kept from an earlier build."""
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    return tmp_path


@pytest.mark.skipif(not parallel_available, reason="pages are written one after another on Windows")
def test_what_was_shortened_early_starts_no_node(root, monkeypatch):
    sources = ["export const one = 1 + 0;", "export default (long) => long;"]
    apart = [node.run_node(node.MINIFY, [source], ROOT)[0] for source in sources]
    node.minify_early(sources, root)
    (early,) = multiprocessing.active_children()
    early.join(60)
    monkeypatch.setattr(node, "node_program", lambda: pytest.fail("Node.js was started"))
    assert [node.minified(source, root) for source in sources] == apart
    node.minify_early(sources, root)
    assert not multiprocessing.active_children()


def test_a_script_that_cannot_be_shortened_is_told_with_its_fault(root):
    with pytest.raises(ExtensionError, match=r"(?s)Name expected.*line: 2"):
        node.minified("let a;\nlet = 1;", root)


def test_a_node_that_is_killed_is_told_too(root, monkeypatch):
    monkeypatch.setattr(node, "node_program", lambda: sys.executable)
    killed = root / "killed.py"
    killed.write_text("import os\nos.kill(os.getpid(), 9)")
    with pytest.raises(ExtensionError, match=r"failed: exit code -?\d+$"):
        node.run_node(str(killed), [], root)


def test_a_damaged_answer_is_asked_for_again(root):
    whole = node.run_node(node.MINIFY, ["1 + 0"], root)
    (kept,) = (root / "_build" / ".node").iterdir()
    kept.write_text("")
    assert node.run_node(node.MINIFY, ["1 + 0"], root) == whole
    assert json.loads(kept.read_text(encoding="utf-8")) == whole


def test_every_widget_is_shortened_early():
    early = modules()
    carried = {getattr(getattr(widgets, name), "_esm", None) for name in widgets.__all__}
    assert carried - {None} == set(early)
