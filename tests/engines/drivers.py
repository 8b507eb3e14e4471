"""Three browsers behind one thin protocol: open an address, evaluate, press, type, drag.

Chromium is driven by Playwright, Firefox over WebDriver BiDi, WebKit over classic WebDriver on a screen of its own.
Neither of the last two needs a package beyond what JupyterLab brings.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Protocol

from tests.conftest import FLAGS
from tools.chromium import program

WIDTH, HEIGHT = 1280, 900
KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "ArrowDown": "\ue015", "ArrowRight": "\ue014", "Tab": "\ue004"}
CONTROL = "\ue009"
MINI_BROWSERS = ("webkit2gtk-4.1", "webkit2gtk-4.0")
PATIENCE = 30


class Missing(RuntimeError):
    """A browser that is not on this machine; the message says what to install."""


class Engine(Protocol):
    """What a test asks of a browser."""

    def open(self, address: str) -> None:
        """Load a page and wait for its load event."""

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression; a promise is awaited."""

    def press(self, key: str, control: bool = False) -> None:
        """Press a key on what has the focus."""

    def type(self, text: str) -> None:
        """Type a text into what has the focus."""

    def drag(self, x: float, y: float, dx: float, dy: float) -> None:
        """Press the mouse at a place of the window, move it in ten steps, and let go."""

    def close(self) -> None:
        """End the browser."""


class Chromium:
    """Chromium under Playwright."""

    def __init__(self) -> None:
        from playwright.sync_api import Error, sync_playwright

        if program() is None:
            raise Missing("no Chromium: install the package chromium")
        self._error = Error
        self._driver = sync_playwright().start()
        self._browser = self._driver.chromium.launch(executable_path=program(), args=FLAGS)
        self._page = self._browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})

    def open(self, address: str) -> None:
        """Load a page."""
        self._page.goto(address)

    def evaluate(self, expression: str) -> Any:
        """Evaluate an expression; on the next page, if one is on its way."""
        try:
            return self._page.evaluate(f"() => {expression}")
        except self._error as error:
            if "Execution context was destroyed" not in error.message:
                raise
            self._page.wait_for_load_state()
            return self._page.evaluate(f"() => {expression}")

    def press(self, key: str, control: bool = False) -> None:
        """Press a key."""
        self._page.keyboard.press(f"Control+{key}" if control else key)

    def type(self, text: str) -> None:
        """Type a text."""
        self._page.keyboard.type(text)

    def drag(self, x: float, y: float, dx: float, dy: float) -> None:
        """Drag with the mouse."""
        mouse = self._page.mouse
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + dx, y + dy, steps=10)
        mouse.up()

    def close(self) -> None:
        """End the browser."""
        self._browser.close()
        self._driver.stop()


def pointer_actions(x: float, y: float, dx: float, dy: float) -> list[dict]:
    """A drag as WebDriver and BiDi both write it."""
    steps = [{"type": "pointerMove", "x": round(x), "y": round(y)}, {"type": "pointerDown", "button": 0}]
    for k in range(1, 11):
        steps.append({"type": "pointerMove", "x": round(x + dx * k / 10), "y": round(y + dy * k / 10), "duration": 16})
    steps.append({"type": "pointerUp", "button": 0})
    return [{"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": steps}]


def key_actions(keys: str | list[str], control: bool = False) -> list[dict]:
    """Keys pressed one after the other, as WebDriver and BiDi both write it."""
    strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
    if control:
        strokes = [{"type": "keyDown", "value": CONTROL}, *strokes, {"type": "keyUp", "value": CONTROL}]
    return [{"type": "key", "id": "keyboard", "actions": strokes}]


class Firefox:
    """Firefox over WebDriver BiDi, on the socket that it opens by itself."""

    def __init__(self) -> None:
        import websocket

        firefox = shutil.which("firefox-esr") or shutil.which("firefox")
        if firefox is None:
            raise Missing("no Firefox: install the package firefox-esr")
        self._profile = tempfile.mkdtemp(prefix="firefox-")
        self._process = subprocess.Popen(
            [firefox, "--headless", "--no-remote", "--profile", self._profile, "--remote-debugging-port=0"],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            env=os.environ | {"HOME": self._profile, "MOZ_DISABLE_CONTENT_SANDBOX": "1"},
        )
        found = (re.search(r"WebDriver BiDi listening on (ws://\S+)", line) for line in self._process.stderr)
        address = next(filter(None, found))[1]
        self._socket = websocket.create_connection(f"{address}/session", timeout=PATIENCE, suppress_origin=True)
        self._sent = 0
        self._send("session.new", capabilities={})
        self._context = self._send("browsingContext.getTree")["contexts"][0]["context"]
        viewport = {"width": WIDTH, "height": HEIGHT}
        self._send("browsingContext.setViewport", context=self._context, viewport=viewport)

    def _send(self, method: str, **parameters: Any) -> dict:
        self._sent += 1
        self._socket.send(json.dumps({"id": self._sent, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._sent:
                if answer["type"] == "error":
                    raise RuntimeError(f"{method}: {answer['message']}")
                return answer["result"]

    def open(self, address: str) -> None:
        """Load a page."""
        self._send("browsingContext.navigate", context=self._context, url=address, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """Evaluate an expression."""
        wrapped = f"Promise.resolve({expression}).then((value) => JSON.stringify(value ?? null))"
        target = {"context": self._context}
        result = self._send("script.evaluate", expression=wrapped, target=target, awaitPromise=True)
        if result["type"] == "exception":
            raise RuntimeError(result["exceptionDetails"]["text"])
        return json.loads(result["result"]["value"])

    def press(self, key: str, control: bool = False) -> None:
        """Press a key."""
        self._send("input.performActions", context=self._context, actions=key_actions([KEYS.get(key, key)], control))

    def type(self, text: str) -> None:
        """Type a text."""
        self._send("input.performActions", context=self._context, actions=key_actions(text))

    def drag(self, x: float, y: float, dx: float, dy: float) -> None:
        """Drag with the mouse."""
        self._send("input.performActions", context=self._context, actions=pointer_actions(x, y, dx, dy))

    def close(self) -> None:
        """End the browser."""
        self._socket.close()
        self._process.terminate()
        self._process.wait(PATIENCE)
        shutil.rmtree(self._profile, ignore_errors=True)


class WebKit:
    """WebKit's small browser over classic WebDriver, on a screen in memory."""

    def __init__(self) -> None:
        missing = [name for name in ("WebKitWebDriver", "Xvfb") if shutil.which(name) is None]
        browser = next(
            filter(
                Path.exists,
                (Path(f"/usr/lib/{os.uname().machine}-linux-gnu/{name}/MiniBrowser") for name in MINI_BROWSERS),
            ),
            None,
        )
        if missing or browser is None:
            raise Missing("no WebKit: install the packages webkit2gtk-driver and xvfb")
        reading, writing = os.pipe()
        self._screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT + 100}x24", "-nolisten", "tcp"],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as answer:
            display = answer.readline().strip()
        environment = os.environ | {
            "DISPLAY": f":{display}",
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
            "GDK_BACKEND": "x11",
        }
        environment |= {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1", "LIBGL_ALWAYS_SOFTWARE": "1"}
        port = self._free_port()
        self._process = subprocess.Popen(
            ["WebKitWebDriver", f"--port={port}"], env=environment, stderr=subprocess.DEVNULL
        )
        self._address = f"http://127.0.0.1:{port}/session"
        options = {"webkitgtk:browserOptions": {"binary": str(browser), "args": ["--automation"]}}
        started = self._ask("POST", "", {"capabilities": {"alwaysMatch": options}}, patient=True)
        self._address += "/" + started["sessionId"]
        self._ask("POST", "/window/rect", {"width": WIDTH, "height": HEIGHT, "x": 0, "y": 0})

    @staticmethod
    def _free_port() -> int:
        import socket

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return probe.getsockname()[1]

    def _ask(self, method: str, path: str, body: dict | None = None, patient: bool = False) -> Any:
        """Send one command; a `patient` one waits for the driver to listen."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self._address + path, data, {"Content-Type": "application/json"}, method=method
        )
        while True:
            try:
                with urllib.request.urlopen(request, timeout=2 * PATIENCE) as answer:
                    return json.load(answer)["value"]
            except urllib.error.HTTPError as error:
                raise RuntimeError(json.load(error)["value"]["message"]) from error
            except urllib.error.URLError:
                if not patient or self._process.poll() is not None:
                    raise

    def open(self, address: str) -> None:
        """Load a page."""
        self._ask("POST", "/url", {"url": address})

    def evaluate(self, expression: str) -> Any:
        """Evaluate an expression."""
        script = f"const done = arguments[0]; Promise.resolve({expression}).then((value) => done(value ?? null))"
        return self._ask("POST", "/execute/async", {"script": script, "args": []})

    def press(self, key: str, control: bool = False) -> None:
        """Press a key."""
        self._ask("POST", "/actions", {"actions": key_actions([KEYS.get(key, key)], control)})

    def type(self, text: str) -> None:
        """Type a text."""
        self._ask("POST", "/actions", {"actions": key_actions(text)})

    def drag(self, x: float, y: float, dx: float, dy: float) -> None:
        """Drag with the mouse."""
        self._ask("POST", "/actions", {"actions": pointer_actions(x, y, dx, dy)})

    def close(self) -> None:
        """End browser, driver and screen."""
        self._ask("DELETE", "")
        for process in (self._process, self._screen):
            process.terminate()
            process.wait(PATIENCE)


ENGINES: dict[str, type[Engine]] = {"chromium": Chromium, "firefox": Firefox, "webkit": WebKit}
