"""What city and district may and must pay one approved centre in the years to come, as the audit works it out.

What does not live here: what the plan pays, and the rules that hold one against the other.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from planner.audit.family import Given
from planner.audit.past import Stand
from planner.audit.rules.budgets import district_share, planned
from planner.audit.rules.support import base, least_support

OWN = ("city", "district")


@dataclass(frozen=True)
class ToCome:
    """One approved centre after ``as_of``."""

    given: Given
    centre: str
    stand: Stand

    @cached_property
    def pay(self) -> dict[int, float]:
        """What the plan pays it."""
        return planned(self.given, self.centre) if self.centre in self.given.pay else {}

    @cached_property
    def total(self) -> float:
        """What the plan pays it in all the years to come."""
        return math.fsum(self.pay.values())

    @cached_property
    def before(self) -> float:
        """What city and district have paid it."""
        return math.fsum(self.stand.own.values())

    @property
    def stopped(self) -> bool:
        """Whether the plan stops it."""
        centre = self.given.facts.centres[self.centre]
        could = self.given.policy.course.may_stop and not centre.existing and not centre.absent
        return could and self.centre not in self.given.starts

    def whole(self, money: float) -> float:
        """The greatest multiple of the unit."""
        unit = self.given.policy.support.unit
        return money if unit is None or math.isinf(money) else math.floor(money / unit + 1e-9) * unit

    def factor(self, year: int) -> float:
        """The factor of the grade of the year before: recorded, else expected; none in the first support year."""
        told = self.given.policy.evaluation
        if year == self.stand.approved:
            return 1.0
        formation = self.given.facts.centres[self.centre].formation
        grade = self.stand.grades.get(year - 1) or told.centres.get(self.centre) or told.expected.get(formation)  # type: ignore[call-overload]
        return told.factors.get(grade, 1.0)  # type: ignore[arg-type]

    def _cap(self, year: int, *, graded: bool) -> float:
        told, stand = self.given.policy.support, self.stand
        k = year - (stand.approved or 0) + 1
        if year > min(stand.until, stand.money_until) or (graded and year in stand.pauses):
            return 0.0
        cap = told.share * base(self.given.facts, self.given.policy, self.centre, k)
        if k == 1 and told.first_year_cap is not None:
            cap = min(cap, told.first_year_cap)
        return self.whole(cap * (self.factor(year) if graded else 1.0))

    @cached_property
    def span(self) -> range:
        """Support years that are no history."""
        past, told = self.given.past, self.given.policy
        assert past is not None
        return range(max(past.as_of + 1, told.years.first), (self.stand.approved or 0) + told.support.years)

    @cached_property
    def caps(self) -> dict[int, float]:
        """Greatest support by year, after grades and decisions."""
        return {year: self._cap(year, graded=True) for year in self.span}

    @cached_property
    def room(self) -> float:
        """Total cap less what is paid."""
        cap = self.given.policy.support.total_cap
        return math.inf if cap is None else self.whole(max(0.0, cap - self.before))

    @cached_property
    def most(self) -> float:
        """The most that can still be paid."""
        return min(self.room, math.fsum(self.caps.values()))

    @cached_property
    def ungraded(self) -> float:
        """The most that could be paid if no grade had cost anything."""
        return min(self.room, math.fsum(self._cap(year, graded=False) for year in self.span))

    def owed(self) -> float:
        """What is still owed of its least support."""
        least = least_support(self.given.facts, self.given.policy, self.centre)
        return max(0.0, min(least, self.before + self.most) - self.before)

    def promises(self) -> dict[int, float]:
        """Promises of city and district as they are held, years in order."""
        delta = district_share(self.given.facts, self.given.policy, self.centre)
        told: dict[int, float] = {}
        for payer, part in {"": 1.0, "city": 1.0 - delta, "district": delta}.items():
            for year, amount in self.stand.promised.get(payer, {}).items():
                told[year] = told.get(year, 0.0) + (amount / part if part > 0 else 0.0)
        held: dict[int, float] = {}
        left = self.room
        for year, amount in sorted(told.items()):
            if year in self.caps:
                held[year] = self.whole(max(0.0, min(amount * self.factor(year), self.caps[year], left)))
                left -= held[year]
        return held

    def _gave(self, payers: Collection[str], promising: Collection[str]) -> float:
        lists = [self.stand.paid.get(payer, {}) for payer in payers]
        lists += [self.stand.promised.get(payer, {}) for payer in payers if payer in promising]
        return math.fsum(money for years in lists for money in years.values())

    def match(self, left: Collection[str], at_least: float, of: Collection[str]) -> tuple[float, float] | None:
        """What one unit of support gives towards a match, and what has to be given; None where nothing has to match.

        What grades have made unreachable is waived.
        """
        given = self._gave(of, of)
        if given <= 0 or self.most <= 0:
            return None
        shares = self.given.policy.payers.shares
        own = 1.0 - math.fsum(shares.values())
        delta = district_share(self.given.facts, self.given.policy, self.centre)
        part: dict[str, float] = {"city": 1.0 - delta, "district": delta}
        part |= {str(payer): share / own for payer, share in shares.items()}
        mine, theirs = (math.fsum(part.get(payer, 0.0) for payer in side) for side in (left, of))
        per = mine - at_least * theirs
        due = at_least * given - self._gave(left, [payer for payer in left if payer not in OWN])
        if per > 0 and self.ungraded > self.most:
            due -= max(0.0, min(due, per * self.ungraded) - per * self.most)
        return per, due
