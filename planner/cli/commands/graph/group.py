"""Group ``graph``: the ecosystem in graph files and in a Neo4j server."""

from __future__ import annotations

from graph.base.words import Words
from planner.cli.commands import Group

GROUP = Group(
    Words(
        (
            "The ecosystem in graph files, and in a Neo4j server: BUJU_NEO4J_URI, _USER, _PASSWORD or "
            "_PASSWORD_FILE, _DATABASE."
        ),
        ("生态数据与图文件互换，或存入 Neo4j 服务器：BUJU_NEO4J_URI、_USER、_PASSWORD 或 _PASSWORD_FILE、_DATABASE。"),
    ),
    order=160,
)
