"""Technologies that must be covered, at what depth, by different leads or centres. Source: 突破一批“卡脖子”技术."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from graph.base.words import Words
from graph.measures.independence import STAKES, Stake, stakes
from planner.families.kind import Asked, Family
from planner.families.lever import Item, Lever, name_of
from planner.problem.city import City
from planner.problem.rows import DepthRow, Ints, Rule
from planner.rulebook.policy import MustCover


def rows(city: City) -> Iterator[DepthRow]:
    """One row for each technology of each rule of the policy."""
    for k, rule in enumerate(city.policy.must_cover):
        yield from _must(city, rule, f"must_cover.{k}")


def _covered_by(rule: MustCover) -> Words:
    if rule.depth == 1:
        return Words("{t} must be covered", "{t}须有中心承担")
    if rule.disjoint:
        said = [_APART[kind] for kind in apart(rule)]
        return Words(
            "{t} must be covered by {k} centres that share no " + " and no ".join(w.en for w in said),
            "{t}须由 {k} 家互不共有" + "、".join(w.zh for w in said) + "的中心承担",
        )
    if rule.distinct == "lead":
        return Words("{t} must be covered by {k} centres of different leads", "{t}须由 {k} 家不同牵头单位的中心承担")
    return Words("{t} must be covered by {k} centres", "{t}须由 {k} 家中心承担")


_APART = {
    "lead": Words("lead", "牵头单位"),
    "chief_scientist": Words("chief scientist", "首席科学家"),
    "key_person": Words("key person", "关键人才"),
}


def apart(rule: MustCover) -> tuple[Stake, ...]:
    """What the centres of a must-cover rule may not share; leads among it where these have to differ anyway."""
    wanted = {*rule.disjoint, *(("lead",) if rule.distinct == "lead" else ())}
    return tuple(kind for kind in STAKES if kind in wanted)


def _sharing(city: City, rule: MustCover, technology: int, centres: Ints) -> tuple[tuple[int, ...], ...]:
    """Places in ``centres`` of those that share one organisation or person, each such set once."""
    users: dict[str, list[int]] = defaultdict(list)
    for k, mine in enumerate(stakes(city.eco, technology, centres.tolist(), apart(rule))):
        for thing in mine:
            users[thing].append(k)
    return tuple(sorted({tuple(places) for places in users.values() if len(places) > 1}))


def _must(city: City, rule: MustCover, key: str) -> Iterator[DepthRow]:
    eco = city.eco
    severe = eco.column("technologies", "severity") >= rule.severity
    wanted = severe & np.isin(eco.column("technologies", "kind").astype(str), rule.kinds)
    strength = city.strength.tocsc()
    lead = eco.codes("centres", "lead_id", "Organisation")
    # a centre without a lead is a group of its own
    group = np.arange(eco.size("Centre")) + eco.size("Organisation")
    if rule.distinct == "lead" and not rule.disjoint:
        group = np.where(lead >= 0, lead, group)
    position = np.full(eco.size("Centre"), -1)
    position[city.chosen_from] = np.arange(city.choices)
    here = position >= 0
    here[city.existing] = True
    names, ids = eco.names("Technology"), eco.ids("Technology")
    for t in np.flatnonzero(wanted):
        if ids[t] in rule.exempt:
            continue
        centres = strength.indices[strength.indptr[t] : strength.indptr[t + 1]]
        amount = strength.data[strength.indptr[t] : strength.indptr[t + 1]]
        by = np.sort(centres[(amount > 0) & (amount >= rule.strength) & here[centres]])
        given = tuple(sorted({int(group[c]) for c in by if position[c] < 0}))
        candidates = by[position[by] >= 0]
        words = _covered_by(rule).fill(t=names[ids[t]], k=rule.depth)
        how = "apart" if rule.disjoint else rule.distinct
        name = Rule(f"must cover {ids[t]} x{rule.depth} {how}", "must_cover", words, key, "depth")
        sharing: tuple[tuple[int, ...], ...] = ()
        if rule.disjoint:
            sharing = _sharing(city, rule, int(t), np.r_[candidates, by[position[by] < 0]])
        row = DepthRow(name, position[candidates], group[candidates], rule.depth, given=given, sharing=sharing)
        if city.policy.evaluation.chances:
            there = by[position[by] < 0]
            behind = {g: tuple(city.position(int(c)) for c in there if group[c] == g) for g in given}
            row = replace(row, given_by=tuple(behind[g] for g in given))
        yield row


def levers(asked: Asked, same: Sequence[DepthRow]) -> Iterator[Lever]:
    """Single technologies are let off, or the depth of all is lowered."""
    key = same[0].rule.key
    told = asked.policy.must_cover[int(key.rpartition(".")[2])]
    names = tuple(name_of(row.rule) for row in same)
    items = tuple(Item(_technology(row.rule), row.rule.words, name_of(row.rule)) for row in same)
    label = Words("no longer required: {n}", "不再要求：{n}")
    yield Lever(f"{key}.exempt", "waive", rules=names, label=label, items=items, listed=told.exempt, adds=True)
    if told.depth > 1:
        label = Words(
            "technologies of severity {s:g} covered at least {n} times", "严重度不低于{s:g}的技术至少覆盖 {n} 次"
        ).fill(s=told.severity, n="{n}")
        yield Lever(f"{key}.depth", "least", rules=names, label=label, value=told.depth, reach=told.depth - 1)


def _technology(rule: Rule) -> str:
    """The technology of a must-cover rule, from its name ``must cover ID xDEPTH DISTINCT``."""
    return rule.name.removeprefix("must cover ").rsplit(" ", 2)[0]


FAMILY = Family("must_cover", 120, rows=rows, levers=levers)
