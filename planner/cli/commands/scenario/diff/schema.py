"""What ``scenario diff --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class ChangedValue:
    """A value in which two scenarios differ; of one that has it not, None with the origin ""."""

    path: str
    a: Any
    b: Any
    a_origin: str
    b_origin: str


@dataclass(frozen=True, kw_only=True)
class ScenarioDifference:
    """Two scenarios by name and the values in which they differ."""

    a: str
    b: str
    changed: tuple[ChangedValue, ...]


SCHEMA: Schema = printed(ScenarioDifference)
