"""JSON Schema of what ``assess --json`` prints."""

from __future__ import annotations

from planner.cli.json_kinds import (
    ANYTHING,
    MAYBE,
    NUMBER,
    TEXT,
    WHOLE,
    Schema,
    list_of,
    map_of,
    object_of,
)

_SIDES = object_of({"today": {}, "with_plan": {}})

SCHEMA: Schema = object_of(
    {
        "counts": object_of({"nodes": map_of(WHOLE), "ties": map_of(WHOLE)}),
        "indicators": map_of(_SIDES),
        "gaps": ANYTHING,
        "single_points": list_of(
            object_of({"technology": TEXT, "holder": TEXT, "layer": {"enum": ["organisation", "person"]}})
        ),
        "claims_without_evidence": ANYTHING,
    },
    {
        "missing_ties": WHOLE,
        "advice": list_of(
            object_of(
                {"a": TEXT, "b": TEXT, "closes": map_of({}), "reason": TEXT},
                {"adamic_adar": NUMBER, "resource_allocation": NUMBER, "common_partners": WHOLE},
            )
        ),
        "pipeline": list_of(object_of({"centre": TEXT, "target": TEXT, "conditions_mean": MAYBE, "based_on": TEXT})),
        "by_age": object_of(
            {
                "as_of": WHOLE,
                "full": MAYBE,
                "today": MAYBE,
                "centres": list_of(
                    object_of({"centre": TEXT, "name": TEXT, "approved_year": {}, "age": {}, "share": NUMBER})
                ),
                "technologies": list_of(
                    object_of({"technology": TEXT, "severity": NUMBER, "full": NUMBER, "today": NUMBER, "by": ANYTHING})
                ),
            }
        ),
        "reach": object_of({"basis": TEXT, "districts": ANYTHING, "centres": ANYTHING}),
        **dict.fromkeys(("communities", "triple_helix", "removal_curve"), _SIDES),
        **dict.fromkeys(("brokers", "districts", "fields", "upstream", "circles"), ANYTHING),
    },
)
