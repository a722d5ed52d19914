"""What ``runs tag --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from dataclasses import dataclass

from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class TaggedRun:
    """A run and its new name."""

    run: str
    tag: str


SCHEMA: Schema = printed(TaggedRun)
