"""The second instrument: equity for new legal entities, from one pot, by year and by investor. Source: 拨改投.

Equity falls in the approval year. What was paid counts, and what an approved centre has not been paid stays committed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from graph.base.words import Words
from planner.families.kind import Family
from planner.problem.city import City
from planner.problem.rows import BudgetRow, Floats, Rule
from planner.rulebook.scenario.shape import dotted


def equity_of(city: City) -> Floats:
    """(N,) equity of each candidate, and of each approved centre what it asks for or was paid, if that is more."""
    asked = city.number("equity")
    amount = np.where(np.isnan(asked), city.policy.equity.default_amount, asked)
    amount = np.where(city.flag("new_legal_entity"), amount, 0.0)
    for i, row in enumerate(city.candidates):
        record = city.record(int(row))
        if record is not None:
            amount[i] = max(float(amount[i]), math.fsum(record.equity.values()))
    return amount


def rows(city: City) -> Iterator[BudgetRow]:
    """The pot, the pots of approval years, and those of investors, as far as they are limited."""
    told, usage = city.policy.equity, equity_of(city)
    usage[city.choices :] = 0.0
    if city.policy.course.may_stop:  # what is paid stays paid, whatever the plan stops
        usage = usage - _paid_to_choices(city)
    if told.pot is not None:
        words = Words("equity pot for new legal entities", "新设法人国资注资池")
        yield BudgetRow(Rule("equity pot", "equity", words, "equity.pot", "money"), told.pot, usage=usage,
                        given=_beside(city))  # fmt: skip
    for year, cap in sorted(told.pots.items()):
        if year in city.years:
            words = Words("equity of centres approved in {y}", "{y} 年批复中心的注资").fill(y=year)
            rule = Rule(f"equity {year}", "equity", words, f"equity.pots.{year}", "money")
            yield BudgetRow(rule, cap, usage=usage, start=city.years.index(year))
    investors = np.array(city.text("investor"), dtype=object)
    for investor, cap in sorted(told.investors.items()):
        words = Words("equity of {i}", "{i} 的注资").fill(i=investor)
        rule = Rule(f"equity of {investor}", "equity", words, dotted(("equity", "investors", investor)), "money")
        yield BudgetRow(rule, cap, usage=np.where(investors == investor, usage, 0.0), given=_beside(city, investor))


def _paid_to_choices(city: City) -> Floats:
    """(N,) equity that history has paid to centres which count as new ones."""
    records = [city.record(int(row)) for row in city.chosen_from]
    paid = [0.0 if record is None else math.fsum(record.equity.values()) for record in records]
    return np.array([*paid, *([0.0] * (city.size - city.choices))])


def _beside(city: City, investor: str | None = None) -> float:
    """Equity of centres that are no choice: what was paid in the years of the plan, and what is still committed."""
    if city.history is None:
        return 0.0
    amount, whose = equity_of(city), city.text("investor")
    parts = []
    if city.policy.course.may_stop:
        mine = np.array([investor in (None, name) for name in whose[: city.choices]], dtype=bool)
        parts.append(float(_paid_to_choices(city)[: city.choices][mine].sum()))
    for i in range(city.choices, city.size):
        record = city.record(int(city.candidates[i]))
        if record is not None and investor in (None, whose[i]):
            parts += [money for year, money in record.equity.items() if year >= city.years[0]]
            if record.stays():
                parts.append(max(0.0, float(amount[i]) - math.fsum(record.equity.values())))
    return math.fsum(parts)


FAMILY = Family("equity", 110, rows=rows)
