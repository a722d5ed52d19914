"""What the notebooks on the course of a scheme show: next year's decisions, one grade changed, an evaluation's answers.

What does not live here: planning, scoring, and how a table looks (``planner.notebook.page``).
"""

from __future__ import annotations

import math

import numpy as np

from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from graph.model.schema import DECISIONS, GRADES
from planner.layout.statuses import STATUSES, statuses
from planner.notebook.page import Cell, Grid, Tint
from planner.runs.plan_result import PlanResult
from planner.studies.evaluation.result import EvaluationResult
from planner.studies.evaluation.said import FORMATION, cut, grade

_DECISIONS = {value: Words(value.replace("_", " "), zh) for value, zh in DECISIONS}
_TINTS: dict[str, Tint] = {"reduced": "warn", "rectify": "alarm", "stopped": "alarm", "approved": "good"}
_GRADED: dict[str | None, Tint] = {"poor": "alarm", "pass": "warn", "excellent": "good"}


def with_grade(eco: Ecosystem, centre: str, year: int, given: str) -> Ecosystem:
    """The ecosystem with another grade of one centre and year; all else, and the tables read, stay as they are.

    Parameters
    ----------
    eco : Ecosystem
    centre, year
        An evaluation that is recorded.
    given : str
        ``excellent``, ``good``, ``pass`` or ``poor``.

    Raises
    ------
    ValueError
        No grade of that centre and year is recorded.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> rows = {"centres": [{"id": "C1", "status": "approved", "approved_year": 2023}],
    ...     "evaluations": [{"centre_id": "C1", "year": 2024, "grade": "good"}]}
    >>> changed = with_grade(Ecosystem.from_rows(DatasetInfo("one"), rows), "C1", 2024, "poor")
    >>> changed.column("evaluations", "grade").tolist()
    ['poor']
    """
    table = dict(eco.tables["evaluations"])
    at = np.flatnonzero((table["centre_id"] == centre) & (table["year"] == year))
    if not at.size or given not in dict(GRADES):
        raise ValueError(f"{centre} {year} {given}")
    grades = table["grade"].copy()
    grades[at] = given
    return Ecosystem(eco.info, {**eco.tables, "evaluations": {**table, "grade": grades}})


def decided(result: PlanResult) -> Grid:
    """What the first open year decides: every centre that is there and every approval, with money and reason."""
    names = {h.centre: h.name for h in result.history} | {c.centre: c.name for c in result.chosen}
    stands = statuses(result)
    rows = tuple(
        (d.centre, names.get(d.centre, ""), STATUSES[stands[d.centre]], _DECISIONS[d.decision], d.support, d.reason)
        for d in result.decisions
    )
    head = ("id 编号", "centre 中心", "status 状态", "decision 决定", "support 支持", "reason 理由")
    return Grid(_heads(head), rows, tuple(_TINTS.get(d.decision, "") for d in result.decisions))


def support_next(result: PlanResult, centre: str) -> float:
    """What a centre gets in the first open year."""
    return math.fsum(d.support for d in result.decisions if d.centre == centre)


def measured_years(eco: Ecosystem) -> list[int]:
    """Years of which anything was measured or reviewed, in order."""
    return sorted({int(y) for table in ("measurements", "reviews") for y in eco.column(table, "year").tolist()})


def parts_by_year(result: PlanResult) -> Grid:
    """Support of all payers by year: paid, committed, new."""
    parts = (result.paid, result.committed, result.new)
    years = sorted({y for part in parts for y in part})
    rows: list[tuple[Cell, ...]] = [(str(y), *(part.get(y) for part in parts)) for y in years]
    rows.append((Words("all", "合计"), *(math.fsum(part.values()) for part in parts)))
    return Grid(_heads(("year 年份", "paid 已拨付", "committed 已承诺", "new 新增")), tuple(rows))


def by_changes(result: PlanResult) -> Grid:
    """The best objective by the number of changes to the earlier plan."""
    rows = tuple(
        (str(p.changes), Words("no plan", "无可行方案") if p.objective is None else f"{p.objective:.6f}")
        for p in result.changes_curve
    )
    return Grid(_heads(("changes 变更项数", "objective 目标值")), rows)


def graded(made: EvaluationResult) -> Grid:
    """Every centre evaluated: score, grade, place in its form, and what follows in money."""
    rows = tuple(
        (
            g.centre,
            g.name,
            FORMATION[g.formation],
            "–" if g.score is None else cut(g.score),
            grade(g.grade),
            None if g.rank is None else f"{g.rank}/{g.ranked}",
            g.next_factor,
            g.next_cap,
        )
        for g in made.grades
    )
    head = (
        "id 编号",
        "centre 中心",
        "form 组建模式",
        "score 得分",
        "grade 等次",
        "place 名次",
        "factor 系数",
        "at-most 上限",
    )
    return Grid(_heads(head), rows, tuple(_GRADED.get(g.grade, "") for g in made.grades))


def hinges(made: EvaluationResult, centre: str) -> Grid:
    """What one grade hangs on: by indicator the points got, and the interval of its full points in which it holds."""
    row = next(g for g in made.grades if g.centre == centre)
    holds = {w.indicator: w for w in row.holds_while}
    turns = {t.indicator: t for t in row.turned_by}
    names = {i.id: i.name for i in made.indicators}
    rows: list[tuple[Cell, ...]] = []
    for item in row.items:
        w, t = holds.get(item.indicator), turns.get(item.indicator)
        interval = None if w is None else f"{w.from_:.2f} – {'∞' if w.to is None else f'{w.to:.2f}'}"
        up = None if t is None or t.raised_at is None else t.raised_at
        down = None if t is None or t.lowered_below is None else t.lowered_below
        rows.append((names[item.indicator], item.value, item.points, item.full, interval, up, down))
    head = (
        "indicator 指标", "value 数值", "points 得分", "full 满分", "holds-while 分值区间", "raised-at 升等值",
        "lowered-below 降等值",
    )  # fmt: skip
    return Grid(_heads(head), tuple(rows))


def _heads(pairs: tuple[str, ...]) -> tuple[Words, ...]:
    """Heads of a table from "english 中文"; a hyphen stands for a blank."""
    return tuple(Words(en.replace("-", " "), zh) for en, zh in (pair.split(" ") for pair in pairs))
