"""A core index as JSON data: exact where every plan can be tried, from sampled weights elsewhere, and labelled so.

What does not live here: the index itself (``core``, ``sampled``) and sentences (``planner.cli``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from planner.problem.rows import Bools, Floats, PlanningProblem
from planner.solving import highs
from planner.solving.highs import Limits
from planner.studies.fronts.front import Report as FrontReport
from planner.studies.stress.by_front import FEWEST, MOST, by_front
from planner.studies.stress.core_index import CoreIndex, enumerable, exact
from planner.studies.stress.sampled import Report, sampled
from planner.studies.stress.weights import WeightSet

SAMPLES = 60
"""Weights that are drawn where nothing else is asked for."""


def core_data(
    problem: PlanningProblem,
    known: WeightSet,
    names: Mapping[str, str],
    samples: int | None = None,
    seed: int = 0,
    limits: Limits | None = None,
    report: Report | None = None,
    front_report: FrontReport | None = None,
) -> dict[str, Any]:
    """Find the core index of a problem under partly known weights.

    Parameters
    ----------
    problem : PlanningProblem
    known : WeightSet
    names : mapping
        Name of each candidate by id; a missing one is called by its id.
    samples : int, optional
        Number of sampled weights; None: exact where every plan can be tried or where the weights have two to four
        extreme points, else :data:`SAMPLES`.
    seed, limits, report
        As in ``planner.studies.stress.sampled.sampled``.
    front_report
        As in ``planner.studies.fronts.front.find``.

    Returns
    -------
    dict
        ``method`` (``exact``, ``front`` or ``sampled``), ``goals``, ``low``, ``high``, ``orders``, ``vertices``,
        ``plans`` (``chosen``; sampled: ``weights``, for how many of them it is best), ``candidates`` (``core_index``,
        ``class`` core, borderline or exterior, ``proven``: whether that class holds beyond the plans found; sampled:
        ``acceptability``), ``complete``, ``infeasible``; sampled: ``samples``, ``proven``, ``seed``, ``solver``.
    """
    vertices = known.vertices()
    head = {
        "goals": list(known.goals),
        "low": {g: float(known.low.get(g, 0.0)) for g in known.goals},
        "high": {g: float(known.high.get(g, 1.0)) for g in known.goals},
        "orders": [list(order) for order in known.orders],
        "vertices": vertices.tolist(),
    }
    if samples is None and enumerable(problem, known.goals):
        index = exact(problem, known.goals, vertices)
        plans = [{"chosen": _ids(problem, plan)} for plan in index.plans]
        rows = _rows(problem, index, names, sure=True)
        return {
            "method": "exact",
            **head,
            "plans": plans,
            "candidates": rows,
            "complete": True,
            "infeasible": not plans,
            "interrupted": False,
        }
    if samples is None and FEWEST <= len(vertices) <= MOST:
        return {"method": "front", **head, **_of_front(problem, known, names, vertices, limits, front_report)}
    number = SAMPLES if samples is None else samples
    # a single point of weights, where all of them are known, is drawn once
    found = sampled(problem, known, 1 if len(vertices) == 1 else number, seed, limits, report)
    rows = _rows(problem, found.index, names, sure=False)
    for row, share in zip(rows, found.acceptability, strict=True):
        row["acceptability"] = None if np.isnan(share) else float(share)
    return {
        "method": "sampled",
        **head,
        "plans": [
            {"chosen": _ids(problem, plan), "weights": times}
            for plan, times in zip(found.index.plans, found.times, strict=True)
        ],
        "candidates": rows,
        "complete": found.proven == len(found.weights),
        "infeasible": found.infeasible,
        "interrupted": found.interrupted,
        "samples": len(found.weights),
        "proven": found.proven,
        "seed": found.seed,
        "weights": found.weights.tolist(),
        "solver": {"name": "HiGHS", "version": highs.version()},
    }


def _of_front(
    problem: PlanningProblem,
    known: WeightSet,
    names: Mapping[str, str],
    vertices: Floats,
    limits: Limits | None,
    report: FrontReport | None,
) -> dict[str, Any]:
    """All non-dominated plans as a front; where it is not complete, only "borderline" is certain."""
    index, found = by_front(problem, known.goals, vertices, limits, report)
    return {
        "plans": [{"chosen": _ids(problem, plan)} for plan in index.plans],
        "candidates": _rows(problem, index, names, sure=found.searched),
        "complete": found.searched,
        "infeasible": found.ending == "infeasible",
        "interrupted": found.ending == "interrupted",
        "questions": found.questions,
        "solver": {"name": found.solver[0], "version": found.solver[1]},
    }


def _ids(problem: PlanningProblem, plan: Bools) -> list[str]:
    return [c for c, on in zip(problem.candidates, plan, strict=True) if on]


def _rows(problem: PlanningProblem, found: CoreIndex, names: Mapping[str, str], *, sure: bool) -> list[dict[str, Any]]:
    core, exterior = set(found.core.tolist()), set(found.exterior.tolist())
    rows = []
    for i, centre in enumerate(problem.candidates):
        place = "core" if i in core else "exterior" if i in exterior else "borderline"
        share = float(found.index[i])
        rows.append(
            {
                "candidate": centre,
                "name": names.get(centre, centre),
                "core_index": None if np.isnan(share) else share,
                "class": None if np.isnan(share) else place,
                "proven": not np.isnan(share) and (sure or place == "borderline"),
            }
        )
    return rows
