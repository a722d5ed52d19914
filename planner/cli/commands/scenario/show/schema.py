"""What ``scenario show --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.base.findings import Finding
from graph.base.records import Count
from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class ValueOrigin:
    """The file, line and column that a value comes from."""

    file: str
    line: Count
    column: Count


@dataclass(frozen=True, kw_only=True)
class ShownValue:
    """One value of a scenario, its origin and its clause."""

    path: str
    value: Any
    origin: ValueOrigin
    clause: str
    source: str
    reading: str


@dataclass(frozen=True, kw_only=True)
class ShownScenario:
    """A merged scenario; its title in both languages."""

    name: str
    title: Mapping[str, str]
    files: tuple[str, ...]
    sets: tuple[str, ...]
    values: tuple[ShownValue, ...]
    findings: tuple[Finding, ...]


SCHEMA: Schema = printed(ShownScenario)
