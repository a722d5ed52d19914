"""Command ``graph import``: a graph file or Parquet as a folder of CSV files."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.commands.graph.reading import load_dataset, row_counts
from planner.cli.language import tr
from planner.cli.options.common import Dataset
from planner.cli.screen.console import Console

Force = Annotated[bool, typer.Option("--force", help=tr("replace what is there", "覆盖已有内容"))]


def import_(
    path: Dataset,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help=tr("folder to write to", "写入的文件夹"))
    ],
    force: Force = False,
    *,
    out: Console,
) -> None:
    """Write CSV files; exit 1 with all findings, and nothing written, where the file has errors."""
    from loaders.saving import save
    from planner.cli.commands.graph.import_.schema import ImportedGraph

    started = time.perf_counter()
    loaded = load_dataset(path)
    eco = loaded.require()
    shown = [f for f in loaded.findings if out.verbose or f.level == "warning"]
    out.findings(shown)
    files = tuple(map(str, save(eco, output, force=force)))
    rows = row_counts(eco)
    imported = ImportedGraph(
        folder=str(output),
        files=files,
        rows=rows,
        findings=loaded.findings,
        seconds=time.perf_counter() - started,
    )
    words = Words("{n:,} rows in {k} tables are in {p}", "{k} 张表共 {n:,} 行已写入 {p}")
    out.result(imported, words.fill(n=sum(rows.values()), k=sum(map(bool, rows.values())), p=output).say(out.lang))


COMMAND = Command(
    import_,
    Words("Write a graph file or Parquet as a folder of CSV files.", "把图文件或 Parquet 写成 CSV 文件夹。"),
    order=60,
)
