"""The rule book of one scheme and the choices of one scenario, as typed, frozen data.

Field docstrings feed the JSON Schema and the documentation. What does not live here: reading YAML,
inheritance and origins (``planner.scenario``), and what the rules mean to the program (``planner.compile``).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from graph.schema import CONDITIONS

Money = Annotated[float, Field(ge=0, allow_inf_nan=False)]
"""Money in the dataset's unit (万元 in the sample)."""
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0)]
Year = Annotated[int, Field(ge=1990, le=2100)]
Score = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Formation = Literal["enterprise", "institute", "joint"]
Channel = Literal["city", "district", "department"]
Grade = Literal["excellent", "good", "pass", "poor"]
TechnologyKind = Literal["bottleneck", "frontier", "common"]
Tier = Literal["top", "outstanding", "leading", "promising", "senior"]
Condition = Literal[
    "positioning",
    "field_focus",
    "host_strength",
    "governance",
    "funding_diversity",
    "top_talent",
    "strategic_tasks",
    "landmark_results",
    "evaluation",
    "innovation_ecosystem",
]
assert Condition.__args__ == tuple(c for c, _, _ in CONDITIONS)  # type: ignore[attr-defined]
GoalName = Literal["coverage", "collaboration", "talent", "firms", "mechanism"]
Term = Literal["coverage", "collaboration", "talent", "firms", "mechanism", "cost", "delay", "late_money", "count"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, strict=True)


class Horizon(_Part):
    first: Year
    """First approval year."""
    last: Year
    """Last approval year (Y*)."""


class Target(_Part):
    count: Count | None
    """Least number of centres by ``year``; null = no least number."""
    maximum: Count | None
    """Greatest number of centres; null = no greatest number."""
    year: Year
    """By the end of which year."""
    count_existing: bool
    """Whether existing centres count towards the target."""


class Support(_Part):
    years: Annotated[int, Field(ge=1, le=5)]
    """Number of years, from approval on, in which a centre is supported."""
    share: Share
    """Greatest share of the base paid in any one year."""
    base: Literal["annual", "cumulative", "total"]
    """Reading of 投入总额: that year's investment, the investment up to and with that year, or of the whole build period."""
    total_cap: Money | None
    """Greatest support of one centre over all years."""
    first_year_cap: Money | None
    """Greatest support of one centre in its first year."""
    default_minimum: Money
    """Least total support of a candidate that states none."""


class Evaluation(_Part):
    factors: dict[Grade, Share]
    """Support factor of the year after each grade; ``poor`` = 0 stops the support."""
    expected: dict[Formation, Grade]
    """Grade expected of centres of each formation."""
    centres: dict[str, Grade]
    """Grade expected of single centres, by id; goes before ``expected``."""


class Budgets(_Part):
    city: dict[Year, Money]
    """City support money by funding year; a year not named is not limited."""
    total: Money | None
    """Support money of all payers and years together."""
    districts: dict[str, Money]
    """Each district's own co-funding money over all years, by district id."""


class CoFunding(_Part):
    district_share: Share
    """Share of each centre's support that its district pays."""
    by_district: dict[str, Share]
    """Other shares for single districts, by district id."""


class Equity(_Part):
    pot: Money | None
    """Equity money for new legal entities over all years; null = not limited."""
    default_amount: Money
    """Equity of a new legal entity that states none."""


class Readiness(_Part):
    each: dict[Condition, Score]
    """Least score of single build conditions."""
    mean: Score | None
    """Least mean of the ten scores."""


class Exclusive(_Part):
    centres_per_lead: Count | None
    """Greatest number of centres (existing ones count) led by one organisation."""
    centres_per_chief_scientist: Count | None
    """Greatest number of centres (existing ones count) with the same chief scientist."""
    centres_per_subfield: Count | None
    """Greatest number of centres (existing ones count) in one sub-field."""


class LeadFirm(_Part):
    minimum_sales: Money | None
    """Least three-year average sales of a firm that leads; null = not asked."""
    minimum_rd_share: Share | None
    """Least R&D share of revenue of a firm that leads; null = not asked."""


class Range(_Part):
    min: Count | None = None
    max: Count | None = None


class Quotas(_Part):
    """Numbers of newly approved centres; existing ones do not count."""

    district: dict[str, Range]
    field: dict[str, Range]
    channel: dict[Channel, Range]
    formation: dict[Formation, Range]
    year: dict[Year, Range]
    """Approvals in single years."""


class MustCover(_Part):
    severity: Annotated[float, Field(ge=1, le=5)]
    """Technologies of at least this severity …"""
    kinds: tuple[TechnologyKind, ...] = Field(("bottleneck",), strict=False)
    """… and of these kinds …"""
    depth: Annotated[int, Field(ge=1)] = 1
    """… must be covered by at least this many centres (existing ones count) …"""
    distinct: Literal["centre", "lead"] = "lead"
    """… of different leads, or just different centres …"""
    strength: Share = 0.0
    """… each with more than zero and at least this used strength (evidence-backed, before the ramp)."""
    exempt: tuple[str, ...] = Field((), strict=False)
    """Technology ids that are let off."""


class Fixed(_Part):
    chosen: tuple[str, ...] = Field((), strict=False)
    """Candidates that must be chosen."""
    rejected: tuple[str, ...] = Field((), strict=False)
    """Candidates that must not be chosen."""


class Coverage(_Part):
    kinds: dict[TechnologyKind, Weight]
    """Weight of each technology kind, times severity."""
    failure: Annotated[float, Field(ge=0, lt=1)]
    """Chance q that a covering centre fails: depth d is worth 1 − q^d."""
    depth: Annotated[int, Field(ge=1, le=9)]
    """Depth beyond which more cover is worth nothing more."""
    ramp: tuple[Share, ...] = Field(strict=False)
    """Share of full strength 0, 1, 2 … years after approval; the last value holds on."""
    years: dict[Year, Weight]
    """Years in which coverage is judged, and their weights."""


class Collaboration(_Part):
    ties: Share
    """Weight of new cross-sector ties; the rest is complementarity (prerequisite pairs and given synergies)."""


class Talent(_Part):
    tiers: dict[Tier, Weight]
    """Worth of one person of each tier."""


class Mechanism(_Part):
    conditions: tuple[Condition, ...] = Field(strict=False)
    """Build conditions whose mean score stands for new mechanisms."""


class Goals(_Part):
    """How each of the five tasks of the policy is measured, each as a share in [0, 1]."""

    coverage: Coverage
    collaboration: Collaboration
    talent: Talent
    mechanism: Mechanism


class Stage(_Part):
    """One stage of a lexicographic objective: just one of the two."""

    maximise: dict[Term, Weight] | None = None
    minimise: dict[Term, Weight] | None = None


class Policy(_Part):
    """A whole rule book, every value given."""

    years: Horizon
    build_period: Annotated[int, Field(ge=1, le=20)]
    """Years from approval to the end of the build period."""
    target: Target
    support: Support
    evaluation: Evaluation
    budgets: Budgets
    cofunding: CoFunding
    equity: Equity
    readiness: Readiness
    exclusive: Exclusive
    lead_firm: LeadFirm
    quotas: Quotas
    must_cover: tuple[MustCover, ...] = Field(strict=False)
    fixed: Fixed
    goals: Goals
    objective: tuple[Stage, ...] = Field(strict=False)
    """Stages in order; each later stage only breaks the ties that the earlier ones leave."""
