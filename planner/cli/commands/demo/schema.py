"""What ``demo --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from dataclasses import dataclass

from planner.cli.json_kinds import Schema, printed


@dataclass(frozen=True, kw_only=True)
class WrittenFiles:
    """A folder and the files that were written there."""

    folder: str
    files: tuple[str, ...]


SCHEMA: Schema = printed(WrittenFiles)
