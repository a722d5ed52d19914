"""JSON Schema of what ``sources resolve --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import TEXTS, WHOLE, Schema, object_of

SCHEMA: Schema = object_of(
    dict.fromkeys(("names", "identifier", "name", "part", "parent", "person", "proposed", "unknown"), WHOLE)
    | {"files": TEXTS}
)
