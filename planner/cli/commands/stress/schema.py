"""JSON Schema of what ``buju stress --json`` prints; merged into ``planner.cli.schemas``."""

from __future__ import annotations

from planner.cli.json_kinds import FLAG, MAYBE, NUMBER, STATUS, TEXT, TEXTS, WHOLE, Schema, list_of, map_of, object_of

SOLVER = object_of({"name": TEXT, "version": TEXT})
_RULES = list_of(object_of({"rule": TEXT, "key": TEXT, "words": TEXT}))
_LOSS = object_of(
    {
        "kind": {"enum": ["centre", "organisation", "person"]},
        "id": TEXT,
        "name": TEXT,
        "centres": TEXTS,
        "loss": NUMBER,
        "goals": map_of(NUMBER),
        "technologies": list_of(object_of({"technology": TEXT, "name": TEXT})),
        "broken": _RULES,
        "replacement": object_of(
            {"cost": MAYBE, "proven": FLAG, "lifted": TEXTS, "comes": TEXTS, "goes": TEXTS},
        ),
    },
    {"barred": TEXTS, "existing": TEXTS},
)
_FAILURES = object_of(
    {
        "objective": NUMBER,
        "sense": {"enum": ["maximise", "minimise"]},
        "mean_loss": NUMBER,
        "losses": list_of(_LOSS),
        "complete": FLAG,
    }
)
_CORE: Schema = object_of(
    {
        "method": {"enum": ["exact", "front", "sampled"]},
        "goals": TEXTS,
        "low": map_of(NUMBER),
        "high": map_of(NUMBER),
        "orders": list_of(TEXTS),
        "vertices": list_of(list_of(NUMBER)),
        "plans": list_of(object_of({"chosen": TEXTS}, {"weights": WHOLE})),
        "candidates": list_of(
            object_of(
                {
                    "candidate": TEXT,
                    "core_index": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
                    "class": {"enum": ["core", "borderline", "exterior", None]},
                    "proven": FLAG,
                },
                {"name": TEXT, "acceptability": MAYBE, "chosen": FLAG},
            )
        ),
        "complete": FLAG,
        "infeasible": FLAG,
    },
    {"samples": WHOLE, "proven": WHOLE, "seed": WHOLE, "solver": SOLVER, "interrupted": FLAG, "questions": WHOLE},
    **{
        "if": {"properties": {"method": {"const": "sampled"}}},
        "then": {"required": ["samples", "proven", "seed", "solver"]},
    },
)
_CELL = object_of({"value": MAYBE, "regret": MAYBE, "broken": _RULES})
_CHOSEN: Schema = {"chosen": TEXTS, "years": map_of({"type": "integer"})}
_SCENARIOS = object_of(
    {
        "status": {"enum": ["complete", "infeasible", "no_common", "stopped", "interrupted"]},
        "sense": {"enum": ["maximise", "minimise"]},
        "scenarios": list_of(
            object_of(
                {
                    "name": TEXT,
                    "chance": MAYBE,
                    "status": STATUS,
                    "objective": MAYBE,
                    "bound": MAYBE,
                    "gap": MAYBE,
                    **_CHOSEN,
                }
            )
        ),
        "matrix": list_of(list_of(_CELL)),
        "choices": map_of(
            object_of(
                {
                    "value": MAYBE,
                    "bound": MAYBE,
                    "gap": MAYBE,
                    "status": STATUS,
                    **_CHOSEN,
                    "values": list_of(MAYBE),
                    "regrets": list_of(MAYBE),
                }
            )
        ),
        "conflict": _RULES,
        "tail": NUMBER,
        "ws": MAYBE,
        "rp": MAYBE,
        "eev": MAYBE,
        "evpi": MAYBE,
        "vss": MAYBE,
        "mean": {"anyOf": [{"type": "null"}, object_of({**_CHOSEN, "cells": list_of(_CELL)})]},
        "no_mean": FLAG,
        "solver": SOLVER,
        "audit": object_of({"clean": FLAG, "checked": WHOLE}),
    }
)
_QUANTILES = object_of({f"q{q:02d}": NUMBER for q in (5, 25, 50, 75, 95)})
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_GRADES = object_of(
    {
        "draws": WHOLE,
        "seed": WHOLE,
        "solved": WHOLE,
        "years": list_of(
            object_of(
                {
                    "year": WHOLE,
                    "planned": NUMBER,
                    "quantiles": _QUANTILES,
                    "mean": NUMBER,
                    "cap": _QUANTILES,
                    "budget": MAYBE,
                    "city": {"anyOf": [{"type": "null"}, _QUANTILES]},
                    "beyond": MAYBE,
                }
            )
        ),
        "rules": list_of(
            object_of(
                {
                    "rule": TEXT,
                    "key": TEXT,
                    "words": TEXT,
                    "kind": {"enum": ["target", "must_cover", "budget"]},
                    "chance": _SHARE,
                }
            )
        ),
        "any_rule": _SHARE,
        "centres": list_of(
            object_of(
                {
                    "centre": TEXT,
                    "name": TEXT,
                    "planned": NUMBER,
                    "mean": NUMBER,
                    "quantiles": _QUANTILES,
                    "waived": NUMBER,
                    "ends": _SHARE,
                }
            )
        ),
        "technologies": list_of(
            object_of(
                {
                    "technology": TEXT,
                    "name": TEXT,
                    "centres": TEXTS,
                    "chance": _SHARE,
                    "grades": list_of(
                        object_of({"centre": TEXT, "year": WHOLE, "grade": TEXT, "chance": _SHARE}),
                    ),
                }
            )
        ),
    }
)
SCHEMA: Schema = object_of(
    {"cpu_seconds": NUMBER},
    {
        "run": TEXT,
        "tables": TEXT,
        "kept": TEXT,
        "figure": TEXT,
        "failures": _FAILURES,
        "core": _CORE,
        "grades": _GRADES,
        "scenarios": _SCENARIOS,
    },
    anyOf=[{"required": [part]} for part in ("failures", "core", "grades", "scenarios")],
)
