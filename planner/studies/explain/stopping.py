"""What stopping a centre that is there costs at once, before anything is put in its place.

What does not live here: what the best plan without a candidate is worth (``prices``).
"""

from __future__ import annotations

import math

from planner.problem import score
from planner.problem.plan import Plan
from planner.problem.rows import PlanningProblem
from planner.runs.plan_result import PlanResult
from planner.studies.explain.answer import StoppingCost


def stopping(problem: PlanningProblem, plan: Plan, result: PlanResult, centre: str) -> StoppingCost | None:
    """Money freed and lost, technologies without any centre, and the objective, if a centre were stopped now.

    Parameters
    ----------
    problem, plan, result
        Of one run.
    centre : str
        A centre that the plan keeps.

    Returns
    -------
    StoppingCost or None
        None for a centre that history does not know, or that will end anyway.
    """
    past = next((h for h in result.history if h.centre == centre), None)
    if past is None or past.ends is not None or centre not in plan.starts:
        return None
    without = Plan(
        {c: y for c, y in plan.starts.items() if c != centre}, {c: m for c, m in plan.support.items() if c != centre}
    )
    stage = problem.stages[0]
    worth, left = (
        score.stage_value(score.goals(problem, score.to_arrays(problem, one)), stage) for one in (plan, without)
    )
    return StoppingCost(
        money=math.fsum(past.support.values()),
        promised=math.fsum(past.promised.values()),
        paid=math.fsum(past.paid.values()),
        equity_paid=math.fsum(past.equity_paid.values()),
        objective=(worth - left) * (1.0 if stage.sense == "maximise" else -1.0),
        technologies=tuple(t.technology for t in result.technologies if [c.centre for c in t.centres] == [centre]),
    )
