import multiprocessing
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from myst_nb.core.config import NbParserConfig
from nbformat.v4 import new_code_cell, new_notebook
from sphinx.builders import Builder
from sphinx.util.parallel import ParallelTasks, parallel_available

from booksite.execution import choose_cache, order, processes, report


@pytest.mark.skipif(not parallel_available, reason="Sphinx reads pages one after another on Windows")
def test_pages_that_take_long_are_read_first(tmp_path):
    for name, text in {"api": ".. automodule:: math", "words": "Some words.", "a": "", "b": "", "c": ""}.items():
        (tmp_path / name).write_text(text)
    code = {"a": "1", "b": "1 + 1", "c": "1 + 1 + 1"}
    pages = ["words", "a", "b", "c", "api"]
    order(SimpleNamespace(lossbook_code=code, parallel=1), SimpleNamespace(doc2path=tmp_path.joinpath), pages)
    assert started(pages) == ["api", "c", "b", "a", "words"]


def started(pages: list[str]) -> list[str]:
    """The pages in the order in which one process of Sphinx reads them."""
    all_wait = multiprocessing.get_context("fork").Event()
    tasks, read = ParallelTasks(1), []
    for page in pages:
        tasks.add_task(lambda _: all_wait.wait(60), page, lambda page, _: read.append(page))
    all_wait.set()
    tasks.join()
    return read


@pytest.mark.parametrize("page", ["two", "parts/one"])
def test_pages_of_one_code_keep_their_results_apart(page, tmp_path):
    """Readers that stored the same results in one cache at once crashed now and then."""
    states = {"one": "state", page: "state"}
    assert cache_chosen_for("one", states, tmp_path) != cache_chosen_for(page, states, tmp_path)


def cache_chosen_for(page: str, states: dict[str, str], folder: Path) -> Path:
    app = SimpleNamespace(
        lossbook_states=states,
        outdir=folder / "html",
        env=SimpleNamespace(mystnb_config=NbParserConfig()),
    )
    choose_cache(app, page, [])
    return Path(app.env.mystnb_config.execution_cache_path)


@pytest.mark.parametrize("damaged", ["base.ipynb", "global.db"])
@pytest.mark.parametrize("content", [None, "", "half"])
def test_results_that_cannot_be_read_are_made_again(damaged, content, tmp_path):
    folder = cache_chosen_for("one", {"one": "state"}, tmp_path)
    notebook = new_notebook(cells=[new_code_cell("1 + 1")])
    ran = CacheBundleIn(notebook, "one.ipynb")
    get_cache(folder).cache_notebook_bundle(ran, check_validity=False, overwrite=True)
    assert cache_chosen_for("one", {"one": "state"}, tmp_path).exists()
    path = next(folder.rglob(damaged))
    path.unlink()
    if content is not None:
        path.write_text(content)
    assert cache_chosen_for("one", {"one": "state"}, tmp_path) == folder
    assert get_cache(folder).list_cache_records() == []
    get_cache(folder).cache_notebook_bundle(ran, check_validity=False, overwrite=True)


def test_each_core_writes_pages():
    """Sphinx by itself takes one process less."""
    counted: list[int] = []
    builder = SimpleNamespace(
        app=SimpleNamespace(parallel=processes()),
        config=SimpleNamespace(root_doc="intro"),
        env=SimpleNamespace(files_to_rebuild={}, found_docs={"intro"}),
        events=SimpleNamespace(emit=lambda *_: None),
        prepare_writing=lambda pages: None,
        copy_assets=lambda: None,
        parallel_ok=True,
        _write_parallel=lambda pages, nproc: counted.append(nproc),
    )
    Builder.write(builder, None, [])
    assert counted == [os.cpu_count()]


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone of a process is fixed on Windows")
@pytest.mark.parametrize("zone", ["America/New_York", "UTC", "Asia/Tokyo"])
def test_a_chapter_that_a_cache_holds_did_not_run(zone, monkeypatch, capsys):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        cached = datetime.now(UTC).replace(tzinfo=None) - timedelta(seconds=60)  # as jupyter-cache keeps it
        report(built_with(cached.timestamp()), None)
        report(built_with(time.time()), None)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert capsys.readouterr().out.splitlines() == ["  one: unchanged", "  one: ran in 12.0 s"]


def built_with(moment: float) -> SimpleNamespace:
    """A build that began ten seconds ago and has read a notebook whose outputs are of this moment."""
    data = {"mtime": moment, "runtime": 12.0, "succeeded": True}
    env = SimpleNamespace(docname="one", nb_metadata={"one": {"exec_data": data}})
    return SimpleNamespace(env=env, lossbook_started=time.time() - 10)
