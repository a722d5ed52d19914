"""The coverage matrix: which centre covers which technology, which are left open, which hang on one centre.

What does not live here: the style that figures share and their file formats (``figures``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.layout import content
from planner.layout.content import Result
from planner.layout.figures import colours
from planner.layout.figures.pen import (
    BODY,
    EDGE,
    FOOT,
    HEAD,
    SMALL,
    Pen,
    bare,
    heading,
    legend,
    legend_height,
    strengthen,
)
from planner.layout.text import number
from planner.runs.plan_result import CentreFacts, TechnologyFacts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_ROWS, MOST_COLUMNS = 90, 48
_EMPTY_PIP = "#DDE2E7"
_SUFFIXES = (
    "技术创新中心",
    "制造业创新中心",
    "创新中心",
    "中心",
    " Technology Innovation Centre",
    " Innovation Centre",
    " Centre",
)


@dataclass(frozen=True, kw_only=True)
class _Shape:
    """What is drawn and where; lengths in inches."""

    rows: Sequence[TechnologyFacts]
    columns: Sequence[CentreFacts]
    existing: frozenset[str]
    row_labels: Sequence[str]
    column_labels: Sequence[str]
    row: float
    column: float
    left: float
    below: float

    @property
    def matrix(self) -> tuple[float, float]:
        """Width and height of the matrix."""
        return max(len(self.columns), 1) * self.column, max(len(self.rows), 1) * self.row


_SEVERITY, _GAP, _DEPTH, _TOP = 0.5, 0.12, 1.35, 0.3


def finding(result: Result, using: Pen) -> str:
    """The title: how many technologies are covered, left open, and covered by one centre only."""
    everything, bare_rows, thin = (
        len(result.technologies),
        len(content.uncovered(result)),
        len(content.single(result)),
    )
    if not everything:
        return using.say("Technology coverage: the data have no technologies", "关键技术覆盖：数据中没有技术")
    said = using.say(
        "{done} of {n} technologies are covered",
        "{n} 项技术中 {done} 项有中心承担",
        done=everything - bare_rows,
        n=everything,
    )
    if not result.chosen:
        said = using.say("No centre chosen: ", "没有入选中心：") + said
    opened = (
        using.say("{n} left open", "{n} 项无人承担", n=bare_rows)
        if bare_rows
        else using.say("none left open", "无空白")
    )
    hanging = (
        using.say("{n} by one centre only", "{n} 项仅一家", n=thin)
        if thin
        else using.say("none by one centre only", "无仅一家承担的技术")
    )
    return said + using.say("; {opened}, {hanging}", "；{opened}，{hanging}", opened=opened, hanging=hanging)


def draw(result: Result, using: Pen) -> Figure:
    """Draw the matrix; at most 90 technologies and 48 centres are shown, and the figure says when there are more."""
    from matplotlib.figure import Figure  # noqa: PLC0415

    shape = _shape(result, using)
    (matrix_wide, matrix_high), entries = shape.matrix, _entries(result, shape, using)
    left = EDGE + shape.left + _SEVERITY + _GAP
    wide = max(left + matrix_wide + _GAP + _DEPTH + EDGE, 8.0)
    rows_of_legend = legend_height(wide - 2 * EDGE, [label for _, label in entries], using)
    bottom = FOOT + rows_of_legend + 0.15 + shape.below
    high = bottom + matrix_high + _TOP + HEAD
    figure = Figure(figsize=(wide, high))
    heading(figure, result, using, finding(result, using))

    def axes(x: float, width: float) -> Axes:
        made = figure.add_axes((x / wide, bottom / high, width / wide, matrix_high / high))
        bare(made)
        made.set_ylim(max(len(shape.rows), 1) - 0.5, -0.5)
        made.set_xticks([])
        made.set_yticks([])
        made.patch.set_visible(False)
        return made

    _tint(axes(left - _GAP - _SEVERITY, wide - EDGE - left + _GAP + _SEVERITY), shape)
    _severity(axes(left - _GAP - _SEVERITY, _SEVERITY), shape, using)
    _matrix(axes(left, matrix_wide), shape, using)
    _depth(axes(wide - EDGE - _DEPTH, _DEPTH), shape, using)
    legend(figure, entries, using, bottom=FOOT)
    if note := _left_out(result, shape, using):
        figure.text(EDGE / wide, 0.12 / high, note, fontsize=SMALL, color=colours.SOFT, va="bottom")
    return figure


def _shape(result: Result, using: Pen) -> _Shape:
    order = {f: k for k, f in enumerate(content.field_order(result))}
    last = len(order)
    worst = sorted(result.technologies, key=lambda t: (-t.severity, t.with_plan, t.technology))[:MOST_ROWS]
    rows = sorted(worst, key=lambda t: (order.get(t.field, last), -t.severity, t.technology))
    links = [x.centre for t in rows for x in t.centres]
    existing = [c for c in result.existing if c.centre in links]
    chosen = sorted(result.chosen, key=lambda c: (order.get(c.field, last), c.year, c.centre))
    columns = [*existing, *chosen]
    if len(columns) > MOST_COLUMNS:
        busiest = sorted(columns, key=lambda c: (-links.count(c.centre), c.centre))[:MOST_COLUMNS]
        columns = [c for c in columns if c in busiest]
    row_labels = [using.fit(using.name(t.name, t.technology, 60), 2.3, BODY) for t in rows]
    column_labels = [using.fit(using.name(short_name(c.name), c.centre, 60), 1.5, BODY) for c in columns]
    column = min(0.34, max(0.27, 6.6 / max(len(columns), 1))) if columns else 2.6
    return _Shape(
        rows=rows,
        columns=columns,
        existing=frozenset(c.centre for c in result.existing),
        row_labels=row_labels,
        column_labels=column_labels,
        row=0.21 if len(rows) > 24 else 0.26,
        column=column,
        left=max(using.widest(row_labels, BODY), using.inches(using.say("Technology", "技术"), SMALL)) + 0.22,
        below=using.widest(column_labels, BODY) * 0.87 + 0.22 if columns else 0.1,
    )


def short_name(name: str) -> str:
    """A centre's name without the words that every centre's name ends with.

    >>> short_name("磁性元件技术创新中心"), short_name("技术创新中心")
    ('磁性元件', '技术创新中心')
    """
    suffix = next((s for s in _SUFFIXES if name.endswith(s)), "")
    return name.removesuffix(suffix) or name


def _tint(axes: Axes, shape: _Shape) -> None:
    for y, t in enumerate(shape.rows):
        if content.depth(t) <= 1:
            tint = colours.ALARM_TINT if content.depth(t) <= 0 else colours.WARN_TINT
            axes.axhspan(y - 0.5, y + 0.5, color=tint, linewidth=0, zorder=0)


def _severity(axes: Axes, shape: _Shape, using: Pen) -> None:
    axes.set_xlim(-0.7, 4.7)
    high, inch = len(shape.rows), 5.4 / _SEVERITY
    pips = [(k, y, k < round(t.severity)) for y, t in enumerate(shape.rows) for k in range(5)]
    colour = [colours.SOFT if full else _EMPTY_PIP for _, _, full in pips]
    axes.scatter([k for k, _, _ in pips], [y for _, y, _ in pips], s=9, marker="s", linewidths=0, color=colour)
    fields = [t.field for t in shape.rows]
    starts = [y - 0.5 + 0.1 * (y == 0 or fields[y - 1] != fields[y]) for y in range(high)]
    ends = [y + 0.5 - 0.1 * (y == high - 1 or fields[y + 1] != fields[y]) for y in range(high)]
    strips = [using.colours.get(field, colours.FAINT) for field in fields]
    axes.vlines([-0.7 - 0.09 * inch] * high, starts, ends, colors=strips, linewidth=3, clip_on=False)
    at = -0.7 - 0.14 * inch
    for y, (label, t) in enumerate(zip(shape.row_labels, shape.rows, strict=True)):
        ink = colours.INK if t.kind == "bottleneck" else colours.SOFT
        axes.text(at, y, label, ha="right", va="center_baseline", fontsize=BODY, color=ink)
    axes.text(at, -0.85, using.say("Technology", "技术"), ha="right", fontsize=SMALL, color=colours.SOFT)
    axes.text(2, -0.85, using.say("Severity", "严重度"), ha="center", fontsize=SMALL, color=colours.SOFT)


def _matrix(axes: Axes, shape: _Shape, using: Pen) -> None:
    across, down = max(len(shape.columns), 1), max(len(shape.rows), 1)
    axes.set_xlim(-0.5, across - 0.5)
    axes.hlines(range(len(shape.rows)), -0.5, across - 0.5, color=colours.GRID, linewidth=0.6, zorder=1)
    axes.vlines(range(len(shape.columns)), -0.5, down - 0.5, color=colours.GRID, linewidth=0.6, zorder=1)
    if not shape.columns:
        said = using.say("no centre chosen", "没有入选中心")
        axes.text(0, (down - 1) / 2, said, ha="center", va="center", color=colours.SOFT, fontsize=BODY)
        return
    _dots(axes, shape, using)
    ids = [c.centre for c in shape.columns]
    strips = [using.colours.get(c.field, colours.FAINT) for c in shape.columns]
    low = down - 0.5
    spans = ([x - 0.42 for x in range(across)], [x + 0.42 for x in range(across)])
    axes.hlines([low + 0.07 / shape.row] * across, *spans, colors=strips, linewidth=3, clip_on=False)
    for x, (centre, label) in enumerate(zip(ids, shape.column_labels, strict=True)):
        axes.text(
            x + 0.12 / shape.column,
            low + 0.13 / shape.row,
            label,
            rotation=60,
            ha="right",
            va="top",
            rotation_mode="anchor",
            fontsize=BODY,
            color=colours.SOFT if centre in shape.existing else colours.INK,
        )
    edge = sum(centre in shape.existing for centre in ids)
    if 0 < edge < across:
        axes.plot([edge - 0.5] * 2, [-0.5, low], color=colours.FAINT, linewidth=0.8, linestyle=(0, (3, 3)), zorder=2)


def _dots(axes: Axes, shape: _Shape, using: Pen) -> None:
    """Draw who covers what: chosen centres as dots, existing ones as hollow diamonds, the size by strength."""
    at = {c.centre: (x, using.colours.get(c.field, colours.FAINT)) for x, c in enumerate(shape.columns)}
    full = (min(shape.row, shape.column) * 72 * 0.62) ** 2
    for old in (False, True):
        dots = [
            (*at[centre], y, full * (0.25 + 0.75 * min(max(link.strength, 0.0), 1.0)))
            for y, t in enumerate(shape.rows)
            for link in t.centres
            if (centre := link.centre) in at and (centre in shape.existing) is old
        ]
        ink = [colour for _, colour, _, _ in dots]
        axes.scatter(
            [x for x, _, _, _ in dots],
            [y for _, _, y, _ in dots],
            s=[size * (0.62 if old else 1.0) for _, _, _, size in dots],
            marker="D" if old else "o",
            facecolor="white" if old else ink,
            edgecolor=ink if old else "white",
            linewidths=1.4 if old else 0.5,
            zorder=3,
            clip_on=False,
        )


def _depth(axes: Axes, shape: _Shape, using: Pen) -> None:
    depths = [content.depth(t) for t in shape.rows]
    axes.set_xlim(0, max([3.0, *depths]) * 1.28)
    ys = range(len(depths))
    colour = [colours.WARN if 0 < have <= 1 else colours.BAR for have in depths]
    axes.barh(ys, depths, height=0.62, color=colour, linewidth=0, zorder=2)
    today = [min(t.today, have) for t, have in zip(shape.rows, depths, strict=True)]
    axes.barh(ys, today, height=0.2, color=colours.INK, linewidth=0, zorder=3)
    for y, have in enumerate(depths):
        ink = colours.ALARM if have <= 0 else colours.INK
        label = axes.annotate(
            number(have), (have, y), (3, 0), textcoords="offset points", fontsize=BODY, color=ink, zorder=4
        )
        label.set_verticalalignment("center_baseline")
        if have <= 1:
            strengthen(label, using)
    axes.text(0, -0.85, using.say("Covering centres", "承担中心数"), ha="left", fontsize=SMALL, color=colours.SOFT)


def _entries(result: Result, shape: _Shape, using: Pen) -> list[tuple[Any, str]]:
    from matplotlib.lines import Line2D  # noqa: PLC0415
    from matplotlib.patches import Patch  # noqa: PLC0415

    used = {t.field for t in shape.rows} | {c.field for c in shape.columns}
    entries: list[tuple[Any, str]] = [
        (Patch(color=using.colours[f]), using.field(f)) for f in content.field_order(result) if f in used
    ]

    def marker(kind: str, **style: Any) -> Line2D:
        return Line2D([], [], linestyle="none", marker=kind, **style)

    if any(c.centre in shape.existing for c in shape.columns):
        hollow = marker("D", markerfacecolor="white", markeredgecolor=colours.SOFT, markersize=5.5, markeredgewidth=1.3)
        entries.append((hollow, using.say("existing centre", "已建中心")))
    if len({x.strength for t in shape.rows for x in t.centres}) > 1:
        entries.append(
            (marker("o", color=colours.FAINT, markersize=5), using.say("size: strength of cover", "圆点大小：承担强度"))
        )
    if any(content.depth(t) <= 0 for t in shape.rows):
        entries.append((Patch(color=colours.ALARM_TINT), using.say("left open", "无人承担")))
    if any(0 < content.depth(t) <= 1 for t in shape.rows):
        entries.append((Patch(color=colours.WARN_TINT), using.say("one centre only", "仅一家承担")))
    if any(t.today > 0 for t in shape.rows):
        entries.append((Line2D([], [], color=colours.INK, linewidth=2.4), using.say("today already", "其中现有")))
    if {t.kind for t in shape.rows} > {"bottleneck"}:
        entries.append((marker("", color="white"), using.say("dark name: bottleneck", "深色名称：卡脖子技术")))
    return entries


def _left_out(result: Result, shape: _Shape, using: Pen) -> str:
    lost_rows = len(result.technologies) - len(shape.rows)
    lost_columns = len(result.chosen) - sum(c.centre not in shape.existing for c in shape.columns)
    said = []
    if lost_rows:
        said.append(using.say("{n} less severe technologies", "{n} 项严重度较低的技术", n=lost_rows))
    if lost_columns:
        said.append(using.say("{n} centres that cover least", "{n} 家承担较少的中心", n=lost_columns))
    if not said:
        return ""
    joined = using.say(" and ", "、").join(said)
    return using.say("Not shown here, but in coverage.csv: {what}", "图中未列（见 coverage.csv）：{what}", what=joined)
