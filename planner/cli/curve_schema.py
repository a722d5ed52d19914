"""JSON Schema of what ``curve`` prints; merged into ``schemas``."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
MAYBE: Schema = {"type": ["number", "null"]}
FLAG: Schema = {"type": "boolean"}
TEXTS: Schema = {"type": "array", "items": TEXT}
WHOLE: Schema = {"type": "integer", "minimum": 0}
STATUS: Schema = {"enum": ["proven", "within_gap", "time_limit", "infeasible"]}
BOTH: Schema = {"type": "object", "properties": {"en": TEXT, "zh": TEXT}, "required": ["en", "zh"]}


def _object(required: Schema, optional: Schema | None = None) -> Schema:
    return {"type": "object", "properties": {**required, **(optional or {})}, "required": list(required)}


def _said(schema: Schema, words: str) -> Schema:
    return {**schema, "description": words}


_PLAN: Schema = {
    "chosen": TEXTS,
    "years": {"type": "object", "additionalProperties": {"type": "integer"}},
    "support": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": NUMBER}},
    "clean": _said({"type": ["boolean", "null"]}, "whether the audit of this plan found nothing"),
}
_MORE = _object(
    {
        "budget": _said(NUMBER, "budget plus the amount"),
        "value": MAYBE,
        "gain": _said(MAYBE, "best value there minus best value here, 0 or more; both solved"),
        "status": STATUS,
    }
)
_POINT = _object(
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
_STEP = _object(
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
CURVE: Schema = _object(
    {
        "complete": FLAG,
        "status": {"enum": ["complete", "time_limit", "interrupted", "inexact", "infeasible"]},
        "kind": _said({"enum": ["stairs", "grid"]}, "stairs: all breakpoints; grid: these budgets only"),
        "row": _object({"key": TEXT, "words": BOTH}),
        "sense": {"enum": ["maximise", "minimise"]},
        "own": _said(MAYBE, "the cap of the scenario itself"),
        "least": _object({"budget": MAYBE, "bound": MAYBE, "status": STATUS}),
        "enough": {"anyOf": [{"type": "null"}, _object({"budget": NUMBER, "value": NUMBER, "status": STATUS})]},
        "more": _object({"amount": NUMBER, "unit": TEXT, "million": FLAG}),
        "points": {"type": "array", "items": _POINT},
        "roadmap": {
            "anyOf": [
                {"type": "null"},
                _object(
                    {
                        "status": STATUS,
                        "mean": NUMBER,
                        "bound": MAYBE,
                        "gap": MAYBE,
                        "mean_price": NUMBER,
                        "steps": {"type": "array", "items": _STEP},
                    }
                ),
            ]
        },
        "audit": _object({"clean": FLAG, "checked": WHOLE}),
        "solver": _object({"name": TEXT, "version": TEXT}),
        "cpu_seconds": NUMBER,
    },
    {
        "format": TEXT,
        "grain": NUMBER,
        "goals": {"type": "object", "additionalProperties": NUMBER},
        "scenario": TEXT,
        "title": BOTH,
        "dataset": _object({"name": TEXT, "money_unit": TEXT, "illustrative": FLAG}),
        "names": {"type": "object", "additionalProperties": TEXT},
        "run": TEXT,
        "files": TEXTS,
    },
)
"""``buju curve --json``."""
