"""Equity of new legal entities within its pot."""

from __future__ import annotations

from graph.base.words import Words
from planner.audit import goals
from planner.audit.family import AuditFamily, Given, rule
from planner.audit.report import Ledger

EQUITY = rule(
    "A847", "equity", "equity of {value} exceeds the pot of {limit}", "国资注资合计{value}，超过注资资金池{limit}"
)


def check(book: Ledger, given: Given) -> None:
    """Family equity."""
    if given.policy.equity.pot is None:
        book.skip("equity")
    else:
        book.at_most(EQUITY, goals.equity(given.facts, given.policy, given.starts), given.policy.equity.pot, money=True)


AUDIT = AuditFamily(
    120,
    (EQUITY,),
    Words("The policy caps support by centre, year and budget.", "政策按中心、年度与预算限定支持资金。"),
    check,
    of_money=True,
)
