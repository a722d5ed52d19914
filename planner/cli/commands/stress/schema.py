"""JSON Schema of what ``stress --json`` prints, derived from its type; its sentences are in one language."""

from __future__ import annotations

from graph.base.records import Schema, schema
from planner.cli.json_kinds import in_one_language
from planner.studies.stress.answer import StressAnswer

SCHEMA: Schema = {
    **in_one_language(schema(StressAnswer)),
    "required": ["cpu_seconds"],
    "anyOf": [{"required": [part]} for part in ("failures", "core", "grades", "scenarios")],
}
