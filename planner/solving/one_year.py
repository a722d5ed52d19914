"""A problem in which one start year and one way to pay dominate all others, without the years and the money.

Where no rule and no goal gains by a later start or by more money, every plan is matched by one that starts each of its
centres in the first year in which it may, and pays it the least sum as early as its caps allow. Such a plan is a
choice of centres alone: years and payments leave the program, and come back with the plan. Dominance: Kohler &
Steiglitz 1974. What does not live here: solving (``planner.solving.stages``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from graph.base.words import Words
from planner.problem.figures import exact
from planner.problem.plan import Plan
from planner.problem.rows import BUILT_IN, OF_HISTORY, Bar, Floats, Layer, PlanningProblem, Rule, Stage, Support

LATE = "late money of the one start year"
"""Own value of a candidate: its payments times the years after the first."""


@dataclass(frozen=True)
class OneYear:
    """The smaller problem, and the way back.

    Attributes
    ----------
    problem : PlanningProblem
        Every candidate may start in one year, and no money is paid: what it would take is fixed cost and fixed use.
    payments : tuple of dict
        By candidate: what it is paid, by funding year.
    """

    problem: PlanningProblem
    payments: tuple[dict[int, float], ...]

    def plan(self, plan: Plan) -> Plan:
        """The plan of the smaller problem as one of the given problem."""
        paid = {c: money for c, money in zip(self.problem.candidates, self.payments, strict=True) if money}
        return Plan(plan.starts, {c: dict(paid[c]) for c in plan.starts if c in paid})


def one_year(problem: PlanningProblem) -> OneYear | None:
    """The problem without years and money, or None where they matter.

    Parameters
    ----------
    problem : PlanningProblem

    Returns
    -------
    OneYear or None
        Its best plans, stage by stage, are worth what the best plans of ``problem`` are worth, and are feasible there.

    Examples
    --------
    >>> money = Support(years=(2023, 2024, 2025), cap=np.full((2, 2), 3.0),
    ...                 total=np.full(2, np.inf), minimum=np.array([4.0, 2.0]), first=np.zeros(2))
    >>> found = one_year(PlanningProblem(candidates=("A", "B"), years=(2023, 2024), support=money))
    >>> found.problem.allowed.tolist(), found.plan(Plan({"A": 2023}, {}))
    ([[True, False], [True, False]], Plan(starts={'A': 2023}, support={'A': {2023: 3.0, 2024: 1.0}}))
    """
    money = problem.support
    if (len(problem.years) == 1 and money is None) or not (_early(problem) and _goals_like_it(problem)):
        return None
    if money is not None and not (_plain(problem, money) and _by_total(problem, money)):
        return None
    first = np.argmax(problem.allowed, axis=1)
    later = np.arange(len(problem.years))[None, :] != first[:, None]
    name = Rule("earliest", "earliest", Words("the first year that is allowed", "最早允许年份"))
    single = replace(problem, bars=(*problem.bars, Bar(name, later)))
    if money is None:
        return OneYear(single, tuple({} for _ in problem.candidates))
    need = least_paid(money)
    paid = [_earliest(money, float(need[i]), i, int(first[i])) for i in range(len(first))]
    late = [sum(amount * (year - problem.years[0]) for year, amount in one.items()) for one in paid]
    goals = tuple(
        replace(g, parts=tuple((LATE if p == "late_money" else p, f) for p, f in g.parts)) for g in problem.goals
    )
    budgets = tuple(
        replace(row, usage=(0.0 if row.usage is None else row.usage) + row.share * need, share=None, years=None)
        if row.share is not None
        else row
        for row in problem.budgets
    )
    cost = need if problem.cost is None else problem.cost + need
    values = {**problem.values, LATE: np.array(late, dtype=np.float64)}
    bare = replace(single, support=None, budgets=budgets, cost=cost, values=values, goals=goals)
    return OneYear(bare, tuple(paid))


def _early(problem: PlanningProblem) -> bool:
    """Whether no rule forbids a choice to start earlier than it does."""
    whole = (None, len(problem.years) - 1)
    course = problem.settled or problem.baseline or problem.dues or problem.changes or problem.missed
    if course or problem.projects or problem.largest:
        return False
    if any(row.start is not None for row in problem.budgets):
        return False
    return all(row.year is None and (row.until in whole or not np.isfinite(row.high)) for row in problem.counts)


def _goals_like_it(problem: PlanningProblem) -> bool:
    """Whether no stage gains by a later start, or by more money."""
    layers = {layer.name: layer for layer in problem.layers}
    every = (*problem.before, *problem.stages, *problem.after)
    for part, gain in (one for stage in every for one in gains(problem, stage)):
        if part in OF_HISTORY or (part in BUILT_IN and part != "count" and gain > 0.0):
            return False
        if part in layers and gain and not _early_cover(layers[part], gain):
            return False
    return True


def gains(problem: PlanningProblem, stage: Stage) -> Iterator[tuple[str, float]]:
    """Components of a stage's goals, and what a unit of each is worth to it."""
    parts = {goal.name: goal.parts for goal in problem.goals}
    sign = 1.0 if stage.sense == "maximise" else -1.0
    for name, weight in stage.weights.items():
        for part, factor in parts[name]:
            yield part, sign * weight * factor


def _early_cover(layer: Layer, gain: float) -> bool:
    """Whether cover is the same whatever the year, or an earlier start gives no less of it, and more is no worse."""
    if layer.settled is not None:
        return False
    if np.all(layer.ramp == layer.ramp[:, :1]):
        return True
    signs = (layer.weight, layer.strength, layer.marginal, layer.period_weight)
    return (
        gain > 0.0 and all(np.all(some >= 0.0) for some in signs) and bool(np.all(np.diff(layer.ramp, axis=1) <= 0.0))
    )


def _plain(problem: PlanningProblem, money: Support) -> bool:
    """Whether any candidate can be paid its least as early as its caps allow, in any amounts."""
    may = problem.allowed.any(axis=1)
    most = np.minimum(money.total, money.cap.sum(axis=1))
    odd = money.paid is not None or money.limit is not None or money.unit is not None or money.no_gap or money.open
    return not odd and not np.any(may & (least_paid(money) > most))


def least_paid(money: Support) -> Floats:
    """(N,) the least sum that a chosen candidate is paid."""
    return np.maximum(np.maximum(money.minimum, money.first), 0.0)


def _by_total(problem: PlanningProblem, money: Support) -> bool:
    """Whether budgets count the payments of all years together."""
    every = set(money.years)
    return all(
        row.share is None or (np.all(row.share >= 0.0) and (row.years is None or every <= set(row.years)))
        for row in problem.budgets
    )


def _earliest(money: Support, need: float, i: int, first: int) -> dict[int, float]:
    """The least sum of a candidate, as early as its caps allow: payments by funding year, to the last digit."""
    left, out = exact(need), {}
    for k, cap in enumerate(money.cap[i].tolist()):
        amount = min(left, exact(cap))
        if amount > 0:
            out[money.years[first + k]] = float(amount)
            left -= amount
    return out
