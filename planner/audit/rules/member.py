"""Existing and chosen centres that have one university or institute among their members."""

from __future__ import annotations

from graph.base.words import Words
from planner.audit.family import AuditFamily, Given, rule
from planner.audit.report import Ledger

EXCLUSIVE_MEMBER = rule(
    "A825",
    "exclusive_member",
    "{key} is a member of {value} newly chosen centres; {limit} are allowed beside the existing ones",
    "{key}新参与{value}家中心，扣除已有中心后只允许{limit}家",
)


def check(book: Ledger, given: Given) -> None:
    """Family exclusive_member: existing + chosen ≤ n for each university and institute of table ``members``.

    Where existing centres alone exceed n, no candidate with that member may be added.
    """
    limit = given.policy.exclusive.centres_per_member
    if limit is None:
        book.skip("exclusive_member")
        return
    joined: dict[str, set[str]] = {}
    for centre, organisation in given.facts.rows("members", "centre_id", "organisation_id"):
        if given.facts.organisations[organisation].kind in {"university", "institute"}:
            joined.setdefault(organisation, set()).add(centre)
    for organisation, centres in joined.items():
        before = len(centres & {*given.facts.existing, *given.decided})
        added = len(centres & set(given.free))
        if added:
            room = max(0, limit - before, len(centres & set(given.stopped)))
            book.at_most(EXCLUSIVE_MEMBER, added, room, key=organisation, of="organisations")


AUDIT = AuditFamily(
    65,
    (EXCLUSIVE_MEMBER,),
    Words(
        "One university or institute can only carry so many centres with the same people.",
        "同一高校或科研院所的力量有限，参与的中心不宜过多。",
    ),
    check,
)
