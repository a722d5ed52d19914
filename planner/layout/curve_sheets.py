"""The tables of a budget curve: one of budgets, one of the roadmap's steps.

What does not live here: how tables are written (``csv_text``).
"""

from __future__ import annotations

from graph.base.words import Words
from planner.layout.columns import APPROVED, CENTRE, NAME, SOURCE, Field
from planner.layout.content import MADE_UP, Cell, Sheet
from planner.studies.curves.answer import CurveAnswer, NestedRoadmap


def sheets(answer: CurveAnswer) -> tuple[Sheet, ...]:
    """The tables of a budget curve."""
    return (curve(answer),) if answer.roadmap is None else (curve(answer), roadmap(answer, answer.roadmap))


def curve(answer: CurveAnswer) -> Sheet:
    """One row a budget: best value and its proof, who comes and goes, what more money adds."""
    columns = (
        Field("budget", "预算", "money"),
        Field("status", "状态"),
        Field("value", "最优值", "number"),
        Field("bound", "界", "number"),
        Field("used", "使用", "money"),
        Field("centres", "家数", "number"),
        Field("chosen", "入选"),
        Field("joined", "新进"),
        Field("left", "退出"),
        Field("more", "再增", "money"),
        Field("gain", "再增的收益", "number"),
        Field("kind", "求法"),
        Field("complete", "曲线完整"),
        SOURCE,
    )
    rows = []
    for p in answer.points:
        has = p.value is not None
        rows.append(
            (
                p.budget,
                p.status,
                p.value,
                p.bound,
                p.used,
                len(p.chosen) if has else None,
                " ".join(p.chosen),
                " ".join(p.joined),
                " ".join(p.left),
                answer.more.amount if p.more else None,
                p.more.gain if p.more else None,
                answer.kind,
                "yes" if answer.complete else "no",
                _source(answer),
            )
        )
    return Sheet("curve", Words("Budget curve", "预算曲线"), columns, tuple(rows))


def roadmap(answer: CurveAnswer, road: NestedRoadmap) -> Sheet:
    """One row a centre, in the order of the roadmap: from which budget on it is founded, in which year."""
    columns = (
        Field("step", "步", "number"),
        Field("budget", "预算", "money"),
        CENTRE,
        NAME,
        APPROVED,
        Field("value", "路线图的值", "number"),
        Field("price", "逐级包含的代价", "number"),
        SOURCE,
    )
    names, dated = answer.names or {}, answer.dataset is not None
    rows: list[tuple[Cell, ...]] = [
        (
            n,
            step.budget,
            c,
            names.get(c, ""),
            step.years.get(c) if dated else None,
            step.value,
            step.price,
            _source(answer),
        )
        for n, step in enumerate(road.steps, 1)
        for c in step.added or [""]
    ]
    return Sheet("roadmap", Words("Roadmap", "路线图"), columns, tuple(rows))


def _source(answer: CurveAnswer) -> str:
    return MADE_UP.en if answer.illustrative else ""
