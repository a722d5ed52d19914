"""Command ``scenario new``: a commented scenario file to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.language import tr
from planner.cli.screen.console import Console


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=tr("the file to write", "要生成的文件"))],
    extends: Annotated[
        str,
        typer.Option(
            "--extends", metavar="BASE", help=tr("a shipped policy or a scenario file", "内置规则名或情景文件")
        ),
    ] = "ningbo-2023",
    force: Annotated[bool, typer.Option("--force", help=tr("write over a file that is there", "覆盖已有文件"))] = False,
    *,
    out: Console,
) -> None:
    """Write a commented scenario file."""
    from planner.cli.commands.scenario.new.schema import StarterFile
    from planner.rulebook.scenario.starter import write_starter

    base = write_starter(file, extends, out.lang, force=force)
    said = Words(
        "written; change what differs from {base}, then: buju scenario show {file}",
        "已生成；请只改与 {base} 不同之处，然后运行：buju scenario show {file}",
    )
    out.say(said.fill(base=base, file=file))
    out.result(StarterFile(file=str(file), extends=base), str(file))


COMMAND = Command(new, Words("Write a commented scenario file to start from.", "生成带注释的情景文件。"), order=10)
