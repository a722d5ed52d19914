"""Command ``runs list``: what is kept."""

from __future__ import annotations

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.options.runs import Runs
from planner.cli.screen.console import Console
from planner.cli.settings import SETTINGS


def list_(
    runs: Runs = SETTINGS.runs,
    *,
    out: Console,
) -> None:
    """List the runs, those of a study below it."""
    from planner.cli.commands.runs.list.schema import RunList
    from planner.cli.commands.runs.printed import kept_run
    from planner.cli.commands.runs.text import list_text
    from planner.runs.shelf import listed

    found = listed(runs)
    if not found:
        out.say(Words("no runs in {p}", "{p} 中没有运行结果").fill(p=runs))
    out.result(
        RunList(folder=str(runs), runs=tuple(map(kept_run, found))), list_text(found, out.lang, everything=out.verbose)
    )


COMMAND = Command(list_, Words("List the runs that are kept.", "列出已留存的运行结果。"), order=10, ends_with=())
