"""Command ``demo``: copy a sample city to a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.base.errors import OutputError
from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.language import tr
from planner.cli.screen.console import Console

At = Annotated[
    int | None,
    typer.Option(
        "--at",
        metavar="YEAR",
        help=tr(
            "the city as it stands at the end of this year: 2026, with twelve centres approved, paid and graded",
            "截至该年年底的城市：2026，已批复、拨付并评价十二家中心",
        ),
    ),
]
Force = Annotated[bool, typer.Option("--force", help=tr("replace what is there", "覆盖已有内容"))]


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=tr("a new folder", "新文件夹"))],
    name: Annotated[str, typer.Option("--city", help=tr("which sample city", "示例城市名称"))] = "ningbo",
    at: At = None,
    force: Force = False,
    *,
    out: Console,
) -> None:
    """Copy the sample city with its scenarios."""
    from loaders.samples import copy_sample
    from planner.cli.commands.demo.schema import WrittenFiles

    name = name if at is None else f"{name}_{at}"
    if force:
        _only_a_sample(folder, name)
    target = copy_sample(name, folder, force)
    files = tuple(sorted(str(p.relative_to(target)) for p in target.rglob("*") if p.is_file()))
    words = Words(
        "{n:file of the sample city {name} is|files of the sample city {name} are} in {p}",
        "示例城市 {name} 的 {n} 个文件已写入 {p}",
    )
    out.result(
        WrittenFiles(folder=str(folder), files=files), words.fill(n=len(files), name=name, p=folder).say(out.lang)
    )
    base = folder / "scenarios" / "base.yaml"
    if not out.json and base.is_file():
        out.say(Words("next: buju plan {p} -S {base}", "下一步：buju plan {p} -S {base}").fill(p=folder, base=base))


def _only_a_sample(folder: Path, name: str) -> None:
    """Refuse to replace a folder that holds anything but the sample city: it would be lost."""
    from importlib.resources import files

    sample = files("loaders.samples") / name
    known = {entry.name for entry in sample.iterdir()} if sample.is_dir() else set()
    try:
        other = sorted(p.name for p in folder.iterdir() if p.name not in known) if folder.is_dir() else []
    except OSError:
        other = []
    if known and other:
        words = Words(
            "{p} also holds {other}, which is no part of the sample city; nothing was replaced. Name another folder",
            "{p} 中还有不属于示例城市的 {other}，未作覆盖。请改用其他文件夹",
        )
        raise OutputError(words.fill(p=folder, other=repr(other[0])))


COMMAND = Command(demo, Words("Copy a sample city to a folder.", "把示例城市复制到文件夹。"), order=10, ends_with=())
