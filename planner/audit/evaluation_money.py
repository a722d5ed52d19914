"""What a grade means in money, as the audit computes it from payments, decisions and investments.

What does not live here: points and grades (``planner.audit.evaluation``).
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import Any

from graph.model.ecosystem import Ecosystem
from planner.audit.evaluation_tables import decimal
from planner.rulebook.policy import Policy

ZERO = Fraction(0)


class Till:
    """The rows that money follows from, centre by centre, as of the year evaluated."""

    def __init__(self, eco: Ecosystem, policy: Policy, year: int) -> None:
        self.policy, self.year = policy, year
        self.approved = {c: int(y) for c, y in _rows(eco, "centres", "id", "approved_year") if y == y}  # noqa: PLR0124
        self.invested = _by_centre(eco, "investments", "year", "investment")
        self.paid = _by_centre(eco, "payments", "year", "amount", "kind", "payer")
        self.decided = _by_centre(eco, "decisions", "year", "decision")
        self.graded = _by_centre(eco, "evaluations", "year", "grade", "appeal")

    def next_money(self, centre: str, grade: str | None) -> tuple[Fraction | None, Fraction | None]:
        """Factor and cap of city and district money in the year after; None without a grade."""
        if grade is None:
            return None, None
        rule = self.policy.support
        factor = decimal(self.policy.evaluation.factors[grade])  # type: ignore[index]
        k = self.year + 1 - self.approved[centre] + 1
        if k > rule.years or self._closed(centre, grade):
            return factor, ZERO
        cap = decimal(rule.share) * self._base(centre, k) * factor
        if rule.total_cap is not None:
            cap = min(cap, decimal(rule.total_cap) - self._spent(centre))
        cap = max(cap, ZERO)
        if rule.unit is not None:
            step = decimal(rule.unit)
            cap = step * (cap // step)
        return factor, cap

    def _base(self, centre: str, k: int) -> Fraction:
        years = {int(y): decimal(v) for y, v in self.invested[centre]}
        if self.policy.support.base == "annual":
            return years.get(k, ZERO)
        until = k if self.policy.support.base == "cumulative" else self.policy.build_period
        return sum((v for y, v in years.items() if y <= until), ZERO)

    def _spent(self, centre: str) -> Fraction:
        own = ("city", "district", "")
        rows = (
            decimal(amount)
            for y, amount, kind, payer in self.paid[centre]
            if y <= self.year and kind != "equity" and payer in own
        )
        return sum(rows, ZERO)

    def _closed(self, centre: str, grade: str) -> bool:
        """Whether no money may come: rectification, an end, completion, a promotion that ends support."""
        year, after = self.year, self.policy.evaluation.rectify_after
        decided = [(int(y), d) for y, d in self.decided[centre]]
        graded = {int(y): g for y, g, again in self.graded[centre] if not again}
        graded |= {int(y): g for y, g, again in self.graded[centre] if again}
        mending = {y for y, d in decided if d == "rectify"}
        mending |= {y + 1 for y, g in graded.items() if after is not None and g == after and y <= year}
        if year + 1 in mending or grade == after:
            return True
        ended = [y for y, d in decided if d in ("stopped", "merged")] + [y + 1 for y in mending if y + 1 in mending]
        if any(y <= year for y in ended):
            return True
        closing = ("completed", "promoted") if self.policy.course.promoted_support_ends else ("completed",)
        return any(y <= year for y, d in decided if d in closing)


def _rows(eco: Ecosystem, table: str, *columns: str) -> list[tuple[Any, ...]]:
    return list(zip(*(eco.column(table, c).tolist() for c in columns), strict=True))


def _by_centre(eco: Ecosystem, table: str, *columns: str) -> defaultdict[str, list[tuple[Any, ...]]]:
    found: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for centre, *cells in _rows(eco, table, "centre_id", *columns):
        found[centre].append(tuple(cells))
    return found
