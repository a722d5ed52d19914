"""What is known of how good an answer is, as types: stages, solver, cross-check, audit; every kind of answer has them.

What does not live here: the answers themselves (``planner.runs.plan_result``), the audit, the solvers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from graph.base.records import ABSENT, Count
from graph.base.words import Words

Status = Literal["proven", "within_gap", "time_limit", "infeasible"]
Sense = Literal["maximise", "minimise"]


@dataclass(frozen=True, kw_only=True)
class SolverName:
    """Which solver answered."""

    name: str = "?"
    version: str = ""


@dataclass(frozen=True, kw_only=True)
class StageResult:
    """What is known of one stage: value recomputed from the plan, bound, relative gap."""

    sense: Sense
    weights: Mapping[str, float]
    objective: float | None
    bound: float | None
    gap: float | None
    status: Status


@dataclass(frozen=True, kw_only=True)
class AuditRow:
    """One thing that the audit found."""

    code: str
    rule: str
    centre: str
    year: int | None
    key: str
    value: float | None
    limit: float | None
    message: Words


@dataclass(frozen=True, kw_only=True)
class AuditSummary:
    """What the independent audit says; ``clean`` is ``None`` where there was no plan to audit."""

    clean: bool | None = None
    checked: Count = 0
    by_family: Mapping[str, int] = field(default_factory=dict)
    off: tuple[str, ...] = ()
    recomputed: Mapping[str, float] | None = field(default=None, metadata=ABSENT)
    findings: tuple[AuditRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SolverFinding:
    """What a cross-check found about a solver."""

    code: str
    level: str
    solver: str
    message: Words


@dataclass(frozen=True, kw_only=True)
class AuditCount:
    """An audit in short: whether it found nothing (``None``: nothing to audit), and how many checks it made."""

    clean: bool | None
    checked: Count


@dataclass(frozen=True, kw_only=True)
class SolverAnswer:
    """What one solver claimed, before anyone is believed."""

    name: str
    version: str
    trusted: bool
    claimed: Status
    objective: float | None
    bound: float | None
    chosen: tuple[str, ...]
    audit: AuditCount


@dataclass(frozen=True, kw_only=True)
class CrossCheck:
    """Whether two solvers agree, and whose plan stands."""

    agree: bool | None
    plan_of: str | None
    solvers: tuple[SolverAnswer, ...]
