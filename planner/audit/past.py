"""History as the audit reads it: who stands how as of a year, written afresh from the tables, and sharing no code.

What does not live here: the rules that are checked with it (``planner.audit.rules``), the plan.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from graph.model.ecosystem import Ecosystem
from planner.audit.facts import Facts
from planner.rulebook.policy import Policy

ALWAYS = 10_000
"""A year that never comes."""
Years = Mapping[int, float]


@dataclass(slots=True, kw_only=True)
class Stand:
    """One centre that is no candidate: existing, approved or ended. ``until`` is the last year in which it is there."""

    ours: bool
    approved: int | None
    until: int = ALWAYS
    money_until: int = ALWAYS
    pauses: set[int] = field(default_factory=set)
    grades: dict[int, str] = field(default_factory=dict)
    paid: dict[str, dict[int, float]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(float)))
    """Support by payer and year, up to as_of"""
    equity: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    promised: dict[str, dict[int, float]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(float)))
    """Promises for later years, by payer"""

    @property
    def own(self) -> Years:
        """What city and district paid, by year."""
        out: dict[int, float] = defaultdict(float)
        for payer in ("city", "district"):
            for year, money in self.paid.get(payer, {}).items():
                out[year] += money
        return out

    def is_there(self, year: int) -> bool:
        """Whether it covers and counts in a year."""
        return (self.approved is None or self.approved <= year) and year <= self.until


@dataclass(frozen=True)
class Past:
    """All that stands as of ``as_of``."""

    as_of: int
    stands: Mapping[str, Stand]
    announced: Mapping[str, int]
    withdrawn: frozenset[str]

    def early(self, centre: str, first: int) -> bool:
        """Whether a centre counts as an existing one: not ours, or approved before the first year."""
        stand = self.stands[centre]
        return not stand.ours or stand.approved is None or stand.approved < first

    def settled(self, centre: str) -> bool:
        """Whether history has decided a centre that counts as a new one."""
        return centre in self.stands


def _table(eco: Ecosystem, table: str, *columns: str) -> Iterable[tuple[object, ...]]:
    return zip(*(eco.column(table, c).tolist() for c in columns), strict=True)


def read_past(eco: Ecosystem, policy: Policy, foreseen: Mapping[tuple[str, int], str] | None = None) -> Past | None:
    """Read the tables of the course of a scheme; None where the policy names no year.

    ``foreseen``: grades of later years that are taken as known, by centre and year.
    """
    if policy.as_of is None:
        return None
    year_of = policy.as_of
    acts: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for centre, when, act in _table(eco, "decisions", "centre_id", "year", "decision"):
        acts[str(centre)].append((int(float(str(when))), str(act)))
    stands: dict[str, Stand] = {}
    announced: dict[str, int] = {}
    withdrawn = set()
    for centre, status, year in _table(eco, "centres", "id", "status", "approved_year"):
        told = [when for when, act in sorted(acts[str(centre)]) if act == "approved"]
        stated = float(str(year))
        approved = int(stated) if status != "candidate" and not math.isnan(stated) else (told[0] if told else None)
        offered = status in ("candidate", "approved")
        if status == "candidate" and approved is None and any(act == "stopped" for _, act in acts[str(centre)]):
            withdrawn.add(str(centre))
        elif offered and (approved is None or approved > year_of):
            if approved is not None and told:
                announced[str(centre)] = approved
        else:
            stands[str(centre)] = Stand(ours=status != "existing", approved=approved)
            if status == "ended" and not any(act in ("stopped", "merged") for _, act in acts[str(centre)]):
                stands[str(centre)].until = -1
    _grades(eco, stands, year_of)
    for (name, when), grade in (foreseen or {}).items():
        stands[name].grades[when] = grade
    _money(eco, stands, year_of)
    for name, stand in stands.items():
        _fate(stand, sorted(acts[name]), policy)
    return Past(year_of, stands, announced, frozenset(withdrawn))


def _fate(stand: Stand, acts: list[tuple[int, str]], policy: Policy) -> None:
    """What decisions and grades make of a centre: pauses, end, end of money."""
    stand.pauses |= {when for when, act in acts if act == "rectify"}
    if policy.evaluation.rectify_after is not None:
        stand.pauses |= {y + 1 for y, grade in stand.grades.items() if grade == policy.evaluation.rectify_after}
    ends = [when for when, act in acts if act in ("stopped", "merged")]
    ends += [y + 1 for y in stand.pauses if y + 1 in stand.pauses]
    stand.until = min([stand.until, *ends])
    closing = {"completed"} | ({"promoted"} if policy.course.promoted_support_ends else set())
    stand.money_until = min([stand.money_until, *(when for when, act in acts if act in closing)])


def _grades(eco: Ecosystem, stands: Mapping[str, Stand], year_of: int) -> None:
    for appeal in (False, True):
        for centre, when, grade, second in _table(eco, "evaluations", "centre_id", "year", "grade", "appeal"):
            if bool(second) is appeal and float(str(when)) <= year_of and str(centre) in stands:
                stands[str(centre)].grades[int(float(str(when)))] = str(grade)


def _money(eco: Ecosystem, stands: Mapping[str, Stand], year_of: int) -> None:
    for centre, when, amount, kind, payer in _table(eco, "payments", "centre_id", "year", "amount", "kind", "payer"):
        stand, year = stands.get(str(centre)), int(float(str(when)))
        if stand is not None and year <= year_of:
            if kind == "equity":
                stand.equity[year] += float(str(amount))
            else:
                stand.paid[str(payer) or "city"][year] += float(str(amount))
    for centre, when, amount, payer in _table(eco, "commitments", "centre_id", "year", "amount", "payer"):
        stand, year = stands.get(str(centre)), int(float(str(when)))
        if stand is not None and year > year_of:
            stand.promised[str(payer)][year] += float(str(amount))


def with_past(facts: Facts, past: Past, policy: Policy) -> Facts:
    """The facts as decisions have changed them: who exists, who is gone, who leads, what a merged centre passes on."""
    centres = dict(facts.centres)
    for name, centre in centres.items():
        if name in past.stands:
            stays = past.stands[name].until == ALWAYS
            early = past.early(name, policy.years.first)
            centres[name] = replace(centre, existing=stays and early, absent=not stays)
        elif name in past.withdrawn:
            centres[name] = replace(centre, existing=False, absent=True)
        else:
            centres[name] = replace(centre, existing=False)
    return replace(facts, centres=centres)


def decided(eco: Ecosystem) -> Ecosystem:
    """The ecosystem with new leads and chief scientists, and with what merged centres pass on."""
    rows = sorted(
        _table(eco, "decisions", "year", "centre_id", "decision", "to_id"), key=lambda row: float(str(row[0]))
    )
    tables = {name: {c: list(values) for c, values in columns.items()} for name, columns in eco.tables.items()}
    for _, centre, act, to in rows:
        if act in ("new_lead", "new_chief_scientist"):
            column = {"new_lead": "lead_id", "new_chief_scientist": "chief_scientist_id"}[str(act)]
            tables["centres"][column][tables["centres"]["id"].index(centre)] = to
        elif act == "merged":
            for name in ("covers", "members", "affiliations"):
                table = tables[name]
                for place in [k for k, c in enumerate(table["centre_id"]) if c == centre]:
                    for column, values in table.items():
                        values.append(to if column == "centre_id" else values[place])
    return Ecosystem(eco.info, tables)  # type: ignore[arg-type]
