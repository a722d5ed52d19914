"""What ``graph diff --json`` prints, as a type; its JSON Schema is derived."""

from __future__ import annotations

from graph.store.reading import Difference
from planner.cli.json_kinds import Schema, printed

SCHEMA: Schema = printed(Difference)
