"""Non-dominated plans under weights with few extreme points, exactly, for problems too large to be enumerated.

Plan x dominates y when it is worth no less at every extreme point of the weights and more at one: the non-dominated
plans are the Pareto front of "worth at extreme point 1, 2, …", two to four goals, which ``planner.studies.fronts``
finds
exactly. Unlike a sample it holds the plans that are best for no single weight. What does not live here: the front.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from planner.problem.rows import Bools, Floats, Goal, PlanningProblem
from planner.solving.highs import Limits
from planner.solving.stages import chosen_array
from planner.studies.fronts import front
from planner.studies.fronts.front import Front
from planner.studies.stress.core_index import UNWEIGHED, CoreIndex, core_index, sign_of, weighed

FEWEST, MOST = 2, 4
"""Numbers of extreme points for which the front can be found."""


def by_front(
    problem: PlanningProblem,
    goals: Sequence[str],
    vertices: Floats,
    limits: Limits | None = None,
    report: front.Report | None = None,
) -> tuple[CoreIndex, Front]:
    """Find the non-dominated plans as a Pareto front.

    Parameters
    ----------
    problem : PlanningProblem
    goals : sequence of str
    vertices : ndarray, (V, goals)
        Two to four extreme points of the weights.
    limits, report
        As in ``planner.studies.fronts.front.find``.

    Returns
    -------
    index : CoreIndex
        Of plans that are equal at every extreme point one is taken.
    front : Front
        Whether these are all (``searched``: at its resolution), or why not.

    Examples
    --------
    >>> from planner.problem.tables import Settings, from_tables
    >>> problem = from_tables({"candidates": {"candidate": ["A", "B", "C"], "value": [0, 0, 0],
    ...     "jobs": [5, 3, 1], "patents": [0, 3, 1]}}, Settings(count_max=1))
    >>> index, found = by_front(problem, ["jobs", "patents"], np.eye(2))
    >>> index.index, found.complete
    (array([0.5, 0.5, 0. ]), True)
    """
    problem = weighed(problem, goals)
    known = {g.name: g for g in problem.goals}
    whole = [*goals, *([UNWEIGHED] if UNWEIGHED in known else [])]
    sign = [sign_of(g) for g in whole]
    weights = np.concatenate([vertices, np.ones((len(vertices), len(whole) - vertices.shape[1]))], axis=1)
    names = [f"extreme_{n + 1}" for n in range(len(vertices))]
    corners = []
    for name, row in zip(names, weights, strict=True):
        parts: dict[str, float] = {}
        for goal, weight in zip(whole, row * sign, strict=True):
            for part, factor in known[goal].parts:
                parts[part] = parts.get(part, 0.0) + float(weight) * factor
        constant = sum(float(w) * known[g].constant for g, w in zip(whole, row * sign, strict=True))
        corners.append(Goal(name, tuple(parts.items()), constant))
    found = front.find(replace(problem, goals=(*problem.goals, *corners)), names, limits, report)
    plans: list[Bools] = [chosen_array(problem, plan) > 0.0 for plan in found.plans]
    return core_index(np.array(plans, dtype=bool).reshape(-1, len(problem.candidates))), found
