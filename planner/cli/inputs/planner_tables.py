"""Planner tables as a command reads and checks them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.base.findings import Finding
from planner.cli.screen.console import Console

if TYPE_CHECKING:
    from planner.problem.tables import Settings


def read_planner_tables(
    folder: Path, out: Console, goals: Collection[str] = ()
) -> tuple[Mapping[str, Mapping[str, Any]], Settings, list[Finding]]:
    """Read and check planner tables; further columns of candidates are read where a goal or a stage names them.

    Where goals of a front are given, they and not the objective are what is sought: targets are wished for if one of
    the goals measures against them.

    Returns
    -------
    columns, settings, findings
        Warnings among the findings are said at once, others with ``-v``.

    Raises
    ------
    InputError
        With all findings at once, if one of them is an error.
    """
    from loaders.table_set import read_tables
    from planner.problem import tables
    from planner.problem.doubtful_data import of_tables
    from planner.runs.pipeline import refuse_errors

    settings, problems = tables.read_settings(folder / "settings.json")
    if set(goals) & set(tables.ON_TARGETS):
        sense = {True: "minimise", False: "maximise"}
        settings = replace(settings, stages=tuple({sense[g in tables.ONLY_LESS]: {g: 1.0}} for g in goals))
    asked = {*goals, *tables.terms_of(settings)}
    extra = ["candidates"] if asked - set(tables.TERMS) else []
    read = read_tables(folder, tables.PLANNER_TABLES, extra=extra)
    columns: Mapping[str, Mapping[str, Any]] = read.columns
    findings = list(read.findings)
    if extra:
        columns, findings = tables.keep_goals(columns, findings, sorted(asked))
    if not read.errors:
        places = {name: (typed.file, typed.numbers) for name, typed in read.typed.items()}
        problems += tables.check_tables(columns, settings, places, sought=not goals)
        problems += of_tables(columns, settings.objective, places.get("rules", ("", ()))[1])
    findings += problems
    refuse_errors(findings)
    shown = [f for f in findings if out.verbose or f.level == "warning"]
    out.findings(() if out.quiet else shown)
    return columns, settings, findings
