"""A headless Chromium for tests, spoken to over a pipe (Chrome DevTools Protocol): no port, no package, no profile.

It hears everything that a page asks for and says: requests, console messages, exceptions, policy violations.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--remote-debugging-pipe",
)
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowRight": 39, "ArrowDown": 40, "ArrowLeft": 37, "Home": 36, "End": 35}


def found():
    """The path of a Chromium, or blank; ``BUJU_CHROMIUM`` names one."""
    return os.environ.get("BUJU_CHROMIUM") or next((p for n in NAMES if (p := shutil.which(n))), "")


class Chromium:
    """One browser; ``open`` gives pages."""

    def __init__(self):
        self.home = tempfile.TemporaryDirectory(prefix="buju-chromium-", ignore_cleanup_errors=True)
        self.events = []
        self.number = 0
        self.waiting = b""
        ours, theirs = os.pipe(), os.pipe()  # to the browser, from the browser

        def hand_over():
            for target, fd in ((3, os.dup(ours[0])), (4, os.dup(theirs[1]))):
                os.dup2(os.dup(fd) if fd in (3, 4) else fd, target)

        self.process = subprocess.Popen(
            [found(), *FLAGS, f"--user-data-dir={self.home.name}/profile"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"HOME": self.home.name, "FONTCONFIG_FILE": str(self._fonts())},
            close_fds=False,
            preexec_fn=hand_over,  # noqa: PLW1509 - only dup2, before exec
        )
        os.close(ours[0])
        os.close(theirs[1])
        self.to, self.back = ours[1], theirs[0]

    def _fonts(self):
        """A font configuration that also knows the Chinese font of the extra ``zh``."""
        folders = ["/usr/share/fonts", "/usr/local/share/fonts"]
        if find_spec("pylopdf_fonts_zh_cn") is not None:
            folders.append(str(Path(import_module("pylopdf_fonts_zh_cn").sans_path()).parent))
        path = Path(self.home.name) / "fonts.conf"
        said = "".join(f"<dir>{f}</dir>" for f in folders)
        said += "".join(
            f"<match><test name='family'><string>{name}</string></test>"
            "<edit name='family' mode='prepend' binding='strong'><string>Noto Sans SC</string></edit></match>"
            for name in ("system-ui", "sans-serif")
        )
        said += f"<cachedir>{self.home.name}/fonts</cachedir>"
        path.write_text(f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>{said}</fontconfig>')
        return path

    def call(self, method, session=None, timeout=60.0, **parameters):
        """One command and its answer."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + timeout
        while True:
            answer = self._next(until - time.monotonic())
            if answer is None:
                raise TimeoutError(method)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def _next(self, timeout):
        while b"\0" not in self.waiting:
            if not select.select([self.back], [], [], max(0.0, timeout))[0]:
                return None
            more = os.read(self.back, 1 << 20)
            if not more:
                raise RuntimeError("the browser has ended")
            self.waiting += more
        message, _, self.waiting = self.waiting.partition(b"\0")
        return json.loads(message)

    def drain(self, seconds=0.2):
        """Take in the events that are on their way."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if (event := self._next(left)) is not None:
                self.events.append(event)

    def open(self, path, *, width=1280, high=900, dark=False, script=True):
        """A file, or an address of this computer, in a new page of that size."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session, target)
        for domain in ("Page", "Runtime", "Network", "Log"):
            page.call(f"{domain}.enable")
        page.size(width, high)
        page.call(
            "Emulation.setEmulatedMedia",
            features=[
                {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
                {"name": "prefers-reduced-motion", "value": "reduce"},  # nothing to wait for
            ],
        )
        if not script:
            page.call("Emulation.setScriptExecutionDisabled", value=True)
        place = str(path) if str(path).startswith("http://127.0.0.1:") else Path(path).resolve().as_uri()
        page.call("Page.navigate", url=place)
        page.wait("Page.loadEventFired")
        return page

    def close(self):
        """End the browser."""
        with contextlib.suppress(RuntimeError, TimeoutError, OSError):
            self.call("Browser.close", timeout=10)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.to)
        os.close(self.back)
        self.home.cleanup()


class Page:
    """One page."""

    def __init__(self, browser, session, target):
        self.browser, self.session, self.target = browser, session, target

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def size(self, width, high):
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=high, deviceScaleFactor=1, mobile=width < 600
        )

    def events(self, *methods):
        return [
            e["params"]
            for e in self.browser.events
            if e.get("sessionId") == self.session and e.get("method") in methods
        ]

    def wait(self, method, seconds=30.0):
        until = time.monotonic() + seconds
        while not self.events(method):
            if time.monotonic() > until:
                raise TimeoutError(method)
            self.browser.drain(0.05)

    def run(self, expression):
        """The value of a JavaScript expression."""
        done = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in done:
            raise RuntimeError(done["exceptionDetails"])
        return done["result"].get("value")

    def key(self, name, *, shift=False):
        for kind in ("rawKeyDown", "keyUp"):
            text = {"text": "\r"} if name == "Enter" and kind == "rawKeyDown" else {}
            self.call(
                "Input.dispatchKeyEvent",
                type="keyDown" if text else kind,
                key=name,
                code=name,
                windowsVirtualKeyCode=KEYS[name],
                modifiers=8 if shift else 0,
                **text,
            )

    def click(self, selector, n=0):
        """A true click in the middle of what a selector finds."""
        x, y = self.run(
            f"(() => {{ const e = document.querySelectorAll({json.dumps(selector)})[{n}];"
            "e.scrollIntoView({block: 'center', behavior: 'instant'}); const b = e.getBoundingClientRect();"
            "return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def drag(self, start, end):
        """Press the left button at one place of the window, move, and let go at another."""
        for kind, (x, y) in (("mousePressed", start), ("mouseMoved", end), ("mouseReleased", end)):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=1)

    def requests(self):
        """Addresses of everything that was asked for, the page itself left out."""
        asked = [e["request"]["url"] for e in self.events("Network.requestWillBeSent")]
        return [u for u in asked[1:] if not u.startswith("data:")]

    def complaints(self):
        """Console messages, exceptions and log entries."""
        return self.events("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")

    def picture(self, path, *, whole=True):
        data = self.call(
            "Page.captureScreenshot",
            format="png",
            captureBeyondViewport=whole,
            **({"clip": self._whole()} if whole else {}),
        )["data"]
        Path(path).write_bytes(base64.b64decode(data))

    def _whole(self):
        box = self.call("Page.getLayoutMetrics")["cssContentSize"]
        return {"x": 0, "y": 0, "width": box["width"], "height": box["height"], "scale": 1}

    def pdf(self, path):
        data = self.call("Page.printToPDF", printBackground=True, preferCSSPageSize=True)["data"]
        Path(path).write_bytes(base64.b64decode(data))

    def close(self):
        self.browser.call("Target.closeTarget", targetId=self.target)
