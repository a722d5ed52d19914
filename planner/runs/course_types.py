"""What a plan says of the course of a scheme, as types: history, money in three parts, decisions, changes.

What does not live here: the whole result (``planner.runs.plan_result``) and its building (``planner.runs.course``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from graph.base.records import ABSENT
from graph.base.words import Words

Kind = Literal[
    "approved", "continued", "reduced", "rectify", "stopped", "promoted", "completed", "merged", "new_lead",
    "new_chief_scientist",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class HistoryCentre:
    """A centre that the scheme has approved, as it stands; years and money of all payers unless told otherwise."""

    centre: str
    name: str = ""
    approved_year: int | None = None
    level: str = ""
    ends: int | None = None
    """Last year in which it is there; ``None``: it stays."""
    because: str = ""
    paid: Mapping[int, float] = field(default_factory=dict)
    """Support that all payers have paid, by year, returns taken off."""
    payers: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    """The same by payer."""
    equity_paid: Mapping[int, float] = field(default_factory=dict)
    support: Mapping[int, float] = field(default_factory=dict)
    """Support of city and district in the years to come, as planned."""
    caps: Mapping[int, float] = field(default_factory=dict)
    """Greatest support of city and district by year to come, before the total cap."""
    room: float | None = None
    """Total cap less what city and district have paid; ``None``: there is no cap."""
    promised: Mapping[int, float] = field(default_factory=dict)
    """Promises as they are held."""
    waived: float = 0.0
    """Part of its least support that its caps cannot reach any more."""
    grades: Mapping[int, str] = field(default_factory=dict)
    rectified: tuple[int, ...] = ()
    decided: Mapping[int, tuple[Kind, ...]] = field(default_factory=dict)
    """Decisions on it by year, announced ones too."""


@dataclass(frozen=True, kw_only=True)
class EquityMoney:
    """Equity by year: paid, committed to approved centres and not yet paid (by approval year), of new centres."""

    paid: Mapping[int, float] = field(default_factory=dict)
    committed: Mapping[int, float] = field(default_factory=dict)
    new: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class NextDecision:
    """What is decided on a centre for the first open year, and why."""

    centre: str
    decision: Kind
    year: int
    support: float = 0.0
    """Its support of that year."""
    reason: Words
    date: str = field(default="", metadata=ABSENT)
    """Month and day of its batch, where approvals are decided in batches."""


@dataclass(frozen=True, kw_only=True)
class Lacking:
    """A build condition (or their mean) that keeps a centre from a level."""

    condition: str
    words: Words
    score: float | None = None
    least: float


@dataclass(frozen=True, kw_only=True)
class NextUp:
    """A centre that is not ready for a level, and what it lacks; those that lack least come first."""

    centre: str
    name: str = ""
    district: str = ""
    district_name: str = ""
    lacks: tuple[Lacking, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Promotion:
    """A centre that is promoted in a year; it is of the new level from the year after."""

    centre: str
    name: str = ""
    year: int


@dataclass(frozen=True, kw_only=True)
class LevelFacts:
    """A higher level: how many there are, who can be promoted when, how many are short, who comes next."""

    level: str
    target: int | None = None
    year: int
    there: int = 0
    """Centres of the level or higher today."""
    promotions: tuple[Promotion, ...] = ()
    """The promotions that reach the target (all that can be, where there is none), the best prepared first."""
    short: int = 0
    """How many the target lacks even so."""
    next_up: tuple[NextUp, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MissedRule:
    """A rule that the past has broken: what it asked, what history attained."""

    rule: str
    key: str = ""
    side: str = ""
    asked: float
    attained: float
    words: Words


@dataclass(frozen=True, kw_only=True)
class MilestoneRow:
    """A milestone of a centre that was due by the last year of history and was not reached in time."""

    centre: str
    name: str
    due: int
    reached: int | None = None
    """The later year in which it was reached; ``None``: it is still open."""


@dataclass(frozen=True, kw_only=True)
class Execution:
    """How far a budget is executed: what of it was paid up to the last year of history, returns taken off."""

    key: str
    """The scenario key of the budget."""
    words: Words
    year: int | None = None
    """Its year; ``None``: a budget of all years."""
    budget: float
    paid: float
    rate: float | None = None
    """``paid`` as part of ``budget``; ``None`` where the budget is 0."""


@dataclass(frozen=True, kw_only=True)
class Side:
    """One side of a change: approval year and support by year."""

    year: int
    support: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PlanChange:
    """A centre on which the plan differs from an earlier one."""

    centre: str
    from_: Side | None = None
    to: Side | None = None
    counted: bool = True
    """Whether it counts as a change; what history has forced does not."""
    reason: Words


@dataclass(frozen=True, kw_only=True)
class ChangePoint:
    """The best value of the first stage with at most so many changes; ``None`` where no plan has so few."""

    changes: int
    status: str
    objective: float | None = None
    bound: float | None = None


@dataclass(frozen=True, kw_only=True)
class PriceOfSticking:
    """The free optimum less this plan."""

    objective: float = 0.0
    money: float = 0.0
    """Support of all years."""
    goals: Mapping[str, float] = field(default_factory=dict)
