"""What ``adopt --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.base.records import Count
from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class Adoption:
    """The centres approved in a year, and the rows written by table."""

    year: Count
    approved: tuple[str, ...]
    rows: Mapping[str, Count]
    files: tuple[str, ...]


SCHEMA: Schema = printed(Adoption)
