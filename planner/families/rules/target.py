"""How many centres by when, and how many at most. Source: drafting note, 到2025年，布局建设20家市级技术创新中心."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from graph.base.words import Words
from planner.families.kind import Asked, Family
from planner.families.kinds import counts
from planner.families.lever import Lever
from planner.problem.city import City
from planner.problem.rows import CountRow, Rule
from planner.rulebook.policy import Policy

_LEAST = Words("at least {n} centres by {year}", "到 {year} 年至少 {n} 家中心")
_MOST = Words("at most {n} centres", "至多 {n} 家中心")
_ALONE = Words("{w}; {n} is the most that can be met", "{w}；最多可达 {n} 家")


def rows(city: City) -> Iterator[CountRow]:
    """The least number by the target year and the greatest of all; existing centres are given if they count."""
    rule = city.policy.target
    everyone = np.arange(city.choices)
    given = len(city.existing) if rule.count_existing else 0
    if rule.count is not None:
        first = city.years[0]
        gone = sum(
            city.there(int(row), rule.year) and (rule.count_existing or not city.earlier(int(row), first))
            for row in city.leaving
        )
        until = sum(year <= rule.year for year in city.years) - 1
        name = Rule("target", "target", _LEAST.fill(n=rule.count, year=rule.year), "target.count", "centres")
        last = until if until + 1 < len(city.years) else None
        yield CountRow(name, everyone, low=rule.count, given=given + gone, until=last)
    if rule.maximum is not None:
        name = Rule("target maximum", "target", _MOST.fill(n=rule.maximum), "target.maximum", "centres")
        # more may exist already: none is added then, and nothing is impossible for that
        row = CountRow(name, everyone, high=max(rule.maximum, given), given=given)
        yield row
        yield from city.until_they_leave(row, lambda r: rule.count_existing or not city.earlier(r, city.years[0]))


def label(rule: Rule, policy: Policy) -> Words:
    """The sentence with a mark for the number."""
    if rule.key == "target.count":
        return _LEAST.fill(n="{n}", year=policy.target.year)
    return _MOST.fill(n="{n}")


def stated(row: CountRow, policy: Policy) -> float:
    """The greatest number as the scenario states it."""
    return row.high if policy.target.maximum is None else float(policy.target.maximum)


def levers(asked: Asked, same: Sequence[CountRow]) -> Iterator[Lever]:
    """The figure; a lower least number that is enough alone is the greatest that can be met."""
    for lever in counts.figure(asked, same):
        yield replace(lever, alone=_ALONE) if lever.key == "target.count" else lever


FAMILY = Family("target", 40, rows=rows, label=label, stated=stated, levers=levers)
