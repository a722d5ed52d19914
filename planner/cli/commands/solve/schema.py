"""JSON Schema of what ``solve --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import (
    ALTERNATIVES,
    ANYTHING,
    MAYBE,
    NUMBER,
    PROOF,
    SOLVERS,
    TEXTS,
    Schema,
    map_of,
    object_of,
)

SCHEMA: Schema = object_of(
    {**PROOF, "chosen": TEXTS, "cost": MAYBE},
    {
        **ALTERNATIVES,
        **SOLVERS,
        "terms": map_of(NUMBER),
        "stages": ANYTHING,
        "conflict": ANYTHING,
        "importance": map_of({}),
    },
)
