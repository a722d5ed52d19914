"""JSON Schema of what ``validate --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import (
    FINDING,
    WHOLE,
    Schema,
    list_of,
    map_of,
    object_of,
)

SCHEMA: Schema = object_of(
    {
        "findings": list_of(FINDING),
        "tables": map_of(object_of({"read": WHOLE, "skipped": WHOLE, "defaulted": WHOLE})),
    }
)
