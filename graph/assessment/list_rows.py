"""Rows of an assessment's long lists, as types. What does not live here: how they are counted (``long_lists``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from graph.base.records import Count
from graph.base.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerState:
    """An organisation in the collaboration network; ``roles`` count ordered pairs between which it stands."""

    ties: Count
    betweenness: float
    standard_error: float | None
    constraint: float | None
    effective_size: float | None
    roles: Mapping[str, Count]


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerRow:
    """An organisation that brokers, in both states."""

    organisation: str
    name: str
    sector: str
    today: BrokerState
    with_plan: BrokerState | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """That a measure is estimated from a sample of ``of`` nodes, and how well."""

    measure: Literal["betweenness"]
    sample: Count
    of: Count
    seed: int | None
    words: Words | None
    largest_standard_error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """Organisations that collaborate more with each other than with the rest."""

    members: tuple[str, ...]
    size: Count
    sectors: Mapping[str, Count]
    best_joined: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Communities:
    """The communities of a state, by which method and from which seed."""

    method: str
    seed: int
    modularity: float | None
    groups: tuple[Community, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunitiesOfBoth:
    """Communities today and with the plan."""

    today: Communities
    with_plan: Communities | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictState:
    """What a district's active centres cover; ``diversity``: technologies that it does."""

    centres: Count
    technologies_covered: Count
    severity_covered: float
    diversity: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictRow:
    """A district in both states; ``eci``: economic complexity, ``krugman``: how far its profile is from all others'."""

    district: str
    name: str
    organisations: Count
    people: Count
    eci: float | None
    krugman: float | None
    today: DistrictState
    with_plan: DistrictState | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldState:
    """What is covered in a field; the last is a share of its severity, None where it has none."""

    centres: Count
    technologies_covered: Count
    bottlenecks_covered: Count
    severity_weighted_coverage: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A field in use, in both states."""

    field: str
    name: str
    technologies: Count
    bottlenecks: Count
    today: FieldState
    with_plan: FieldState | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpstreamState:
    """How a technology stands on what it needs: exposure to what is not covered, and its weakest link's depth."""

    covered: bool
    exposure: float
    weakest_link: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UpstreamRow:
    """A technology with prerequisites, in both states."""

    technology: str
    name: str
    today: UpstreamState
    with_plan: UpstreamState | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachStep:
    """A technology that a place could do next; ``density``: share of its relatedness that the place does."""

    place: str
    technology: str
    name: str
    density: float
    covered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The next technologies of each district and centre."""

    basis: str
    districts: tuple[ReachStep, ...]
    centres: tuple[ReachStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What was not counted, and why."""

    missing_ties_of_technologies_held_by_more_than: Count
    technologies: tuple[str, ...]
    why: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HelixWithin:
    """A district's part of the synergy: its share of undertakings, and bits."""

    share: float
    bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Helix:
    """Triple-helix synergy in bits (negative: synergy), whole, between districts and within each."""

    undertakings: Count
    bits: float
    between_districts: float
    within: Mapping[str, HelixWithin]


@dataclass(frozen=True, slots=True, kw_only=True)
class HelixOfBoth:
    """Triple-helix synergy today and with the plan; None where it is undefined."""

    today: Helix | None
    with_plan: Helix | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalCurves:
    """Share of organisations in the largest part after the loss of the 1, 2, … best joined."""

    today: tuple[float, ...]
    with_plan: tuple[float, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LongLists:
    """All lists. Values that are undefined are None; ``complexity_undefined`` says why ``eci`` is."""

    brokers: tuple[BrokerRow, ...]
    sampled: Sampled | None
    communities: CommunitiesOfBoth
    districts: tuple[DistrictRow, ...]
    fields: tuple[FieldRow, ...]
    complexity_undefined: Words | None
    upstream: tuple[UpstreamRow, ...]
    circles: tuple[tuple[str, ...], ...]
    reach: Reach
    left_out: LeftOut
    triple_helix: HelixOfBoth
    removal_curve: RemovalCurves
