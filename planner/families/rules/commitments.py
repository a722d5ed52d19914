"""What approvals have promised for later years: firm (kept), with priority (as little short as can be), or free."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graph.base.words import Words
from planner.families.kind import Family
from planner.problem.city import City
from planner.problem.rows import DueRow, Rule

_WORDS = Words("promised support is paid", "承诺的支持按期兑现")


def rows(city: City) -> Iterator[DueRow]:
    """One row for each centre and year with a promise, as it is held; all of them are one rule."""
    how = city.policy.course.commitments
    if how == "free":
        return
    rule = Rule("commitments", "commitments", _WORDS, "course.commitments", "money")
    for i in range(city.size):
        found = city.allowed(i)
        for year, amount in ({} if found is None else found.promised).items():
            if amount > 0:
                at = np.array([city.funding.index(year)])
                # a stop acts from the year after the next on: the promise of the next year holds in any case
                stays = i if year > city.as_of + 1 else -1
                yield DueRow(rule, np.array([i]), at, np.ones(1), amount, stays=stays, soft=how == "priority")


FAMILY = Family("commitments", 94, rows)
