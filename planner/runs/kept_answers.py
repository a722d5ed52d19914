"""Runs of an answer that is no single plan: a budget curve (``curve.json``), a front (``front.json``).

What does not live here: runs of plans (``planner.runs.pipeline``), how folders are written (``planner.runs.store``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graph.base.findings import Finding
from planner.rulebook.scenario import Scenario
from planner.runs.provenance import provenance
from planner.runs.shelf import MEMBERS, same_run
from planner.runs.store import (
    FINDINGS,
    PROVENANCE,
    RESULT,
    SCENARIO,
    beside_bytes,
    findings_bytes,
    result_bytes,
    write_run,
)
from planner.solving.highs import Limits

CURVE, FRONT = "curve.json", "front.json"


def keep(
    parent: Path,
    payload: Mapping[str, Any],
    scenario: Scenario,
    findings: Iterable[Finding],
    hashes: Mapping[str, str],
    limits: Limits,
    cpu_seconds: float,
    main: str,
    further: Mapping[str, bytes] | None = None,
    members: Iterable[Path] = (),
) -> Path:
    """Keep a computation as a run; ``payload`` becomes the file ``main``, beside it ``further`` files.

    ``members`` are runs of the same folder that were kept of this study.

    Without a ``result.json`` nobody takes the folder for a plan.

    Raises
    ------
    OutputError
        If the run cannot be written; nothing half-written is left.
    """
    text = result_bytes(payload)
    solver = (str(payload["solver"]["name"]), str(payload["solver"]["version"]))
    told = provenance(
        inputs=hashes,
        solver=solver,
        limits=asdict(limits),
        cpu_seconds=cpu_seconds,
        sets=scenario.sets,
        result=text,
        files=(main, SCENARIO, FINDINGS, PROVENANCE, *(further or {})),
    )
    files = {
        main: text,
        SCENARIO: scenario.resolved().encode(),
        FINDINGS: findings_bytes(findings),
        PROVENANCE: beside_bytes(told),
        **(further or {}),
    }
    if names := [path.name for path in members]:
        files[MEMBERS] = beside_bytes({"format": "buju-members/1", "runs": names})
    name = f"{scenario.name}-{main.removesuffix('.json')}" if main != RESULT else scenario.name
    return same_run(parent, main, files) or write_run(parent, datetime.now(UTC), name, files, main)
