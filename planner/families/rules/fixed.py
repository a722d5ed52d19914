"""Candidates that the scenario decides beforehand: chosen in any case, or rejected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from graph.base.words import Words
from planner.families.kind import Asked, Family
from planner.families.kinds.bars import barred
from planner.families.lever import Item, Lever, name_of
from planner.problem.city import City
from planner.problem.rows import Bar, CountRow, Rule

_REJECTED = Words("candidates that the scenario rejects", "情景指定不入选的候选中心")


def rows(city: City) -> Iterator[Bar | CountRow]:
    """One bar for all that are rejected, one count of one for each that must be chosen."""
    rejected = np.array([c in set(city.policy.fixed.rejected) for c in city.candidate_ids], dtype=bool)
    if rejected.any():
        rule = Rule("fixed rejected", "fixed", _REJECTED, "fixed.rejected")
        yield Bar(rule, np.repeat(rejected[:, None], len(city.years), axis=1))
    where = {c: i for i, c in enumerate(city.candidate_ids[: city.choices])}
    for centre in city.policy.fixed.chosen:
        if centre in where:
            words = Words("{c} must be chosen", "{c} 必须入选").fill(c=city.candidate_names[where[centre]])
            rule = Rule(f"fixed chosen {centre}", "fixed", words, "fixed.chosen", "centres")
            yield CountRow(rule, np.array([where[centre]]), low=1)


def levers(asked: Asked, same: Sequence[Any]) -> Iterator[Lever]:
    """Each candidate leaves its list."""
    fixed, names = asked.policy.fixed, tuple(name_of(row.rule) for row in same)
    key = same[0].rule.key
    if key == "fixed.chosen":
        members = ((int(row.members[0]), row.rule) for row in same)
        items = tuple(Item(asked.problem.candidates[i], rule.words, name_of(rule)) for i, rule in members)
        label, listed = Words("no longer required: {n}", "不再要求：{n}"), fixed.chosen
    else:
        items = tuple(item for bar in same for item in barred(asked.problem, bar))
        label, listed = Words("no longer rejected beforehand: {n}", "不再预先排除：{n}"), fixed.rejected
    yield Lever(key, "waive", rules=names, label=label, items=items, listed=listed, decision=True)


FAMILY = Family("fixed", 70, rows=rows, levers=levers)
