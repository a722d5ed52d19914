"""What a history adds to the tables that are handed out: money in three parts by year, and next year's decisions.

What does not live here: the other tables (``planner.layout.content``), how anything looks or is written.
"""

from __future__ import annotations

import math

from graph.base.words import Lang, Words
from graph.model.schema import DECISIONS
from planner.layout.content import Cell, Field, Result, Sheet, source

KINDS = {value: Words(value.replace("_", " "), zh) for value, zh in DECISIONS}
PARTS = Words("Support paid, committed and new", "已拨付、已承诺与新增支持")


def course_sheets(result: Result, lang: Lang) -> tuple[Sheet, ...]:
    """The tables of a result with a history; none without one.

    Examples
    --------
    >>> from planner.runs.plan_result import PlanResult
    >>> course_sheets(PlanResult(status="proven"), "en")
    ()
    """
    return () if result.as_of is None else (parts(result, lang), decisions(result, lang))


def part_years(result: Result) -> list[int]:
    """Years in which any of the three parts has money, in order."""
    return sorted({*result.paid, *result.committed, *result.new})


def parts(result: Result, lang: Lang) -> Sheet:
    """One row a year: support of all payers that is paid, committed and new, and their sum.

    Examples
    --------
    >>> from planner.runs.plan_result import PlanResult
    >>> told = PlanResult(status="proven", as_of=2024, paid={2024: 90.0}, committed={2025: 40.0}, new={2025: 0.1})
    >>> [row[:5] for row in parts(told, "en").rows]
    [(2024, 90.0, 0.0, 0.0, 90.0), (2025, 0.0, 40.0, 0.1, 40.1)]
    """
    columns = (
        Field("year", "年份", "year"),
        Field("paid", "已拨付", "money"),
        Field("committed", "已承诺", "money"),
        Field("new", "新增", "money"),
        Field("support", "各出资方支持合计", "money"),
        Field("source", "来源"),
    )
    rows: list[tuple[Cell, ...]] = []
    for year in part_years(result):
        three = tuple(float(part.get(year, 0.0)) for part in (result.paid, result.committed, result.new))
        rows.append((year, *three, math.fsum(three), source(result, "", lang)))
    return Sheet("money_parts", PARTS, columns, tuple(rows))


def decisions(result: Result, lang: Lang) -> Sheet:
    """One row for each centre on which the first open year decides: what, with how much money, and why."""
    columns = (
        Field("centre", "编号"),
        Field("name", "中心名称"),
        Field("year", "年份", "year"),
        Field("decision", "决定"),
        Field("support", "当年支持资金", "money"),
        Field("reasons", "理由"),
        Field("source", "来源"),
    )
    names = {h.centre: h.name for h in result.history} | {c.centre: c.name for c in result.chosen}
    rows = [
        (
            d.centre,
            names.get(d.centre, d.centre),
            d.year,
            KINDS[d.decision].say(lang),
            float(d.support),
            d.reason.say(lang),
            source(result, "", lang),
        )
        for d in result.decisions
    ]
    year = "" if result.as_of is None else str(result.as_of + 1)
    return Sheet("decisions", Words("Decisions of {y}", "{y} 年度决定").fill(y=year), columns, tuple(rows))
