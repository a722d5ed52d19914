"""JSON Schema of what ``help --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import TEXT, Schema, object_of

SCHEMA: Schema = object_of({"command": TEXT, "help": TEXT})
