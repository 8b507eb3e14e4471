"""Where a Chromium is on this machine."""

from __future__ import annotations

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The same engine without windows: it opens a page with half the work.
SHELL = "chromium-headless-shell"


def program(*before: str) -> str | None:
    """Where the browser is; those named are taken before a whole Chromium."""
    return next(filter(None, map(shutil.which, before + NAMES)), None)
