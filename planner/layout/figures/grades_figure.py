"""What grades to come may do to a plan, as a picture: money against caps by year in quantiles, and what may fail.

What does not live here: the style that figures share and their file formats (``pen``), the sentences
(``planner.studies.stress.words``), the other stress tests (``stress_figure``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graph.base.rounding import percent as share
from planner.layout import content
from planner.layout.amounts import shown
from planner.layout.figures import colours
from planner.layout.figures.pen import BODY, EDGE, SMALL, TITLE, Pen, legend, legend_height, strengthen
from planner.studies.stress.words import grades_finding, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from planner.studies.stress.answer import StressAnswer
    from planner.studies.stress.grades_answer import GradesAnswer, GradesYear, Quantiles

_WIDE, _HEAD, _TALL, _BETWEEN = 8.6, 1.12, 2.2, 0.62
_ROW, _MOST = 0.235, 16
_OUTER, _INNER, _MIDDLE = "#ADCBDB", colours.PALETTE[0], colours.INK
_FAILS = colours.ALARM
_DOTS = (0, (2, 1.5))
_LEAST = 0.05
"""The chance that a full bar stands for at least: a small chance shall look small."""


def draw(answer: StressAnswer, using: Pen) -> Figure:
    """Draw the support of city and district, the city's part against its budget, and the chances, one over another."""
    from matplotlib.figure import Figure  # noqa: PLC0415

    found = answer.grades
    assert found is not None
    unit = using.unit("" if answer.dataset is None else answer.dataset.money_unit)
    budgeted = [row for row in found.years if row.city is not None and row.budget is not None]
    rows = _chances(found, using)
    entries = _entries(using, caps=any(row.cap.q95 > 0 for row in found.years))
    foot = 0.36 + legend_height(_WIDE - 2 * EDGE, [label for _, label in entries], using) + 0.14
    panels = 2 if budgeted else 1
    body = panels * (_TALL + _BETWEEN) + (_ROW * max(len(rows), 1) + _BETWEEN)
    high = _HEAD + body + foot
    figure = Figure(figsize=(_WIDE, high))
    _heading(figure, answer, found, unit, using)
    left, room = EDGE + 0.62, _WIDE - 2 * EDGE - 0.62
    top = high - _HEAD
    for number in range(panels):
        title = (
            using.say("support of city and district ({u})", "市县两级支持（{u}）", u=unit)
            if number == 0
            else using.say("the city's part against its budget ({u})", "市级部分与市级预算（{u}）", u=unit)
        )
        _title(figure, title, top, using)
        axes = figure.add_axes((left / _WIDE, (top - 0.26 - _TALL + 0.2) / high, room / _WIDE, (_TALL - 0.2) / high))
        (_support if number == 0 else _city)(axes, found.years, using)
        top -= _TALL + _BETWEEN
    _title(figure, using.say("chance to fail", "落空概率"), top, using)
    if rows:
        tall, label = _ROW * len(rows), 3.6
        at = ((EDGE + label) / _WIDE, (top - 0.26 - tall) / high, (_WIDE - 2 * EDGE - label - 0.9) / _WIDE, tall / high)
        _bars(figure.add_axes(at), rows, label, using)
    else:
        none = using.say(
            "no target, must-cover, budget or cover failed in any draw", "各组均未出现目标、必须覆盖、预算或覆盖落空"
        )
        figure.text(EDGE / _WIDE, (top - 0.32) / high, none, fontsize=BODY, color=colours.SOFT, va="top")
    legend(figure, entries, using, bottom=0.36)
    if answer.dataset is not None and answer.dataset.illustrative:
        note = using.drawable(content.NOTE.say(using.lang))
        figure.text(1 - EDGE / _WIDE, 0.1 / high, note, fontsize=SMALL, color=colours.SOFT, ha="right", va="bottom")
    return figure


def _heading(figure: Figure, answer: StressAnswer, found: GradesAnswer, unit: str, using: Pen) -> None:
    high = float(figure.get_size_inches()[1])
    first, *more = grades_finding(found, unit)
    said = using.drawable(first.say(using.lang))
    title, weight = said[:1].upper() + said[1:], "bold" if using.fonts.bold else "normal"
    size = TITLE
    while size > BODY and using.inches(title, size, weight) * 1.02 > _WIDE - 2 * EDGE:
        size -= 0.25
    whole = using.fit(title, (_WIDE - 2 * EDGE) / 1.02, size, weight)
    strengthen(figure.text(EDGE / _WIDE, 1 - 0.17 / high, whole, fontsize=size, va="top"), using)
    parts = [
        "" if answer.title is None else answer.title.say(using.lang),
        "" if answer.dataset is None else answer.dataset.name,
    ]
    origin = "  ·  ".join(using.drawable(part) for part in parts if part)
    lines = [using.drawable(words.say(using.lang)) for words in more[:1]] + ([origin] if origin else [])
    for k, line in enumerate(lines):
        text = using.fit(line, _WIDE - 2 * EDGE, BODY)
        figure.text(EDGE / _WIDE, 1 - (0.47 + 0.19 * k) / high, text, fontsize=BODY, color=colours.SOFT, va="top")


def _title(figure: Figure, text: str, top: float, using: Pen) -> None:
    high = float(figure.get_size_inches()[1])
    strengthen(figure.text(EDGE / _WIDE, (top - 0.02) / high, text, fontsize=BODY, va="top"), using)


def _entries(using: Pen, *, caps: bool) -> list[tuple[Any, str]]:
    from matplotlib.lines import Line2D  # noqa: PLC0415
    from matplotlib.patches import Patch  # noqa: PLC0415

    out: list[tuple[Any, str]] = [
        (Patch(color=_OUTER), using.say("5–95% of the draws", "各组的5%—95%")),
        (Patch(color=_INNER), using.say("25–75%", "25%—75%")),
        (Line2D([], [], color=_MIDDLE, linewidth=1.8), using.say("median", "中位数")),
        (
            Line2D([], [], color=colours.SOFT, marker="D", markersize=4, linewidth=0, markerfacecolor="white"),
            using.say("planned", "规划"),
        ),
        (Line2D([], [], color=_FAILS, linewidth=1.4), using.say("city budget", "市级预算")),
    ]
    if caps:
        cap = Line2D([], [], color=colours.FAINT, linewidth=1.2, linestyle=_DOTS)
        out.append((cap, using.say("caps after grades, 5–95%", "评价后的支持上限，5%—95%")))
    return out


def _box(axes: Axes, x: float, told: Quantiles) -> None:
    axes.bar(x, told.q95 - told.q05, 0.5, bottom=told.q05, color=_OUTER, linewidth=0, zorder=2)
    axes.bar(x, told.q75 - told.q25, 0.5, bottom=told.q25, color=_INNER, linewidth=0, zorder=3)
    axes.plot([x - 0.25, x + 0.25], [told.q50, told.q50], color=_MIDDLE, linewidth=1.8, zorder=4, solid_capstyle="butt")


def _support(axes: Axes, years: Sequence[GradesYear], _using: Pen) -> None:
    """A box a year; beside it the dotted span of what the caps allow, and the planned amount."""
    for x, row in enumerate(years):
        _box(axes, x, row.quantiles)
        span: dict[str, Any] = {"color": colours.FAINT, "linewidth": 1.2, "zorder": 2}
        axes.plot([x + 0.36] * 2, [row.cap.q05, row.cap.q95], linestyle=_DOTS, **span)
        for end in (row.cap.q05, row.cap.q95):
            axes.plot([x + 0.31, x + 0.41], [end, end], **span)
        _planned(axes, x, row.planned)
    _years(axes, years, max([row.cap.q95 for row in years] + [row.planned for row in years] + [1e-9]))


def _city(axes: Axes, years: Sequence[GradesYear], using: Pen) -> None:
    """A box a year and the line of the budget; a year whose budget may not hold says how often."""
    high = 1e-9
    for x, row in enumerate(years):
        if row.city is None or row.budget is None:
            continue
        _box(axes, x, row.city)
        axes.plot([x - 0.42, x + 0.42], [row.budget] * 2, color=_FAILS, linewidth=1.4, zorder=5)
        high = max(high, row.city.q95, row.budget)
        said = shown(row.budget)
        if row.beyond:
            said += using.say("; does not hold in {p}", "；{p}不敷", p=share(row.beyond))
        axes.annotate(
            said, (x, row.budget), (0, 3), textcoords="offset points", ha="center", va="bottom", fontsize=SMALL,
            color=_FAILS, zorder=6,
        )  # fmt: skip
    _years(axes, years, high)


def _planned(axes: Axes, x: float, amount: float) -> None:
    axes.plot(x, amount, marker="D", markersize=4, color=colours.SOFT, markerfacecolor="white", linewidth=0, zorder=6)
    axes.annotate(
        shown(amount), (x, amount), (0, 5), textcoords="offset points", ha="center", va="bottom", fontsize=SMALL,
        color=colours.SOFT, zorder=6,
    )  # fmt: skip


def _years(axes: Axes, years: Sequence[GradesYear], high: float) -> None:
    axes.set_xlim(-0.6, len(years) - 0.4)
    axes.set_ylim(0, 1.14 * high)
    axes.set_xticks(range(len(years)), [str(row.year) for row in years])
    axes.tick_params(length=0, labelsize=BODY, pad=4)
    axes.tick_params(axis="y", labelsize=SMALL)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.6g}")
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)


def _chances(found: GradesAnswer, using: Pen) -> list[tuple[str, float, str]]:
    """Rules and covers that failed in some draw, the likeliest first: label, chance, what is written beside it."""
    rules = [(row.words.say(using.lang), row.chance) for row in found.rules if row.chance > 0]
    covers = [
        (
            using.say("{t} has no cover left", "{t}失去承担者", t=row.name if using.fonts.chinese else row.technology),
            row.chance,
        )
        for row in found.technologies
        if row.chance > 0
    ]
    some = sorted((*rules, *covers), key=lambda row: -row[1])
    listed = [(using.drawable(label), chance, percent(chance, found.draws)) for label, chance in some[:_MOST]]
    if len(some) > _MOST:
        rest = some[_MOST:]
        most = rest[0][1]
        label = using.say("{n} further ones, each at most", "其余 {n} 项，每项至多", n=len(rest))
        listed.append((label, most, percent(most, found.draws)))
    return listed


def _bars(axes: Axes, rows: Sequence[tuple[str, float, str]], room: float, using: Pen) -> None:
    high = max(chance for _, chance, _ in rows)
    for y, (_, chance, said) in enumerate(rows):
        axes.barh(y, chance, 0.66, color=_FAILS, linewidth=0, zorder=2)
        axes.annotate(
            said, (chance, y), (4, 0), textcoords="offset points", va="center_baseline", fontsize=SMALL,
            color=colours.INK, zorder=3,
        )  # fmt: skip
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0, max(1.02 * high, _LEAST))
    axes.set_yticks(range(len(rows)), [using.fit(label, room - 0.15, BODY) for label, *_ in rows])
    axes.set_xticks([])
    axes.tick_params(length=0, labelsize=BODY, pad=4)
    axes.spines["bottom"].set_visible(False)
