"""Command ``runs rm``: a run is removed."""

from __future__ import annotations

from typing import Annotated

import typer

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.language import tr
from planner.cli.options.runs import RunNames, Runs
from planner.cli.screen.console import Console
from planner.cli.settings import SETTINGS


def rm(
    run: RunNames,
    force: Annotated[bool, typer.Option("--force", help=tr("even if a study needs it", "研究需要的也删除"))] = False,
    runs: Runs = SETTINGS.runs,
    *,
    out: Console,
) -> None:
    """Remove runs; a study takes the runs that were kept of it along."""
    from planner.cli.commands.runs.rm.schema import RemovedRuns
    from planner.runs import shelf

    folders = [shelf.find(each, runs) for each in run]
    for folder in folders:
        if folder.exists():  # else it has gone with its study
            shelf.remove(folder.parent, folder, force=force)
    words = Words("removed: {names}", "已删除：{names}").fill(names=", ".join(f.name for f in folders))
    out.result(RemovedRuns(removed=tuple(f.name for f in folders)), words.say(out.lang))


COMMAND = Command(rm, Words("Remove runs.", "删除运行结果。"), order=40, ends_with=())
