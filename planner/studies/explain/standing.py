"""Rules that stand for or against one candidate in a plan, with what is left of each.

What does not live here: rules that bind whatever the candidate (``planner.families.use``).
"""

from __future__ import annotations

from planner.families.kind import Standing
from planner.families.kinds import ruled
from planner.problem.score import to_arrays
from planner.studies.explain.prices import ExplainedPlan


def standing(case: ExplainedPlan, centre: str) -> list[Standing]:
    """Rules that stand against a rejected candidate as the plan is, or that a chosen one holds up.

    Parameters
    ----------
    case : ExplainedPlan
    centre : str

    Returns
    -------
    list of Standing
        Rejected: rules that bar it; rows in which less is left than it needs. Chosen: least numbers and depths that
        would not be reached without it.
    """
    i = case.where[centre]
    at = to_arrays(case.problem, case.plan)
    return [
        one
        for kind, row in ruled(case.problem)
        for one in (kind.held if centre in case.plan.starts else kind.against)(case.problem, row, i, at)
    ]
