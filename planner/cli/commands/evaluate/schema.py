"""JSON Schema of what ``evaluate --json`` prints: the evaluation's own, and where it was kept."""

from __future__ import annotations

from graph.base.records import schema
from planner.cli.json_kinds import NUMBER, TEXT, TEXTS, WHOLE, Schema, object_of
from planner.studies.evaluation.result import EvaluationResult

_MADE = schema(EvaluationResult)
_EVALUATED: Schema = {
    **_MADE,
    "properties": {**_MADE["properties"], "run": TEXT, "cpu_seconds": NUMBER, "written": TEXT},
    "required": [*_MADE["required"], "run"],
}
SCHEMA: Schema = {"anyOf": [_EVALUATED, object_of({"year": WHOLE, "files": TEXTS})]}
