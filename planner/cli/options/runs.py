"""Options and arguments about kept runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.language import tr

_RUN = typer.Argument(
    metavar="RUN",
    help=tr("a run: its folder, its name or how it begins, or a tag", "运行：目录、名称或其开头，或标签"),
)
RunName = Annotated[str, _RUN]
RunNames = Annotated[list[str], _RUN]
NewestRun = Annotated[
    Path,
    typer.Argument(
        metavar="RUN",
        help=tr(
            "folder of a run, or of runs (the newest is taken)",
            "运行结果目录；若为多次运行的上级目录，则取最新一次",
        ),
    ),
]
Runs = Annotated[Path, typer.Option("--runs", metavar="DIR", help=tr("where runs are kept", "运行结果存放目录"))]
