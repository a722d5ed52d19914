"""From loaded input to a finished run: plan, audit, result, folder. What the commands share; no terminal here."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graph.base.errors import InputError
from graph.base.findings import Finding
from graph.base.records import encode
from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from planner import infeasible
from planner.audit import audit, audit_tables
from planner.families.city_problem import compile_city
from planner.infeasible import conflict
from planner.problem import as_json, score
from planner.problem.plan import Plan
from planner.problem.rows import OF_HISTORY, PlanningProblem
from planner.problem.tables import Settings, from_tables
from planner.rulebook.scenario import Scenario
from planner.runs import result as results
from planner.runs.baseline import Sticking, changes_curve, with_baseline
from planner.runs.certificates import AuditSummary, SolverName
from planner.runs.next_plans import Audited, NextPlans, next_plans
from planner.runs.out_of_reach import reach
from planner.runs.outcome import Outcome, conflict_of, plan_city
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
from planner.runs.tables_result import TablesResult
from planner.solving.highs import Limits
from planner.solving.next_best import next_best
from planner.solving.solvers import DEFAULT
from planner.solving.solvers import engine as solver_engine
from planner.solving.solvers.crosscheck import Checked, Verdict
from planner.solving.stages import Report, Solution

TRY_ROUNDS = 4000
"""Work of trying one mend, in rounds of the solver."""


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
    begin = time.process_time()
    outcome, result = plan_result(eco, scenario, limits, report, reload, solvers, sticking)
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
    alternatives = None
    if further is not None:
        audited = _city_audit(eco, scenario)
        alternatives = _further(outcome.problem, outcome.solution, further, limits, report, begin, solvers, audited)
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


def _city_audit(eco: Ecosystem, scenario: Scenario) -> Audited:
    """What rechecks plans of a city without the solver."""

    def audited(plan: Plan, objective: float) -> tuple[bool, int]:
        seen = audit(eco, scenario.policy, plan, {"objective": objective})
        return seen.clean, seen.checked

    return audited


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
    told = solvers or Solvers()
    solving = Checked(_city_audit(eco, scenario), told.first, told.second)
    outcome = plan_city(eco, scenario.policy, limits, report, solving, _beside(sticking, eco.info.name))
    free = None
    if sticking is not None and sticking.costs and outcome.plan is not None:
        without = replace(sticking, most=None, cost=0.0)
        free = plan_city(eco, scenario.policy, limits, report, prepare=_beside(without, eco.info.name))
    checked = None
    if outcome.plan is not None:
        told_goals = {name: value for name, value in outcome.goals.items() if name not in OF_HISTORY}
        claimed = {**told_goals, "objective": outcome.objective or 0.0}
        checked = audit(eco, scenario.policy, outcome.plan, claimed)
    found = None
    if outcome.conflict is not None and reload is not None:
        unit = eco.info.money_unit
        check = _tried(eco, reload, limits.effort)
        found = infeasible.find(
            outcome.problem, scenario.policy, outcome.conflict, check, money_unit=unit, times=limits.effort
        )
    said = worth_saying(solving, told)
    made = results.build(eco, scenario, outcome, checked, found, said, sticking, free)
    if sticking is not None and sticking.curve and sticking.most is not None and outcome.plan is not None:
        made = replace(made, changes_curve=changes_curve(outcome.problem, sticking.most, limits, report))
    return outcome, made


def _beside(sticking: Sticking | None, city: str) -> Callable[[PlanningProblem], PlanningProblem] | None:
    """What puts an earlier plan beside a problem; None where there is none."""
    return None if sticking is None else lambda problem: with_baseline(problem, sticking, city)


def worth_saying(solving: Checked, told: Solvers) -> Verdict | None:
    """The verdict on the solvers, where they were chosen or one was caught."""
    verdict = solving.verdict
    return verdict if verdict and (told != Solvers() or verdict.findings) else None


def _tried(eco: Ecosystem, reload: Callable[[Sequence[str]], Scenario], times: int) -> infeasible.Check:
    """Whether the scenario with further changes has a plan."""

    def check(sets: Sequence[str]) -> bool:
        try:
            changed = reload(sets)
        except InputError:
            return False
        return conflict.status(compile_city(eco, changed.policy), Limits(rounds=TRY_ROUNDS * times)) == "proven"

    return check


def solve_tables(
    columns: Mapping[str, Mapping[str, Any]],
    settings: Settings,
    limits: Limits,
    report: Report | None = None,
    further: Further | None = None,
    solvers: Solvers | None = None,
) -> TablesResult:
    """Solve planner tables, find next-best plans if asked for, and audit each."""
    begin = time.process_time()
    problem = from_tables(columns, settings)
    rows = {table: rows_of(data) for table, data in columns.items()}

    def audited(plan: Plan, objective: float) -> tuple[bool, int]:
        seen = audit_tables(rows, asdict(settings), list(plan.starts), objective)
        return seen.clean, seen.checked

    told = solvers or Solvers()
    solving = Checked(audited, told.first, told.second)
    solution = solving(problem, limits, report)
    first = solution.stages[0] if solution.stages else None
    chosen = () if solution.plan is None else tuple(c for c in problem.candidates if c in solution.plan.starts)
    terms = {} if solution.plan is None else score.goals(problem, score.to_arrays(problem, solution.plan))
    cost, checked = None, AuditSummary()
    if solution.plan is not None and problem.cost is not None and first is not None:
        cost = float(sum(c for i, c in zip(problem.candidates, problem.cost, strict=True) if i in solution.plan.starts))
        claims = {name: value for name, value in terms.items() if name != "reached"}
        checked = results.audit_summary(audit_tables(rows, asdict(settings), list(chosen), first.objective, claims))
    found = conflict_of(problem, limits) if solution.status == "infeasible" else None
    if found is not None:
        found = replace(found, rules=tuple(replace(rule, words=reach(problem, rule)) for rule in found.rules))
    made = TablesResult(
        status=solution.status,
        objective=first.objective if first else None,
        bound=first.bound if first else None,
        gap=first.gap if first else None,
        chosen=chosen,
        cost=cost,
        cpu_seconds=solution.cpu_seconds + solving.outside_seconds,
        solver=SolverName(name=solution.solver[0], version=solution.solver[1]),
        interrupted=solution.interrupted,
        audit=checked,
        terms=terms,
        stages=results.stages_of(solution),
        **results.conflict_parts(found),
        **results.verdict_parts(worth_saying(solving, told)),
    )
    if further is None:
        return made
    plans = _further(problem, solution, further, limits, report, begin, solvers, audited)
    return replace(made, **{f.name: getattr(plans, f.name) for f in fields(plans)})


def rows_of(columns: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A table's columns as rows, for the audit."""
    lists = {name: list(values) for name, values in columns.items()}
    return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]
