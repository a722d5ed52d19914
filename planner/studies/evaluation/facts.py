"""What is known of one year, read from a dataset and a policy: rules, centres, figures, reviews, conflicts.

What does not live here: scoring (``scoring``) and files. Evaluated are centres of status ``approved`` that were
approved in the year or before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from graph.base.findings import Finding
from graph.base.nearest import Nearest
from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from graph.model.scales import parse
from planner.rulebook.evaluation_system import EvaluationSystem
from planner.studies.evaluation.rules import Indicator, Rules, exact
from planner.studies.evaluation.scoring import EvaluatedCentre, Facts, Review

READ = frozenset({"centres", "organisations", "members", "indicators", "measurements", "experts", "reviews"})
"""Tables that an evaluation looks at for its grades; a dataset may lack all others."""


def rules(eco: Ecosystem, system: EvaluationSystem) -> Rules:
    """The rules of a system; a table ``indicators`` of the dataset replaces the system's indicators."""
    own = tuple(_of_table(eco))
    return Rules(
        name=system.name,
        indicators=own or tuple(_of_system(system)),
        points={f: {i: exact(p) for i, p in points.items()} for f, points in system.points.items()},
        cuts={g: exact(cut) for g, cut in system.cuts.items()},
        cuts_by_formation={f: {g: exact(c) for g, c in cuts.items()} for f, cuts in system.cuts_by_formation.items()},
        least=system.panel.least,
        trim_from=system.panel.trim_from,
        noise=exact(system.noise),
        dimensions={name: Words(said.en, said.zh) for name, said in system.dimensions.items()},
    )


def table_rows(eco: Ecosystem, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Cells of one table, row by row."""
    return zip(*(eco.column(table, c).tolist() for c in columns), strict=True)


def _of_table(eco: Ecosystem) -> Iterator[Indicator]:
    columns = ("id", "name", "dimension", "kind", "unit", "scale", "points", "veto", "evidence_required", "formation")
    for i, name, dimension, kind, unit, scale, points, veto, evidence, formation in table_rows(
        eco, "indicators", *columns
    ):
        yield Indicator(
            id=i,
            name=Words(name, name),
            dimension=dimension,
            qualitative=kind == "qualitative",
            unit=unit,
            scale=parse(scale),
            scale_text=scale,
            points=exact(points),
            veto=veto,
            evidence_required=evidence,
            formation=formation,
        )


def _of_system(system: EvaluationSystem) -> Iterator[Indicator]:
    for one in system.indicators:
        yield Indicator(
            id=one.id,
            name=Words(one.en, one.zh),
            dimension=one.dimension,
            qualitative=one.kind == "qualitative",
            unit=one.unit,
            scale=parse(one.scale),
            scale_text=one.scale,
            points=exact(one.points),
            veto=one.veto,
            evidence_required=one.evidence_required,
            formation=one.formation or "",
        )


def facts(eco: Ecosystem, system: EvaluationSystem, year: int) -> Facts:
    """Everything that the evaluation of one year looks at."""
    columns = ("id", "name", "status", "formation", "approved_year")
    centres = tuple(
        EvaluatedCentre(i, name or i, formation, int(approved))
        for i, name, status, formation, approved in table_rows(eco, "centres", *columns)
        if status == "approved" and approved <= year
    )
    return of_centres(eco, system, year, centres)


def of_centres(eco: Ecosystem, system: EvaluationSystem, year: int, centres: tuple[EvaluatedCentre, ...]) -> Facts:
    """As :func:`facts`, for given centres (candidates, whose readiness is scored by the same rules)."""
    known = {c.id for c in centres}
    values = {
        (centre, indicator): exact(value)
        for centre, indicator, when, value in table_rows(
            eco, "measurements", "centre_id", "indicator_id", "year", "value"
        )
        if when == year and centre in known
    }
    reviews: dict[tuple[str, str], list[Review]] = defaultdict(list)
    declared: dict[tuple[str, str], str] = {}
    columns = ("expert_id", "centre_id", "indicator_id", "year", "score", "conflict")
    for expert, centre, indicator, when, score, conflict in table_rows(eco, "reviews", *columns):
        if when == year and centre in known:
            reviews[centre, indicator].append(Review(expert, centre, indicator, exact(score)))
            if conflict:
                declared[expert, centre] = "declared"
    pairs = dict.fromkeys((r.expert, r.centre) for group in reviews.values() for r in group)
    found = conflict_of(eco, system.panel.co_publication_years, year)
    conflicts = {pair: why for pair in pairs if (why := declared.get(pair) or found(*pair))}
    return Facts(
        year=year,
        rules=rules(eco, system),
        centres=centres,
        values=values,
        reviews={k: tuple(v) for k, v in reviews.items()},
        conflicts=conflicts,
    )


def conflict_of(eco: Ecosystem, within: int | None, year: int) -> Callable[[str, str], str]:
    """Say of an expert and a centre what in the graph stands against a review: employer, membership, co-publication."""
    employer = dict(table_rows(eco, "experts", "id", "organisation_id"))
    inside: dict[str, set[str]] = defaultdict(set)
    for centre, lead in table_rows(eco, "centres", "id", "lead_id"):
        inside[centre] |= {lead} - {""}
    for centre, organisation in table_rows(eco, "members", "centre_id", "organisation_id"):
        inside[centre].add(organisation)
    partners: dict[str, set[str]] = defaultdict(set)
    for a, b, kind, when in table_rows(eco, "ties", "source_id", "target_id", "kind", "year"):
        if within is not None and kind == "co_publication" and year - within < when <= year:
            partners[a].add(b)
            partners[b].add(a)

    def why(expert: str, centre: str) -> str:
        organisation = employer.get(expert, "")
        if not organisation:
            return ""
        if organisation in inside[centre]:
            return "own organisation"
        return "co-publication" if partners[organisation] & inside[centre] else ""

    return why


def check(eco: Ecosystem, known: Facts, source: str = "") -> tuple[Finding, ...]:
    """Findings of the year: nothing measured, unknown indicators, points that name nothing, formations without points.

    Codes X580 to X583; ``source`` names the dataset.
    """
    return (*_year(eco, known, source), *_unknown(eco, known), *_pointless(known))


def _year(eco: Ecosystem, known: Facts, source: str) -> Iterator[Finding]:
    if known.values or known.reviews:
        return
    years = sorted(
        {int(y) for table in ("measurements", "reviews") for (y,) in table_rows(eco, table, "year") if y == y}  # noqa: PLR0124 (NaN)
    )
    message = Words("nothing was measured or reviewed in {y}", "{y} 年没有任何指标数值或评分").fill(y=known.year)
    listed = ", ".join(map(str, years[-10:]))
    mend = Words("years with figures: {years}", "有数据的年度：{years}").fill(years=listed)
    none = Words("add rows to measurements and reviews", "请补充 measurements 和 reviews")
    yield Finding(
        "X580",
        "error",
        file=source or "measurements.csv",
        row=0,
        column="year",
        value=str(known.year),
        message=message,
        mend=mend if years else none,
    )


def _unknown(eco: Ecosystem, known: Facts) -> Iterator[Finding]:
    ids = {i.id for i in known.rules.indicators}
    near = Nearest(ids)
    otherwise = Words("correct the id, or add the indicator", "请更正编号，或补充该指标")
    for table in ("measurements", "reviews"):
        for row, (indicator, when) in enumerate(table_rows(eco, table, "indicator_id", "year"), start=2):
            if when == known.year and indicator not in ids:
                message = Words("the evaluation system {s} has no indicator {i}", "评价体系 {s} 中没有指标 {i}").fill(
                    s=known.rules.name, i=indicator
                )
                yield Finding(
                    "X582",
                    "error",
                    file=f"{table}.csv",
                    row=row,
                    column="indicator_id",
                    value=indicator,
                    message=message,
                    mend=near.words(indicator, otherwise),
                )


def _pointless(known: Facts) -> Iterator[Finding]:
    without: Mapping[str, str] = {c.formation: c.id for c in known.centres if not known.rules.asked(c.formation)}
    for formation, centre in without.items():
        message = Words(
            "no indicator has points for the formation '{f}' (e.g. {c})", "组建模式“{f}”没有任何有分值的指标（如 {c}）"
        ).fill(f=formation, c=centre)
        mend = Words("give its indicators points above 0", "请给其指标大于零的分值")
        yield Finding(
            "X583", "error", file="indicators.csv", row=0, column="points", value=formation, message=message, mend=mend
        )
