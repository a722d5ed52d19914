"""Random planner tables of every kind, and their true optimum by trying every subset with the audit.

The audit shares no code with the program that finds plans.
"""

from __future__ import annotations

import itertools
import random
from typing import Any

from planner.audit import audit_tables

Rows = dict[str, list[dict[str, Any]]]
STAGES: tuple[list[dict[str, dict[str, float]]], ...] = (
    [{"maximise": {"technologies": 1}}, {"minimise": {"cost": 1}}],
    [{"maximise": {"targets": 1, "value": 0.5}}, {"minimise": {"cost": 1}}],
    [{"minimise": {"shortfall": 1}}, {"minimise": {"cost": 1, "count": 0.25}}],
    [{"minimise": {"largest_shortfall": 1}}, {"minimise": {"shortfall": 1}}, {"minimise": {"cost": 1}}],
    [{"minimise": {"cost": 1, "value": -1, "synergies": -1}}],
    [{"maximise": {"total": 1, "cost": -0.5}}],
    [{"minimise": {"largest_shortfall": 2, "shortfall": 0.5, "targets": -1}}],
)


def random_kinds(seed: int, most: int = 7) -> tuple[Rows, dict[str, Any]]:
    """A random case with projects, targets, floors, locks, a cost column and stages, each in some of the cases."""
    rng = random.Random(seed)
    n, m = rng.randint(2, most), rng.randint(1, 4)
    ids, items = [f"C{i}" for i in range(n)], [f"T{j}" for j in range(m)]
    coverage = rng.choice(["any", "best", "all", "sum", "sum"])
    projects = {f"P{b}": rng.sample(ids, rng.randint(1, min(3, n))) for b in range(rng.choice([0, 0, 1, 3]))}
    sources = [*ids, *projects]
    pairs = list(itertools.combinations(ids, 2))
    own_cost = rng.random() < 0.6
    strengths = [0.25, 0.5, 1, 2] if coverage in ("sum", "best") else [0.5, 1]
    small = coverage in ("any", "all")
    rows: Rows = {
        "candidates": [
            {"candidate": c, "value": rng.randint(-3, 5), "cost": rng.randint(0, 6) if own_cost else ""} for c in ids
        ],
        "budgets": [{"row": "m", "cap": rng.randint(2, 4 * n), "floor": ""}],
        "usage": [{"candidate": c, "row": "m", "amount": rng.randint(0, 5)} for c in ids],
        "technologies": [
            {
                "technology": t,
                "weight": rng.randint(0, 6),
                "required": int(rng.random() < 0.15),
                "target": "" if rng.random() < 0.3 else rng.choice([0.5, 1] if small else [0.25, 1, 1.5, 3]),
            }
            for t in items
        ],
        "projects": [{"project": p, "candidate": c} for p, own in projects.items() for c in own],
        "covers": [
            {"candidate": s, "technology": t, "strength": rng.choice(strengths)}
            for s in sources
            for t in items
            if rng.random() < 0.5
        ],
        "synergies": [
            {"a": a, "b": b, "bonus": rng.randint(-4, 4)}
            for a, b in rng.sample(pairs, min(len(pairs), rng.randint(0, 3)))
        ],
        "rules": [],
    }
    if rng.random() < 0.3:
        rows["budgets"].append({"row": "f", "cap": "", "floor": rng.randint(-2, n)})
        rows["usage"] += [{"candidate": c, "row": "f", "amount": rng.choice([-1, 0, 1, 2])} for c in ids]
    for kind in ("locked_in", "locked_out"):
        if rng.random() < 0.25:
            rows["rules"].append({"kind": kind, "a": rng.choice(ids), "b": ""})
    if rng.random() < 0.3:
        a, b = rng.choice(pairs)
        rows["rules"].append({"kind": rng.choice(["requires", "excludes"]), "a": a, "b": b})
    settings: dict[str, Any] = {"coverage": coverage, "count_min": None, "count_max": rng.choice([None, max(1, n - 1)])}
    if rng.random() < 0.5:
        settings["stages"] = rng.choice(STAGES)
    else:
        settings["objective"] = rng.choice(
            ["max_value", "min_cost", "max_targets", "min_shortfall", "min_largest_shortfall"]
        )
    return rows, settings


def senses(settings: dict[str, Any]) -> list[float]:
    """+1 for each stage that maximises, −1 for each that minimises."""
    if "stages" in settings:
        return [1.0 if "maximise" in stage else -1.0 for stage in settings["stages"]]
    return [1.0 if settings["objective"].startswith("max") else -1.0]


def best_by_trying(rows: Rows, settings: dict[str, Any]) -> list[float] | None:
    """The values of all stages of a best choice, None where no choice keeps the rules."""
    ids = [row["candidate"] for row in rows["candidates"]]
    signs = senses(settings)
    found = []
    for size in range(len(ids) + 1):
        for chosen in itertools.combinations(ids, size):
            report = audit_tables(rows, settings, chosen)
            if report.clean:
                values = [report.recomputed[f"stage{k + 1}"] for k in range(len(signs))]
                found.append(tuple(round(s * v, 9) for s, v in zip(signs, values, strict=True)))
    if not found:
        return None
    return [s * v for s, v in zip(signs, max(found), strict=True)]
