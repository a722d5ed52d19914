"""Reference cases of two conservation planners, prioritizr and oppr, written as planner tables.

The cases (``../shared/reference/planner/prioritization``; numbers only, see SOURCE.txt there) come in those tools' own
terms. :func:`prioritizr` and :func:`oppr` say, once, what each of their objectives is in planner tables; a plan's value
in *their* objective is recomputed from their definition by :meth:`Case.their_value`.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.problem.rows import PlanningProblem
from planner.problem.tables import PLANNER_TABLES, Settings, from_tables

FOLDER = Path(__file__).parents[4] / "shared" / "reference" / "planner" / "prioritization"
Rows = dict[str, list[dict[str, Any]]]
BLANK = float("nan")
"""A blank cell; one object, so that rows with blanks can be compared."""
TIE_BREAK = 0.01
"""prioritizr's coefficient of cost in objectives that maximise: 0.01 / Σ cost."""


@dataclass(frozen=True)
class Case:
    """One reference case: planner tables, settings, and what the reference expects of them."""

    name: str
    rows: Rows
    settings: Settings
    expected: dict[str, Any]
    tie_break: float = 0.0
    """Factor of cost that their objective subtracts and our stages do not (there, cost is a stage of its own)."""

    @property
    def problem(self) -> PlanningProblem:
        """The planning problem."""
        return from_tables(self.columns, self.settings)

    @property
    def columns(self) -> dict[str, dict[str, list[Any]]]:
        """The tables as columns."""
        return as_columns(self.rows)

    def their_value(self, first_stage: float, cost: float) -> float:
        """The value of a plan in the reference's own objective."""
        return first_stage - self.tie_break * cost


def as_columns(rows: Rows) -> dict[str, dict[str, list[Any]]]:
    """Rows as columns; a column stands where every row of the table has it."""
    return {
        t.name: {
            c.name: [row[c.name] for row in rows.get(t.name, ())]
            for c in t.columns
            if all(c.name in row for row in rows.get(t.name, ()))
        }
        for t in PLANNER_TABLES
    }


def names() -> list[str]:
    """All cases that are beside this checkout."""
    return sorted(p.name for p in FOLDER.iterdir() if p.is_dir()) if FOLDER.is_dir() else []


def read(name: str) -> Case:
    """Read one case."""
    folder = FOLDER / name
    said = json.loads((folder / "settings.json").read_text())
    tables = {}
    for path in folder.glob("*.csv"):
        with path.open(newline="", encoding="utf-8") as file:
            tables[path.stem] = list(csv.DictReader(file))
    make = oppr if said["family"] == "oppr" else prioritizr
    return make(name, tables, said)


def _locks(units: list[dict[str, str]], key: str) -> list[dict[str, str]]:
    kinds = ("locked_in", "locked_out")
    return [{"kind": kind, "a": u[key], "b": ""} for u in units for kind in kinds if float(u.get(kind) or 0)]


def _money(costs: dict[str, float], budget: float | None) -> Rows:
    if budget is None:
        return {"budgets": [], "usage": []}
    return {
        "budgets": [{"row": "money", "cap": float(budget), "floor": BLANK}],
        "usage": [{"candidate": c, "row": "money", "amount": v} for c, v in costs.items()],
    }


def _number(text: str) -> float:
    return float(text) if text else BLANK


def prioritizr(name: str, tables: dict[str, list[dict[str, str]]], said: dict[str, Any]) -> Case:
    """Units are candidates, features technologies; amounts add up (``sum``) but in max_cover, where one is enough.

    Where weights are whole numbers, their objective "weights − 0.01/C · cost" orders plans as "weights, then cost"
    does, because the cost term stays under 0.01: two stages, exact, and no coefficient below the solver's tolerance.
    In max_utility it does not, and −0.01/C · cost is an own value of each unit.
    """
    costs = {u["id"]: float(u["cost"]) for u in tables["units"]}
    objective = said["objective"]
    share = TIE_BREAK / sum(costs.values())
    value = {u: -share * c if objective == "max_utility" else 0.0 for u, c in costs.items()}
    bonus, penalty = _penalty(tables.get("boundary", []), said.get("penalty"))
    for unit, amount in penalty.items():
        value[unit] += amount
    rows: Rows = {
        "candidates": [{"candidate": u, "value": value[u], "cost": c} for u, c in costs.items()],
        "technologies": [
            {"technology": f["id"], "weight": float(f["weight"]), "required": 0, "target": _number(f["target"])}
            for f in tables["features"]
        ],
        "covers": [
            {"candidate": r["unit"], "technology": r["feature"], "strength": float(r["amount"])} for r in tables["rij"]
        ],
        "synergies": [{"a": a, "b": b, "bonus": v} for (a, b), v in bonus.items()],
        "rules": _locks(tables["units"], "id"),
    } | _money(costs, said["budget"])
    for n, side in enumerate(said.get("linear_constraints", ())):
        ends = {"cap": BLANK, "floor": BLANK}
        ends["cap" if side["sense"] == "<=" else "floor"] = float(side["threshold"])
        rows["budgets"].append({"row": f"side {n}", **ends})
        rows["usage"] += [{"candidate": u, "row": f"side {n}", "amount": v} for u, v in side["coef"].items()]
    if objective == "max_cover":
        assert all(row["strength"] >= 1.0 for row in rows["covers"])
    cost = {"minimise": {"cost": 1.0}}
    tie_break = share if objective in ("max_cover", "max_features") else 0.0
    assert not tie_break or all(row["weight"] == 1.0 for row in rows["technologies"])
    settings = {
        "min_set": Settings(coverage="sum", stages=({"minimise": {"cost": 1.0, "value": -1.0, "synergies": -1.0}},)),
        "max_cover": Settings(coverage="any", stages=({"maximise": {"technologies": 1.0}}, cost)),
        "max_features": Settings(coverage="sum", stages=({"maximise": {"targets": 1.0}}, cost)),
        "max_utility": Settings(coverage="sum", objective="max_value"),
        "min_shortfall": Settings(coverage="sum", stages=({"minimise": {"shortfall": 1.0}}, cost)),
        "min_largest_shortfall": Settings(coverage="sum", stages=({"minimise": {"largest_shortfall": 1.0}}, cost)),
    }[objective]
    return Case(name, rows, settings, said["expected"], tie_break)


def _penalty(
    boundary: list[dict[str, str]], said: dict[str, Any] | None
) -> tuple[dict[tuple[str, str], float], dict[str, float]]:
    """Pair costs as bonuses of pairs and own values.

    boundary: p · (Σ_i x_i (shared_i + e · exposed_i) − 2 Σ_(i<j) b_ij x_i x_j); connectivity: −p Σ_(i<j) b_ij x_i x_j.
    """
    bonus: dict[tuple[str, str], float] = defaultdict(float)
    own: dict[str, float] = defaultdict(float)
    if said is None:
        return bonus, own
    p = float(said["penalty"])
    for row in boundary:
        a, b, length = row["id1"], row["id2"], float(row["boundary"])
        if said["kind"] == "connectivity":
            if a != b:
                bonus[min(a, b), max(a, b)] += p * length
        elif a == b:
            own[a] -= p * said["edge_factor"] * length
        else:
            bonus[min(a, b), max(a, b)] += 2.0 * p * length
            own[a] -= p * length
            own[b] -= p * length
    return bonus, own


def oppr(name: str, tables: dict[str, list[dict[str, str]]], said: dict[str, Any]) -> Case:
    """Actions are candidates, projects are projects, features technologies with the best funded project's chance.

    Q_fj = P_j B_fj, adjusted for what the baseline project brings where the case says so. Every feature must be
    credited with one project, hence ``required`` 1.
    """
    costs = {a["name"]: float(a["cost"]) for a in tables["actions"]}
    success = {p["name"]: float(p["success"]) for p in tables["projects"]}
    chance = {
        (r["project"], r["feature"]): success[r["project"]] * float(r["persistence"])
        for r in tables["project_features"]
    }
    baseline = said["baseline_project"]
    if said["adjust_for_baseline"]:
        chance = {
            (p, f): q if p == baseline else q + (1.0 - q) * chance.get((baseline, f), 0.0)
            for (p, f), q in chance.items()
        }
    wanted = said["objective"] != "max_richness"
    rows: Rows = {
        "candidates": [{"candidate": a, "value": 0.0, "cost": c} for a, c in costs.items()],
        "technologies": [
            {
                "technology": f["name"],
                "weight": float(f["weight"]),
                "required": 1,
                "target": _number(f["target"]) if wanted else BLANK,
            }
            for f in tables["features"]
        ],
        "projects": [{"project": r["project"], "candidate": r["action"]} for r in tables["project_actions"]],
        "covers": [{"candidate": p, "technology": f, "strength": q} for (p, f), q in chance.items()],
        "rules": _locks(tables["actions"], "name"),
    } | _money(costs, said["budget"])
    objectives = {"max_richness": "max_value", "max_targets_met": "max_targets", "min_set": "min_cost"}
    settings = Settings(coverage="best", objective=objectives[said["objective"]])  # type: ignore[arg-type]
    return Case(name, rows, settings, said["expected"])
