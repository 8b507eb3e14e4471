"""Notebooks in a live JupyterLab: as they are opened, and widgets, where Python moves the page and the page Python."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError

from tests.browser.widget_page import EXPLORERS, ON_THE_SCREEN, drawn, sliders, state, unfold
from tools.refresh import METADATA

ROOT = Path(__file__).parents[2]
STARTS = 60_000
WINDOW = {"width": 1280, "height": 1400}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab on this machine, and the folder that it serves."""
    pytest.importorskip("jupyterlab", reason="no JupyterLab tests: jupyterlab is not installed")
    home = tmp_path_factory.mktemp("lab")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folders = {f"JUPYTER_{kind}_DIR": str(home / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
    # Every two minutes, JupyterLab saves by itself: a test that saves at that moment would wait, without end, for an
    # answer to "file changed".
    settings = home / "CONFIG" / "lab" / "user-settings" / "@jupyterlab" / "docmanager-extension"
    settings.mkdir(parents=True)
    (settings / "plugin.jupyterlab-settings").write_text('{"autosave": false}', encoding="utf-8")
    options = [
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--ServerApp.ip=127.0.0.1",
        "--IdentityProvider.token=",
    ]
    options += ["--ServerApp.port_retries=0", f"--ServerApp.root_dir={home}"]
    options += ["--ServerApp.contents_manager_class=tools.lab.Contents", "--LabApp.expose_app_in_browser=True"]
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
        self.context = chromium.new_context(viewport=WINDOW)
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


EXPLORER = """from lossbook.widgets import Prediction, SoftmaxExplorer
ask = Prediction("What happens?", answer=1, why="Because so.", state={"target": 0})
explorer = SoftmaxExplorer(ask=ask)
seen = []
explorer.observe(lambda change: seen.append((change["name"], change["new"])), ["logits", "temperature", "target"])
explorer"""
BOTH_WAYS = (EXPLORER, "explorer.temperature = 2", "print(seen)", "explorer.target = 3", "explorer")
QUESTION = """from lossbook.widgets import Question
question = Question("1 + 1?", answer=2, misconceptions={11: "Add them."}, hint="Count.", solution="2")
question"""
ASKS = (QUESTION, "print(question.response, question.misses, question.grade(question.response))")
STARTS_WATCHED = """from lossbook.widgets import {name}
explorer = {name}()
start, seen = explorer.state(), []
explorer.observe(lambda change: seen.append(change["name"]), list(start))
explorer"""
SET_BACK = """with explorer.hold_trait_notifications():
    explorer.set_trait(moved := seen[-1], start[moved])"""
WATCHED = (STARTS_WATCHED, "print(explorer)", SET_BACK)  # for each explorer


@pytest.fixture(scope="module")
def book(chromium, lab):
    """A notebook with the cells of all tests that write their own: to open one takes longer than what they do."""
    each = [cell.format(name=explorer.__name__) for explorer in EXPLORERS for cell in WATCHED]
    book = Notebook(chromium, lab, [*BOTH_WAYS, *ASKS, *each])
    yield book
    book.context.close()


def test_explorer_both_ways(book):
    book.run(0)
    root = book.cell(0).locator(".lw")
    root.wait_for(timeout=STARTS)
    assert state(root)["temperature"] == 1
    assert "−log\u00a0p\u00a0=\u00a00.8566" in root.locator(".lw-says").inner_text()

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
    second = book.cell(4).locator(".lw")
    second.wait_for(timeout=STARTS)
    second.get_by_role("button", name="Reset").click()
    assert state(root) == state(second)
    assert state(root)["temperature"] == 1

    book.page.set_viewport_size({"width": 1280, "height": 700})
    answer = root.get_by_role("textbox", name="Your answer")
    answer.fill("1")
    answer.evaluate("(node) => node.scrollIntoView({ block: 'end' })")
    before = answer.bounding_box()["y"]
    answer.press("Enter")
    root.get_by_text("Yes. Because so.").wait_for()
    assert answer.bounding_box()["y"] < before
    assert root.get_by_role("button", name="Show me").evaluate(ON_THE_SCREEN)
    book.page.set_viewport_size(WINDOW)
    assert book.troubles == []


def test_question_is_seen_by_python(book):
    asks = len(BOTH_WAYS)
    book.run(asks)
    question = book.cell(asks)
    box = question.get_by_label("Your answer")
    box.wait_for(timeout=STARTS)
    box.press_sequentially("11")
    box.press("Enter")
    question.locator(".lw [role=status]", has_text="Not yet. Add them.").wait_for()
    assert "11 1 ('misconception', 'Add them.')" in book.run(asks + 1)
    assert book.troubles == []


@pytest.mark.parametrize("explorer", EXPLORERS)
def test_every_explorer_both_ways(book, explorer):
    shows = len(BOTH_WAYS) + len(ASKS) + len(WATCHED) * EXPLORERS.index(explorer)
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


PANEL = "jupyterapp.shell.currentWidget"
CHAPTER = "maximum-likelihood.ipynb"
# The cells of the notebook from its top to its end, which JupyterLab puts into the page when they come near the window:
# the size of the picture that each shows.
LOOK_THROUGH = """
async () => {
  const outer = document.querySelector(".jp-WindowedPanel-outer");
  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const seen = new Map();
  for (let top = 0; ; top += 400) {
    outer.scrollTo(0, top);
    for (let k = 0; k < 5; k++) await frame();
    for (const picture of outer.querySelectorAll(".jp-RenderedImage img")) {
      await picture.decode();
      const cell = picture.closest("[data-windowed-list-index]").dataset.windowedListIndex;
      seen.set(cell, [picture.offsetWidth, picture.offsetHeight]);
    }
    if (top > outer.scrollHeight) return Object.fromEntries(seen);
  }
}
"""


def outputs(cell: dict) -> list[dict]:
    return [output["data"] for output in cell.get("outputs", []) if "data" in output]


@pytest.fixture(scope="module")
def opened(chromium, lab):
    """A chapter as somebody finds it who opens it for the first time: its kernel is there, and nothing has run."""
    address, home = lab
    shutil.copy(ROOT / "chapters" / CHAPTER, home / CHAPTER)
    context = chromium.new_context(viewport=WINDOW)
    page = context.new_page()
    page.goto(f"{address}/lab/tree/{CHAPTER}?reset")
    page.locator(".jp-Notebook .jp-Cell").nth(3).wait_for(timeout=STARTS)
    page.wait_for_function(f"{PANEL}.sessionContext.session?.kernel?.info", timeout=STARTS)
    page.evaluate(f"{PANEL}.sessionContext.session.kernel.info.then(() => 0)")
    drawn(page)
    yield page
    context.close()


def test_figures_and_explorers_are_seen_before_anything_runs(opened):
    opened.locator("[title^='Notebook not trusted: 0 of']").wait_for(state="attached")
    cells = json.loads((ROOT / "chapters" / CHAPTER).read_text(encoding="utf-8"))["cells"]
    drawing = [str(k) for k, cell in enumerate(cells) if any("image/svg+xml" in data for data in outputs(cell))]
    shown = opened.evaluate(LOOK_THROUGH)
    assert len(drawing) >= 6
    assert sorted(shown) == sorted(drawing)
    assert all(width == 461 and height > 150 for width, height in shown.values())


def test_opening_marks_nothing_as_changed(opened):
    assert opened.evaluate(f"{PANEL}.model.getMetadata('language_info').version") == platform.python_version()
    assert not opened.evaluate(f"{PANEL}.model.dirty")
    assert opened.locator(".jp-mod-dirty").count() == 0


def test_a_chapter_runs_as_its_exercises_say_and_solutions_stay_closed(opened, lab):
    cells = json.loads((ROOT / "chapters" / CHAPTER).read_text(encoding="utf-8"))["cells"]
    place = next(k for k, cell in enumerate(cells) if "".join(cell["source"]).startswith("## Exercises"))
    assert "*Run All Above Selected Cell* in the menu *Run*" in "".join(cells[place]["source"])
    opened.evaluate(f"{PANEL}.content.activeCellIndex = {place}")
    opened.get_by_role("menuitem", name="Run", exact=True).click()
    opened.locator(".lm-Menu-itemLabel", has_text="Run All Above Selected Cell").click()
    last = max(k for k, cell in enumerate(cells[:place]) if cell["cell_type"] == "code")
    ran = f"{PANEL}.content.widgets[{last}].model.executionState === 'idle'"
    opened.wait_for_function(f"{ran} && {PANEL}.content.widgets[{last}].model.trusted", timeout=4 * STARTS)
    closed = [k for k, cell in enumerate(cells) if cell["metadata"].get("jupyter", {}).get("outputs_hidden")]
    assert min(closed) > place
    assert opened.evaluate(f"{closed}.every((k) => {PANEL}.content.widgets[k].outputHidden)")
    opened.evaluate(f"{PANEL}.context.save().then(() => 0)")
    saved = json.loads((lab[1] / CHAPTER).read_text(encoding="utf-8"))
    assert saved["metadata"] == METADATA
