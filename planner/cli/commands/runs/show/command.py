"""Command ``runs show``: one run as its folder tells it."""

from __future__ import annotations

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.options.runs import RunName, Runs
from planner.cli.screen.console import Console
from planner.cli.settings import SETTINGS


def show(
    run: RunName,
    runs: Runs = SETTINGS.runs,
    *,
    out: Console,
) -> None:
    """Show one run: what it is, from what it was made, and the files that it holds."""
    from planner.cli.commands.runs.show.text import found_at, show_text, shown_run
    from planner.runs.shelf import find

    folder = find(run, runs)
    kept = found_at(folder)
    run_shown = shown_run(kept, folder)
    out.result(run_shown, show_text(kept, run_shown, out.lang, everything=out.verbose))


COMMAND = Command(
    show, Words("Show what a run is and what it was made from.", "查看一次运行的内容与来源。"), order=20, ends_with=()
)
