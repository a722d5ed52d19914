"""JSON Schema of what ``sources list --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import TEXT, TEXTS, Schema, list_of, object_of

SCHEMA: Schema = object_of(
    {"mappings": list_of(object_of({"name": TEXT, "title": TEXT, "licence": TEXT, "tables": TEXTS}))}
)
