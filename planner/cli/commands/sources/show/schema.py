"""JSON Schema of what ``sources show --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import TEXT, TEXTS, Schema, list_of, map_of, object_of

SCHEMA: Schema = object_of(
    {
        "name": TEXT,
        "title": TEXT,
        "licence": TEXT,
        "origin": TEXT,
        "inputs": list_of(object_of({"name": TEXT, "files": TEXTS, "columns": map_of(TEXT)})),
        "tables": map_of(TEXTS),
    }
)
