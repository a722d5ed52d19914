"""Promotion to provincial and national level: enough centres that can have been promoted by a year.

Who has been approved long enough and is ready waits in a queue that at most ``quota`` leave in a year; of n who arrive
by year t, the last to leave by the end of year Y − 1 make min_t (arrived(t) + quota · (Y − 1 − t)) (a queue of constant
service). So a target needs no columns of its own, but one row a year: arrived(t) ≥ target − quota · (Y − 1 − t).
A national centre is provincial for a year first; those who are to become national leave the provincial queue first.
Source: drafting note, 国家、省技术创新中心的后备力量.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.base.words import Words
from graph.model.schema import CONDITIONS, LEVELS
from planner.families.kind import Asked, Family
from planner.families.kinds import counts
from planner.families.lever import Lever
from planner.problem.city import City
from planner.problem.rows import Bools, CountRow, Ints, Rule
from planner.rulebook.policy import Level, Policy, Readiness

ORDER = ("municipal", "provincial", "national")
_NAMES = {value: Words(value, zh) for value, zh in LEVELS}
_LEAST = Words("at least {n} {l} centres by {year}", "到 {year} 年至少 {n} 家{l}中心")
NOBODY: Ints = np.zeros(0, dtype=np.int64)
_PACE = Words("{w} (those that are ready in {t})", "{w}（以 {t} 年已具备条件者计）")


@dataclass(frozen=True, kw_only=True)
class Queue:
    """Who may come to a level: rows of centres, by the year from which each waits."""

    level: str
    told: Level
    year: int
    """Y: promotions up to Y − 1 count"""
    first: int
    """F: the first year in which anybody can be promoted"""
    there: int
    """Centres outside the plan that are of the level, or higher, already"""
    held: Ints
    """Positions of approved centres that are"""
    ready: Ints
    """Positions of those below it that meet its thresholds"""
    standing: tuple[int, ...]
    """Years of approval of others below it that do (the scheme does not decide on them); −9999: unknown"""

    def arrived(self, t: int, after: int) -> int:
        """How many of those on whom the scheme does not decide wait by year t."""
        return sum(a + after <= t for a in self.standing)


def row_level(city: City, row: int) -> str:
    """The level of a centre as of the last year of history; a candidate has none yet."""
    record = city.record(row)
    if record is None and str(city.eco.column("centres", "status")[row]) == "candidate":
        return "municipal"
    return record.level if record is not None and record.level else str(city.eco.column("centres", "level")[row])


def fits(city: City, readiness: Readiness) -> Bools:
    """(centres,) whether each centre of the dataset meets thresholds on the build conditions; a missing score fails."""
    out = np.full((city.eco.size("Centre"), len(CONDITIONS)), np.nan)
    centre = city.eco.codes("conditions", "centre_id", "Centre")
    names = [name for name, _, _ in CONDITIONS]
    for k, name in enumerate(names):
        out[centre, k] = city.eco.column("conditions", name)
    met = np.ones(len(out), dtype=bool)
    for name, least in readiness.each.items():
        met &= out[:, names.index(name)] >= least
    return met if readiness.mean is None else np.asarray(met & (out.mean(axis=1) >= readiness.mean))


def queue(city: City, level: str, told: Level, *, also: Bools | None = None, exactly: str | None = None) -> Queue:
    """The queue of a level; ``also``: centres must be so too; ``exactly``: only centres of this level wait."""
    rank = {name: n for n, name in enumerate(ORDER)}
    met = fits(city, told.readiness) & (True if also is None else also)
    below = [rank.get(row_level(city, r), 0) < rank[level] for r in range(city.eco.size("Centre"))]
    if exactly is not None:
        below = [b and row_level(city, r) == exactly for r, b in enumerate(below)]
    waits = met & np.array(below, dtype=bool)
    there = sum(not _below(city, int(r), rank[level]) for r in city.existing)
    approved = ((i, int(r)) for i, r in enumerate(city.chosen_from) if city.record(int(r)) is not None)
    held = np.array([i for i, r in approved if not _below(city, r, rank[level])], dtype=np.int64)
    ready = np.array([i for i, r in enumerate(city.chosen_from) if waits[r]], dtype=np.int64)
    standing = [_since(city, int(r)) for r in city.existing if waits[r]]
    year = city.policy.target.year if told.year is None else told.year
    return Queue(
        level=level,
        told=told,
        year=year,
        first=city.as_of + 1,
        there=there,
        held=held,
        ready=ready,
        standing=tuple(standing),
    )


def _below(city: City, row: int, rank: int) -> bool:
    level = row_level(city, row)
    return (ORDER.index(level) if level in ORDER else 0) < rank


def _since(city: City, row: int) -> int:
    record = city.record(row)
    year = float(city.eco.column("centres", "approved_year")[row]) if record is None else record.approved
    return -9999 if year is None or math.isnan(year) else int(year)


def rows(city: City) -> Iterator[CountRow]:
    """One row for each year in which too few who are ready would make the target of a level impossible."""
    told = city.policy.levels
    provincial = told.get("provincial", Level())
    if "provincial" in told:
        yield from _still(city, [*_rows(city, queue(city, "provincial", provincial), provincial.after)])
    if "national" in told:
        yield from _still(city, [*_national(city, provincial, told["national"])])


def _still(city: City, some: Sequence[CountRow]) -> Iterator[CountRow]:
    """The rows of a level; where past years have put its target out of reach, no approval is asked for in vain."""
    if city.history is None:
        yield from some
        return
    past = sum(year <= city.as_of for year in city.years)
    starts = [city.history.start(centre) for centre in city.candidate_ids]
    over = [row for row in some if row.until is not None and row.until < past]
    reach = [
        row.given
        + len(row.staying)
        + sum((s := starts[i]) is not None and s in city.years[: (row.until or 0) + 1] for i in row.members)
        for row in over
    ]
    for row in some:
        later = row.until is not None and row.until >= past
        yield replace(row, low=min(row.low, float(min(reach, default=row.low)))) if later else row


def _rule(told: Queue, t: int | None) -> Rule:
    words = _LEAST.fill(n=told.told.target, l=_NAMES[told.level], year=told.year)
    name = f"level {told.level}"
    if t is not None:
        words, name = _PACE.fill(w=words, t=t), f"{name} {t}"
    return Rule(name, "level", words, f"levels.{told.level}.target", "centres")


def _row(told: Queue, t: int | None, members: Ints, until: int | None, given: int, also: Ints = NOBODY) -> CountRow:
    """arrived(t) + given ≥ target: those of ``members`` that start up to ``until`` count, and who is of the level."""
    staying, target = np.concatenate([told.held, also]), told.told.target or 0
    return CountRow(_rule(told, t), members, low=target, given=told.there + given, until=until, staying=staying)


def _by(city: City, year: int) -> int:
    """Position of the last approval year up to a year."""
    return sum(y <= year for y in city.years) - 1


def _pool(told: Queue) -> float:
    """How many promotions the money of a level holds."""
    rule = told.told
    return math.inf if rule.pot is None or rule.each <= 0 else math.floor(rule.pot / rule.each + 1e-9)


def _served(told: Queue, t: int) -> float:
    """How many may be promoted in the years after t, up to Y − 1."""
    return math.inf if told.told.quota is None else told.told.quota * max(0, told.year - 1 - t)


def _whole(told: Queue, most: float, also: Ints = NOBODY) -> Iterator[CountRow]:
    """Pace and money alone: no approval can mend them."""
    if math.isfinite(most):
        yield _row(told, None, NOBODY, None, int(most), also)


def _rows(city: City, told: Queue, after: int) -> Iterator[CountRow]:
    if told.told.target is None:
        return
    last = told.year - 1
    waits, arrived = (told.ready, told.arrived(last, after)) if last >= told.first else (NOBODY, 0)
    yield _row(told, None, waits, _by(city, last - after), arrived)
    yield from _whole(told, min(_served(told, told.first - 1), _pool(told)))
    for t in range(told.first, last):
        later = _served(told, t)
        if math.isfinite(later):
            yield _row(told, t, told.ready, _by(city, t - after), told.arrived(t, after) + int(later))


def _national(city: City, provincial: Level, national: Level) -> Iterator[CountRow]:
    """The national queue: fed by the provincial one, and by centres that are provincial already."""
    if national.target is None:
        return
    after = max(national.after, provincial.after + 1)
    able = fits(city, provincial.readiness)
    is_provincial = np.array([row_level(city, r) == "provincial" for r in range(city.eco.size("Centre"))], dtype=bool)
    every = queue(city, "national", national, also=able | is_provincial)
    already = queue(city, "national", national, exactly="provincial")
    lower = np.array([row_level(city, r) != "provincial" for r in range(city.eco.size("Centre"))], dtype=bool)
    coming = queue(city, "national", national, also=able & lower)
    last, waiting = every.year - 1, _already(city, already, national.after)
    if last < every.first:
        yield _row(every, None, NOBODY, _by(city, last - after), 0)
        return
    yield from _whole(every, min(_served(every, every.first - 1), _pool(every)))
    outside, held = waiting(last)
    yield from _whole(every, outside + _pool(replace(coming, told=provincial)), held)
    before = replace(coming, told=provincial, year=last + 1)
    for t in (last, *range(every.first, last)):
        later, when = _served(every, t), None if t == last else t
        if t < last and not math.isfinite(later):
            continue
        outside, held = waiting(t)
        given = outside + (int(later) if t < last else 0)
        # promoted to provincial by t − 1, and approved long enough by t
        yield _row(every, when, coming.ready, _by(city, t - after), given + coming.arrived(t, after), held)
        if t == every.first:
            yield _row(every, when, NOBODY, None, given, held)
        for s in range(every.first, t):
            more = 0.0 if s == t - 1 else math.inf if provincial.quota is None else provincial.quota * (t - 1 - s)
            if math.isfinite(more):
                mine = given + before.arrived(s, provincial.after) + int(more)
                yield _row(every, when, coming.ready, _by(city, s - provincial.after), mine, held)
        if provincial.quota is not None:
            yield _row(every, when, NOBODY, None, given + provincial.quota * (t - every.first), held)


def _already(city: City, told: Queue, after: int) -> Callable[[int], tuple[int, Ints]]:
    """Year → centres that are provincial already and may be promoted by it: how many outside the plan, who in it."""
    starts = [None if city.history is None else city.history.start(city.candidate_ids[int(i)]) for i in told.ready]

    def waiting(t: int) -> tuple[int, Ints]:
        held = np.array([start is not None and start + after <= t for start in starts], dtype=bool)
        return sum(year + after <= t for year in told.standing), told.ready[held]

    return waiting


def label(rule: Rule, policy: Policy) -> Words:
    """The sentence with a mark for the number."""
    level = rule.key.split(".")[1]
    told = policy.levels[level]  # type: ignore[index]
    return _LEAST.fill(n="{n}", l=_NAMES[level], year=policy.target.year if told.year is None else told.year)


def levers(asked: Asked, same: Sequence[CountRow]) -> Iterator[Lever]:
    """The number of centres of the level."""
    return counts.figure(asked, same)


FAMILY = Family("level", 45, rows=rows, label=label, levers=levers)
