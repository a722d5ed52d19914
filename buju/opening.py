"""Opening a run that was kept, by ``Plan.save`` or by a command.

What does not live here: reading runs without trust (``planner.runs.store``).
"""

from __future__ import annotations

import json
from os import PathLike
from pathlib import Path

from buju.planned import Plan


def open(run: str | PathLike[str]) -> Plan:  # noqa: A001 - reads well as buju.open
    """Open a run's folder; of a folder of runs, the newest.

    Raises
    ------
    UsageError
        There is no run.
    InputError
        A file of the run is missing, damaged or changed, or of another format.

    Examples
    --------
    >>> open("nowhere")
    Traceback (most recent call last):
    graph.base.errors.UsageError: nowhere is no run (a folder with result.json)
    """
    from planner.runs.pipeline import ALTERNATIVES  # noqa: PLC0415
    from planner.runs.store import read_run  # noqa: PLC0415

    found = read_run(newest(Path(run)))
    kept = found.path / ALTERNATIVES
    return Plan(found, json.loads(kept.read_text("utf-8")) if kept.is_file() else None)


def newest(place: Path) -> Path:
    """The newest run of a folder of runs (their names begin with the time); any other path as it is."""
    from planner.runs.store import RESULT  # noqa: PLC0415

    if place.is_dir() and not (place / RESULT).exists():
        runs = sorted(p.parent for p in place.glob(f"*/{RESULT}") if not p.parent.name.startswith("."))
        return runs[-1] if runs else place
    return place
