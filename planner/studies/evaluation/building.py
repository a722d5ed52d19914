"""From a dataset and a scenario to the evaluation of a year: everything scored, graded, ranked and put into money.

What does not live here: the audit (``planner.audit.evaluation``), runs (``keeping``) and files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from graph.model.schema import CONDITIONS
from planner.audit.evaluation import audit_evaluation
from planner.rulebook.evaluation_system import Marks
from planner.rulebook.scenario import Scenario
from planner.runs.plan_result import DatasetFacts
from planner.runs.result import audit_summary
from planner.studies.evaluation import result as to
from planner.studies.evaluation.dossier import centre_files
from planner.studies.evaluation.facts import facts, of_centres, table_rows
from planner.studies.evaluation.hinges import experts, figures, intervals, near_cuts, noise
from planner.studies.evaluation.money import Support, purse
from planner.studies.evaluation.panels import alpha, alpha_by_indicator, left_out
from planner.studies.evaluation.rules import Grade, Indicator
from planner.studies.evaluation.scoring import HUNDRED, NOUGHT, EvaluatedCentre, Facts, Item, Scored, evaluate
from planner.studies.evaluation.votes import votes

Origin = tuple[str, str, str]
"""Evidence, date and source of a measurement."""


def evaluation(eco: Ecosystem, scenario: Scenario, year: int) -> to.EvaluationResult:
    """Evaluate one year and audit what came out.

    Parameters
    ----------
    eco : Ecosystem
    scenario : Scenario
    year : int
        The year evaluated; its grades act on the money of the year after.
    """
    policy = scenario.policy
    system = policy.evaluation.system
    known = facts(eco, system, year)
    scored = [evaluate(known, centre) for centre in known.centres]
    money = purse(eco, policy, year)
    ranks, ranked = _ranks(scored)
    origins = _origins(eco, year)
    before = _before(eco, year - 1)
    rows = tuple(
        _grade(
            known,
            one,
            money.support(one.centre.id, one.centre.approved, one.grade),
            (ranks.get(one.centre.id), ranked[one.centre.formation]),
            origins,
            before.get(one.centre.id),
            _due(system.marks, one.centre.approved, year),
        )
        for one in scored
    )
    info = eco.info
    made = to.EvaluationResult(
        year=year,
        system=system.name if not len(eco.column("indicators", "id")) else f"{system.name} + indicators",
        scenario=scenario.name,
        title=scenario.title,
        dataset=DatasetFacts(
            name=info.name,
            money_unit=info.money_unit,
            taxonomy=info.taxonomy,
            licence=info.licence,
            illustrative=info.illustrative,
            note=info.note,
        ),
        cuts={g: float(c) for g, c in known.rules.cuts_of("")},
        cuts_by_formation={
            f: {g: float(c) for g, c in known.rules.cuts_of(f)} for f in sorted(known.rules.cuts_by_formation)
        },
        dimensions=_dimension_names(known.rules.indicators, known.rules.dimensions or {}),
        indicators=tuple(_indicator(i) for i in known.rules.indicators),
        grades=rows,
        missing=tuple(
            to.MissingRow(centre=one.centre.id, indicator=i.indicator.id, why=i.missing)
            for one in scored
            for i in one.items
            if i.missing is not None
        ),
        left_out=tuple(to.LeftOutRow(expert=x, centre=c, why=why) for x, c, why in left_out(known)),
        agreement=to.Agreement(
            alpha=_maybe(alpha(known)), by_indicator={i: _maybe(a) for i, a in alpha_by_indicator(known).items()}
        ),
        votes=votes(eco, system.vote),
        readiness=readiness(eco, scenario, year),
        files=centre_files(eco, known.centres, year),
    )
    return audited(eco, scenario, made)


def audited(eco: Ecosystem, scenario: Scenario, made: to.EvaluationResult) -> to.EvaluationResult:
    """The evaluation with what the audit says of it."""
    report = audit_evaluation(eco, scenario.policy, made)
    return to.EvaluationResult(**{**vars(made), "audit": audit_summary(report)})


def readiness(eco: Ecosystem, scenario: Scenario, year: int) -> tuple[to.Readiness, ...]:
    """Build conditions of candidates that were measured or reviewed in the year, by indicators named after them.

    An indicator whose dimension is a build condition counts for it; a condition's score is 100 · Σ got / Σ points.
    """
    columns = ("id", "name", "status", "formation", "approved_year")
    candidates = tuple(
        EvaluatedCentre(i, name or i, formation, 0)
        for i, name, status, formation, _ in table_rows(eco, "centres", *columns)
        if status == "candidate"
    )
    known = of_centres(eco, scenario.policy.evaluation.system, year, candidates)
    told = {centre for centre, _ in (*known.values, *known.reviews)}
    origins = _origins(eco, year)
    out = []
    for centre in (c for c in candidates if c.id in told):
        by: Mapping[str, list[Item]] = _by_dimension(evaluate(known, centre).items)
        for condition, _, _ in CONDITIONS:
            if items := by.get(condition):
                rows = tuple(_item(centre.id, i, origins) for i in items)
                out.append(to.Readiness(centre=centre.id, condition=condition, score=_maybe(_share(items)), items=rows))
    return tuple(out)


def _ranks(scored: Iterable[Scored]) -> tuple[dict[str, int], dict[str, int]]:
    """Place of each scored centre within its formation, and how many there are; equal scores share a place."""
    by: dict[str, list[Fraction]] = defaultdict(list)
    for one in scored:
        if one.score is not None:
            by[one.centre.formation].append(one.score)
    ranks = {
        one.centre.id: 1 + sum(other > one.score for other in by[one.centre.formation])
        for one in scored
        if one.score is not None
    }
    return ranks, {one.centre.formation: len(by[one.centre.formation]) for one in scored}


def _origins(eco: Ecosystem, year: int) -> dict[tuple[str, str], Origin]:
    columns = ("centre_id", "indicator_id", "year", "evidence", "date", "source")
    return {(c, i): (e, d, s) for c, i, when, e, d, s in table_rows(eco, "measurements", *columns) if when == year}


def _before(eco: Ecosystem, year: int) -> dict[str, Grade]:
    """Grades recorded for a year; one after an appeal goes before the first."""
    rows = sorted(table_rows(eco, "evaluations", "appeal", "centre_id", "year", "grade"), key=lambda row: row[0])
    return {centre: grade for _, centre, when, grade in rows if when == year}


def _due(marks: Marks, approved: int, year: int) -> tuple[to.Due, ...]:
    years = (("review", approved + marks.review), ("completion", approved + marks.completion))
    return tuple(
        to.Due(mark=m, year=y, state="due" if y == year else "past" if y < year else "to come")  # type: ignore[arg-type]
        for m, y in years
    )


def _grade(
    known: Facts,
    one: Scored,
    money: Support,
    rank: tuple[int | None, int],
    origins: Mapping[tuple[str, str], Origin],
    before: Grade | None,
    due: tuple[to.Due, ...],
) -> to.GradeRow:
    centre = one.centre
    by = _by_dimension(one.items)
    return to.GradeRow(
        centre=centre.id,
        name=centre.name,
        formation=centre.formation,
        approved_year=centre.approved,
        score=_maybe(one.score),
        grade=one.grade,
        low=float(one.low),
        high=float(one.high),
        rank=rank[0],
        ranked=rank[1],
        dimensions={name: _maybe(_share(items)) for name, items in by.items()},
        points={i.indicator.id: float(i.got) for i in one.items if i.got is not None},
        panel={i.indicator.id: float(i.value) for i in one.items if i.by_panel and i.value is not None},
        veto=one.vetoes,
        items=tuple(_item(centre.id, i, origins) for i in one.items),
        holds_while=tuple(
            to.WeightInterval(
                indicator=w.indicator,
                from_=float(w.low),
                to=_maybe(w.high),
                from_holds=w.low_holds,
                to_holds=w.high_holds,
            )
            for w in intervals(known.rules, one)
        ),
        decides_alone=tuple(to.ExpertTurn(expert=t.expert, grade_without=t.grade) for t in experts(known, one)),
        turned_by=_turns(known, one),
        noise=noise(one),
        near_cuts=near_cuts(known.rules, one),
        next_factor=_maybe(money.factor),
        next_cap=_maybe(money.cap),
        paid=float(money.paid),
        before=before,
        due=due,
    )


def _turns(known: Facts, one: Scored) -> tuple[to.FigureTurn, ...]:
    items = {i.indicator.id: i for i in one.items}
    out = []
    for turn in figures(known.rules, one):
        item = items[turn.indicator]
        assert item.value is not None
        scale = item.indicator.scale

        def at(points: Fraction | None, item: Item = item) -> float | None:
            return None if points is None else float(item.indicator.scale.value(points / item.points))

        out.append(
            to.FigureTurn(
                indicator=turn.indicator,
                value=float(item.value),
                raised_to=turn.raised_to,
                raised_at=at(turn.raised_at),
                raised_points=_maybe(turn.raised_at),
                lowered_to=turn.lowered_to,
                lowered_below=None if turn.lowered_below == 0 and scale.kind == "steps" else at(turn.lowered_below),
                lowered_points=_maybe(turn.lowered_below),
            )
        )
    return tuple(out)


def _item(centre: str, item: Item, origins: Mapping[tuple[str, str], Origin]) -> to.ItemRow:
    evidence, date, source = ("", "", "") if item.by_panel else origins.get((centre, item.indicator.id), ("", "", ""))
    return to.ItemRow(
        indicator=item.indicator.id,
        points=_maybe(item.got),
        full=float(item.points),
        value=_maybe(item.value),
        reviews=len(item.kept),
        evidence=evidence,
        date=date,
        source=source,
        missing=item.missing or "",
    )


def _by_dimension(items: Iterable[Item]) -> dict[str, list[Item]]:
    by: dict[str, list[Item]] = {}
    for item in items:
        by.setdefault(item.indicator.dimension, []).append(item)
    return by


def _share(items: list[Item]) -> Fraction | None:
    """Share of the points got, × 100; None while something is missing."""
    if any(i.got is None for i in items):
        return None
    return HUNDRED * sum((i.got for i in items if i.got is not None), NOUGHT) / sum((i.points for i in items), NOUGHT)


def _dimension_names(indicators: Iterable[Indicator], named: Mapping[str, Words]) -> dict[str, Words]:
    """Names of the dimensions in use: those of the system, of build conditions, or their own text."""
    conditions = {name: Words(en, zh) for name, zh, en in CONDITIONS}
    used = dict.fromkeys(i.dimension for i in indicators)
    return {d: named.get(d) or conditions.get(d) or Words(d, d) for d in used}


def _indicator(one: Indicator) -> to.IndicatorRow:
    return to.IndicatorRow(
        id=one.id,
        name=one.name,
        dimension=one.dimension,
        kind="qualitative" if one.qualitative else "quantitative",
        unit=one.unit,
        scale=one.scale_text,
        points=float(one.points),
        veto=one.veto,
    )


def _maybe(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
