"""What a centre's dossier says beside its evaluation: technologies, milestones, governance, members, projects, money.

What does not live here: the document (``planner.layout.dossiers``). Nothing here knows the experts.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.model.ecosystem import Ecosystem
from planner.problem.history import TAKEN_BACK
from planner.studies.evaluation.facts import table_rows
from planner.studies.evaluation.scoring import EvaluatedCentre


@dataclass(frozen=True, kw_only=True)
class TechnologyRow:
    """A technology that the centre works on."""

    technology: str
    name: str
    kind: str
    severity: float | None
    strength: float


@dataclass(frozen=True, kw_only=True)
class MilestoneRow:
    """What is to be reached, and when it was; null = not yet (a year after the one evaluated counts as not yet)."""

    name: str
    due: int
    reached: int | None
    evidence: str


@dataclass(frozen=True, kw_only=True)
class OrganRow:
    """A person or office in a body of the centre."""

    organ: str
    name: str
    position: str


@dataclass(frozen=True, kw_only=True)
class MemberRow:
    """A member of the centre."""

    organisation: str
    name: str
    role: str
    tie: str
    share: float | None


@dataclass(frozen=True, kw_only=True)
class DutyRow:
    """A right or an obligation of a member."""

    organisation: str
    name: str
    kind: str
    what: str
    due: int | None
    met: bool


@dataclass(frozen=True, kw_only=True)
class ProjectRow:
    """A project's money of one year and payer."""

    name: str
    year: int
    payer: str
    amount: float


@dataclass(frozen=True, kw_only=True)
class MoneyRow:
    """Money of one year and payer: ``paid``, ``promised`` (for later years) or ``equity``."""

    year: int
    payer: str
    kind: str
    amount: float


@dataclass(frozen=True, kw_only=True)
class CentreFile:
    """One centre's dossier as of the year evaluated."""

    centre: str
    name: str
    level: str
    field: str
    district: str
    lead: str
    chief_scientist: str
    approved_year: int
    technologies: tuple[TechnologyRow, ...]
    milestones: tuple[MilestoneRow, ...]
    organs: tuple[OrganRow, ...]
    members: tuple[MemberRow, ...]
    duties: tuple[DutyRow, ...]
    projects: tuple[ProjectRow, ...]
    money: tuple[MoneyRow, ...]
    grades: Mapping[int, str]
    """Grades recorded for years before the one evaluated."""


def centre_files(eco: Ecosystem, centres: tuple[EvaluatedCentre, ...], year: int) -> tuple[CentreFile, ...]:
    """The dossier of every centre evaluated, as of ``year``."""
    read = _Read(eco, year)
    return tuple(read.one(centre) for centre in centres)


class _Read:
    def __init__(self, eco: Ecosystem, year: int) -> None:
        self.eco, self.year = eco, year
        self.by: dict[tuple[str, tuple[str, ...]], Mapping[str, list[tuple[Any, ...]]]] = {}
        self.technologies = {i: rest for i, *rest in table_rows(eco, "technologies", "id", "name", "kind", "severity")}
        columns = ("id", "level", "field", "district", "lead_id", "chief_scientist_id")
        self.rows = {i: rest for i, *rest in table_rows(eco, "centres", *columns)}
        self.names = {label: dict(eco.names(label)) for label in ("Organisation", "Person", "Field", "District")}

    def one(self, centre: EvaluatedCentre) -> CentreFile:
        level, field, district, lead, chief = self.rows[centre.id]
        return CentreFile(
            centre=centre.id,
            name=centre.name,
            level=level,
            field=self._name("Field", field),
            district=self._name("District", district),
            lead=self._name("Organisation", lead),
            chief_scientist=self._name("Person", chief),
            approved_year=centre.approved,
            technologies=self._technologies(centre.id),
            milestones=tuple(
                MilestoneRow(name=n, due=int(d), reached=_past(r, self.year), evidence=e)
                for n, d, r, e in self._of(centre.id, "milestones", "name", "due", "reached", "evidence")
            ),
            organs=tuple(
                OrganRow(organ=o, name=n, position=p)
                for o, n, p in self._of(centre.id, "organs", "organ", "name", "position")
            ),
            members=tuple(
                MemberRow(organisation=o, name=self._name("Organisation", o), role=r, tie=t, share=_maybe(s))
                for o, r, t, s in self._of(centre.id, "members", "organisation_id", "role", "tie", "share")
            ),
            duties=tuple(
                DutyRow(organisation=o, name=self._name("Organisation", o), kind=k, what=w, due=_whole(d), met=bool(m))
                for o, k, w, d, m in self._of(centre.id, "obligations", "organisation_id", "kind", "what", "due", "met")
            ),
            projects=tuple(
                ProjectRow(name=n, year=int(y), payer=p, amount=float(a))
                for n, y, p, a in self._of(centre.id, "projects", "name", "year", "payer", "amount")
            ),
            money=self._money(centre.id),
            grades=self._grades(centre.id),
        )

    def _name(self, label: str, key: str) -> str:
        return self.names[label].get(key, key)

    def _of(self, centre: str, table: str, *columns: str) -> list[tuple[Any, ...]]:
        if (table, columns) not in self.by:
            by: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
            for key, *cells in table_rows(self.eco, table, "centre_id", *columns):
                by[key].append(tuple(cells))
            self.by[table, columns] = by
        return self.by[table, columns].get(centre, [])

    def _technologies(self, centre: str) -> tuple[TechnologyRow, ...]:
        out = []
        for technology, strength in self._of(centre, "covers", "technology_id", "strength"):
            name, kind, severity = self.technologies.get(technology, (technology, "", math.nan))
            out.append(
                TechnologyRow(
                    technology=technology,
                    name=name or technology,
                    kind=kind,
                    severity=_maybe(severity),
                    strength=1.0 if math.isnan(strength) else strength,
                )
            )
        return tuple(out)

    def _money(self, centre: str) -> tuple[MoneyRow, ...]:
        sums: dict[tuple[int, str, str], list[float]] = defaultdict(list)
        for year, payer, kind, amount in self._of(centre, "payments", "year", "payer", "kind", "amount"):
            if year <= self.year:
                sums[int(year), payer or "city", "equity" if kind == "equity" else "paid"].append(amount)
        for year, payer, amount in self._of(centre, "commitments", "year", "payer", "amount"):
            if year > self.year:
                sums[int(year), payer, "promised"].append(amount)
        whole = [(at, math.fsum(amounts)) for at, amounts in sorted(sums.items())]
        return tuple(
            MoneyRow(year=y, payer=p, kind=k, amount=amount)
            for (y, p, k), amount in whole
            if k != "promised" or amount > TAKEN_BACK
        )

    def _grades(self, centre: str) -> dict[int, str]:
        rows = sorted(self._of(centre, "evaluations", "appeal", "year", "grade"), key=lambda row: row[0])
        return dict(sorted({int(y): g for _, y, g in rows if y < self.year}.items()))


def _maybe(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _whole(value: float) -> int | None:
    return None if math.isnan(value) else int(value)


def _past(value: float, year: int) -> int | None:
    return None if math.isnan(value) or value > year else int(value)
