"""Payments in whole units, and no year without money between two with money, where the policy asks for it."""

from __future__ import annotations

from graph.base.words import Words
from planner.audit.family import AuditFamily, Given, rule
from planner.audit.report import Ledger
from planner.audit.rules.budgets import planned
from planner.audit.rules.support import factor, yearly_limit
from planner.audit.to_come import ToCome
from planner.rulebook.policy import Policy

UNIT = rule(
    "A856",
    "support_unit",
    "{centre}: support of {value} in {year} is no whole multiple of {limit}",
    "{centre}：{year}年支持{value}不是{limit}的整数倍",
)
GAP = rule(
    "A857",
    "support_gap",
    "{centre} is paid nothing in {year}, between two years with money",
    "{centre}在{year}年没有支持，而前后年度均有",
)


def check(book: Ledger, given: Given) -> None:
    """Families support_unit, support_gap: of the years to come."""
    unit = given.policy.support.unit
    if unit is None:
        book.skip("support_unit")
    if not given.policy.support.no_gap_years:
        book.skip("support_gap")
    for centre, years in given.pay.items():
        for year, money in planned(given, centre).items() if unit is not None else ():
            assert unit is not None
            whole = abs(money / unit - round(money / unit)) <= 1e-9 * max(1.0, abs(money / unit))
            book.check(UNIT, whole, centre=centre, year=year, value=money, limit=unit)
        paid = sorted(year for year, money in years.items() if money > 0)
        if given.policy.support.no_gap_years and paid:
            for year in range(paid[0] + 1, paid[-1]):
                holds = years.get(year, 0.0) > 0 or not _open(given, centre, year)
                book.check(GAP, holds, centre=centre, year=year)


def _open(given: Given, centre: str, year: int) -> bool:
    """Whether a year is to come, and a cap allows money in it."""
    if given.past is not None and year <= given.past.as_of:
        return False
    if given.past is not None and centre in given.past.stands:
        return ToCome(given, centre, given.past.stands[centre]).caps.get(year, 0.0) > 0
    k = year - given.starts.get(centre, year) + 1
    cap = yearly_limit(given.facts, given.policy, centre, k) if factor(given.facts, given.policy, centre, k) else 0.0
    return cap >= (given.policy.support.unit or 0.0) and cap > 0


def asked(policy: Policy) -> bool:
    """Whether the policy asks for any of it."""
    return policy.support.unit is not None or policy.support.no_gap_years


AUDIT = AuditFamily(
    105,
    (UNIT, GAP),
    Words("A scheme may pay in whole units and without gaps.", "政策可要求支持金额取整且不间断。"),
    check,
    of_money=True,
    when=asked,
)
