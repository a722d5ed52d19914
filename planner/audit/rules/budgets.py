"""What all centres together are paid: by city and year, in all, by each district."""

from __future__ import annotations

import math

from graph.base.words import Words
from planner.audit.facts import Facts
from planner.audit.family import AuditFamily, Given, rule
from planner.audit.report import Ledger
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


def check(book: Ledger, given: Given) -> None:
    """Families budget_city, budget_total, budget_district, equity: what all centres together may cost."""
    told = given.policy.budgets
    delta = {i: district_share(given.facts, given.policy, i) for i in given.pay}
    if not told.city:
        book.skip("budget_city")
    for year, cap in told.city.items():
        spent = math.fsum((1.0 - delta[i]) * years.get(year, 0.0) for i, years in given.pay.items())
        book.at_most(BUDGET_CITY, spent, cap, money=True, year=year)
    if told.total is None:
        book.skip("budget_total")
    else:
        spent = math.fsum(money for years in given.pay.values() for money in years.values())
        book.at_most(BUDGET_TOTAL, spent, told.total, money=True)
    if not told.districts:
        book.skip("budget_district")
    for district, cap in told.districts.items():
        spent = math.fsum(
            delta[i] * money
            for i, years in given.pay.items()
            if given.facts.centres[i].district == district
            for money in years.values()
        )
        book.at_most(BUDGET_DISTRICT, spent, cap, money=True, key=district, of="districts")


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
