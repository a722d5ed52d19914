"""JSON Schema of what ``record --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import FINDING, TEXT, TEXTS, Schema, list_of, map_of, object_of

SCHEMA: Schema = object_of({"table": TEXT, "row": map_of(TEXT), "files": TEXTS, "findings": list_of(FINDING)})
