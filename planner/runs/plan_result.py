"""What a plan says, as types: the object that is ``result.json``, that a run keeps and that all exports read.

``buju.plan`` and ``read_run`` give a :class:`PlanResult`. A new part of a result is a new field here (with a default,
so that runs written before are read as well) and its building in ``planner.runs.result``; JSON and JSON Schema follow.
What does not live here: building a result, reading and writing files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from graph.assessment.printed import IndicatorReading
from graph.base.records import ABSENT, BESIDE
from graph.base.words import Words
from planner.runs.certificates import (
    AuditSummary,
    CrossCheck,
    Sense,
    SolverFinding,
    SolverName,
    StageResult,
    Status,
)
from planner.runs.course_types import (
    ChangePoint,
    EquityMoney,
    Execution,
    HistoryCentre,
    LevelFacts,
    MilestoneRow,
    MissedRule,
    NextDecision,
    PlanChange,
    PriceOfSticking,
)

WITH_HISTORY: Final[Mapping[str, str]] = {BESIDE: "as_of"}
FORMAT: Final = "buju-result/1"
"""The format of ``result.json`` that this version reads and writes."""

NOWHERE: Final = Words("", "")


@dataclass(frozen=True, kw_only=True)
class DatasetFacts:
    """The data behind a result: their name, the unit of all money, taxonomy, licence, whether they are made up."""

    name: str = ""
    money_unit: str = ""
    taxonomy: str = ""
    licence: str = ""
    illustrative: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PolicyFacts:
    """The figures of the policy that layouts show; ``None`` where the policy has no such figure."""

    target_count: int | None = None
    target_year: int | None = None
    first_year: int | None = None
    last_year: int | None = None
    build_period: int | None = None
    review_after: int | None = None
    share: float | None = None
    base: str | None = None
    total_cap: float | None = None
    first_year_cap: float | None = None
    support_years: int | None = None


@dataclass(frozen=True, kw_only=True)
class Member:
    """An organisation in a centre."""

    organisation: str
    name: str = ""
    kind: str = ""
    role: str = ""
    tie: str = ""


@dataclass(frozen=True, kw_only=True)
class CentreFacts:
    """What a centre is and who is in it; ids of field, district, lead and chief scientist beside their names."""

    centre: str
    name: str
    level: str = ""
    field: str = ""
    field_name: str = ""
    subfield: str = ""
    district: str = ""
    district_name: str = ""
    lead: str = ""
    lead_name: str = ""
    chief_scientist: str = ""
    chief_scientist_name: str = ""
    channel: str = ""
    formation: str = ""
    ready_year: int | None = None
    approved_year: int | None = None
    technologies: tuple[str, ...] = ()
    members: tuple[Member, ...] | None = None
    """``None`` in runs of a version that did not tell them; so are ``organisations`` of a result."""
    lon: float | None = None
    lat: float | None = None
    crs: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What the plan decides on a chosen centre; money in the dataset's unit."""

    centre: str
    year: int
    """Year of approval."""
    support: Mapping[int, float]
    """Money by funding year."""
    total_support: float
    contribution: float | None = None
    """Its share of the objective; with ``contribution_of_existing`` all shares add up to it."""
    equity: float = 0.0
    district_share: float | None = None
    """Share of the support that its district pays."""


@dataclass(frozen=True, kw_only=True)
class ChosenCentre(CentreFacts, Decision):
    """A centre that the plan founds."""


@dataclass(frozen=True, kw_only=True)
class RejectedCentre(CentreFacts):
    """A candidate that the plan does not found, and why."""

    reasons: tuple[Words, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RuleName:
    """A rule of the scenario: its name, family, the scenario key that changes it, and the rule in words."""

    rule: str
    family: str = ""
    key: str = ""
    words: Words = NOWHERE
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class RuleUse(RuleName):
    """A rule as the plan uses it; ``binding`` where no slack is left."""

    side: str = ""
    limit: float | None = None
    used: float | None = None
    slack: float | None = None
    binding: bool = False


@dataclass(frozen=True, kw_only=True)
class YearMoney:
    """Support paid in one funding year, its parts by payer, and the city's cap (``None``: no cap)."""

    year: int
    paid: float
    city: float
    district: float
    cap: float | None = None


@dataclass(frozen=True, kw_only=True)
class Covering:
    """A centre that covers a technology."""

    centre: str
    strength: float = 1.0
    existing: bool = False


@dataclass(frozen=True, kw_only=True)
class TechnologyFacts:
    """A technology: how many centres cover it today and with the plan, and which."""

    technology: str
    name: str
    kind: str = ""
    severity: float = 0.0
    field: str = ""
    prerequisites: tuple[str, ...] | None = None
    """Technologies that it requires; ``None`` in runs that do not tell them."""
    today: float = 0
    with_plan: float = 0
    candidates: float = 0
    centres: tuple[Covering, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NamedRow:
    """Something with an id and a name."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class DistrictFacts(NamedRow):
    """A district and its representative point."""

    lon: float | None = None
    lat: float | None = None
    crs: str = ""


@dataclass(frozen=True, kw_only=True)
class OrganisationFacts(NamedRow):
    """An organisation that leads a centre or is a member of one."""

    kind: str = ""
    district: str = ""
    champion: bool = False
    lon: float | None = None
    lat: float | None = None
    crs: str = ""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change of a mend: a scenario key, its old and its new value."""

    key: str
    old: Any
    new: Any
    words: Words


@dataclass(frozen=True, kw_only=True)
class MendRow:
    """A way out of a conflict; ``set`` holds what ``--set`` takes and is empty where data must change."""

    words: Words
    set: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FrontPlace:
    """Where a plan that was chosen from a front stands on it."""

    goals: tuple[str, ...]
    senses: tuple[Sense, ...]
    point: tuple[float, ...]
    number: int
    of: int
    complete: bool
    knee: bool


@dataclass(frozen=True, kw_only=True)
class PlanResult:
    """The whole answer of a plan; nothing in it is rounded, money is in ``dataset.money_unit``.

    Attributes
    ----------
    status : str
        ``proven``, ``within_gap``, ``time_limit`` or ``infeasible``.
    objective, bound, gap : float or None
        Of the first stage; ``stages`` has all of them.
    scenario, title : str, Words
    chosen : tuple of ChosenCentre
        By year of approval: ``centre``, ``name``, ``year``, ``support`` {year: money}, ``total_support``, ``equity`` …
    rejected, existing : tuple of RejectedCentre, tuple of CentreFacts
    goals, goals_today : mapping of str to float
        The five shares with the plan and without it.
    binding, rules : tuple of RuleUse
        Rules without slack, and all of them.
    support_by_year : tuple of YearMoney
    technologies, fields, districts, organisations, indicators
        What is covered, and what layouts draw beside it.
    audit : AuditSummary
        ``clean``, ``checked``, ``findings``.
    conflict : tuple of RuleName
        Of an infeasible scenario: rules that cannot be kept together.
    mends, data_mends : tuple of MendRow
        Ways out, each sufficient alone.
    as_of : int or None
        Last year of history; where there is one: ``history``, ``ended`` centres, ``paid``, ``committed`` and ``new``
        {year: money of all payers}, ``equity``, ``decisions`` for the next year, ``missed`` rules, late
        ``milestones``,
        ``changes`` to an earlier plan, ``price_of_sticking``, ``changes_curve``, ``ignored`` rows.
    """

    format: str = FORMAT
    status: Status
    objective: float | None = None
    bound: float | None = None
    gap: float | None = None
    stages: tuple[StageResult, ...] = ()
    interrupted: bool = False
    solver: SolverName = field(default_factory=SolverName)
    dataset: DatasetFacts = field(default_factory=DatasetFacts)
    scenario: str = ""
    title: Words = NOWHERE
    policy: PolicyFacts = field(default_factory=PolicyFacts)
    chosen: tuple[ChosenCentre, ...] = ()
    rejected: tuple[RejectedCentre, ...] = ()
    existing: tuple[CentreFacts, ...] = ()
    goals: Mapping[str, float] = field(default_factory=dict)
    goals_today: Mapping[str, float] = field(default_factory=dict)
    cost: float | None = None
    contribution_of_existing: float | None = None
    binding: tuple[RuleUse, ...] = ()
    rules: tuple[RuleUse, ...] = ()
    support_by_year: tuple[YearMoney, ...] = ()
    technologies: tuple[TechnologyFacts, ...] = ()
    fields: tuple[NamedRow, ...] = ()
    districts: tuple[DistrictFacts, ...] = ()
    organisations: tuple[OrganisationFacts, ...] | None = None
    indicators: Mapping[str, IndicatorReading] = field(default_factory=dict)
    audit: AuditSummary = field(default_factory=AuditSummary)
    conflict: tuple[RuleName, ...] = ()
    conflict_irreducible: bool | None = None
    conflict_smallest: bool | None = None
    conflict_at_least: int | None = None
    mends: tuple[MendRow, ...] = ()
    data_mends: tuple[MendRow, ...] = ()
    mends_complete: bool | None = None
    solver_findings: tuple[SolverFinding, ...] | None = field(default=None, metadata=ABSENT)
    cross_check: CrossCheck | None = field(default=None, metadata=ABSENT)
    front: FrontPlace | None = field(default=None, metadata=ABSENT)
    as_of: int | None = field(default=None, metadata=ABSENT)
    history: tuple[HistoryCentre, ...] = field(default=(), metadata=WITH_HISTORY)
    ended: tuple[CentreFacts, ...] = field(default=(), metadata=WITH_HISTORY)
    paid: Mapping[int, float] = field(default_factory=dict, metadata=WITH_HISTORY)
    committed: Mapping[int, float] = field(default_factory=dict, metadata=WITH_HISTORY)
    new: Mapping[int, float] = field(default_factory=dict, metadata=WITH_HISTORY)
    equity: EquityMoney = field(default_factory=EquityMoney, metadata=WITH_HISTORY)
    decisions: tuple[NextDecision, ...] = field(default=(), metadata=WITH_HISTORY)
    missed: tuple[MissedRule, ...] = field(default=(), metadata=WITH_HISTORY)
    milestones: tuple[MilestoneRow, ...] = field(default=(), metadata=WITH_HISTORY)
    changes: tuple[PlanChange, ...] = field(default=(), metadata=WITH_HISTORY)
    price_of_sticking: PriceOfSticking | None = field(default=None, metadata=WITH_HISTORY)
    changes_curve: tuple[ChangePoint, ...] = field(default=(), metadata=ABSENT)
    ignored: Mapping[str, int] = field(default_factory=dict, metadata=WITH_HISTORY)
    execution: tuple[Execution, ...] = field(default=(), metadata=ABSENT)
    """How far each budget is executed as of ``as_of``."""
    levels: tuple[LevelFacts, ...] = field(default=(), metadata=ABSENT)
    """Promotion to higher levels, where the policy speaks of it."""

    @property
    def has_plan(self) -> bool:
        """Whether there is a plan at all."""
        return self.status != "infeasible" and self.objective is not None

    @property
    def unit(self) -> str:
        """The money unit, 万元 where the data name none."""
        return self.dataset.money_unit or "万元"
