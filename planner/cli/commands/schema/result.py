"""The JSON Schema of ``result.json``: what a run holds and every export is drawn from; ``buju schema result``.

What does not live here: the schemas of what commands print (``planner.cli.schemas``).
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "number"}
_WHOLE: Schema = {"type": "integer"}
_FLAG: Schema = {"type": "boolean"}


def _maybe(kind: str) -> Schema:
    return {"type": [kind, "null"]}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _map(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _object(**required: Schema) -> Schema:
    return {"type": "object", "properties": required, "required": list(required)}


def _with(base: Schema, **required: Schema) -> Schema:
    return {"allOf": [base, _object(**required)]}


BOTH = _object(en=_TEXT, zh=_TEXT)
_PLACE: Schema = {"lon": _maybe("number"), "lat": _maybe("number"), "crs": _TEXT}
MEMBER = _object(organisation=_TEXT, name=_TEXT, kind=_TEXT, role=_TEXT, tie=_TEXT)
CENTRE = _object(
    **dict.fromkeys(("centre", "name", "level", "field", "field_name", "subfield", "district", "district_name"), _TEXT),
    **dict.fromkeys(("lead", "lead_name", "chief_scientist", "chief_scientist_name", "channel", "formation"), _TEXT),
    ready_year=_maybe("integer"),
    approved_year=_maybe("integer"),
    technologies=_list(_TEXT),
    members=_list(MEMBER),
    **_PLACE,
    source=_TEXT,
)
_NAMED = _object(id=_TEXT, name=_TEXT)
_INDICATOR = _object(
    today=_maybe("number"),
    with_plan=_maybe("number"),
    unit={"enum": ["number", "share", "index"]},
    better={"enum": ["more", "less", "neither"]},
    label=BOTH,
)
RESULT: Schema = _object(
    format={"const": "buju-result/1"},
    status={"enum": ["proven", "within_gap", "time_limit", "infeasible"]},
    objective=_maybe("number"),
    bound=_maybe("number"),
    gap=_maybe("number"),
    stages=_list({"type": "object"}),
    solver=_object(name=_TEXT, version=_TEXT),
    dataset=_object(name=_TEXT, money_unit=_TEXT, taxonomy=_TEXT, licence=_TEXT, illustrative=_FLAG, note=_TEXT),
    scenario=_TEXT,
    title=BOTH,
    policy={"type": "object"},
    chosen=_list(
        _with(
            CENTRE,
            year=_WHOLE,
            support=_map(_NUMBER),
            total_support=_NUMBER,
            contribution=_NUMBER,
            equity=_NUMBER,
            district_share=_NUMBER,
        )
    ),
    rejected=_list(_with(CENTRE, reasons=_list(BOTH))),
    existing=_list(CENTRE),
    goals=_map(_NUMBER),
    goals_today=_map(_NUMBER),
    cost=_maybe("number"),
    contribution_of_existing=_NUMBER,
    binding=_list({"type": "object"}),
    rules=_list({"type": "object"}),
    support_by_year=_list(_object(year=_WHOLE, paid=_NUMBER, city=_NUMBER, district=_NUMBER, cap=_maybe("number"))),
    technologies=_list(
        _object(
            technology=_TEXT,
            name=_TEXT,
            kind=_TEXT,
            severity=_NUMBER,
            field=_TEXT,
            prerequisites=_list(_TEXT),
            today=_NUMBER,
            with_plan=_NUMBER,
            candidates=_NUMBER,
            centres=_list(_object(centre=_TEXT, strength=_NUMBER, existing=_FLAG)),
        )
    ),
    fields=_list(_NAMED),
    districts=_list(_with(_NAMED, **_PLACE)),
    organisations=_list(_with(_NAMED, kind=_TEXT, district=_TEXT, champion=_FLAG, **_PLACE)),
    indicators=_map(_INDICATOR),
    audit=_object(clean=_maybe("boolean"), checked=_NUMBER, findings=_list({})),
    conflict=_list({"type": "object"}),
    mends=_list({"type": "object"}),
)
"""Keys that ``result.json`` has in this version; runs of an earlier version may lack some of them."""
