"""JSON Schema of what ``compare --json`` prints."""

from __future__ import annotations

from graph.base.records import schema
from planner.cli.json_kinds import (
    ANYTHING,
    FLAG,
    MAYBE,
    TEXT,
    WHOLE,
    Schema,
    list_of,
    object_of,
)
from planner.studies.evaluation.comparing import EvaluationsCompared

_PLANS: Schema = object_of(
    {
        "run_a": TEXT,
        "run_b": TEXT,
        "same_data": FLAG,
        "figures": list_of(object_of({"name": TEXT, "a": MAYBE, "b": MAYBE})),
        "left": ANYTHING,
        "joined": ANYTHING,
        "moved": ANYTHING,
        "kept": WHOLE,
        "opened": ANYTHING,
        "closed": ANYTHING,
        "years": ANYTHING,
        "rules": ANYTHING,
    }
)
_EVALUATIONS = schema(EvaluationsCompared)
SCHEMA: Schema = {
    "anyOf": [
        _PLANS,
        {**_EVALUATIONS, "properties": {**_EVALUATIONS["properties"], "run_a": TEXT, "run_b": TEXT}},
    ]
}
