"""What can be planned: a city under a scenario (``city_case``), or planner tables (``tables_case``).

What does not live here: how any case is solved, audited and kept (``pipeline``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

from planner.problem.plan import Plan
from planner.problem.rows import PlanningProblem
from planner.runs.outcome import Outcome
from planner.solving.highs import Limits
from planner.solving.solvers.crosscheck import Verdict
from planner.solving.stages import Report

R_co = TypeVar("R_co", covariant=True)


@dataclass(frozen=True, kw_only=True)
class Solved:
    """A case that was solved.

    Attributes
    ----------
    outcome
        The solution, recomputed; or the conflict.
    limits, report
        As for the solution, for what a result needs beside it.
    verdict
        Of the solvers on each other, where it is worth saying.
    outside_seconds
        CPU time of solvers that ran outside this process.
    """

    outcome: Outcome
    limits: Limits
    report: Report | None
    verdict: Verdict | None
    outside_seconds: float


class Case(Protocol[R_co]):
    """One planning problem and where it came from."""

    def compiled(self) -> PlanningProblem:
        """The problem as plain rows."""

    def recheck(self, plan: Plan, objective: float) -> tuple[bool, int]:
        """Audit a plan on the case's own data, without the program: whether it is clean, and the number of checks."""

    def result(self, solved: Solved) -> R_co:
        """The answer, its plan audited."""
