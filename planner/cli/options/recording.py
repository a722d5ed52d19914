"""Options of commands that add to the history of a dataset: who decided, when, by which paper."""

from __future__ import annotations

from typing import Annotated

import typer

from planner.cli.language import tr

By = Annotated[str, typer.Option("--by", metavar="WHO", help=tr("who decided or recorded it", "决定或登记者"))]

On = Annotated[
    str | None,
    typer.Option(
        "--on", metavar="DATE", help=tr("date, YYYY-MM-DD", "日期，YYYY-MM-DD"), show_default=tr("today", "今天")
    ),
]

Paper = Annotated[str, typer.Option("--source", help=tr("paper or address that it rests on", "所依据的文件或网址"))]
