"""Rules of table ``rules``: requires, excludes, at most; what cannot be read is for ``rules_table``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from graph.base.words import Words
from planner.audit.family import AuditFamily, Given, rule
from planner.audit.report import Ledger
from planner.audit.still_open import can_be_approved

REQUIRES = rule(
    "A870", "requires", "{centre} is chosen without {key}, which it needs", "{centre}已入选，但其依赖的{key}未布局"
)
EXCLUDES = rule(
    "A871",
    "excludes",
    "{value} of {key} are newly chosen; at most {limit} may be, beside existing ones",
    "互斥中心{key}中新选入{value}家，扣除已有中心后最多{limit}家",
)
AT_MOST = rule(
    "A872",
    "at_most",
    "{value} of {key} are newly chosen; at most {limit} may be, beside existing ones",
    "{key}中新选入{value}家，扣除已有中心后最多{limit}家",
)
KINDS = ("requires", "excludes", "at_most")


def check(book: Ledger, given: Given) -> None:
    """Families requires, excludes, at_most of table ``rules``; rows that cannot be read are not checked.

    Where existing centres alone exceed a limit, no candidate of the row may be added, but in place of one that the plan
    stops. What a centre needs that history has approved is asked for as far as a plan can still bring or keep it.
    """
    kinds = Counter(kind for kind, _, _ in given.facts.rules)
    for family in KINDS:
        if not kinds[family]:
            book.skip(family)
    here = set(given.starts) | set(given.facts.existing)
    existing = set(given.facts.existing) | set(given.decided)
    for kind, members, limit in given.facts.rules:
        if not readable(given, kind, members, limit):
            continue
        if kind == "requires":
            asking = members[0] if members else ""
            missing = [m for m in members[1:] if m not in here] if asking in given.starts else []
            if asking in given.decided:
                missing = [m for m in missing if m in given.stopped or can_be_approved(given, m)]
            book.check(REQUIRES, not missing, centre=asking, key="|".join(missing), of="centres")
        else:
            most = 1.0 if kind == "excludes" or limit is None else limit
            before = sum(1 for m in members if m in existing)
            stopped = sum(1 for m in members if m in given.stopped)
            added = sum(1 for m in members if m in given.free)
            which = EXCLUDES if kind == "excludes" else AT_MOST
            book.at_most(which, added, max(stopped, most - before, 0.0), key="|".join(members), of="centres")


def readable(given: Given, kind: str, members: Sequence[str], limit: float | None) -> bool:
    """Whether a row of the table says something that can be checked: a kind, centres that are known, a limit."""
    known = kind in KINDS and all(m in given.facts.centres for m in members)
    return known and not (kind == "at_most" and limit is None)


AUDIT = AuditFamily(
    90,
    (
        REQUIRES,
        EXCLUDES,
        AT_MOST,
    ),
    Words("Table rules says what must, and must not, go together.", "规则表规定哪些须同选、哪些不可同选。"),
    check,
)
