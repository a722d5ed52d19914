"""What ``sources check --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.base.findings import Finding
from planner.cli.commands.sources.printed import RowsOfTable
from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class CheckedMapping:
    """What a mapping would make of a source."""

    tables: Mapping[str, RowsOfTable]
    findings: tuple[Finding, ...]


SCHEMA: Schema = printed(CheckedMapping)
