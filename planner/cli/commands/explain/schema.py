"""JSON Schema of what ``explain --json`` prints, derived from its types: one language, cost by its name."""

from __future__ import annotations

from graph.base.records import Schema, schema
from graph.measures.items import Item
from planner.cli.json_kinds import FLAG, MAYBE, NUMBER, TEXT, in_one_language, list_of, object_of
from planner.studies.explain.answer import Explanation, PricedCentre


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
_ITEMS: Schema = {"strength": NUMBER, "derived": FLAG, "items": list_of(schema(Item))}
SCHEMA: Schema = {
    "anyOf": [
        {"allOf": [_printed(Explanation), object_of({"run": TEXT}, _WHOLE)]},
        object_of({"run": TEXT, **_WHOLE, "centres": list_of(_printed(PricedCentre))}),
        object_of(dict.fromkeys(("holder", "holder_name", "technology", "technology_name", "rules"), TEXT) | _ITEMS),
    ]
}
