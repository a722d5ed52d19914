"""Caps on support, and budget rows."""

from __future__ import annotations

import numpy as np

from graph.base.words import Words
from planner.problem.city.city import City
from planner.problem.rows import BudgetRow, Floats, Rule, Support
from planner.rulebook.scenario.shape import dotted


def support(city: City) -> Support:
    """Caps of each candidate in each support year, its total cap and its least total.

    cap_k = share · base_k · factor_k with base_k the investment of year k (``annual``), up to year k
    (``cumulative``) or of the whole build period (``total``); factor_1 = 1, later the factor of the expected grade;
    the first year is also held under ``first_year_cap``, and gets at least ``first_year_least`` of the least total
    where its cap allows. Source: drafting note, part 3, paragraph 2.
    """
    rule = city.policy.support
    invested = city.investment
    if rule.base == "cumulative":
        base = np.cumsum(invested, axis=1)
    elif rule.base == "total":
        base = np.repeat(invested[:, : city.policy.build_period].sum(axis=1, keepdims=True), 5, axis=1)
    else:
        base = invested
    cap = rule.share * base[:, : rule.years]
    cap[:, 1:] *= _factor(city)[:, None]
    if rule.first_year_cap is not None:
        cap[:, 0] = np.minimum(cap[:, 0], rule.first_year_cap)
    least = city.number("minimum_support")
    total = np.full(city.size, np.inf if rule.total_cap is None else rule.total_cap)
    years = tuple(range(city.years[0], city.years[-1] + rule.years))
    minimum = np.where(np.isnan(least), rule.default_minimum, least)
    return Support(years, cap, total, minimum, np.minimum(rule.first_year_least * minimum, cap[:, 0]))


def _factor(city: City) -> Floats:
    rule = city.policy.evaluation
    out = np.ones(city.size)
    for i, (centre, formation) in enumerate(zip(city.candidate_ids, city.text("formation"), strict=True)):
        grade = rule.centres.get(centre)
        if grade is None and formation:
            grade = rule.expected.get(formation)  # type: ignore[call-overload]
        if grade is not None:
            out[i] = rule.factors[grade]
    return out


def equity_of(city: City) -> Floats:
    """(N,) equity that each candidate takes from the pot: new legal entities only."""
    asked = city.number("equity")
    amount = np.where(np.isnan(asked), city.policy.equity.default_amount, asked)
    return np.where(city.flag("new_legal_entity"), amount, 0.0)


def budgets(city: City) -> tuple[BudgetRow, ...]:
    """City money by funding year, all money, each district's co-funding, the equity pot."""
    rule = city.policy.budgets
    rows = []
    funding = range(city.years[0], city.years[-1] + city.policy.support.years)
    for year, cap in sorted(rule.city.items()):
        if year in funding:
            words = Words("city support money in {year}", "{year} 年市级支持资金").fill(year=year)
            name = Rule(f"budget city {year}", "budget", words, f"budgets.city.{year}", "money")
            rows.append(BudgetRow(name, cap, share=1.0 - city.district_share, years=(year,)))
    if rule.total is not None:
        words = Words("support money in all years", "各年支持资金总额")
        rows.append(
            BudgetRow(
                Rule("budget total", "budget", words, "budgets.total", "money"), rule.total, share=np.ones(city.size)
            )
        )
    names = city.eco.names("District")
    for district, cap in sorted(rule.districts.items()):
        here = np.array([d == district for d in city.text("district")])
        words = Words("co-funding of {d}", "{d}配套资金").fill(d=names.get(district, district))
        name = Rule(f"budget district {district}", "budget", words, dotted(("budgets", "districts", district)), "money")
        rows.append(BudgetRow(name, cap, share=np.where(here, city.district_share, 0.0)))
    if city.policy.equity.pot is not None:
        words = Words("equity pot for new legal entities", "新设法人国资注资池")
        name = Rule("equity pot", "equity", words, "equity.pot", "money")
        rows.append(BudgetRow(name, city.policy.equity.pot, usage=equity_of(city)))
    return tuple(rows)
