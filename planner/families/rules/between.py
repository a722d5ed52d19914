"""Rules of the dataset's table ``rules``: requires, excludes and at-most between centres.

Where more exist already than are allowed, none may be added. A requirement that an existing centre meets is no rule; it
cannot be met where the centre that is needed has ended, will end or is no longer offered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from graph.base.words import Words
from planner.families.kind import Family
from planner.problem.city import City
from planner.problem.rows import CountRow, Ints, Logic, Rule


def rows(city: City) -> Iterator[CountRow | Logic]:
    """One row for each row of the table that says something of a candidate."""
    where = {c: i for i, c in enumerate(city.candidate_ids[: city.choices])}
    for kind, members, limit in _told(city):
        if kind == "requires":
            if members[0] not in where:
                continue
            needed, there = _split(city, members[1:])
            words = Words("{a} requires {b}", "{a} 依赖 {b}").fill(
                a=_named(city, members[:1]), b=_named(city, members[1:])
            )
            rule = Rule(f"requires {'|'.join(members)}", "logic", words, "", "centres")
            asking = np.array([where[members[0]]], dtype=np.int64)
            if len(needed) + there < len({*members[1:]} & {*city.eco.ids("Centre")}):
                yield CountRow(rule, asking, high=0)
            elif len(needed):
                yield Logic(replace(rule, unit=""), "requires", np.concatenate([asking, needed]))
            continue
        inside, given = _split(city, members)
        most = 1 if kind == "excludes" or np.isnan(limit) else int(limit)
        words = Words("at most {n} of {m}", "至多选 {n} 家：{m}").fill(n=most, m=_named(city, members))
        rule = Rule(f"{kind} {'|'.join(members)}", "logic", words, "", "centres")
        yield CountRow(rule, inside, high=max(most, given), given=given)


def _named(city: City, members: list[str]) -> Words:
    """The centres by name, for a sentence."""
    names = city.eco.names("Centre")
    said = [names.get(m) or m for m in dict.fromkeys(members)]
    return Words(", ".join(said), "、".join(said))


def _told(city: City) -> list[tuple[str, list[str], float]]:
    columns = (city.eco.column("rules", c) for c in ("kind", "members", "limit"))
    return [(str(k), [m.strip() for m in str(ms).split("|")], float(n)) for k, ms, n in zip(*columns, strict=True)]


def _split(city: City, members: list[str]) -> tuple[Ints, int]:
    """Positions of the candidates among ``members``, and the number of existing centres among them."""
    where = {c: i for i, c in enumerate(city.candidate_ids[: city.choices])}
    inside = np.array([where[m] for m in dict.fromkeys(members) if m in where], dtype=np.int64)
    ids = city.eco.ids("Centre")
    existing = {ids[e] for e in city.existing}
    return inside, len(existing & set(members))


FAMILY = Family("logic", 80, rows=rows)
