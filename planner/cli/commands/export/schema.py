"""JSON Schema of what ``export --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import (
    TEXT,
    TEXTS,
    Schema,
    map_of,
    object_of,
)

SCHEMA: Schema = object_of({"run": TEXT, "files": TEXTS, "left_out": map_of(TEXT), "warnings": TEXTS})
