"""The nested roadmap: one order of founding centres for all budgets, the best possible, and what nesting costs.

A larger budget's best plan often drops centres of a smaller one's. A roadmap never does: x_b ≤ x_b+1. Of all roadmaps
this one has the greatest mean value over the given budgets, by one integer program over all of them at once; adding
greedily to the cheapest plan, or dropping greedily from the dearest, is given beside it.
What does not live here: the copies of the problem (``stacking``), the best plan of each budget (``curve``).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from planner import program
from planner.problem.plan import Plan
from planner.problem.rows import BudgetRow, Floats, PlanningProblem
from planner.program.frame import Frame, Terms
from planner.solving import highs
from planner.solving.asked import PROOF
from planner.solving.highs import Limits, Progress
from planner.solving.live_model import left_of
from planner.solving.stages import Status, solve
from planner.studies.curves.budget import BudgetModel, used_by, value_of, with_cap
from planner.studies.curves.stacked_problem import SHARED, holding, stacked

Report = Callable[[Progress], None]
FROM_A_ROADMAP: Mapping[str, Any] = {
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
}
"""Settings of HiGHS for the one large program, which starts from a good roadmap: what its cuts leave open is closed by
branching. Five curves of the sample city take 2.5 to 38 CPU s so, and 2.5 to 45 by HiGHS's own settings."""


@dataclass(frozen=True)
class Best:
    """The best plan of one budget: its value in the first stage and the solver's bound on it."""

    budget: float
    plan: Plan
    value: float
    bound: float


@dataclass(frozen=True, kw_only=True)
class Step:
    """A budget on the roadmap. ``price`` is what nesting costs here: how much worse than the budget's best plan."""

    budget: float
    plan: Plan
    value: float
    price: float
    used: float
    added: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Roadmap:
    """Plans that grow with the budget.

    Attributes
    ----------
    steps
        Cheapest first; each plan's centres include those of the one before.
    mean
        Mean value of the steps, recomputed from the plans.
    bound
        No roadmap over these budgets has a better mean.
    status
        ``proven`` where mean and bound meet.
    upwards, downwards
        Values of the two greedy roadmaps at the same budgets: each adds the most to the plan before it (begun with the
        cheapest budget's best), or drops the least from the plan after it (begun with the dearest budget's best).
        None where there is no such plan.
    """

    steps: tuple[Step, ...]
    mean: float
    bound: float
    status: Status
    upwards: tuple[float | None, ...]
    downwards: tuple[float | None, ...]
    interrupted: bool = False


Sets = list[tuple[str, ...] | None]


def find(
    problem: PlanningProblem,
    row: BudgetRow,
    best: Sequence[Best],
    limits: Limits | None = None,
    report: Report | None = None,
    stop: threading.Event | None = None,
) -> Roadmap | None:
    """Find the best roadmap over several budgets.

    Parameters
    ----------
    problem : PlanningProblem
        Its further stages choose among plans of the same centres.
    row : BudgetRow
        The row whose cap is varied.
    best : sequence of Best
        The best plan of each budget, cheapest first.
    limits : Limits, optional
        Time in all, threads, seed; a gap is not used.
    report : callable, optional
        Hears of the progress of the one large program.
    stop : threading.Event, optional
        Set when the person wants to stop.

    Returns
    -------
    Roadmap or None
        None only where time ran out, or the person stopped it, before any roadmap was found.

    Notes
    -----
    Each copy's value is also held under its own proven bound. That cuts off nothing, and closed the gap of seven
    budgets of the sample city in 9 CPU s, which had 1.5 % left after 100 s without.
    """
    limits, begin = replace(limits or Limits(), gap=0.0), time.process_time()
    stopped = stop or threading.Event()
    sign = 1.0 if problem.stages[0].sense == "maximise" else -1.0
    first = replace(problem, stages=problem.stages[:1])

    model = BudgetModel(first, row, limits, stopped)

    def ask(cap: float, kept: Sequence[str], only: Sequence[str] | None) -> Chosen | None:
        return None if stopped.is_set() else model.held(cap, kept, only)

    def plan(cap: float, chosen: Sequence[str]) -> Plan | None:
        if stopped.is_set():
            return None
        asked = holding(with_cap(problem, row, cap), chosen, chosen)
        solution = solve(asked, replace(limits, seconds=left_of(limits, begin)))
        if solution.interrupted:  # the solver took the Ctrl-C for itself
            stopped.set()
        return solution.plan

    offers = [_upwards(best, ask), _downwards(best, ask)]
    values = [[None if one is None else one[1] for one in road] for road in offers]
    ideal = float(np.mean([b.bound for b in best]))
    bound, cut_short = ideal, False
    reached = [float(np.mean([v for v in x if v is not None])) for x in values if None not in x]
    if not stopped.is_set() and not any(_meets(mean, ideal) for mean in reached):
        known = max(
            ([one for one in road if one is not None] for road in offers if None not in road),
            key=lambda road: sign * sum(value for _, value in road),
            default=None,
        )
        left = replace(limits, seconds=left_of(limits, begin))
        joint, found, cut_short = _joint(first, row, best, left, report, known)
        bound = found if found is not None and sign * found < sign * ideal else ideal
        if joint is not None:
            offers.append([None if s is None else ask(at.budget, s, s) for at, s in zip(best, joint, strict=True)])
    whole = [[one for one in road if one is not None] for road in offers if None not in road]
    whole.sort(key=lambda road: -sign * sum(value for _, value in road))
    found_steps = (_steps(problem, row, best, [chosen for chosen, _ in road], plan, sign) for road in whole)
    steps = next((road for road in found_steps if road is not None), None)
    if steps is None:
        return None
    mean = float(np.mean([s.value for s in steps]))
    beyond = sign * (mean - bound)
    if beyond > PROOF * max(1.0, abs(mean)):  # a road better than the "bound" refutes it: only the sum of optima stays
        bound = ideal
    elif beyond > 0.0:
        bound = mean
    status: Status = "proven" if _meets(mean, bound) else "time_limit"
    return Roadmap(
        steps=steps,
        mean=mean,
        bound=bound,
        status=status,
        upwards=tuple(values[0]),
        downwards=tuple(values[1]),
        interrupted=cut_short,
    )


def _meets(value: float, bound: float) -> bool:
    return abs(bound - value) <= PROOF * max(1.0, abs(value))


Chosen = tuple[tuple[str, ...], float]
"""Centres, and the best value that just these have at their budget."""
Ask = Callable[[float, Sequence[str], Sequence[str] | None], Chosen | None]
Road = list[Chosen | None]


def _upwards(best: Sequence[Best], ask: Ask) -> Road:
    """Begin with the cheapest budget's best plan and add the most at each budget."""
    begin = tuple(best[0].plan.starts)
    out: Road = [ask(best[0].budget, begin, begin)]
    for at in best[1:]:
        before = out[-1]
        out.append(None if before is None else ask(at.budget, before[0], None))
    return out


def _downwards(best: Sequence[Best], ask: Ask) -> Road:
    """Begin with the dearest budget's best plan and keep the most at each lower one."""
    begin = tuple(best[-1].plan.starts)
    out: Road = [ask(best[-1].budget, begin, begin)]
    for at in best[-2::-1]:
        after = out[-1]
        out.append(None if after is None else ask(at.budget, (), after[0]))
    return out[::-1]


def _steps(
    problem: PlanningProblem,
    row: BudgetRow,
    best: Sequence[Best],
    sets: Sequence[tuple[str, ...]],
    planned: Callable[[float, Sequence[str]], Plan | None],
    sign: float,
) -> tuple[Step, ...] | None:
    """The plans of these sets, each the best of its centres by all stages; None if time runs out."""
    out: list[Step] = []
    before: tuple[str, ...] = ()
    for at, chosen in zip(best, sets, strict=True):
        plan = planned(at.budget, chosen)
        if plan is None:
            return None
        value = value_of(problem, plan)
        added = tuple(c for c in problem.candidates if c in plan.starts and c not in before)
        price = max(0.0, sign * (at.value - value))
        used = used_by(problem, row, plan)
        out.append(Step(budget=at.budget, plan=plan, value=value, price=price, used=used, added=added))
        before = tuple(plan.starts)
    return tuple(out)


def _start(frame: Frame, goal: Terms, first: PlanningProblem, known: Sequence[Chosen], limits: Limits) -> Floats | None:
    """(columns,) a roadmap in the one large program: its sets held, years and money at their best."""
    held, n = [], len(first.candidates)
    for k, (sets, _) in enumerate(known):
        for i, centre in enumerate(first.candidates):
            column = frame.active[k * n + i][-1]
            if column is not None:
                held.append((column, frame.columns[column].lowBound, frame.columns[column].upBound))
                frame.columns[column].bounds(float(centre in sets), float(centre in sets))
    answer = highs.minimise(frame, goal, limits)
    for column, low, high in held:
        frame.columns[column].bounds(low, high)
    return answer.values


def _joint(
    first: PlanningProblem,
    row: BudgetRow,
    best: Sequence[Best],
    limits: Limits,
    report: Report | None,
    known: Sequence[Chosen] | None,
) -> tuple[Sets | None, float | None, bool]:
    """One integer program over all budgets, from a roadmap that is known.

    Gives the sets of its best plan, its bound, and whether it was interrupted.
    """
    whole = stacked(first, row, [b.budget for b in best])
    frame, worth = program.build(whole)
    sense = whole.stages[0].sense
    sign = -1.0 if sense == "maximise" else 1.0
    if SHARED not in worth:
        for k, at in enumerate(best):
            terms, constant = worth[str(k)]
            room = PROOF * max(1.0, abs(at.bound))
            if sense == "maximise":
                frame.at_most(terms, at.bound - constant + room, "level")
            else:
                frame.at_least(terms, at.bound - constant - room, "level")
    terms, constant = program.stage_worth(worth, whole.stages[0])
    begin = time.process_time()

    def hear(found: float | None, bound: float | None) -> None:
        said = [None if v is None else sign * v + constant for v in (found, bound)]
        if report is not None:
            report(Progress(said[0], said[1], time.process_time() - begin))

    goal = {c: sign * v for c, v in terms.items()}
    start = None if known is None else _start(frame, goal, first, known, limits)
    settings = None if start is None else FROM_A_ROADMAP
    answer = highs.minimise(frame, goal, limits, start=start, progress=hear, settings=settings)
    bound = None if answer.bound is None else sign * answer.bound + constant
    stopped = answer.status == "interrupted"
    if answer.values is None:
        return None, bound, stopped
    n, last = len(first.candidates), len(first.years) - 1
    sets: Sets = []
    for k in range(len(best)):
        columns = [frame.active[k * n + i][last] for i in range(n)]
        on = [column is not None and answer.values[column] > 0.5 for column in columns]
        sets.append(tuple(c for c, chosen in zip(first.candidates, on, strict=True) if chosen))
    return sets, bound, stopped
