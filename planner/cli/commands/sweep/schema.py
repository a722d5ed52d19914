"""JSON Schema of what ``sweep --json`` prints, derived from its type."""

from __future__ import annotations

from graph.base.records import Schema, schema
from planner.studies.sweep.answer import PrintedSweep

SCHEMA: Schema = schema(PrintedSweep)
"""``buju sweep --json``."""
