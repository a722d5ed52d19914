"""JSON Schema of what ``compare --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import (
    ANYTHING,
    FLAG,
    MAYBE,
    TEXT,
    WHOLE,
    Schema,
    list_of,
    object_of,
)

SCHEMA: Schema = object_of(
    {
        "run_a": TEXT,
        "run_b": TEXT,
        "same_data": FLAG,
        "figures": list_of(object_of({"name": TEXT, "a": MAYBE, "b": MAYBE})),
        "left": ANYTHING,
        "joined": ANYTHING,
        "moved": ANYTHING,
        "kept": WHOLE,
        "opened": ANYTHING,
        "closed": ANYTHING,
        "years": ANYTHING,
        "rules": ANYTHING,
    }
)
