"""Small random cities with every rule switched on somewhere across the seeds, and usually with a feasible plan."""

from __future__ import annotations

import random
from typing import Any

from buju_testing.whole_policy import whole_policy
from graph.model.ecosystem import DatasetInfo, Ecosystem
from graph.model.schema import CONDITIONS
from planner.rulebook.policy import Policy

CONDITION_NAMES = [name for name, _, _ in CONDITIONS]
DISTRICTS = ["D1", "D2", "D3"]
FIELDS = ["F1", "F2"]
FORMATIONS = ["enterprise", "institute", "joint"]
CHANNELS = ["city", "district", "department"]
FIRST = 2023


def random_city(seed: int) -> tuple[Ecosystem, Policy]:
    """A city of 5 to 10 candidates and a policy for it; the same seed gives the same city."""
    rng = random.Random(seed)
    years = rng.choice([1, 2, 2])
    tight = rng.random() < 0.5  # money is what decides, and other rules are fewer
    rows = _rows(rng, years, rng.randint(6, 10), tight)
    return Ecosystem.from_rows(DatasetInfo(f"random {seed}"), rows), whole_policy(_policy(rng, years, rows, tight))


def _rows(rng: random.Random, years: int, n: int, tight: bool) -> dict[str, list[dict[str, Any]]]:
    organisations = [
        {
            "id": f"O{k}",
            "kind": rng.choice(["firm", "firm", "university", "institute", "laboratory", "government", "other"]),
            "champion": rng.random() < 0.5,
            "sales": rng.choice([None, 20000, 30000, 40000]),
            "rd_share": rng.choice([None, 0.02, 0.03, 0.05]),
        }
        for k in range(8)
    ]
    people = [
        {"id": f"P{k}", "tier": rng.choice(["", "top", "outstanding", "leading", "promising", "senior"])}
        for k in range(7)
    ]
    technologies = [
        {
            "id": f"T{k}",
            "kind": rng.choice(["bottleneck", "bottleneck", "frontier", "common"]),
            "severity": rng.choice([1, 2, 2.5, 3, 4, 5]),
        }
        for k in range(6)
    ]
    centres, investments, conditions, covers, members, affiliations = [], [], [], [], [], []
    for k in range(n + rng.randint(0, 2)):
        id_, existing = f"C{k}", k >= n
        centres.append(
            {
                "id": id_,
                "status": "existing" if existing else "candidate",
                "field": rng.choice(FIELDS),
                "subfield": rng.choice(["", "S1", "S2", "S3"]),
                "district": rng.choice(DISTRICTS),
                "lead_id": rng.choice(organisations)["id"],
                "formation": rng.choice([*FORMATIONS, *FORMATIONS, ""]),
                "channel": rng.choice(CHANNELS),
                "new_legal_entity": rng.random() < 0.4,
                "chief_scientist_id": rng.choice(["", *(p["id"] for p in people)]),
                "ready_year": None
                if existing
                else rng.choice([None, FIRST - 1, FIRST, FIRST, FIRST, FIRST + rng.randint(0, years)]),
                "approved_year": rng.choice([None, FIRST - 4, FIRST - 1, FIRST + 1]) if existing else None,
                "minimum_support": rng.choice([None, 150, 250, 350, 450] if tight else [None, 0, 60, 100, 200, 300]),
                "equity": rng.choice([None, 100, 250]),
            }
        )
        investments += [
            {"centre_id": id_, "year": y, "investment": rng.choice([0, 500, 800, 1000, 1500, 2000])}
            for y in range(1, 6)
            if rng.random() < 0.92
        ]
        if rng.random() < 0.95:
            scores = {c: rng.choice([40, 60, 70, 80, 90, 100]) for c in CONDITION_NAMES if rng.random() < 0.98}
            conditions.append({"centre_id": id_, **scores})
        covers += [
            {"centre_id": id_, "technology_id": t["id"], "strength": rng.choice([0.0, 0.3, 0.5, 0.8, 1.0, 1.0])}
            for t in rng.sample(technologies, rng.randint(1, 3))
        ]
        members += [
            {"centre_id": id_, "organisation_id": o["id"]} for o in rng.sample(organisations, rng.randint(0, 3))
        ]
        affiliations += [{"centre_id": id_, "person_id": p["id"]} for p in rng.sample(people, rng.randint(0, 2))]
    capabilities = [
        {"holder_id": holder["id"], "technology_id": t["id"], "strength": rng.choice([0.2, 0.5, 0.9, 1.0])}
        for holder in (*organisations, *people)
        for t in technologies
        if rng.random() < 0.5
    ]
    ids = [c["id"] for c in centres]
    return {
        "districts": [{"id": d} for d in DISTRICTS],
        "fields": [{"id": f} for f in FIELDS],
        "organisations": organisations,
        "people": people,
        "technologies": technologies,
        "centres": centres,
        "investments": investments,
        "conditions": conditions,
        "covers": covers,
        "members": members,
        "affiliations": affiliations,
        "capabilities": capabilities if rng.random() < 0.6 else [],
        "ties": [
            dict(zip(("source_id", "target_id"), (o["id"] for o in rng.sample(organisations, 2)), strict=True))
            | {"kind": "co_patent", "year": 2015 + k}
            for k in range(rng.randint(0, 6))
        ],
        "requires": [
            {"technology_id": f"T{a}", "prerequisite_id": f"T{b}"}
            for a in range(6)
            for b in range(a)
            if rng.random() < 0.2
        ],
        "synergies": [
            {"a": a, "b": b, "bonus": rng.choice([-6, -4, -2, 1, 3, 5])}
            for a, b in dict.fromkeys(tuple(sorted(rng.sample(ids, 2))) for _ in range(rng.randint(0, 6)))
        ],
        "rules": _rules(rng, ids),
    }


def _rules(rng: random.Random, ids: list[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for kind, share, size in (("requires", 0.5, 3), ("excludes", 0.5, 3), ("at_most", 0.5, 4)):
        if rng.random() < share:
            members = "|".join(rng.sample(ids, rng.randint(2, size)))
            rows.append(
                {"kind": kind, "members": members} | ({"limit": rng.choice([0, 1, 2, 2])} if kind == "at_most" else {})
            )
    return rows


def _policy(rng: random.Random, years: int, rows: dict[str, list[dict[str, Any]]], tight: bool) -> dict[str, Any]:
    def maybe(share: float, value: Any, otherwise: Any = None) -> Any:
        return value if rng.random() < share * (0.5 if tight else 1.0) else otherwise

    last = FIRST + years - 1
    support_years = rng.choice([1, 2, 3, 3])
    funding = range(FIRST, last + support_years)
    candidates = [c["id"] for c in rows["centres"] if c["status"] == "candidate"]
    existing = len(rows["centres"]) - len(candidates)
    count_existing = rng.random() < 0.5
    caps = [100, 150, 200, 300] if tight else [200, 300, 500, 800]
    base = existing if count_existing else 0

    def spans(keys: Any) -> dict[Any, dict[str, int]]:
        chosen = [k for k in keys if rng.random() < 0.4]
        return {k: ({"min": 1} if rng.random() < 0.2 else {}) | {"max": rng.randint(1, 4)} for k in chosen}

    return {
        "years": {"first": FIRST, "last": last},
        "build_period": rng.choice([4, 5, 5, 7]),
        "target": {
            "count": maybe(0.6, base + rng.randint(1, 2)),
            "maximum": maybe(0.6, base + rng.randint(3, 6)),
            "year": rng.choice([FIRST, last, last]),
            "count_existing": count_existing,
        },
        "support": {
            "years": support_years,
            "share": rng.choice([0.3, 0.3, 0.5]),
            "base": rng.choice(["annual", "cumulative", "total"]),
            "total_cap": rng.choice([None, 300, 400, 600] if tight else [None, 400, 600, 1000]),
            "first_year_cap": maybe(0.6, rng.choice([100, 200, 500])),
            "first_year_least": rng.choice([0.0, 0.0, 0.2, 0.5]),
            "default_minimum": rng.choice([0, 0, 50, 120]),
        },
        "evaluation": {
            "factors": {"excellent": 1.0, "good": 0.9, "pass": 0.7, "poor": 0.0},
            "expected": {f: rng.choice(["excellent", "good", "pass"]) for f in FORMATIONS},
            "centres": {c: rng.choice(["good", "pass", "poor"]) for c in candidates if rng.random() < 0.15},
        },
        "budgets": {
            "city": {f: rng.choice(caps) for f in funding if rng.random() < 0.75} if rng.random() < 0.7 else {},
            "total": rng.choice([None, 500, 800] if tight else [None, 800, 1200]),
            "districts": {d: rng.choice([60, 150, 300]) for d in DISTRICTS if rng.random() < 0.4},
        },
        "cofunding": {
            "district_share": rng.choice([0.0, 0.2, 0.4]),
            "by_district": {d: rng.choice([0.0, 0.3, 1.0]) for d in DISTRICTS if rng.random() < 0.25},
        },
        "equity": {"pot": maybe(0.5, rng.choice([100, 300, 500])), "default_amount": rng.choice([0, 150])},
        "readiness": {
            "each": {c: rng.choice([40, 60]) for c in CONDITION_NAMES if rng.random() < 0.04},
            "mean": maybe(0.2, rng.choice([60, 68, 72])),
        },
        "exclusive": {
            "centres_per_lead": maybe(0.5, rng.choice([1, 1, 2])),
            "centres_per_chief_scientist": maybe(0.5, rng.choice([1, 1, 2])),
            "centres_per_subfield": maybe(0.5, rng.choice([1, 2])),
        },
        "lead_firm": {
            "minimum_sales": maybe(0.15, 30000),
            "minimum_rd_share": maybe(0.15, 0.03),
        },
        "quotas": {
            "district": maybe(0.4, spans(DISTRICTS), {}),
            "field": maybe(0.4, spans(FIELDS), {}),
            "channel": maybe(0.4, spans(CHANNELS), {}),
            "formation": maybe(0.4, spans(FORMATIONS), {}),
            "year": maybe(0.4, {y: {"max": rng.randint(1, 3)} for y in range(FIRST, last + 1)}, {}),
        },
        "must_cover": [
            {
                "severity": rng.choice([4, 5]),
                "kinds": rng.choice([["bottleneck"], ["bottleneck", "frontier"]]),
                "depth": rng.choice([1, 1, 1, 2]),
                "distinct": rng.choice(["lead", "centre"]),
                "strength": rng.choice([0.0, 0.3, 0.5]),
                "exempt": [f"T{k}" for k in range(6) if rng.random() < 0.6],
            }
            for _ in range(rng.choice([0, 0, 1, 1, 2]))
        ],
        "fixed": {
            "chosen": rng.sample(candidates, 1) if rng.random() < 0.2 else [],
            "rejected": rng.sample(candidates, 1) if rng.random() < 0.3 else [],
        },
        "goals": {
            "coverage": {
                "kinds": {"bottleneck": 1.0, "frontier": 0.6} | ({"common": 0.3} if rng.random() < 0.7 else {}),
                "failure": rng.choice([0.0, 0.3, 0.5]),
                "depth": rng.choice([1, 2, 3]),
                "ramp": rng.choice([[1.0], [0.0, 0.5, 1.0], [0.0, 0.0, 0.5, 0.7, 0.85, 1.0], [0.2, 0.9, 0.6]]),
                "years": rng.choice([{2025: 1.0}, {2024: 0.3, 2027: 0.7}, {2023: 1.0, 2026: 2.0}]),
            },
            "collaboration": {"ties": rng.choice([0.0, 0.5, 0.5, 1.0])},
            "talent": {
                "tiers": {"top": 5, "outstanding": 4, "leading": 3, "promising": 2} | maybe(0.5, {"senior": 1}, {})
            },
            "mechanism": {"conditions": rng.sample(CONDITION_NAMES, rng.randint(1, 4))},
        },
        "objective": _objective(rng),
    }


def _objective(rng: random.Random) -> list[dict[str, Any]]:
    if rng.random() < 0.12:
        return [
            {"minimise": rng.choice([{"cost": 1.0}, {"cost": 1.0, "late_money": 0.1}, {"count": 3.0, "delay": 1.0}])}
        ]
    goals = ["coverage", "collaboration", "talent", "firms", "mechanism"]
    named = goals if rng.random() < 0.75 else rng.sample(goals, rng.randint(1, 2))
    first = {g: round(rng.uniform(0.05, 1.0), 3) for g in named}
    second = rng.choice([{"cost": 1.0}, {"cost": 1.0}, {"delay": 1.0}, {"count": 1.0}, {"late_money": 1.0}])
    return [{"maximise": first}, {"minimise": second}]
