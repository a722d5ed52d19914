"""Planner tables, as a case. What does not live here: what the tables mean (``planner.problem.tables``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from planner.audit import audit_tables
from planner.problem.plan import Plan
from planner.problem.rows import PlanningProblem
from planner.problem.tables import Settings, from_tables
from planner.runs import result as results
from planner.runs.case import Solved
from planner.runs.certificates import AuditSummary, SolverName
from planner.runs.out_of_reach import reach
from planner.runs.tables_result import TablesResult


@dataclass(frozen=True, kw_only=True)
class TablesCase:
    """Columns by table, and what is sought."""

    columns: Mapping[str, Mapping[str, Any]]
    settings: Settings

    @cached_property
    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """The tables as rows, for the audit."""
        return {table: rows_of(data) for table, data in self.columns.items()}

    def compiled(self) -> PlanningProblem:
        """The rows of the tables."""
        return from_tables(self.columns, self.settings)

    def recheck(self, plan: Plan, objective: float) -> tuple[bool, int]:
        """Audit a plan on the tables."""
        seen = audit_tables(self.rows, asdict(self.settings), list(plan.starts), objective)
        return seen.clean, seen.checked

    def result(self, solved: Solved) -> TablesResult:
        """The answer: audited with its terms; infeasible: each rule of the conflict says how far it is out of reach."""
        problem, solution = solved.outcome.problem, solved.outcome.solution
        first, plan = solution.stages[0] if solution.stages else None, solution.plan
        chosen = () if plan is None else tuple(c for c in problem.candidates if c in plan.starts)
        cost, checked, terms = None, AuditSummary(), solved.outcome.goals
        if plan is not None and problem.cost is not None and first is not None:
            cost = float(sum(c for i, c in zip(problem.candidates, problem.cost, strict=True) if i in plan.starts))
            claims = {name: value for name, value in terms.items() if name != "reached"}
            seen = audit_tables(self.rows, asdict(self.settings), list(chosen), first.objective, claims)
            checked = results.audit_summary(seen)
        found = solved.outcome.conflict
        if found is not None:
            found = replace(found, rules=tuple(replace(rule, words=reach(problem, rule)) for rule in found.rules))
        return TablesResult(
            status=solution.status,
            objective=first.objective if first else None,
            bound=first.bound if first else None,
            gap=first.gap if first else None,
            chosen=chosen,
            cost=cost,
            cpu_seconds=solution.cpu_seconds + solved.outside_seconds,
            solver=SolverName(name=solution.solver[0], version=solution.solver[1]),
            interrupted=solution.interrupted,
            audit=checked,
            terms=terms,
            stages=results.stages_of(solution),
            **results.conflict_parts(found),
            **results.verdict_parts(solved.verdict),
        )


def rows_of(columns: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A table's columns as rows, for the audit."""
    lists = {name: list(values) for name, values in columns.items()}
    return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]
