"""Command ``sources run``: a foreign data set as a folder of tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.commands.sources.show.command import Mapping_
from planner.cli.language import tr
from planner.cli.screen.console import Console
from planner.cli.terminating import heard_as_interrupt

From = Annotated[
    Path,
    typer.Option("--from", metavar="DIR", help=tr("folder that holds the source's files", "数据源文件所在的文件夹")),
]

Options_ = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help=tr("an option of the mapping, which `sources show` prints", "映射的选项，见 sources show"),
    ),
]

LastRow = Annotated[
    bool,
    typer.Option(
        "--last-row-whole",
        help=tr(
            "take the last row of a CSV file without a line break at its end as whole",
            "CSV 文件末尾没有换行符时，认定末行完整",
        ),
    ),
]


def run(
    mapping: Mapping_,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help=tr("folder to write to", "写入的文件夹"))
    ],
    source: From = Path(),
    option: Options_ = None,
    last_row_whole: LastRow = False,
    force: Annotated[bool, typer.Option("--force", help=tr("replace what is there", "覆盖已有内容"))] = False,
    *,
    out: Console,
) -> None:
    """Write the tables, all or none; exit 1 with every finding where the source's files have errors.

    Run again into the same folder, it lists what was added, has gone or was renamed, and keeps what a person changed.
    """
    from loaders.sources.mapping import find_mapping
    from loaders.sources.refreshing import CHANGES
    from loaders.sources.running import run as run_mapping
    from loaders.sources.running import write
    from planner.cli.commands.sources.printed import options_of, rows_of
    from planner.cli.commands.sources.run.schema import MadeTables
    from planner.cli.commands.sources.text import changes_lines, harvest_text

    with heard_as_interrupt():
        done = run_mapping(find_mapping(mapping), source, options_of(option), last_row_whole=last_row_whole)
        files, changes = write(done, output, force=force)
    made = MadeTables(
        options=done.options,
        tables=rows_of(done.counts),
        findings=tuple(done.findings),
        files=tuple(map(str, files)),
        read=done.read,
        changes=changes,
        changes_file=str(output / CHANGES) if changes else None,
    )
    lines = [harvest_text(done, out.lang), *changes_lines(changes, out.lang)]
    if changes:
        lines.append(Words("all changes: {p}", "全部变化：{p}").fill(p=output / CHANGES).say(out.lang))
    if files:
        lines.append(Words("written to {p}", "已写入 {p}").fill(p=output).say(out.lang))
    out.result(made, "\n".join(lines))


COMMAND = Command(run, Words("Turn a foreign data set into tables.", "把外部数据变成 buju 的表。"), order=30)
