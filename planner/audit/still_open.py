"""Which candidates a plan could still approve by themselves: the audit's own reading of dates, thresholds and caps.

What does not live here: the rules that hold a plan against these figures (``planner.audit.rules``).
"""

from __future__ import annotations

import math
from dataclasses import replace

from planner.audit.family import Given
from planner.audit.report import NOISE, Ledger
from planner.audit.rules import lead_firm, readiness, ready
from planner.audit.rules.support import least_support, yearly_limit


def can_be_approved(given: Given, centre: str) -> bool:
    """Whether some year is left in which a plan may approve a candidate, were it the only one.

    It is offered and nobody has rejected it, its date and its thresholds allow it, and its caps its least support.
    """
    past, policy = given.past, given.policy
    last = policy.years.last
    if past is not None and (centre in past.stands or last <= past.as_of):
        return False
    if centre not in given.facts.candidates or centre in policy.fixed.rejected:
        return False
    alone = replace(given, starts={centre: last})
    book = Ledger([one.family for family in (ready, readiness, lead_firm) for one in family.AUDIT.rules])
    for family in (ready, readiness, lead_firm):
        family.check(book, alone)
    return not book.findings and least_support(given.facts, policy, centre) <= _most(given, centre) * (1.0 + NOISE)


def _most(given: Given, centre: str) -> float:
    """The most that its caps let a new centre be paid."""
    told = given.policy.support
    caps = [yearly_limit(given.facts, given.policy, centre, k) for k in range(1, told.years + 1)]
    if told.first_year_cap is not None:
        caps[0] = min(caps[0], told.first_year_cap)
    if told.unit is not None:
        caps = [math.floor(cap / told.unit * (1.0 + NOISE)) * told.unit for cap in caps]
    return min(math.fsum(caps), math.inf if told.total_cap is None else told.total_cap)
