"""The exact stairs of a budget curve: every budget at which a better plan becomes possible.

What does not live here: single questions (``budget``), budgets that a person chooses (``curve``).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from planner.problem.plan import Plan
from planner.studies.curves.budget import BudgetModel

Ending = Literal["complete", "time_limit", "interrupted", "infeasible", "inexact"]


@dataclass(frozen=True, kw_only=True)
class Stair:
    """From ``budget`` on (up to the next stair) the best value is ``value``, and ``plan`` reaches it."""

    budget: float
    value: float
    used: float
    plan: Plan
    bound: float


def climb(
    model: BudgetModel,
    low: float,
    high: float,
    stop: threading.Event,
    hear: Callable[[int, float], None] | None = None,
) -> tuple[list[Stair], Ending]:
    """Find all stairs that begin from ``low`` to ``high``, and the one on which ``low`` stands.

    From the top down: the best value within a cap, the least budget that this value takes, then a cap one grain
    below it (the ε-constraint method with the budget as ε; Haimes, Lasdon & Wismer 1971). Two questions a stair.
    Whatever ends the search early, what is found is the upper part of the curve without a hole.

    Parameters
    ----------
    model : BudgetModel
    low, high : float
        Budgets, in the unit of the row.
    stop : threading.Event
        Set when the person wants to stop.
    hear : callable, optional
        Hears (stairs so far, budget reached).

    Returns
    -------
    list of Stair
        Cheapest first.
    Ending
        ``complete``: there are no others in the range. ``inexact``: an answer of the solver did not hold when
        recomputed; what is above it is sound.
    """
    found: list[Stair] = []
    cap = high
    while True:
        at = model.best(cap)
        if at.status == "infeasible":
            return found[::-1], "complete" if found else "infeasible"
        if at.status != "proven" or at.plan is None or at.value is None or at.used is None or at.bound is None:
            if at.interrupted or stop.is_set():
                return found[::-1], "interrupted"
            return found[::-1], "inexact" if model.has_time() else "time_limit"
        budget = model.rounded_up(at.used)
        if found and not model.worse(at.value, found[-1].value):
            return found[::-1], "inexact"
        found.append(Stair(budget=budget, value=at.value, used=at.used, plan=at.plan, bound=at.bound))
        if hear is not None:
            hear(len(found), budget)
        cap = budget - model.grain
        if budget <= low or stop.is_set():
            return found[::-1], "interrupted" if stop.is_set() and budget > low else "complete"
