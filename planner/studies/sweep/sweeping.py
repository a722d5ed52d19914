"""A whole sweep: what is asked, an estimate where it is large, its cases, its answer.

What does not live here: one case (``case``), where it runs (``running``).
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graph.base import safe_yaml
from graph.base.errors import UsageError
from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from planner.rulebook.scenario import Scenario
from planner.solving.highs import Limits
from planner.studies.data_behind import data_behind
from planner.studies.sweep.answer import FORMAT, SweepAnswer, answered
from planner.studies.sweep.case import CaseRow, Shared, run, stamp
from planner.studies.sweep.conflicts import named
from planner.studies.sweep.running import Journal, run_all
from planner.studies.sweep.varied import Values

MANY = 2000
"""Cases above which the time is estimated before anything is kept."""
LONG = 3600.0
"""Seconds of such an estimate above which somebody has to say yes."""
TRIED = 3
"""Cases that an estimate is made of."""
FEW = 10
"""Cases up to which one process is enough."""

Hear = Callable[[CaseRow, int, int], None]
"""Called with a row that is done, how many are done, and how many there are."""


@dataclass(frozen=True)
class Sweep:
    """The answer, and the rows that it sums up, by their numbers."""

    answer: SweepAnswer
    rows: tuple[CaseRow, ...]


def folder_of(scenario: Scenario, hashes: Mapping[str, str], cases: Sequence[Values], limits: Limits) -> Path:
    """Where a sweep is kept unless somebody says otherwise: the same folder for the same question."""
    digest = hashlib.sha256(repr(_asked(scenario, hashes, cases, None, limits)).encode()).hexdigest()
    return Path("sweeps") / f"{scenario.name}-{digest[:10]}"


def _asked(
    scenario: Scenario, hashes: Mapping[str, str], cases: Sequence[Values], seed: int | None, limits: Limits
) -> dict[str, Any]:
    """What is asked, as JSON data: two sweeps with the same have the same rows."""
    return {
        "format": FORMAT,
        "scenario": scenario.name,
        "scenario_sha256": hashlib.sha256(scenario.resolved().encode()).hexdigest(),
        "inputs": dict(sorted(hashes.items())),
        "cases": len(cases),
        "cases_sha256": hashlib.sha256(repr(tuple(cases)).encode()).hexdigest(),
        "seed": seed,
        "limits": asdict(limits),
        "program": stamp(),
    }


def sweep(
    eco: Ecosystem,
    scenario: Scenario,
    hashes: Mapping[str, str],
    cases: Sequence[Values],
    seed: int | None,
    folder: Path,
    limits: Limits,
    *,
    jobs: int | None = None,
    cluster: str | None = None,
    agreed: bool = False,
    hear: Hear | None = None,
) -> Sweep:
    """Run a sweep, or go on with one.

    Parameters
    ----------
    eco, scenario, hashes
        The city, the scenario that the cases change, and the inputs' hashes.
    cases : sequence
        As ``varied`` makes them; at least one.
    seed : int or None
        Of the draws, for the record.
    folder : Path
        Where the cases are kept; cases that are there are not run again.
    limits : Limits
        Of each case.
    jobs : int, optional
        Processes; None: as many as cores, one for a few cases.
    cluster : str, optional
        Address of a Dask scheduler.
    agreed : bool
        Whether a long sweep was agreed to.
    hear : callable, optional
        Hears of each case.

    Raises
    ------
    UsageError
        The folder holds another sweep; it will take long and nobody has agreed.
    ServiceError
        The cluster does not answer, or dies; what is done is kept.
    """
    plain = safe_yaml.read(scenario.resolved(), scenario.name).data
    shared = Shared(eco, plain, limits)
    workers = jobs or (1 if len(cases) <= FEW else os.cpu_count() or 1)
    if not agreed and cluster is None and len(cases) > MANY and not (folder / "cases.jsonl").exists():
        _estimated(shared, cases, workers)
    journal = Journal(folder, _asked(scenario, hashes, cases, seed, limits))
    for row in run_all(journal, shared, cases, workers, cluster):
        if hear is not None:
            hear(row, len(journal.rows), len(cases))
    told_rows = named(shared, journal.rows, dict(enumerate(cases, 1)))
    rows = tuple(told_rows[n] for n in sorted(told_rows))
    names = eco.names("Centre")
    candidates = {c: names.get(c, c) for c in sorted({c for row in rows for c in row.chosen} | _candidates(eco))}
    told = answered(rows, len(cases), seed, scenario.name, data_behind(eco), candidates, eco.names("Technology"))
    return Sweep(told, rows)


def _candidates(eco: Ecosystem) -> set[str]:
    pairs = zip(eco.column("centres", "id"), eco.column("centres", "status"), strict=True)
    return {str(centre) for centre, status in pairs if status == "candidate"}


def _estimated(shared: Shared, cases: Sequence[Values], workers: int) -> None:
    """Refuse what would take long, with an estimate from a few cases."""
    begin = time.process_time()
    for number in range(1, TRIED + 1):
        run(shared, number, cases[(number - 1) * (len(cases) // TRIED)])
    each = (time.process_time() - begin) / TRIED
    whole = each * len(cases) / workers
    if whole > LONG:
        words = Words(
            "{n:,} cases take about {h:,.1f} hours here ({s:.2f} CPU s each, {w} processes); --yes runs them, "
            "--draws takes fewer, --cluster uses more machines; what is done is kept at any time",
            "{n:,} 种情形在本机约需 {h:,.1f} 小时（每种约 {s:.2f} CPU 秒，{w} 个进程）；--yes 照样运行，"
            "--draws 可减少次数，--cluster 可用更多机器；已完成的随时保存",
        )
        raise UsageError(words.fill(n=len(cases), h=whole / 3600.0, s=each, w=workers))
