"""From loaded input to a front: problem, search, audit of every plan, ideal, nadir and knee.

What does not live here: the search (``front``), words and pictures of it (``planner.cli``, ``planner.layout``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from graph.model.ecosystem import Ecosystem
from planner.audit import AuditReport, audit, audit_tables
from planner.families.city_problem import compile_city
from planner.problem import score, tables
from planner.problem.plan import Plan
from planner.problem.rows import PlanningProblem
from planner.problem.tables import Settings
from planner.rulebook.policy import Policy
from planner.runs.certificates import AuditCount, SolverName
from planner.runs.tables_case import rows_of
from planner.solving.highs import Limits, keeping
from planner.solving.promises_first import keeping_promises
from planner.studies.data_behind import data_behind
from planner.studies.fronts import front
from planner.studies.fronts.answer import FrontAnswer, Knee
from planner.studies.fronts.front import Front, Report
from planner.studies.fronts.terms import mentioned


def city_front(
    eco: Ecosystem, policy: Policy, goals: Sequence[str], limits: Limits, report: Report | None = None
) -> tuple[FrontAnswer, PlanningProblem, Front]:
    """The front of a city's goals, every plan audited: as an answer, and as found."""
    problem = compile_city(eco, policy)
    with keeping():  # Ctrl-C while promises are looked at ends the search as well
        found = front.find(keeping_promises(problem, limits), goals, limits, report)
    plain = {g.name for g in problem.goals} & mentioned(found.goals)
    checks = []
    for plan in found.plans:
        reached = score.goals(problem, score.to_arrays(problem, plan))
        checks.append(audit(eco, policy, plan, {name: reached[name] for name in sorted(plain)}))
    plans = _chosen(problem, found)
    answer = replace(
        front_answer(problem, found, checks),
        years=tuple({c: plan.starts[c] for c in chosen} for plan, chosen in plans),
        support=tuple({c: sum(plan.support.get(c, {}).values()) for c in chosen} for plan, chosen in plans),
        dataset=data_behind(eco),
    )
    return answer, problem, found


def tables_front(
    columns: Mapping[str, Mapping[str, Any]],
    settings: Settings,
    goals: Sequence[str],
    limits: Limits,
    report: Report | None = None,
) -> FrontAnswer:
    """The front of planner tables, every plan audited."""
    problem = tables.from_tables(columns, settings)
    found = front.find(problem, goals, limits, report)
    rows = {table: rows_of(data) for table, data in columns.items()}
    checks = [audit_tables(rows, asdict(settings), chosen) for _, chosen in _chosen(problem, found)]
    return front_answer(problem, found, checks)


def _chosen(problem: PlanningProblem, found: Front) -> list[tuple[Plan, list[str]]]:
    return [(plan, [c for c in problem.candidates if c in plan.starts]) for plan in found.plans]


def front_answer(problem: PlanningProblem, found: Front, checks: Sequence[AuditReport]) -> FrontAnswer:
    """The front as an answer, with what the audits of its plans say."""
    best, worst = ideal_and_nadir(found)
    return FrontAnswer(
        complete=found.complete,
        status=found.ending,
        resolution=found.resolution,
        goals=tuple(found.goals),
        senses=tuple("maximise" if s == "maximise" else "minimise" for s in found.senses),
        points=tuple(tuple(point) for point in found.points),
        plans=tuple(tuple(chosen) for _, chosen in _chosen(problem, found)),
        ideal=tuple(best),
        nadir=tuple(worst),
        knee=knee(found),
        steps=tuple(found.steps),
        questions=found.questions,
        solver=SolverName(name=found.solver[0], version=found.solver[1]),
        audit=AuditCount(clean=all(c.clean for c in checks), checked=sum(c.checked for c in checks)),
    )


def ideal_and_nadir(found: Front) -> tuple[list[float], list[float]]:
    """The best and the worst value of each goal on the front (empty without points)."""
    if not found.points:
        return [], []
    points = np.array(found.points)
    most, least = points.max(axis=0), points.min(axis=0)
    up = np.array([s == "maximise" for s in found.senses])
    return np.where(up, most, least).tolist(), np.where(up, least, most).tolist()


def knee(found: Front) -> Knee | None:
    """The point that stands out most from the straight trade between the extremes, where there is one.

    Every goal is measured from 0 (nadir) to 1 (ideal); the knee has the greatest sum (Das 1999: the greatest bulge).

    Returns
    -------
    Knee or None
        None with fewer than
        three points, where no point bulges, and of an incomplete front, whose missing points may be better.
    """
    if len(found.points) < 3 or not found.searched:
        return None
    best, worst = (np.array(side) for side in ideal_and_nadir(found))
    fixed = best == worst
    shares = np.where(fixed, 1.0, (np.array(found.points) - worst) / np.where(fixed, 1.0, best - worst))
    at = int(np.argmax(shares.sum(axis=1)))
    if at in {int(n) for n in shares[:, ~fixed].argmax(axis=0)}:
        return None
    return Knee(point=at, reached=tuple(shares[at].tolist()))
