"""Approvals of a year to come are no more than its batches hold."""

from __future__ import annotations

from collections import Counter

from graph.base.words import Words
from planner.audit.family import AuditFamily, Given, rule
from planner.audit.report import Ledger

BATCH = rule(
    "A827",
    "batches",
    "{value} approvals in {year}, more than its batches hold: {limit}",
    "{year}年批复{value}家，超过各批次合计{limit}家",
)


def check(book: Ledger, given: Given) -> None:
    """Family batches: approvals by year, those announced already let pass."""
    told, past = given.policy.batches, given.past
    if told.most is None:
        book.skip("batches")
        return
    announced = Counter(given.decided.values())
    for year, number in Counter(given.starts.values()).items():
        if past is None or year > past.as_of:
            limit = max(told.most * len(told.dates), announced[year])
            book.check(BATCH, number <= limit, value=number, year=year, limit=limit)


AUDIT = AuditFamily(
    66,
    (BATCH,),
    Words("Approvals are decided on the dates of their year.", "批复按当年批次决定。"),
    check,
    when=lambda policy: bool(policy.batches.dates),
)
