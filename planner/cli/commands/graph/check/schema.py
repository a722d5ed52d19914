"""JSON Schema of what ``graph check --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import (
    TEXT,
    TEXTS,
    WHOLE,
    Schema,
    map_of,
    object_of,
)

SCHEMA: Schema = object_of(
    {
        "server": TEXT,
        "dataset": TEXT,
        "nodes": map_of(WHOLE),
        "ties": map_of(WHOLE),
        "missing_constraints": TEXTS,
        "problems": TEXTS,
    }
)
