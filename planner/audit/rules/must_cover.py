"""Severe technologies at their depth, by distinct leads or distinct centres."""

from __future__ import annotations

from itertools import combinations

from graph.base.words import Words
from planner.audit.facts import Facts
from planner.audit.family import AuditFamily, Given, rule
from planner.audit.report import Ledger
from planner.rulebook.policy import MustCover

MUST_COVER = rule(
    "A860",
    "must_cover",
    "technology {key} is covered by {value} {layer}, fewer than {limit}",
    "技术{key}只有{value}个{layer}覆盖，少于要求的{limit}个",
)

_APART = Words("centres that share nothing named", "互不共有的中心")
_LAYERS = {"lead": Words("centres of different leads", "不同牵头单位的中心"), "centre": Words("centres", "中心")}


def check(book: Ledger, given: Given) -> None:
    """Family must_cover: severe technologies at their depth, by distinct leads or distinct centres."""
    if not given.policy.must_cover:
        book.skip("must_cover")
    here = set(given.starts) | set(given.facts.existing)
    for told in given.policy.must_cover:
        for technology in demanded(given.facts, told):
            by = {i for i, a in given.facts.coverers[technology] if i in here and a >= told.strength - 1e-12}
            if told.disjoint:
                layer, deep = _APART, _independent(given.facts, told, technology, sorted(by))
            else:
                layer = _LAYERS[told.distinct]
                deep = len({given.facts.centres[i].lead for i in by} - {""} if told.distinct == "lead" else by)
            asked = min(deep, told.depth) if given.over else told.depth
            book.at_least(MUST_COVER, deep, asked, key=technology, of="technologies", layer=layer)


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


AUDIT = AuditFamily(
    80,
    (MUST_COVER,),
    Words("Severe technologies must be covered, by enough different centres.", "严重的技术须有足够多的不同中心覆盖。"),
    check,
)
