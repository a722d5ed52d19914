"""JSON Schema of what ``sources check --json`` prints."""

from __future__ import annotations

from planner.cli.commands.sources.run.schema import COUNTS
from planner.cli.json_kinds import FINDING, Schema, list_of, object_of

SCHEMA: Schema = object_of({"tables": COUNTS, "findings": list_of(FINDING)})
