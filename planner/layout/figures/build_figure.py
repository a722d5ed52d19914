"""Build periods: one bar a centre from approval to its five-year mark, paid years dark, the review marked.

What does not live here: the style that figures share and their file formats (``figures``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graph.base.words import Words
from planner.layout import content
from planner.layout.amounts import shown
from planner.layout.content import LackingError, Result
from planner.layout.figures import colours
from planner.layout.figures.coverage_figure import short_name
from planner.layout.figures.pen import BODY, EDGE, FOOT, HEAD, SMALL, Pen, heading, legend, legend_height, strengthen
from planner.layout.statuses import STATUSES, statuses
from planner.runs.plan_result import ChosenCentre, PolicyFacts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_ROWS = 90
_ROW, _TOP = 0.235, 0.26
_PAID, _LATER = 1.0, 0.28


def finding(result: Result, using: Pen) -> str:
    """The title: how many centres start in which years, and when the last reaches its review and its last mark."""
    chosen, policy = result.chosen, result.policy
    if not chosen:
        return using.say("Build periods: no centre is chosen", "建设期：没有入选中心")
    starts = Counter(c.year for c in chosen)
    last, build, review = max(starts), policy.build_period or 0, policy.review_after or 0
    if len(starts) == 1:
        head = using.say("{n} centres start in {y}", "{n} 家中心于 {y} 年启动", n=len(chosen), y=last)
    else:
        each = " + ".join(str(starts[y]) for y in sorted(starts))
        head = using.say(
            "{n} centres start in {a}–{b} ({each})",
            "{a}–{b} 年启动 {n} 家中心（{each}）",
            n=len(chosen),
            a=min(starts),
            b=last,
            each=each,
        )
    if not 0 < review < build:
        return head + using.say("; the last is built by {e}", "；最后一批 {e} 年建成", e=last + build)
    return head + using.say(
        "; the last is reviewed in {r} and built by {e}",
        "；最后一批 {r} 年考核、{e} 年建成",
        r=last + review,
        e=last + build,
    )


def draw(result: Result, using: Pen) -> Figure:
    """Draw one row per chosen centre, in order of approval and field.

    Raises
    ------
    LackingError
        The run says nothing of build period or review.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415

    policy = result.policy
    if not policy.build_period:
        raise LackingError(Words("the run does not say how long centres are built", "运行结果中没有建设期"))
    rows = _rows(result)
    labels = [_named(result, c, using) for c in rows]
    entries = _entries(result, rows, using)
    left = EDGE + max(using.widest(labels, BODY), 0.9) + 0.16
    wide = max(8.4, left + 5.6)
    bottom = FOOT + legend_height(wide - 2 * EDGE, [label for _, label in entries], using) + 0.42
    body = max(len(rows), 1) * _ROW
    high = bottom + body + _TOP + HEAD
    figure = Figure(figsize=(wide, high))
    heading(figure, result, using, finding(result, using))
    money = [shown(c.total_support) for c in rows]
    right = max(using.widest(money, BODY), 0.6) + 0.3
    axes = figure.add_axes((left / wide, bottom / high, (wide - left - right - EDGE) / wide, body / high))
    first, last = _span(rows, result)
    axes.set_xlim(first, last + 0.02)
    axes.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    _years(axes, first, last)
    for y, c in enumerate(rows):
        _bar(axes, y, c, policy, using)
        axes.annotate(
            labels[y], (first, y), (-6, 0), textcoords="offset points", ha="right", va="center_baseline", fontsize=BODY
        )
        axes.annotate(
            money[y],
            (1, y),
            (right * 72 - 14, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha="right",
            va="center_baseline",
            fontsize=BODY,
            color=colours.SOFT,
        )
    if rows:
        head = using.say("Support, {u}", "支持（{u}）", u=using.unit(result.unit))
        axes.annotate(
            head,
            (1, 1),
            (right * 72 - 14, 5),
            xycoords="axes fraction",
            textcoords="offset points",
            ha="right",
            va="bottom",
            fontsize=SMALL,
            color=colours.SOFT,
        )
    _history(axes, result, using)
    _target(axes, result, using)
    legend(figure, entries, using, bottom=FOOT)
    lost = len(result.chosen) - len(rows)
    if lost:
        note = using.say("{n} centres not shown here, but in centres.csv", "另有 {n} 家未列，见 centres.csv", n=lost)
        figure.text(EDGE / wide, 0.12 / high, note, fontsize=SMALL, color=colours.SOFT, va="bottom")
    return figure


def _named(result: Result, centre: ChosenCentre, using: Pen) -> str:
    """Its name, with its status where that is more than new or approved."""
    name = using.fit(using.name(short_name(centre.name), centre.centre, 60), 2.2, BODY)
    stands = statuses(result)[centre.centre]
    return name if stands in ("new", "approved") else f"{name} · {using.drawable(STATUSES[stands].say(using.lang))}"


def _history(axes: Axes, result: Result, using: Pen) -> None:
    """The end of history as a line: what stands left of it is paid, what starts right of it is new."""
    if result.as_of is None:
        return
    axes.axvline(result.as_of + 1, color=colours.ALARM, linewidth=1.1, linestyle=(0, (1.5, 1.5)), zorder=5)
    said = using.say("history to the end of {y}", "历史截至 {y} 年底", y=result.as_of)
    axes.annotate(
        said,
        (result.as_of + 1, 0),
        (0, -20),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="center",
        va="top",
        fontsize=SMALL,
        color=colours.ALARM,
    )


def _rows(result: Result) -> list[ChosenCentre]:
    order = {f: k for k, f in enumerate(content.field_order(result))}
    ordered = sorted(
        result.chosen,
        key=lambda c: (c.year, order.get(c.field, len(order)), -c.total_support, c.centre),
    )
    return ordered[:MOST_ROWS]


def _span(rows: Sequence[ChosenCentre], result: Result) -> tuple[int, int]:
    policy = result.policy
    starts = [c.year for c in rows] or [policy.first_year or 0, policy.last_year or 0]
    paid = [int(y) for c in rows for y, money in c.support.items() if money]
    last = max(max(starts) + (policy.build_period or 0), *(y + 1 for y in paid), (policy.target_year or 0) + 1)
    return min(starts), last


def _years(axes: Axes, first: int, last: int) -> None:
    step = max(1, (last - first) // 16)
    axes.set_xticks([y + 0.5 for y in range(first, last, step)], [str(y) for y in range(first, last, step)])
    axes.set_xticks(range(first, last + 1), minor=True)
    axes.grid(axis="x", which="minor")
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_color(colours.GRID)
    axes.tick_params(length=0, which="both", labelsize=BODY, pad=5)


def _bar(axes: Axes, y: int, centre: ChosenCentre, policy: PolicyFacts, using: Pen) -> None:
    start, build, review = centre.year, policy.build_period or 0, policy.review_after or 0
    colour = using.colours.get(centre.field, colours.FAINT)
    axes.barh(y, build, 0.62, left=start, color=colour, alpha=_LATER, linewidth=0, zorder=2)
    paid = sorted(int(f) for f, money in centre.support.items() if money > 0)
    for f in paid:
        axes.barh(y, 1.0, 0.62, left=f, color=colour, linewidth=0, zorder=3)
    if 0 < review < build:
        axes.plot([start + review] * 2, [y - 0.34, y + 0.34], color="white", linewidth=2.2, zorder=4)
    end = start + build
    axes.plot([end] * 2, [y - 0.31, y + 0.31], color=colour, linewidth=2.2, solid_capstyle="butt", zorder=4)


def _target(axes: Axes, result: Result, using: Pen) -> None:
    policy = result.policy
    year, count = policy.target_year, policy.target_count
    if year is None or count is None:
        return
    at = int(year) + 1
    have = len(result.existing) + sum(c.year <= int(year) for c in result.chosen)
    axes.axvline(at, color=colours.INK, linewidth=1.1, linestyle=(0, (4, 2)), zorder=5)
    said = using.say("end of {y}: {n} centres, target {t}", "{y} 年末：{n} 家（目标 {t} 家）", y=year, n=have, t=count)
    text = axes.annotate(
        said,
        (at, 1),
        (0, 5),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=BODY,
        zorder=6,
    )
    strengthen(text, using)


def _entries(result: Result, rows: Sequence[ChosenCentre], using: Pen) -> list[tuple[Any, str]]:
    from matplotlib.lines import Line2D  # noqa: PLC0415
    from matplotlib.patches import Patch  # noqa: PLC0415

    policy = result.policy
    used = {c.field for c in rows}
    entries: list[tuple[Any, str]] = [
        (Patch(color=using.colours[f]), using.field(f)) for f in content.field_order(result) if f in used
    ]
    if "" in used:
        entries.append((Patch(color=colours.FAINT), using.field("")))
    if rows:
        entries += [
            (Patch(color=colours.SOFT), using.say("years with support", "支持年份")),
            (Patch(color=colours.SOFT, alpha=_LATER), using.say("rest of the build period", "建设期其余年份")),
            (
                Line2D([], [], color=colours.SOFT, linestyle="none", marker="|", markersize=8, markeredgewidth=2),
                using.say("{b}-year mark", "{b} 年建成", b=policy.build_period),
            ),
        ]
        if 0 < (policy.review_after or 0) < (policy.build_period or 0):
            said = using.say("white line: {r}-year review", "白线：{r} 年考核", r=policy.review_after)
            entries.insert(-1, (Line2D([], [], color="white", linestyle="none", marker=""), said))
    return entries
