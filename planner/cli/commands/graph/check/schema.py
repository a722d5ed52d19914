"""What ``graph check --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from graph.store.reading import Check
from planner.cli.json_kinds import Schema, printed

SCHEMA: Schema = printed(Check)
