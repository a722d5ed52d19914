"""JSON Schema of what ``runs show --json`` prints."""

from __future__ import annotations

from planner.cli.commands.runs.schema_row import ROW
from planner.cli.json_kinds import TEXT, WHOLE, Schema, map_of, object_of

SCHEMA: Schema = object_of({**ROW, "folder": TEXT, "provenance": {"type": "object"}, "files": map_of(WHOLE)})
