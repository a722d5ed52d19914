"""What ``sources resolve --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from dataclasses import dataclass

from graph.base.findings import Finding
from graph.base.records import Count
from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class ResolvedNames:
    """How many names were resolved by what, how many a person has to decide, and what is odd about the files."""

    names: Count
    identifier: Count
    name: Count
    part: Count
    parent: Count
    person: Count
    proposed: Count
    unknown: Count
    files: tuple[str, ...]
    findings: tuple[Finding, ...]


SCHEMA: Schema = printed(ResolvedNames)
