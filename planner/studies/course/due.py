"""What comes due by a year: reviews and build periods by approval year, milestones and obligations by their own.

Source: drafting note, 2 years after approval the centre is able to break its bottlenecks, after 5 it is built.
What does not live here: the tables themselves (``graph.model.dossier_tables``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from graph.base.records import Count
from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from planner.problem.history import Record, read_history
from planner.rulebook.policy import Policy

What = Literal["review", "completion", "milestone", "obligation"]


@dataclass(frozen=True, kw_only=True)
class Due:
    """One thing that a centre has to show: in which year, what, and how many years it is late (0 = this year)."""

    centre: str
    name: str
    what: What
    year: Count
    late: Count
    must_show: Words
    technologies: tuple[str, ...] = ()
    """Bottleneck technologies that the review asks about, by id"""


def due(eco: Ecosystem, policy: Policy) -> tuple[Due, ...]:
    """List what is due by ``policy.as_of`` and not yet done, the longest overdue first.

    Parameters
    ----------
    eco : Ecosystem
    policy : Policy
        With ``as_of``; ``evaluation.system.marks`` says after how many years a centre is reviewed and built.

    Returns
    -------
    tuple of Due
        Centres that have ended owe nothing; a build period that was completed is not listed again.

    Raises
    ------
    UsageError
        If ``as_of`` is not given, though centres are approved.
    """
    history = read_history(eco, policy)
    if history is None:
        return ()
    names = eco.names("Centre")
    live = {c: r for c, r in history.records.items() if r.inside and r.approved is not None and r.there(history.as_of)}
    found = [
        *(one for c, r in live.items() for one in _marks(eco, policy, c, names.get(c, c), r, history.as_of)),
        *_milestones(eco, live, names, history.as_of),
        *_obligations(eco, live, names, history.as_of),
    ]
    return tuple(sorted(found, key=lambda one: (-one.late, one.centre, one.what)))


def _marks(eco: Ecosystem, policy: Policy, centre: str, name: str, record: Record, as_of: int) -> Iterator[Due]:
    marks = policy.evaluation.system.marks
    assert record.approved is not None
    done = {decision for _, decision in record.decisions}
    review, completion = record.approved + marks.review, record.approved + marks.completion
    if review == as_of:  # the review is an event of its year: what it found stands in that year's grade
        bottlenecks = _bottlenecks(eco, centre)
        asked = Words(
            "{n:year|years} after approval: able to break its {k:bottleneck technology|bottleneck technologies}?",
            "批复满 {n} 年，是否基本形成攻克所承担 {k} 项“卡脖子”技术的能力",
        )
        none = Words(
            "{n:year|years} after approval: it covers no bottleneck technology", "批复满 {n} 年，未承担“卡脖子”技术"
        )
        words = (asked if bottlenecks else none).fill(n=marks.review, k=len(bottlenecks))
        yield Due(
            centre=centre, name=name, what="review", year=review, late=0, must_show=words, technologies=bottlenecks
        )
    if completion <= as_of and "completed" not in done:
        words = Words(
            "{n:year|years} after approval: built, of world class?", "批复满 {n} 年，是否建成世界一流的重大技术创新平台"
        )
        yield Due(
            centre=centre,
            name=name,
            what="completion",
            year=completion,
            late=as_of - completion,
            must_show=words.fill(n=marks.completion),
        )


def _bottlenecks(eco: Ecosystem, centre: str) -> tuple[str, ...]:
    kinds = dict(zip(eco.ids("Technology"), eco.column("technologies", "kind").tolist(), strict=True))
    pairs = zip(eco.column("covers", "centre_id").tolist(), eco.column("covers", "technology_id").tolist(), strict=True)
    return tuple(t for c, t in pairs if c == centre and kinds.get(t) == "bottleneck")


def _milestones(eco: Ecosystem, live: dict[str, Record], names: Mapping[str, str], as_of: int) -> Iterator[Due]:
    columns = ("centre_id", "name", "due", "reached")
    for centre, what, year, reached in zip(*(eco.column("milestones", c).tolist() for c in columns), strict=True):
        open_ = math.isnan(reached) or reached > as_of
        if centre in live and year <= as_of and open_:
            yield Due(
                centre=centre,
                name=names.get(centre, centre),
                what="milestone",
                year=int(year),
                late=as_of - int(year),
                must_show=Words(what, what),
            )


def _obligations(eco: Ecosystem, live: dict[str, Record], names: Mapping[str, str], as_of: int) -> Iterator[Due]:
    columns = ("centre_id", "kind", "what", "due", "met")
    for centre, kind, what, year, met in zip(*(eco.column("obligations", c).tolist() for c in columns), strict=True):
        if centre in live and kind == "obligation" and not met and year <= as_of:
            yield Due(
                centre=centre,
                name=names.get(centre, centre),
                what="obligation",
                year=int(year),
                late=as_of - int(year),
                must_show=Words(what, what),
            )
