"""What ``graph export --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.base.findings import Finding
from graph.base.records import Count
from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class ExportedGraph:
    """The files of a graph or of Parquet, and the rows by table."""

    files: tuple[str, ...]
    rows: Mapping[str, Count]
    findings: tuple[Finding, ...]
    seconds: float


SCHEMA: Schema = printed(ExportedGraph)
