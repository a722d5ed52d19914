"""Command ``schema``: the JSON Schema of what a command prints."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.language import tr
from planner.cli.schemas import command_schema
from planner.cli.screen.console import Console


def schema(
    command: Annotated[
        list[str],
        typer.Argument(
            metavar="COMMAND",
            help=tr("a command, e.g. plan, or graph push; or result", "命令，如 plan 或 graph push；或 result"),
        ),
    ],
    *,
    out: Console,
) -> None:
    """Print the JSON Schema of a command's output."""
    made = command_schema(" ".join(command))
    out.result(made, json.dumps(made, ensure_ascii=False, indent=2), verbatim=True)


COMMAND = Command(
    schema,
    Words("Print the JSON Schema of what COMMAND --json prints.", "打印某命令 --json 输出的 JSON Schema。"),
    order=150,
    ends_with=(),
)
