"""Small schemes typed in: each centre covers a technology of its own, so that coverage counts centres."""

from typing import Any

from buju_testing.course_cases import policy_of
from planner.rulebook.policy import Policy

FIRST = {"goals.coverage.failure": 0, "goals.coverage.depth": 1, "target.count": None}
LEAST_COST = [{"maximise": {"coverage": 1}}, {"minimise": {"cost": 1}}, {"minimise": {"delay": 1}},
              {"minimise": {"late_money": 1}}]  # fmt: skip


def tables(centres: list[dict[str, Any]], investment: float = 1000, **more: Any) -> dict[str, Any]:
    """Tables of centres that each cover a technology of their own, of severity 5."""
    ids = [c["id"] for c in centres]
    rows = [
        {
            "name": i,
            "level": "municipal",
            "field": "F1",
            "district": "D1",
            "lead_id": f"O-{i}",
            "formation": "enterprise",
        }
        for i in ids
    ]
    return {
        "centres": [{**row, **told} for row, told in zip(rows, centres, strict=True)],
        "technologies": [{"id": f"T-{i}", "field": "F1", "kind": "bottleneck", "severity": 5} for i in ids],
        "covers": [{"centre_id": i, "technology_id": f"T-{i}"} for i in ids],
        "investments": [{"centre_id": i, "year": k, "investment": investment} for i in ids for k in range(1, 6)],
        "organisations": [{"id": f"O-{i}", "kind": "firm"} for i in ids],
        "districts": [{"id": "D1"}],
        "fields": [{"id": "F1"}],
        **more,
    }


def policy(as_of: int, **changes: Any) -> Policy:
    """The shipped policy, least cost after coverage."""
    dotted = {key.replace("__", "."): value for key, value in changes.items()}
    return policy_of({"objective": LEAST_COST, **FIRST}, as_of, dotted)
