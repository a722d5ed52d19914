"""JSON Schema of what ``runs rm --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import TEXTS, Schema, object_of

SCHEMA: Schema = object_of({"removed": TEXTS})
