"""The dataset as the audit reads it: plain dicts, and the evidence-backed strengths computed afresh.

What does not live here: rules, goals, and anything of ``graph.measures.evidence`` (an error there must show).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Any

from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from graph.model.schema import CHANNELS, CONDITIONS, FORMATIONS, SECTORS

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreRow:
    """One row of ``centres``; blank text is ``""``, a blank number ``None``."""

    id: str
    name: str
    existing: bool
    field: str
    subfield: str
    district: str
    lead: str
    formation: str
    channel: str
    chief_scientist: str
    new_legal_entity: bool
    ready_year: int | None
    approved_year: int | None
    minimum_support: float | None
    equity: float | None
    investor: str = ""
    absent: bool = False
    """Whether it has ended, or is offered no more"""


@dataclass(frozen=True, slots=True)
class Technology:
    """What the audit needs of one technology."""

    kind: str
    severity: float


@dataclass(frozen=True, slots=True)
class Organisation:
    """What the audit needs of one organisation."""

    kind: str
    champion: bool
    sales: float | None
    rd_share: float | None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that rules and goals are computed from."""

    centres: Mapping[str, CentreRow]
    investments: Mapping[str, Mapping[int, float]]
    conditions: Mapping[str, Mapping[str, float]]
    """Scores that are given; a missing one has no key."""
    technologies: Mapping[str, Technology]
    organisations: Mapping[str, Organisation]
    tiers: Mapping[str, str]
    """Tier by person; blank is ``""``."""
    strength: Mapping[str, Mapping[str, float]]
    """Used strength by centre and technology; zeros are left out."""
    teams: Mapping[str, frozenset[str]]
    """Lead and members of each centre."""
    staff: Mapping[str, frozenset[str]]
    """Affiliated people and chief scientist of each centre."""
    able: Mapping[str, frozenset[str]]
    """Technologies that each person is capable of; empty where the dataset gives no capability at all."""
    tied: frozenset[Pair]
    """Organisations joined in table ``ties``, ids in order."""
    requires: tuple[Pair, ...]
    synergies: tuple[tuple[str, str, float], ...]
    rules: tuple[tuple[str, tuple[str, ...], float | None], ...]
    names: Mapping[str, Mapping[str, str | Words]]
    """Names by table and id; of channels, formations and conditions by value."""
    eco: Ecosystem = field(repr=False)
    """What all this was read from"""

    def rows(self, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """Rows of any table as loaded, for a family that needs what is not read above."""
        return _rows(self.eco, table, *columns)

    @cached_property
    def existing(self) -> tuple[str, ...]:
        """Ids of existing centres."""
        return tuple(c.id for c in self.centres.values() if c.existing)

    @cached_property
    def candidates(self) -> tuple[str, ...]:
        """Ids of candidates."""
        return tuple(c.id for c in self.centres.values() if not c.existing and not c.absent)

    @cached_property
    def coverers(self) -> Mapping[str, tuple[tuple[str, float], ...]]:
        """Centres (with used strength) that cover each technology."""
        found: dict[str, list[tuple[str, float]]] = {t: [] for t in self.technologies}
        for centre, strengths in self.strength.items():
            for technology, strength in strengths.items():
                found[technology].append((centre, strength))
        return {t: tuple(rows) for t, rows in found.items()}

    @cached_property
    def new_ties(self) -> Mapping[Pair, frozenset[str]]:
        """Potential cross-sector pairs, with the candidates that would bring them together.

        Pairs of organisations of different sector that are together in a candidate, are not joined in table
        ``ties`` and are not together in an existing centre.
        """
        together = {pair for c in self.existing for pair in combinations(sorted(self.teams[c]), 2)}
        found: dict[Pair, set[str]] = {}
        for candidate in self.candidates:
            for a, b in combinations(sorted(self.teams[candidate]), 2):
                crosses = self._sector(a) != self._sector(b)
                if crosses and (a, b) not in self.tied and (a, b) not in together:
                    found.setdefault((a, b), set()).add(candidate)
        return {pair: frozenset(who) for pair, who in found.items()}

    @cached_property
    def bonuses(self) -> Mapping[Pair, float]:
        """Complementarity b of each pair of distinct centres (ids in order); pairs without any are left out."""
        parts: dict[Pair, list[float]] = {}
        for technology, prerequisite in self.requires:
            severity = self.technologies[technology].severity
            for i, _ in self.coverers[technology]:
                for j, _ in self.coverers[prerequisite]:
                    if i != j and not (self.centres[i].absent or self.centres[j].absent):
                        parts.setdefault(_ordered(i, j), []).append(severity)
        for a, b, bonus in self.synergies:
            if a != b and not (self.centres[a].absent or self.centres[b].absent):
                parts.setdefault(_ordered(a, b), []).append(bonus)
        return {pair: math.fsum(values) for pair, values in parts.items()}

    def _sector(self, organisation: str) -> str:
        return SECTORS.get(self.organisations[organisation].kind, "other")


def _ordered(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)


def _rows(eco: Ecosystem, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(eco.column(table, c).tolist() for c in columns), strict=True)


def _records(eco: Ecosystem, table: str, *columns: str) -> Iterator[dict[str, Any]]:
    return (dict(zip(columns, row, strict=True)) for row in _rows(eco, table, *columns))


def _maybe(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _year(value: float) -> int | None:
    return None if math.isnan(value) else int(value)


def _full(strength: float) -> float:
    return 1.0 if math.isnan(strength) else float(strength)


def read_facts(eco: Ecosystem) -> Facts:
    """Read the tables of an ecosystem into plain dicts.

    Parameters
    ----------
    eco
        Any ecosystem whose references are resolved, as loading sees to.

    Returns
    -------
    Facts
        Money in the dataset's unit.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo, Ecosystem
    >>> eco = Ecosystem.from_rows(DatasetInfo("tiny"), {"fields": [{"id": "F", "name": "F"}]})
    >>> read_facts(eco).candidates
    ()
    """
    centres = {row["id"]: _centre(row) for row in _records(eco, "centres", *_CENTRE)}
    investments: dict[str, dict[int, float]] = {}
    for centre, year, money in _rows(eco, "investments", "centre_id", "year", "investment"):
        investments.setdefault(centre, {})[int(year)] = 0.0 if math.isnan(money) else float(money)
    names = [name for name, _, _ in CONDITIONS]
    conditions = {
        centre: {name: float(x) for name, x in zip(names, scores, strict=True) if not math.isnan(x)}
        for centre, *scores in _rows(eco, "conditions", "centre_id", *names)
    }
    teams = {id_: {c.lead} - {""} for id_, c in centres.items()}
    for centre, organisation in _rows(eco, "members", "centre_id", "organisation_id"):
        teams[centre].add(organisation)
    staff = {id_: {c.chief_scientist} - {""} for id_, c in centres.items()}
    for person, centre in _rows(eco, "affiliations", "person_id", "centre_id"):
        staff[centre].add(person)
    organisations = {
        id_: Organisation(kind, bool(champion), _maybe(sales), _maybe(rd_share))
        for id_, kind, champion, sales, rd_share in _rows(
            eco, "organisations", "id", "kind", "champion", "sales", "rd_share"
        )
    }
    # an id that is both an organisation's and a person's means the organisation in table capabilities
    holders = {c: teams[c] | (staff[c] - set(organisations)) for c in centres}
    return Facts(
        centres=centres,
        investments=investments,
        conditions=conditions,
        technologies={
            id_: Technology(kind, _maybe(severity) or 0.0)
            for id_, kind, severity in _rows(eco, "technologies", "id", "kind", "severity")
        },
        organisations=organisations,
        tiers=dict(_rows(eco, "people", "id", "tier")),
        strength=_strengths(eco, holders),
        teams={c: frozenset(who) for c, who in teams.items()},
        staff={c: frozenset(who) for c, who in staff.items()},
        able=_able(eco, set(organisations)),
        tied=frozenset(_ordered(a, b) for a, b in _rows(eco, "ties", "source_id", "target_id")),
        requires=tuple(_rows(eco, "requires", "technology_id", "prerequisite_id")),
        synergies=tuple((a, b, float(x)) for a, b, x in _rows(eco, "synergies", "a", "b", "bonus")),
        names=_names(eco),
        eco=eco,
        rules=tuple(
            (kind, tuple(dict.fromkeys(m.strip() for m in members.split("|") if m.strip())), _maybe(limit))
            for kind, members, limit in _rows(eco, "rules", "kind", "members", "limit")
        ),
    )


_CENTRE = (
    *("id", "name", "status", "field", "subfield", "district", "lead_id", "formation", "channel"),
    *("chief_scientist_id", "new_legal_entity", "ready_year", "approved_year", "minimum_support", "equity", "investor"),
)


def _names(eco: Ecosystem) -> dict[str, dict[str, str | Words]]:
    tables = ("centres", "districts", "fields", "organisations", "people", "technologies")
    names: dict[str, dict[str, str | Words]] = {
        table: {id_: name or id_ for id_, name in _rows(eco, table, "id", "name")} for table in tables
    }
    names["channel"] = {value: Words(value, zh) for value, zh in CHANNELS}
    names["formation"] = {value: Words(value, zh) for value, zh in FORMATIONS}
    names["conditions"] = {value: Words(en, zh) for value, zh, en in CONDITIONS}
    return names


def _centre(row: Mapping[str, Any]) -> CentreRow:
    return CentreRow(
        id=row["id"],
        name=row["name"],
        existing=row["status"] == "existing",
        field=row["field"],
        subfield=row["subfield"],
        district=row["district"],
        lead=row["lead_id"],
        formation=row["formation"],
        channel=row["channel"],
        chief_scientist=row["chief_scientist_id"],
        new_legal_entity=bool(row["new_legal_entity"]),
        ready_year=_year(row["ready_year"]),
        approved_year=_year(row["approved_year"]),
        minimum_support=_maybe(row["minimum_support"]),
        equity=_maybe(row["equity"]),
        investor=row["investor"],
    )


def _able(eco: Ecosystem, organisations: set[str]) -> dict[str, frozenset[str]]:
    """Technologies by holder, organisations left out as people; strength 0 is no capability."""
    found: dict[str, set[str]] = {}
    for holder, technology, strength in _rows(eco, "capabilities", "holder_id", "technology_id", "strength"):
        mine = found.setdefault(holder, set())
        if holder not in organisations and _full(strength) > 0.0:
            mine.add(technology)
    return {holder: frozenset(can) for holder, can in found.items()}


def _strengths(eco: Ecosystem, holders: Mapping[str, set[str]]) -> dict[str, dict[str, float]]:
    """Used strength: min(claim, 1 − Π(1 − strength) over holders); the claim where no capability is given."""
    able: dict[str, dict[str, float]] = {}
    for holder, technology, strength in _rows(eco, "capabilities", "holder_id", "technology_id", "strength"):
        mine = able.setdefault(holder, {})
        mine[technology] = max(mine.get(technology, 0.0), _full(strength))
    used: dict[str, dict[str, float]] = {}
    for centre, technology, claim in _rows(eco, "covers", "centre_id", "technology_id", "strength"):
        strength = _full(claim)
        if able:
            lacking = math.prod(1.0 - able.get(h, {}).get(technology, 0.0) for h in sorted(holders[centre]))
            strength = min(strength, 1.0 - lacking)
        if strength > 0.0:
            mine = used.setdefault(centre, {})
            mine[technology] = max(mine.get(technology, 0.0), strength)
    return used
