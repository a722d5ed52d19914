"""The tables of a budget curve: one of budgets, one of the roadmap's steps.

What does not live here: how tables are written (``csv_text``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.base.words import Words
from planner.layout.content import MADE_UP, Cell, Field, Sheet

Payload = Mapping[str, Any]


def sheets(payload: Payload) -> tuple[Sheet, ...]:
    """The tables of what ``buju curve --json`` prints."""
    return (curve(payload), roadmap(payload)) if payload["roadmap"] else (curve(payload),)


def curve(payload: Payload) -> Sheet:
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
        Field("source", "来源"),
    )
    rows = []
    for p in payload["points"]:
        more = p["more"] or {}
        has = p["value"] is not None
        rows.append(
            (
                p["budget"],
                p["status"],
                p["value"],
                p["bound"],
                p["used"],
                len(p["chosen"]) if has else None,
                " ".join(p["chosen"]),
                " ".join(p["joined"]),
                " ".join(p["left"]),
                payload["more"]["amount"] if more else None,
                more.get("gain"),
                payload["kind"],
                "yes" if payload["complete"] else "no",
                _source(payload),
            )
        )
    return Sheet("curve", Words("Budget curve", "预算曲线"), columns, tuple(rows))


def roadmap(payload: Payload) -> Sheet:
    """One row a centre, in the order of the roadmap: from which budget on it is founded, in which year."""
    columns = (
        Field("step", "步", "number"),
        Field("budget", "预算", "money"),
        Field("centre", "编号"),
        Field("name", "中心名称"),
        Field("year", "批复年份", "year"),
        Field("value", "路线图的值", "number"),
        Field("price", "逐级包含的代价", "number"),
        Field("source", "来源"),
    )
    names, dated = payload.get("names", {}), "dataset" in payload
    rows: list[tuple[Cell, ...]] = [
        (
            n,
            step["budget"],
            c,
            names.get(c, ""),
            step["years"].get(c) if dated else None,
            step["value"],
            step["price"],
            _source(payload),
        )
        for n, step in enumerate(payload["roadmap"]["steps"], 1)
        for c in step["added"] or [""]
    ]
    return Sheet("roadmap", Words("Roadmap", "路线图"), columns, tuple(rows))


def _source(payload: Payload) -> str:
    return MADE_UP.en if bool((payload.get("dataset") or {}).get("illustrative")) else ""
