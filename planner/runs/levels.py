"""The pipeline to provincial and national level: who is promoted when, how many are short, who comes next.

What does not live here: the rule that a plan must keep (``planner.families.rules.levels``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from graph.base.words import Words
from graph.model.schema import CONDITIONS
from planner.families.rules.levels import ORDER, fits, row_level
from planner.problem.city import City
from planner.problem.rows import Floats
from planner.rulebook.policy import Level
from planner.runs.course_types import Lacking, LevelFacts, NextUp, Promotion

SHOWN = 5
"""Centres that are told to come next."""
_CONDITIONS = {name: Words(en, zh) for name, zh, en in CONDITIONS}
_MEAN = Words("mean of the ten conditions", "十项均分")


def pipeline_of_levels(city: City, starts: Mapping[str, int] | None) -> tuple[LevelFacts, ...]:
    """What a plan means for the higher levels that its policy names.

    Parameters
    ----------
    city : City
    starts : mapping of centre to year, or None
        Approvals of the plan; None where there is no plan: then all candidates that are ready by the last approval
        year are looked at, as if approved as early as they can be.

    Returns
    -------
    tuple of LevelFacts
        Lowest level first. Promotions go to the best prepared (highest mean of the ten scores) who may be promoted, in
        each year as many as the level's pace and money hold, those who can go on to national level first.
    """
    told = city.policy.levels
    return _Pipeline(city, starts).facts() if told else ()


class _Pipeline:
    """One plan; promotions of all levels year by year."""

    def __init__(self, city: City, starts: Mapping[str, int] | None) -> None:
        self.city, self.ids = city, city.eco.ids("Centre")
        self.levels: dict[str, Level] = {str(name): told for name, told in city.policy.levels.items()}
        self.scores = _scores(city)
        self.mean = np.nan_to_num(self.scores.mean(axis=1), nan=-1.0)
        self.able = {name: fits(city, self.levels.get(name, Level()).readiness) for name in ORDER[1:]}
        self.since = self._since(starts)
        self.rank = {r: max(0, ORDER.index(level) if (level := row_level(city, r)) in ORDER else 0) for r in self.since}
        self.today = dict(self.rank)
        self.promoted: dict[str, list[tuple[int, int]]] = {name: [] for name in ORDER[1:]}
        self._climb()

    def _since(self, starts: Mapping[str, int] | None) -> dict[int, float]:
        """Year of approval of every centre that is there, or is planned."""
        out: dict[int, float] = {}
        ready = self.city.eco.column("centres", "ready_year")
        for r in self.city.existing:
            record = self.city.record(int(r))
            year = float(self.city.eco.column("centres", "approved_year")[r]) if record is None else record.approved
            out[int(r)] = -math.inf if year is None or math.isnan(year) else year
        for r in self.city.chosen_from:
            centre = self.ids[int(r)]
            record = self.city.record(int(r))
            if starts is not None and centre in starts:
                out[int(r)] = starts[centre]
            elif starts is None and record is not None and record.approved is not None:
                out[int(r)] = record.approved
            elif starts is None and not float(ready[r]) > self.city.years[-1]:
                early = self.city.as_of + 1 if math.isnan(ready[r]) else float(ready[r])
                out[int(r)] = max(self.city.as_of + 1, early)
        return out

    def _year(self, level: str) -> int:
        told = self.levels.get(level, Level()).year
        return self.city.policy.target.year if told is None else told

    def _climb(self) -> None:
        """Promote year by year, up to the latest year that some level asks for."""
        moved: dict[int, int] = {}
        for y in range(self.city.as_of + 1, max(self._year(name) for name in self.levels)):
            for name in reversed(ORDER[1:]):
                told, high = self.levels.get(name, Level()), ORDER.index(name)
                waiting = [
                    r
                    for r, since in self.since.items()
                    if self.rank[r] == high - 1
                    and self.able[name][r]
                    and since + told.after <= y
                    and moved.get(r, y - 1) < y
                ]
                waiting.sort(key=lambda r: (not self.able["national"][r], -self.mean[r], r))
                for r in waiting[: self._left(name, told, y)]:
                    self.rank[r], moved[r] = high, y
                    self.promoted[name].append((r, y))

    def _left(self, name: str, told: Level, y: int) -> int:
        done = self.promoted[name]
        most = len(self.since) if told.quota is None else told.quota - sum(when == y for _, when in done)
        if told.pot is not None and told.each > 0:
            most = min(most, math.floor(told.pot / told.each + 1e-9) - len(done))
        need = self._needed(name)
        return max(0, most if need is None else min(most, need - len(done)))

    def _needed(self, name: str) -> int | None:
        """Promotions that targets ask for, those to become national among the provincial ones; None: no target."""
        needs = []
        for level in ORDER[ORDER.index(name) :]:
            if level in self.levels:
                target = self.levels[level].target
                if target is None:
                    return None
                needs.append(target - self._there(level))
        return max(needs, default=0)

    def _there(self, name: str) -> int:
        known = {int(r) for r in (*self.city.existing, *self.city.chosen_from)}
        return sum(rank >= ORDER.index(name) for r, rank in self.today.items() if r in known)

    def facts(self) -> tuple[LevelFacts, ...]:
        """The facts of every level that the policy names."""
        return tuple(self._facts(name) for name in ORDER[1:] if name in self.levels)

    def _facts(self, name: str) -> LevelFacts:
        told, year, there = self.levels[name], self._year(name), self._there(name)
        names = self.city.eco.names("Centre")
        in_time = [(r, y) for r, y in self.promoted[name] if y < year]
        short = 0 if told.target is None else max(0, told.target - there - len(in_time))
        return LevelFacts(
            level=name,
            target=told.target,
            year=year,
            there=there,
            promotions=tuple(
                Promotion(centre=self.ids[r], name=names[self.ids[r]], year=y) for r, y in sorted(in_time, key=_by_year)
            ),
            short=short,
            next_up=tuple(self._next_up(name, told)),
        )

    def _next_up(self, name: str, told: Level) -> Iterator[NextUp]:
        """Centres that are there or planned, below the level and not ready for it, those that lack least first."""
        names, districts = self.city.eco.names("Centre"), self.city.eco.names("District")
        below = [r for r in self.since if self.rank[r] < ORDER.index(name) and not self.able[name][r]]
        lacking = {r: self._lacks(r, told) for r in below}
        gap = {r: math.fsum(one.least - (one.score or 0.0) for one in lacks) for r, lacks in lacking.items()}
        for r in sorted(below, key=lambda r: (len(lacking[r]), gap[r], r))[:SHOWN]:
            district = str(self.city.eco.column("centres", "district")[r])
            yield NextUp(
                centre=self.ids[r],
                name=names[self.ids[r]],
                district=district,
                district_name=districts.get(district, district),
                lacks=lacking[r],
            )

    def _lacks(self, r: int, told: Level) -> tuple[Lacking, ...]:
        out = []
        for k, (name, _, _) in enumerate(CONDITIONS):
            least = told.readiness.each.get(name)  # type: ignore[call-overload]
            score = float(self.scores[r, k])
            if least is not None and not score >= least:
                known = None if math.isnan(score) else score
                out.append(Lacking(condition=name, words=_CONDITIONS[name], score=known, least=least))
        mean = float(self.scores[r].mean())
        if told.readiness.mean is not None and not mean >= told.readiness.mean:
            known = None if math.isnan(mean) else mean
            out.append(Lacking(condition="mean", words=_MEAN, score=known, least=told.readiness.mean))
        return tuple(out)


def _by_year(one: tuple[int, int]) -> tuple[int, int]:
    return one[::-1]


def _scores(city: City) -> Floats:
    """(centres, 10) scores on the build conditions, NaN where missing."""
    out = np.full((city.eco.size("Centre"), len(CONDITIONS)), np.nan)
    centre = city.eco.codes("conditions", "centre_id", "Centre")
    for k, (name, _, _) in enumerate(CONDITIONS):
        out[centre, k] = city.eco.column("conditions", name)
    return out
