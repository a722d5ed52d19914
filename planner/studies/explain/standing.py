"""Rules that stand for or against one candidate in a plan, with what is left of each.

What does not live here: rules that bind whatever the candidate (``planner.problem.score.uses``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planner.problem.rows import BudgetRow, Rule
from planner.problem.score import TOLERANCE, Arrays, budget_used, count_used, depth_used, to_arrays
from planner.studies.explain.prices import Case


@dataclass(frozen=True)
class Standing:
    """A rule, its limit, how far it is used, what is left, and what the candidate would need (or gives)."""

    rule: Rule
    side: str
    limit: float
    used: float | None
    slack: float | None
    needs: float | None


def standing(case: Case, centre: str) -> list[Standing]:
    """Rules that stand against a rejected candidate as the plan is, or that a chosen one holds up.

    Parameters
    ----------
    case : Case
    centre : str

    Returns
    -------
    list of Standing
        Rejected: rules that bar it; rows in which less is left than it needs. Chosen: least numbers and depths that
        would not be reached without it.
    """
    i = case.where[centre]
    at = to_arrays(case.problem, case.plan)
    return list(_for(case, i, at) if centre in case.plan.starts else _against(case, i, at))


def _for(case: Case, i: int, at: Arrays) -> Iterator[Standing]:
    for count in case.problem.counts:
        used = count_used(count, at)
        gone = Arrays(at.start.copy(), at.pay)
        gone.start[i] = -1
        if np.isfinite(count.low) and count_used(count, gone) < count.low:
            yield Standing(
                count.rule, "least", float(count.low), used, used - count.low, used - count_used(count, gone)
            )
    for depth in case.problem.depths:
        used = depth_used(depth, at)
        gone = Arrays(at.start.copy(), at.pay)
        gone.start[i] = -1
        if depth_used(depth, gone) < depth.depth:
            yield Standing(depth.rule, "least", depth.depth, used, used - depth.depth, used - depth_used(depth, gone))


def _against(case: Case, i: int, at: Arrays) -> Iterator[Standing]:
    problem = case.problem
    for bar in problem.bars:
        if bar.mask[i].all():
            figure = None if bar.figure is None or not np.isfinite(bar.figure[i]) else float(bar.figure[i])
            slack = None if figure is None else figure - bar.least
            yield Standing(bar.rule, "bars", bar.least, figure, slack, None)
    for count in problem.counts:
        used = count_used(count, at)
        if i in count.members and np.isfinite(count.high) and used + 1 > count.high and count.year is None:
            yield Standing(count.rule, "most", float(count.high), used, count.high - used, 1.0)
    for row in problem.budgets:
        used, need = budget_used(problem, row, at), _needs(case, row, i)
        if need > TOLERANCE and used + need > row.cap + TOLERANCE * max(1.0, abs(row.cap)):
            yield Standing(row.rule, "most", row.cap, used, row.cap - used, need)
    for rule in problem.logic:
        on = at.start[rule.members] >= 0
        if rule.kind == "requires" and rule.members[0] == i and not on[1:].all():
            yield Standing(
                rule.rule, "least", float(len(on) - 1), float(on[1:].sum()), float(on[1:].sum()) - len(on) + 1, None
            )
        elif rule.kind == "excludes" and i in rule.members and on.any():
            yield Standing(rule.rule, "most", 1.0, float(on.sum()), 1.0 - float(on.sum()), 1.0)


def _needs(case: Case, row: BudgetRow, i: int) -> float:
    """What a candidate would take of a row at least; of a row of single years, what it could take in any of them."""
    money = case.problem.support
    need = 0.0 if row.usage is None else float(row.usage[i])
    if row.share is not None and money is not None:
        least = money.minimum[i] if row.years is None else min(money.cap[i].max(), money.minimum[i])
        need += float(row.share[i] * least)
    return need
