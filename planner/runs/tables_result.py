"""What an answer on planner tables says, as types: the object that ``buju.solve`` gives and ``buju solve`` prints.

What does not live here: making it (``planner.runs.pipeline``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.base.findings import SaidFinding
from graph.base.records import ABSENT, BESIDE
from planner.runs.certificates import AuditSummary, CrossCheck, SolverFinding, SolverName, StageResult, Status
from planner.runs.next_plans import Differ, NextPlan, NextPlans, Ties
from planner.runs.plan_result import RuleName

IN_CONFLICT: Mapping[str, str] = {BESIDE: "conflict"}
WITH_PLANS: Mapping[str, str] = {BESIDE: "plans"}


@dataclass(frozen=True, kw_only=True)
class TablesResult:
    """The whole answer on planner tables; nothing in it is rounded.

    Attributes
    ----------
    objective, bound, gap : float or None
        Of the first stage; ``stages`` has all of them.
    chosen : tuple of str
        In the order of the table.
    cost : float or None
        What the chosen cost together; None where nothing is chosen or no cost is given.
    terms : mapping of str to float
        Every term recomputed from the plan.
    conflict : tuple of RuleName or None
        Of an infeasible problem: rules that cannot be kept together.
    plans, exhausted, differ, ties
        Next-best plans, where they were asked for; see :attr:`alternatives`.

    Examples
    --------
    >>> import buju
    >>> rows = [{"candidate": "A", "value": 3}, {"candidate": "B", "value": 2}]
    >>> found = buju.solve({"candidates": rows}, {"count_max": 1}, alternatives=2)
    >>> found.terms["value"], [plan.chosen for plan in found.alternatives.plans]
    (3.0, [('A',), ('B',)])
    """

    status: Status
    objective: float | None
    bound: float | None
    gap: float | None
    chosen: tuple[str, ...]
    cost: float | None
    cpu_seconds: float
    solver: SolverName
    interrupted: bool
    audit: AuditSummary
    terms: Mapping[str, float]
    stages: tuple[StageResult, ...]
    conflict: tuple[RuleName, ...] | None = field(default=None, metadata=ABSENT)
    conflict_irreducible: bool | None = field(default=None, metadata=IN_CONFLICT)
    conflict_smallest: bool | None = field(default=None, metadata=IN_CONFLICT)
    conflict_at_least: int | None = field(default=None, metadata=IN_CONFLICT)
    solver_findings: tuple[SolverFinding, ...] | None = field(default=None, metadata=ABSENT)
    cross_check: CrossCheck | None = field(default=None, metadata=ABSENT)
    plans: tuple[NextPlan, ...] | None = field(default=None, metadata=ABSENT)
    exhausted: bool = field(default=False, metadata=WITH_PLANS)
    differ: Differ = field(default=1, metadata=WITH_PLANS)
    ties: Ties | None = field(default=None, metadata=WITH_PLANS)

    @property
    def alternatives(self) -> NextPlans | None:
        """Next-best plans, where they were asked for."""
        if self.plans is None or self.ties is None:
            return None
        return NextPlans(plans=self.plans, exhausted=self.exhausted, differ=self.differ, ties=self.ties)


@dataclass(frozen=True, kw_only=True)
class Replacement:
    """The best plan without a chosen candidate, and how much worse that is; no cost: there is no plan without it."""

    replacement_cost: float | None
    objective: float | None
    chosen: tuple[str, ...]
    proven: bool


@dataclass(frozen=True, kw_only=True)
class PrintedTables(TablesResult):
    """An answer as ``buju solve`` prints it: with replacement costs, if asked for, and the findings."""

    importance: Mapping[str, Replacement] | None = field(default=None, metadata=ABSENT)
    findings: tuple[SaidFinding, ...]
