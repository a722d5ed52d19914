"""Command ``sources resolve``: which organisations written names mean, as a table of aliases to decide on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.language import tr
from planner.cli.screen.console import Console


def resolve(
    names: Annotated[
        Path, typer.Argument(metavar="NAMES", help=tr("CSV file with the names as written", "含原始名称的 CSV 文件"))
    ],
    registry: Annotated[
        Path,
        typer.Option(
            "--registry",
            metavar="FILE",
            help=tr("CSV file of the registry: id and name, one row a name", "名录 CSV：id 与 name，一名一行"),
        ),
    ],
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="DIR", help=tr("folder for aliases.csv", "写入 aliases.csv 的文件夹")),
    ],
    parents: Annotated[
        Path | None,
        typer.Option(
            "--parents",
            metavar="FILE",
            help=tr(
                "CSV file of relations (id, relation, other): take departments and campuses for their parent",
                "关系 CSV（id、relation、other）：院系、校区归入上级单位",
            ),
        ),
    ] = None,
    column: Annotated[
        str, typer.Option("--column", help=tr("column that holds the names", "名称所在的列"), show_default=True)
    ] = "raw",
    force: Annotated[bool, typer.Option("--force", help=tr("replace what is there", "覆盖已有内容"))] = False,
    *,
    out: Console,
) -> None:
    """Decide by identifier and exact name; what is only alike is proposed with a blank ``decided_by``.

    Decisions of a person that stand in an aliases.csv of the folder are kept as they are.
    """
    from graph.base.writing import Content, write_files
    from loaders.sources.aliases import (
        aliases_of,
        as_csv,
        circles,
        kept_decisions,
        read_names,
        read_parents,
        read_registry,
        registry_names,
        stray_identifiers,
    )
    from loaders.sources.reviewing import NAMES, names_csv
    from planner.cli.commands.sources.resolve.schema import ResolvedNames

    kept = kept_decisions(output / "aliases.csv")
    above = None if parents is None else read_parents(parents)
    known = read_registry(registry)
    found = aliases_of(read_names(names, column), known, kept, above)
    noticed = stray_identifiers(names, column, known)
    if above is not None and parents is not None:
        noticed += circles(parents, above)
    made: dict[str, Content] = {"aliases.csv": as_csv(found)}
    if (output / "aliases.csv").exists() and not (force or kept):
        write_files(output, made)  # says that it is there
    made[NAMES] = names_csv((a.id for a in found if a.id and not a.decided_by), registry_names(registry))
    files = write_files(output, made, force=True)
    by = Counter(a.decided_by for a in found)
    resolved = ResolvedNames(
        names=len({a.raw for a in found}),
        identifier=by["identifier"],
        name=by["name"],
        part=by["part"],
        parent=by["parent"],
        person=sum(a.raw in kept for a in found),
        proposed=sum(not a.decided_by and bool(a.id) for a in found),
        unknown=sum(not a.id for a in found),
        files=tuple(map(str, files)),
        findings=noticed,
    )
    words = Words(
        "{n:name|names}: {i} by identifier, {e} by name, {p} by a part, {r} rolled up; "
        "{o:proposal|proposals} to decide in {f}, {u} without any",
        "共 {n} 个名称：按标识符 {i}，按名称 {e}，按组成部分 {p}，归入上级 {r}；{f} 中有 {o} 条建议待人工确认，"
        "{u} 个没有候选",
    )
    said = words.fill(
        n=resolved.names,
        i=resolved.identifier,
        e=resolved.name,
        p=resolved.part,
        r=resolved.parent,
        o=resolved.proposed,
        f=files[0],
        u=resolved.unknown,
    )
    out.findings(noticed)
    out.result(resolved, said.say(out.lang))


COMMAND = Command(
    resolve,
    Words(
        "Say which organisations written names mean; doubtful ones are left to a person.",
        "解析单位名称，存疑者留待人工确认。",
    ),
    order=50,
)
