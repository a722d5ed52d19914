"""Options of the commands that serve a page on loopback."""

from __future__ import annotations

from typing import Annotated

import typer

from planner.cli.language import tr

Port = Annotated[int | None, typer.Option("--port", min=1, max=65535, help=tr("port to listen on", "监听端口"))]
Browser = Annotated[bool, typer.Option("--browser/--no-browser", help=tr("open the browser", "打开浏览器"))]
