"""JSON Schema of what ``assess --json`` prints, derived from its type; its sentences are in one language."""

from __future__ import annotations

from graph.assessment.printed import PrintedAssessment
from planner.cli.json_kinds import Schema, printed

SCHEMA: Schema = printed(PrintedAssessment)
