"""What ``runs show --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.base.records import Count
from planner.cli.commands.runs.printed import KeptRun
from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class ShownRun(KeptRun):
    """A run, what it was made from (as its file says), and its files with their sizes in bytes."""

    folder: str
    provenance: Mapping[str, Any]
    files: Mapping[str, Count]


SCHEMA: Schema = printed(ShownRun)
