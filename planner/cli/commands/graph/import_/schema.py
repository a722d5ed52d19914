"""JSON Schema of what ``graph import --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import (
    FINDING,
    NUMBER,
    TEXT,
    TEXTS,
    WHOLE,
    Schema,
    list_of,
    map_of,
    object_of,
)

SCHEMA: Schema = object_of(
    {"folder": TEXT, "files": TEXTS, "rows": map_of(WHOLE), "findings": list_of(FINDING), "seconds": NUMBER}
)
