"""What a grade means in money: the factor and the cap of the year after.

What does not live here: plans with money to come (``planner.problem``). Amounts are in the dataset's unit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from graph.model.ecosystem import Ecosystem
from planner.problem.history import Record, read_history
from planner.rulebook.policy import Policy
from planner.studies.evaluation.facts import table_rows
from planner.studies.evaluation.rules import Grade, exact

NOTHING = Fraction(0)
YEARS = 5
"""Years of a centre's investment that a dataset holds."""


@dataclass(frozen=True, slots=True)
class Support:
    """Paid until now, and the next year's factor and cap; None while there is no grade."""

    paid: Fraction
    factor: Fraction | None
    cap: Fraction | None


@dataclass(frozen=True)
class Purse:
    """What the money of every centre follows from, as of the year evaluated."""

    policy: Policy
    year: int
    records: dict[str, Record]
    invested: dict[str, dict[int, Fraction]]

    def support(self, centre: str, approved: int, grade: Grade | None) -> Support:
        """The next year's factor and cap of one centre.

        cap = min(share · base_k · factor, total_cap − paid), 0 or more, with k = year + 1 − approved + 1: the money of
        city and district, in whole multiples of ``support.unit`` if there is one. It is 0 after the support years, in a
        year of rectification, after an end, a completion or a promotion that ends the support. Source: drafting note,
        part 3, paragraphs 2 and 4.
        """
        record = self.records.get(centre)
        own = {} if record is None else record.own
        paid = sum((exact(amount) for amount in own.values()), NOTHING)
        if grade is None:
            return Support(paid, None, None)
        factor = exact(self.policy.evaluation.factors[grade])
        if not self._may_be_paid(record, grade):
            return Support(paid, factor, NOTHING)
        rule = self.policy.support
        cap = exact(rule.share) * self._base(centre, self.year + 2 - approved) * factor
        if rule.total_cap is not None:
            cap = min(cap, exact(rule.total_cap) - paid)
        cap = max(NOTHING, cap)
        if rule.unit is not None:
            cap -= cap % exact(rule.unit)
        return Support(paid, factor, cap)

    def _may_be_paid(self, record: Record | None, grade: Grade) -> bool:
        after = self.year + 1
        if grade == self.policy.evaluation.rectify_after:
            return False
        if record is None:
            return True
        closed = record.paid_until is not None and record.paid_until < after
        return record.there(after) and after not in record.rectified and not closed

    def _base(self, centre: str, k: int) -> Fraction:
        """What the share is of in support year k, by the reading of 投入总额; 0 after the support years."""
        if k > self.policy.support.years:
            return NOTHING
        invested = self.invested.get(centre, {})
        whole = min(self.policy.build_period, YEARS)
        first, last = {"annual": (k, k), "cumulative": (1, k), "total": (1, whole)}[self.policy.support.base]
        return sum((invested.get(y, NOTHING) for y in range(first, last + 1)), NOTHING)


def purse(eco: Ecosystem, policy: Policy, year: int) -> Purse:
    """Everything that the money follows from, as of ``year``."""
    last = policy.years.last + policy.support.years - 1
    stands = policy.model_copy(update={"as_of": min(year, last)})
    history = read_history(eco, stands)
    invested: dict[str, dict[int, Fraction]] = {}
    for centre, k, amount in table_rows(eco, "investments", "centre_id", "year", "investment"):
        if not math.isnan(k) and not math.isnan(amount):
            invested.setdefault(centre, {})[int(k)] = exact(amount)
    return Purse(policy, year, dict(history.records) if history else {}, invested)
