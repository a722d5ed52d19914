"""JSON Schema of what ``explain --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import (
    FLAG,
    MAYBE,
    MEND,
    NUMBER,
    TEXT,
    TEXTS,
    Schema,
    list_of,
    object_of,
)

_PRICED = object_of(
    {"centre": TEXT, "chosen": FLAG, "contribution": MAYBE, "pushes_out": TEXTS},
    {
        "replacement_cost": MAYBE,
        "forcing_cost": MAYBE,
        "lifted": TEXTS,
        "along": TEXTS,
        "proven": FLAG,
        "cut_short": FLAG,
    },
    **{
        "if": {"properties": {"chosen": {"const": True}}},
        "then": {"required": ["replacement_cost"]},
        "else": {"required": ["forcing_cost"]},
    },
)
_EXPLAINED: Schema = {
    "allOf": [
        _PRICED,
        object_of(
            {
                "reasons": TEXTS,
                "binding": list_of(
                    object_of({"rule": TEXT, "key": TEXT, "words": TEXT, "limit": NUMBER, "slack": MAYBE})
                ),
                "flip": list_of(MEND),
            },
            {"contribution_of_existing": NUMBER, "objective": NUMBER},
        ),
    ]
}

SCHEMA: Schema = {"anyOf": [_EXPLAINED, object_of({"run": TEXT, "objective": NUMBER, "centres": list_of(_PRICED)})]}
