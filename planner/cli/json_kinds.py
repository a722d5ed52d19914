"""Kinds of values in the JSON Schemas of what commands print: texts, numbers, lists, objects.

What does not live here: the schemas themselves (``schema.py`` of each command).
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
MAYBE: Schema = {"type": ["number", "null"]}
WHOLE: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
STATUS: Schema = {"enum": ["proven", "within_gap", "time_limit", "infeasible"]}


def list_of(items: Schema) -> Schema:
    """An array."""
    return {"type": "array", "items": items}


def map_of(values: Schema) -> Schema:
    """An object with free keys."""
    return {"type": "object", "additionalProperties": values}


def object_of(required: Schema, optional: Schema | None = None, **more: Any) -> Schema:
    """An object with keys that must be there, and others that may be.

    Examples
    --------
    >>> object_of({"name": TEXT}, {"size": NUMBER})["required"]
    ['name']
    """
    return {"type": "object", "properties": {**required, **(optional or {})}, "required": list(required), **more}


TEXTS = list_of(TEXT)
BOTH = object_of({"en": TEXT, "zh": TEXT})
"""A sentence in both languages."""

SHARE: Schema = {"type": "number", "minimum": -1e-9, "maximum": 1.000001}

ANYTHING = list_of({})

FINDING = object_of(
    {
        "code": TEXT,
        "level": {"enum": ["error", "warning", "note"]},
        "file": TEXT,
        "row": WHOLE,
        "column": TEXT,
        "value": TEXT,
        "message": TEXT,
        "mend": TEXT,
    }
)

SOLVER = object_of({"name": TEXT, "version": TEXT})

MEND = object_of({"words": TEXT, "set": list_of({"type": "string", "pattern": "="})})

AUDIT = object_of({"clean": FLAG, "checked": WHOLE, "findings": ANYTHING})

GOALS = object_of(dict.fromkeys(("coverage", "collaboration", "talent", "firms", "mechanism"), SHARE))

PROOF: Schema = {
    "status": STATUS,
    "objective": MAYBE,
    "bound": MAYBE,
    "gap": MAYBE,
    "cpu_seconds": NUMBER,
    "solver": SOLVER,
}

ALTERNATIVES: Schema = {
    "plans": list_of(
        object_of(
            {"objective": NUMBER, "chosen": TEXTS},
            {
                "status": STATUS,
                "joined": TEXTS,
                "left": TEXTS,
                "goals": map_of(NUMBER),
                "audit": object_of({"clean": FLAG}),
            },
        )
    ),
    "exhausted": FLAG,
    "differ": {"type": "integer", "minimum": 1},
    "ties": object_of({"count": WHOLE, "complete": FLAG}),
}

_SAID: Schema = {
    "type": "object",
    "properties": {
        "code": TEXT,
        "level": {"enum": ["error", "note"]},
        "solver": TEXT,
        "message": {"type": "object", "properties": {"en": TEXT, "zh": TEXT}, "required": ["en", "zh"]},
    },
    "required": ["code", "level", "solver", "message"],
}


_ATTEMPT: Schema = {
    "type": "object",
    "properties": {
        "name": TEXT,
        "version": TEXT,
        "trusted": {"type": "boolean"},
        "claimed": {"enum": ["proven", "within_gap", "time_limit", "infeasible"]},
        "objective": MAYBE,
        "bound": MAYBE,
        "chosen": {"type": "array", "items": TEXT},
        "audit": {"type": "object", "properties": {"clean": {"type": ["boolean", "null"]}}, "required": ["clean"]},
    },
    "required": ["name", "version", "trusted", "claimed", "objective", "bound", "chosen", "audit"],
}

SOLVERS: Schema = {
    "solver_findings": {"type": "array", "items": _SAID},
    "cross_check": {
        "type": "object",
        "properties": {
            "agree": {"type": ["boolean", "null"]},
            "plan_of": {"type": ["string", "null"]},
            "solvers": {"type": "array", "items": _ATTEMPT, "minItems": 2},
        },
        "required": ["agree", "plan_of", "solvers"],
    },
}
"""Keys of ``plan`` and ``solve`` that are there when a solver was chosen or caught."""
