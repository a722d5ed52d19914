"""Group ``sources``: foreign data sets as tables of buju, by mapping files."""

from __future__ import annotations

from graph.base.words import Words
from planner.cli.commands import Group

GROUP = Group(
    Words(
        "Foreign data sets (CORDIS, OpenAlex, ROR, NSF, your own tables) as tables of buju, by mapping files.",
        "用映射文件把外部数据（CORDIS、OpenAlex、ROR、NSF 或自有表格）变成 buju 的表。",
    ),
    order=155,
)
