"""What ``scenario new --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from dataclasses import dataclass

from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class StarterFile:
    """The scenario file written, and what it extends."""

    file: str
    extends: str


SCHEMA: Schema = printed(StarterFile)
