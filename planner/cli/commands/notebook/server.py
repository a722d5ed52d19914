"""The server of a notebook in run mode: on this computer only, behind a token, closed to pages of other origins.

``python -m planner.cli.commands.notebook.server FILE [--port N] [--headless] [--lang zh|en]``. marimo's own run mode
asks for no token, and no check of the browser keeps a page that is open beside it from a WebSocket on localhost.
What does not live here: which notebook is opened (``command``), editing (marimo's own server, which has a token).
"""

from __future__ import annotations

import argparse
import secrets
import socket
import sys
import threading
import webbrowser
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from graph.base.words import Words
from planner.cli.screen.streams import tell

HOST = "127.0.0.1"
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def allowed(headers: list[tuple[bytes, bytes]], port: int) -> bool:
    """Whether a request is meant for this server and comes from a page of its own, if it comes from a page.

    The host is looked at as well: a foreign name that leads to this computer (DNS rebinding) is refused.

    >>> allowed([(b"host", b"127.0.0.1:80"), (b"origin", b"http://localhost:80")], 80)
    True
    >>> allowed([(b"host", b"127.0.0.1:80"), (b"origin", b"http://localhost:81")], 80)
    False
    >>> allowed([(b"host", b"evil.example:80")], 80)
    False
    """
    hosts = {f"{HOST}:{port}", f"localhost:{port}"} | ({HOST, "localhost"} if port == 80 else set())
    found = [(name.lower(), value.decode("latin-1")) for name, value in headers]
    if [value.lower() for name, value in found if name == b"host"] not in [[host] for host in hosts]:
        return False
    origins = [urlsplit(value) for name, value in found if name == b"origin"]
    return all(origin.scheme == "http" and origin.netloc.lower() in hosts for origin in origins)


def guarded(app: App, port: int) -> App:
    """The application behind the check, WebSockets included."""

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or allowed(list(scope["headers"]), port):
            await app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
            await send({"type": "http.response.body", "body": b"foreign origin or host"})

    return guard


def main(argv: list[str]) -> int:
    """Serve one notebook until Ctrl-C."""
    import marimo
    import uvicorn

    asked = argparse.ArgumentParser()
    asked.add_argument("file")
    asked.add_argument("--port", type=int, default=0)
    asked.add_argument("--headless", action="store_true")
    asked.add_argument("--lang", choices=("zh", "en"), default="en")
    given = asked.parse_args(argv)
    sys.argv = [given.file]  # what the notebook takes for its command line; its data come by BUJU_DATA
    token = secrets.token_urlsafe(24)
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, given.port))
            listening.listen()  # before the address is told: who opens it at once waits
        except OSError as error:
            words = Words("port {n} cannot be used: {why}", "端口 {n} 无法使用：{why}")
            tell(words.fill(n=given.port, why=error.strerror).say(given.lang))
            return 2
        port = listening.getsockname()[1]
        app = marimo.create_asgi_app(quiet=True, token=token).with_app(path="/", root=given.file).build()
        address = f"http://{HOST}:{port}/?access_token={token}"
        tell(Words("open {url}", "请打开 {url}").fill(url=address).say(given.lang))
        if not given.headless:
            threading.Timer(1.0, webbrowser.open, [address]).start()
        settings = uvicorn.Config(guarded(app, port), log_level="error", lifespan="on")
        uvicorn.Server(settings).run(sockets=[listening])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
