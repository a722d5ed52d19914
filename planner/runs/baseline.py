"""Sticking to what was decided: a problem with an earlier plan beside it, and the price of sticking to it.

What does not live here: what counts as a change (``planner.families.kinds.changes``), reading the earlier run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.problem.rows import Baseline, ChangeRow, PlanningProblem, Rule, Stage
from planner.runs.course_types import ChangePoint
from planner.runs.plan_result import PlanResult
from planner.solving.highs import Limits
from planner.solving.stages import Report, solve


@dataclass(frozen=True)
class Sticking:
    """An earlier plan, and how dear it is to leave it.

    Attributes
    ----------
    plan : PlanResult
        The earlier plan.
    most : int or None
        At most so many changes.
    cost : float
        What each change takes off the objective, in its unit.
    curve : bool
        Whether the best objective with 0, 1, … ``most`` changes is found as well.
    """

    plan: PlanResult
    most: int | None = None
    cost: float = 0.0
    curve: bool = False

    @property
    def costs(self) -> bool:
        """Whether the plan may be worse for it."""
        return self.most is not None or self.cost > 0


def with_baseline(problem: PlanningProblem, sticking: Sticking, city: str) -> PlanningProblem:
    """The problem with the earlier plan beside it.

    Among plans that are equal in every stage, the one with fewest changes is taken, then that which moves least money.

    Parameters
    ----------
    problem : PlanningProblem
    sticking : Sticking
    city : str
        Name of the dataset.

    Raises
    ------
    UsageError
        The earlier plan is of another city, there is none in its run, or nothing is history.
    """
    earlier = sticking.plan
    if problem.settled is None:
        words = Words(
            "sticking to an earlier plan needs the year up to which all is history: --as-of YEAR",
            "沿用原方案须指明历史截止年：--as-of 年份",
        )
        raise UsageError(words)
    planned = {row.centre: row.year for row in earlier.chosen}
    known = set(problem.candidates)
    if not earlier.has_plan:
        words = Words("the run has no plan to stick to", "该运行没有可沿用的方案")
        raise UsageError(words)
    if earlier.dataset.name != city or not set(planned) <= known:
        unknown = ", ".join(sorted(set(planned) - known)[:5])
        words = Words("the run is of another city: {a}, not {b}{u}", "该运行属于另一座城市：{a}，而非 {b}{u}").fill(
            a=earlier.dataset.name, b=city, u=f" ({unknown})" if unknown else ""
        )
        raise UsageError(words)
    first = problem.settled.open
    stands = (problem.settled.start >= 0) | problem.settled.payee
    position = {year: n for n, year in enumerate(problem.years)}
    start = np.array([position.get(planned.get(c, -1), -1) for c in problem.candidates], dtype=np.int64)
    passed = np.array([c in planned and position.get(planned[c], -1) < first for c in problem.candidates])
    start[passed] = -1
    baseline = Baseline(start, ~stands & ~passed, _paid(problem, earlier))
    stages = problem.stages
    if sticking.cost > 0:
        sign = -1.0 if stages[0].sense == "maximise" else 1.0
        stages = (replace(stages[0], weights={**stages[0].weights, "changes": sign * sticking.cost}), *stages[1:])
    rows: tuple[ChangeRow, ...] = ()
    if sticking.most is not None:
        words = Words("at most {n} changes to the earlier plan", "对原方案至多 {n} 处变更").fill(n=sticking.most)
        rows = (ChangeRow(Rule("most changes", "changes", words), sticking.most),)
    after = (Stage("minimise", {"changes": 1.0}), Stage("minimise", {"money_moved": 1.0}))
    return replace(problem, baseline=baseline, changes=rows, stages=stages, after=after)


def changes_curve(
    problem: PlanningProblem, most: int, limits: Limits | None = None, report: Report | None = None
) -> tuple[ChangePoint, ...]:
    """The best value of the first stage with at most 0, 1, … ``most`` changes, each solved anew.

    Parameters
    ----------
    problem : PlanningProblem
        One with an earlier plan beside it (:func:`with_baseline`); its own limit and cost of changes are left out.
    most : int
    limits, report
        As in ``planner.solving.stages.solve``.

    Returns
    -------
    tuple of ChangePoint
        The objective never falls from one to the next, as far as they are proven.
    """
    first = problem.stages[0]
    plain = replace(first, weights={name: w for name, w in first.weights.items() if name != "changes"})
    points = []
    for k in range(most + 1):
        rule = Rule("most changes", "changes", Words("at most {n} changes", "至多 {n} 处变更").fill(n=k))
        found = solve(replace(problem, changes=(ChangeRow(rule, k),), stages=(plain,), after=()), limits, report)
        bound = found.stages[0].bound if found.stages else None
        points.append(ChangePoint(changes=k, status=found.status, objective=found.objective, bound=bound))
    return tuple(points)


def _paid(problem: PlanningProblem, earlier: PlanResult) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """(N, F) support as the earlier plan has it."""
    years = () if problem.support is None else problem.support.years
    out = np.zeros((len(problem.candidates), len(years)))
    support: dict[str, Mapping[int, float]] = {row.centre: row.support for row in earlier.chosen}
    for row in earlier.history or ():
        support.setdefault(row.centre, row.support)
    for i, centre in enumerate(problem.candidates):
        for year, amount in support.get(centre, {}).items():
            if year in years:
                out[i, years.index(year)] = amount
    return out
