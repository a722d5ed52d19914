"""From an ecosystem and a policy to a planning problem: every rule family gives its rows, every goal its terms."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

import numpy as np

from graph.model.ecosystem import Ecosystem
from planner.families.goals import components
from planner.families.kinds import RULES, kind_of
from planner.families.rules import FAMILIES
from planner.families.rules.equity import equity_of
from planner.problem.city import City
from planner.problem.city.grading import grading_of
from planner.problem.history import Foreseen
from planner.problem.rows import Missed, PlanningProblem, Settled, Stage
from planner.rulebook.policy import Policy


def compile_city(eco: Ecosystem, policy: Policy, foreseen: Foreseen | None = None) -> PlanningProblem:
    """Build the planning problem of a city.

    Parameters
    ----------
    eco : Ecosystem
    policy : Policy
        The resolved rule book and choices of a scenario.
    foreseen : mapping, optional
        Grades of later years that are taken as known, by centre and year.

    Returns
    -------
    PlanningProblem
        Candidates in the dataset's order, approved centres among them, then those that are only paid; every rule
        carries the scenario path that changes it.

    Raises
    ------
    UsageError
        The data hold approved centres and the policy does not say as of when.
    """
    city = City(eco, policy, foreseen)
    rows: dict[str, list[Any]] = defaultdict(list)
    for family in FAMILIES:
        for row in family.rows(city):
            rows[kind_of(row).field].append(row)
    stages = [
        Stage(
            "minimise" if s.maximise is None else "maximise",
            {str(k): w for k, w in (s.maximise or s.minimise or {}).items()},
        )
        for s in policy.objective
    ]
    given: dict[str, Any] = {f: some[0] if kind_of(some[0]).single else tuple(some) for f, some in rows.items()}
    problem = PlanningProblem(
        candidates=city.candidate_ids,
        years=city.years,
        **given,
        cost=equity_of(city),
        **components(city),
        stages=tuple(stages),
        grading=grading_of(city),
    )
    return problem if city.history is None else settled(problem, city)


def settled(problem: PlanningProblem, city: City) -> PlanningProblem:
    """The problem with what history has settled: starts that stand, years that are over, rows that it has broken."""
    assert city.history is not None
    starts = [city.history.start(centre) for centre in city.candidate_ids]
    year = {y: n for n, y in enumerate(city.years)}
    start = np.array([-1 if y is None else year.get(y, -1) for y in starts], dtype=np.int64)
    payee = np.arange(city.size) >= city.choices
    start[payee] = -1
    past = sum(y <= city.history.as_of for y in city.years)
    approved = (start >= 0) & (start < past)
    stoppable = approved & city.policy.course.may_stop
    problem = replace(problem, settled=Settled(start, payee, stoppable, past))
    kept: dict[str, Any] = {}
    missed: list[Missed] = []
    for kind in RULES:
        found = [kind.settle(problem, row) for row in getattr(problem, kind.field)]
        kept[kind.field] = tuple(row for row, _ in found if row is not None)
        missed += [one for _, told in found for one in told]
    before = (Stage("minimise", {"shortfall": 1.0}),) if any(due.soft for due in problem.dues) else ()
    return replace(problem, **kept, missed=tuple(missed), before=before)
