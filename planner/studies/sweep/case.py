"""One case of a sweep: the scenario with its values, planned, audited and told as a row; a failure is a row as well.

What does not live here: which cases there are (``varied``) and where they run (``running``).
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from graph.base.errors import InputError
from graph.base.records import encode
from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from planner.audit import audit
from planner.families.city_problem import compile_city
from planner.problem.rows import PlanningProblem
from planner.rulebook import scenario as scenarios
from planner.runs import result as results
from planner.runs.city_findings import city_findings
from planner.runs.outcome import plan_city
from planner.runs.pipeline import refuse_errors
from planner.runs.plan_result import PlanResult
from planner.solving.highs import Limits, version
from planner.solving.stages import Solution, solve
from planner.studies.sweep.varied import Values

Ending = Literal["proven", "within_gap", "time_limit", "infeasible", "invalid", "failed"]


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """What is known of one case.

    Attributes
    ----------
    case
        Its number, from 1.
    values
        Key of the scenario → value.
    status
        As of a plan; ``invalid``: the scenario is none with these values, ``failed``: the program erred.
    objective, bound, gap
        Of the first stage; None where there is no plan.
    support
        Money of the plan, in the dataset's unit.
    chosen
        Centre → year.
    open
        Bottlenecks that no centre covers under the plan.
    conflict
        Keys of rules that stand against one another; named once all cases are done (``conflicts``).
    conflict_words
        The same rules as a planner calls them.
    said
        What is wrong with an invalid or failed case.
    audited
        Whether the audit is clean; None where there is no plan.
    """

    case: int
    values: Mapping[str, float | str]
    status: Ending
    objective: float | None = None
    bound: float | None = None
    gap: float | None = None
    support: float | None = None
    goals: Mapping[str, float] = field(default_factory=dict)
    chosen: Mapping[str, int] = field(default_factory=dict)
    open: tuple[str, ...] = ()
    conflict: tuple[str, ...] = ()
    conflict_words: tuple[Words, ...] = ()
    said: str = ""
    audited: bool | None = None

    @property
    def planned(self) -> bool:
        """Whether there is a plan."""
        return self.objective is not None


@dataclass(frozen=True)
class Shared:
    """What all cases of a sweep have in common; plain data, so that any machine can have it."""

    eco: Ecosystem
    scenario: Mapping[str, Any]
    limits: Limits


def packed(shared: Shared) -> bytes:
    """The common part as bytes, for workers in other processes."""
    return pickle.dumps(shared)


@lru_cache(maxsize=1)
def _unpacked(job: bytes) -> Shared:
    shared: Shared = pickle.loads(job)  # noqa: S301 - made by this program's own `packed`
    return shared


@cache
def stamp() -> str:
    """Which program a worker runs: the solver's version and a digest of the program's own source."""
    root = Path(__file__).resolve().parents[3]
    digest = hashlib.sha256()
    for package in ("graph", "planner"):
        for path in sorted((root / package).rglob("*.py")):
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return f"HiGHS {version()}, {digest.hexdigest()[:16]}"


def run_packed(job: bytes, number: int, values: Values) -> tuple[str, dict[str, Any]]:
    """One case in a worker: what program it runs, and the row as JSON data."""
    return stamp(), encode(run(_unpacked(job), number, values))


def run(shared: Shared, number: int, values: Values) -> CaseRow:
    """Plan one case.

    Raises
    ------
    KeyboardInterrupt
        Somebody wants the sweep to end: what was found of this case is no answer.
    """
    try:
        asked, problem = problem_of(shared, values)
        refuse_errors(city_findings(shared.eco, [asked]).all)
        solution = _uninterrupted(solve(problem, shared.limits))
        if solution.status == "infeasible":
            return CaseRow(case=number, values=dict(values), status="infeasible")
        return _row(number, values, _told(shared, asked, solution))
    except InputError as error:
        said = "; ".join(f"{f.code} {f.message.en}: {f.value}" for f in error.findings if f.level == "error")
        return CaseRow(case=number, values=dict(values), status="invalid", said=said or str(error))
    except Exception as error:  # noqa: BLE001 - one case that goes wrong must not end the others: it is told
        return CaseRow(case=number, values=dict(values), status="failed", said=f"{type(error).__name__}: {error}")


def _uninterrupted(solution: Solution) -> Solution:
    if solution.interrupted:
        raise KeyboardInterrupt
    return solution


def problem_of(shared: Shared, values: Values) -> tuple[scenarios.Scenario, PlanningProblem]:
    """The scenario of a case, and the problem that it is."""
    asked = scenarios.load(shared.scenario, [f"{key}={_text(value)}" for key, value in values])
    return asked, compile_city(shared.eco, asked.policy)


def _told(shared: Shared, asked: scenarios.Scenario, solution: Solution) -> PlanResult:
    """The result of a plan that was found, audited."""
    outcome = plan_city(shared.eco, asked.policy, shared.limits, solving=lambda *_: solution)
    checked = None
    if outcome.plan is not None:
        checked = audit(shared.eco, asked.policy, outcome.plan, {"objective": outcome.objective or 0.0})
    return results.build(shared.eco, asked, outcome, checked, None, None)


def _text(value: float | str) -> str:
    return value if isinstance(value, str) else repr(value)


def _row(number: int, values: Values, result: PlanResult) -> CaseRow:
    if result.objective is None:
        return CaseRow(case=number, values=dict(values), status="time_limit")
    return CaseRow(
        case=number,
        values=dict(values),
        status=result.status,
        objective=result.objective,
        bound=result.bound,
        gap=result.gap,
        support=sum(row.total_support for row in result.chosen),
        goals=dict(result.goals),
        chosen={row.centre: row.year for row in result.chosen},
        open=tuple(t.technology for t in result.technologies if t.kind == "bottleneck" and not t.with_plan),
        audited=result.audit.clean,
    )
