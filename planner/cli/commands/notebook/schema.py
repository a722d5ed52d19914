"""JSON Schema of what ``notebook --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import (
    TEXT,
    Schema,
    list_of,
    object_of,
)

SCHEMA: Schema = object_of({"notebooks": list_of(object_of({"name": TEXT, "title": TEXT, "file": TEXT}))})
