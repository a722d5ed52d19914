"""A notebook in run mode: a token is asked for, and pages of other origins are refused, on WebSockets as well."""

import asyncio
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from planner.cli.commands.notebook.server import allowed, guarded

ROOT = Path(__file__).parents[3]
OWN = [(b"host", b"127.0.0.1:2718")]


@pytest.mark.parametrize(
    ("headers", "right"),
    [
        (OWN, True),
        ([(b"Host", b"localhost:2718")], True),
        ([*OWN, (b"origin", b"http://127.0.0.1:2718")], True),
        ([*OWN, (b"origin", b"http://127.0.0.1:2719")], False),  # another program on this computer
        ([*OWN, (b"origin", b"https://127.0.0.1:2718")], False),
        ([*OWN, (b"origin", b"http://evil.example")], False),
        ([*OWN, (b"origin", b"null")], False),  # a page from a file
        ([*OWN, (b"origin", b"http://127.0.0.1:2718"), (b"origin", b"http://evil.example")], False),
        ([(b"host", b"evil.example:2718")], False),  # a foreign name that leads here
        ([(b"host", b"127.0.0.1:2718"), (b"host", b"evil.example")], False),
        ([], False),
    ],
)
def test_who_is_let_in(headers, right):
    assert allowed(headers, 2718) is right


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("origin", [b"http://127.0.0.1:2718", b"http://evil.example"])
def test_what_is_refused_never_reaches_the_notebook(kind, origin):
    reached, sent = [], []

    async def app(scope, receive, send):
        reached.append(scope["type"])

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append(message)

    scope = {"type": kind, "headers": [*OWN, (b"origin", origin)]}
    asyncio.run(guarded(app, 2718)(scope, receive, send))
    if b"evil" not in origin:
        assert (reached, sent) == ([kind], [])
    elif kind == "websocket":
        assert (reached, sent) == ([], [{"type": "websocket.close", "code": 1008}])  # before it is accepted: 403
    else:
        assert (reached, sent[0]["status"]) == ([], 403)


def test_a_real_server_asks_for_its_token():
    pytest.importorskip("marimo")
    command = [
        sys.executable,
        "-m",
        "planner.cli.commands.notebook.server",
        str(ROOT / "notebooks" / "01_ecosystem.py"),
    ]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([*command, "--headless"], env=env, stderr=subprocess.PIPE, text=True) as server:
        try:
            address = re.search(r"http://\S+", server.stderr.readline())[0]
            bare = address.partition("?")[0]

            def status(url, **headers):
                request = urllib.request.Request(url, headers=headers)  # noqa: S310 - the server's own address
                try:
                    with opener.open(request, timeout=60) as answer:
                        return answer.status, answer.url
                except urllib.error.HTTPError as error:
                    return error.code, ""

            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            assert status(bare)[1] != bare  # led to the page that asks for the token
            assert status(address, Origin="http://evil.example")[0] == 403
            assert status(address)[0] == 200
        finally:
            server.terminate()
            server.wait(30)
