"""The second instrument: equity for new legal entities, from one pot. Source: drafting note, 拨改投."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graph.base.words import Words
from planner.families.kind import Family
from planner.problem.city import City
from planner.problem.rows import BudgetRow, Floats, Rule


def equity_of(city: City) -> Floats:
    """(N,) equity that each candidate takes from the pot: new legal entities only."""
    asked = city.number("equity")
    amount = np.where(np.isnan(asked), city.policy.equity.default_amount, asked)
    return np.where(city.flag("new_legal_entity"), amount, 0.0)


def rows(city: City) -> Iterator[BudgetRow]:
    """The pot, if it is limited."""
    if city.policy.equity.pot is not None:
        words = Words("equity pot for new legal entities", "新设法人国资注资池")
        rule = Rule("equity pot", "equity", words, "equity.pot", "money")
        yield BudgetRow(rule, city.policy.equity.pot, usage=equity_of(city))


FAMILY = Family("equity", 110, rows)
