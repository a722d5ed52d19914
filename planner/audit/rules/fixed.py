"""What must, and must not, be chosen."""

from __future__ import annotations

from graph.base.words import Words
from planner.audit.family import AuditFamily, Given, rule
from planner.audit.report import Ledger

FIXED_CHOSEN = rule("A816", "fixed_chosen", "{centre} must be chosen, and is not", "{centre}为必选中心，方案未选入")
FIXED_REJECTED = rule(
    "A817", "fixed_rejected", "{centre} must not be chosen, and is", "{centre}为禁选中心，方案却已选入"
)


def check(book: Ledger, given: Given) -> None:
    """Families fixed_chosen, fixed_rejected: what must, and must not, be chosen; what stands already is chosen."""
    if not given.policy.fixed.chosen:
        book.skip("fixed_chosen")
    if not given.policy.fixed.rejected:
        book.skip("fixed_rejected")
    for i in given.policy.fixed.chosen:
        book.check(FIXED_CHOSEN, i in given.starts or i in given.facts.existing, centre=i)
    for i in given.policy.fixed.rejected:
        book.check(FIXED_REJECTED, i not in given.free, centre=i)


AUDIT = AuditFamily(
    40,
    (
        FIXED_CHOSEN,
        FIXED_REJECTED,
    ),
    Words(
        "A centre is approved when it is ready, within the years of the policy, and above its thresholds.",
        "成熟一个、批复一个：须在规划期内、成熟之后且达到门槛方可批复。",
    ),
    check,
)
