"""JSON Schema of what ``solve --json`` prints, derived from its type."""

from __future__ import annotations

from graph.base.records import Schema, schema
from planner.runs.tables_result import PrintedTables

SCHEMA: Schema = schema(PrintedTables)
