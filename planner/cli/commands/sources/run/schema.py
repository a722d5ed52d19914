"""JSON Schema of what ``sources run --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import FINDING, TEXTS, WHOLE, Schema, list_of, map_of, object_of

COUNTS: Schema = map_of(object_of({"rows": WHOLE, "used": WHOLE, "skipped": WHOLE, "merged": WHOLE}))

SCHEMA: Schema = object_of({"tables": COUNTS, "findings": list_of(FINDING), "files": TEXTS, "read": map_of(WHOLE)})
