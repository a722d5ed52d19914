"""Command ``sources new``: a mapping drafted from a table's own columns, for a person to correct."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.language import tr
from planner.cli.screen.console import Console


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=tr("a CSV file or a workbook", "CSV 文件或工作簿"))],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help=tr("write the mapping there", "把映射写入该文件")),
    ] = None,
    table: Annotated[str, typer.Option("--table", help=tr("table that the rows are meant for", "各行对应的表"))] = "",
    sheet: Annotated[str, typer.Option("--sheet", help=tr("sheet of the workbook", "工作表名称"))] = "",
    heads: Annotated[str, typer.Option("--heads", metavar="N[-M]", help=tr("rows of the heads", "表头所在行"))] = "",
    force: Annotated[bool, typer.Option("--force", help=tr("replace what is there", "覆盖已有内容"))] = False,
    *,
    out: Console,
) -> None:
    """Guess what each head means, each guess marked; heads without a meaning and needed columns are listed."""
    from graph.base.writing import write_files
    from loaders.sources.drafting import draft
    from planner.cli.commands.sources.new.schema import DraftedMapping

    made = draft(file, table, sheet, _rows(heads))
    files = write_files(output.parent, {output.name: made.text.encode()}, force=force) if output is not None else ()
    drafted = DraftedMapping(
        table=made.table,
        heads=made.heads,
        guesses=made.guesses,
        unused=made.unused,
        wanted=made.wanted,
        findings=made.sheet.findings,
        mapping=made.text,
        files=tuple(map(str, files)),
    )
    words = Words(
        "{n} columns of {t} guessed, {w} wanted, {u} heads not used: correct {f}, then buju sources check",
        "为表 {t} 猜得 {n} 列，缺 {w} 列，未采用表头 {u} 个：请修改 {f}，再运行 buju sources check",
    ).fill(n=len(made.guesses), t=made.table, w=len(made.wanted), u=len(made.unused), f=output or "-")
    out.findings(made.sheet.findings)
    if output is None:
        out.result(drafted, made.text.rstrip("\n"), verbatim=True)
    else:
        out.result(drafted, words.say(out.lang))


def _rows(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    first, _, last = text.partition("-")
    if first.isdecimal() and (last or first).isdecimal() and 0 < int(first) <= int(last or first):
        return int(first), int(last or first)
    raise UsageError(Words("--heads wants a row or two, such as 3 or 3-4", "--heads 应为行号，如 3 或 3-4"))


COMMAND = Command(
    new,
    Words(
        "Draft a mapping from a table's own columns; every guess is marked.",
        "依据表格自身的列起草映射，凡猜测均予标明。",
    ),
    order=25,
)
