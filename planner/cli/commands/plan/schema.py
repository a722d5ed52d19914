"""JSON Schema of what ``plan --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import (
    ALTERNATIVES,
    ANYTHING,
    AUDIT,
    FLAG,
    GOALS,
    MAYBE,
    MEND,
    NUMBER,
    SOLVER,
    SOLVERS,
    STATUS,
    TEXT,
    TEXTS,
    WHOLE,
    Schema,
    list_of,
    map_of,
    object_of,
)

_CHOSEN = object_of({"centre": TEXT, "year": {"type": "integer"}, "support": map_of(NUMBER)})
_VALUED = object_of({"value": MAYBE, "bound": MAYBE, "gap": MAYBE, "status": STATUS})
_TREE = object_of(
    {
        "year": WHOLE,
        "listed": FLAG,
        "seed": WHOLE,
        "sense": {"enum": ["maximise", "minimise"]},
        "now": list_of(object_of({"centre": TEXT, "name": TEXT, "support": NUMBER})),
        "paid_now": map_of(NUMBER),
        "branches": list_of(
            object_of(
                {
                    "grades": map_of(TEXT),
                    "chance": NUMBER,
                    "value": MAYBE,
                    "later": list_of(object_of({"centre": TEXT, "name": TEXT, "year": WHOLE})),
                    "stops": TEXTS,
                }
            )
        ),
        "values": object_of(dict.fromkeys(("single", "recourse", "foresight", "only_now"), _VALUED)),
        "value_of_recourse": MAYBE,
        "value_of_information": MAYBE,
        "value_of_waiting": MAYBE,
        "audit": object_of({"clean": FLAG, "checked": WHOLE, "findings": TEXTS}),
    }
)
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
            "tree": _TREE,
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
