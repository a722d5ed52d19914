"""What ``due --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from dataclasses import dataclass

from graph.base.records import Count
from planner.cli.json_kinds import Schema, printed
from planner.studies.course.due import Due


@dataclass(frozen=True, kw_only=True)
class DueList:
    """What is due by a year, the longest overdue first."""

    as_of: Count
    due: tuple[Due, ...]


SCHEMA: Schema = printed(DueList)
