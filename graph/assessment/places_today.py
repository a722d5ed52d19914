"""How each district and each field stands, today and with a plan; and who brokers in the collaboration network."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from graph.assessment.list_rows import (
    BrokerRow,
    BrokerState,
    Communities,
    Community,
    DistrictRow,
    DistrictState,
    FieldRow,
    FieldState,
)
from graph.assessment.state import State, bottlenecks, fields_in_use
from graph.base.words import Words
from graph.measures.collaboration import sectors
from graph.measures.complexity import diversity
from graph.measures.concentration import specialisation
from graph.measures.coverage import severities
from graph.measures.evidence import used_strength
from graph.model.ecosystem import Ecosystem

BROKERS = 20
"""Brokers that an assessment lists."""
WHY = {
    "disconnected": Words(
        "undefined: the districts fall into groups that share no technology", "无定义：各区县分成互无共同技术的几组"
    ),
    "too small": Words("undefined: fewer than two districts or technologies", "无定义：区县或技术不足两个"),
    "not unique": Words("undefined: the second eigenvector is not unique", "无定义：第二特征向量不唯一"),
    "no sign": Words("undefined: diversity gives it no direction", "无定义：多样性无法判定方向"),
}
"""Why complexity is undefined, in words."""


def district_standing(today: State, after: State | None) -> tuple[DistrictRow, ...]:
    """One entry a district: centres, organisations, technologies covered from there and done there, complexity.

    ``technologies_covered`` are those that its active centres cover; ``diversity`` counts what it does
    (``graph.assessment.portfolio``); ``eci`` is NaN → None where undefined; ``krugman`` compares its profile with
    all districts.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "districts": [{"id": "D"}], "technologies": [{"id": "T", "severity": 2}],
    ...     "centres": [{"id": "C", "status": "existing", "district": "D"}],
    ...     "covers": [{"centre_id": "C", "technology_id": "T"}]})
    >>> district_standing(State(eco, np.array([True])), None)[0].today
    DistrictState(centres=1, technologies_covered=1, severity_covered=2.0, diversity=1)
    """
    eco = today.eco
    sits = eco.codes("organisations", "district", "District")
    employer = eco.codes("people", "organisation_id", "Organisation")
    works = np.where(employer >= 0, sits[employer], -1) if len(sits) else np.full(len(employer), -1)
    n = eco.size("District")
    now, later = _by_district(today), None if after is None else _by_district(after)
    does = today.portfolio
    index = today.complexity.eci
    profile = specialisation(does.counts).krugman
    ids, names = eco.ids("District"), eco.names("District")
    counted = np.bincount(sits[sits >= 0], minlength=n), np.bincount(works[works >= 0], minlength=n)
    rows = [
        DistrictRow(
            district=i,
            name=names[i],
            organisations=int(counted[0][d]),
            people=int(counted[1][d]),
            eci=_plain(index[d]),
            krugman=_plain(profile[d]),
            today=now[d],
            with_plan=None if later is None else later[d],
        )
        for d, i in enumerate(ids)
    ]
    return tuple(sorted(rows, key=lambda row: row.district))


def field_standing(today: State, after: State | None) -> tuple[FieldRow, ...]:
    """One entry a field in use: its technologies, and how many are covered, by severity too, in each state."""
    eco = today.eco
    fields, names = sorted(fields_in_use(eco)), eco.names("Field")
    place = {field: k for k, field in enumerate(fields)}

    def count(table: str, weight: NDArray[Any]) -> list[Any]:
        at = np.array([place.get(field, -1) for field in eco.column(table, "field").tolist()], dtype=np.int64)
        found = np.bincount(at[at >= 0], weight[at >= 0].astype(np.float64), minlength=len(fields))
        whole_numbers = weight.dtype == np.bool_
        return [int(value) if whole_numbers else float(value) for value in found]

    severity, hard = severities(eco), bottlenecks(eco)
    whole = count("technologies", severity)

    def state_of(state: State) -> list[FieldState]:
        covered = state.depth["centre"] > 0
        worth = count("technologies", severity * covered)
        columns = count("centres", state.centres), count("technologies", covered), count("technologies", covered & hard)
        return [
            FieldState(
                centres=centres,
                technologies_covered=mine,
                bottlenecks_covered=of_them,
                severity_weighted_coverage=worth[k] / whole[k] if whole[k] > 0 else None,
            )
            for k, (centres, mine, of_them) in enumerate(zip(*columns, strict=True))
        ]

    technologies, difficult = count("technologies", np.ones(len(severity), dtype=bool)), count("technologies", hard)
    now, later = state_of(today), None if after is None else state_of(after)
    return tuple(
        FieldRow(
            field=field,
            name=names[field],
            technologies=technologies[k],
            bottlenecks=difficult[k],
            today=now[k],
            with_plan=None if later is None else later[k],
        )
        for k, field in enumerate(fields)
    )


def brokers(today: State, after: State | None, most: int = BROKERS) -> tuple[BrokerRow, ...]:
    """List the organisations that broker most, by betweenness in the latest state, with constraint and roles.

    Roles are counted for ordered pairs (each brokered pair twice). Organisations without betweenness are left out.
    """
    now = after or today
    eco, values = now.eco, now.betweenness.values
    ids, names, kinds = eco.ids("Organisation"), eco.names("Organisation"), sectors(eco)
    some, rounded = np.flatnonzero(values > 1e-9).tolist(), values.round(6)
    order = sorted(some, key=lambda o: (-rounded[o], ids[o]))[:most]
    return tuple(
        BrokerRow(
            organisation=ids[o],
            name=names[ids[o]],
            sector=str(kinds[o]),
            today=_broker(today, o),
            with_plan=None if after is None else _broker(after, o),
        )
        for o in order
    )


def _broker(state: State, o: int) -> BrokerState:
    return BrokerState(
        ties=int(np.diff(state.network.indptr)[o]),
        betweenness=float(state.betweenness.values[o]),
        standard_error=None if state.betweenness.error is None else float(state.betweenness.error[o]),
        constraint=_plain(state.constraint[o]),
        effective_size=_plain(state.effective_size[o]),
        roles={name: int(getattr(state.roles, name)[o]) for name in state.roles._fields},
    )


def _by_district(state: State) -> list[DistrictState]:
    eco, n = state.eco, state.eco.size("District")
    at = np.where(state.centres, eco.codes("centres", "district", "District"), -1)
    active = np.flatnonzero(at >= 0)
    where = sp.coo_array((np.ones(len(active)), (at[active], active)), shape=(n, len(at))).tocsr()
    covered: sp.csr_array[np.float64] = (where @ used_strength(eco)).tocsr()
    covered.data[:] = 1.0  # no strength is 0
    centres = np.bincount(at[active], minlength=n)
    number, worth, wide = (
        np.diff(covered.indptr),
        np.asarray(covered @ severities(eco)),
        diversity(state.portfolio.does),
    )
    return [
        DistrictState(
            centres=int(centres[d]),
            technologies_covered=int(number[d]),
            severity_covered=float(worth[d]),
            diversity=int(wide[d]),
        )
        for d in range(n)
    ]


def community_view(state: State) -> Communities:
    """Communities of a state: seed, modularity, and of each its size, its sectors and its best joined members."""
    found, eco = state.communities, state.eco
    ids, kinds = eco.ids("Organisation"), sectors(eco)
    ties = np.diff(state.network.indptr)
    number = int(found.of.max(initial=-1)) + 1
    by_community = np.argsort(found.of, kind="stable")
    bounds = np.searchsorted(found.of[by_community], np.arange(number + 1))
    groups = []
    for c in range(number):
        members = by_community[bounds[c] : bounds[c + 1]].tolist()
        best = sorted(members, key=lambda o: (-int(ties[o]), ids[o]))[:5]
        groups.append(
            Community(
                members=tuple(sorted(ids[o] for o in members)),
                size=len(members),
                sectors=_counted(str(kinds[o]) for o in members),
                best_joined=tuple(ids[o] for o in best),
            )
        )
    return Communities(method=found.method, seed=found.seed, modularity=_plain(found.modularity), groups=tuple(groups))


def _counted(values: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for value in sorted(values):
        found[value] = found.get(value, 0) + 1
    return found


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def complexity_words(eco: Ecosystem, state: State) -> Words | None:
    """Why the districts' complexity is undefined, or None where it is not."""
    why = state.complexity.why if eco.size("District") else "too small"
    return WHY[why] if why else None
