"""At most so many centres with one university or institute among their members; existing ones count. buju's own rule.

A university that joins many centres has the same people for all of them. Counted are rows of table ``members``, leads
only where they stand there; where more exist already than are allowed, none may be added.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graph.base.words import Words
from planner.families.kind import Family
from planner.families.kinds import counts
from planner.problem.city import City
from planner.problem.rows import CountRow, Rule
from planner.rulebook.policy import Policy

KINDS = ("university", "institute")


def rows(city: City) -> Iterator[CountRow]:
    """One row for each university and institute that has more candidates than may be chosen."""
    limit = city.policy.exclusive.centres_per_member
    if limit is None:
        return
    centre = city.eco.codes("members", "centre_id", "Centre")
    organisation = city.eco.codes("members", "organisation_id", "Organisation")
    ids, names = city.eco.ids("Organisation"), city.eco.names("Organisation")
    for member in np.flatnonzero(np.isin(city.eco.column("organisations", "kind").astype(str), KINDS)):
        joined = centre[organisation == member]
        inside = np.flatnonzero(np.isin(city.chosen_from, joined))
        given = int(np.isin(city.existing, joined).sum())
        words = Words("centres with the member {name}: at most {n}", "有成员单位{name}的中心，至多 {n}").fill(
            name=names[ids[member]], n=limit
        )
        rule = Rule(f"exclusive member {ids[member]}", "member", words, "exclusive.centres_per_member", "centres")
        yield from counts.capped(rule, inside, limit, given)


def label(rule: Rule, policy: Policy) -> Words:  # noqa: ARG001
    """The sentence with a mark for the number."""
    return Words(
        "at most {n} centres with the same university or institute as a member",
        "同一高校或科研院所作为成员的中心至多 {n} 家",
    )


def stated(row: CountRow, policy: Policy) -> float:
    """The greatest number as the scenario states it."""
    limit = policy.exclusive.centres_per_member
    return row.high if limit is None else float(limit)


FAMILY = Family("member", 55, rows=rows, label=label, stated=stated)
