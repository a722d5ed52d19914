"""Promotion to higher levels: year by year, whoever may be promoted is, as fast as the policy allows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from graph.base.words import Words
from graph.model.schema import CONDITIONS
from planner.audit.family import AuditFamily, Given, rule
from planner.audit.report import Ledger
from planner.rulebook.policy import Level

LEVEL = rule(
    "A826",
    "levels",
    "{value} {key} centres can exist by the end of {year}, fewer than {limit}",
    "截至{year}年底{key}级中心至多{value}家，少于目标{limit}家",
)
CROWD = 10_000
"""More centres than any scheme has."""
RANK = {"": 0, "municipal": 0, "provincial": 1, "national": 2}


@dataclass
class Climber:
    """A centre on its way: since when it is approved, how high it is and may become."""

    since: float
    rank: int
    able: dict[str, bool]
    moved: float = -math.inf
    """Year of its last promotion"""
    weight: int = 1


@dataclass
class Ladder:
    """Centres and the pace at which they climb."""

    climbers: list[Climber]
    levels: Mapping[str, Level]
    spent: dict[str, int] = field(default_factory=dict)

    def year(self, y: int) -> None:
        """Promote in one year as many as may be, those who can become national first and the earliest first."""
        for name in ("national", "provincial"):
            told = self.levels.get(name, Level())
            left = self._left(name, told)
            waiting = [c for c in self.climbers if self._may(c, name, told, y)]
            waiting.sort(key=lambda c: (not c.able["national"], c.since))
            for one in waiting:
                taken = min(one.weight, left)
                if taken < 1:
                    break
                left -= taken
                self.spent[name] = self.spent.get(name, 0) + int(taken)
                if taken < one.weight:
                    self.climbers.append(Climber(one.since, one.rank, one.able, one.moved, int(one.weight - taken)))
                    one.weight = int(taken)
                one.rank, one.moved = RANK[name], y

    def _left(self, name: str, told: Level) -> float:
        pool = math.inf if told.pot is None or told.each <= 0 else math.floor(told.pot / told.each + 1e-9)
        return min(math.inf if told.quota is None else told.quota, pool - self.spent.get(name, 0))

    def _may(self, one: Climber, name: str, told: Level, y: int) -> bool:
        return one.rank == RANK[name] - 1 and one.able[name] and one.since + told.after <= y and one.moved < y

    def count(self, name: str) -> int:
        """Centres of a level or higher."""
        return sum(c.weight for c in self.climbers if c.rank >= RANK[name])


def check(book: Ledger, given: Given) -> None:
    """Family levels: by the year of each level's target there can be as many centres of it."""
    levels: Mapping[str, Level] = {str(name): told for name, told in given.policy.levels.items()}
    for name, told in levels.items():
        if told.target is None:
            continue
        year = given.policy.target.year if told.year is None else told.year
        reached = _climbed(given, levels, year).count(name)
        limit = told.target
        if given.past is not None:
            # what the past has made impossible is not asked for: not even any number of new centres would mend it, if
            # all stay; what pace and money do not hold, even if all had been approved long ago, is no fault of the past
            first, approved = given.past.as_of + 1, given.past.stands
            stays = {i: stand.approved for i in given.stopped if (stand := approved[i]).approved is not None}
            all_stay = replace(given, starts={**stays, **given.starts})
            new, early = (_climbed(all_stay, levels, year, crowd=since).count(name) for since in (first, -9999))
            limit = limit if early < limit else min(limit, new)
        book.at_least(LEVEL, reached, limit, key=name, year=year)


def _climbed(given: Given, levels: Mapping[str, Level], year: int, crowd: int | None = None) -> Ladder:
    first = given.policy.years.first if given.past is None else given.past.as_of + 1
    climbers = _climbers(given, levels)
    if crowd is not None:
        climbers.append(Climber(crowd, 0, {"provincial": True, "national": True}, weight=CROWD))
    ladder = Ladder(climbers, levels)
    for y in range(first, year):
        ladder.year(y)
    return ladder


def _climbers(given: Given, levels: Mapping[str, Level]) -> list[Climber]:
    facts, past = given.facts, given.past
    ranks = {str(i): str(level) for i, level in facts.rows("centres", "id", "level")}
    acts = sorted(facts.rows("decisions", "year", "centre_id", "decision", "level"), key=lambda row: float(row[0]))
    for when, centre, act, to in acts:
        if act == "promoted" and past is not None and float(when) <= past.as_of and centre in past.stands:
            ranks[str(centre)] = str(to) or ranks[str(centre)]
    out = []
    for i, centre in facts.centres.items():
        stand = None if past is None else past.stands.get(i)
        since = given.starts.get(i, None if stand is None else stand.approved)
        if centre.existing:
            known = centre.approved_year if stand is None else stand.approved
            since = -9999 if known is None else known
        elif i not in given.starts or since is None:
            continue
        decided = centre.existing or stand is not None
        rank = RANK.get(ranks[i], 0) if decided else 0
        able = {name: _able(given, i, levels.get(name, Level())) for name in ("provincial", "national")}
        out.append(Climber(since, rank, able))
    return out


def _able(given: Given, centre: str, told: Level) -> bool:
    scores = given.facts.conditions.get(centre, {})
    each = all(scores.get(name, math.nan) >= least for name, least in told.readiness.each.items())
    mean = math.fsum(scores.get(name, math.nan) for name, _, _ in CONDITIONS) / len(CONDITIONS)
    return each and (told.readiness.mean is None or mean >= told.readiness.mean)


AUDIT = AuditFamily(
    55,
    (LEVEL,),
    Words(
        "The scheme is where provincial and national centres come from.", "市级中心是国家、省技术创新中心的后备力量。"
    ),
    check,
    when=lambda policy: bool(policy.levels),
)
