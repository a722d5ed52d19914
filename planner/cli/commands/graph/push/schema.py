"""JSON Schema of what ``graph push --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import (
    FLAG,
    NUMBER,
    WHOLE,
    Schema,
    map_of,
    object_of,
)

SCHEMA: Schema = object_of(
    {"nodes": map_of(WHOLE), "ties": map_of(WHOLE), "seconds": NUMBER, "dry_run": FLAG},
    {
        "pruned": WHOLE,
        "extra": object_of({"nodes": map_of(WHOLE), "ties": map_of(WHOLE)}),
        "prune": FLAG,
        "only_here": WHOLE,
        "only_there": WHOLE,
        "changed": WHOLE,
    },
)
