"""Equity of new legal entities within its pots: of all years, of approval years, of investors."""

from __future__ import annotations

from graph.base.words import Words
from planner.audit import goals
from planner.audit.family import AuditFamily, Given, rule
from planner.audit.report import Ledger, total

EQUITY = rule(
    "A847", "equity", "equity of {value} exceeds the pot of {limit}", "国资注资合计{value}，超过注资资金池{limit}"
)
EQUITY_YEAR = rule(
    "A848", "equity", "equity of {year} is {value}, more than {limit}", "{year}年批复中心注资{value}，超过额度{limit}"
)
EQUITY_INVESTOR = rule(
    "A849", "equity", "equity of {key} is {value}, more than {limit}", "{key}注资{value}，超过额度{limit}"
)


def check(book: Ledger, given: Given) -> None:
    """Family equity."""
    told = given.policy.equity
    if told.pot is None and not told.pots and not told.investors:
        book.skip("equity")
    if told.pot is not None:
        before = _before(given)
        new = goals.equity(given.facts, given.policy, given.new)
        limit = told.pot if given.past is None else max(told.pot, before)
        book.at_most(EQUITY, total([(before,), (new,)]), limit, measured=True)
    for year, cap in told.pots.items():
        if given.past is None or year > given.past.as_of:
            new = goals.equity(given.facts, given.policy, [i for i, y in given.new.items() if y == year])
            book.at_most(EQUITY_YEAR, new, cap, measured=True, year=year)
    for investor, cap in told.investors.items():
        before = _before(given, investor)
        mine = [i for i in given.new if given.facts.centres[i].investor == investor]
        limit = cap if given.past is None else max(cap, before)
        spent = total([(before,), (goals.equity(given.facts, given.policy, mine),)])
        book.at_most(EQUITY_INVESTOR, spent, limit, measured=True, key=investor)


def _before(given: Given, investor: str | None = None) -> float:
    """Equity that history has paid from the first year on, and what is committed to approved centres."""
    if given.past is None:
        return 0.0
    parts = []
    for i, stand in given.past.stands.items():
        if not stand.ours or (investor is not None and given.facts.centres[i].investor != investor):
            continue
        whole = goals.equity(given.facts, given.policy, [i], given.past)
        if i in given.held:
            parts.append(whole)
            continue
        parts += [
            money for year, money in stand.equity.items() if year >= given.policy.years.first or i in given.stopped
        ]
        if not given.facts.centres[i].absent and given.past.early(i, given.policy.years.first):
            parts += [whole, *(-money for money in stand.equity.values())]
    return total((part,) for part in parts)


AUDIT = AuditFamily(
    120,
    (EQUITY, EQUITY_YEAR, EQUITY_INVESTOR),
    Words("The policy caps support by centre, year and budget.", "政策按中心、年度与预算限定支持资金。"),
    check,
    of_money=True,
)
