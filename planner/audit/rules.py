"""Rules on which candidates are chosen, and when; money has its own module.

Each function checks the families that it names, counts every check in the ledger, and notes what is off.
What does not live here: money rules (``planner.audit.money``) and goals (``planner.audit.goals``).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from typing import Any

from graph.base.words import Words
from graph.model.schema import CONDITIONS
from planner.audit import catalogue as rule
from planner.audit.facts import Centre, Facts
from planner.audit.report import Ledger, Rule
from planner.rulebook.policy import MustCover, Policy, Range

Starts = Mapping[str, int]

_APART = Words("centres that share nothing named", "互不共有的中心")
_LAYERS = {"lead": Words("centres of different leads", "不同牵头单位的中心"), "centre": Words("centres", "中心")}


def approvals(book: Ledger, facts: Facts, policy: Policy, starts: Starts) -> None:
    """Families horizon, ready: first ≤ y ≤ last, and y ≥ ready year (blank: any year)."""
    span = f"{policy.years.first}–{policy.years.last}"
    for i, year in starts.items():
        inside = policy.years.first <= year <= policy.years.last
        book.check(rule.HORIZON, inside, centre=i, year=year, key=span)
        ready = facts.centres[i].ready_year
        if ready is not None:
            book.check(rule.NOT_READY, year >= ready, centre=i, year=year, value=year, limit=ready)


def readiness(book: Ledger, facts: Facts, policy: Policy, starts: Starts) -> None:
    """Families readiness_each, readiness_mean: scores of the build conditions; a missing score fails."""
    each, mean = policy.readiness.each, policy.readiness.mean
    if not each:
        book.skip("readiness_each")
    if mean is None:
        book.skip("readiness_mean")
    for i in starts:
        scores = facts.conditions.get(i, {})
        for name, least in each.items():
            score = scores.get(name, math.nan)
            book.at_least(rule.CONDITION, score, least, measured=True, centre=i, key=name, of="conditions")
        if mean is not None:
            value = math.fsum(scores.get(name, math.nan) for name, _, _ in CONDITIONS) / len(CONDITIONS)
            book.at_least(rule.CONDITION_MEAN, value, mean, measured=True, centre=i)


def lead_firms(book: Ledger, facts: Facts, policy: Policy, starts: Starts) -> None:
    """Families lead_firm_sales, lead_firm_rd: least figures of a firm that leads; a missing figure fails."""
    asked = policy.lead_firm
    figures: tuple[tuple[Rule, float | None, str], ...] = (
        (rule.LEAD_SALES, asked.minimum_sales, "sales"),
        (rule.LEAD_RD, asked.minimum_rd_share, "rd_share"),
    )
    for kind, least, column in figures:
        if least is None:
            book.skip(kind.family)
            continue
        for i in starts:
            lead = facts.centres[i].lead
            firm = facts.organisations.get(lead)
            if firm is not None and firm.kind == "firm":
                figure = getattr(firm, column)
                shown = math.nan if figure is None else figure
                book.at_least(kind, shown, least, measured=True, centre=i, key=lead, of="organisations")


def fixed(book: Ledger, facts: Facts, policy: Policy, starts: Starts) -> None:  # noqa: ARG001
    """Families fixed_chosen, fixed_rejected: what must, and must not, be chosen."""
    if not policy.fixed.chosen:
        book.skip("fixed_chosen")
    if not policy.fixed.rejected:
        book.skip("fixed_rejected")
    for i in policy.fixed.chosen:
        book.check(rule.FIXED_CHOSEN, i in starts, centre=i)
    for i in policy.fixed.rejected:
        book.check(rule.FIXED_REJECTED, i not in starts, centre=i)


def target(book: Ledger, facts: Facts, policy: Policy, starts: Starts) -> None:
    """Families target_count, target_maximum: enough centres by the target year, and not too many in all."""
    aim = policy.target
    base = len(facts.existing) if aim.count_existing else 0
    if aim.count is None:
        book.skip("target_count")
    else:
        by_then = base + sum(1 for year in starts.values() if year <= aim.year)
        book.at_least(rule.TARGET_COUNT, by_then, aim.count, year=aim.year)
    if aim.maximum is None:
        book.skip("target_maximum")
    else:
        holds = base + len(starts) <= max(aim.maximum, base)  # more may exist already: none is added then
        book.check(rule.TARGET_MAXIMUM, holds, value=base + len(starts), limit=aim.maximum)


def exclusive(book: Ledger, facts: Facts, policy: Policy, starts: Starts) -> None:
    """Families exclusive_*: existing + chosen ≤ n per lead, chief scientist and sub-field.

    Where existing centres alone exceed n, no candidate may be added.
    """
    told = policy.exclusive
    kinds: tuple[tuple[Rule, int | None, str, Callable[[Centre], str]], ...] = (
        (rule.EXCLUSIVE_LEAD, told.centres_per_lead, "organisations", lambda c: c.lead),
        (rule.EXCLUSIVE_CHIEF, told.centres_per_chief_scientist, "people", lambda c: c.chief_scientist),
        (rule.EXCLUSIVE_SUBFIELD, told.centres_per_subfield, "", lambda c: c.subfield),
    )
    for kind, limit, of, key_of in kinds:
        if limit is None:
            book.skip(kind.family)
            continue
        before = Counter(key_of(facts.centres[i]) for i in facts.existing)
        added = Counter(key_of(facts.centres[i]) for i in starts)
        for key, count in added.items():
            if key:
                book.at_most(kind, count, max(0, limit - before[key]), key=key, of=of)


def quotas(book: Ledger, facts: Facts, policy: Policy, starts: Starts) -> None:
    """Families quota_*: numbers of newly approved centres within their ranges."""
    told = policy.quotas
    chosen = [facts.centres[i] for i in starts]
    kinds: tuple[tuple[str, Mapping[Any, Range], Iterable[Any]], ...] = (
        ("district", told.district, (c.district for c in chosen)),
        ("field", told.field, (c.field for c in chosen)),
        ("channel", told.channel, (c.channel for c in chosen)),
        ("formation", told.formation, (c.formation for c in chosen)),
        ("year", told.year, starts.values()),
    )
    for kind, ranges, keys in kinds:
        least, most = rule.QUOTAS[kind]
        if not any(r.min is not None or r.max is not None for r in ranges.values()):
            book.skip(least.family)
        counts = Counter(keys)
        named = {"district": "districts", "field": "fields"}.get(kind, kind)
        for key, span in ranges.items():
            if span.min is not None:
                book.at_least(least, counts[key], span.min, key=key, of=named)
            if span.max is not None:
                book.at_most(most, counts[key], span.max, key=key, of=named)


def must_cover(book: Ledger, facts: Facts, policy: Policy, starts: Starts) -> None:
    """Family must_cover: severe technologies at their depth, by distinct leads or distinct centres."""
    if not policy.must_cover:
        book.skip("must_cover")
    here = set(starts) | set(facts.existing)
    for told in policy.must_cover:
        for technology in demanded(facts, told):
            by = {i for i, a in facts.coverers[technology] if i in here and a >= told.strength - 1e-12}
            if told.disjoint:
                layer, deep = _APART, _independent(facts, told, technology, sorted(by))
            else:
                layer = _LAYERS[told.distinct]
                deep = len({facts.centres[i].lead for i in by} - {""} if told.distinct == "lead" else by)
            book.at_least(rule.MUST_COVER, deep, told.depth, key=technology, of="technologies", layer=layer)


def _independent(facts: Facts, told: MustCover, technology: str, centres: list[str]) -> int:
    """Most centres (up to the depth asked for) of which no two share what the rule names, by trying them all."""
    rests = {}
    for i in centres:
        lead = {facts.centres[i].lead} if told.distinct == "lead" or "lead" in told.disjoint else set()
        who = {facts.centres[i].chief_scientist} if "chief_scientist" in told.disjoint else set()
        if "key_person" in told.disjoint:
            who |= {p for p in facts.staff[i] if not facts.able or technology in facts.able.get(p, ())}
        rests[i] = {("lead", o) for o in lead - {""}} | {("person", p) for p in who - {""}}
    for size in range(min(told.depth, len(centres)), 1, -1):
        for some in combinations(centres, size):
            if all(rests[a].isdisjoint(rests[b]) for a, b in combinations(some, 2)):
                return size
    return min(1, len(centres))


def demanded(facts: Facts, told: MustCover) -> tuple[str, ...]:
    """Technologies that one must-cover rule speaks of."""
    return tuple(
        t
        for t, x in facts.technologies.items()
        if x.severity >= told.severity and x.kind in told.kinds and t not in told.exempt
    )


def between_centres(book: Ledger, facts: Facts, policy: Policy, starts: Starts) -> None:  # noqa: ARG001
    """Families requires, excludes, at_most of table ``rules``; a row that cannot be read is a finding.

    Where existing centres alone exceed a limit, no candidate of the row may be added.
    """
    kinds = Counter(kind for kind, _, _ in facts.rules)
    for family in ("requires", "excludes", "at_most"):
        if not kinds[family]:
            book.skip(family)
    here = set(starts) | set(facts.existing)
    existing = set(facts.existing)
    for kind, members, limit in facts.rules:
        listed = "|".join(members)
        unknown = [m for m in members if m not in facts.centres]
        if kind not in ("requires", "excludes", "at_most") or unknown or (kind == "at_most" and limit is None):
            book.check(rule.UNREADABLE_RULE, holds=False, key=f"{kind} {listed}")
        elif kind == "requires":
            missing = [m for m in members[1:] if m not in here]
            holds = not members or members[0] not in starts or not missing
            book.check(rule.REQUIRES, holds, centre=members[0] if members else "", key="|".join(missing), of="centres")
        else:
            most = 1.0 if kind == "excludes" or limit is None else limit
            before = sum(1 for m in members if m in existing)
            added = sum(1 for m in members if m in starts)
            which = rule.EXCLUDES if kind == "excludes" else rule.AT_MOST
            book.at_most(which, added, max(0.0, most - before), key=listed, of="centres")


CHECKS = (approvals, readiness, lead_firms, fixed, target, exclusive, quotas, must_cover, between_centres)
"""All rules on the choice, in the order of their codes."""
