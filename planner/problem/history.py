"""The history of a city's scheme as of one year, as plain data: approvals, ends, payments, grades, promises.

What was recorded up to the year ``as_of`` stands; what is dated later is announced and binds (decisions, promises) or
is ignored and counted (payments, grades). What does not live here: caps and money to come
(``planner.problem.allowed``), what history means to rows of the program (``planner.problem.city``).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from graph.base.errors import UsageError
from graph.base.words import Words

if TYPE_CHECKING:
    from graph.model.ecosystem import Ecosystem
    from planner.rulebook.policy import Policy

OWN = ("city", "district")
"""The payers whose money caps and budgets hold."""
TAKEN_BACK = 1e-9
"""What is left of promises that were taken back, from rounding alone; it is no promise."""
Money = Mapping[int, float]
"""Money by calendar year."""
Foreseen = Mapping[tuple[str, int], str]
"""Grades that are taken as known before their year, by centre and year."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """One centre that history knows: existing, approved up to ``as_of``, or ended.

    Attributes
    ----------
    inside : bool
        Whether the scheme approved it (status approved or ended), whatever the year.
    approved : int or None
        Year of approval, if known.
    ends : int or None
        Last year in which it is there; None: it stays. ``gone`` tells those of whom no year is known.
    because : str
        What ends it: ``stopped``, ``merged``, ``rectify`` (twice running) or ``ended``.
    paid_until : int or None
        Last year in which city and district may pay it (completed, promoted); None: as long as support goes on.
    """

    centre: str
    inside: bool
    approved: int | None
    level: str = ""
    ends: int | None = None
    gone: bool = False
    because: Literal["", "stopped", "merged", "rectify", "ended"] = ""
    paid_until: int | None = None
    rectified: frozenset[int] = frozenset()
    grades: Mapping[int, str] = field(default_factory=dict)
    support: Mapping[str, Money] = field(default_factory=dict)
    """Support paid, by payer and year, up to as_of"""
    equity: Money = field(default_factory=dict)
    """Equity paid, by year, up to as_of"""
    promises: Mapping[str, Money] = field(default_factory=dict)
    """Support promised for later years, by payer (``""``: city and district together) and year"""
    decisions: tuple[tuple[int, str], ...] = ()
    """(year, decision), in order"""

    @property
    def own(self) -> Money:
        """Support that city and district paid, by year, returns taken off."""
        return _sum(self.support.get(payer, {}) for payer in OWN)

    @property
    def all_support(self) -> Money:
        """Support that all payers paid, by year."""
        return _sum(self.support.values())

    def there(self, year: int) -> bool:
        """Whether it covers and counts in a year."""
        begun = self.approved is None or self.approved <= year
        return begun and not self.gone and (self.ends is None or year <= self.ends)

    def stays(self) -> bool:
        """Whether nothing ends it."""
        return self.ends is None and not self.gone

    def lag(self, year: int) -> int | None:
        """Years on the ramp in ``year``: those since approval less the rectified ones; None: no year of approval."""
        if self.approved is None:
            return None
        return year - self.approved - sum(self.approved <= y <= year for y in self.rectified)


@dataclass(frozen=True)
class History:
    """What stands as of a year.

    Attributes
    ----------
    as_of : int
        Last year of history.
    records : mapping of str to Record
        By centre, in the dataset's order.
    announced : mapping of str to int
        Candidates whose approval in a later year is decided already.
    withdrawn : frozenset of str
        Candidates that are no longer offered.
    ignored : mapping of str to int
        Rows of each table that are dated later and so not counted.
    """

    as_of: int
    records: Mapping[str, Record]
    announced: Mapping[str, int]
    withdrawn: frozenset[str]
    ignored: Mapping[str, int]

    def start(self, centre: str) -> int | None:
        """The year of approval of a centre whose start stands: approved, or announced."""
        record = self.records.get(centre)
        return self.announced.get(centre) if record is None else record.approved


def by_role(history: History, ids: Sequence[str], first: int) -> dict[str, NDArray[np.int64]]:
    """Rows of centres by their role in a plan whose first approval year is ``first``.

    Returns
    -------
    dict
        ``choice``: candidates, and centres approved from ``first`` on that stay; ``existing``: those outside the scheme
        or approved earlier that stay; ``leaving``: those that have ended or will; ``payee``: centres of the scheme that
        are no choice and were paid from ``first`` on, or may be.
    """
    roles: dict[str, list[int]] = {"choice": [], "existing": [], "leaving": [], "payee": []}
    for row, centre in enumerate(ids):
        record = history.records.get(centre)
        if record is None:
            if centre not in history.withdrawn:
                roles["choice"].append(row)
            continue
        early = not record.inside or record.approved is None or record.approved < first
        role = "leaving" if not record.stays() else "existing" if early else "choice"
        roles[role].append(row)
        if record.inside and role != "choice":
            roles["payee"].append(row)
    return {role: np.array(rows, dtype=np.int64) for role, rows in roles.items()}


def _sum(parts: Any) -> dict[int, float]:
    listed: dict[int, list[float]] = defaultdict(list)
    for part in parts:
        for year, amount in part.items():
            listed[year].append(amount)
    return {year: math.fsum(amounts) for year, amounts in sorted(listed.items())}


def _rows(eco: Ecosystem, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(eco.column(table, name).tolist() for name in columns), strict=True)


def needs_year(eco: Ecosystem) -> bool:
    """Whether a dataset can be planned only as of a year: some centre is approved inside the scheme.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo, Ecosystem
    >>> rows = {"centres": [{"id": "C1", "status": "approved", "approved_year": 2023}]}
    >>> needs_year(Ecosystem.from_rows(DatasetInfo("one"), rows))
    True
    """
    return bool((eco.column("centres", "status") == "approved").any()) or bool(
        (eco.column("decisions", "decision") == "approved").any()
    )


def read_history(eco: Ecosystem, policy: Policy, foreseen: Foreseen | None = None) -> History | None:
    """Read what stands as of ``policy.as_of``.

    Parameters
    ----------
    eco : Ecosystem
    policy : Policy
    foreseen : mapping, optional
        Grades of later years that are taken as known, by centre and year.

    Returns
    -------
    History or None
        None where no year is given and none is needed.

    Raises
    ------
    UsageError
        Centres are approved inside the scheme and no year is given, or the year lies after the last funding year.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo, Ecosystem
    >>> from planner.rulebook.scenario import load
    >>> from pathlib import Path
    >>> eco = Ecosystem.from_rows(DatasetInfo("one"), {
    ...     "centres": [{"id": "C1", "status": "approved", "approved_year": 2023}],
    ...     "decisions": [{"centre_id": "C1", "year": y, "decision": "rectify"} for y in (2024, 2025)]})
    >>> found = read_history(eco, load(Path("ningbo-2023"), ["as_of=2024"]).policy).records["C1"]
    >>> found.ends, found.because, found.lag(2025)
    (2025, 'rectify', 0)
    """
    last = policy.years.last + policy.support.years - 1
    if policy.as_of is None:
        if needs_year(eco):
            raise UsageError(_no_year(eco, policy, last))
        return None
    if policy.as_of > last:
        words = Words(
            "as_of {a} is after the last funding year {b}: nothing is left to decide",
            "历史截止年 {a} 晚于末个经费年度 {b}：已无可决定事项",
        )
        raise UsageError(words.fill(a=policy.as_of, b=last))
    return _History(eco, policy, policy.as_of, foreseen or {}).read()


def as_decided(eco: Ecosystem) -> Ecosystem:
    """The ecosystem with what decisions have changed of its centres: leads, chief scientists, what mergers pass on.

    What a merged centre covers, and who belongs to it, goes over to the centre that takes it in.
    """
    from graph.model.ecosystem import Ecosystem  # noqa: PLC0415 - results are read without one

    found = sorted(_rows(eco, "decisions", "year", "centre_id", "decision", "to_id"), key=lambda row: row[0])
    told = [row for row in found if row[2] in ("new_lead", "new_chief_scientist", "merged")]
    if not told:
        return eco
    ids = eco.ids("Centre")
    tables: dict[str, dict[str, Any]] = {name: dict(columns) for name, columns in eco.tables.items()}
    for _, centre, decision, to in told:
        if decision == "merged":
            for table in ("covers", "members", "affiliations"):
                tables[table] = _passed_on(tables[table], centre, to)
        else:
            column = "lead_id" if decision == "new_lead" else "chief_scientist_id"
            values = tables["centres"][column].copy()
            values[ids.index(centre)] = to
            tables["centres"][column] = values
    return Ecosystem(eco.info, tables)


def _passed_on(columns: dict[str, Any], centre: str, to: str) -> dict[str, Any]:
    """A table of a centre's rows with those of one centre given to another as well."""
    at = np.flatnonzero(columns["centre_id"] == centre)
    out = {name: np.concatenate([values, values[at]]) for name, values in columns.items()}
    out["centre_id"][len(columns["centre_id"]) :] = to
    return out


def _no_year(eco: Ecosystem, policy: Policy, last: int) -> Words:
    dated = [
        eco.column(t, "year").max() for t in ("payments", "evaluations", "decisions") if len(eco.column(t, "year"))
    ]
    approved = eco.column("centres", "approved_year")[eco.column("centres", "status") == "approved"]
    known = [float(y) for y in (*dated, *approved) if not math.isnan(y)]
    reach = int(max(known, default=policy.years.first - 1))
    return Words(
        "the data hold approved centres: say up to which year they are history, as_of = {a} to {b} "
        "(--as-of YEAR; the data reach to {r})",
        "数据中有已批复的中心：请指明历史截止年 as_of，可选 {a} 至 {b}（--as-of 年份；数据记录至 {r} 年）",
    ).fill(a=policy.years.first - 1, b=last, r=reach)


class _History:
    """Reads the tables once; every method looks at one of them."""

    def __init__(self, eco: Ecosystem, policy: Policy, as_of: int, foreseen: Foreseen) -> None:
        self.eco, self.policy, self.as_of, self.foreseen = eco, policy, as_of, foreseen
        self.ignored: dict[str, int] = dict.fromkeys(("payments", "evaluations"), 0)
        self.decided: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
        for centre, year, decision, level in _rows(eco, "decisions", "centre_id", "year", "decision", "level"):
            self.decided[centre].append((int(year), decision, level))
        for rows in self.decided.values():
            rows.sort(key=lambda row: row[0])

    def read(self) -> History:
        support, equity = self._payments()
        grades, promises = self._grades(), self._promises()
        records: dict[str, Record] = {}
        announced: dict[str, int] = {}
        withdrawn = set()
        for centre, status, year, level in _rows(self.eco, "centres", "id", "status", "approved_year", "level"):
            approved = self._approved(centre, status, year)
            if status == "candidate" and any(d == "stopped" for _, d, _ in self.decided[centre]) and approved is None:
                withdrawn.add(centre)
            elif status in ("candidate", "approved") and (approved is None or approved > self.as_of):
                if approved is not None and self._says_approved(centre):
                    announced[centre] = approved
            else:
                bare = Record(
                    centre=centre,
                    inside=status != "existing",
                    approved=approved,
                    grades=grades.get(centre, {}),
                    support=support.get(centre, {}),
                    equity=equity.get(centre, {}),
                    promises=promises.get(centre, {}),
                    decisions=tuple((y, d) for y, d, _ in self.decided[centre]),
                )
                records[centre] = self._course(bare, status, level)
        return History(self.as_of, records, announced, frozenset(withdrawn), self.ignored)

    def _says_approved(self, centre: str) -> bool:
        return any(decision == "approved" for _, decision, _ in self.decided[centre])

    def _approved(self, centre: str, status: str, year: float) -> int | None:
        if status != "candidate" and not math.isnan(year):
            return int(year)
        return next((y for y, decision, _ in self.decided[centre] if decision == "approved"), None)

    def _course(self, bare: Record, status: str, level: str) -> Record:
        """The record with what decisions and grades make of it."""
        decided = self.decided[bare.centre]
        rectified = {y for y, d, _ in decided if d == "rectify"}
        after = self.policy.evaluation.rectify_after
        rectified |= {y + 1 for y, grade in bare.grades.items() if after is not None and grade == after}
        ends, because = self._end(decided, rectified)
        gone = status == "ended" and ends is None
        paid_until = None
        for year, decision, to in decided:
            if decision == "promoted" and year <= self.as_of:
                level = to or level
            closes = decision == "completed" or (decision == "promoted" and self.policy.course.promoted_support_ends)
            if closes and paid_until is None:
                paid_until = year
        return Record(
            **{
                **vars(bare),
                "level": level,
                "ends": ends,
                "gone": gone,
                "because": "ended" if gone else because,
                "paid_until": paid_until,
                "rectified": frozenset(rectified),
            }
        )

    @staticmethod
    def _end(decided: list[tuple[int, str, str]], rectified: set[int]) -> tuple[int | None, Any]:
        ends = [(y, d) for y, d, _ in decided if d in ("stopped", "merged")]
        ends += [(y + 1, "rectify") for y in rectified if y + 1 in rectified]
        return min(ends, default=(None, ""), key=lambda end: end[0] or 0)

    def _payments(self) -> tuple[dict[str, dict[str, Money]], dict[str, Money]]:
        listed: dict[tuple[str, str, str], dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
        for centre, year, amount, kind, payer in _rows(
            self.eco, "payments", "centre_id", "year", "amount", "kind", "payer"
        ):
            if year > self.as_of:
                self.ignored["payments"] += 1
            else:
                listed[centre, kind or "support", payer or "city"][int(year)].append(amount)
        support: dict[str, dict[str, Money]] = defaultdict(dict)
        equity: dict[str, list[Money]] = defaultdict(list)
        for (centre, kind, payer), years in listed.items():
            money = {year: math.fsum(amounts) for year, amounts in sorted(years.items())}
            if kind == "equity":
                equity[centre].append(money)
            else:
                support[centre][payer] = money
        return support, {centre: _sum(parts) for centre, parts in equity.items()}

    def _grades(self) -> dict[str, dict[int, str]]:
        found: dict[str, dict[int, str]] = defaultdict(dict)
        rows = sorted(_rows(self.eco, "evaluations", "appeal", "centre_id", "year", "grade"), key=lambda row: row[0])
        for _, centre, year, grade in rows:
            if year > self.as_of:
                self.ignored["evaluations"] += 1
            else:
                found[centre][int(year)] = grade
        for (centre, year), grade in self.foreseen.items():
            found[centre][year] = grade
        return found

    def _promises(self) -> dict[str, dict[str, Money]]:
        listed: dict[tuple[str, str, int], list[float]] = defaultdict(list)
        for centre, year, amount, payer in _rows(self.eco, "commitments", "centre_id", "year", "amount", "payer"):
            if year > self.as_of:
                listed[centre, payer, int(year)].append(amount)
        found: dict[str, dict[str, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
        for (centre, payer, year), amounts in sorted(listed.items(), key=lambda at: at[0][2]):
            if (whole := math.fsum(amounts)) > TAKEN_BACK:
                found[centre][payer][year] = whole
        return {centre: dict(payers) for centre, payers in found.items()}
