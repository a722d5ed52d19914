"""JSON Schema of what ``graph diff --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import (
    TEXT,
    Schema,
    list_of,
    map_of,
    object_of,
)

_ROW = object_of({"kind": TEXT, "table": TEXT, "key": {"type": "object"}})
_CHANGED = object_of(
    {"kind": TEXT, "table": TEXT, "key": {"type": "object"}, "columns": map_of(object_of({"here": {}, "there": {}}))}
)

SCHEMA: Schema = object_of({"only_here": list_of(_ROW), "only_there": list_of(_ROW), "changed": list_of(_CHANGED)})
