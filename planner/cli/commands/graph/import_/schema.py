"""What ``graph import --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.base.findings import Finding
from graph.base.records import Count
from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class ImportedGraph:
    """The folder of tables made of a graph file, and the rows by table."""

    folder: str
    files: tuple[str, ...]
    rows: Mapping[str, Count]
    findings: tuple[Finding, ...]
    seconds: float


SCHEMA: Schema = printed(ImportedGraph)
