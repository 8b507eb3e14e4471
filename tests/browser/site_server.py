"""Serve the built site on loopback, compressed as static hosts do, and count what goes over the wire."""

from __future__ import annotations

import contextlib
import functools
import gzip
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.browser.widget_page import UNPAINTED, drawn

COMPRESSED = (".html", ".css", ".js", ".svg", ".json")
# A page that opened at its top lays out the sections below little by little: whether it is done.
LAID_OUT = "() => !document.documentElement.classList.contains('lb-opening')"
# Whether nothing has come for half a second and nothing is waited for; a browser's own word for that may never come.
QUIET = """() => document.readyState === "complete" && document.fonts.status === "loaded"
  && performance.now() - Math.max(...performance.getEntries().map((entry) => entry.responseEnd ?? 0)) > 500"""
WINDOW = {"width": 1280, "height": 800}


def by_page(names) -> pytest.MarkDecorator:
    """Run a test on each of these pages; a file's tests of a page follow each other, and `loaded` loads it once."""
    return pytest.mark.parametrize("loaded", names, indirect=True, scope="module")


def resize(page, width: int, height: int) -> None:
    """Give a page's window a size, and wait until what moves to its new place has come to rest there."""
    if page.viewport_size == {"width": width, "height": height}:
        return
    page.set_viewport_size({"width": width, "height": height})
    drawn(page)
    page.wait_for_function("() => document.getAnimations().every((move) => move.playState !== 'running')")


@contextlib.contextmanager
def loading(chromium, address: str, script: str = "") -> Iterator[tuple]:
    """A page in a fresh context, after a script, once all of it is there, and what is said on its console."""
    with chromium.new_context(viewport=WINDOW) as context:
        context.add_init_script(UNPAINTED)
        context.add_init_script(script)
        page, complaints = context.new_page(), []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(address)
        page.wait_for_function(LAID_OUT)
        page.wait_for_function(QUIET, polling=100)
        yield page, complaints


@functools.cache
def compressed(path: Path) -> bytes:
    """The file as a static host keeps it ready."""
    return gzip.compress(path.read_bytes(), 6)


@dataclass
class Traffic:
    """What has been sent since the last `clear`: the bytes of each body by path."""

    sent: dict[str, int] = field(default_factory=dict)

    def clear(self) -> None:
        self.sent.clear()

    @property
    def requests(self) -> int:
        return len(self.sent)

    @property
    def kilobytes(self) -> float:
        return sum(self.sent.values()) / 1000


class Handler(SimpleHTTPRequestHandler):
    """Files with gzip where a static host would use it, and a cache life: a next page loads only what is new.

    As on some hosts, the address of a page may lack its ending.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, *args, traffic: Traffic, **kwargs) -> None:
        self.traffic = traffic
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path = path / "index.html"
        elif not path.suffix:
            path = path.with_suffix(".html")
        if not path.is_file():
            self.send_error(404)
            return
        body = compressed(path) if path.suffix in COMPRESSED else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Cache-Control", "max-age=600")
        if path.suffix in COMPRESSED:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.traffic.sent[self.path] = len(body)

    def log_message(self, *args) -> None:
        """Keep the terminal for the tests."""


class Site:
    """The site below `folder` at an address of its own, until `close`."""

    def __init__(self, folder: Path) -> None:
        self.traffic = Traffic()
        handler = functools.partial(Handler, directory=str(folder), traffic=self.traffic)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
