"""CBC through PuLP: the program that PuLP 3 brings along, that ``cbcbox`` brings, or that stands on the PATH.

The answer is read from the first line of CBC's own solution file: PuLP's status after a limit cannot be trusted.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pulp

from graph.base.errors import ServiceError
from graph.base.words import Words
from planner.problem.rows import Floats
from planner.program.frame import Frame, Terms
from planner.solving.highs import Limits
from planner.solving.solvers.engine import Engine, Hear, Raw
from planner.solving.solvers.features import SOLVERS

CBC = SOLVERS["cbc"]
_OBJECTIVE = re.compile(r"objective value\s+(\S+)")


class _Command(pulp.COIN_CMD):  # type: ignore[misc]
    """PuLP's call of CBC, keeping the first line of the solution file."""

    said = ""

    def get_status(self, filename: str) -> Any:
        """Keep what CBC says before PuLP reads it in its own way."""
        with Path(filename).open(encoding="utf-8") as file:
            self.said = file.readline().strip()
        return super().get_status(filename)


def program() -> str | None:
    """The path of a CBC that can be run, or None."""
    bundled = getattr(getattr(pulp, "PULP_CBC_CMD", None), "pulp_cbc_path", None)
    for path in (bundled, None):
        command = pulp.COIN_CMD(path=path, msg=False)
        found = command.available()
        if found:
            return str(found) if isinstance(found, str) else str(command.path)
    return None


def version(path: str) -> str:
    """The version that the program states of itself."""
    done = subprocess.run([path, "-quit"], capture_output=True, text=True, check=False, timeout=60)  # noqa: S603
    told = re.search(r"Version:?\s+(\S+)", done.stdout)
    return told[1] if told else "?"


def engine() -> Engine | None:
    """CBC, or None where there is none."""
    path = program()
    if path is None:
        return None

    def call(frame: Frame, terms: Terms, limits: Limits, _start: Floats | None, _progress: Hear | None) -> Raw:
        return _solve(path, frame, terms, limits)

    return Engine(CBC, version(path), call)


def _solve(path: str, frame: Frame, terms: Terms, limits: Limits) -> Raw:
    frame.lp.setObjective(frame.expression(terms))
    command = _Command(
        path=path,
        msg=False,
        timeLimit=None if limits.seconds is None else max(0.01, limits.seconds),
        gapRel=limits.gap,
        gapAbs=limits.absolute,
        threads=limits.threads if limits.threads > 1 else None,
        options=[f"randomSeed {limits.seed}", f"randomCbcSeed {limits.seed}"] if limits.seed else [],
    )
    before = _children()
    with tempfile.TemporaryDirectory() as folder:
        command.tmpDir = folder
        for column in frame.columns:
            column.varValue = None
        try:
            frame.lp.solve(command)
        except pulp.PulpSolverError as error:
            words = Words("CBC failed: {text}", "CBC 运行失败：{text}").fill(text=str(error)[:200])
            raise ServiceError(words) from error
    return replace(_read(frame, command.said, limits), outside_seconds=_children() - before)


def _children() -> float:
    """CPU seconds of finished child processes."""
    times = os.times()
    return times.children_user + times.children_system


def _read(frame: Frame, said: str, limits: Limits) -> Raw:
    """What the first line and the values say."""
    if said.startswith(("Infeasible", "Integer infeasible")):
        return Raw("infeasible")
    if not said.startswith(("Optimal", "Stopped")) or "no integer solution" in said:
        return Raw("time_limit")
    values = frame.in_figures(np.array([float(column.varValue or 0.0) for column in frame.columns]))
    told = _OBJECTIVE.search(said)
    objective = float(told[1]) if told else None
    if not said.startswith("Optimal"):
        # stopped early: the values count only if they are whole, for CBC may print those of a relaxation
        whole = values[frame.integer]
        found = bool(np.all(np.abs(whole - np.round(whole)) < 1e-5))
        return Raw("time_limit", values if found else None, objective=objective if found else None)
    if limits.gap:
        return Raw("within_gap", values, objective=objective)
    return Raw("proven", values, objective=objective, bound=objective)
