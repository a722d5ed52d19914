"""JSON Schema of what ``evaluate --json`` prints: the evaluation's own, and where it was kept."""

from __future__ import annotations

from dataclasses import dataclass

from graph.base.records import Count, schema
from planner.cli.json_kinds import NUMBER, TEXT, Schema, printed
from planner.studies.evaluation.result import EvaluationResult


@dataclass(frozen=True, kw_only=True)
class WrittenSheets:
    """The blank sheets written for the experts of a year."""

    year: Count
    files: tuple[str, ...]


_MADE = schema(EvaluationResult)
_EVALUATED: Schema = {
    **_MADE,
    "properties": {**_MADE["properties"], "run": TEXT, "cpu_seconds": NUMBER, "written": TEXT},
    "required": [*_MADE["required"], "run"],
}
SCHEMA: Schema = {"anyOf": [_EVALUATED, printed(WrittenSheets)]}
