"""JSON Schema of what ``init --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import FLAG, TEXT, TEXTS, WHOLE, Schema, list_of, object_of

SCHEMA: Schema = object_of(
    {
        "folder": TEXT,
        "files": TEXTS,
        "columns": list_of(
            object_of({"sheet": TEXT, "header": TEXT, "field": {"type": ["string", "null"]}, "how": TEXT}),
        ),
        "left_rows": list_of(object_of({"sheet": TEXT, "row": WHOLE, "text": TEXT})),
        "left_sheets": TEXTS,
        "notes": TEXTS,
        "can": list_of(object_of({"what": TEXT, "there": FLAG, "needs": TEXT, "adds": TEXT})),
    }
)
