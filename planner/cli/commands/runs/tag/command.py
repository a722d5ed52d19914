"""Command ``runs tag``: a run gets a name."""

from __future__ import annotations

from typing import Annotated

import typer

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.language import tr
from planner.cli.options.runs import RunName, Runs
from planner.cli.screen.console import Console
from planner.cli.settings import SETTINGS


def tag(
    run: RunName,
    name: Annotated[str, typer.Argument(metavar="TAG", help=tr("one word", "一个词"))],
    force: Annotated[bool, typer.Option("--force", help=tr("take it from another run", "从另一次运行移用"))] = False,
    runs: Runs = SETTINGS.runs,
    *,
    out: Console,
) -> None:
    """Give a run a name by which the other commands find it."""
    from planner.cli.commands.runs.tag.schema import TaggedRun
    from planner.runs import shelf

    folder = shelf.find(run, runs)
    shelf.tag(folder.parent, folder, name, force=force)
    words = Words("{run} is called {tag}", "{run} 的标签为 {tag}").fill(run=folder.name, tag=name)
    out.result(TaggedRun(run=str(folder), tag=name), words.say(out.lang))


COMMAND = Command(tag, Words("Give a run a name.", "给一次运行加标签。"), order=30, ends_with=())
