"""Decision dates within a year: at most so many approvals on each, in the years to come. Source: 成熟一个、批复一个."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from graph.base.words import Words
from planner.families.kind import Asked, Family
from planner.families.lever import Item, Lever, name_of
from planner.problem.city import City
from planner.problem.rows import CountRow, Rule

_WORDS = Words("approvals in {y}, in {k} batches, at most {n}", "{y} 年分 {k} 批批复，合计不超过 {n} 家")


def rows(city: City) -> Iterator[CountRow]:
    """One row for each year to come: as many approvals as its batches hold."""
    told = city.policy.batches
    if not told.dates or told.most is None:
        return
    whole = told.most * len(told.dates)
    for y, year in enumerate(city.years):
        if year > city.as_of:
            words = _WORDS.fill(y=year, n=whole, k=len(told.dates))
            rule = Rule(f"batches {year}", "batch", words, "batches.most", "centres")
            yield CountRow(rule, np.arange(city.choices), high=whole, year=y)


def levers(asked: Asked, same: Sequence[CountRow]) -> Iterator[Lever]:
    """Any number in a batch: a figure would count by batches, the rows count by years."""
    names = tuple(name_of(row.rule) for row in same)
    label = Words("any number of approvals in a batch", "每批批复数不限")
    item = Item("batches", label, names[0])
    was = str(asked.policy.batches.most)
    yield Lever("batches.most", "waive", rules=names, label=label, items=(item,), becomes="null", was=was)


FAMILY = Family("batch", 62, rows=rows, levers=levers)
