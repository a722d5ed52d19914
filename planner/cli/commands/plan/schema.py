"""JSON Schema of what ``plan --json`` prints, derived from its type; the sentences of mends are in one language."""

from __future__ import annotations

from graph.base.records import Schema, schema
from planner.cli.commands.plan.printed import PrintedPlan
from planner.cli.json_kinds import GOALS, MEND, list_of, object_of

_DERIVED = schema(PrintedPlan)
_SET = MEND["properties"]["set"]


def _said(mends: Schema) -> Schema:
    """Mends with a text in place of the sentence in both languages; what ``--set`` takes has a sign of equality."""
    row = mends["items"]
    return {**mends, "items": {**row, "properties": {**row["properties"], "words": {"type": "string"}, "set": _SET}}}


SCHEMA: Schema = {
    **_DERIVED,
    "properties": {
        **_DERIVED["properties"],
        **{name: _said(_DERIVED["properties"][name]) for name in ("mends", "data_mends")},
    },
    "if": {"properties": {"status": {"not": {"const": "infeasible"}}}},
    "then": object_of({"goals": GOALS}),
    "else": object_of({"conflict": {"type": "array", "minItems": 1}, "mends": list_of(MEND)}),
}
