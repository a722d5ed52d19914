"""JSON Schema of what ``compare --json`` prints, derived from the comparisons' types: and the two runs."""

from __future__ import annotations

from graph.base.records import Schema, schema
from planner.cli.json_kinds import TEXT
from planner.studies.compare import Comparison
from planner.studies.evaluation.comparing import EvaluationsCompared


def _of_runs(kind: type) -> Schema:
    made, runs = schema(kind), {"run_a": TEXT, "run_b": TEXT}
    return {**made, "properties": {**runs, **made["properties"]}, "required": [*runs, *made["required"]]}


SCHEMA: Schema = {"anyOf": [_of_runs(Comparison), _of_runs(EvaluationsCompared)]}
