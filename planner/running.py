"""From loaded input to a finished run: plan, audit, result, folder. What the commands share; no terminal here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graph.ecosystem import Ecosystem
from graph.errors import InputError
from graph.findings import Finding
from graph.words import Words
from planner import conflict, mends, problem_json
from planner import result as results
from planner.audit import audit, audit_tables
from planner.compile import compile_city
from planner.highs import Limits
from planner.planning import Outcome, plan_city
from planner.provenance import provenance
from planner.runs import PROBLEM, check_writable, result_bytes, write_run
from planner.scenario import Scenario
from planner.solve import Report
from planner.solve import solve as solve_problem
from planner.tables import Settings, from_tables

TRY_SECONDS = 20.0
"""Time for trying one mend."""


@dataclass(frozen=True)
class Done:
    """A finished run: its folder and its result object."""

    folder: Path
    result: dict[str, Any]


def refuse_errors(findings: Iterable[Finding]) -> None:
    """Raise ``InputError`` with all findings if one of them is an error."""
    found = tuple(findings)
    errors = sum(f.level == "error" for f in found)
    if errors:
        words = Words("{n} errors; nothing was computed", "共 {n} 处错误，未作任何计算").fill(n=errors)
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

    Raises
    ------
    OutputError
        If the run cannot be written; nothing half-written is left.
    """
    check_writable(parent)
    outcome, result = plan_result(eco, scenario, limits, report, reload)
    text = result_bytes(result)
    files = {
        "result.json": text,
        PROBLEM: problem_json.to_bytes(outcome.problem),
        "scenario.resolved.yaml": scenario.resolved().encode(),
        "findings.json": _json([{**f.as_dict("en"), "zh": f.as_dict("zh")} for f in findings]),
        "provenance.json": _json(
            provenance(
                inputs=hashes,
                solver=outcome.solution.solver,
                limits=asdict(limits),
                cpu_seconds=outcome.solution.cpu_seconds,
                sets=scenario.sets,
                result=text,
            )
        ),
    }
    return Done(write_run(parent, datetime.now(UTC), scenario.name, files), result)


def plan_result(
    eco: Ecosystem,
    scenario: Scenario,
    limits: Limits,
    report: Report | None = None,
    reload: Callable[[Sequence[str]], Scenario] | None = None,
) -> tuple[Outcome, dict[str, Any]]:
    """Plan a city and audit the plan without keeping a run; parameters as in :func:`plan_run`.

    Returns
    -------
    tuple of Outcome and dict
        The solved city, and the result object of its run.
    """
    outcome = plan_city(eco, scenario.policy, limits, report)
    checked = None
    if outcome.plan is not None:
        claimed = {**outcome.goals, "objective": outcome.objective or 0.0}
        checked = audit(eco, scenario.policy, outcome.plan, claimed)
    found = None
    if outcome.conflict is not None and reload is not None:
        unit = eco.info.money_unit
        check = _tried(eco, reload)
        found = mends.find(outcome.problem, scenario.policy, outcome.conflict, check, money_unit=unit)
    return outcome, results.build(eco, scenario, outcome, checked, found)


def _tried(eco: Ecosystem, reload: Callable[[Sequence[str]], Scenario]) -> mends.Check:
    """Whether the scenario with further changes has a plan."""

    def check(sets: Sequence[str]) -> bool:
        try:
            changed = reload(sets)
        except InputError:
            return False
        return conflict.status(compile_city(eco, changed.policy), Limits(seconds=TRY_SECONDS)) == "proven"

    return check


def solve_tables(
    columns: Mapping[str, Mapping[str, Any]], settings: Settings, limits: Limits, report: Report | None = None
) -> dict[str, Any]:
    """Solve planner tables and audit the answer; the payload of ``buju solve``."""
    problem = from_tables(columns, settings)
    solution = solve_problem(problem, limits, report)
    first = solution.stages[0] if solution.stages else None
    payload: dict[str, Any] = {
        "status": solution.status,
        "objective": first.objective if first else None,
        "bound": first.bound if first else None,
        "gap": first.gap if first else None,
        "chosen": [] if solution.plan is None else [c for c in problem.candidates if c in solution.plan.starts],
        "cost": None,
        "cpu_seconds": solution.cpu_seconds,
        "solver": {"name": solution.solver[0], "version": solution.solver[1]},
        "interrupted": solution.interrupted,
        "audit": {"clean": None, "checked": 0, "findings": []},
    }
    if solution.plan is not None and problem.cost is not None and first is not None:
        payload["cost"] = float(
            sum(c for i, c in zip(problem.candidates, problem.cost, strict=True) if i in solution.plan.starts)
        )
        rows = {table: _rows(data) for table, data in columns.items()}
        checked = audit_tables(rows, asdict(settings), payload["chosen"], first.objective)
        payload["audit"] = results.audit_dict(checked)
    return payload


def _rows(columns: Mapping[str, Any]) -> list[dict[str, Any]]:
    lists = {name: list(values) for name, values in columns.items()}
    return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()
