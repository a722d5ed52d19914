"""The built-in terms: cost, delay, late money and count."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from planner.families.model import Model, Terms, Worth, add, total
from planner.families.term import Term, own
from planner.problem.rows import BUILT_IN, PlanningProblem


def worths(model: Model, needed: Collection[str]) -> Iterator[tuple[str, Worth]]:
    """Every built-in term that is needed."""
    for name in BUILT_IN:
        if name in needed:
            yield name, (built_in(model, name), paid_before(model.problem, name))


def built_in(model: Model, name: str) -> Terms:
    """The built-in terms cost, delay, late_money and count."""
    problem = model.problem
    everyone = range(len(problem.candidates))
    if name == "count":
        return total(model.chosen(i) for i in everyone)
    if name == "delay":
        lag = [year - problem.years[0] for year in problem.years]
        return total(model.when_started(i, lag) for i in everyone)
    if name == "late_money":
        years = problem.support.years if problem.support else ()
        return {column: float(years[f] - years[0]) for (_, f), column in model.pay.items()}
    terms: Terms = dict.fromkeys(model.pay.values(), 1.0)
    return terms if problem.cost is None else add(terms, own(model, problem.cost))


def paid_before(problem: PlanningProblem, name: str) -> float:
    """What history has added to a built-in term already."""
    money = problem.support
    if money is None or money.paid is None or name not in ("cost", "late_money"):
        return 0.0
    lag = np.array([year - problem.years[0] for year in money.years], dtype=np.float64)
    return float(money.paid.sum() if name == "cost" else money.paid.sum(axis=0) @ lag)


TERM = Term(60, worths)
