"""Two figures of a scheme in its course: support paid, committed and new by year; objective by number of changes.

What does not live here: the style that figures share and their file formats (``pen``).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from graph.base.rounding import percent
from planner.layout.amounts import shown
from planner.layout.content import Result
from planner.layout.course_sheets import part_years
from planner.layout.figures import colours
from planner.layout.figures.pen import BODY, EDGE, FOOT, HEAD, SMALL, Pen, heading, legend, legend_height

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_PAID, _COMMITTED, _NEW = colours.SOFT, colours.PALETTE[0], "#ADCBDB"
_HIGH = 3.5
_SAME = 1e-9
"""Share of the objective that is no difference."""


def years(result: Result, using: Pen) -> Figure:
    """A bar a year, its three parts on top of one another; a dotted line at the end of history."""
    from matplotlib.figure import Figure  # noqa: PLC0415
    from matplotlib.patches import Patch  # noqa: PLC0415

    parts = (
        (result.paid, _PAID, using.say("paid", "已拨付")),
        (result.committed, _COMMITTED, using.say("committed", "已承诺")),
        (result.new, _NEW, using.say("new", "新增")),
    )
    entries = [(Patch(color=colour), said) for _, colour, said in parts]
    when = part_years(result)
    wide = max(8.0, 1.2 + 0.75 * len(when))
    bottom = FOOT + legend_height(wide - 2 * EDGE, [label for _, label in entries], using) + 0.45
    high = bottom + _HIGH + 0.3 + HEAD
    figure = Figure(figsize=(wide, high))
    sums = [math.fsum(part.values()) for part, _, _ in parts]
    finding = using.say(
        "{a} {u} are paid, {b} committed, {c} new",
        "已拨付 {a}、已承诺 {b}、新增 {c} {u}",
        u=using.unit(result.unit),
        **dict(zip("abc", map(shown, sums), strict=True)),
    )
    heading(figure, result, using, finding)
    axes = figure.add_axes(((EDGE + 0.62) / wide, bottom / high, (wide - 2 * EDGE - 0.62) / wide, _HIGH / high))
    unit = using.unit(result.unit)
    figure.text(EDGE / wide, 1 - (HEAD + 0.02) / high, unit, fontsize=SMALL, color=colours.SOFT, va="center")
    for x, year in enumerate(when):
        floor = 0.0
        for part, colour, _ in parts:
            amount = part.get(year, 0.0)
            if amount > 0:
                axes.bar(x, amount, 0.62, bottom=floor, color=colour, edgecolor="white", linewidth=0.6, zorder=2)
                floor += amount
        axes.annotate(
            shown(floor), (x, floor), (0, 3), textcoords="offset points", ha="center", va="bottom", fontsize=BODY
        )
    past = sum(year <= (result.as_of or 0) for year in when)
    axes.axvline(past - 0.5, color=colours.ALARM, linewidth=1.1, linestyle=(0, (1.5, 1.5)), zorder=1)
    axes.annotate(
        using.say("history to the end of {y}", "历史截至 {y} 年底", y=result.as_of),
        (past - 0.5, 1),
        (0, 4),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=SMALL,
        color=colours.ALARM,
    )
    axes.set_xlim(-0.6, max(len(when), 1) - 0.4)
    axes.set_xticks(range(len(when)), [str(y) for y in when])
    _plain(axes)
    axes.yaxis.set_major_formatter(lambda value, _: shown(value))
    legend(figure, entries, using, bottom=FOOT)
    return figure


def finding_of_changes(result: Result, using: Pen) -> str:
    """The title: what no change costs, and from how many changes on nothing is lost."""
    points = [(p.changes, p.objective) for p in result.changes_curve if p.objective is not None]
    best = _best(result)
    if not points:
        most = max((p.changes for p in result.changes_curve), default=0)
        return using.say("No plan has as few as {k} changes", "变更不超过 {k} 项时无可行方案", k=most)
    k, value = points[0]
    first = using.say(
        "{k} changes cost {p} of the plan's worth",
        "变更 {k} 项时方案综合得分损失 {p}",
        k=k,
        p=_percent(best - value, best),
    )
    free = next((k for k, value in points if abs(best - value) <= _SAME * abs(best)), None)
    if free is None:
        k, value = points[-1]
        return first + using.say("; {k} cost {p}", "；变更 {k} 项时损失 {p}", k=k, p=_percent(best - value, best))
    if free == k:
        return using.say("{k} changes cost nothing", "变更 {k} 项即无损失", k=k)
    return first + using.say("; from {k} on nothing is lost", "；自 {k} 项起无损失", k=free)


def _best(result: Result) -> float:
    price = result.price_of_sticking
    return (result.objective or 0.0) + (price.objective if price else 0.0)


def _percent(loss: float, best: float) -> str:
    return percent(abs(loss) / max(abs(best), 1e-12), 2)


def changes(result: Result, using: Pen) -> Figure:
    """A step a number of changes, up to the best plan without regard to the earlier one, which is the dashed line."""
    from matplotlib.figure import Figure  # noqa: PLC0415
    from matplotlib.lines import Line2D  # noqa: PLC0415

    best = _best(result)
    points = [(p.changes, p.objective) for p in result.changes_curve if p.objective is not None]
    dashed: dict[str, Any] = {"color": colours.ALARM, "linewidth": 1.4, "linestyle": (0, (5, 2.5))}
    entries = [
        (
            Line2D([], [], color=_COMMITTED, marker="o"),
            using.say("best plan with so many changes", "至多变更若干项的最优方案"),
        ),
        (
            Line2D([], [], **dashed),
            using.say("best plan without regard to the earlier one", "不受原方案约束的最优方案"),
        ),
    ]
    wide = 8.0
    bottom = FOOT + legend_height(wide - 2 * EDGE, [label for _, label in entries], using) + 0.7
    high = bottom + _HIGH + 0.25 + HEAD
    figure = Figure(figsize=(wide, high))
    heading(figure, result, using, finding_of_changes(result, using))
    axes = figure.add_axes(((EDGE + 0.62) / wide, bottom / high, (wide - 2 * EDGE - 0.62) / wide, _HIGH / high))
    values = [value for _, value in points] + [best]
    span = max(max(values) - min(values), 0.002 * abs(best), 1e-9)
    axes.set_ylim(min(values) - 0.18 * span, max(values) + 0.25 * span)
    axes.axhline(best, **dashed, zorder=2)
    if points:
        axes.plot(*zip(*points, strict=True), color=_COMMITTED, marker="o", linewidth=1.6, zorder=3)
    for k, value in points:
        axes.annotate(
            f"{value:.4f}", (k, value), (7, -5), textcoords="offset points", ha="left", va="top", fontsize=BODY
        )
    last = max(p.changes for p in result.changes_curve)
    for p in result.changes_curve:
        if p.objective is None:
            said = using.say("no plan", "无可行方案")
            axes.annotate(
                said,
                (p.changes, 0.04),
                xycoords=("data", "axes fraction"),
                ha="center",
                fontsize=SMALL,
                color=colours.SOFT,
            )
    axes.set_xlim(-0.4, last + 0.4)
    axes.set_xticks(range(last + 1), [str(k) for k in range(last + 1)])
    axes.set_xlabel(
        using.say("changes to the earlier plan, at most", "对原方案的变更，至多（项）"),
        fontsize=BODY,
        color=colours.SOFT,
    )
    _plain(axes)
    legend(figure, entries, using, bottom=FOOT)
    return figure


def _plain(axes: Axes) -> None:
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
    axes.tick_params(length=0, labelsize=BODY, pad=5)
