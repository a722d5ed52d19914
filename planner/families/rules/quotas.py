"""Least and greatest numbers of new centres by district, field, channel, formation, year; existing ones do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from graph.base.words import Words
from planner.families.kind import Family
from planner.problem.city import City
from planner.problem.rows import CountRow, Ints, Rule
from planner.rulebook.policy import Range
from planner.rulebook.scenario.shape import dotted

_CHANNELS = {
    "city": Words("put forward by the city", "市级主动布局"),
    "district": Words("put forward by districts", "区县推荐"),
    "department": Words("put forward by departments", "部门推荐"),
}
_FORMATIONS = {
    "enterprise": Words("led by a firm", "企业牵头"),
    "institute": Words("led by an institute", "院所牵头"),
    "joint": Words("jointly formed", "联合组建"),
}


def rows(city: City) -> Iterator[CountRow]:
    """One row a side of each range."""
    told = city.policy.quotas
    of_kind: tuple[tuple[str, Mapping[str, Range], Mapping[str, str | Words]], ...] = (
        ("district", told.district, dict(city.eco.names("District"))),
        ("field", told.field, dict(city.eco.names("Field"))),
        ("channel", {str(k): v for k, v in told.channel.items()}, dict(_CHANNELS)),
        ("formation", {str(k): v for k, v in told.formation.items()}, dict(_FORMATIONS)),
    )
    for kind, ranges, names in of_kind:
        groups = city.groups(kind)
        for value, limits in sorted(ranges.items()):
            members = groups.get(value, np.zeros(0, dtype=np.int64))
            column = city.eco.column("centres", kind)
            before = sum(str(column[row]) == value for row in city.existing) if told.count_existing else 0
            for side in _sides(kind, value, names.get(value, value), limits, members):
                yield replace(side, given=before)
    for year, limits in sorted(told.year.items()):
        if year in city.years:
            name = Words("{y}", "{y} 年").fill(y=year)
            yield from _sides("year", str(year), name, limits, np.arange(city.choices), city.years.index(year))


def _sides(
    kind: str, value: str, name: str | Words, limits: Range, members: Ints, year: int | None = None
) -> Iterator[CountRow]:
    label = Words("{name}: new centres", "{name}新建中心数").fill(name=name)
    for side, limit in (("min", limits.min), ("max", limits.max)):
        if limit is not None:
            words = (
                Words("{label}, at least {n}", "{label}不少于 {n}")
                if side == "min"
                else Words("{label}, at most {n}", "{label}不超过 {n}")
            )
            key = dotted(("quotas", kind, value, side))
            rule = Rule(f"quota {kind} {value} {side}", "quota", words.fill(label=label, n=limit), key, "centres")
            low, high = (limit, np.inf) if side == "min" else (-np.inf, limit)
            yield CountRow(rule, members, low=low, high=high, year=year)


FAMILY = Family("quota", 60, rows=rows)
