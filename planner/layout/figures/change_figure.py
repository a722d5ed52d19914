"""Before and after: goal shares and key indicators today and with the plan, each change drawn as an arrow.

What does not live here: the style that figures share and their file formats (``figures``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.base.rounding import percent
from graph.base.words import Words
from planner.layout.content import LackingError, Result
from planner.layout.figures import colours
from planner.layout.figures.pen import BODY, EDGE, FOOT, HEAD, SMALL, Pen, heading, legend, legend_height, strengthen
from planner.layout.text import number
from planner.runs.words import GOAL_WORDS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BETTER, WORSE, SAME = "#0B6E99", "#C8324F", "#7B8794"
_ROW, _GAP = 0.31, 0.55


@dataclass(frozen=True, kw_only=True)
class Change:
    """One row: what it measures, its value today and with the plan, and which way is better."""

    label: str
    today: float
    after: float
    share: bool
    better: str

    @property
    def colour(self) -> str:
        """Blue where it gets better, red where worse, grey where neither."""
        if self.better == "neither" or self.after == self.today:
            return SAME
        return BETTER if (self.after > self.today) == (self.better == "more") else WORSE


def changes(result: Result, using: Pen) -> tuple[list[Change], list[Change], list[Change]]:
    """Goals, indicators that are shares, and indicators that are numbers; undefined ones are left out."""
    before = result.goals_today
    goals = [
        Change(
            label=using.drawable(GOAL_WORDS.get(g, Words(g, g)).say(using.lang)),
            today=float(before[g]),
            after=float(v),
            share=True,
            better="more",
        )
        for g, v in result.goals.items()
        if before.get(g) is not None and v is not None
    ]
    rest = [
        Change(
            label=using.drawable(i.label.say(using.lang)),
            today=i.today,
            after=i.with_plan,
            share=i.unit == "share",
            better=i.better,
        )
        for i in result.indicators.values()
        if i.today is not None and i.with_plan is not None
    ]
    return goals, [c for c in rest if c.share], [c for c in rest if not c.share]


def finding(result: Result, using: Pen) -> str:
    """The title: the goal that gains most, and how many readings get better and worse."""
    goals, shares, counts = changes(result, using)
    rows = [*goals, *shares, *counts]
    better, worse = (sum(c.colour == colour for c in rows) for colour in (BETTER, WORSE))
    top = max(goals, key=lambda c: c.after - c.today, default=None)
    if top is None or top.after <= top.today:
        return using.say("No goal gains by this plan", "本方案未改善任何目标")
    return using.say(
        "{goal}: from {a} to {b}; {n} of {all} readings get better, {w} worse",
        "{goal}由 {a} 升至 {b}；{all} 项指标中 {n} 项改善、{w} 项变差",
        goal=top.label[:1].upper() + top.label[1:],
        a=percent(top.today),
        b=percent(top.after),
        n=better,
        w=worse,
        all=len(rows),
    )


def draw(result: Result, using: Pen) -> Figure:
    """Draw three panels: goals, other shares, and numbers, each on a scale of its own.

    Raises
    ------
    LackingError
        The run tells neither goals nor indicators.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415

    heads = (
        using.say("Goals of the scheme (0–100%)", "五项目标（0–100%）"),
        using.say("Shares (0–100%)", "占比类指标（0–100%）"),
        using.say("Numbers (each row on its own scale)", "数量类指标（各行自成比例）"),
    )
    panels = [(head, rows) for head, rows in zip(heads, changes(result, using), strict=True) if rows]
    if not panels:
        raise LackingError(Words("the run tells no goals and no indicators", "运行结果中没有目标值和指标"))
    entries = _entries(panels, using)
    labels = [c.label for _, rows in panels for c in rows]
    left = EDGE + min(max(using.widest(labels, BODY), 1.2), 3.6) + 0.2
    wide = max(9.0, left + 5.4)
    bottom = FOOT + legend_height(wide - 2 * EDGE, [label for _, label in entries], using) + 0.2
    high = bottom + HEAD - 0.1 + sum(len(rows) * _ROW + _GAP for _, rows in panels)
    figure = Figure(figsize=(wide, high))
    heading(figure, result, using, finding(result, using))
    top = high - HEAD + 0.1
    for head, rows in panels:
        body = len(rows) * _ROW
        top -= _GAP
        axes = figure.add_axes((left / wide, (top - body) / high, (wide - left - 1.75 - EDGE) / wide, body / high))
        title = figure.text(EDGE / wide, (top + 0.1) / high, head, fontsize=BODY + 0.5, va="bottom")
        strengthen(title, using)
        figure.text(
            1 - EDGE / wide,
            (top + 0.1) / high,
            using.say("today → with the plan", "现状 → 布局后"),
            fontsize=SMALL,
            color=colours.SOFT,
            ha="right",
            va="bottom",
        )
        _panel(axes, rows, using, room=left - EDGE - 0.2)
        top -= body
    legend(figure, entries, using, bottom=FOOT)
    return figure


def _panel(axes: Axes, rows: Sequence[Change], using: Pen, room: float) -> None:
    axes.set_xlim(-0.015, 1.015)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks([])
    shares = rows[0].share
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1.0] if shares else [], [])
    axes.grid(axis="x")
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0)
    axes.hlines(range(len(rows)), -0.015, 1.015, color=colours.GRID, linewidth=0.7, zorder=1)
    for y, c in enumerate(rows):
        low, most = (0.0, 1.0) if c.share else (min(0.0, c.today, c.after), max(c.today, c.after, 1e-12))
        a, b = ((v - low) / (most - low) for v in (c.today, c.after))
        axes.annotate(
            using.fit(c.label, room, BODY),
            (0, y),
            (-9, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha="right",
            va="center_baseline",
            fontsize=BODY,
        )
        if abs(b - a) > 0.004:
            axes.plot([a, b], [y, y], color=c.colour, linewidth=4.6, alpha=0.35, solid_capstyle="butt", zorder=2)
        axes.plot(
            a, y, marker="o", markersize=6, color="white", markeredgecolor=colours.SOFT, markeredgewidth=1.4, zorder=3
        )
        axes.plot(
            b, y, marker="o", markersize=7.5, color=c.colour, markeredgecolor="white", markeredgewidth=0.7, zorder=4
        )
        said = f"{_value(c.today, c)} → {_value(c.after, c)}"
        text = axes.annotate(
            using.drawable(said),
            (1, y),
            (1.75 * 72 - 2, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha="right",
            va="center_baseline",
            fontsize=BODY,
            color=c.colour if c.colour != SAME else colours.INK,
        )
        if c.colour != SAME:
            strengthen(text, using)


def _value(value: float, change: Change) -> str:
    return percent(value) if change.share else number(value, 2)


def _entries(panels: Sequence[tuple[str, Sequence[Change]]], using: Pen) -> list[tuple[Any, str]]:
    from matplotlib.lines import Line2D  # noqa: PLC0415

    used = {c.colour for _, rows in panels for c in rows}

    def dot(**style: Any) -> Line2D:
        return Line2D([], [], linestyle="none", marker="o", markersize=7, **style)

    words: Mapping[str, str] = {
        BETTER: using.say("with the plan: better", "布局后：改善"),
        WORSE: using.say("with the plan: worse", "布局后：变差"),
        SAME: using.say("with the plan: same, or neither good nor bad", "布局后：不变或无优劣之分"),
    }
    hollow = dot(markerfacecolor="white", markeredgecolor=colours.SOFT, markeredgewidth=1.4)
    return [
        (hollow, using.say("today", "现状")),
        *((dot(color=colour), said) for colour, said in words.items() if colour in used),
    ]
