"""A core index as an answer: exact where every plan can be tried, from sampled weights elsewhere, and labelled so.

What does not live here: the index itself (``core``, ``sampled``) and sentences (``planner.cli``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from planner.problem.rows import Bools, Floats, PlanningProblem
from planner.runs.certificates import SolverName
from planner.solving import highs
from planner.solving.highs import Limits
from planner.studies.fronts.front import Report as FrontReport
from planner.studies.stress.answer import CoreAnswer, CoreCandidate, CorePlan, Place
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
) -> CoreAnswer:
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
    """
    vertices = known.vertices()
    head: dict[str, Any] = {
        "goals": tuple(known.goals),
        "low": {g: float(known.low.get(g, 0.0)) for g in known.goals},
        "high": {g: float(known.high.get(g, 1.0)) for g in known.goals},
        "orders": tuple(tuple(order) for order in known.orders),
        "vertices": _numbers(vertices),
    }
    if samples is None and enumerable(problem, known.goals):
        index = exact(problem, known.goals, vertices)
        plans = tuple(CorePlan(chosen=_ids(problem, plan)) for plan in index.plans)
        rows = _rows(problem, index, names, sure=True)
        return CoreAnswer(method="exact", **head, plans=plans, candidates=rows, complete=True, infeasible=not plans)
    if samples is None and FEWEST <= len(vertices) <= MOST:
        return _of_front(problem, known, names, vertices, limits, front_report, head)
    number = SAMPLES if samples is None else samples
    # a single point of weights, where all of them are known, is drawn once
    found = sampled(problem, known, 1 if len(vertices) == 1 else number, seed, limits, report)
    rows = tuple(
        replace(row, acceptability=None if np.isnan(share) else float(share))
        for row, share in zip(_rows(problem, found.index, names, sure=False), found.acceptability, strict=True)
    )
    return CoreAnswer(
        method="sampled",
        **head,
        plans=tuple(
            CorePlan(chosen=_ids(problem, plan), weights=int(times))
            for plan, times in zip(found.index.plans, found.times, strict=True)
        ),
        candidates=rows,
        complete=found.proven == len(found.weights),
        infeasible=found.infeasible,
        interrupted=found.interrupted,
        samples=len(found.weights),
        proven=found.proven,
        seed=found.seed,
        weights=_numbers(found.weights),
        solver=SolverName(name="HiGHS", version=highs.version()),
    )


def _of_front(
    problem: PlanningProblem,
    known: WeightSet,
    names: Mapping[str, str],
    vertices: Floats,
    limits: Limits | None,
    report: FrontReport | None,
    head: dict[str, Any],
) -> CoreAnswer:
    """All non-dominated plans as a front; where it is not complete, only "borderline" is certain."""
    index, found = by_front(problem, known.goals, vertices, limits, report)
    return CoreAnswer(
        method="front",
        **head,
        plans=tuple(CorePlan(chosen=_ids(problem, plan)) for plan in index.plans),
        candidates=_rows(problem, index, names, sure=found.searched),
        complete=found.searched,
        infeasible=found.ending == "infeasible",
        interrupted=found.ending == "interrupted",
        questions=found.questions,
        solver=SolverName(name=found.solver[0], version=found.solver[1]),
    )


def _numbers(rows: Floats) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row) for row in rows.tolist())


def _ids(problem: PlanningProblem, plan: Bools) -> tuple[str, ...]:
    return tuple(c for c, on in zip(problem.candidates, plan, strict=True) if on)


def _rows(
    problem: PlanningProblem, found: CoreIndex, names: Mapping[str, str], *, sure: bool
) -> tuple[CoreCandidate, ...]:
    core, exterior = set(found.core.tolist()), set(found.exterior.tolist())
    rows = []
    for i, centre in enumerate(problem.candidates):
        place: Place = "core" if i in core else "exterior" if i in exterior else "borderline"
        share = float(found.index[i])
        unknown = bool(np.isnan(share))
        rows.append(
            CoreCandidate(
                candidate=centre,
                name=names.get(centre, centre),
                core_index=None if unknown else share,
                class_=None if unknown else place,
                proven=not unknown and (sure or place == "borderline"),
            )
        )
    return tuple(rows)
