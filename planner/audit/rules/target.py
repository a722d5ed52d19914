"""Enough centres by the target year, and not too many in all."""

from __future__ import annotations

from graph.base.words import Words
from planner.audit.family import AuditFamily, Given, rule
from planner.audit.report import Ledger

TARGET_COUNT = rule(
    "A820",
    "target_count",
    "{value} centres by the end of {year}, fewer than {limit}",
    "截至{year}年底共{value}家中心，少于目标{limit}家",
)
TARGET_MAXIMUM = rule(
    "A821", "target_maximum", "{value} centres in all, more than {limit}", "中心总数{value}家，超过上限{limit}家"
)


def check(book: Ledger, given: Given) -> None:
    """Families target_count, target_maximum: enough centres by the target year, and not too many in all."""
    aim = given.policy.target
    base = len(given.facts.existing) if aim.count_existing else 0
    if aim.count is None:
        book.skip("target_count")
    else:
        by_then = base + sum(1 for year in given.starts.values() if year <= aim.year) + _leaving(given, aim.year)
        passed = given.past is not None and min(aim.year, given.policy.years.last) <= given.past.as_of
        book.at_least(TARGET_COUNT, by_then, min(by_then, aim.count) if passed else aim.count, year=aim.year)
    if aim.maximum is None:
        book.skip("target_maximum")
    else:
        # more may exist or be approved already: none is added then
        total, stands = base + len(given.starts), base + len(given.decided) + len(given.stopped)
        book.check(TARGET_MAXIMUM, total <= max(aim.maximum, stands), value=total, limit=aim.maximum)
        for year in sorted(set(given.free.values())):
            leaving = _leaving(given, year)
            total = base + leaving + sum(1 for y in given.starts.values() if y <= year)
            stands = base + leaving + sum(1 for y in given.decided.values() if y <= year)
            if leaving:
                book.check(TARGET_MAXIMUM, total <= max(aim.maximum, stands), value=total, limit=aim.maximum)


def _leaving(given: Given, year: int) -> int:
    """Centres that have ended since, or will, and count in a year."""
    first, past = given.policy.years.first, given.past
    counted = given.policy.target.count_existing
    return sum(1 for i in given.leaving(year) if counted or (past is not None and not past.early(i, first)))


AUDIT = AuditFamily(
    50,
    (
        TARGET_COUNT,
        TARGET_MAXIMUM,
    ),
    Words("The target and the exclusive rules count centres.", "目标数与排他规则按中心计数。"),
    check,
)
