"""The tiny reference cases, typed in: what two conservation planners assert in their own tests.

t01–t10: prioritizr/prioritizr@9a89c630 tests/testthat/test_add_{min_set,max_cover,max_utility,feature_weights,
max_features,min_shortfall,linear_constraints,min_largest_shortfall}*.R, test_eval_{replacement,rank}_importance.R.
o01–o08: prioritizr/oppr@112578d7 tests/testthat/test_add_{max_richness,max_targets_met,min_set}_objective.R,
test_replacement_costs.R, test_project_cost_effectiveness.R. Numbers only; the planners are GPL, none of their code is
here. A unit or action that their test leaves out (NA) is left out.
"""

from __future__ import annotations

from typing import Any

from buju_testing.reference_cases import Case, oppr, prioritizr

EQUAL = {"f1": {"1": 2, "2": 1, "3": 1}, "f2": {"1": 10, "2": 10, "3": 10}}
"""Amounts of two features in three units; the first unit holds more of f1."""
LOCKED = {"1": "locked_out", "2": "locked_in"}


def _units(
    objective: str,
    cost: dict[str, float],
    amounts: dict[str, dict[str, float]],
    expected: dict[str, Any],
    *,
    targets: dict[str, float] | None = None,
    weights: dict[str, float] | None = None,
    budget: float | None = None,
    locks: dict[str, str] | None = None,
    side: dict[str, float] | None = None,
) -> Case:
    """A case of prioritizr: units with costs and locks, features with targets, amounts, one side row capped at 3."""
    kinds = ("locked_in", "locked_out")
    tables = {
        "units": [
            {"id": u, "cost": str(c)} | {kind: str(int((locks or {}).get(u) == kind)) for kind in kinds}
            for u, c in cost.items()
        ],
        "features": [
            {"id": f, "target": str((targets or {}).get(f, "")), "weight": str((weights or {}).get(f, 1))}
            for f in amounts
        ],
        "rij": [{"feature": f, "unit": u, "amount": str(v)} for f, row in amounts.items() for u, v in row.items()],
    }
    said: dict[str, Any] = {"objective": objective, "budget": budget, "expected": expected}
    if side is not None:
        said["linear_constraints"] = [{"sense": "<=", "threshold": 3, "coef": side}]
    return prioritizr("", tables, said)


OPPR_PROJECTS = {"P1": 0.95, "P2": 0.96, "P3": 0.94, "P4": 1.0}
"""Chance of success of each project; project Pk is the action Ak, P4 the baseline."""
THREE = {
    "F1": {"P1": 0.91, "P3": 0.8, "P4": 0.1},
    "F2": {"P2": 0.92, "P3": 0.8, "P4": 0.1},
    "F3": {"P4": 0.1},
}


def _actions(
    objective: str,
    cost: dict[str, float],
    success: dict[str, float],
    actions: dict[str, list[str]],
    chances: dict[str, dict[str, float]],
    expected: dict[str, Any],
    *,
    baseline: str,
    budget: float | None = None,
    targets: dict[str, float] | None = None,
) -> Case:
    """A case of oppr: actions with costs, projects of actions, chances of features under each project."""
    tables = {
        "actions": [{"name": a, "cost": str(c)} for a, c in cost.items()],
        "projects": [{"name": p, "success": str(v)} for p, v in success.items()],
        "features": [{"name": f, "target": str((targets or {}).get(f, "")), "weight": "1"} for f in chances],
        "project_actions": [{"project": p, "action": a} for p, own in actions.items() for a in own],
        "project_features": [
            {"project": p, "feature": f, "persistence": str(row[f])}
            for p in success
            for row in [{f: v[p] for f, v in chances.items() if p in v}]
            for f in row
        ],
    }
    said = {
        "objective": objective,
        "budget": budget,
        "baseline_project": baseline,
        "adjust_for_baseline": False,
        "expected": expected,
    }
    return oppr("", tables, said)


def _simple(objective: str, budget: float | None, value: float, chosen: list[str], cost: float, **more: Any) -> Case:
    return _actions(
        objective,
        {"A1": 0.1, "A2": 0.1, "A3": 0.15, "A4": 0.0},
        OPPR_PROJECTS,
        {p: ["A" + p[1:]] for p in OPPR_PROJECTS},
        THREE,
        {"objective": value, "selected": chosen, "cost": cost},
        baseline="P4",
        budget=budget,
        **more,
    )


def _expect(objective: float | None, *chosen: str, cost: float | None = None) -> dict[str, Any]:
    return {"objective": objective, "selected": list(chosen), "cost": cost}


_IMPORTANT = {"1": 10.0, "2": 2.0, "4": 3.0}

TINY: dict[str, Case] = {
    # 2 is locked in and holds half of f1's target: 3 must join, 2 + 2
    "t01": _units("min_set", {"1": 1, "2": 2, "3": 2}, EQUAL, _expect(4, "2", "3", cost=4),
                  targets={"f1": 2, "f2": 10}, locks=LOCKED),
    # only unit 2 is affordable: f1 is covered, less 0.01 · 2 / 7
    "t02": _units("max_cover", {"1": 1, "2": 2, "3": 4}, {"f1": {"1": 1, "2": 1, "3": 1}, "f2": {"1": 1, "3": 1}},
                  _expect(1 - 0.02 / 7, "2", cost=2), budget=3, locks={"1": "locked_out"}),
    "t03": _units("max_utility", {"1": 1, "2": 2, "3": 2}, EQUAL, _expect(22 - 0.04 / 5, "2", "3", cost=4),
                  budget=4.23, locks=LOCKED),
    # 10 + 100 · 2, less 0.01 · 4 / 7
    "t04": _units("max_utility", {"1": 1, "2": 2, "4": 4},
                  {"f1": {"1": 2, "2": 1}, "f2": {"1": 10, "2": 10, "4": 10}, "f3": {"4": 2}},
                  _expect(210 - 0.04 / 7, "4", cost=4), weights={"f3": 100}, budget=4.23, locks={"1": "locked_out"}),
    "t05": _units("max_features", {"1": 1, "2": 2, "3": 2}, EQUAL, _expect(2 - 0.04 / 5, "2", "3", cost=4),
                  targets={"f1": 2, "f2": 10}, budget=4.23, locks=LOCKED),
    "t06": _units("min_shortfall", {"1": 1, "2": 2, "3": 2}, EQUAL, _expect(0, "2", "3", cost=4),
                  targets={"f1": 2, "f2": 11}, budget=4.23, locks=LOCKED),
    # 5 x1 + 0.5 x2 + x3 ≤ 3 forbids the cheapest unit
    "t07": _units("min_set", {"1": 1, "2": 3, "3": 2}, EQUAL, _expect(5, "2", "3", cost=5),
                  targets={"f1": 2, "f2": 10}, side={"1": 5, "2": 0.5, "3": 1}),
    "t08": _units("min_set", _IMPORTANT, {"f1": {"4": 1}, "f2": {"1": 10, "2": 5, "4": 6}},
                  _expect(5, "2", "4", cost=5), targets={"f1": 1, "f2": 10}),
    "t09": _units("min_set", _IMPORTANT, {"f1": {"1": 1, "4": 1}, "f2": {"1": 10, "2": 5, "4": 6}},
                  _expect(13, "1", "4", cost=13), targets={"f1": 2, "f2": 10}),
    # f2 holds 20 of 21
    "t10": _units("min_largest_shortfall", {"1": 1, "2": 2, "3": 2}, EQUAL, _expect(1 / 21, "2", "3", cost=4),
                  targets={"f1": 2, "f2": 21}, budget=4.23, locks=LOCKED),
    # 0.94 · 0.8 twice and 0.1
    "o01": _simple("max_richness", 0.16, 1.604, ["A3", "A4"], 0.15),
    # 0.95 · 0.91 + 0.96 · 0.92 + 0.1
    "o02": _simple("max_richness", 0.26, 1.8477, ["A1", "A2", "A4"], 0.2),
    # the best project needs three actions, 1.5, and does not fit
    "o03": _actions("max_richness", {"A1": 0.5, "A2": 0.5, "A3": 0.5, "A4": 0.0},
                    {"a": 0.9, "b": 0.9, "c": 0.9, "d": 1.0},
                    {"a": ["A1", "A2", "A3"], "b": ["A2", "A3"], "c": ["A3"], "d": ["A4"]},
                    {"F1": {"a": 0.3, "b": 0.2, "c": 0.1, "d": 0.01}, "F2": {"d": 0.01}},
                    {"objective": 0.19, "selected": ["A2", "A3", "A4"], "cost": 1.0}, baseline="d", budget=1.0),
    # two actions would do for 0.2; A3 alone brings both features to 0.752
    "o04": _simple("min_set", None, 0.15, ["A3", "A4"], 0.15, targets={"F1": 0.7, "F2": 0.7, "F3": 0.09}),
    "o05": _simple("max_targets_met", 0.11, 2, ["A1", "A4"], 0.1, targets={"F1": 0.11, "F2": 0.9, "F3": 0.05}),
    "o06": _simple("max_targets_met", 0.11, 2, ["A2", "A4"], 0.1, targets={"F1": 0.9, "F2": 0.15, "F3": 0.05}),
    "o07": _simple("max_targets_met", 0.16, 3, ["A3", "A4"], 0.15, targets={"F1": 0.7, "F2": 0.7, "F3": 0.05}),
    "o08": _simple("max_richness", 0.16, 1.604, ["A3", "A4"], 0.15),
}  # fmt: skip
