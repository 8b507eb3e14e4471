"""The Sphinx extension that turns the notebooks into the site.

Each module does one thing and has its own ``setup``; this one joins them and serves the static files they share.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from booksite import (
    assets,
    bibliography,
    callouts,
    code,
    collected,
    downloads,
    entries,
    execution,
    figures,
    guides,
    home,
    links,
    mathematics,
    pages,
    search,
    tables,
    verified,
    widgets,
)

HERE = Path(__file__).parent
PARTS = (
    collected,
    execution,
    links,
    bibliography,
    callouts,
    mathematics,
    figures,
    code,
    tables,
    widgets,
    verified,
    home,
    guides,
    search,
    entries,
    pages,
    downloads,
    assets,
)


def setup(app: Sphinx) -> dict:
    """Register every part of the site with Sphinx."""
    app.config.templates_path.insert(0, str(HERE / "templates"))
    app.config.html_static_path.append(str(HERE / "static"))
    for part in PARTS:
        part.setup(app)
    # A higher env_version has every page read again: raise it when what is collected from the pages changes.
    return {"version": "1", "env_version": 4, "parallel_read_safe": True, "parallel_write_safe": True}
