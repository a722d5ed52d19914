"""The terms of planner tables on a choice, recomputed in plain Python from their definitions: for the audit alone.

Nothing here is shared with the program that finds plans, nor with what it reports.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
MET = 1e-12
"""Share of a target by which it may be missed: the noise of figures that are no decimals."""
MODES = ("any", "best", "all", "sum")
ON_TARGETS = ("targets", "shortfall", "largest_shortfall")
_OBJECTIVES = {
    "max_value": ("maximise", {"total": 1.0}),
    "min_cost": ("minimise", {"cost": 1.0}),
    "max_targets": ("maximise", {"value": 1.0, "targets": 1.0, "synergies": 1.0}),
    "min_shortfall": ("minimise", {"shortfall": 1.0}),
    "min_largest_shortfall": ("minimise", {"largest_shortfall": 1.0}),
}


def given(value: Any) -> float | None:
    """A number, or its text; blank (also NaN) is None."""
    if value in ("", None):
        return None
    found = float(value)
    return None if math.isnan(found) else found


def number(value: Any) -> float:
    """A number, or its text; blank (also NaN) is 0."""
    return given(value) or 0.0


def stages(settings: Mapping[str, Any]) -> list[tuple[str, Mapping[str, float]]] | None:
    """Sense and weights of each stage; None where the settings cannot be read."""
    if settings.get("stages"):
        out = []
        for stage in settings["stages"]:
            if len(stage) != 1 or not set(stage) <= {"maximise", "minimise"}:
                return None
            out.extend(stage.items())
        return out
    objective = settings.get("objective")
    return [_OBJECTIVES[objective]] if objective in _OBJECTIVES else None


def funded(rows: Rows, taken: set[str]) -> set[str]:
    """Projects all of whose candidates are taken."""
    members: dict[str, set[str]] = {}
    for r in rows["projects"]:
        members.setdefault(r["project"], set()).add(r["candidate"])
    return {project for project, own in members.items() if own <= taken}


def covers(rows: Rows, coverage: str, taken: set[str]) -> dict[str, float]:
    """Technology → cover, of all technologies that something is listed for."""
    active = taken | funded(rows, taken)
    listed: dict[str, list[tuple[str, float]]] = {}
    for r in rows["covers"]:
        listed.setdefault(r["technology"], []).append((r["candidate"], number(r["strength"])))
    out = {}
    for technology, links in listed.items():
        strengths = [strength for source, strength in links if source in active]
        if coverage == "all":
            out[technology] = float(len(strengths) == len(links))
        elif coverage == "sum":
            out[technology] = math.fsum(strengths)
        elif coverage == "best":
            out[technology] = max(strengths, default=0.0)
        else:
            out[technology] = float(any(s > 0.0 for s in strengths))
    return out


def terms(rows: Rows, coverage: str, taken: set[str], asked: Collection[str] = ()) -> dict[str, float]:
    """Every term that a stage may weigh; of further columns of candidates, those that are asked for."""
    mine = [r for r in rows["candidates"] if r["candidate"] in taken]
    cover = covers(rows, coverage, taken)
    gained, met, short = [], [], [0.0]
    for r in rows["technologies"]:
        weight, target, have = number(r["weight"]), number(r.get("target")), cover.get(r["technology"], 0.0)
        gained.append(weight * have)
        if target > 0.0:
            met.append(weight * (have >= target * (1.0 - MET)))
            short.append(weight * max(0.0, 1.0 - have / target))
    found = {
        "value": math.fsum(number(r["value"]) for r in mine),
        "technologies": math.fsum(gained),
        "synergies": math.fsum(number(r["bonus"]) for r in rows["synergies"] if r["a"] in taken and r["b"] in taken),
        "targets": math.fsum(met),
        "shortfall": math.fsum(short),
        "largest_shortfall": max(short),
        "cost": _cost(rows, taken),
        "count": float(len(taken)),
    }
    found["total"] = found["value"] + found["technologies"] + found["synergies"]
    further = {name for r in rows["candidates"] for name in r if name in asked} - {"candidate", *found}
    return found | {name: math.fsum(number(r.get(name)) for r in mine) for name in sorted(further)}


def scale(rows: Rows, asked: Sequence[tuple[str, Mapping[str, float]]]) -> float:
    """The largest amount that a term may add up, times the largest weight: what rounding errors are a part of."""
    own = {"value", "cost"} | {name for _, weights in asked for name in weights}
    columns = [("candidates", name) for name in sorted(own)]
    columns += [("technologies", "weight"), ("synergies", "bonus"), ("usage", "amount")]
    amounts = (abs(number(r.get(column))) for table, column in columns for r in rows[table])
    heaviest = max((abs(float(w)) for _, weights in asked for w in weights.values()), default=1.0)
    return max(amounts, default=0.0) * heaviest


def _cost(rows: Rows, taken: set[str]) -> float:
    if any(given(r.get("cost")) is not None for r in rows["candidates"]):
        return math.fsum(number(r.get("cost")) for r in rows["candidates"] if r["candidate"] in taken)
    return math.fsum(number(r["amount"]) for r in rows["usage"] if r["candidate"] in taken)
