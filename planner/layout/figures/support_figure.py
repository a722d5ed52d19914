"""Support by year, stacked by field, under the city's cap.

What does not live here: the style that figures share and their file formats (``figures``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graph.base.words import Words
from planner.layout import content
from planner.layout.amounts import shown
from planner.layout.content import Result
from planner.layout.figures import colours
from planner.layout.figures.pen import BODY, EDGE, FOOT, HEAD, SMALL, Pen, heading, legend, legend_height, strengthen
from planner.runs.genuine import paid_beside
from planner.runs.plan_result import YearMoney

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Year = YearMoney
_BAR = 0.62
_DISTRICTS = "#E3E8ED"
_NOISE = 1e-9
"""Share of a year's money that is no block of its own."""


def finding(result: Result, using: Pen) -> str:
    """The title: the year of the highest support, and how near the city's money comes to its cap."""
    years, unit = result.support_by_year, using.unit(result.unit)
    key = "city" if any(y.district > 0 for y in years) else "paid"
    top = max(years, key=lambda y: getattr(y, key), default=None)
    if top is None or top.paid <= 0:
        return using.say("Support by year: nothing is paid", "年度支持：没有支出")
    who = Words("City support", "市级年度支持") if key == "city" else Words("Support by year", "年度支持")
    peak = using.say(
        "{who} peaks at {paid} {unit} in {year}",
        "{who}：{year} 年最高，{paid} {unit}",
        who=who,
        paid=shown(getattr(top, key)),
        unit=unit,
        year=top.year,
    )
    capped = [(y, y.cap) for y in years if y.cap is not None]
    if not capped:
        return peak + using.say("; no yearly cap", "；不设年度上限")
    full = [str(y.year) for y, cap in capped if cap - y.city <= 1e-6 * max(1.0, cap)]
    if full:
        joined = using.say(" and ", "、").join(full)
        verb = "cap of {years} is" if len(full) == 1 else "caps of {years} are"
        return peak + using.say(f"; the {verb} used up", "；{years} 年上限已用完", years=joined)
    tight, cap = min(capped, key=lambda pair: (pair[1] - pair[0].city, pair[0].year))
    slack = shown(cap - tight.city)
    if tight is top:
        return peak + using.say(", {slack} under the cap", "，距上限余 {slack}", slack=slack)
    return peak + using.say(
        "; tightest in {year}, {slack} under the cap", "；{year} 年最紧，余 {slack}", slack=slack, year=tight.year
    )


def draw(result: Result, using: Pen) -> Figure:
    """Draw one bar a year, stacked by field; where districts pay too, their part lies pale on top of the city's."""
    from matplotlib.figure import Figure  # noqa: PLC0415

    years: Sequence[Year] = result.support_by_year
    shared = any(y.district > 0 for y in years)
    used = {c.field for c in result.chosen}
    fields = [*(f for f in content.field_order(result) if f in used), *([""] if "" in used else [])]
    entries = _entries(fields, using, shared=shared, gone=bool(paid_beside(result)))
    wide = max(8.0, 1.2 + 0.75 * len(years))
    bottom = FOOT + legend_height(wide - 2 * EDGE, [label for _, label in entries], using) + 0.45
    high = bottom + 3.6 + 0.25 + HEAD
    figure = Figure(figsize=(wide, high))
    heading(figure, result, using, finding(result, using))
    money = using.unit(result.unit)
    left = EDGE + 0.62
    axes = figure.add_axes((left / wide, bottom / high, (wide - left - EDGE) / wide, 3.6 / high))
    figure.text(EDGE / wide, 1 - (HEAD + 0.02) / high, money, fontsize=SMALL, color=colours.SOFT, va="center")
    top = max([1.0] + [y.paid for y in years] + [y.cap for y in years if y.cap is not None]) * 1.09
    axes.set_ylim(0, top)
    _bars(axes, result, fields, using)
    for x, y in enumerate(years):
        _label(axes, x, y, top, using)
    _caps(axes, years, using, shared=shared)
    axes.set_xlim(-0.6, max(len(years), 1) - 0.4)
    axes.set_xticks(range(len(years)), [str(y.year) for y in years])
    axes.yaxis.set_major_formatter(lambda value, _: shown(value))
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
    axes.tick_params(length=0, labelsize=BODY, pad=5)
    legend(figure, entries, using, bottom=FOOT)
    return figure


def _bars(axes: Axes, result: Result, fields: Sequence[str], using: Pen) -> None:
    gone = paid_beside(result)
    for x, y in enumerate(result.support_by_year):
        floor = 0.0
        for f in fields:
            part = sum(content.city_support_of(result, c, y) for c in result.chosen if c.field == f)
            if part > 0:
                colour = using.colours.get(f, colours.FAINT)
                axes.bar(x, part, _BAR, bottom=floor, color=colour, edgecolor="white", linewidth=0.6, zorder=2)
            floor += part
        if gone and y.city - floor > _NOISE * y.city:
            axes.bar(
                x, y.city - floor, _BAR, bottom=floor, color=colours.FAINT, edgecolor="white", linewidth=0.6, zorder=2
            )
            floor = y.city
        if y.district > 0:
            axes.bar(x, y.district, _BAR, bottom=floor, color=_DISTRICTS, edgecolor="white", linewidth=0.6, zorder=2)


def _label(axes: Axes, x: int, year: Year, top: float, using: Pen) -> None:
    """Write the year's money on its bar, out of the way of the cap line."""
    paid, cap = year.paid, year.cap
    shared = year.district > 0
    said = shown(paid)
    if shared:
        said = using.say("{paid}\ncity {city}", "{paid}\n其中市级 {city}", paid=said, city=shown(year.city))
    crossed = cap is not None and -0.01 * top <= cap - paid < (0.1 if shared else 0.055) * top
    inside = crossed and not shared and paid > 0.1 * top
    above = crossed and not inside
    text = axes.annotate(
        said,
        (x, cap if above else paid),
        (0, -3 if inside else 17 if above else 3),
        textcoords="offset points",
        ha="center",
        va="top" if inside else "bottom",
        fontsize=BODY,
        linespacing=1.25,
        color="white" if inside else colours.INK,
        zorder=6,
    )
    if inside:
        text.set_bbox({"facecolor": colours.INK, "edgecolor": "none", "pad": 1.6, "alpha": 0.85})


def _caps(axes: Axes, years: Sequence[Year], using: Pen, *, shared: bool) -> None:
    """Draw the city's cap as a dashed line over its years, stepping where it changes, each level said once."""
    start = 0
    for x in range(len(years) + 1):
        level = years[start].cap if years else None
        if x < len(years) and years[x].cap == level:
            continue
        if level is not None:
            ends = (start - 0.5, x - 0.5)
            axes.plot(ends, [level, level], color=colours.ALARM, linewidth=1.6, linestyle=(0, (5, 2.5)), zorder=5)
            said = using.say("city cap {level}", "市级上限 {level}", level=shown(level))
            if not shared:
                said = using.say("cap {level}", "年度上限 {level}", level=shown(level))
            text = axes.annotate(
                said,
                (ends[1], level),
                (-2, 3),
                textcoords="offset points",
                ha="right",
                va="bottom",
                fontsize=BODY,
                color=colours.ALARM,
                zorder=6,
            )
            strengthen(text, using)
        if x < len(years):
            start = x


def _entries(fields: Sequence[str], using: Pen, *, shared: bool, gone: bool) -> list[tuple[Any, str]]:
    from matplotlib.patches import Patch  # noqa: PLC0415

    entries: list[tuple[Any, str]] = [
        (Patch(color=using.colours.get(f, colours.FAINT)), using.field(f)) for f in fields
    ]
    if gone:
        entries.append((Patch(color=colours.FAINT), using.say("centres not in the plan", "不在方案内的中心")))
    if shared:
        entries.append((Patch(color=_DISTRICTS), using.say("paid by the districts", "区县配套（不计入市级上限）")))
    return entries
