"""Rules on money: support of each centre year by year, budgets of city and districts, the equity pot.

What does not live here: rules on which candidates are chosen (``planner.audit.rules``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from planner.audit import catalogue as rule
from planner.audit import goals
from planner.audit.facts import Facts
from planner.audit.report import Ledger
from planner.rulebook.policy import Policy

Starts = Mapping[str, int]
Pay = Mapping[str, Mapping[int, float]]


def base(facts: Facts, policy: Policy, centre: str, k: int) -> float:
    """The base 投入总额 of a centre in its k-th support year, by the reading of ``support.base``.

    Returns
    -------
    float
        Investment of year k (annual), of years 1..k (cumulative) or of the whole build period (total), in the
        dataset's money unit; a missing year counts as 0.
    """
    told = facts.investments.get(centre, {})
    reading = policy.support.base
    if reading == "annual":
        return told.get(k, 0.0)
    last = k if reading == "cumulative" else policy.build_period
    return math.fsum(told.get(j, 0.0) for j in range(1, last + 1))


def factor(facts: Facts, policy: Policy, centre: str, k: int) -> float:
    """Support factor of the k-th year: 1 in the first, that of the expected grade later (no grade: 1)."""
    if k == 1:
        return 1.0
    told = policy.evaluation
    grade = told.centres.get(centre) or told.expected.get(facts.centres[centre].formation)  # type: ignore[call-overload]
    return told.factors.get(grade, 1.0)


def yearly_limit(facts: Facts, policy: Policy, centre: str, k: int) -> float:
    """Greatest support in the k-th year by the share of the base: share · base · factor."""
    return policy.support.share * base(facts, policy, centre, k) * factor(facts, policy, centre, k)


def least_support(facts: Facts, policy: Policy, centre: str) -> float:
    """Least total support of a chosen candidate."""
    told = facts.centres[centre].minimum_support
    return policy.support.default_minimum if told is None else told


def first_year_least(facts: Facts, policy: Policy, centre: str) -> float:
    """Least support in the first year: a share of the least total, but no more than the first year's caps allow."""
    told = policy.support
    most = yearly_limit(facts, policy, centre, 1)
    if told.first_year_cap is not None:
        most = min(most, told.first_year_cap)
    return min(told.first_year_least * least_support(facts, policy, centre), most)


def district_share(facts: Facts, policy: Policy, centre: str) -> float:
    """Share δ of a centre's support that its district pays."""
    told = policy.cofunding
    return told.by_district.get(facts.centres[centre].district, told.district_share)


def placed(book: Ledger, facts: Facts, policy: Policy, starts: Starts, pay: Pay) -> None:  # noqa: ARG001
    """Families pay_negative, pay_unchosen, pay_years: money goes to chosen centres in their support years only."""
    for i, years in pay.items():
        for year, money in years.items():
            book.at_least(rule.NEGATIVE_PAY, money, 0.0, measured=True, centre=i, year=year)
            some = money != 0.0
            allowed = i in starts or not some
            book.check(rule.PAY_UNCHOSEN, allowed, centre=i, year=year, value=money, limit=0.0)
            if i in starts:
                last = starts[i] + policy.support.years - 1
                inside = starts[i] <= year <= last
                span = f"{starts[i]}–{last}"
                book.check(rule.PAY_OUTSIDE, inside or not some, centre=i, year=year, value=money, limit=0.0, key=span)


def centres(book: Ledger, facts: Facts, policy: Policy, starts: Starts, pay: Pay) -> None:
    """Families share, first_year_cap, first_year_least, total_cap, minimum_support: what one centre is paid."""
    told = policy.support
    if not told.first_year_least:
        book.skip("first_year_least")
    if told.first_year_cap is None:
        book.skip("first_year_cap")
    if told.total_cap is None:
        book.skip("total_cap")
    for i, start in starts.items():
        paid = pay.get(i, {})
        for k in range(1, told.years + 1):
            year = start + k - 1
            limit = yearly_limit(facts, policy, i, k)
            book.at_most(rule.SHARE, paid.get(year, 0.0), limit, measured=True, centre=i, year=year, key=k)
        first = paid.get(start, 0.0)
        if told.first_year_cap is not None:
            book.at_most(rule.FIRST_YEAR_CAP, first, told.first_year_cap, measured=True, centre=i, year=start)
        if told.first_year_least:
            least = first_year_least(facts, policy, i)
            book.at_least(rule.FIRST_YEAR_LEAST, first, least, measured=True, centre=i, year=start)
        total = math.fsum(paid.values())
        if told.total_cap is not None:
            book.at_most(rule.TOTAL_CAP, total, told.total_cap, measured=True, centre=i)
        book.at_least(rule.MINIMUM_SUPPORT, total, least_support(facts, policy, i), measured=True, centre=i)


def budgets(book: Ledger, facts: Facts, policy: Policy, starts: Starts, pay: Pay) -> None:
    """Families budget_city, budget_total, budget_district, equity: what all centres together may cost."""
    told = policy.budgets
    delta = {i: district_share(facts, policy, i) for i in pay}
    if not told.city:
        book.skip("budget_city")
    for year, cap in told.city.items():
        spent = math.fsum((1.0 - delta[i]) * years.get(year, 0.0) for i, years in pay.items())
        book.at_most(rule.BUDGET_CITY, spent, cap, measured=True, year=year)
    if told.total is None:
        book.skip("budget_total")
    else:
        spent = math.fsum(money for years in pay.values() for money in years.values())
        book.at_most(rule.BUDGET_TOTAL, spent, told.total, measured=True)
    if not told.districts:
        book.skip("budget_district")
    for district, cap in told.districts.items():
        spent = math.fsum(
            delta[i] * money
            for i, years in pay.items()
            if facts.centres[i].district == district
            for money in years.values()
        )
        book.at_most(rule.BUDGET_DISTRICT, spent, cap, measured=True, key=district, of="districts")
    if policy.equity.pot is None:
        book.skip("equity")
    else:
        book.at_most(rule.EQUITY, goals.equity(facts, policy, starts), policy.equity.pot, measured=True)


CHECKS = (placed, centres, budgets)
"""All rules on money, in the order of their codes."""
