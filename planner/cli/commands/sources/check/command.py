"""Command ``sources check``: a mapping and the files it would read, with nothing written."""

from __future__ import annotations

from pathlib import Path

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.commands.sources.run.command import From, LastRow, Options_
from planner.cli.commands.sources.show.command import Mapping_
from planner.cli.screen.console import Console
from planner.cli.terminating import heard_as_interrupt


def check(
    mapping: Mapping_,
    source: From = Path(),
    option: Options_ = None,
    last_row_whole: LastRow = False,
    *,
    out: Console,
) -> None:
    """Exit 0 when the tables could be written, 1 with every finding when not."""
    from loaders.sources.mapping import find_mapping
    from loaders.sources.running import run as run_mapping
    from planner.cli.commands.sources.check.schema import CheckedMapping
    from planner.cli.commands.sources.printed import options_of, rows_of
    from planner.cli.commands.sources.text import harvest_text

    with heard_as_interrupt():
        done = run_mapping(find_mapping(mapping), source, options_of(option), last_row_whole=last_row_whole)
    out.result(
        CheckedMapping(tables=rows_of(done.counts), findings=tuple(done.findings)),
        harvest_text(done, out.lang),
    )


COMMAND = Command(
    check, Words("Check a mapping on a source, writing nothing.", "检查映射与数据源，不写入任何内容。"), order=40
)
