"""From an ecosystem and a policy to a planning problem: every rule family gives its rows, every goal its terms."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from graph.model.ecosystem import Ecosystem
from planner.families.goals import components
from planner.families.kinds import kind_of
from planner.families.rules import FAMILIES
from planner.families.rules.equity import equity_of
from planner.problem.city import City
from planner.problem.history import read_history
from planner.problem.rows import PlanningProblem, Stage
from planner.rulebook.policy import Policy


def compile_city(eco: Ecosystem, policy: Policy) -> PlanningProblem:
    """Build the planning problem of a city.

    Parameters
    ----------
    eco : Ecosystem
    policy : Policy
        The resolved rule book and choices of a scenario.

    Returns
    -------
    PlanningProblem
        Candidates in the dataset's order; every rule carries the scenario path that changes it.
    """
    read_history(eco, policy)
    city = City(eco, policy)
    rows: dict[str, list[Any]] = defaultdict(list)
    for family in FAMILIES:
        for row in family.rows(city):
            rows[kind_of(row).field].append(row)
    layers, pairs, values, goals = components(city)
    stages = [
        Stage(
            "minimise" if s.maximise is None else "maximise",
            {str(k): w for k, w in (s.maximise or s.minimise or {}).items()},
        )
        for s in policy.objective
    ]
    given: dict[str, Any] = {f: some[0] if kind_of(some[0]).single else tuple(some) for f, some in rows.items()}
    return PlanningProblem(
        candidates=city.candidate_ids,
        years=city.years,
        **given,
        cost=equity_of(city),
        values=values,
        layers=layers,
        pairs=pairs,
        goals=goals,
        stages=tuple(stages),
    )
