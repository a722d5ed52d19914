"""JSON Schema of what ``scenario show --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import (
    FINDING,
    TEXT,
    TEXTS,
    WHOLE,
    Schema,
    list_of,
    object_of,
)

SCHEMA: Schema = object_of(
    {
        "name": TEXT,
        "title": object_of({"en": TEXT, "zh": TEXT}),
        "files": TEXTS,
        "sets": TEXTS,
        "values": list_of(
            object_of(
                {
                    "path": TEXT,
                    "value": {},
                    "origin": object_of({"file": TEXT, "line": WHOLE, "column": WHOLE}),
                    "clause": TEXT,
                    "source": TEXT,
                    "reading": TEXT,
                }
            )
        ),
        "findings": list_of(FINDING),
    }
)
