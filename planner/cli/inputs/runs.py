"""Runs as a command finds and reads them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.cli.screen.console import Console
from planner.cli.settings import SETTINGS

if TYPE_CHECKING:
    from planner.runs.plan_result import PlanResult
    from planner.runs.store import Run


def newest(run: Path, out: Console) -> Path:
    """The run's folder: given by its path, by its name or tag in ``runs``; of a folder of runs, the newest."""
    from planner.runs import shelf
    from planner.runs.store import RESULT

    if not run.exists():
        return shelf.find(run, SETTINGS.runs)
    if run.is_dir() and not (run / RESULT).exists() and (last := shelf.newest(run)) is not None:
        out.say(Words("newest run: {run}", "最新一次运行：{run}").fill(run=last))
        return last
    return run


def read_found(run: Path, out: Console) -> Run:
    """A run read back; of a folder of runs, the newest."""
    from planner.runs.store import read_run

    return read_run(newest(run, out))


def read_result(run: Path, out: Console) -> tuple[Path, PlanResult]:
    """The run's folder and result."""
    found = read_found(run, out)
    return found.path, found.result


def evaluation_at(run: Path) -> Path | None:
    """The place of an evaluation's run, given as :func:`newest` takes it; None where it is a plan's, or nothing."""
    from planner.runs import shelf
    from planner.runs.store import RESULT
    from planner.studies.evaluation.keeping import EVALUATION

    if not run.exists():
        try:
            run = shelf.find(run, SETTINGS.runs)
        except UsageError:
            return None
    folder = run.parent if run.name == EVALUATION else run
    return folder if (folder / EVALUATION).is_file() and not (folder / RESULT).exists() else None
