"""Command ``scenario show``: every value with its origin and clause."""

from __future__ import annotations

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.commands.scenario.reading import FileArgument, SetOption, load_scenario
from planner.cli.commands.scenario.show.text import show_text, shown_scenario
from planner.cli.screen.console import Console


def show(
    file: FileArgument,
    sets: SetOption = None,
    *,
    out: Console,
) -> None:
    """Show the merged scenario."""
    scenario = load_scenario(file, tuple(sets or ()))
    out.findings(scenario.findings)
    out.result(shown_scenario(scenario, out.lang), show_text(scenario, out.lang, full=out.verbose))


COMMAND = Command(show, Words("Show every value with its origin and clause.", "显示每个值及其来源和条款。"), order=20)
