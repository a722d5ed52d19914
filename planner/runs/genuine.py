"""Whether a run's result is what its problem gives: a result that was changed and hashed anew does not pass.

What does not live here: reading files, and whether they are whole (``planner.runs.store``).
"""

from __future__ import annotations

import math

from graph.base.errors import InputError
from graph.base.words import Words
from planner.problem import as_json, score
from planner.problem.history import OWN
from planner.problem.plan import Plan
from planner.problem.rows import PlanningProblem
from planner.runs.plan_result import PlanResult

FITS = 1e-6
"""Share of a figure (or of 1, if that is more) by which it may differ from the one recomputed."""


def plan_of(result: PlanResult) -> Plan:
    """The plan that a result tells: who starts when, and is paid what."""
    return Plan(
        {row.centre: row.year for row in result.chosen},
        {row.centre: dict(row.support) for row in result.chosen},
    )


def paid_beside(result: PlanResult) -> dict[str, dict[int, float]]:
    """Support of city and district, by year, of centres that a history knows and the plan does not choose.

    They were paid and have ended, or were approved before the first year of the plan.

    >>> from planner.runs.course_types import HistoryCentre
    >>> gone = HistoryCentre(centre="C1", payers={"city": {2023: 90.0}, "other": {2023: 5.0}})
    >>> paid_beside(PlanResult(status="proven", as_of=2024, history=(gone,)))
    {'C1': {2023: 90.0}}
    """
    chosen = {c.centre for c in result.chosen}
    found: dict[str, dict[int, float]] = {}
    for centre in result.history:
        if centre.centre not in chosen:
            parts = (*(centre.payers.get(payer, {}) for payer in OWN), centre.support)
            years = sorted({year for part in parts for year in part})
            found[centre.centre] = {y: math.fsum(part.get(y, 0.0) for part in parts) for y in years}
    return {centre: years for centre, years in found.items() if years}


def fits(claimed: float | None, found: float) -> bool:
    """Whether a figure of a result is the recomputed one.

    >>> fits(0.5, 0.5 + 1e-9), fits(0.5, 0.6), fits(None, 0.5)
    (True, False, False)
    """
    return claimed is not None and abs(claimed - found) <= FITS * max(1.0, abs(found))


def check(result: PlanResult, problem: bytes) -> None:
    """Recompute objective, goals and money of a result from its problem; a result without a plan has none to check.

    Raises
    ------
    InputError
        The problem cannot be read, or does not give this result.
    """
    if not result.has_plan:
        return
    try:
        same = _same(result, as_json.from_bytes(problem))
    except (KeyError, ValueError, IndexError):
        same = False
    if not same:
        words = Words("{file} is not of this result; make the run again", "{file} 与该结果不符，请重新运行")
        raise InputError(words.fill(file="problem.json"))


def _same(result: PlanResult, problem: PlanningProblem) -> bool:
    at = score.to_arrays(problem, plan_of(result))
    found = score.goals(problem, at)
    if not fits(result.objective, score.stage_value(found, problem.stages[0])):
        return False
    if not all(fits(claimed, found[name]) for name, claimed in result.goals.items() if name in found):
        return False
    by_year = {y.year: y.paid for y in result.support_by_year}
    beside = paid_beside(result)
    paid = {
        y: math.fsum([c.support.get(y, 0.0) for c in result.chosen] + [years.get(y, 0.0) for years in beside.values()])
        for y in by_year
    }
    sums = ((c.total_support, math.fsum(c.support.values())) for c in result.chosen)
    return all(fits(by_year[y], paid[y]) for y in by_year) and all(fits(told, paid_out) for told, paid_out in sums)
