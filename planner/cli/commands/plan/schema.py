"""JSON Schema of what ``plan --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import (
    ALTERNATIVES,
    ANYTHING,
    AUDIT,
    GOALS,
    MAYBE,
    MEND,
    NUMBER,
    SOLVER,
    SOLVERS,
    STATUS,
    TEXT,
    Schema,
    list_of,
    map_of,
    object_of,
)

_CHOSEN = object_of({"centre": TEXT, "year": {"type": "integer"}, "support": map_of(NUMBER)})
_NOT_INFEASIBLE: Schema = {"properties": {"status": {"not": {"const": "infeasible"}}}}

SCHEMA: Schema = {
    **object_of(
        {"status": STATUS, "cpu_seconds": NUMBER, "solver": SOLVER, "scenario": TEXT},
        {
            "objective": MAYBE,
            "bound": MAYBE,
            "gap": MAYBE,
            "run": {"type": ["string", "null"]},
            "chosen": list_of(_CHOSEN),
            "binding": ANYTHING,
            "conflict": ANYTHING,
            "mends": list_of(MEND),
            "not_measured": list_of(object_of({"goal": TEXT, "weight": NUMBER, "needs": TEXT})),
            **ALTERNATIVES,
            **SOLVERS,
        },
    ),
    "if": _NOT_INFEASIBLE,
    "then": object_of(
        {
            "objective": MAYBE,
            "bound": MAYBE,
            "gap": MAYBE,
            "run": TEXT,
            "chosen": list_of(_CHOSEN),
            "goals": GOALS,
            "binding": ANYTHING,
            "audit": AUDIT,
        }
    ),
    "else": object_of({"conflict": {"type": "array", "minItems": 1}, "mends": list_of(MEND)}),
}
