"""Next-best plans in proven order: each plan that is found is cut away, and the rest is solved again.

The cut of a plan x* is Σ_{x*=1} (1 − x) + Σ_{x*=0} x ≥ d (Balas & Jeroslow 1972 for d = 1): the next plan differs from
it in at least d centres. What does not live here: the solving of one problem (``planner.solving.stages``).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from graph.base.words import Words
from planner.problem.plan import Plan
from planner.problem.rows import BudgetRow, PlanningProblem, Rule
from planner.solving import stages as solving
from planner.solving.highs import Limits, keeping
from planner.solving.solvers.engine import Engine
from planner.solving.stages import Report, Solution, StageCertificate, chosen_array


@dataclass(frozen=True)
class Alternatives:
    """Plans in proven order, the best first.

    Attributes
    ----------
    plans
        Solved to proof (or to the accepted gap), each differing from all before it in at least ``differ`` centres.
    exhausted
        Whether there is no further plan that differs so.
    differ
        The least number of centres by which the plans differ.
    """

    plans: tuple[Solution, ...]
    exhausted: bool
    differ: int

    @property
    def ties(self) -> int:
        """Number of plans as good as the best."""
        best = self.plans[0].stages[0] if self.plans else None
        return sum(best is not None and _equal(best, p.objective) for p in self.plans)

    @property
    def ties_complete(self) -> bool:
        """Whether every plan as good as the best, and so different, is among them."""
        return self.exhausted or self.ties < len(self.plans)


def _equal(best: StageCertificate, other: float | None) -> bool:
    """Whether an objective is that of the best: within half a step, or what proof distinguishes where there is none."""
    return other is not None and best.objective is not None and abs(best.objective - other) <= best.noise


def next_best(
    problem: PlanningProblem,
    first: Solution,
    most: int,
    *,
    differ: int = 1,
    limits: Limits | None = None,
    report: Report | None = None,
    engine: Engine | None = None,
) -> Alternatives:
    """The best plan, the best of those that differ from it, and so on.

    Parameters
    ----------
    problem : PlanningProblem
        All stages are solved for every plan; the order is that of the first stage.
    first : Solution
        What ``planner.solving.stages.solve(problem)`` gave.
    most : int
        Greatest number of plans, the first included.
    differ : int
        Least number of centres d ≥ 1 in which two plans differ (chosen in one and not in the other); approval years
        and money do not count. With d > 1 every plan is the best of those that differ so from all plans before it.
    limits : Limits, optional
        Time for all further plans together, gap, threads, seed.
    report : callable, optional
        Hears of progress, as in ``planner.solving.stages.solve``.
    engine : Engine, optional
        Another solver than HiGHS; its proofs are then what the order stands on.

    Returns
    -------
    Alternatives
        Ends early where a plan is not proven (time, Ctrl-C): what is not proven to be next is left out.

    Examples
    --------
    >>> from planner.problem.tables import Settings, from_tables
    >>> problem = from_tables({"candidates": {"candidate": ["A", "B", "C"], "value": [3.0, 2.0, 2.0]}},
    ...     Settings(count_max=1))
    >>> found = next_best(problem, solving.solve(problem), 9)
    >>> [(p.objective, sorted(p.plan.starts)) for p in found.plans][:1], len(found.plans), found.exhausted, found.ties
    ([(3.0, ['A'])], 4, True, 1)
    """
    limits = limits or Limits()
    plans: list[Solution] = []
    exhausted = False
    begin = time.process_time()
    with keeping() as stop:
        for found in _one_by_one(problem, first, differ, limits, report, begin, engine):
            exhausted = found.status == "infeasible"
            if found.status not in ("proven", "within_gap"):
                break
            plans.append(found)
            if len(plans) >= most or stop.is_set():
                break
    return Alternatives(tuple(plans), exhausted, differ)


def _one_by_one(
    problem: PlanningProblem,
    first: Solution,
    differ: int,
    limits: Limits,
    report: Report | None,
    begin: float,
    engine: Engine | None,
) -> Iterator[Solution]:
    found = first
    while True:
        yield found
        assert found.plan is not None  # the caller goes on only from a plan
        cut = no_good(problem, found.plan, differ)
        problem = replace(problem, budgets=(*problem.budgets, cut))
        left = None if limits.seconds is None else max(0.0, limits.seconds - (time.process_time() - begin))
        found = solving.solve(problem, replace(limits, seconds=left), report, engine)


def no_good(problem: PlanningProblem, plan: Plan, differ: int = 1) -> BudgetRow:
    """The cut Σ_{x*=1} x − Σ_{x*=0} x ≤ |x*| − d as a row of fixed use.

    Examples
    --------
    >>> problem = PlanningProblem(candidates=("A", "B"), years=(2023,))
    >>> row = no_good(problem, Plan({"B": 2023}, {}))
    >>> row.usage, row.cap
    (array([-1.,  1.]), 0.0)
    """
    chosen = chosen_array(problem, plan)
    words = Words("differs from a plan found before", "与已找到的方案不同")
    return BudgetRow(
        Rule("differ", "differ", words), float(chosen.sum() - differ), usage=np.where(chosen > 0, 1.0, -1.0)
    )
