"""Command ``graph export``: the ecosystem as a graph file or Parquet (``loaders.readers.exchange``)."""

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


def export(
    path: Dataset,
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help=tr(
                "a file ending in .graphml, .gexf or .json; without an ending, a folder of Parquet tables",
                "以 .graphml、.gexf 或 .json 结尾的文件；不带后缀则为 Parquet 文件夹",
            ),
        ),
    ],
    force: Force = False,
    *,
    out: Console,
) -> None:
    """Write a dataset as another form of it; reading that form gives the same dataset."""
    from loaders.export import export as write
    from planner.cli.commands.graph.export.schema import ExportedGraph
    from planner.cli.screen.told import say_told

    started = time.perf_counter()
    loaded = load_dataset(path)
    eco = loaded.require()
    say_told(out, loaded.findings)
    files, findings = write(eco, output, force=force)
    out.findings(findings)
    rows = row_counts(eco)
    exported = ExportedGraph(
        files=tuple(map(str, files)), rows=rows, findings=tuple(findings), seconds=time.perf_counter() - started
    )
    words = Words("{n:,} rows are in {p}", "共 {n:,} 行已写入 {p}")
    out.result(exported, words.fill(n=sum(rows.values()), p=output).say(out.lang))


COMMAND = Command(
    export, Words("Write a dataset as a graph file or as Parquet.", "把数据集写成图文件或 Parquet。"), order=50
)
