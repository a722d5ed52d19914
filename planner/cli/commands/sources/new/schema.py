"""JSON Schema of what ``sources new --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import FINDING, TEXT, TEXTS, WHOLE, Schema, list_of, object_of

SCHEMA: Schema = object_of(
    {
        "table": TEXT,
        "heads": list_of(WHOLE),
        "guesses": list_of(object_of({"column": TEXT, "head": TEXT, "expression": TEXT, "why": TEXT})),
        "unused": TEXTS,
        "wanted": TEXTS,
        "findings": list_of(FINDING),
        "mapping": TEXT,
        "files": TEXTS,
    }
)
