"""Command ``help``: the help page of a command, as ``COMMAND -h`` prints it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from graph.base.errors import UsageError
from graph.base.nearest import Nearest
from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.language import tr
from planner.cli.screen.console import Console


def help_(
    context: typer.Context,
    command: Annotated[
        list[str] | None,
        typer.Argument(metavar="COMMAND", help=tr("e.g. plan, or graph push", "如 plan 或 graph push")),
    ] = None,
    *,
    out: Console,
) -> None:
    """Print a help page."""
    from planner.cli.commands.help.schema import HelpPage

    at: Any = context.find_root()
    for word in command or ():
        known = at.command.list_commands(at) if hasattr(at.command, "list_commands") else []
        if word not in known:
            words = Words("there is no command {c}", "没有命令 {c}").fill(c=word)
            if near := Nearest(known)(word):
                words = Words("{w}; did you mean {near}?", "{w}；是否指 {near}？").fill(w=words, near=near)
            raise UsageError(words)
        below = at.command.get_command(at, word)
        at = below.make_context(word, [], parent=at, resilient_parsing=True)
    page = at.command.get_help(at)
    out.result(HelpPage(command=" ".join(command or ()), help=page), page.rstrip("\n"))


COMMAND = Command(help_, Words("Show the help page of a command.", "显示某命令的帮助。"), order=190, ends_with=())
