"""The least that promises fall short, which come before all stages, found once for the many questions of a study.

What does not live here: how a problem holds it (``planner.problem.promises``).
"""

from __future__ import annotations

from dataclasses import replace

from planner.problem import score
from planner.problem.promises import held
from planner.problem.rows import PlanningProblem
from planner.solving.highs import Limits
from planner.solving.stages import solve


def least_short(problem: PlanningProblem, limits: Limits | None = None) -> float | None:
    """The least that soft dues fall short together; None where there is no plan, or none in time.

    >>> least_short(PlanningProblem(candidates=("A",), years=(2025,)))
    0.0
    """
    if not problem.before:
        return 0.0
    found = solve(replace(problem, stages=(), after=()), limits)
    if found.plan is None or found.status != "proven":
        return None
    return score.of_history(problem, score.to_arrays(problem, found.plan))["shortfall"]


def keeping_promises(problem: PlanningProblem, limits: Limits | None = None) -> PlanningProblem:
    """The problem whose plans keep promises that come first as well as any plan can."""
    short = least_short(problem, limits) if problem.before else None
    return problem if short is None else held(problem, short)
