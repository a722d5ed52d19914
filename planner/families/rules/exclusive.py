"""At most so many centres of one lead, chief scientist or sub-field; existing ones count.

Where more exist already than are allowed, none may be added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from graph.base.words import Words
from planner.families.kind import Family
from planner.families.kinds import counts
from planner.problem.city import City
from planner.problem.rows import CountRow, Rule
from planner.rulebook.policy import Policy

_SHARED = {
    "centres_per_lead": (
        "lead_id",
        "Organisation",
        Words("centres led by {name}: at most {n}", "同一单位（{name}）牵头的中心不超过{n}家"),
    ),
    "centres_per_chief_scientist": (
        "chief_scientist_id",
        "Person",
        Words("centres whose chief scientist is {name}: at most {n}", "同一首席科学家（{name}）任职中心不超过{n}家"),
    ),
    "centres_per_subfield": (
        "subfield",
        "",
        Words("centres in the sub-field {name}: at most {n}", "同一细分领域（{name}）的中心不超过{n}家"),
    ),
}
_LABELS = {
    "centres_per_lead": Words("at most {n} centres led by one organisation", "同一单位牵头的中心不超过{n}家"),
    "centres_per_chief_scientist": Words(
        "at most {n} centres with the same chief scientist", "同一首席科学家任职的中心不超过{n}家"
    ),
    "centres_per_subfield": Words("at most {n} centres in one sub-field", "同一细分领域的中心不超过{n}家"),
}


def rows(city: City) -> Iterator[CountRow]:
    """One row for each lead, chief scientist and sub-field that has more candidates than may be chosen."""
    for key, (column, label, what) in _SHARED.items():
        limit = getattr(city.policy.exclusive, key)
        if limit is None:
            continue
        names = city.eco.names(label) if label else {}
        held = Counter(str(v) for v in city.eco.column("centres", column)[city.existing])
        for value, members in city.groups(column).items():
            leaving = [row for row in city.leaving if str(city.eco.column("centres", column)[row]) == value]
            words = what.fill(name=names.get(value, value), n=limit)
            rule = Rule(f"exclusive {column} {value}", "exclusive", words, f"exclusive.{key}", "centres")
            yield from counts.capped(rule, members, limit, held[value])
            row = CountRow(rule, members, high=limit, given=held[value])
            yield from city.until_they_leave(row, leaving.__contains__)


def label(rule: Rule, policy: Policy) -> Words:  # noqa: ARG001
    """The sentence with a mark for the number."""
    return _LABELS[rule.key.rpartition(".")[2]]


def stated(row: CountRow, policy: Policy) -> float:
    """The greatest number as the scenario states it."""
    return float(getattr(policy.exclusive, row.rule.key.rpartition(".")[2]))


FAMILY = Family("exclusive", 50, rows=rows, label=label, stated=stated)
