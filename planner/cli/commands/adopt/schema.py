"""JSON Schema of what ``adopt --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import TEXTS, WHOLE, Schema, map_of, object_of

SCHEMA: Schema = object_of({"year": WHOLE, "approved": TEXTS, "rows": map_of(WHOLE), "files": TEXTS})
