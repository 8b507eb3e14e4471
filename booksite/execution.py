"""Run the chapters in parallel, keep their results while nothing they depend on changes, and say how far it is."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from pathlib import Path

import nbclient
import sphinx.builders
from bookproof.numbers.processes import cores
from bookproof.pages import find_pages
from docutils import nodes
from jupyter_cache import get_cache
from nbformat.validator import get_validator
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sqlalchemy.exc import SQLAlchemyError

from booksite.cache_key import code_of, keep_names, results_of, state_of_code
from booksite.kernels import use_socket_files

# What decides how a page is shown: a change here reads every page again, and runs none.
SITE = ("booksite/**/*.py", "bookproof/src/**/*.py", "lossbook/palette.py", "lossbook/widgets/page.py")
# One core runs one chapter; kernels that start a thread for each core only slow one another down.
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def state_of(root: Path, patterns: tuple[str, ...]) -> str:
    """A short name for the present contents of the files that match the patterns, but for what Python compiles."""
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            if path.is_file() and path.parent.name != "__pycache__":
                digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def configure(app: Sphinx, config: Config) -> None:
    """Choose the caches, ask for processes that keep all cores busy, and stop kernels at once.

    Each chapter's results lie in a cache of its own, which is named for the state of what the chapter uses. Those of
    other states are kept, so that going back to an earlier state, or to another branch, runs nothing again.
    """
    root = Path(app.srcdir)
    pages = find_pages(root)
    with keep_names(Path(app.outdir).parent / ".names.json"):
        app.lossbook_code = {_name(page, root): code for page in pages if (code := code_of(page)).strip()}
        app.lossbook_states = {
            name: state_of_code(code, (root / name).parent, root) for name, code in app.lossbook_code.items()
        }
    config.lossbook_site_state = state_of(root, SITE)
    app.parallel = processes()
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    for minor in (4, 5):
        get_validator(4, minor)  # compiled here once, for all processes that read
    nbclient.NotebookClient.shutdown_kernel.default_value = "immediate"
    use_socket_files()
    # Sphinx cuts the list of pages into few long pieces, of which the last then keeps one core busy and the rest idle.
    sphinx.builders.make_chunks = lambda pages, *_: [[page] for page in pages]


def processes() -> int:
    """How many processes Sphinx is told to use: one more than there are cores.

    Each that reads a chapter waits for its kernel now and then, at least 0.3 s to start and to end it. Of those that
    write pages, Sphinx leaves one to resolve links, which is done long before the last page is written.
    """
    return cores() + 1


def _name(page: Path, root: Path) -> str:
    return page.relative_to(root).with_suffix("").as_posix()


def outdated(app: Sphinx, env: BuildEnvironment, added: set, changed: set, removed: set) -> list[str]:
    """The pages that must run again because something that they use has changed."""
    before = getattr(env, "lossbook_states", {})
    return [page for page, state in app.lossbook_states.items() if page in env.found_docs and before.get(page) != state]


def order(app: Sphinx, env: BuildEnvironment, pages: list[str]) -> None:
    """Read the pages with the most code first, so that no long one begins when all others have ended.

    A page that documents modules imports them with all that they load, and takes as long as a chapter. Sphinx starts
    as many pages as there are processes, and after these always the last one that waits.
    """
    bare = [page for page in pages if page not in app.lossbook_code]
    documenting = {page for page in bare if "automodule::" in Path(env.doc2path(page)).read_text(encoding="utf-8")}
    pages.sort(key=lambda page: (page not in documenting, -len(app.lossbook_code.get(page, ""))))
    pages[app.parallel :] = reversed(pages[app.parallel :])


def choose_cache(app: Sphinx, page: str, source: list[str]) -> None:
    """Let MyST-NB look for the page's results in the cache of its state.

    Of two readers that store results of the same code in one cache, or create its database, at once, one crashes.
    """
    state = app.lossbook_states.get(page)
    if state:
        cache = results_of(page, state, Path(app.outdir).parent)
        _remove_damaged(cache)
        app.env.mystnb_config = app.env.mystnb_config.copy(execution_cache_path=str(cache))


def _remove_damaged(folder: Path) -> None:
    """Remove a cache that cannot be read, as a build that was killed may leave it: the page runs again."""
    if not folder.exists():
        return
    cache = get_cache(folder)
    try:
        for record in cache.list_cache_records():
            cache.get_cache_bundle(record.pk)
    except (KeyError, ValueError, RuntimeError, SQLAlchemyError):
        shutil.rmtree(folder)


def remember(app: Sphinx, env: BuildEnvironment) -> None:
    """Store with what Sphinx has read the states in which it was read."""
    env.lossbook_states = dict(app.lossbook_states)


def allow_parallel(app: Sphinx, *_) -> None:
    """Declare two extensions safe for parallel builds; they run in the main process only and do not declare it."""
    for name in ("sphinx_external_toc", "sphinx_multitoc_numbering"):
        if name in app.extensions:
            app.extensions[name].parallel_read_safe = True
            app.extensions[name].parallel_write_safe = True


def report(app: Sphinx, doctree: nodes.document) -> None:
    """Print one line for a notebook that has been read: whether it ran, and how long its cells took."""
    data = app.env.nb_metadata[app.env.docname].get("exec_data")
    if data:
        # The cache keeps a time in UTC and MyST-NB reads it as local time: in the west, it lies in the future.
        ran = app.lossbook_started <= data["mtime"] <= time.time()
        how = f"ran in {data['runtime']:.1f} s" if ran and data["runtime"] else "unchanged"
        print(f"  {app.env.docname}: {how if data['succeeded'] else 'FAILED'}", flush=True)


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.lossbook_started = time.time()
    app.add_config_value("lossbook_site_state", "", "env")
    app.connect("config-inited", configure, priority=900)
    app.connect("env-get-outdated", outdated)
    app.connect("env-before-read-docs", allow_parallel)
    app.connect("env-before-read-docs", order)
    app.connect("source-read", choose_cache)
    app.connect("env-updated", remember)
    app.connect("doctree-read", report)
