"""JSON Schema of what ``sources run --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import FINDING, TEXT, TEXTS, WHOLE, Schema, list_of, map_of, object_of

COUNTS: Schema = map_of(object_of({"rows": WHOLE, "used": WHOLE, "skipped": WHOLE, "merged": WHOLE}))

CHANGE: Schema = object_of(
    {"added": TEXTS, "gone": TEXTS, "renamed": list_of(list_of(TEXT)), "changed": WHOLE, "kept": WHOLE}
)

SCHEMA: Schema = object_of(
    {
        "tables": COUNTS,
        "findings": list_of(FINDING),
        "files": TEXTS,
        "read": map_of(WHOLE),
        "changes": {"anyOf": [{"type": "null"}, map_of(CHANGE)]},
    }
)
