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

_CHOSEN = "fixed chosen "
_REJECTED = Words("candidates that the scenario rejects", "情景指定不入选的候选中心")


def rows(city: City) -> Iterator[Bar | CountRow]:
    """One bar for all that are rejected, one count of one for each that must be chosen and does not stand already.

    What has ended or is no longer offered cannot be chosen: a count of nobody, which no plan keeps.
    """
    rejected = np.array([c in set(city.policy.fixed.rejected) for c in city.candidate_ids], dtype=bool)
    if rejected.any():
        rule = Rule("fixed rejected", "fixed", _REJECTED, "fixed.rejected")
        yield Bar(rule, np.repeat(rejected[:, None], len(city.years), axis=1))
    where = {c: i for i, c in enumerate(city.candidate_ids[: city.choices])}
    ids, names = city.eco.ids("Centre"), city.eco.names("Centre")
    standing = {ids[e] for e in city.existing}
    for centre in city.policy.fixed.chosen:
        if centre not in standing:
            words = Words("{c} must be chosen", "{c}必须入选").fill(c=names.get(centre) or centre)
            rule = Rule(_CHOSEN + centre, "fixed", words, "fixed.chosen", "centres")
            members = [where[centre]] if centre in where else []
            yield CountRow(rule, np.array(members, dtype=np.int64), low=1)


def levers(asked: Asked, same: Sequence[Any]) -> Iterator[Lever]:
    """Each candidate leaves its list."""
    fixed, names = asked.policy.fixed, tuple(name_of(row.rule) for row in same)
    key = same[0].rule.key
    if key == "fixed.chosen":
        items = tuple(Item(row.rule.name.removeprefix(_CHOSEN), row.rule.words, name_of(row.rule)) for row in same)
        label, listed = Words("no longer required: {n}", "不再要求：{n}"), fixed.chosen
    else:
        items = tuple(item for bar in same for item in barred(asked.problem, bar))
        label, listed = Words("no longer rejected beforehand: {n}", "不再预先排除：{n}"), fixed.rejected
    yield Lever(key, "waive", rules=names, label=label, items=items, listed=listed, decision=True)


FAMILY = Family("fixed", 70, rows=rows, levers=levers)
