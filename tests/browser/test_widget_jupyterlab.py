"""The widgets in a live JupyterLab: Python moves the page, and the page moves Python."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError

from tests.browser.widget_page import EXPLORERS, drawn, sliders, state, unfold

pytestmark = pytest.mark.xdist_group(name="lab")  # one JupyterLab for them all
ROOT = Path(__file__).parents[2]
STARTS = 60_000


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab on this machine, and the folder that it serves."""
    pytest.importorskip("jupyterlab", reason="no JupyterLab tests: jupyterlab is not installed")
    home = tmp_path_factory.mktemp("lab")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folders = {f"JUPYTER_{kind}_DIR": str(home / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
    options = [
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--ServerApp.ip=127.0.0.1",
        "--IdentityProvider.token=",
    ]
    options += ["--ServerApp.port_retries=0", f"--ServerApp.root_dir={home}"]
    options += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options],
        env=os.environ | folders | {"PYTHONPATH": str(ROOT), "IPYTHONDIR": str(home / "ipython")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    assert any("is running at" in line for line in server.stderr), "JupyterLab ended before it answered"
    threading.Thread(target=server.stderr.read, daemon=True).start()  # a full pipe would stop the server
    yield address, home
    os.killpg(server.pid, signal.SIGTERM)
    server.wait(20)


class Notebook:
    """A notebook that is open in JupyterLab."""

    def __init__(self, chromium, lab, cells: list[str]) -> None:
        address, home = lab
        code = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        book = {"cells": [code | {"source": cell} for cell in cells], "metadata": kernel}
        book |= {"nbformat": 4, "nbformat_minor": 4}
        name = f"book-{len(list(home.iterdir()))}.ipynb"
        (home / name).write_text(json.dumps(book), encoding="utf-8")
        self.context = chromium.new_context(viewport={"width": 1280, "height": 1400})
        self.page = self.context.new_page()
        self.troubles = []
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.goto(f"{address}/lab/tree/{name}?reset")
        self.page.locator(".jp-Notebook .jp-Cell").last.wait_for(timeout=STARTS)
        self.page.locator(".jp-NotebookPanel-toolbar [data-status=idle]").wait_for(timeout=STARTS)

    def cell(self, number: int):
        return self.page.locator(".jp-Notebook .jp-Cell").nth(number)

    def run(self, number: int) -> str:
        """Run a cell and return what it printed."""
        cell = self.cell(number)
        prompt = cell.locator(".jp-InputPrompt")
        cell.locator(".cm-content").click()
        asked = "node => node.textContent !== '[ ]:'"
        while prompt.inner_text() == "[ ]:":  # a key that comes before the kernel is connected does nothing
            self.page.keyboard.press("Control+Enter")
            with contextlib.suppress(TimeoutError):
                self.page.wait_for_function(asked, arg=prompt.element_handle(), timeout=2000)
        ran = "node => /\\d/.test(node.textContent)"  # a number follows the last message of the run
        self.page.wait_for_function(ran, arg=prompt.element_handle(), timeout=STARTS)
        drawn(self.page)
        return cell.locator(".jp-Cell-outputArea").inner_text()


EXPLORER = """from lossbook.widgets import SoftmaxExplorer
explorer = SoftmaxExplorer()
seen = []
explorer.observe(lambda change: seen.append((change["name"], change["new"])), ["logits", "temperature", "target"])
explorer"""


def test_explorer_both_ways(chromium, lab):
    cells = [EXPLORER, "explorer.temperature = 2", "print(seen)", "explorer.target = 3", "explorer"]
    book = Notebook(chromium, lab, cells)
    book.run(0)
    root = book.page.locator(".lw").first
    root.wait_for(timeout=STARTS)
    assert state(root)["temperature"] == 1
    assert "−log p = 0.8566" in root.locator(".lw-says").inner_text()

    book.run(1)
    root.locator(".lw-says", has_text="−log p = 0.9730").wait_for()

    unfold(root)
    slider = root.get_by_label("logit z of class 0", exact=True)
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        slider.press(key)
        drawn(book.page)
    assert state(root)["logits"] == [3.08, 3.13, 3.48]
    assert "('logits', [3.08, 3.13, 3.48])" in book.run(2)

    assert "TraitError: target: expected a class from 0 to 2, got 3" in book.run(3)
    assert state(root)["target"] == 2

    book.run(4)
    second = book.page.locator(".lw").nth(1)
    second.wait_for(timeout=STARTS)
    second.get_by_role("button", name="Reset").click()
    assert state(root) == state(second)
    assert state(root)["temperature"] == 1
    assert book.troubles == []
    book.context.close()


STARTS_WATCHED = """from lossbook.widgets import {name}
explorer = {name}()
start, seen = explorer.state(), []
explorer.observe(lambda change: seen.append(change["name"]), list(start))
explorer"""
SET_BACK = """with explorer.hold_trait_notifications():
    explorer.set_trait(moved := seen[-1], start[moved])"""


@pytest.fixture(scope="module")
def book(chromium, lab):
    """A notebook with three cells for each explorer: one that shows it, one that prints it, one that sets it back."""
    cells = (STARTS_WATCHED, "print(explorer)", SET_BACK)
    book = Notebook(chromium, lab, [cell.format(name=explorer.__name__) for explorer in EXPLORERS for cell in cells])
    yield book
    book.context.close()


@pytest.mark.parametrize("explorer", EXPLORERS)
def test_every_explorer_both_ways(book, explorer):
    shows = 3 * EXPLORERS.index(explorer)
    book.run(shows)
    root = book.cell(shows).locator(".lw")
    root.wait_for(timeout=STARTS)
    assert state(root) == explorer().state()
    sliders(root)[-1].press("ArrowLeft")
    moved = state(root)
    assert moved != explorer().state()
    assert eval(book.run(shows + 1), {explorer.__name__: explorer}).state() == moved
    book.run(shows + 2)
    assert state(root) == explorer().state()
    assert book.troubles == []


QUESTION = """from lossbook.widgets import Question
question = Question("1 + 1?", answer=2, misconceptions={11: "Add them."}, hint="Count.", solution="2")
question"""


def test_question_is_seen_by_python(chromium, lab):
    show = "print(question.response, question.misses, question.grade(question.response))"
    book = Notebook(chromium, lab, [QUESTION, show])
    book.run(0)
    box = book.page.get_by_label("Your answer")
    box.wait_for(timeout=STARTS)
    box.press_sequentially("11")
    box.press("Enter")
    book.page.locator(".lw [role=status]", has_text="Not yet. Add them.").wait_for()
    assert "11 1 ('misconception', 'Add them.')" in book.run(1)
    assert book.troubles == []
    book.context.close()
