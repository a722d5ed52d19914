"""The tables of an evaluation as they are handed out: grades, points, intervals of weights. No expert stands in them.

What does not live here: how a table is written (``planner.layout.csv_text``).
"""

from __future__ import annotations

from graph.base.words import Lang, Words
from planner.layout.columns import INDICATOR, INDICATOR_NAME, NAME, OF_CENTRE, PAID, Field
from planner.layout.content import Sheet
from planner.studies.evaluation.result import EvaluationResult


def sheets(made: EvaluationResult, lang: Lang) -> tuple[Sheet, ...]:
    """All tables; scores unrounded, money in the dataset's unit."""
    names = {i.id: i.name.say(lang) for i in made.indicators}
    return (_grades(made, lang), _points(made, names), _weights(made, names), _missing(made, names))


def _grades(made: EvaluationResult, lang: Lang) -> Sheet:
    dimensions = list(made.dimensions)
    columns = (
        OF_CENTRE,
        NAME,
        Field("formation", "组建模式"),
        Field("year", "年度", "year"),
        Field("score", "得分", "number"),
        Field("low", "最低可能得分", "number"),
        Field("high", "最高可能得分", "number"),
        Field("grade", "等次"),
        Field("rank", "同类名次", "number"),
        Field("before", "上年等次"),
        Field("next_factor", "下年系数", "number"),
        Field("next_cap", "下年支持上限", "money"),
        PAID,
        *(Field(d, made.dimensions[d].say(lang), "number") for d in dimensions),
    )
    rows = tuple(
        (
            g.centre,
            g.name,
            g.formation,
            made.year,
            g.score,
            g.low,
            g.high,
            g.grade,
            g.rank,
            g.before,
            g.next_factor,
            g.next_cap,
            g.paid,
            *(g.dimensions.get(d) for d in dimensions),
        )
        for g in made.grades
    )
    return Sheet("evaluation-grades", Words("Grades", "评价结果"), columns, rows)


def _points(made: EvaluationResult, names: dict[str, str]) -> Sheet:
    columns = (
        OF_CENTRE,
        INDICATOR,
        INDICATOR_NAME,
        Field("value", "数值", "number"),
        Field("points", "得分", "number"),
        Field("full", "满分", "number"),
        Field("reviews", "计入评分份数", "number"),
        Field("evidence", "依据"),
        Field("missing", "缺失原因"),
    )
    rows = tuple(
        (g.centre, i.indicator, names[i.indicator], i.value, i.points, i.full, i.reviews, i.evidence, i.missing)
        for g in made.grades
        for i in g.items
    )
    return Sheet("evaluation-points", Words("Points", "指标得分"), columns, rows)


def _weights(made: EvaluationResult, names: dict[str, str]) -> Sheet:
    columns = (
        OF_CENTRE,
        INDICATOR,
        INDICATOR_NAME,
        Field("from", "起", "number"),
        Field("to", "止", "number"),
        Field("from_holds", "含起点"),
        Field("to_holds", "含止点"),
    )
    rows = tuple(
        (g.centre, w.indicator, names[w.indicator], w.from_, w.to, _flag(w.from_holds), _flag(w.to_holds))
        for g in made.grades
        for w in g.holds_while
    )
    return Sheet("evaluation-weights", Words("Weights within which a grade holds", "等次不变的分值区间"), columns, rows)


def _missing(made: EvaluationResult, names: dict[str, str]) -> Sheet:
    columns = (
        OF_CENTRE,
        INDICATOR,
        INDICATOR_NAME,
        Field("why", "原因"),
    )
    rows = tuple((m.centre, m.indicator, names[m.indicator], m.why) for m in made.missing)
    return Sheet("evaluation-missing", Words("Missing", "缺失"), columns, rows)


def _flag(value: bool | None) -> str | None:
    return None if value is None else str(value).lower()
