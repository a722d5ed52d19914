"""Budget rows: city money by funding year, all money, each district's co-funding; what was paid counts by its payer."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator

import numpy as np

from graph.base.words import Words
from planner.families.kind import Family
from planner.problem.city import City
from planner.problem.history import OWN
from planner.problem.rows import BudgetRow, Rule
from planner.rulebook.scenario.shape import dotted


def rows(city: City) -> Iterator[BudgetRow]:
    """One row for each budget that is named and can be spent in the funding years."""
    told = city.policy.budgets
    yield from _city(city)
    if told.total is not None:
        words = Words("support money in all years", "各年支持资金总额")
        rule = Rule("budget total", "budget", words, "budgets.total", "money")
        yield BudgetRow(rule, told.total, share=np.ones(city.size), given=paid(city, OWN))
    names = city.eco.names("District")
    for district, cap in sorted(told.districts.items()):
        here = np.array([d == district for d in city.text("district")])
        words = Words("co-funding of {d}", "{d}配套资金").fill(d=names.get(district, district))
        rule = Rule(f"budget district {district}", "budget", words, dotted(("budgets", "districts", district)), "money")
        given = paid(city, ("district",), district=district)
        yield BudgetRow(rule, cap, share=np.where(here, city.district_share, 0.0), given=given)


def _city(city: City) -> Iterator[BudgetRow]:
    """City money by year; with ``carry_over`` what earlier named years left is added."""
    told = city.policy.budgets
    funding = range(city.years[0], city.years[-1] + city.policy.support.years)
    share = 1.0 - city.district_share
    left, open_years, whole = 0.0, [], 0.0
    for year, cap in sorted(told.city.items()):
        if year not in funding:
            continue
        words = Words("city support money in {year}", "{year} 年市级支持资金").fill(year=year)
        rule = Rule(f"budget city {year}", "budget", words, f"budgets.city.{year}", "money")
        given = paid(city, ("city",), year=year)
        if not told.carry_over:
            yield BudgetRow(rule, cap, share=share, years=(year,), given=given)
        elif year <= city.as_of:
            yield BudgetRow(rule, cap + left, share=share, years=(year,), given=given, stated=cap)
            left = max(0.0, cap + left - given)
        else:
            open_years.append(year)
            whole += cap
            yield BudgetRow(rule, whole + left, share=share, years=tuple(open_years), stated=cap)


def paid(city: City, payers: Collection[str], *, year: int | None = None, district: str | None = None) -> float:
    """Support that history has paid in the funding years: by payers, in one year or one district if given."""
    if city.history is None:
        return 0.0
    where = dict(zip(city.eco.ids("Centre"), city.eco.column("centres", "district"), strict=True))
    return math.fsum(
        amount
        for centre, record in city.history.records.items()
        if district is None or where[centre] == district
        for payer in payers
        for when, amount in record.support.get(payer, {}).items()
        if when >= city.years[0] and (year is None or when == year)
    )


FAMILY = Family("budget", 100, rows=rows)
