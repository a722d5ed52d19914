"""JSON Schema of what ``graph pull --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import (
    NUMBER,
    TEXT,
    TEXTS,
    WHOLE,
    Schema,
    map_of,
    object_of,
)

SCHEMA: Schema = object_of({"folder": TEXT, "files": TEXTS, "rows": map_of(WHOLE), "seconds": NUMBER})
