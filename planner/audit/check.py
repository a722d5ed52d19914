"""The audit of a whole plan: read it without trust, check every rule, recompute every figure.

What does not live here: the single rules (``planner.audit.rules``, ``planner.audit.money``) and goals.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from numbers import Integral, Real
from typing import Any

from graph.model.ecosystem import Ecosystem
from planner.audit import catalogue as rule
from planner.audit import goals, money, rules
from planner.audit.facts import Facts, read_facts
from planner.audit.report import AuditReport, Ledger, agrees
from planner.problem.plan import Plan
from planner.rulebook.policy import Policy


def audit(eco: Ecosystem, policy: Policy, plan: Plan, claimed: Mapping[str, float] | None = None) -> AuditReport:
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

    Returns
    -------
    AuditReport
        Findings, the number of checks of each family, families that are off, and the recomputed figures.

    Notes
    -----
    Counts are compared exactly; money, measured figures and claimed figures within 1e-12 of the larger figure (claims
    of shares: or of 1). A plan that passes is right; that none is better, only the bound can say.
    """
    facts = read_facts(eco)
    book = Ledger(rule.FAMILIES, facts.names)
    starts = dict(_starts(book, facts, plan.starts))
    pay = {i: dict(years) for i, years in _support(book, facts, plan.support)}
    for check in rules.CHECKS:
        check(book, facts, policy, starts)
    for check_money in money.CHECKS:
        check_money(book, facts, policy, starts, pay)
    if not facts.rules:
        book.skip("rules_table")
    found = goals.terms(facts, policy, starts, pay)
    found |= goals.stage_values(policy, found)
    if claimed is None:
        book.skip("claims")
    for key, value in (claimed or {}).items():
        if key not in found:
            book.check(rule.UNKNOWN_CLAIM, holds=False, key=key)
        else:
            said = float(value) if _is_number(value) else math.nan
            book.check(rule.CLAIM, agrees(said, found[key]), value=said, limit=found[key], key=key)
    return book.report(found)


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _is_whole(value: object) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)


def _known(book: Ledger, facts: Facts, centre: Any, *, candidate: bool) -> bool:
    known = isinstance(centre, str) and centre in facts.centres
    book.check(rule.UNKNOWN_CENTRE, known, centre=str(centre))
    if known and candidate:
        known = not facts.centres[centre].existing
        book.check(rule.NOT_A_CANDIDATE, known, centre=centre)
    return known


def _starts(book: Ledger, facts: Facts, given: Any) -> Iterator[tuple[str, int]]:
    """Chosen candidates whose approval year is a whole number; anything else is written down and left out."""
    if not isinstance(given, Mapping):
        book.check(rule.BAD_YEAR, holds=False, given=repr(given))
        return
    for centre, year in given.items():
        if _known(book, facts, centre, candidate=True):
            book.check(rule.BAD_YEAR, _is_whole(year), centre=centre, given=repr(year))
            if _is_whole(year):
                yield centre, int(year)


def _support(book: Ledger, facts: Facts, given: Any) -> Iterator[tuple[str, list[tuple[int, float]]]]:
    """Finite sums paid to known centres; anything else is written down and left out."""
    if not isinstance(given, Mapping):
        book.check(rule.BAD_SUPPORT, holds=False)
        return
    for centre, years in given.items():
        known = _known(book, facts, centre, candidate=False)
        by_year = isinstance(years, Mapping)
        book.check(rule.BAD_SUPPORT, by_year, centre=str(centre))
        if not (known and by_year):
            continue
        rows = []
        for year, paid in years.items():
            book.check(rule.BAD_PAY_YEAR, _is_whole(year), centre=centre, given=repr(year))
            finite = _is_number(paid) and math.isfinite(paid)
            book.check(rule.BAD_PAY, finite, centre=centre, when=year, given=repr(paid))
            if finite and _is_whole(year):
                rows.append((int(year), float(paid)))
        yield centre, rows
