"""No approval before a candidate is ready. Source: drafting note, 成熟一个、批复一个."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from graph.base.words import Words
from planner.families.kind import Asked, Family
from planner.families.kinds.bars import barred
from planner.families.lever import Lever, name_of
from planner.problem.city import City
from planner.problem.rows import Bar, Rule

_WORDS = Words("no approval before a candidate is ready", "建设条件尚未成熟，暂不批复")


def rows(city: City) -> Iterator[Bar]:
    """Years before each candidate's ready year; blank: ready in any year."""
    ready = city.number("ready_year")
    early = np.where(np.isnan(ready), -np.inf, ready)[:, None] > np.asarray(city.years)[None, :]
    if early.any():
        yield Bar(Rule("ready", "ready", _WORDS), early)


def levers(asked: Asked, bars: Sequence[Bar]) -> Iterator[Lever]:
    """Only the data can make a candidate ready sooner."""
    label = Words("ready sooner than stated: {n}", "早于填报年份成熟：{n}")
    for bar in bars:
        yield Lever("", "waive", rules=(name_of(bar.rule),), label=label, items=barred(asked.problem, bar))


FAMILY = Family("ready", 10, rows=rows, levers=levers)
