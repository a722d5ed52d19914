"""What ``validate --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.base.findings import Finding
from loaders.tables.columns import Counts
from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class Validation:
    """Findings, and how many rows of each table were read."""

    findings: tuple[Finding, ...]
    tables: Mapping[str, Counts]


SCHEMA: Schema = printed(Validation)
