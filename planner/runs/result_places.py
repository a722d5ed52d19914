"""What a result tells of centres, organisations, districts and indicators: who is in a centre and where it stands.

All of it is taken over from the ecosystem for the layouts to draw. What does not live here: what the plan decides
(``planner.runs.result``) and how anything looks (``planner.layout``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from graph.assessment.indicators import INDICATORS, State
from graph.assessment.printed import IndicatorReading
from graph.measures.coverage import active_centres
from graph.model.ecosystem import Ecosystem
from planner.problem.city import City
from planner.runs.plan_result import CentreFacts, DistrictFacts, Member, OrganisationFacts

SHOWN = (
    "severity_weighted_coverage_1",
    "severity_weighted_coverage_2",
    "expected_coverage",
    "bottlenecks_uncovered",
    "technologies_with_one_centre",
    "coverage_depth",
    "single_points_organisation",
    "single_points_person",
    "cross_sector_share",
    "new_cross_sector_pairs",
    "largest_component",
    "cut_organisations",
    "leading_firms_engaged",
    "talent_engaged",
    "districts_with_centre",
    "fields_with_centre",
)
"""Indicators that a result carries, today and with the plan; ``buju assess`` gives all of them."""
MOST_NODES = 100_000
"""Of larger ecosystems a result carries no indicators: they would take longer than the plan."""


def centre(city: City, row: int) -> CentreFacts:
    """What a centre is and who is in it, by its row in ``centres``."""
    eco = city.eco

    def text(name: str) -> str:
        return str(eco.column("centres", name)[row])

    ids, used = eco.ids("Centre"), city.strength[[row]]

    def named(column: str, label: str) -> str:
        return _names(eco, label).get(text(column), text(column))

    return CentreFacts(
        centre=ids[row],
        name=_names(eco, "Centre")[ids[row]],
        level=text("level"),
        field=text("field"),
        field_name=named("field", "Field"),
        subfield=text("subfield"),
        district=text("district"),
        district_name=named("district", "District"),
        lead=text("lead_id"),
        lead_name=named("lead_id", "Organisation"),
        chief_scientist=text("chief_scientist_id"),
        chief_scientist_name=named("chief_scientist_id", "Person"),
        channel=text("channel"),
        formation=text("formation"),
        ready_year=_whole(eco, "ready_year", row),
        approved_year=_whole(eco, "approved_year", row),
        technologies=tuple(eco.ids("Technology")[t] for t in np.sort(used.indices[used.data > 0])),
        members=_members(eco).get(ids[row], ()),
        **_place(eco, "centres", row),
        source=text("source"),
    )


def organisations(eco: Ecosystem) -> tuple[OrganisationFacts, ...]:
    """Every organisation that leads a centre or is a member of one, in the dataset's order."""
    within = {m.organisation for members in _members(eco).values() for m in members}
    names = eco.names("Organisation")
    return tuple(
        OrganisationFacts(
            id=i,
            name=names[i],
            kind=str(eco.column("organisations", "kind")[row]),
            district=str(eco.column("organisations", "district")[row]),
            champion=bool(eco.column("organisations", "champion")[row]),
            **_place(eco, "organisations", row),
        )
        for row, i in enumerate(eco.ids("Organisation"))
        if i in within
    )


def districts(eco: Ecosystem) -> tuple[DistrictFacts, ...]:
    """Every district with its representative point; a coordinate that is not given is ``None``."""
    return tuple(
        DistrictFacts(id=i, name=name, **_place(eco, "districts", row))
        for row, (i, name) in enumerate(eco.names("District").items())
    )


def prerequisites(eco: Ecosystem) -> Mapping[str, tuple[str, ...]]:
    """The technologies that each technology requires directly, in the dataset's order."""
    ids = eco.ids("Technology")
    requires = eco.matrix("REQUIRES")
    ends = requires.indptr
    return {t: tuple(ids[u] for u in requires.indices[ends[k] : ends[k + 1]]) for k, t in enumerate(ids)}


def indicators(eco: Ecosystem, plan: Mapping[str, int] | None) -> dict[str, IndicatorReading]:
    """The indicators named in :data:`SHOWN`, today and with the plan, measured as ``buju assess`` measures them.

    Parameters
    ----------
    eco : Ecosystem
    plan : mapping of str to int, optional
        Chosen centre → year of approval; None where there is no plan.

    Returns
    -------
    dict
        By name; empty above :data:`MOST_NODES` nodes.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "technologies": [{"id": "T1", "kind": "bottleneck", "severity": 5}],
    ...     "centres": [{"id": "C1", "status": "candidate"}],
    ...     "covers": [{"centre_id": "C1", "technology_id": "T1"}]})
    >>> reading = indicators(eco, {"C1": 2023})["bottlenecks_uncovered"]
    >>> reading.today, reading.with_plan, reading.better
    (1.0, 0.0, 'less')
    """
    if sum(eco.counts()["nodes"].values()) > MOST_NODES:
        return {}
    today = State(eco, active_centres(eco))
    after = None if plan is None else State(eco, active_centres(eco, plan))
    known = {i.name: i for i in INDICATORS}
    return {
        name: known[name].reading(
            _plain(known[name].measure(today)), None if after is None else _plain(known[name].measure(after))
        )
        for name in SHOWN
    }


def _names(eco: Ecosystem, label: str) -> Mapping[str, str]:
    return eco.once(("result names", label), lambda: eco.names(label))


def _members(eco: Ecosystem) -> Mapping[str, tuple[Member, ...]]:
    """Organisations of every centre, its lead first; the lead stands there also where ``members`` leaves it out."""
    return eco.once("result members", lambda: _every_member(eco))


def _every_member(eco: Ecosystem) -> dict[str, tuple[Member, ...]]:
    names = eco.names("Organisation")
    kinds = dict(zip(eco.ids("Organisation"), map(str, eco.column("organisations", "kind")), strict=True))
    leads = dict(zip(eco.ids("Centre"), map(str, eco.column("centres", "lead_id")), strict=True))
    columns = (eco.column("members", c).tolist() for c in ("centre_id", "organisation_id", "role", "tie"))
    found: dict[str, list[Member]] = {c: [] for c in leads}

    def add(c: str, o: str, role: str, tie: str) -> None:
        found[c].append(Member(organisation=o, name=names[o], kind=kinds[o], role=role, tie=tie))

    for c, o, role, tie in zip(*columns, strict=True):
        add(c, o, role, tie)
    for c, lead in leads.items():
        if lead and all(m.organisation != lead for m in found[c]):
            add(c, lead, "lead", "")
    return {c: tuple(sorted(found[c], key=lambda m: m.organisation != lead)) for c, lead in leads.items()}


def _place(eco: Ecosystem, table: str, row: int) -> dict[str, Any]:
    lon, lat = (_plain(float(eco.column(table, name)[row])) for name in ("lon", "lat"))
    return {"lon": lon, "lat": lat, "crs": str(eco.column(table, "crs")[row])}


def _whole(eco: Ecosystem, name: str, row: int) -> int | None:
    value = float(eco.column("centres", name)[row])
    return None if math.isnan(value) else int(value)


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
