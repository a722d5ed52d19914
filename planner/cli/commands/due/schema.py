"""JSON Schema of what ``due --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import TEXT, TEXTS, WHOLE, Schema, list_of, object_of

_DUE: Schema = object_of(
    {
        "centre": TEXT,
        "name": TEXT,
        "what": {"enum": ["review", "completion", "milestone", "obligation"]},
        "year": WHOLE,
        "late": WHOLE,
        "must_show": TEXT,
        "technologies": TEXTS,
    }
)
SCHEMA: Schema = object_of({"as_of": WHOLE, "due": list_of(_DUE)})
