"""Existing and chosen centres per lead, chief scientist and sub-field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from graph.base.words import Words
from planner.audit.facts import CentreRow
from planner.audit.family import AuditFamily, Given, rule
from planner.audit.report import Ledger, Rule

EXCLUSIVE_LEAD = rule(
    "A822",
    "exclusive_lead",
    "{key} leads {value} newly chosen centres; {limit} are allowed beside the existing ones",
    "{key}新牵头{value}家中心，扣除已有中心后只允许{limit}家",
)
EXCLUSIVE_CHIEF = rule(
    "A823",
    "exclusive_chief_scientist",
    "{key} is chief scientist of {value} newly chosen centres; {limit} are allowed beside the existing ones",
    "{key}新任{value}家中心的首席科学家，扣除已有中心后只允许{limit}家",
)
EXCLUSIVE_SUBFIELD = rule(
    "A824",
    "exclusive_subfield",
    "sub-field {key} gets {value} newly chosen centres; {limit} are allowed beside the existing ones",
    "细分领域“{key}”新增{value}家中心，扣除已有中心后只允许{limit}家",
)


def check(book: Ledger, given: Given) -> None:
    """Families exclusive_*: existing + chosen ≤ n per lead, chief scientist and sub-field.

    Where existing centres alone exceed n, no candidate may be added.
    """
    told = given.policy.exclusive
    kinds: tuple[tuple[Rule, int | None, str, Callable[[CentreRow], str]], ...] = (
        (EXCLUSIVE_LEAD, told.centres_per_lead, "organisations", lambda c: c.lead),
        (EXCLUSIVE_CHIEF, told.centres_per_chief_scientist, "people", lambda c: c.chief_scientist),
        (EXCLUSIVE_SUBFIELD, told.centres_per_subfield, "", lambda c: c.subfield),
    )
    for kind, limit, of, key_of in kinds:
        if limit is None:
            book.skip(kind.family)
            continue
        before = Counter(key_of(given.facts.centres[i]) for i in (*given.facts.existing, *given.decided))
        added = Counter(key_of(given.facts.centres[i]) for i in given.free)
        stopped = Counter(key_of(given.facts.centres[i]) for i in given.stopped)
        for key, count in added.items():
            if key:
                most = max(stopped[key], limit - before[key])
                book.at_most(kind, count, max(0, most), key=key, of=of)
        for year in sorted(set(given.free.values())):
            there = Counter(key_of(given.facts.centres[i]) for i in given.leaving(year))
            so_far = Counter(key_of(given.facts.centres[i]) for i, y in given.free.items() if y <= year)
            for key, count in so_far.items():
                if key and there[key]:
                    most = max(0, limit - before[key] - there[key])
                    book.at_most(kind, count, most, key=key, of=of, year=year)


AUDIT = AuditFamily(
    60,
    (
        EXCLUSIVE_LEAD,
        EXCLUSIVE_CHIEF,
        EXCLUSIVE_SUBFIELD,
    ),
    Words("The target and the exclusive rules count centres.", "目标数与排他规则按中心计数。"),
    check,
)
