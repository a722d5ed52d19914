"""What ``plan --json`` prints, as a type: the result, its next-best plans, where it is kept, goals without data."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.base.records import ABSENT
from planner.runs.next_plans import Differ, NextPlan, Ties
from planner.runs.plan_result import PlanResult
from planner.runs.tables_result import WITH_PLANS
from planner.studies.course.tree_types import TreeAnswer


@dataclass(frozen=True, kw_only=True)
class NotMeasured:
    """A goal that no data can measure: its weight in the first objective, and what it would take."""

    goal: str
    weight: float
    needs: str


@dataclass(frozen=True, kw_only=True)
class PrintedPlan(PlanResult):
    """A plan as ``buju plan`` prints it."""

    cpu_seconds: float
    run: str
    plans: tuple[NextPlan, ...] | None = field(default=None, metadata=ABSENT)
    exhausted: bool = field(default=False, metadata=WITH_PLANS)
    differ: Differ = field(default=1, metadata=WITH_PLANS)
    ties: Ties | None = field(default=None, metadata=WITH_PLANS)
    not_measured: tuple[NotMeasured, ...]
    tree: TreeAnswer | None = field(default=None, metadata=ABSENT)
