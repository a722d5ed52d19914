"""JSON Schema of a kept run, as ``runs list`` and ``runs show`` print it."""

from __future__ import annotations

from planner.cli.json_kinds import MAYBE, TEXT, TEXTS, Schema

ROW: Schema = {
    "run": TEXT,
    "kind": {"enum": ["plan", "front", "curve", "stress"]},
    "time": TEXT,
    "scenario": TEXT,
    "status": TEXT,
    "objective": MAYBE,
    "tags": TEXTS,
    "members": TEXTS,
}
