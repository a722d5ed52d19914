"""From an ecosystem and a policy to a planning problem: the one place that knows both."""

from __future__ import annotations

from graph.model.ecosystem import Ecosystem
from planner.problem.city.city import City
from planner.problem.city.counts import bars, counts, depths, logic
from planner.problem.city.goals import GOALS, components
from planner.problem.city.money import budgets, equity_of, support
from planner.problem.history import read_history
from planner.problem.rows import PlanningProblem, Stage
from planner.rulebook.policy import Policy

__all__ = ["GOALS", "City", "compile_city"]


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
    money = support(city)
    layers, pairs, values, goals = components(city)
    stages = [
        Stage(
            "minimise" if s.maximise is None else "maximise",
            {str(k): w for k, w in (s.maximise or s.minimise or {}).items()},
        )
        for s in policy.objective
    ]
    return PlanningProblem(
        candidates=city.candidate_ids,
        years=city.years,
        bars=bars(city, money),
        cost=equity_of(city),
        values=values,
        layers=layers,
        pairs=pairs,
        support=money,
        budgets=budgets(city),
        counts=counts(city),
        depths=depths(city),
        logic=logic(city),
        goals=goals,
        stages=tuple(stages),
    )
