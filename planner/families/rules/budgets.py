"""Budget rows: city money by funding year, all money, each district's co-funding."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graph.base.words import Words
from planner.families.kind import Family
from planner.problem.city import City
from planner.problem.rows import BudgetRow, Rule
from planner.rulebook.scenario.shape import dotted


def rows(city: City) -> Iterator[BudgetRow]:
    """One row for each budget that is named and can be spent in the funding years."""
    told = city.policy.budgets
    funding = range(city.years[0], city.years[-1] + city.policy.support.years)
    for year, cap in sorted(told.city.items()):
        if year in funding:
            words = Words("city support money in {year}", "{year} 年市级支持资金").fill(year=year)
            rule = Rule(f"budget city {year}", "budget", words, f"budgets.city.{year}", "money")
            yield BudgetRow(rule, cap, share=1.0 - city.district_share, years=(year,))
    if told.total is not None:
        words = Words("support money in all years", "各年支持资金总额")
        rule = Rule("budget total", "budget", words, "budgets.total", "money")
        yield BudgetRow(rule, told.total, share=np.ones(city.size))
    names = city.eco.names("District")
    for district, cap in sorted(told.districts.items()):
        here = np.array([d == district for d in city.text("district")])
        words = Words("co-funding of {d}", "{d}配套资金").fill(d=names.get(district, district))
        rule = Rule(f"budget district {district}", "budget", words, dotted(("budgets", "districts", district)), "money")
        yield BudgetRow(rule, cap, share=np.where(here, city.district_share, 0.0))


FAMILY = Family("budget", 100, rows)
