"""What a choice is worth in a scenario that it was not made for: the same centres in the same years, money laid anew.

What does not live here: choices for several scenarios (``joint``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from graph.base.words import Words
from planner.families import use
from planner.infeasible import conflict
from planner.problem import score
from planner.problem.plan import Plan
from planner.problem.rows import Bar, CountRow, PlanningProblem, Rule
from planner.solving import stages
from planner.solving.highs import Limits

GIVEN = Rule("given choice", "given choice", Words("the choice as it was made", "既定方案"))
"""The rule that holds a choice fixed."""


@dataclass(frozen=True)
class Crossing:
    """A choice in a scenario.

    Attributes
    ----------
    value : float or None
        First stage, recomputed on ``plan``; None where the choice breaks rules there.
    plan : Plan or None
        The choice with its money under the scenario's rules.
    broken : tuple of Rule
        Rules that stand against it, where it cannot be kept.
    """

    value: float | None
    plan: Plan | None
    broken: tuple[Rule, ...] = ()


def cross(problem: PlanningProblem, starts: Mapping[str, int], limits: Limits | None = None) -> Crossing:
    """Put a choice into a scenario.

    Parameters
    ----------
    problem : PlanningProblem
        Of the scenario.
    starts : mapping of candidate to approval year
    limits : Limits, optional

    Examples
    --------
    >>> from planner.problem.tables import Settings, from_tables
    >>> problem = from_tables({"candidates": {"candidate": ["A", "B"], "value": [3.0, 2.0]}}, Settings(count_max=1))
    >>> cross(problem, {"B": 0}).value, cross(problem, {"A": 0, "B": 0}).broken[0].name
    (2.0, 'count')
    """
    given = held(problem, starts)
    found = stages.solve(given, limits)
    if found.plan is not None:
        return Crossing(found.objective, found.plan)
    if found.status != "infeasible":
        return Crossing(None, None)
    unpaid = score.to_arrays(problem, Plan(starts, {}))
    broken = {rule.name: rule for rule in use.broken(problem, unpaid)}
    if not broken:
        rules = conflict.find(given).rules
        broken = {rule.name: rule for rule in rules if rule.name != GIVEN.name}
    return Crossing(None, None, tuple(broken.values()))


def held(problem: PlanningProblem, starts: Mapping[str, int]) -> PlanningProblem:
    """The problem with its choice held fixed, by rules of the name of :data:`GIVEN`."""
    mask = np.ones((len(problem.candidates), len(problem.years)), dtype=bool)
    rows = []
    for i, centre in enumerate(problem.candidates):
        if centre in starts:
            mask[i, problem.years.index(starts[centre])] = False
            rows.append(CountRow(GIVEN, np.array([i]), low=1))
    return replace(problem, bars=(*problem.bars, Bar(GIVEN, mask)), counts=(*problem.counts, *rows))
