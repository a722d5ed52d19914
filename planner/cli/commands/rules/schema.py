"""JSON Schema of what ``rules --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import (
    TEXT,
    Schema,
    list_of,
    object_of,
)

RULE = object_of(dict.fromkeys(("code", "level", "title", "why", "example", "mend"), TEXT))

SCHEMA: Schema = {"anyOf": [object_of({"rules": list_of(RULE)}), RULE]}
