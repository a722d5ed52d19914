"""How far each budget of a scheme is executed as of the last year of history.

What does not live here: what budgets hold of a plan (``planner.families.rules.budgets``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from graph.base.words import Words
from planner.families.rules.budgets import paid
from planner.problem.city import City
from planner.problem.history import OWN
from planner.rulebook.scenario.shape import dotted
from planner.runs.course_types import Execution


def execution(city: City) -> tuple[Execution, ...]:
    """City budgets by year, the total, districts, equity pots: budget, paid, and the rate; none without a history.

    Years after the last year of history are left out; budgets of all years count what was paid so far.
    """
    return () if city.history is None else tuple(_rows(city))


def _rows(city: City) -> Iterator[Execution]:
    told, as_of = city.policy.budgets, city.as_of
    for year, budget in sorted(told.city.items()):
        if year <= as_of:
            words = Words("city support money in {y}", "{y} 年市级支持资金").fill(y=year)
            yield _row(f"budgets.city.{year}", words, budget, paid(city, ("city",), year=year), year)
    for year, pot in sorted(city.policy.equity.pots.items()):
        if year <= as_of:
            words = Words("equity in {y}", "{y} 年注资").fill(y=year)
            yield _row(f"equity.pots.{year}", words, pot, _equity(city, year), year)
    if told.total is not None:
        words = Words("support money in all years", "各年支持资金总额")
        yield _row("budgets.total", words, told.total, paid(city, OWN))
    names = city.eco.names("District")
    for district, budget in sorted(told.districts.items()):
        words = Words("co-funding of {d}", "{d}配套资金").fill(d=names.get(district, district))
        given = paid(city, ("district",), district=district)
        yield _row(dotted(("budgets", "districts", district)), words, budget, given)
    if city.policy.equity.pot is not None:
        words = Words("equity in all years", "各年注资总额")
        yield _row("equity.pot", words, city.policy.equity.pot, _equity(city, None))


def _row(key: str, words: Words, budget: float, given: float, year: int | None = None) -> Execution:
    rate = given / budget if budget > 0 else None
    return Execution(key=key, words=words, year=year, budget=budget, paid=given, rate=rate)


def _equity(city: City, year: int | None) -> float:
    """Equity that history has paid, in one year or in all of the scheme's."""
    assert city.history is not None
    return math.fsum(
        amount
        for record in city.history.records.values()
        for when, amount in record.equity.items()
        if when >= city.years[0] and year in (None, when)
    )
