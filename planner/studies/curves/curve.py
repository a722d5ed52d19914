"""The budget curve: the best value that each budget buys, and what one more million would add.

What does not live here: single questions (``budget``), all stairs (``stairs``), the nested roadmap (``roadmap``).
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from planner.problem.plan import Plan
from planner.problem.rows import BudgetRow, PlanningProblem
from planner.solving.highs import Limits
from planner.solving.live_model import left_of
from planner.solving.stages import Status, solve
from planner.studies.curves.budget import BudgetModel, Found, fits, used_by, with_cap
from planner.studies.curves.stairs import Ending, climb

Hear = Callable[[int, float], None]
"""Called after each budget with points found and the budget."""


@dataclass(frozen=True)
class Gain:
    """What more money adds: the best value for ``budget``, and how much better it is.

    0 or more, unless more money goes into promises, which come first.
    """

    budget: float
    value: float | None
    gain: float | None
    status: Status


@dataclass(frozen=True, kw_only=True)
class Point:
    """The best plan of one budget; ``value``, ``bound`` and ``gap`` of the first stage, ``used`` of the row."""

    budget: float
    status: Status
    plan: Plan | None
    value: float | None
    bound: float | None
    used: float | None
    more: Gain | None = None

    @property
    def gap(self) -> float | None:
        """|bound − value| / |value|, or None while either is unknown."""
        if self.value is None or self.bound is None:
            return None
        return abs(self.bound - self.value) / max(1e-9, abs(self.value))


@dataclass(frozen=True)
class Ends:
    """Where the curve begins and ends: ``least`` money for any plan at all, ``enough`` for the best of all plans.

    ``enough`` is None where it was not asked for, because there is no plan at any budget.
    """

    least: Found
    enough: Found | None


def ends(model: BudgetModel) -> Ends:
    """Solve for both ends of a curve."""
    least = model.least()
    return Ends(least, model.best(math.inf) if least.plan is not None else None)


def grid(
    problem: PlanningProblem,
    row: BudgetRow,
    budgets: Sequence[float],
    limits: Limits,
    stop: threading.Event,
    hear: Hear | None = None,
) -> tuple[list[Point], Ending]:
    """The best plan of each budget by all stages of the problem, from the dearest down.

    A plan that is best for a budget and uses no more than a lower one is best for that as well, and is not asked for
    again.

    Returns
    -------
    list of Point
        Cheapest first; those that were reached in time.
    Ending
    """
    begin = time.process_time()
    found: list[Point] = []
    for cap in sorted(set(budgets), reverse=True):
        last = found[-1] if found else None
        if last is not None and _answers(last, cap):
            found.append(replace(last, budget=cap))
        else:
            solution = solve(with_cap(problem, row, cap), replace(limits, seconds=left_of(limits, begin)))
            if solution.interrupted:
                stop.set()  # the solver took the Ctrl-C for itself
            if stop.is_set() and solution.status != "proven":
                return found[::-1], "interrupted"
            first = solution.stages[0] if solution.stages else None
            used = None if solution.plan is None else used_by(problem, row, solution.plan)
            value, bound = (first.objective, first.bound) if first else (None, None)
            found.append(
                Point(budget=cap, status=solution.status, plan=solution.plan, value=value, bound=bound, used=used)
            )
        if hear is not None:
            hear(len(found), cap)
        if stop.is_set():
            return found[::-1], "interrupted"
    late = any(p.status == "time_limit" for p in found)
    return found[::-1], "time_limit" if late else "complete"


def _answers(above: Point, cap: float) -> bool:
    """Whether the answer for a higher budget is one for this cap as well."""
    if above.status == "infeasible":
        return True
    return above.status == "proven" and above.used is not None and fits(above.used, cap)


def stair_points(
    model: BudgetModel, low: float, high: float, stop: threading.Event, hear: Hear | None = None
) -> tuple[list[Point], Ending]:
    """All stairs from ``low`` to ``high`` as points, each at the least budget for its value."""
    found, ending = climb(model, low, high, stop, hear)
    return [
        Point(budget=s.budget, status="proven", plan=s.plan, value=s.value, bound=s.bound, used=s.used) for s in found
    ], ending


def gains(
    problem: PlanningProblem,
    row: BudgetRow,
    points: Sequence[Point],
    amount: float,
    limits: Limits,
    *,
    enough: Found | None = None,
    stairs: bool = False,
    stop: threading.Event | None = None,
    model: BudgetModel | None = None,
) -> list[Point]:
    """Add to each point what ``amount`` more would add, by solving again, not by a dual price.

    Parameters
    ----------
    problem, row, limits
        As in :func:`grid`.
    points : sequence of Point
        Cheapest first.
    amount : float
        In the unit of the row.
    enough : Found, optional
        The best of all plans; nothing is solved above its use.
    stairs : bool
        Whether the points are all stairs, so that they answer for every budget between them.
    stop : threading.Event, optional
        Set when the person wants to stop: gains that would have to be solved are left out.
    model : BudgetModel, optional
        Asked where it is there; else each gain is a solve of its own.
    """
    begin = time.process_time()
    first = replace(problem, stages=problem.stages[:1])
    sign = 1.0 if problem.stages[0].sense == "maximise" else -1.0
    out = []
    for point in points:
        cap = point.budget + amount
        rising = not problem.before
        known = None if point.value is None else _known(points, cap, enough, stairs=stairs, rising=rising)
        if point.value is None or (known is None and stop is not None and stop.is_set()):
            out.append(point)
            continue
        status: Status = "proven"
        if known is None and model is not None:
            found = model.most(cap)
            known, status = found.value, found.status
            if found.interrupted and stop is not None:
                stop.set()
        elif known is None:
            solution = solve(with_cap(first, row, cap), replace(limits, seconds=left_of(limits, begin)))
            known, status = solution.objective, solution.status
            if solution.interrupted and stop is not None:
                stop.set()  # the solver took the Ctrl-C for itself
        gain = None if known is None else sign * (known - point.value)
        gain = max(0.0, gain) if rising and gain is not None else gain
        if point.status != "proven":
            status = "time_limit"
        out.append(replace(point, more=Gain(cap, known, gain, status)))
    return out


def _known(points: Sequence[Point], cap: float, enough: Found | None, *, stairs: bool, rising: bool) -> float | None:
    """The best value for a cap where proven points say it already; ``rising``: it never falls with the budget."""
    if enough is not None and enough.status == "proven" and enough.used is not None and fits(enough.used, cap):
        return enough.value
    proven = [p for p in points if p.status == "proven" and p.value is not None and p.used is not None]
    above = next((p for p in proven if p.budget >= cap), None)
    below = next((p for p in reversed(proven) if fits(p.budget, cap)), None)
    if above is not None and above.used is not None and fits(above.used, cap):
        return above.value
    if rising and above is not None and below is not None and (stairs or above.value == below.value):
        return below.value
    return None
