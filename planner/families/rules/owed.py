"""What approved centres are still owed of their least support, as far as their caps, after grades, allow it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graph.base.words import Words
from planner.families.kind import Family
from planner.problem.city import City
from planner.problem.rows import DueRow, Rule


def rows(city: City) -> Iterator[DueRow]:
    """One row for each centre to which something is owed."""
    for i, centre in enumerate(city.candidate_ids):
        found = city.allowed(i)
        if found is not None and found.owed > 0:
            name = city.candidate_names[i]
            words = Words("{c}: {n:,.12g} still owed of its least support", "{c} 最低支持尚欠 {n:,.12g}")
            rule = Rule(f"minimum support {centre}", "owed", words.fill(c=name, n=found.owed), "", "money")
            years = np.array([city.funding.index(year) for year, cap in found.caps.items() if cap > 0])
            yield DueRow(
                rule=rule,
                centre=np.full(len(years), i),
                year=years,
                share=np.ones(len(years)),
                floor=found.owed,
                stays=i,
            )


FAMILY = Family("owed", 92, rows=rows)
