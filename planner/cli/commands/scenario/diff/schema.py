"""JSON Schema of what ``scenario diff --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import (
    TEXT,
    Schema,
    list_of,
    object_of,
)

SCHEMA: Schema = object_of(
    {
        "a": TEXT,
        "b": TEXT,
        "changed": list_of(object_of({"path": TEXT, "a": {}, "b": {}, "a_origin": TEXT, "b_origin": TEXT})),
    }
)
