"""An assessment as ``buju assess --json`` prints it, as types. What does not live here: the assessment itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from graph.assessment.list_rows import LongLists
from graph.base.records import ABSENT, Count
from graph.base.words import Words


@dataclass(frozen=True, kw_only=True)
class PrintedDataset:
    """The dataset, and whether it is made up."""

    name: str
    illustrative: bool


@dataclass(frozen=True, kw_only=True)
class IndicatorReading:
    """An indicator today and with the plan; None where it is undefined or no plan is given. Plans tell it as well."""

    today: float | None
    with_plan: float | None
    unit: Literal["number", "share", "index"]
    better: Literal["more", "less", "neither"]
    label: Words


@dataclass(frozen=True, kw_only=True)
class PrintedRemark:
    """A sentence, its topic and the ids that it speaks of."""

    topic: str
    subjects: tuple[str, ...]
    text: Words


@dataclass(frozen=True, kw_only=True)
class PrintedGap:
    """A technology that no centre covers today, and whether it stays open with the plan."""

    technology: str
    name: str
    kind: str
    field: str
    severity: float
    today: bool
    with_plan: bool | None
    claimed_by: tuple[str, ...]
    could_cover: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PrintedPoint:
    """A single point of failure: without ``holder`` nobody is capable of ``technology``."""

    technology: str
    holder: str
    layer: Literal["organisation", "person"]
    technology_name: str
    holder_name: str
    kind: str
    severity: float
    today: bool
    with_plan: bool | None


@dataclass(frozen=True, kw_only=True)
class PrintedClaim:
    """A claim of a centre without evidence, and its strength."""

    centre: str
    technology: str
    claim: float


@dataclass(frozen=True, kw_only=True)
class PrintedTechnology:
    """One technology: how often it is covered, and by whom it could be.

    ``today`` and ``with_plan`` are the coverage depths by centre, lead, organisation and person. ``claimed_by`` are
    the centres that claim it, ``could_cover`` those whose claim has evidence (used strength above 0) and that are
    there or may come.
    """

    technology: str
    name: str
    kind: str
    field: str
    severity: float
    today: Mapping[str, Count]
    with_plan: Mapping[str, Count] | None
    redundancy: int
    claimed_by: tuple[str, ...]
    could_cover: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Closes:
    """What a missing tie would close: severity uncovered, severity covered once, synergy in bits, parts joined."""

    coverage: float
    redundancy: float
    synergy_bits: float | None
    joins_parts: bool


@dataclass(frozen=True, kw_only=True)
class PrintedTie:
    """Two organisations that should meet, and why."""

    a: str
    b: str
    names: tuple[str, ...]
    sectors: tuple[str, ...]
    technologies: tuple[str, ...]
    closes: Closes
    shared_severity: float
    common_partners: Count
    adamic_adar: float
    resource_allocation: float
    reason: Words


@dataclass(frozen=True, kw_only=True)
class WeakestCondition:
    """The build condition with the least score."""

    name: str
    score: float


@dataclass(frozen=True, kw_only=True)
class PrintedStanding:
    """A centre on its way up, and what is known of it."""

    centre: str
    name: str
    level: str
    target: str
    existing: bool
    ready_year: int | None
    conditions_scored: Count
    conditions_mean: float | None
    weakest_condition: WeakestCondition | None
    severity_covered: float
    bottlenecks_covered: Count
    organisations: Count
    sectors: Count
    people: Count
    based_on: Words


@dataclass(frozen=True, kw_only=True)
class AgedCentre:
    """A centre that is there in a year, and its share of full strength."""

    centre: str
    name: str
    approved_year: int | None
    age: int | None
    share: float


@dataclass(frozen=True, kw_only=True)
class CoveringCentre:
    """A centre that covers a technology: used strength, and the share of it by age."""

    centre: str
    strength: float
    share: float


@dataclass(frozen=True, kw_only=True)
class AgedTechnology:
    """A technology's cover at full strength and by the age of its centres."""

    technology: str
    name: str
    kind: str
    severity: float
    full: float
    today: float
    by: tuple[CoveringCentre, ...]


@dataclass(frozen=True, kw_only=True)
class PrintedByAge:
    """Cover of one year by age: shares of all severity."""

    as_of: int
    full: float | None
    today: float | None
    centres: tuple[AgedCentre, ...]
    technologies: tuple[AgedTechnology, ...]


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Numbers of nodes by kind and of ties by type."""

    nodes: Mapping[str, Count]
    ties: Mapping[str, Count]


@dataclass(frozen=True, kw_only=True)
class ShortLists:
    """The answer up to its long lists."""

    dataset: PrintedDataset
    plan: Mapping[str, int] | None
    counts: Counted
    indicators: Mapping[str, IndicatorReading]
    findings: tuple[PrintedRemark, ...]
    gaps: tuple[PrintedGap, ...]
    single_points: tuple[PrintedPoint, ...]
    claims_without_evidence: tuple[PrintedClaim, ...]
    technologies: tuple[PrintedTechnology, ...]
    missing_ties: Count
    advice: tuple[PrintedTie, ...]
    pipeline: tuple[PrintedStanding, ...]


@dataclass(frozen=True, kw_only=True)
class PrintedAssessment(LongLists, ShortLists):
    """The whole answer; ``by_age`` is there where a year was asked for."""

    by_age: PrintedByAge | None = field(default=None, metadata=ABSENT)
