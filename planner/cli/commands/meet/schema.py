"""JSON Schema of what ``meet --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import FLAG, TEXT, TEXTS, Schema, list_of, object_of

SCHEMA: Schema = object_of(
    {
        "run": TEXT,
        "variants": list_of(
            object_of(
                {
                    "author": TEXT,
                    "note": TEXT,
                    "chosen": TEXTS,
                    "rejected": TEXTS,
                    "set": TEXTS,
                    "said": TEXTS,
                    "proof": TEXT,
                    "feasible": FLAG,
                }
            )
        ),
    }
)
