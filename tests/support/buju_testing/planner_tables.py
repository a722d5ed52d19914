"""Planner tables written as short mappings, drawn at random, and solved by enumeration."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import Any

from planner.audit import audit_tables
from planner.problem.tables import PLANNER_TABLES

SHARED = Path(__file__).parents[4] / "shared"


OPTIMA = SHARED / "reference" / "planner" / "known_optima"


def columns(rows: dict[str, list[dict[str, Any]]]) -> dict[str, dict[str, list[Any]]]:
    return {
        t.name: {
            c.name: [row[c.name] for row in rows.get(t.name, [])]
            for c in t.columns
            if all(c.name in row for row in rows.get(t.name, []))
        }
        for t in PLANNER_TABLES
    }


def tables(
    value: dict[str, float],
    budgets: dict[str, float] | None = None,
    usage: dict[tuple[str, str], float] | None = None,
    technologies: dict[str, tuple[float, int]] | None = None,
    covers: dict[tuple[str, str], float] | None = None,
    synergies: dict[tuple[str, str], float] | None = None,
    rules: tuple[tuple[str, str, str], ...] = (),
) -> dict[str, list[dict[str, Any]]]:
    return {
        "candidates": [{"candidate": c, "value": v} for c, v in value.items()],
        "budgets": [{"row": r, "cap": v} for r, v in (budgets or {}).items()],
        "usage": [{"candidate": c, "row": r, "amount": v} for (c, r), v in (usage or {}).items()],
        "technologies": [{"technology": t, "weight": w, "required": k} for t, (w, k) in (technologies or {}).items()],
        "covers": [{"candidate": c, "technology": t, "strength": s} for (c, t), s in (covers or {}).items()],
        "synergies": [{"a": a, "b": b, "bonus": v} for (a, b), v in (synergies or {}).items()],
        "rules": [{"kind": k, "a": a, "b": b} for k, a, b in rules],
    }


def random_tables(seed: int) -> tuple[dict[str, list[dict[str, Any]]], dict[str, Any]]:
    """A random case with every table in use."""
    rng = random.Random(seed)
    n, m = rng.randint(2, 8), rng.randint(1, 5)
    c = [f"C{i}" for i in range(n)]
    t = [f"T{j}" for j in range(m)]
    pairs = list(itertools.combinations(c, 2))
    some = lambda items, most: rng.sample(items, min(len(items), rng.randint(0, most)))  # noqa: E731
    rows = tables(
        {i: rng.randint(-3, 6) for i in c},
        {r: rng.randint(2, 3 * n) for r in ("m", "n")},
        {(i, r): rng.randint(0, 5) for i in c for r in ("m", "n", "free")},
        {j: (rng.randint(0, 9), int(rng.random() < 0.2)) for j in t},
        {(i, j): rng.choice([0.25, 0.5, 1, 1]) for i in c for j in t if rng.random() < 0.5},
        {p: rng.randint(-5, 5) for p in some(pairs, 5)},
        tuple((rng.choice(["requires", "excludes"]), *p) for p in some(pairs, 2)),
    )
    return rows, {
        "objective": rng.choice(["max_value", "max_value", "min_cost"]),
        "coverage": rng.choice(["any", "best", "all"]),
        "count_min": rng.choice([None, None, 1]),
        "count_max": rng.choice([None, n, max(1, n - 1)]),
    }


def enumerate_best(rows: dict[str, list[dict[str, Any]]], settings: dict[str, Any]) -> float | None:
    """The true optimum by trying every subset with the audit, which shares no code with the program."""
    ids = [row["candidate"] for row in rows["candidates"]]
    found = []
    for size in range(len(ids) + 1):
        for chosen in itertools.combinations(ids, size):
            report = audit_tables(rows, settings, chosen)
            if report.clean:
                found.append(report.recomputed["objective"])
    if not found:
        return None
    return max(found) if settings["objective"] == "max_value" else min(found)
