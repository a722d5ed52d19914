"""Numbers of newly approved centres within their ranges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from graph.base.words import Words
from planner.audit.family import AuditFamily, Given, rule
from planner.audit.report import Ledger, Rule
from planner.rulebook.policy import Range


def _quota(least: str, most: str, family: str, en: str, zh: str) -> tuple[Rule, Rule]:
    return (
        rule(least, family, en + ": {value} centres, fewer than {limit}", zh + "：入选{value}家，少于下限{limit}家"),
        rule(most, family, en + ": {value} centres, more than {limit}", zh + "：入选{value}家，超过上限{limit}家"),
    )


QUOTAS = {
    "district": _quota("A830", "A831", "quota_district", "district {key}", "区（县、市）{key}"),
    "field": _quota("A832", "A833", "quota_field", "field {key}", "领域{key}"),
    "channel": _quota("A834", "A835", "quota_channel", "channel {key}", "推荐渠道{key}"),
    "formation": _quota("A836", "A837", "quota_formation", "formation {key}", "组建模式{key}"),
    "year": _quota("A838", "A839", "quota_year", "approvals in {key}", "{key}年批复"),
}


def check(book: Ledger, given: Given) -> None:
    """Families quota_*: numbers of newly approved centres within their ranges."""
    told = given.policy.quotas
    counted = [*given.starts, *(given.facts.existing if told.count_existing else ())]
    before = [given.facts.centres[i] for i in (*(i for i in counted if i not in given.free), *given.stopped)]
    chosen = [given.facts.centres[i] for i in counted]
    kinds: tuple[tuple[str, Mapping[Any, Range], Iterable[Any]], ...] = (
        ("district", told.district, (c.district for c in chosen)),
        ("field", told.field, (c.field for c in chosen)),
        ("channel", told.channel, (c.channel for c in chosen)),
        ("formation", told.formation, (c.formation for c in chosen)),
        ("year", told.year, given.starts.values()),
    )
    for kind, ranges, keys in kinds:
        least, most = QUOTAS[kind]
        if not any(r.min is not None or r.max is not None for r in ranges.values()):
            book.skip(least.family)
        counts = Counter(keys)
        stood = Counter(given.decided.values() if kind == "year" else (getattr(c, kind) for c in before))
        named = {"district": "districts", "field": "fields"}.get(kind, kind)
        for key, span in ranges.items():
            if span.min is not None:
                passed = given.over or (kind == "year" and given.past is not None and key <= given.past.as_of)
                book.at_least(least, counts[key], min(counts[key], span.min) if passed else span.min, key=key, of=named)
            if span.max is not None:
                book.at_most(most, counts[key], max(span.max, stood[key]), key=key, of=named)


AUDIT = AuditFamily(
    70,
    (*(one for pair in QUOTAS.values() for one in pair),),
    Words("A quota bounds how many new centres a group gets.", "名额规定每一类新建中心的数量范围。"),
    check,
)
