"""JSON Schema of what ``runs list --json`` prints."""

from __future__ import annotations

from planner.cli.commands.runs.schema_row import ROW
from planner.cli.json_kinds import TEXT, Schema, list_of, object_of

SCHEMA: Schema = object_of({"folder": TEXT, "runs": list_of(object_of(ROW))})
