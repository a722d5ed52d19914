"""A city as the compiler sees it: an ecosystem's centres split into candidates and existing ones, beside the policy."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from graph.measures.evidence import holders, used_strength
from graph.model.ecosystem import Ecosystem
from planner.problem.allowed import Allowed, allowed, expected, grade_of
from planner.problem.history import Foreseen, Record, as_decided, by_role, read_history
from planner.problem.rows import Bools, CountRow, Floats, Ints
from planner.rulebook.policy import Policy


class City:
    """Rows and columns of an ecosystem by role; everything here is derived, nothing decided.

    Attributes
    ----------
    history : History or None
        What stands as of ``policy.as_of``.
    candidates : ndarray of int
        Rows of ``centres``, by position in the program: first those that count as new ones, candidates and centres
        approved from the first year on (``choices`` of them), then those that are only paid.
    existing : ndarray of int
        Rows of centres that are there beside them: outside the scheme, or approved before the first year.
    leaving : ndarray of int
        Rows of centres that have ended, or will: they cover and count up to a year only.
    years : tuple of int
        Approval years.

    Raises
    ------
    UsageError
        Centres are approved and the policy does not say as of when.
    """

    def __init__(self, eco: Ecosystem, policy: Policy, foreseen: Foreseen | None = None) -> None:
        self.history = read_history(eco, policy, foreseen)
        self.eco, self.policy = eco if self.history is None else as_decided(eco), policy
        status = eco.column("centres", "status")
        ids = eco.ids("Centre")
        last = policy.years.last
        self.leaving: Ints = np.zeros(0, dtype=np.int64)
        if self.history is None:
            self.candidates: Ints = np.flatnonzero(status == "candidate")
            self.existing: Ints = np.flatnonzero(status == "existing")
            self.choices = len(self.candidates)
        else:
            roles = by_role(self.history, ids, policy.years.first)
            self.existing, self.leaving = roles["existing"], roles["leaving"]
            self.candidates = np.concatenate([roles["choice"], roles["payee"]])
            self.choices = len(roles["choice"])
            approved = (r.approved for c in roles["choice"] if (r := self.history.records.get(ids[c])) is not None)
            last = max([last, *(year for year in approved if year is not None)])
        self.years = tuple(range(policy.years.first, last + 1))
        self.candidate_ids = tuple(ids[c] for c in self.candidates)

    @property
    def size(self) -> int:
        """Number of positions N: of candidates, approved centres, and centres that are only paid."""
        return len(self.candidates)

    @property
    def chosen_from(self) -> Ints:
        """Rows of the centres that may be, or are, chosen: the first ``choices`` positions."""
        return self.candidates[: self.choices]

    def position(self, row: int) -> int:
        """Position in the program of the centre of a row; −1: it has none."""
        found = np.flatnonzero(self.candidates == row)
        return int(found[0]) if len(found) else -1

    def record(self, row: int) -> Record | None:
        """What history knows of the centre of a row."""
        return None if self.history is None else self.history.records.get(self.eco.ids("Centre")[row])

    def grown(self, row: int, year: int) -> float:
        """Share of full strength at which an existing, leaving or approved centre stands in a year."""
        record = self.record(row)
        if record is None:
            approved = float(self.eco.column("centres", "approved_year")[row])
            return self.policy.goals.coverage.ramp[-1] if math.isnan(approved) else self.ramp(year - int(approved))
        if not record.there(year):
            return 0.0
        lag = record.lag(year)
        share = self.policy.goals.coverage.ramp[-1] if lag is None else self.ramp(lag)
        return share * self.capability(row, year) if record.inside else share

    def there(self, row: int, year: int) -> bool:
        """Whether a centre that history knows covers and counts in a year."""
        record = self.record(row)
        return record is not None and record.there(year)

    def earlier(self, row: int, first: int) -> bool:
        """Whether a centre counts as an existing one: outside the scheme, or approved before the year ``first``."""
        record = self.record(row)
        return record is None or not record.inside or record.approved is None or record.approved < first

    def until_they_leave(self, row: CountRow, counts: Callable[[int], bool]) -> Iterator[CountRow]:
        """The row as it reads up to the years in which centres leave that count until then."""
        found = [(int(r), self.record(int(r))) for r in self.leaving if counts(int(r))]
        there = [(r, known.ends) for r, known in found if known is not None and known.ends is not None]
        for end in sorted({end for _, end in there if end in self.years and end > self.as_of}):
            staying = sum(last >= end for _, last in there)
            given = row.given + staying
            yield replace(row, given=given, high=max(row.high, given), until=self.years.index(end))
        next_year = self.as_of + 1
        if self.policy.course.may_stop and self.history is not None and next_year in self.years:
            # whom the plan stops is there for another year
            stands = np.array([self.record(int(self.candidates[i])) is not None for i in row.members], dtype=bool)
            given = row.given + int(stands.sum()) + sum(last >= next_year for _, last in there)
            high = max(row.high, given)
            yield replace(row, members=row.members[~stands], given=given, high=high, until=self.years.index(next_year))

    def allowed(self, i: int) -> Allowed | None:
        """What the centre at a position may still be paid; None where history does not know its approval."""
        return self._allowed.get(i)

    @cached_property
    def _allowed(self) -> dict[int, Allowed]:
        base, least = self.bases, self.number("minimum_support")
        formation, share = self.text("formation"), self.district_share
        out = {}
        for i, row in enumerate(self.candidates):
            record = self.record(int(row))
            if record is not None and record.inside and record.approved is not None:
                minimum = self.policy.support.default_minimum if math.isnan(least[i]) else float(least[i])
                out[i] = allowed(
                    self.policy, record, formation[i], base[i].tolist(), minimum, float(share[i]), self.as_of
                )
        return out

    @property
    def funding(self) -> tuple[int, ...]:
        """Funding years: from the first approval year to the last support year of the last one."""
        return tuple(range(self.years[0], self.years[-1] + self.policy.support.years))

    @property
    def as_of(self) -> int:
        """The last year of history; the year before the first where there is none."""
        return self.years[0] - 1 if self.history is None else self.history.as_of

    def capability(self, row: int, year: int) -> float:
        """Share of its strength that the grade of the year before leaves an approved centre or a candidate."""
        formation = str(self.eco.column("centres", "formation")[row])
        record = self.record(row)
        if record is None:
            grade = expected(self.policy, self.eco.ids("Centre")[row], formation)
        else:
            grade = grade_of(self.policy, record, formation, year - 1)
        return 1.0 if grade is None else self.policy.evaluation.capability.get(grade, 1.0)  # type: ignore[call-overload]

    def text(self, name: str) -> list[str]:
        """A text column of the candidates."""
        return [str(v) for v in self.eco.column("centres", name)[self.candidates]]

    def groups(self, name: str) -> dict[str, Ints]:
        """Positions of those who may be chosen by the values of a text column, blanks left out."""
        found: dict[str, list[int]] = defaultdict(list)
        for i, value in enumerate(self.text(name)[: self.choices]):
            if value:
                found[value].append(i)
        return {value: np.array(members, dtype=np.int64) for value, members in found.items()}

    def number(self, name: str) -> Floats:
        """A number column of the candidates, NaN = blank."""
        return np.asarray(self.eco.column("centres", name)[self.candidates], dtype=np.float64)

    def flag(self, name: str) -> Bools:
        """A yes/no column of the candidates."""
        return np.asarray(self.eco.column("centres", name)[self.candidates], dtype=bool)

    @cached_property
    def candidate_names(self) -> list[str]:
        """Names of the candidates."""
        names = self.eco.names("Centre")
        return [names[c] for c in self.candidate_ids]

    @cached_property
    def strength(self) -> sp.csr_array[np.float64]:
        """Used strength, all centres × technologies."""
        return used_strength(self.eco)

    @cached_property
    def holders(self) -> sp.csr_array[np.float64]:
        """Who stands behind each centre: all centres × (organisations, then people), 0/1."""
        return holders(self.eco)

    @cached_property
    def members(self) -> sp.csr_array[np.float64]:
        """All centres × organisations, 0/1."""
        return sp.csr_array(self.holders[:, : self.eco.size("Organisation")])

    @cached_property
    def people(self) -> sp.csr_array[np.float64]:
        """All centres × people, 0/1."""
        return sp.csr_array(self.holders[:, self.eco.size("Organisation") :])

    @cached_property
    def investment(self) -> Floats:
        """(N, 5) investment in each year after approval; missing = 0."""
        out = np.zeros((self.eco.size("Centre"), 5))
        centre = self.eco.codes("investments", "centre_id", "Centre")
        year = self.eco.column("investments", "year").astype(np.int64) - 1
        out[centre, year] = np.nan_to_num(self.eco.column("investments", "investment"))
        return np.asarray(out[self.candidates])

    @cached_property
    def bases(self) -> Floats:
        """(N, 5) what the share of support is taken of, in each support year, by the reading of ``support.base``."""
        rule, invested = self.policy.support, self.investment
        if rule.base == "cumulative":
            return np.cumsum(invested, axis=1)
        if rule.base == "total":
            whole = invested[:, : self.policy.build_period].sum(axis=1, keepdims=True)
            return np.repeat(whole, 5, axis=1)
        return invested

    @cached_property
    def district_share(self) -> Floats:
        """(N,) share of each candidate's support that its district pays."""
        rule = self.policy.cofunding
        return np.array([rule.by_district.get(d, rule.district_share) for d in self.text("district")], dtype=np.float64)

    def ramp(self, lag: int) -> float:
        """Share of full strength ``lag`` years after approval."""
        steps = self.policy.goals.coverage.ramp
        return 0.0 if lag < 0 else steps[min(lag, len(steps) - 1)]
