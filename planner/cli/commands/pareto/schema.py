"""JSON Schema of what ``pareto --json`` prints, derived from its type; the title is in one language."""

from __future__ import annotations

from graph.base.records import Schema, schema
from planner.studies.fronts.answer import PrintedFront

_DERIVED = schema(PrintedFront)
SCHEMA: Schema = {**_DERIVED, "properties": {**_DERIVED["properties"], "title": {"type": "string"}}}
