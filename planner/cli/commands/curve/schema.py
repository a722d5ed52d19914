"""JSON Schema of what ``curve`` prints; merged into ``schemas``."""

from __future__ import annotations

from planner.cli.json_kinds import (
    BOTH,
    FLAG,
    MAYBE,
    NUMBER,
    STATUS,
    TEXT,
    TEXTS,
    WHOLE,
    Schema,
    list_of,
    map_of,
    object_of,
)


def _said(schema: Schema, words: str) -> Schema:
    return {**schema, "description": words}


_PLAN: Schema = {
    "chosen": TEXTS,
    "years": map_of({"type": "integer"}),
    "support": map_of(map_of(NUMBER)),
    "clean": _said({"type": ["boolean", "null"]}, "whether the audit of this plan found nothing"),
}
_MORE = object_of(
    {
        "budget": _said(NUMBER, "budget plus the amount"),
        "value": MAYBE,
        "gain": _said(MAYBE, "best value there minus best value here, 0 or more; both solved"),
        "status": STATUS,
    }
)
_POINT = object_of(
    {
        "budget": _said(NUMBER, "cap of the row, in the unit of the data"),
        "status": STATUS,
        "value": _said(MAYBE, "best value of the first objective, recomputed from the plan"),
        "bound": MAYBE,
        "gap": MAYBE,
        "used": _said(MAYBE, "of the row"),
        **_PLAN,
        "joined": _said(TEXTS, "chosen here, not at the budget before"),
        "left": _said(TEXTS, "chosen at the budget before, not here"),
        "more": {"anyOf": [{"type": "null"}, _MORE]},
    }
)
_STEP = object_of(
    {
        "budget": NUMBER,
        "value": NUMBER,
        "price": _said(NUMBER, "price of nesting: the budget's best value against this one, 0 or more"),
        "used": NUMBER,
        "added": _said(TEXTS, "centres that the budget before does not found"),
        **_PLAN,
        "upwards": _said(MAYBE, "value of the roadmap that adds greedily to the cheapest plan"),
        "downwards": _said(MAYBE, "value of the roadmap that drops greedily from the dearest plan"),
    }
)
SCHEMA: Schema = object_of(
    {
        "complete": FLAG,
        "status": {"enum": ["complete", "time_limit", "interrupted", "inexact", "infeasible"]},
        "kind": _said({"enum": ["stairs", "grid"]}, "stairs: all breakpoints; grid: these budgets only"),
        "row": object_of({"key": TEXT, "words": BOTH}),
        "sense": {"enum": ["maximise", "minimise"]},
        "own": _said(MAYBE, "the cap of the scenario itself"),
        "least": object_of({"budget": MAYBE, "bound": MAYBE, "status": STATUS}),
        "enough": {"anyOf": [{"type": "null"}, object_of({"budget": NUMBER, "value": NUMBER, "status": STATUS})]},
        "more": object_of({"amount": NUMBER, "unit": TEXT, "million": FLAG}),
        "points": list_of(_POINT),
        "roadmap": {
            "anyOf": [
                {"type": "null"},
                object_of(
                    {
                        "status": STATUS,
                        "mean": NUMBER,
                        "bound": MAYBE,
                        "gap": MAYBE,
                        "mean_price": NUMBER,
                        "steps": list_of(_STEP),
                    }
                ),
            ]
        },
        "audit": object_of({"clean": FLAG, "checked": WHOLE}),
        "solver": object_of({"name": TEXT, "version": TEXT}),
        "cpu_seconds": NUMBER,
    },
    {
        "format": TEXT,
        "grain": NUMBER,
        "goals": map_of(NUMBER),
        "scenario": TEXT,
        "title": BOTH,
        "dataset": object_of({"name": TEXT, "money_unit": TEXT, "illustrative": FLAG}),
        "names": map_of(TEXT),
        "run": TEXT,
        "files": TEXTS,
    },
)
"""``buju curve --json``."""
