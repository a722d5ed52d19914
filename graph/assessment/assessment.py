"""The assessment of an ecosystem, today and with a plan: indicators, gaps, single points of failure, findings.

Both states are measured by the same functions, at full strength (no ramp-up): today's existing centres, and these
with the chosen candidates. What they cover by their age stands beside it. What does not live here: the measures, cover
by age (``graph.assessment.by_age``), the sentences (``graph.assessment.remarks``), the screen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.assessment.advice import MissingTie, missing_ties
from graph.assessment.by_age import Aged, ByAge, by_age
from graph.assessment.indicators import INDICATORS, Indicator
from graph.assessment.list_rows import LongLists
from graph.assessment.long_lists import details
from graph.assessment.pipeline import Standing, pipeline
from graph.assessment.printed import (
    Counted,
    PrintedAssessment,
    PrintedClaim,
    PrintedDataset,
    PrintedGap,
    PrintedPoint,
    PrintedTechnology,
)
from graph.assessment.remarks import remarks
from graph.assessment.sentences import Remark
from graph.assessment.state import State
from graph.base.records import encode, widened
from graph.base.words import Lang
from graph.measures.coverage import active_centres, offered, severities
from graph.measures.evidence import claims_without_evidence, used_strength
from graph.measures.fragility import SinglePoint
from graph.model.ecosystem import DatasetInfo, Ecosystem


@dataclass(frozen=True, slots=True)
class Reading:
    """One indicator's value today and with the plan; None where it is undefined or no plan is given."""

    indicator: Indicator
    today: float | None
    with_plan: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologyView(PrintedTechnology):
    """One technology: how often it is covered, and by whom it could be."""

    @property
    def open_today(self) -> bool:
        """Whether no centre covers it today."""
        return self.today["centre"] == 0

    @property
    def open_with_plan(self) -> bool | None:
        """Whether no centre covers it with the plan; None without a plan."""
        return None if self.with_plan is None else self.with_plan["centre"] == 0

    def printed_gap(self) -> PrintedGap:
        """What is printed of a technology that no centre covers today."""
        return PrintedGap(
            technology=self.technology,
            name=self.name,
            kind=self.kind,
            field=self.field,
            severity=self.severity,
            today=self.open_today,
            with_plan=self.open_with_plan,
            claimed_by=self.claimed_by,
            could_cover=self.could_cover,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """A single point of failure, and in which of the two states it is one."""

    point: SinglePoint
    technology_name: str
    holder_name: str
    kind: str
    severity: float
    today: bool
    with_plan: bool | None

    def printed(self) -> PrintedPoint:
        """What is printed of it."""
        return PrintedPoint(
            technology=self.point.technology,
            holder=self.point.holder,
            layer=self.point.layer,
            technology_name=self.technology_name,
            holder_name=self.holder_name,
            kind=self.kind,
            severity=self.severity,
            today=self.today,
            with_plan=self.with_plan,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What an ecosystem can do, today and with a plan.

    ``technologies`` and ``single_points`` stand in order of urgency: bottlenecks first, then by severity, then by id.
    ``advice`` and ``pipeline`` speak of the latest state (with the plan if there is one); ``missing`` counts all
    missing ties, of which ``advice`` has the first. ``details`` are the lists of ``graph.assessment.long_lists``.
    ``by_age``: cover of one year of the scheme by the age of its centres; None where no year was asked for.
    """

    info: DatasetInfo
    plan: Mapping[str, int] | None
    counts: Mapping[str, Mapping[str, int]]
    indicators: tuple[Reading, ...]
    technologies: tuple[TechnologyView, ...]
    single_points: tuple[PointView, ...]
    claims_without_evidence: tuple[tuple[str, str, float], ...]
    findings: tuple[Remark, ...]
    advice: tuple[MissingTie, ...]
    missing: int
    pipeline: tuple[Standing, ...]
    details: LongLists
    by_age: ByAge | None = None

    @property
    def gaps(self) -> tuple[TechnologyView, ...]:
        """Technologies that no centre covers today, those that stay open with the plan first."""
        return tuple(sorted((t for t in self.technologies if t.open_today), key=lambda t: t.open_with_plan is False))

    def printed(self) -> PrintedAssessment:
        """The answer as it is printed: all of it, nothing rounded. NaN has become None."""
        return widened(
            PrintedAssessment,
            self.details,
            dataset=PrintedDataset(name=self.info.name, illustrative=self.info.illustrative),
            plan=self.plan,
            counts=Counted(nodes=self.counts["nodes"], ties=self.counts["ties"]),
            indicators={r.indicator.name: r.indicator.reading(r.today, r.with_plan) for r in self.indicators},
            findings=tuple(remark.printed() for remark in self.findings),
            gaps=tuple(t.printed_gap() for t in self.gaps),
            single_points=tuple(point.printed() for point in self.single_points),
            claims_without_evidence=tuple(
                PrintedClaim(centre=c, technology=t, claim=claim) for c, t, claim in self.claims_without_evidence
            ),
            technologies=self.technologies,
            missing_ties=self.missing,
            advice=tuple(tie.printed() for tie in self.advice),
            pipeline=tuple(standing.printed() for standing in self.pipeline),
            by_age=None if self.by_age is None else self.by_age.printed(),
        )

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """Plain JSON data of :meth:`printed`; sentences and labels in one language."""
        found: dict[str, Any] = encode(self.printed(), lang)
        return found


def assess(
    eco: Ecosystem, plan: Mapping[str, int] | None = None, year: int | None = None, aged: Sequence[Aged] = ()
) -> Assessment:
    """Assess an ecosystem today and, if a plan is given, with the plan.

    Parameters
    ----------
    plan : mapping of str to int, optional
        Chosen centre → year of approval. The years are kept but not used: every active centre counts at full strength.
    year : int, optional
        A year of the scheme; with it ``by_age`` is measured.
    aged : sequence of Aged
        The centres that are there in that year, each with its share of full strength.

    Raises
    ------
    InputError
        A chosen centre that is not in the dataset.

    Examples
    --------
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "technologies": [{"id": "T1", "kind": "bottleneck", "severity": 5}],
    ...     "centres": [{"id": "C1", "status": "candidate"}],
    ...     "covers": [{"centre_id": "C1", "technology_id": "T1"}]})
    >>> answer = assess(eco, {"C1": 2023}).as_dict("en")
    >>> reading = answer["indicators"]["bottlenecks_uncovered"]
    >>> reading["today"], reading["with_plan"]
    (1.0, 0.0)
    >>> answer["findings"][0]["text"]
    'Today 0 of 1 bottleneck technologies are covered; with the plan 1 are.'
    """
    today = State(eco, active_centres(eco))
    after = None if plan is None else State(eco, active_centres(eco, plan))
    readings = tuple(
        Reading(i, _plain(i.measure(today)), None if after is None else _plain(i.measure(after))) for i in INDICATORS
    )
    return Assessment(
        info=eco.info,
        plan=None if plan is None else dict(plan),
        counts=eco.counts(),
        indicators=readings,
        technologies=_technologies(eco, today, after),
        single_points=_points(eco, today, after),
        claims_without_evidence=tuple(claims_without_evidence(eco)),
        findings=remarks(today, after),
        advice=missing_ties(after or today),
        missing=len((after or today).missing),
        pipeline=pipeline(after or today),
        details=details(today, after),
        by_age=None if year is None else by_age(eco, year, aged),
    )


def _technologies(eco: Ecosystem, today: State, after: State | None) -> tuple[TechnologyView, ...]:
    names, kinds, severity = eco.names("Technology"), eco.column("technologies", "kind"), severities(eco)
    fields = eco.column("technologies", "field")
    claimed, used = eco.matrix("COVERS").tocsc(), used_strength(eco).tocsc()
    centres = np.array(eco.ids("Centre"), dtype=object)
    may, now = offered(eco), after or today
    views = [
        TechnologyView(
            technology=i,
            name=names[i],
            kind=kinds[t],
            field=fields[t],
            severity=float(severity[t]),
            today={layer: int(d[t]) for layer, d in today.depth.items()},
            with_plan=None if after is None else {layer: int(d[t]) for layer, d in after.depth.items()},
            redundancy=int(now.redundancy[t]),
            claimed_by=tuple(sorted(centres[claimed.indices[claimed.indptr[t] : claimed.indptr[t + 1]]].tolist())),
            could_cover=tuple(sorted(centres[c] for c in used.indices[used.indptr[t] : used.indptr[t + 1]] if may[c])),
        )
        for t, i in enumerate(eco.ids("Technology"))
    ]
    return tuple(sorted(views, key=lambda v: (v.kind != "bottleneck", -v.severity, v.technology)))


def _points(eco: Ecosystem, today: State, after: State | None) -> tuple[PointView, ...]:
    names, place = eco.names("Technology"), eco.position("Technology")
    holder = {"organisation": eco.names("Organisation"), "person": eco.names("Person")}
    kinds, severity = eco.column("technologies", "kind"), severities(eco)
    before, later = set(today.points), set(after.points) if after else set()
    views = [
        PointView(
            point=p,
            technology_name=names[p.technology],
            holder_name=holder[p.layer][p.holder],
            kind=kinds[place[p.technology]],
            severity=float(severity[place[p.technology]]),
            today=p in before,
            with_plan=None if after is None else p in later,
        )
        for p in before | later
    ]
    return tuple(sorted(views, key=lambda v: (v.kind != "bottleneck", -v.severity, v.point)))


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
