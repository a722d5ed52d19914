"""Rows of table ``rules`` that cannot be read, so that nothing can be said of them."""

from __future__ import annotations

from graph.base.words import Words
from planner.audit.family import AuditFamily, Given, rule
from planner.audit.report import Ledger
from planner.audit.rules.between import readable

UNREADABLE_RULE = rule("A873", "rules_table", "rule row {key} cannot be checked", "规则表“{key}”无法核验")


def check(book: Ledger, given: Given) -> None:
    """Family rules_table: every row has a known kind, known centres and the limit that it needs."""
    if not given.facts.rules:
        book.skip("rules_table")
    for kind, members, limit in given.facts.rules:
        if not readable(given, kind, members, limit):
            book.check(UNREADABLE_RULE, holds=False, key=f"{kind} {'|'.join(members)}")


AUDIT = AuditFamily(
    130,
    (UNREADABLE_RULE,),
    Words("Table rules says what must, and must not, go together.", "规则表规定哪些须同选、哪些不可同选。"),
    check,
)
