"""Next-best plans in proven order, as types: the object that ``alternatives.json`` keeps and ``--next`` prints.

What does not live here: finding them (``planner.solving.next_best``), writing them down (``planner.runs.store``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from graph.base.records import Count, keywords
from planner.problem import score
from planner.problem.plan import Plan
from planner.problem.rows import PlanningProblem
from planner.runs.certificates import AuditCount, Status
from planner.solving.next_best import Alternatives

Audited = Callable[[Plan, float], tuple[bool, int]]
"""Rechecks a plan and its objective: whether it is clean, and the number of checks."""


@dataclass(frozen=True, kw_only=True)
class NextPlan:
    """One plan of the list; ``joined`` and ``left`` are told against the best."""

    objective: float
    status: Status
    chosen: tuple[str, ...]
    joined: tuple[str, ...]
    left: tuple[str, ...]
    goals: Mapping[str, float]
    audit: AuditCount


@dataclass(frozen=True, kw_only=True)
class Ties:
    """How many plans are as good as the best; ``complete``: there are no more."""

    count: Count
    complete: bool


Differ = Annotated[int, keywords(minimum=1)]


@dataclass(frozen=True, kw_only=True)
class NextPlans:
    """Plans in proven order, each different from all before it in at least ``differ`` centres.

    Attributes
    ----------
    exhausted : bool
        There are no further plans.
    """

    plans: tuple[NextPlan, ...]
    exhausted: bool
    differ: Differ
    ties: Ties

    @property
    def clean(self) -> bool:
        """Whether the audit found no fault in any of them."""
        return all(plan.audit.clean for plan in self.plans)


def next_plans(problem: PlanningProblem, found: Alternatives, audited: Audited) -> NextPlans:
    """Tell the plans found, who joins and leaves beside the best, and what the audit says of each."""
    best: tuple[str, ...] | None = None
    plans = []
    for solution in found.plans:
        assert solution.plan is not None
        assert solution.objective is not None
        chosen = tuple(c for c in problem.candidates if c in solution.plan.starts)
        best = chosen if best is None else best
        clean, checked = audited(solution.plan, solution.objective)
        plans.append(
            NextPlan(
                objective=solution.objective,
                status=solution.status,
                chosen=chosen,
                joined=tuple(c for c in chosen if c not in best),
                left=tuple(c for c in best if c not in chosen),
                goals=score.goals(problem, score.to_arrays(problem, solution.plan)),
                audit=AuditCount(clean=clean, checked=checked),
            )
        )
    ties = Ties(count=found.ties, complete=found.ties_complete)
    return NextPlans(plans=tuple(plans), exhausted=found.exhausted, differ=found.differ, ties=ties)
