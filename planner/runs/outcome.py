"""Planning a city from end to end: compile, solve, and where there is no plan, the rules that stand against it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.model.ecosystem import Ecosystem
from planner.families.city_problem import compile_city
from planner.infeasible import conflict
from planner.infeasible.conflict import Conflict
from planner.problem import score
from planner.problem.plan import Plan
from planner.problem.rows import PlanningProblem
from planner.rulebook.policy import Policy
from planner.solving.highs import Limits
from planner.solving.stages import Report, Solution, Solving, Status, solve


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A solved problem. ``goals`` are recomputed on the rounded plan; ``today`` is the same with nothing chosen."""

    problem: PlanningProblem
    solution: Solution
    goals: dict[str, float]
    today: dict[str, float]
    conflict: Conflict | None

    @property
    def status(self) -> Status:
        """``proven``, ``within_gap``, ``time_limit`` or ``infeasible``."""
        return self.solution.status

    @property
    def plan(self) -> Plan | None:
        """The plan, if there is one."""
        return self.solution.plan

    @property
    def objective(self) -> float | None:
        """Value of the first stage."""
        return self.solution.objective


def patience(limits: Limits | None) -> float | None:
    """CPU time for naming a conflict: a time limit holds for it as well, but a second is always given."""
    asked = None if limits is None else limits.seconds
    return None if asked is None else max(1.0, asked)


def conflict_of(problem: PlanningProblem, limits: Limits | None) -> conflict.Conflict:
    """A smallest conflict of an infeasible problem, within the CPU time and the work that the limits allow."""
    effort = 1 if limits is None else limits.effort
    return conflict.find(problem, patience(limits), conflict.ROUNDS * effort)


def standing(problem: PlanningProblem) -> dict[str, int]:
    """Approved centres and their years: what is there already of what a plan chooses."""
    settled = problem.settled
    if settled is None:
        return {}
    pairs = zip(problem.candidates, settled.start.tolist(), strict=True)
    return {centre: problem.years[y] for centre, y in pairs if 0 <= y < settled.open}


def plan_city(
    eco: Ecosystem,
    policy: Policy,
    limits: Limits | None = None,
    report: Report | None = None,
    solving: Solving = solve,
    prepare: Callable[[PlanningProblem], PlanningProblem] | None = None,
) -> Outcome:
    """Choose the centres of a city.

    Parameters
    ----------
    eco : Ecosystem
    policy : Policy
    limits : Limits, optional
        Seconds, gap, threads, seed.
    report : callable, optional
        Hears of progress: ``report(stage, Progress)``.
    solving : callable, optional
        Solves the problem; else ``planner.solving.stages.solve``.
    prepare : callable, optional
        What is done to the problem before it is solved.

    Returns
    -------
    Outcome
        With a conflict instead of a plan when the scenario cannot be met.
    """
    problem = compile_city(eco, policy)
    return outcome_of(problem if prepare is None else prepare(problem), limits, report, solving)


def outcome_of(
    problem: PlanningProblem, limits: Limits | None = None, report: Report | None = None, solving: Solving = solve
) -> Outcome:
    """Solve a problem, of a city or of tables, and recompute its goals; or find the rules that stand against a plan."""
    today = score.goals(problem, score.to_arrays(problem, Plan(standing(problem), {})))
    solution = solving(problem, limits, report)
    if solution.plan is None:
        found = conflict_of(problem, limits) if solution.status == "infeasible" else None
        return Outcome(problem=problem, solution=solution, goals={}, today=today, conflict=found)
    reached = score.goals(problem, score.to_arrays(problem, solution.plan))
    return Outcome(problem=problem, solution=solution, goals=reached, today=today, conflict=None)
