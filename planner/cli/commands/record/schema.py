"""What ``record --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.base.findings import Finding
from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class RecordedRow:
    """The row that was added, and what the tables say of it."""

    table: str
    row: Mapping[str, str]
    files: tuple[str, ...]
    findings: tuple[Finding, ...]


SCHEMA: Schema = printed(RecordedRow)
