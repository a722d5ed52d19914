"""The audit of a whole plan: read it without trust, check every rule, recompute every figure.

What does not live here: the single rules (``planner.audit.rules``), the reading (``shape``) and the goals.
"""

from __future__ import annotations

from collections.abc import Mapping

from graph.model.ecosystem import Ecosystem
from planner.audit import catalogue, claims, goals, rules, shape
from planner.audit.facts import read_facts
from planner.audit.family import Given
from planner.audit.past import decided, read_past, with_past
from planner.audit.report import AuditReport, Ledger
from planner.problem.plan import Plan
from planner.rulebook.policy import Policy


def audit(
    eco: Ecosystem,
    policy: Policy,
    plan: Plan,
    claimed: Mapping[str, float] | None = None,
    foreseen: Mapping[tuple[str, int], str] | None = None,
) -> AuditReport:
    """Recheck every rule of the policy on a plan and recompute its goals, cost and objective.

    Written from the definitions alone: no code is shared with the program that finds plans.

    Parameters
    ----------
    eco
        The ecosystem that was planned.
    policy
        The rule book.
    plan
        The plan. Whatever is wrong in it is a finding, never an exception.
    claimed
        Figures to compare with: any of the five goals, ``cost``, ``delay``, ``late_money``, ``count``,
        ``objective`` (the first stage), ``stage1``, ``stage2`` …
    foreseen
        Grades of later years that are taken as known, by centre and year.

    Returns
    -------
    AuditReport
        Findings, the number of checks of each family, families that are off, and the recomputed figures.

    Notes
    -----
    Counts are compared exactly; money and measured figures to the last of fourteen digits or, where they have more,
    within 1e-12 of the larger figure, as claimed figures are (claims of shares: or of 1). A plan that passes is right;
    that none is better, only the bound can say.
    """
    past = read_past(eco, policy, foreseen)
    eco = eco if past is None else decided(eco)
    facts = read_facts(eco)
    facts = facts if past is None else with_past(facts, past, policy)
    families = [family for family in rules.FAMILIES if family.asked(policy)]
    asked = {one.family for family in families for one in family.rules}
    book = Ledger([n for n in catalogue.FAMILIES if n in asked or n not in catalogue.SOMETIMES], facts.names)
    starts = dict(shape.starts(book, facts, plan.starts))
    pay = {i: dict(years) for i, years in shape.support(book, facts, plan.support)}
    given = Given(facts, policy, starts, pay, past)
    for family in families:
        family.check(book, given)
    found = goals.terms(facts, policy, starts, pay, past)
    found |= goals.stage_values(policy, found)
    claims.check(book, found, claimed)
    return book.report(found)
