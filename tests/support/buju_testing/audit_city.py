"""A city whose plan is worked out by hand: every rule is on, and the plan touches nearly every limit."""

from __future__ import annotations

import copy
from typing import Any

from buju_testing.whole_policy import whole_policy
from graph.model.ecosystem import DatasetInfo, Ecosystem
from graph.model.schema import CONDITIONS
from planner.problem.plan import Plan
from planner.rulebook.policy import Policy

_SCORES = dict.fromkeys((name for name, _, _ in CONDITIONS), 70)


def _centre(*texts: str, **more: Any) -> dict[str, Any]:
    columns = ("id", "lead_id", "district", "field", "subfield", "chief_scientist_id")
    return dict(zip(columns, texts, strict=True)) | {"status": "candidate"} | more


ROWS: dict[str, list[dict[str, Any]]] = {
    "districts": [{"id": "D1"}, {"id": "D2"}],
    "fields": [{"id": "F1"}, {"id": "F2"}],
    "organisations": [
        {"id": "FI1", "kind": "firm", "champion": True, "sales": 40000, "rd_share": 0.05},
        {"id": "FI2", "kind": "firm", "champion": True},
        {"id": "FI3", "kind": "firm", "champion": True},
        {"id": "U1", "kind": "university", "champion": True},
        {"id": "I1", "kind": "institute"},
        {"id": "L1", "kind": "laboratory"},
    ],
    "people": [
        {"id": "P1", "tier": "top"},
        {"id": "P2", "tier": "leading"},
        {"id": "P3"},
        {"id": "P4", "tier": "top"},
        {"id": "P5", "tier": "senior"},
        {"id": "P6", "tier": "leading"},
    ],
    "technologies": [
        {"id": "T1", "kind": "bottleneck", "severity": 5},
        {"id": "T2", "kind": "bottleneck", "severity": 4},
        {"id": "T3", "kind": "frontier", "severity": 3},
        {"id": "T4", "kind": "common", "severity": 2},
    ],
    "requires": [{"technology_id": "T1", "prerequisite_id": "T2"}],
    "centres": [
        _centre("A", "FI1", "D1", "F1", "S1", "P1", formation="enterprise", channel="city", new_legal_entity=True)
        | {"equity": 200, "ready_year": 2023, "minimum_support": 300},
        _centre("B", "U1", "D2", "F2", "S2", "P2", formation="institute", channel="district", ready_year=2024),
        _centre("C", "I1", "D1", "F1", "S3", "P3", formation="joint", channel="department", new_legal_entity=True)
        | {"minimum_support": 100},
        _centre("D", "FI1", "D2", "F2", "S1", "P1", formation="enterprise", channel="city"),
        _centre("X", "U1", "D2", "F2", "", "", formation="joint", channel="district"),
        _centre("E1", "L1", "D1", "F1", "S9", "P4", approved_year=2020) | {"status": "existing"},
        _centre("E2", "FI2", "D2", "F2", "S9", "") | {"status": "existing"},
    ],
    "covers": [
        {"centre_id": c, "technology_id": t, "strength": s}
        for c, t, s in (
            *(("A", "T1", 1), ("A", "T2", 0.5), ("B", "T2", 1), ("C", "T1", 0.5), ("C", "T3", 1)),
            *(("D", "T1", 1), ("X", "T4", 1), ("E1", "T3", 1), ("E2", "T2", 0.5)),
        )
    ],
    "members": [
        {"centre_id": c, "organisation_id": o}
        for c, o in (("A", "U1"), ("A", "I1"), ("B", "FI2"), ("C", "L1"), ("D", "L1"), ("E1", "U1"))
    ],
    "ties": [{"source_id": "I1", "target_id": "FI1", "kind": "co_patent"}],
    "affiliations": [{"person_id": "P4", "centre_id": "A"}],
    "conditions": [
        {"centre_id": "A", **_SCORES, "governance": 80, "evaluation": 60},
        {"centre_id": "B", **_SCORES, "governance": 90},
        {"centre_id": "C", **_SCORES},
        {"centre_id": "D", **_SCORES},
        {"centre_id": "X", **_SCORES, "positioning": 50},
        {"centre_id": "E1", "governance": 100},
    ],
    "investments": [
        *({"centre_id": "A", "year": k, "investment": 1000} for k in range(1, 6)),
        *({"centre_id": "B", "year": k, "investment": 800} for k in range(1, 6)),
        *({"centre_id": "C", "year": k, "investment": 400} for k in (1, 3, 4, 5)),
        *({"centre_id": "D", "year": k, "investment": 900} for k in range(1, 6)),
    ],
    "synergies": [
        {"a": "A", "b": "B", "bonus": -2},
        {"a": "D", "b": "B", "bonus": 3},
        {"a": "C", "b": "D", "bonus": -4},
    ],
    "rules": [
        {"kind": "requires", "members": "A|C"},
        {"kind": "excludes", "members": "B|X"},
        {"kind": "at_most", "members": "A|B|D", "limit": 2},
    ],
}

POLICY: dict[str, Any] = {
    "years": {"first": 2023, "last": 2025},
    "build_period": 5,
    "target": {"count": 5, "maximum": 5, "year": 2024, "count_existing": True},
    "support": {
        "years": 3,
        "share": 0.3,
        "base": "annual",
        "total_cap": 700,
        "first_year_cap": 250,
        "first_year_least": 0.4,
        "default_minimum": 220,
    },
    "evaluation": {
        "factors": {"good": 0.9, "pass": 0.5},
        "expected": {"enterprise": "good", "institute": "pass", "joint": "good"},
        "centres": {"C": "pass"},
    },
    "budgets": {"city": {2023: 200, 2024: 338, 2025: 204, 2026: 8}, "total": 1020, "districts": {"D1": 160, "D2": 110}},
    "cofunding": {"district_share": 0.2, "by_district": {"D2": 0.5}},
    "equity": {"pot": 350, "default_amount": 150},
    "readiness": {"each": {"positioning": 70}, "mean": 70},
    "exclusive": {
        "centres_per_lead": 1,
        "centres_per_chief_scientist": 1,
        "centres_per_subfield": 1,
        "centres_per_member": 2,
    },
    "lead_firm": {"minimum_sales": 40000, "minimum_rd_share": 0.05},
    "quotas": {
        "district": {"D1": {"min": 2, "max": 2}, "D2": {"min": 1}},
        "field": {"F1": {"min": 2, "max": 2}},
        "channel": {"city": {"min": 1, "max": 1}},
        "formation": {"institute": {"min": 1, "max": 1}},
        "year": {2024: {"min": 2, "max": 2}},
    },
    "must_cover": [
        {"severity": 4, "kinds": ["bottleneck"], "depth": 2, "distinct": "lead", "strength": 0.5, "exempt": []}
    ],
    "fixed": {"chosen": ["A"], "rejected": ["X"]},
    "goals": {
        "coverage": {
            "kinds": {"bottleneck": 1.0, "frontier": 0.5},
            "failure": 0.5,
            "depth": 2,
            "ramp": [0.0, 0.5, 1.0],
            "years": {2024: 1.0, 2026: 1.0},
        },
        "collaboration": {"ties": 0.5},
        "talent": {"tiers": {"top": 5, "leading": 3}},
        "mechanism": {"conditions": ["governance", "evaluation"]},
    },
    "objective": [
        {"maximise": {"coverage": 0.4, "collaboration": 0.2, "talent": 0.15, "firms": 0.15, "mechanism": 0.1}},
        {"minimise": {"cost": 1}},
    ],
}

STARTS = {"A": 2023, "B": 2024, "C": 2024}
SUPPORT = {
    "A": {2023: 250.0, 2024: 270.0, 2025: 180.0},
    "B": {2024: 100.0, 2025: 120.0},
    "C": {2024: 90.0, 2026: 10.0},
}
# worked by hand: the comments give numerators and denominators
FIGURES = {
    "coverage": 10.75 / 21,  # 2024: 5 x .25 + 4 x .375 + 1.5 x .5 = 3.5; 2026: 5 x .625 + 4 x .75 + 1.5 x .75 = 7.25
    "collaboration": 0.5 * 3 / 4 + 0.5 * 23 / 41,  # pairs AB 3, AC 5, BC 5, A-E2 5, C-E2 5 of also AD 5, BD 8, D-E2 5
    "talent": 13 / 16,  # P1 5, P2 3, P4 5 (once) of also P6 3
    "firms": 2 / 3,
    "mechanism": 2.7 / 4.1,  # A .7, B .8, C .7, E1 .5 of also D .7, X .7
    "cost": 1370.0,  # 700 + 220 + 100 support, 200 + 150 equity
    "delay": 2.0,
    "late_money": 1090.0,  # 460 x 1 + 300 x 2 + 10 x 3
    "count": 3.0,
    "partners": 5.0,  # FI1, U1, I1, FI2, L1
}
FIGURES["objective"] = sum(w * FIGURES[g] for g, w in POLICY["objective"][0]["maximise"].items())


def city(**tables: list[dict[str, Any]]) -> Ecosystem:
    """The city, with whole tables replaced."""
    return Ecosystem.from_rows(DatasetInfo("by hand"), ROWS | tables)


def policy(path: str = "", value: Any = None) -> Policy:
    """The policy, with one value replaced: ``policy("budgets.total", 1019)``."""
    whole = copy.deepcopy(POLICY)
    if path:
        *parents, last = path.split(".")
        place: Any = whole
        for key in parents:
            place = place[int(key) if key.isdigit() else key]
        place[int(last) if last.isdigit() else last] = value
    return whole_policy(whole)


def plan(starts: dict[str, Any] | None = None, **paid: dict[int, Any]) -> Plan:
    """The plan, with other starts or with some sums replaced: ``plan(A={2024: 271})``."""
    support: dict[str, dict[int, Any]] = copy.deepcopy(SUPPORT)
    for centre, years in paid.items():
        support[centre] = support.get(centre, {}) | years
    return Plan(STARTS if starts is None else starts, support)
