"""What ``runs rm --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from dataclasses import dataclass

from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class RemovedRuns:
    """The runs that are gone."""

    removed: tuple[str, ...]


SCHEMA: Schema = printed(RemovedRuns)
