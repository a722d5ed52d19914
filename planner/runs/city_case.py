"""A city under a scenario, as a case. What does not live here: its rows (``planner.families``), its result's fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from graph.base.errors import InputError
from graph.model.ecosystem import Ecosystem
from planner import infeasible
from planner.audit import audit
from planner.families.city_problem import compile_city
from planner.infeasible import conflict
from planner.problem.plan import Plan
from planner.problem.rows import OF_HISTORY, PlanningProblem
from planner.rulebook.scenario import Scenario
from planner.runs import result as results
from planner.runs.baseline import Sticking, changes_curve, with_baseline
from planner.runs.case import Solved
from planner.runs.outcome import plan_city
from planner.runs.plan_result import PlanResult
from planner.solving.highs import Limits

TRY_ROUNDS = 4000
"""Work of trying one mend, in rounds of the solver."""


@dataclass(frozen=True, kw_only=True)
class CityCase:
    """What to plan and under which rules; ``reload`` gives the scenario with further changes, to try mends."""

    eco: Ecosystem
    scenario: Scenario
    reload: Callable[[Sequence[str]], Scenario] | None = None
    sticking: Sticking | None = None
    """An earlier plan, and how far the new one may leave it"""

    def compiled(self) -> PlanningProblem:
        """The rows of all families, and the earlier plan beside them."""
        problem = compile_city(self.eco, self.scenario.policy)
        return problem if self.sticking is None else with_baseline(problem, self.sticking, self.eco.info.name)

    def recheck(self, plan: Plan, objective: float) -> tuple[bool, int]:
        """Audit a plan on the ecosystem and the policy."""
        seen = audit(self.eco, self.scenario.policy, plan, {"objective": objective})
        return seen.clean, seen.checked

    def result(self, solved: Solved) -> PlanResult:
        """The whole result: audited with its goals; infeasible: with mends; beside an earlier plan: with its price."""
        eco, policy, outcome, sticking = self.eco, self.scenario.policy, solved.outcome, self.sticking
        free = None
        if sticking is not None and sticking.costs and outcome.plan is not None:
            without = replace(sticking, most=None, cost=0.0)
            free = plan_city(
                eco,
                policy,
                solved.limits,
                solved.report,
                prepare=lambda problem: with_baseline(problem, without, eco.info.name),
            )
        checked = None
        if outcome.plan is not None:
            told_goals = {name: value for name, value in outcome.goals.items() if name not in OF_HISTORY}
            checked = audit(eco, policy, outcome.plan, {**told_goals, "objective": outcome.objective or 0.0})
        found = None
        if outcome.conflict is not None and self.reload is not None:
            unit, effort = eco.info.money_unit, solved.limits.effort
            check = self._tried(self.reload, effort)
            found = infeasible.find(outcome.problem, policy, outcome.conflict, check, money_unit=unit, times=effort)
        made = results.build(eco, self.scenario, outcome, checked, found, solved.verdict, sticking, free)
        if sticking is not None and sticking.curve and sticking.most is not None and outcome.plan is not None:
            curve = changes_curve(outcome.problem, sticking.most, solved.limits, solved.report)
            made = replace(made, changes_curve=curve)
        return made

    def _tried(self, reload: Callable[[Sequence[str]], Scenario], times: int) -> infeasible.Check:
        """Whether the scenario with further changes has a plan."""

        def check(sets: Sequence[str]) -> bool:
            try:
                changed = reload(sets)
            except InputError:
                return False
            problem = compile_city(self.eco, changed.policy)
            return conflict.status(problem, Limits(rounds=TRY_ROUNDS * times)) == "proven"

        return check
