"""JSON Schema of what ``explain --json`` prints, derived from its types: one language, cost by its name."""

from __future__ import annotations

from dataclasses import dataclass

from graph.base.records import Schema, schema
from graph.measures.items import Item
from planner.cli.json_kinds import MAYBE, NUMBER, TEXT, in_one_language, list_of, object_of
from planner.studies.explain.answer import Explanation, PricedCentre


@dataclass(frozen=True, kw_only=True)
class EvidenceBehind:
    """The items behind one capability, by which rules they count, and its strength; ``derived``: from the items."""

    holder: str
    holder_name: str
    technology: str
    technology_name: str
    rules: str
    strength: float
    derived: bool
    items: tuple[Item, ...]


def _printed(kind: type) -> Schema:
    """What is printed of a priced candidate: its cost as what replacing, or what forcing it in costs."""
    made = in_one_language(schema(kind))
    kept = {name: value for name, value in made["properties"].items() if name != "cost"}
    return {
        **made,
        "properties": {**kept, "replacement_cost": MAYBE, "forcing_cost": MAYBE},
        "required": [name for name in made["required"] if name != "cost"],
        "if": {"properties": {"chosen": {"const": True}}},
        "then": {"required": ["replacement_cost"]},
        "else": {"required": ["forcing_cost"]},
    }


_WHOLE: Schema = {"contribution_of_existing": NUMBER, "objective": NUMBER}
SCHEMA: Schema = {
    "anyOf": [
        {"allOf": [_printed(Explanation), object_of({"run": TEXT}, _WHOLE)]},
        object_of({"run": TEXT, **_WHOLE, "centres": list_of(_printed(PricedCentre))}),
        schema(EvidenceBehind),
    ]
}
