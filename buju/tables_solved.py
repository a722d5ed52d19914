"""Planner tables: candidates, technologies and rules without a city, read from a folder or from frames, and solved.

What does not live here: what the tables mean (``planner.problem.tables``) and solving them (``planner.runs``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.base.findings import Finding
    from loaders.readers.sources import Source
    from planner.problem.tables import Settings
    from planner.runs.tables_result import TablesResult
    from planner.solving.stages import Report

Columns = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class PlannerTables:
    """Planner tables, read and checked: columns by table, what is sought, and findings without an error."""

    columns: Columns
    settings: Settings
    findings: tuple[Finding, ...]


def read(
    tables: str | PathLike[str] | Mapping[str, Any],
    settings: Mapping[str, Any] | None = None,
    goals: Collection[str] = (),
) -> PlannerTables:
    """Read planner tables and hold them against each other.

    Parameters
    ----------
    tables : path or mapping of str to data frame
        A folder with ``candidates.csv``, ``technologies.csv`` …, or frames by these names.
    settings : mapping, optional
        What ``settings.json`` would hold; a folder's own file is read where this is not given.
    goals : collection of str
        Goals of a front, sought in place of the objective; columns of candidates by these names are read as numbers.

    Raises
    ------
    InputError
        With all findings at once, if one of them is an error.
    UsageError
        There is nothing at the path.

    Examples
    --------
    >>> found = read({"candidates": [{"candidate": "A", "value": 3, "cost": 2}]}, {"count_max": 1})
    >>> found.columns["candidates"]["value"].tolist(), found.settings.count_max
    ([3.0], 1)
    """
    from loaders.table_set import read_source  # noqa: PLC0415
    from planner.problem import tables as planner_tables  # noqa: PLC0415
    from planner.problem.doubtful_data import of_tables  # noqa: PLC0415
    from planner.runs.pipeline import refuse_errors  # noqa: PLC0415

    source, found, problems = _opened(tables, settings)
    if set(goals) & set(planner_tables.ON_TARGETS):
        sense = {True: "minimise", False: "maximise"}
        stages = tuple({sense[g in planner_tables.ONLY_LESS]: {g: 1.0}} for g in goals)
        found = replace(found, stages=stages)
    asked = {*goals, *planner_tables.terms_of(found)}
    extra = ["candidates"] if asked - set(planner_tables.TERMS) else []
    given = read_source(source, planner_tables.PLANNER_TABLES, extra=extra)
    columns: Columns = given.columns
    findings = list(given.findings)
    if extra:
        columns, findings = planner_tables.keep_goals(columns, findings, sorted(asked))
    if not given.errors:
        places = {name: (typed.file, typed.numbers) for name, typed in given.typed.items()}
        problems += planner_tables.check_tables(columns, found, places, sought=not goals)
        problems += of_tables(columns, found.objective, places.get("rules", ("", ()))[1])
    findings += problems
    refuse_errors(findings)
    return PlannerTables(columns, found, tuple(findings))


def solve(
    tables: str | PathLike[str] | Mapping[str, Any],
    settings: Mapping[str, Any] | None = None,
    *,
    seconds: float | None = None,
    gap: float = 0.0,
    threads: int = 1,
    seed: int = 0,
    solver: str = "highs",
    cross_check: str | None = None,
    alternatives: int | None = None,
    differ: int = 1,
    effort: int = 1,
    report: Report | None = None,
) -> TablesResult:
    """Solve a selection problem given as planner tables; the plan is proven and audited.

    Parameters
    ----------
    tables, settings
        As in :func:`read`.
    seconds, gap, threads, seed, solver, cross_check, alternatives, differ, effort, report
        As in :func:`buju.plan`.

    Returns
    -------
    TablesResult
        ``status``, ``objective``, ``bound``, ``gap``, ``chosen``, ``cost``, ``terms``, ``audit``; with
        ``alternatives`` also ``plans``; infeasible: ``conflict``.

    Raises
    ------
    InputError
        The tables have errors; all findings at once.

    Examples
    --------
    >>> import buju
    >>> rows = [{"candidate": "A", "value": 3, "cost": 2}, {"candidate": "B", "value": 2, "cost": 1}]
    >>> found = buju.solve({"candidates": rows}, {"count_max": 1})
    >>> found.status, found.objective, found.chosen
    ('proven', 3.0, ('A',))
    """
    from buju.asking import at_least_one  # noqa: PLC0415
    from planner.runs.pipeline import Further, Solvers, solve_tables  # noqa: PLC0415
    from planner.solving.highs import Limits  # noqa: PLC0415

    given = read(tables, settings)
    further = None if alternatives is None else Further(alternatives, differ)
    limits = Limits(seconds=seconds, gap=gap, threads=threads, seed=seed, effort=at_least_one(effort))
    return solve_tables(given.columns, given.settings, limits, report, further, Solvers(solver, cross_check))


def _opened(tables: Any, settings: Mapping[str, Any] | None) -> tuple[Source, Settings, list[Finding]]:
    from loaders.readers.frames import tables as read_frames  # noqa: PLC0415
    from loaders.readers.sources import open_source, source_of  # noqa: PLC0415
    from planner.problem.tables.settings import check_settings, read_settings  # noqa: PLC0415

    if isinstance(tables, Mapping):
        return source_of("data", dict(read_frames(tables))), *check_settings(settings or {}, "settings")
    place = Path(tables)
    found = read_settings(place / "settings.json") if settings is None else check_settings(settings, "settings")
    return open_source(place), *found
