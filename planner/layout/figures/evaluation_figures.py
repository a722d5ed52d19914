"""An evaluation as pictures: each centre's profile against its form, grades over the years, the money that follows.

What does not live here: the style that figures share and their file formats (``pen``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from graph.base.records import encode
from graph.base.words import Lang, Words
from planner.layout import content
from planner.layout.figures import colours
from planner.layout.figures.pen import BODY, EDGE, SMALL, TITLE, Format, Pen, alone, bare, strengthen
from planner.layout.text import number
from planner.studies.evaluation.said import FORMATION, GRADE, cut

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from planner.studies.evaluation.result import EvaluationResult

Payload = Mapping[str, Any]
_GRADE = {"excellent": "#0B6E99", "good": "#4F9D69", "pass": "#E0A030", "poor": "#C8324F", None: "#FFFFFF"}
_ROW, _HEAD, _FOOT, _NAME, _MOST = 0.27, 0.72, 0.45, 2.3, 60
"""Inches: height of a row, heading, foot, width of the names; the most centres drawn."""


def pictures(made: EvaluationResult, lang: Lang, form: Format) -> dict[str, bytes]:
    """All three as files of one format; the same evaluation gives the same bytes."""
    payload = encode(made)
    draws: dict[str, Callable[[Payload, Pen], Figure]] = {"profile": _profile, "grades": _grades, "money": _money}
    return {f"evaluation-{name}.{form}": alone(draw, payload, lang, form)[0] for name, draw in draws.items()}


def _sheet(payload: Payload, using: Pen, rows: int, finding: str, wide: float) -> tuple[Figure, float]:
    """A sheet with its heading; gives the figure and its height."""
    from matplotlib.figure import Figure  # noqa: PLC0415

    high = _HEAD + rows * _ROW + _FOOT
    figure = Figure(figsize=(wide, high))
    weight = "bold" if using.fonts.bold else "normal"
    shown = using.fit(finding, (wide - 2 * EDGE) / 1.02, TITLE, weight)
    strengthen(figure.text(EDGE / wide, 1 - 0.17 / high, shown, fontsize=TITLE, va="top"), using)
    data = payload["dataset"]["name"]
    under = using.say(
        "Evaluation of {y} · {d} · system {s}",
        "{y} 年度评价 · {d} · 评价体系 {s}",
        y=payload["year"],
        d=data,
        s=payload["system"],
    )
    figure.text(EDGE / wide, 1 - 0.47 / high, under, fontsize=BODY, color=colours.SOFT, va="top")
    if payload["dataset"]["illustrative"]:
        note = using.drawable(content.NOTE.say(using.lang))
        figure.text(1 - EDGE / wide, 0.12 / high, note, fontsize=SMALL, color=colours.SOFT, ha="right", va="bottom")
    return figure, high


def _ordered(payload: Payload) -> list[Payload]:
    """Centres by formation and score, those without a score last."""
    return sorted(
        payload["grades"], key=lambda g: (g["formation"], g["score"] is None, -(g["score"] or 0), g["centre"])
    )[:_MOST]


def _names(axes: Any, rows: list[Payload], using: Pen) -> None:
    axes.set_yticks(
        range(len(rows)), [using.fit(using.name(g["name"], g["centre"], 60), _NAME - 0.2, BODY) for g in rows]
    )
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0, labelcolor=colours.INK)


def _profile(payload: Payload, using: Pen) -> Figure:
    """One panel a dimension: a dot a centre, a line at the mean of its formation."""
    rows = _ordered(payload)
    dimensions = list(payload["dimensions"])
    means = {(f, d): _mean(payload, f, d) for f in {g["formation"] for g in rows} for d in dimensions}
    panel = max(1.05, min(1.8, 9.0 / max(1, len(dimensions))))
    wide = _NAME + EDGE * 2 + (panel + 0.12) * max(1, len(dimensions))
    figure, high = _sheet(payload, using, len(rows) + 1, _weakest(payload, means, using), wide)
    tall = len(rows) * _ROW / high
    for k, d in enumerate(dimensions):
        left = (EDGE + _NAME + k * (panel + 0.12)) / wide
        axes = figure.add_axes((left, (_FOOT + 0.05) / high, panel / wide, tall))
        _names(axes, rows, using)
        if k:
            axes.set_yticklabels([])
        axes.set_xlim(-6, 106)
        axes.set_xticks([0, 50, 100])
        axes.tick_params(axis="x", labelsize=SMALL, length=0)
        axes.grid(axis="x")
        bare(axes)
        name = using.fit(using.drawable(_said(payload["dimensions"][d], using)), panel, BODY)
        axes.text(0, 1 + 0.09 / (tall * high), name, transform=axes.transAxes, fontsize=BODY, color=colours.SOFT)
        for y, g in enumerate(rows):
            mean = means[g["formation"], d]
            if mean is not None:
                axes.plot([mean, mean], [y - 0.36, y + 0.36], color=colours.FAINT, linewidth=2, solid_capstyle="butt")
            value = g["dimensions"].get(d)
            if value is not None:
                below = mean is not None and value < mean
                axes.plot([value], [y], "o", color=colours.ALARM if below else colours.PALETTE[0], markersize=5.5)
    foot = using.say(
        "dot: the centre (red: below its form) · grey line: mean of its form",
        "圆点：该中心（红色为低于同类） · 灰线：同类平均",
    )
    figure.text(EDGE / wide, 0.12 / high, foot, fontsize=SMALL, color=colours.SOFT, va="bottom")
    return figure


def _said(words: Payload, using: Pen) -> str:
    return str(words["zh"] if using.lang == "zh" else words["en"])


def _mean(payload: Payload, formation: str, dimension: str) -> float | None:
    values = [
        v
        for g in payload["grades"]
        if g["formation"] == formation and (v := g["dimensions"].get(dimension)) is not None
    ]
    return sum(values) / len(values) if len(values) > 1 else None


def _weakest(payload: Payload, means: Mapping[tuple[str, str], float | None], using: Pen) -> str:
    """The title: where a formation is weakest."""
    found = [(v, f, d) for (f, d), v in means.items() if v is not None]
    if not found:
        return using.say("Profiles by dimension", "分维度得分")
    value, formation, dimension = min(found)
    return using.say(
        "Weakest: {d} of {f} centres, {v} of 100 on average",
        "最弱：{f}的“{d}”，平均 {v} 分",
        d=_said(payload["dimensions"][dimension], using),
        f=FORMATION[formation],
        v=number(value),
    )


def _grades(payload: Payload, using: Pen) -> Figure:
    """A row a centre, a column a year, a coloured field a grade."""
    rows = _ordered(payload)
    before: dict[str, dict[int, str]] = {
        f["centre"]: {int(y): g for y, g in f["grades"].items()} for f in payload["files"]
    }
    years = sorted({y for known in before.values() for y in known} | {payload["year"]})
    wide = max(6.0, _NAME + 2 * EDGE + 0.95 * len(years) + 0.8)
    figure, high = _sheet(payload, using, len(rows) + 1, _turned(payload, using), wide)
    axes = figure.add_axes(
        ((EDGE + _NAME) / wide, (_FOOT + 0.05) / high, 0.95 * len(years) / wide, len(rows) * _ROW / high)
    )
    _names(axes, rows, using)
    axes.set_xlim(-0.5, len(years) - 0.5)
    axes.set_xticks(range(len(years)), [str(y) for y in years])
    axes.xaxis.tick_top()
    bare(axes)
    for y, g in enumerate(rows):
        known = {**before.get(g["centre"], {}), payload["year"]: g["grade"]}
        for x, year in enumerate(years):
            if year not in known:
                continue
            grade = known[year]
            axes.barh(y, 0.94, left=x - 0.47, height=0.86, color=_GRADE[grade], edgecolor=colours.GRID, linewidth=0.8)
            word = Words("?", "待定") if grade is None else GRADE[grade]
            ink = {None: colours.SOFT, "pass": colours.INK}.get(grade, "white")
            axes.text(x, y, using.drawable(word.say(using.lang)), ha="center", va="center", fontsize=SMALL, color=ink)
        if g["score"] is not None:
            axes.text(
                len(years) - 0.42, y, cut(g["score"]), va="center", fontsize=SMALL, color=colours.SOFT, clip_on=False
            )
    return figure


def _turned(payload: Payload, using: Pen) -> str:
    counts: dict[str | None, int] = defaultdict(int)
    for g in payload["grades"]:
        counts[g["grade"]] += 1
    top = counts["excellent"] + counts["good"]
    return using.say(
        "{n} of {all} centres are good or better in {y}, {p} poor",
        "{y} 年 {all} 家中心中 {n} 家良好及以上，{p} 家不合格",
        n=top,
        all=len(payload["grades"]),
        y=payload["year"],
        p=counts["poor"],
    )


def _money(payload: Payload, using: Pen) -> Figure:
    """A bar a centre: what it was paid until the year, and at most gets in the next, in the colour of its grade."""
    rows = _ordered(payload)
    unit = using.unit(payload["dataset"]["money_unit"])
    whole = sum(g["next_cap"] or 0.0 for g in rows)
    stopped = sum(g["next_factor"] == 0 for g in rows)
    finding = using.say(
        "At most {m} {u} follow in {y}; {n} centres get none for their grade",
        "{y} 年支持至多 {m} {u}；{n} 家因等次停止支持",
        m=number(whole, 2),
        u=unit,
        y=payload["year"] + 1,
        n=stopped,
    )
    wide = 8.2
    figure, high = _sheet(payload, using, len(rows) + 1, finding, wide)
    axes = figure.add_axes(
        ((EDGE + _NAME) / wide, (_FOOT + 0.15) / high, (wide - _NAME - 2 * EDGE - 0.9) / wide, len(rows) * _ROW / high)
    )
    _names(axes, rows, using)
    axes.grid(axis="x")
    bare(axes)
    axes.tick_params(axis="x", labelsize=SMALL)
    for y, g in enumerate(rows):
        axes.barh(y, g["paid"], height=0.62, color=colours.BAR)
        if g["next_cap"]:
            axes.barh(y, g["next_cap"], left=g["paid"], height=0.62, color=_GRADE[g["grade"]])
        told = using.say("no grade yet", "待评定") if g["grade"] is None else number(g["next_cap"], 2)
        end = g["paid"] + (g["next_cap"] or 0.0)
        axes.annotate(
            told, (end, y), (4, 0), textcoords="offset points", va="center", fontsize=SMALL, color=colours.SOFT
        )
    foot = using.say(
        "grey: paid until {y} · colour: at most in {z} ({u})",
        "灰色：截至 {y} 年已拨 · 彩色：{z} 年至多（{u}）",
        y=payload["year"],
        z=payload["year"] + 1,
        u=unit,
    )
    figure.text(EDGE / wide, 0.12 / high, foot, fontsize=SMALL, color=colours.SOFT, va="bottom")
    return figure
