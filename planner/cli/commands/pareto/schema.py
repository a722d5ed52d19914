"""JSON Schema of what ``pareto --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import (
    FLAG,
    NUMBER,
    SOLVER,
    TEXT,
    TEXTS,
    WHOLE,
    Schema,
    list_of,
    map_of,
    object_of,
)

SCHEMA: Schema = object_of(
    {
        "complete": FLAG,
        "goals": TEXTS,
        "points": list_of(list_of(NUMBER)),
        "plans": list_of(TEXTS),
        "cpu_seconds": NUMBER,
    },
    {
        "status": {"enum": ["complete", "resolution", "time_limit", "interrupted", "inexact", "infeasible"]},
        "senses": list_of({"enum": ["maximise", "minimise"]}),
        "ideal": list_of(NUMBER),
        "nadir": list_of(NUMBER),
        "knee": {"anyOf": [{"type": "null"}, object_of({"point": WHOLE, "reached": list_of(NUMBER)})]},
        "steps": list_of(NUMBER),
        "resolution": map_of(NUMBER),
        "questions": WHOLE,
        "solver": SOLVER,
        "years": list_of(map_of({"type": "integer"})),
        "support": list_of(map_of(NUMBER)),
        "audit": object_of({"clean": FLAG, "checked": WHOLE}),
        "figure": TEXT,
        "run": TEXT,
        "kept": list_of(object_of({"plan": {"type": "integer", "minimum": 1}, "run": TEXT})),
    },
)
