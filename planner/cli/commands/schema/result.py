"""The JSON Schema of ``result.json``: what a run holds and every export is drawn from; ``buju schema result``.

What does not live here: the schemas of what commands print (``planner.cli.schemas``).
"""

from __future__ import annotations

from graph.base.records import Schema, schema
from planner.runs.plan_result import FORMAT, PlanResult

_DERIVED = schema(PlanResult)
RESULT: Schema = {**_DERIVED, "properties": {**_DERIVED["properties"], "format": {"const": FORMAT}}}
"""Keys that ``result.json`` has in this version; runs of an earlier version may lack some of them."""
