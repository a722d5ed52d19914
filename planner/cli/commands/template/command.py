"""Command ``template``: empty tables to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.language import tr
from planner.cli.screen.console import Console

Force = Annotated[bool, typer.Option("--force", help=tr("replace what is there", "覆盖已有内容"))]


def template(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=tr("folder for the empty tables", "存放空表的文件夹"))],
    planner: Annotated[
        bool,
        typer.Option(
            "--planner",
            help=tr(
                "planner tables for `buju solve` instead, filled with a made-up example",
                "改为 buju solve 用的规划表，附虚构示例",
            ),
        ),
    ] = False,
    force: Force = False,
    *,
    out: Console,
) -> None:
    """Write CSV files with headers, dataset.yaml and a workbook; headers in the language of ``--lang``."""
    from datetime import date

    from graph.base.writing import write_files
    from loaders.template import WORKBOOK, write_template
    from planner.cli.commands.demo.schema import WrittenFiles
    from planner.rulebook.scenario.starter import first_scenario

    if planner:
        from planner.problem.tables.example import example_files

        made = tuple(path.name for path in write_files(folder, example_files(out.lang), force=force))
        said = Words(
            "{n} files are in {p}: a made-up example; solve it with buju solve {p}",
            "已在 {p} 写入 {n} 个文件（虚构示例）；可用 buju solve {p} 求解",
        ).fill(n=len(made), p=folder)
        out.result(WrittenFiles(folder=str(folder), files=made), said.say(out.lang))
        return
    scenario = first_scenario(folder.name, date.today().year + 1, out.lang)  # noqa: DTZ011 - the year at the desk
    written = write_template(folder, out.lang, force=force, more={"scenarios/base.yaml": scenario.encode()})
    files = tuple(path.relative_to(folder).as_posix() for path in written)
    words = Words(
        "{n} files are in {p}: fill in the CSV files, or only {book}",
        "已在 {p} 写入 {n} 个文件：可填写各 CSV，也可只填写 {book}",
    ).fill(n=len(files), p=folder, book=WORKBOOK)
    out.result(WrittenFiles(folder=str(folder), files=files), words.say(out.lang))
    if not out.json:
        following = Words("then: buju validate {p}, and buju plan {p}", "然后：buju validate {p}，再 buju plan {p}")
        out.say(following.fill(p=folder))


COMMAND = Command(template, Words("Write empty tables to fill in.", "生成待填写的空表。"), order=20, ends_with=())
