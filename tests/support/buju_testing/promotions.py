"""Promotion to provincial and national level by trying every order of promotions; small numbers of centres only.

Nothing of the program's queues, and nothing of the audit's ladder, is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from typing import Any

from planner.audit.family import Given
from planner.rulebook.policy import Level, Policy

RANK = {"": 0, "municipal": 0, "provincial": 1, "national": 2}
LONG_AGO = -9999


@dataclass(frozen=True, order=True)
class Climber:
    """A centre: since when it is approved, its rank, which levels it is fit for, the year of its last promotion."""

    since: int
    rank: int
    fit: tuple[bool, bool]
    """For provincial, for national"""
    moved: int = LONG_AGO


def _subsets(some: Sequence[int], most: int | None) -> Iterator[tuple[int, ...]]:
    top = len(some) if most is None else min(most, len(some))
    for n in range(top + 1):
        yield from combinations(some, n)


def reachable(
    climbers: Sequence[Climber], levels: Mapping[str, Level], first: int, wanted: Mapping[str, tuple[int, int]]
) -> bool:
    """Whether some order of promotions has, for every level of ``wanted``, so many by the end of its year.

    Parameters
    ----------
    climbers : sequence of Climber
    levels : mapping of str to Level
    first : int
        The first year of promotions; one of a year counts from the next year on.
    wanted : mapping of str to (int, int)
        Least number and year, by level.
    """
    last = max((year for _, year in wanted.values()), default=first)
    left = {name: _places(levels.get(name, Level())) for name in ("provincial", "national")}

    def met(state: tuple[Climber, ...], year: int) -> bool:
        """Whether what is asked for at the end of a year is there."""
        return all(
            sum(c.rank >= RANK[name] for c in state) >= number for name, (number, by) in wanted.items() if by == year
        )

    @cache
    def search(state: tuple[Climber, ...], year: int, places: tuple[int, int]) -> bool:
        """Whether the wants of ``year`` and later can be met; promotions of ``year`` count from the next year."""
        if not met(state, year):
            return False
        if year >= last:
            return True
        may = {
            name: [
                k
                for k, c in enumerate(state)
                if c.rank == RANK[name] - 1
                and c.fit[RANK[name] - 1]
                and c.since + levels.get(name, Level()).after <= year
                and c.moved < year
            ]
            for name in left
        }
        quota = {name: levels.get(name, Level()).quota for name in left}
        for up in _subsets(may["provincial"], _least(quota["provincial"], places[0])):
            for top in _subsets(may["national"], _least(quota["national"], places[1])):
                moved = {**dict.fromkeys(up, 1), **dict.fromkeys(top, 2)}
                then = tuple(
                    sorted(Climber(c.since, moved[k], c.fit, year) if k in moved else c for k, c in enumerate(state))
                )
                if search(then, year + 1, (places[0] - len(up), places[1] - len(top))):
                    return True
        return False

    past = {name: n for name, (n, by) in wanted.items() if by < first}
    if any(sum(c.rank >= RANK[name] for c in climbers) < number for name, number in past.items()):
        return False
    return search(tuple(sorted(climbers)), first, (left["provincial"], left["national"]))


def _places(told: Level) -> int:
    """How many promotions the money of a level pays for."""
    return 99 if told.pot is None or told.each <= 0 else int(told.pot / told.each + 1e-9)


def _least(quota: int | None, places: int) -> int:
    return places if quota is None else min(quota, places)


def climbers_of(given: Given, policy: Policy) -> list[Climber]:
    """The centres that are there with a choice, as history and the choice have them."""
    facts, past = given.facts, given.past
    assert past is not None
    rank = {str(i): RANK[str(level)] for i, level in facts.rows("centres", "id", "level")}
    told = sorted(facts.rows("decisions", "year", "centre_id", "decision", "level"), key=lambda row: float(row[0]))
    for year, centre, decision, level in told:
        if decision == "promoted" and float(year) <= past.as_of and centre in past.stands:
            rank[str(centre)] = RANK[str(level)] if level else rank[str(centre)]
    out = []
    for i, centre in facts.centres.items():
        stand = past.stands.get(i)
        if centre.existing:
            since = stand.approved if stand is not None else centre.approved_year
        elif i in given.starts:
            since = given.starts[i]
        else:
            continue
        scores = facts.conditions.get(i, {})
        fit = tuple(_fit(scores, policy.levels.get(name, Level())) for name in ("provincial", "national"))
        decided = centre.existing or stand is not None
        out.append(Climber(LONG_AGO if since is None else int(since), rank[i] if decided else 0, (fit[0], fit[1])))
    return out


def _fit(scores: Mapping[str, float], told: Level) -> bool:
    mean = sum(scores.values()) / 10 if len(scores) == 10 else float("nan")
    return all(scores.get(name, -1) >= least for name, least in told.readiness.each.items()) and (
        told.readiness.mean is None or mean >= told.readiness.mean
    )


def levels_kept(given: Given, policy: Policy) -> bool:
    """Whether a choice keeps the targets of all levels, less what the past has put out of reach."""
    past = given.past
    assert past is not None
    first, mine = past.as_of + 1, climbers_of(given, policy)
    stays = {i: past.stands[i].approved for i in given.stopped}
    all_stay = climbers_of(replace(given, starts={**stays, **given.starts}), policy)
    told: Any = policy.levels
    wanted: dict[str, tuple[int, int]] = {}
    for name, level in told.items():
        if level.target is None:
            continue
        year = policy.target.year if level.year is None else level.year

        def most(also: Sequence[Climber], name: str = name, year: int = year, target: int = level.target) -> int:
            some = [n for n in range(target + 1) if reachable([*all_stay, *also], told, first, {name: (n, year)})]
            return max(some, default=0)

        def crowd(since: int, number: int = level.target) -> list[Climber]:
            return [Climber(since, 0, (True, True))] * number

        new, early = most(crowd(first)), most(crowd(LONG_AGO))
        wanted[name] = (level.target if early < level.target else min(level.target, new), year)
    return reachable(mine, told, first, wanted)
