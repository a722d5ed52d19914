"""Command ``graph pull``: what the server holds, as a folder."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.commands.graph.reading import connected
from planner.cli.language import tr
from planner.cli.screen.console import Console


def pull(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=tr("folder to write to", "写入的文件夹"))],
    force: Annotated[bool, typer.Option("--force", help=tr("replace what is there", "覆盖已有内容"))] = False,
    *,
    out: Console,
) -> int:
    """Pull the dataset into a folder; exit 1 if it could not be planned on as it is."""
    from graph.store.reading import pull as pull_from
    from loaders.dataset import load
    from loaders.saving import save
    from planner.cli.commands.graph.pull.schema import PulledGraph

    started = time.perf_counter()
    with connected(out) as connection:
        eco = pull_from(connection)
    files = tuple(map(str, save(eco, folder, force=force)))
    rows = {name: len(next(iter(columns.values()))) for name, columns in eco.tables.items()}
    loaded = load(folder)
    errors = [f for f in loaded.findings if f.level == "error"]
    out.findings(errors)
    pulled = PulledGraph(folder=str(folder), files=files, rows=rows, seconds=time.perf_counter() - started)
    words = Words("{n:,} rows in {k} tables are in {p}", "{k} 张表共 {n:,} 行已写入 {p}")
    out.result(pulled, words.fill(n=sum(rows.values()), k=sum(map(bool, rows.values())), p=folder).say(out.lang))
    return 1 if errors else 0


COMMAND = Command(
    pull, Words("Write what the server holds to a folder.", "把服务器中的数据写入文件夹。"), order=20, ends_with=(1, 5)
)
