"""Command ``sources list``: the mappings that come with buju."""

from __future__ import annotations

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.screen.console import Console
from planner.cli.screen.tables import aligned


def list_(
    *,
    out: Console,
) -> None:
    """Name each mapping, what it reads and the licence of its data."""
    from loaders.sources.mapping import find_mapping, presets
    from planner.cli.commands.sources.list.schema import MappingList, ShippedMapping

    found = [find_mapping(name) for name in presets()]
    shipped = [ShippedMapping(name=m.name, title=m.title, licence=m.licence, tables=tuple(m.tables)) for m in found]
    head = Words("mapping|what it reads|licence", "映射|数据源|许可").say(out.lang).split("|")
    rows = [[m.name, m.title.say(out.lang), m.licence] for m in found]
    out.result(MappingList(mappings=tuple(shipped)), aligned(rows, head, most=120))


COMMAND = Command(
    list_, Words("List the mappings that come with buju.", "列出自带的映射文件。"), order=10, ends_with=()
)
