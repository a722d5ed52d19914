"""What ``graph pull --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.base.records import Count
from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class PulledGraph:
    """The folder of tables that the server held, and the rows by table."""

    folder: str
    files: tuple[str, ...]
    rows: Mapping[str, Count]
    seconds: float


SCHEMA: Schema = printed(PulledGraph)
