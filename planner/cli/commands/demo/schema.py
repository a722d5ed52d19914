"""JSON Schema of what ``demo --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import (
    TEXT,
    TEXTS,
    Schema,
    object_of,
)

SCHEMA: Schema = object_of({"folder": TEXT, "files": TEXTS})
