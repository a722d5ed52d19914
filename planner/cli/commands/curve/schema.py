"""JSON Schema of what ``curve --json`` prints, derived from its type."""

from __future__ import annotations

from graph.base.records import Schema, schema
from planner.studies.curves.answer import PrintedCurve

SCHEMA: Schema = schema(PrintedCurve)
"""``buju curve --json``."""
