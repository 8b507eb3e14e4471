"""Run the chapters in parallel, keep their results while nothing they depend on changes, and say how far it is."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from pathlib import Path

import nbclient
from docutils import nodes
from jupyter_cache import get_cache
from sphinx.application import Sphinx
from sphinx.config import Config

# What a chapter can import, and what decides what it prints: a change here runs the chapters again.
DEPENDENCIES = ("lossbook/*.py", "lossbook/widgets/*", "requirements.txt", "constraints.txt")


SITE = ("booksite/*.py", "bookproof/src/**/*.py")


def state_of(root: Path, patterns: tuple[str, ...]) -> str:
    """A short name for the present contents of the files that match the patterns."""
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            if path.is_file():
                digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def configure(app: Sphinx, config: Config) -> None:
    """Choose the cache folder, ask for as many processes as there are cores, and stop kernels at once.

    Sphinx reads every page again when one of these configuration values, each named for a state of files, has changed.
    """
    root = Path(app.srcdir)
    cache = Path(app.outdir).parent / ".jcache" / state_of(root, DEPENDENCIES)
    for outdated in set(cache.parent.glob("*")) - {cache}:
        shutil.rmtree(outdated)
    config.nb_execution_cache_path = str(cache)
    config.lossbook_site_state = state_of(root, SITE)
    # Two readers that create the cache's database at once crash: create it before they start.
    get_cache(cache).list_cache_records()
    app.parallel = os.cpu_count() or 1
    nbclient.NotebookClient.shutdown_kernel.default_value = "immediate"


def allow_parallel(app: Sphinx, *_) -> None:
    """Say for two extensions, which work in the main process alone and do not say so, that they do not mind."""
    for name in ("sphinx_external_toc", "sphinx_multitoc_numbering"):
        if name in app.extensions:
            app.extensions[name].parallel_read_safe = True
            app.extensions[name].parallel_write_safe = True


def report(app: Sphinx, doctree: nodes.document) -> None:
    """Print one line for a notebook that has been read: whether it ran, and how long its cells took."""
    data = app.env.nb_metadata[app.env.docname].get("exec_data")
    if data:
        ran = data["mtime"] >= app.lossbook_started
        how = f"ran in {data['runtime']:.1f} s" if ran and data["runtime"] else "unchanged"
        print(f"  {app.env.docname}: {how if data['succeeded'] else 'FAILED'}", flush=True)


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.lossbook_started = time.time()
    app.add_config_value("lossbook_site_state", "", "env")
    app.connect("config-inited", configure, priority=900)
    app.connect("env-before-read-docs", allow_parallel)
    app.connect("doctree-read", report)
