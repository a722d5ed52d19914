"""What all centres together are paid: by city and year, in all, by each district."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from graph.base.words import Words
from planner.audit.facts import Facts
from planner.audit.family import AuditFamily, Given, rule
from planner.audit.report import Ledger, Rule, total
from planner.rulebook.policy import Policy

BUDGET_CITY = rule(
    "A844",
    "budget_city",
    "the city pays {value} in {year}, more than {limit}",
    "{year}年市级支出{value}，超过预算{limit}",
)
BUDGET_TOTAL = rule(
    "A845", "budget_total", "support of {value} in all exceeds {limit}", "支持资金合计{value}，超过总预算{limit}"
)
BUDGET_DISTRICT = rule(
    "A846",
    "budget_district",
    "district {key} pays {value}, more than {limit}",
    "{key}区级配套支出{value}，超过预算{limit}",
)


def district_share(facts: Facts, policy: Policy, centre: str) -> float:
    """Share δ of a centre's support that its district pays."""
    told = policy.cofunding
    return told.by_district.get(facts.centres[centre].district, told.district_share)


def planned(given: Given, centre: str) -> dict[int, float]:
    """What the plan pays a centre in years that are no history."""
    after = -math.inf if given.past is None else given.past.as_of
    return {year: money for year, money in given.pay[centre].items() if year > after}


def paid(given: Given, *payers: str, year: int | None = None, district: str | None = None) -> float:
    """Support that history has paid from the first year on, by these payers, in one year or district if given."""
    if given.past is None:
        return 0.0
    first = given.policy.years.first
    return total(
        (money,)
        for centre, stand in given.past.stands.items()
        if district is None or given.facts.centres[centre].district == district
        for payer in payers
        for when, money in stand.paid.get(payer, {}).items()
        if when >= first and (year is None or when == year)
    )


def _at_most(book: Ledger, given: Given, kind: Rule, spent: float, before: float, cap: float, **where: Any) -> None:
    """Check a budget; what history has spent beyond it is spent, and nothing may be added."""
    limit = cap if given.past is None else max(cap, before)
    book.at_most(kind, total([(spent,), (before,)]), limit, measured=True, **where)


def _city(book: Ledger, given: Given, delta: Mapping[str, float]) -> None:
    """City money year by year; what named years leave is carried over where the policy says so."""
    told = given.policy.budgets
    left, open_cap, open_spent = 0.0, 0.0, 0.0
    last = given.policy.years.last + given.policy.support.years - 1
    for year, cap in sorted(told.city.items()):
        spent = total((1.0 - delta[i], planned(given, i).get(year, 0.0)) for i in given.pay)
        before = paid(given, "city", year=year)
        if not told.carry_over or not given.policy.years.first <= year <= last:
            _at_most(book, given, BUDGET_CITY, spent, before, cap, year=year)
        elif given.past is not None and year <= given.past.as_of:
            _at_most(book, given, BUDGET_CITY, spent, before, total([(cap,), (left,)]), year=year)
            left = max(0.0, total([(cap,), (left,), (-1.0, before)]))
        else:
            open_cap, open_spent = total([(open_cap,), (cap,)]), total([(open_spent,), (spent,)])
            book.at_most(BUDGET_CITY, open_spent, total([(open_cap,), (left,)]), measured=True, year=year)


def check(book: Ledger, given: Given) -> None:
    """Families budget_city, budget_total, budget_district: what all centres together may cost."""
    told = given.policy.budgets
    delta = {i: district_share(given.facts, given.policy, i) for i in given.pay}
    if not told.city:
        book.skip("budget_city")
    _city(book, given, delta)
    if told.total is None:
        book.skip("budget_total")
    else:
        spent = total((money,) for i in given.pay for money in planned(given, i).values())
        _at_most(book, given, BUDGET_TOTAL, spent, paid(given, "city", "district"), told.total)
    if not told.districts:
        book.skip("budget_district")
    for district, cap in told.districts.items():
        spent = total(
            (delta[i], money)
            for i in given.pay
            if given.facts.centres[i].district == district
            for money in planned(given, i).values()
        )
        before = paid(given, "district", district=district)
        _at_most(book, given, BUDGET_DISTRICT, spent, before, cap, key=district, of="districts")


AUDIT = AuditFamily(
    110,
    (
        BUDGET_CITY,
        BUDGET_TOTAL,
        BUDGET_DISTRICT,
    ),
    Words("The policy caps support by centre, year and budget.", "政策按中心、年度与预算限定支持资金。"),
    check,
    of_money=True,
)
