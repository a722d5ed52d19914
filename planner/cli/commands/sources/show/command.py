"""Command ``sources show``: a mapping as it stands, to read or to copy."""

from __future__ import annotations

from typing import Annotated

import typer

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.language import tr
from planner.cli.screen.console import Console

Mapping_ = Annotated[
    str,
    typer.Argument(metavar="MAPPING", help=tr("a mapping file, or the name of a preset", "映射文件，或自带映射的名称")),
]


def show(
    mapping: Mapping_,
    *,
    out: Console,
) -> None:
    """Print the YAML of a mapping."""
    from graph.base.licence import warning
    from loaders.sources.mapping import find_mapping, mapping_text
    from planner.cli.commands.sources.show.schema import MappedInput, ShownMapping

    found = find_mapping(mapping)
    told = ShownMapping(
        name=found.name,
        title=found.title,
        licence=found.licence,
        origin=found.origin,
        inputs=tuple(MappedInput(name=i.name, files=i.files, columns=i.columns) for i in found.inputs),
        tables={name: tuple(q.source for q in queries) for name, queries in found.tables.items()},
    )
    if (words := warning(found.licence)) is not None:
        out.say(words)
    out.result(told, mapping_text(mapping).rstrip("\n"), verbatim=True)


COMMAND = Command(show, Words("Print a mapping, to read or to copy.", "打印映射文件，供阅读或复制修改。"), order=20)
