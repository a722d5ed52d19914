"""Promises that come first but may fall short, held at the least that they fall short: what studies compare under.

A plan makes the shortfall least before anything else (stages ``before``). A study asks many questions of plans that
do so as well; it holds the shortfall and has no such stage. What does not live here: the least (``planner.solving``).
"""

from __future__ import annotations

from dataclasses import replace

from planner.problem.rows import PlanningProblem

KEPT = 1e-6
"""Part of the promises (absolute below 1) that may fall short where all are kept: rounding."""


def held(problem: PlanningProblem, short: float) -> PlanningProblem:
    """The problem whose soft dues fall short by ``short`` at most, together; where that is nothing, they are firm.

    Examples
    --------
    >>> held(PlanningProblem(candidates=("A",), years=(2025,)), 0.0).most_short is None
    True
    """
    rounding = slack(problem)
    if short > rounding:
        return replace(problem, before=(), most_short=short + rounding)
    return replace(problem, before=(), dues=tuple(replace(due, soft=False) for due in problem.dues))


def slack(problem: PlanningProblem) -> float:
    """By how much two shortfalls differ at least if they are not the same, in the unit of money.

    >>> slack(PlanningProblem(candidates=("A",), years=(2025,)))
    1e-06
    """
    return KEPT * max(1.0, sum(due.floor for due in problem.dues if due.soft))
