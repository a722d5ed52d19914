"""From loaded input to a finished run: plan, audit, result, folder. What the commands share; no terminal here."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from graph.base.errors import InputError
from graph.base.findings import Finding
from graph.base.records import encode
from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from planner.problem import as_json
from planner.problem.rows import PlanningProblem
from planner.problem.tables import Settings
from planner.rulebook.scenario import Scenario
from planner.runs.baseline import Sticking
from planner.runs.case import Case, Solved
from planner.runs.city_case import CityCase
from planner.runs.next_plans import Audited, NextPlans, next_plans
from planner.runs.outcome import Outcome, outcome_of
from planner.runs.plan_result import PlanResult
from planner.runs.provenance import provenance
from planner.runs.shelf import same_run
from planner.runs.store import (
    FILES,
    PROBLEM,
    RESULT,
    beside_bytes,
    check_writable,
    findings_bytes,
    result_bytes,
    write_run,
)
from planner.runs.tables_case import TablesCase
from planner.runs.tables_result import TablesResult
from planner.solving.highs import Limits
from planner.solving.next_best import next_best
from planner.solving.solvers import DEFAULT
from planner.solving.solvers import engine as solver_engine
from planner.solving.solvers.crosscheck import Checked, Verdict
from planner.solving.stages import Report, Solution

R = TypeVar("R")

ALTERNATIVES = "alternatives.json"
"""File of a run that keeps its next-best plans, where they were asked for."""


@dataclass(frozen=True)
class Done:
    """A finished run: its folder, its result object, and its next-best plans where they were asked for."""

    folder: Path
    result: PlanResult
    alternatives: NextPlans | None = None


@dataclass(frozen=True)
class Solvers:
    """Which solver solves, and which one solves the same again (None: none)."""

    first: str = DEFAULT
    second: str | None = None


@dataclass(frozen=True)
class Further:
    """How many plans to list in proven order, and in how many centres they must differ."""

    most: int
    differ: int = 1


def refuse_errors(findings: Iterable[Finding]) -> None:
    """Raise ``InputError`` with all findings if one of them is an error."""
    found = tuple(findings)
    errors = sum(f.level == "error" for f in found)
    if errors:
        words = Words("{n:error|errors}; nothing was computed", "共 {n} 处错误，未作任何计算").fill(n=errors)
        raise InputError(words, found)


@dataclass(frozen=True, kw_only=True)
class Answered(Generic[R]):
    """A case that went through the pipeline: what was solved, its result, and next-best plans if asked for."""

    outcome: Outcome
    result: R
    alternatives: NextPlans | None


def answer(
    case: Case[R],
    limits: Limits,
    report: Report | None = None,
    solvers: Solvers | None = None,
    further: Further | None = None,
) -> Answered[R]:
    """The one way of any case: compile, solve, recheck by a second solver if asked for, audit, find further plans.

    Parameters
    ----------
    case : Case
        A city (:class:`~planner.runs.city_case.CityCase`) or tables (:class:`~planner.runs.tables_case.TablesCase`).
    limits, report, solvers, further
        As in :func:`plan_run`.
    """
    begin = time.process_time()
    told = solvers or Solvers()
    solving = Checked(case.recheck, told.first, told.second)
    outcome = outcome_of(case.compiled(), limits, report, solving)
    solved = Solved(
        outcome=outcome,
        limits=limits,
        report=report,
        verdict=worth_saying(solving, told),
        outside_seconds=solving.outside_seconds,
    )
    made, plans = case.result(solved), None
    if further is not None:
        plans = _further(outcome.problem, outcome.solution, further, limits, report, begin, solvers, case.recheck)
    return Answered(outcome=outcome, result=made, alternatives=plans)


def plan_run(
    eco: Ecosystem,
    scenario: Scenario,
    limits: Limits,
    findings: Iterable[Finding],
    hashes: Mapping[str, str],
    parent: Path,
    report: Report | None = None,
    reload: Callable[[Sequence[str]], Scenario] | None = None,
    further: Further | None = None,
    solvers: Solvers | None = None,
    sticking: Sticking | None = None,
) -> Done:
    """Plan a city, audit the plan and keep the run.

    Parameters
    ----------
    eco, scenario, limits
        What to plan, under which rules, within which limits.
    findings : iterable of Finding
        Findings of data and scenario; kept with the run.
    hashes : mapping
        Input file → sha256; kept with the run.
    parent : Path
        The folder that holds the runs.
    report : callable, optional
        Hears of progress.
    reload : callable, optional
        The scenario with further ``--set`` changes: by it mends of an infeasible scenario are tried.
    further : Further, optional
        Next-best plans are found as well, audited, and kept as ``alternatives.json``.
    solvers : Solvers, optional
        Which solver; a second one cross-checks the best plan.
    sticking : Sticking, optional
        An earlier plan, and how far the new one may leave it.

    Raises
    ------
    OutputError
        If the run cannot be written; nothing half-written is left.
    """
    check_writable(parent)
    case = CityCase(eco=eco, scenario=scenario, reload=reload, sticking=sticking)
    found = answer(case, limits, report, solvers, further)
    outcome, result, alternatives = found.outcome, found.result, found.alternatives
    text = result_bytes(encode(result))
    files = {
        "result.json": text,
        PROBLEM: as_json.to_bytes(outcome.problem),
        "scenario.resolved.yaml": scenario.resolved().encode(),
        "findings.json": findings_bytes(findings),
        "provenance.json": beside_bytes(
            provenance(
                inputs=hashes,
                solver=outcome.solution.solver,
                limits=asdict(limits),
                cpu_seconds=outcome.solution.cpu_seconds,
                sets=scenario.sets,
                result=text,
                files=(*FILES, PROBLEM, *([ALTERNATIVES] if further is not None else [])),
            )
        ),
    }
    if alternatives is not None:
        files[ALTERNATIVES] = beside_bytes({"format": "buju-alternatives/1", **encode(alternatives)})
    again = same_run(parent, RESULT, files)
    return Done(again or write_run(parent, datetime.now(UTC), scenario.name, files), result, alternatives)


def _further(
    problem: PlanningProblem,
    first: Solution,
    further: Further,
    limits: Limits,
    report: Report | None,
    begin: float,
    solvers: Solvers | None,
    audited: Audited,
) -> NextPlans:
    """Find next-best plans within what is left of the time limit, and audit each."""
    key = DEFAULT if solvers is None else solvers.first
    engine = None if key == DEFAULT else solver_engine(key, limits)
    left = None if limits.seconds is None else max(0.0, limits.seconds - (time.process_time() - begin))
    limits = replace(limits, seconds=left)
    found = next_best(problem, first, further.most, differ=further.differ, limits=limits, report=report, engine=engine)
    return next_plans(problem, found, audited)


def plan_result(
    eco: Ecosystem,
    scenario: Scenario,
    limits: Limits,
    report: Report | None = None,
    reload: Callable[[Sequence[str]], Scenario] | None = None,
    solvers: Solvers | None = None,
    sticking: Sticking | None = None,
) -> tuple[Outcome, PlanResult]:
    """Plan a city and audit the plan without keeping a run; parameters as in :func:`plan_run`.

    Returns
    -------
    tuple of Outcome and PlanResult
        The solved city, and the result of its run.
    """
    found = answer(CityCase(eco=eco, scenario=scenario, reload=reload, sticking=sticking), limits, report, solvers)
    return found.outcome, found.result


def worth_saying(solving: Checked, told: Solvers) -> Verdict | None:
    """The verdict on the solvers, where they were chosen or one was caught."""
    verdict = solving.verdict
    return verdict if verdict and (told != Solvers() or verdict.findings) else None


def solve_tables(
    columns: Mapping[str, Mapping[str, Any]],
    settings: Settings,
    limits: Limits,
    report: Report | None = None,
    further: Further | None = None,
    solvers: Solvers | None = None,
) -> TablesResult:
    """Solve planner tables, find next-best plans if asked for, and audit each."""
    found = answer(TablesCase(columns=columns, settings=settings), limits, report, solvers, further)
    plans = found.alternatives
    made = found.result
    return made if plans is None else replace(made, **{f.name: getattr(plans, f.name) for f in fields(plans)})
