"""What a grade means in money, as the audit computes it from payments, decisions and investments.

What does not live here: points and grades (``planner.audit.evaluation``).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from graph.model.ecosystem import Ecosystem
from planner.audit.evaluation_tables import decimal
from planner.rulebook.policy import Policy

ZERO = Fraction(0)


def next_money(
    eco: Ecosystem, policy: Policy, year: int, centre: str, grade: str | None
) -> tuple[Fraction | None, Fraction | None]:
    """Factor and cap of city and district money in the year after ``year``; None without a grade."""
    if grade is None:
        return None, None
    factor = decimal(policy.evaluation.factors[grade])  # type: ignore[index]
    row = next(r for r in _rows(eco, "centres", "id", "approved_year") if r[0] == centre)
    k = year + 1 - int(row[1]) + 1
    if _closed(eco, policy, year, centre, grade) or k > policy.support.years:
        return factor, ZERO
    cap = decimal(policy.support.share) * _base(eco, policy, centre, k) * factor
    if policy.support.total_cap is not None:
        cap = min(cap, decimal(policy.support.total_cap) - _paid(eco, centre, year))
    return factor, max(cap, ZERO)


def _rows(eco: Ecosystem, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    yield from zip(*(eco.column(table, c).tolist() for c in columns), strict=True)


def _base(eco: Ecosystem, policy: Policy, centre: str, k: int) -> Fraction:
    years = {
        int(y): decimal(v) for c, y, v in _rows(eco, "investments", "centre_id", "year", "investment") if c == centre
    }
    if policy.support.base == "annual":
        return years.get(k, ZERO)
    until = k if policy.support.base == "cumulative" else policy.build_period
    return sum((v for y, v in years.items() if y <= until), ZERO)


def _paid(eco: Ecosystem, centre: str, year: int) -> Fraction:
    return sum(
        (
            decimal(amount)
            for c, y, amount, kind, payer in _rows(eco, "payments", "centre_id", "year", "amount", "kind", "payer")
            if c == centre and y <= year and kind != "equity" and payer in ("city", "district", "")
        ),
        ZERO,
    )


def _closed(eco: Ecosystem, policy: Policy, year: int, centre: str, grade: str) -> bool:
    """Whether no money may come in the year after: rectification, end, completion, a promotion that ends support."""
    after = policy.evaluation.rectify_after
    decided = [(int(y), d) for c, y, d in _rows(eco, "decisions", "centre_id", "year", "decision") if c == centre]
    first = {
        y: g
        for c, y, g, again in _rows(eco, "evaluations", "centre_id", "year", "grade", "appeal")
        if c == centre and not again
    }
    graded = first | {
        y: g
        for c, y, g, again in _rows(eco, "evaluations", "centre_id", "year", "grade", "appeal")
        if c == centre and again
    }
    mending = {y for y, d in decided if d == "rectify"}
    mending |= {int(y) + 1 for y, g in graded.items() if after is not None and g == after and y <= year}
    if year + 1 in mending or grade == after:
        return True
    ended = [y for y, d in decided if d in ("stopped", "merged")] + [y + 1 for y in mending if y + 1 in mending]
    if any(y <= year for y in ended):
        return True
    promoted = ("completed", "promoted") if policy.course.promoted_support_ends else ("completed",)
    return any(y <= year for y, d in decided if d in promoted)
