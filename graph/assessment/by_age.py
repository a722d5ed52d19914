"""What the centres that are there cover today, each at the share of full strength that its age gives it.

What does not live here: how a share comes about (``planner.studies.course.standing_today``), the measures at full
strength (``graph.measures.coverage``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.assessment.printed import AgedCentre, AgedTechnology, CoveringCentre, PrintedByAge
from graph.base.rounding import percent
from graph.base.words import Words
from graph.measures.coverage import severities
from graph.measures.evidence import used_strength
from graph.model.ecosystem import Ecosystem


@dataclass(frozen=True, slots=True, kw_only=True)
class Aged:
    """A centre that is there in a year, and how far it has grown.

    ``age``: years on the ramp, those of rectification taken off; None where no year of approval is known. ``share``: of
    its full strength, in [0, 1].
    """

    centre: str
    approved_year: int | None
    age: int | None
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredByAge:
    """One technology: Σ used strength of the centres that are there, at full strength and by their age.

    ``by``: who they are, as (centre, used strength, share of it).
    """

    technology: str
    name: str
    kind: str
    severity: float
    full: float
    today: float
    by: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByAge:
    """Cover of one year by age: ``full`` and ``today`` are shares of all severity, None where there is none."""

    as_of: int
    full: float | None
    today: float | None
    centres: tuple[Aged, ...]
    technologies: tuple[CoveredByAge, ...]
    names: Mapping[str, str]

    @property
    def growing(self) -> tuple[Aged, ...]:
        """Centres below full strength, the weakest first."""
        return tuple(sorted((c for c in self.centres if c.share < 1), key=lambda c: (c.share, c.centre)))

    def printed(self) -> PrintedByAge:
        """What is printed of it, nothing rounded."""
        return PrintedByAge(
            as_of=self.as_of,
            full=self.full,
            today=self.today,
            centres=tuple(
                AgedCentre(
                    centre=c.centre,
                    name=self.names[c.centre],
                    approved_year=c.approved_year,
                    age=c.age,
                    share=c.share,
                )
                for c in self.centres
            ),
            technologies=tuple(
                AgedTechnology(
                    technology=t.technology,
                    name=t.name,
                    kind=t.kind,
                    severity=t.severity,
                    full=t.full,
                    today=t.today,
                    by=tuple(CoveringCentre(centre=c, strength=s, share=share) for c, s, share in t.by),
                )
                for t in self.technologies
            ),
        )

    def said(self) -> tuple[Words, ...]:
        """What is to be said of it, in one or two sentences."""
        if self.full is None or self.today is None:
            return ()
        first = Words(
            "By their age at the end of {y} the {n} centres that are there cover {today} of the severity; at full "
            "strength they would cover {full}.",
            "按 {y} 年底的建设年限，已在的 {n} 家中心覆盖严重度的 {today}；达到满负荷能力时为 {full}。",
        ).fill(y=self.as_of, n=len(self.centres), today=percent(self.today), full=percent(self.full))
        if not self.growing:
            return (first,)
        some = self.growing[:5]
        rest = len(self.growing) - len(some)
        en = ", ".join(f"{self.names[c.centre]} ({c.centre}) at {percent(c.share, 0)}" for c in some)
        zh = "、".join(f"{self.names[c.centre]}（{c.centre}）{percent(c.share, 0)}" for c in some)
        more = Words(en + (f" and {rest} more" if rest else ""), zh + ("等" if rest else ""))
        return (
            first,
            Words("Not yet at full strength: {n} of them, {who}.", "其中 {n} 家尚未达到满负荷能力：{who}。").fill(
                n=len(self.growing), who=more
            ),
        )


def by_age(eco: Ecosystem, as_of: int, centres: Sequence[Aged]) -> ByAge:
    """Cover of every technology by centres that are there, each at its share of full strength.

    Σ_t s_t · min(1, Σ_i a_it · share_i) / Σ_t s_t, and the same with every share 1; a: used strength, s: severity.
    O(claims).

    Parameters
    ----------
    eco : Ecosystem
    as_of : int
        The year.
    centres : sequence of Aged
        Those that are there in it.

    Examples
    --------
    A centre of used strength 1, half grown, on the harder of two technologies: 4 · 0.5 of a severity of 6.

    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "technologies": [{"id": "T1", "severity": 4}, {"id": "T2", "severity": 2}],
    ...     "centres": [{"id": "C1", "status": "approved", "approved_year": 2025}],
    ...     "covers": [{"centre_id": "C1", "technology_id": "T1"}]})
    >>> found = by_age(eco, 2026, [Aged(centre="C1", approved_year=2025, age=1, share=0.5)])
    >>> round(found.today, 4), round(found.full, 4)
    (0.3333, 0.6667)
    """
    place, names, kinds = eco.position("Centre"), eco.names("Technology"), eco.column("technologies", "kind")
    share = np.zeros(eco.size("Centre"))
    there = np.zeros(eco.size("Centre"), dtype=bool)
    for centre in centres:
        share[place[centre.centre]], there[place[centre.centre]] = centre.share, True
    used, severity, ids = used_strength(eco).tocsc(), severities(eco), eco.ids("Centre")
    listed = []
    for t, technology in enumerate(eco.ids("Technology")):
        rows, values = (array[used.indptr[t] : used.indptr[t + 1]] for array in (used.indices, used.data))
        by = sorted((ids[c], float(a), float(share[c])) for c, a in zip(rows, values, strict=True) if there[c])
        listed.append(
            CoveredByAge(
                technology=technology,
                name=names[technology],
                kind=str(kinds[t]),
                severity=float(severity[t]),
                full=math.fsum(a for _, a, _ in by),
                today=math.fsum(a * grown for _, a, grown in by),
                by=tuple(by),
            )
        )
    whole = math.fsum(t.severity for t in listed)
    return ByAge(
        as_of=as_of,
        full=math.fsum(t.severity * min(1.0, t.full) for t in listed) / whole if whole else None,
        today=math.fsum(t.severity * min(1.0, t.today) for t in listed) / whole if whole else None,
        centres=tuple(centres),
        technologies=tuple(sorted(listed, key=lambda t: (t.kind != "bottleneck", -t.severity, t.technology))),
        names=eco.names("Centre"),
    )
