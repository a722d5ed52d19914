"""District map: numbered centres on outlines or schematic cells, with the list of names beside it; always a sketch.

What does not live here: where things stand (``places``) and the style that figures share (``figures``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import cos, hypot, pi, radians, sin
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.layout import content
from planner.layout.content import Result
from planner.layout.figures import colours
from planner.layout.figures.coverage_figure import short_name
from planner.layout.figures.map_marks import MOST_LISTED, Mark, draw_marks, ink_on
from planner.layout.figures.pen import BODY, EDGE, FOOT, HEAD, SMALL, Pen, heading, legend, legend_height, strengthen
from planner.layout.figures.status_marks import entries as status_entries
from planner.layout.maps.outlines import Outlines
from planner.layout.maps.places import IN_DISTRICT, NOWHERE, SKETCH, District, Places, Point, places
from planner.layout.statuses import statuses
from planner.runs.plan_result import ChosenCentre

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

_WIDE, _HIGH = 5.7, 6.6
"""Room for the map, in inches."""
_DOT, _SMALL_DOT = 0.105, 0.05
_LINE, _DISC = 0.185, 11.5
"""Pitch of the list in inches; its numbered discs in points."""
_AROUND = np.array(
    [
        (far * cos(k * pi / 8), far * sin(k * pi / 8), far)
        for far in (0.0, 0.14, 0.26, 0.38, 0.52, 0.7, 0.9)
        for k in range(16 if far else 1)
    ]
)
"""Where a name may stand: steps from its point in inches, and how far that is; the nearest first."""
_TINTS = ("#F6F8FA", "#E4EDF3", "#CFE0EA", "#B7D1DF")


def finding(result: Result, using: Pen) -> str:
    """The title: how many districts have a centre, which has most, and how many have none."""
    here = Counter(c.district for c in result.chosen)
    here.pop("", None)
    rows = list(result.districts)
    if not here:
        return using.say("No district gets a centre", "没有区县布局中心")
    names = {d.id: d.name for d in rows}
    most = max(here.values())
    top = [using.name(names.get(d, d), d, 24) for d in names if here[d] == most]
    have = sum(here[d.id] > 0 for d in rows)
    if len(rows) == 1:
        return using.say("All {n} centres stand in {d}", "{n} 家中心均在{d}", n=sum(here.values()), d=top[0])
    lead = using.say(
        "{n} recommended centres in {k} of {m} districts"
        if have < len(rows)
        else "{n} recommended centres, in all {m} districts",
        "{n} 家推荐中心分布于 {m} 个区县中的 {k} 个" if have < len(rows) else "{n} 家推荐中心覆盖全部 {m} 个区县",
        n=len(result.chosen),
        k=have,
        m=len(rows),
    )
    if len(top) > 2:
        return lead + using.say("; at most {n} in one", "；每个区县至多 {n} 家", n=most)
    who = using.say(" and ", "、").join(top)
    return lead + using.say("; most ({n}) in {d}", "；{d}最多（{n} 家）", n=most, d=who)


def draw(result: Result, using: Pen, outlines: Outlines | None = None) -> Figure:
    """Draw the map and the list of its numbers.

    Raises
    ------
    LackingError
        There are no coordinates at all.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415

    where = places(result, outlines)
    west, south, east, north = where.box()
    shrink = cos(radians((south + north) / 2))
    span_x, span_y = max((east - west) * shrink, 1e-3), max(north - south, 1e-3)
    scale = min(_WIDE / span_x, _HIGH / span_y) * 0.97
    lines = _list(result, using)
    side = EDGE + max(2.6, min(3.8, max(using.widest([t for t, _, _ in lines], BODY) + 0.45, 2.6)))
    entries = _entries(result, where, using)
    wide = EDGE + _WIDE + side + 0.1
    bottom = FOOT + legend_height(wide - 2 * EDGE, [label for _, label in entries], using) + 0.2
    body = max(span_y * scale + 0.35, len(lines) * _LINE + 0.1, 3.4)
    high = bottom + body + HEAD
    figure = Figure(figsize=(wide, high))
    heading(figure, result, using, finding(result, using))
    axes = figure.add_axes((EDGE / wide, bottom / high, _WIDE / wide, body / high))
    axes.set_xlim(0, _WIDE)
    axes.set_ylim(0, body)
    axes.axis("off")
    left, low = (_WIDE - span_x * scale) / 2, (body - span_y * scale) / 2

    def paper(p: Point) -> Point:
        return left + (p[0] - west) * shrink * scale, low + (p[1] - south) * scale

    _land(axes, result, where, paper)
    marks = _marks(result, where, paper)
    draw_marks(axes, marks, using, statuses(result))
    _names(axes, where, paper, marks, using)
    _scale(axes, scale, using)
    _write_list(figure, lines, using, left=EDGE + _WIDE + 0.25, top=bottom + body, right=side - EDGE - 0.15)
    legend(figure, entries, using, bottom=FOOT)
    said = using.drawable(SKETCH.say(using.lang)) + using.say("; darker: more centres", "；颜色越深中心越多")
    if any(s.how == IN_DISTRICT for s in where.spots):
        said += using.say("; dashed ring: place within the district arbitrary", "；虚线圈：区内位置随意")
    nowhere = sum(s.how == NOWHERE for s in where.spots)
    if nowhere:
        said += using.say("; {n} centres without a place", "；{n} 家中心无位置", n=nowhere)
    room = (
        wide - 2 * EDGE - (using.inches(content.NOTE.say(using.lang), SMALL) + 0.2 if content.is_made_up(result) else 0)
    )
    figure.text(
        EDGE / wide, 0.12 / high, using.fit(said, room, SMALL), fontsize=SMALL, color=colours.ALARM, va="bottom"
    )
    return figure


def _land(axes: Axes, result: Result, where: Places, paper: Any) -> None:
    from matplotlib.patches import PathPatch  # noqa: PLC0415
    from matplotlib.path import Path  # noqa: PLC0415

    here = Counter(c.district for c in (*result.chosen, *result.existing))
    for d in where.districts:
        tint = _TINTS[min(here[d.key], 1) + (here[d.key] > 2) + (here[d.key] > 4)]
        for polygon in d.polygons:
            corners, codes = [], []
            for ring in polygon:
                corners += [paper(p) for p in ring]
                codes += [Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY]
            edge = "white" if d.kind == "cell" else "#9FB3C1"
            axes.add_patch(
                PathPatch(
                    Path(corners, codes),
                    facecolor=tint,
                    edgecolor=edge,
                    linewidth=1.8 if d.kind == "cell" else 0.7,
                    joinstyle="round",
                    zorder=1,
                )
            )


def _marks(result: Result, where: Places, paper: Any) -> list[Mark]:
    """All centres with a place, pushed apart until none covers another; where they are very many, as they are."""
    numbers = {c.centre: k for k, c in enumerate(_ordered(result), 1)}
    numbered = len(numbers) <= MOST_LISTED
    room = {"chosen": _DOT if numbered else _SMALL_DOT, "existing": 0.085, "rejected": _SMALL_DOT * 0.8, "ended": 0.06}
    marks = []
    for k, s in enumerate(s for s in where.spots if s.point is not None):
        at = paper(s.point)
        number = numbers.get(s.centre.centre, 0)
        mark = Mark(centre=s.centre, part=s.part, at=at, loose=s.how == IN_DISTRICT, radius=room[s.part], number=number)
        mark.x, mark.y = (
            at[0] + 0.004 * cos(k * 2.4),
            at[1] + 0.004 * sin(k * 2.4),
        )  # marks at one place get a way to go
        marks.append(mark)
    _push_apart([m for m in marks if m.part != "rejected"] if len(marks) > 250 else marks)
    return marks


def _push_apart(marks: Sequence[Mark]) -> None:
    for _ in range(200 if len(marks) <= 250 else 0):
        moved = False
        for i, a in enumerate(marks):
            for b in marks[i + 1 :]:
                need = (a.radius + b.radius) * 1.07
                dx, dy = b.x - a.x, b.y - a.y
                far = hypot(dx, dy)
                if far < need * 0.999:
                    push = (need - far) / 2 / max(far, 1e-9)
                    a.x, a.y, b.x, b.y = a.x - dx * push, a.y - dy * push, b.x + dx * push, b.y + dy * push
                    moved = True
        if not moved:
            break


def _names(axes: Axes, where: Places, paper: Any, marks: Sequence[Mark], using: Pen) -> None:
    """Write the districts' names near their points where they cover neither a mark nor another name."""
    from matplotlib.patheffects import withStroke  # noqa: PLC0415

    taken = np.array([(m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius) for m in marks]).reshape(-1, 4)
    low, high = axes.get_ylim()
    for d in sorted(where.districts, key=lambda d: -_weight(d)):
        middle = d.point or (None if not d.polygons else d.polygons[0][0][0])
        if middle is None:
            continue
        name = using.fit(using.name(d.name, d.key, 24), 1.4, BODY)
        half, tall = using.inches(name, BODY) * 0.54, BODY / 72 * 0.62
        x0, y0 = paper(middle)
        x = np.clip(x0 + _AROUND[:, 0], half, _WIDE - half)
        y = np.clip(y0 + _AROUND[:, 1], low + tall, high - tall)
        boxes = np.column_stack((x - half, y - tall, x + half, y + tall))
        k = int(np.argmin(np.round(_overlaps(boxes, taken) * 400 + _AROUND[:, 2], 9)))  # the first of equals
        best = float(x[k]), float(y[k])
        taken = np.vstack((taken, boxes[k]))
        text = axes.text(*best, name, fontsize=BODY, color="#3E4C59", ha="center", va="center", zorder=8)
        text.set_path_effects([withStroke(linewidth=2.2, foreground="white", alpha=0.8)])


def _weight(district: District) -> float:
    return sum(len(p[0]) for p in district.polygons)


def _overlaps(boxes: NDArray[np.float64], taken: NDArray[np.float64]) -> NDArray[np.float64]:
    """The area that each box shares with all that is taken; both as rows (left, low, right, high)."""
    wide = np.minimum(boxes[:, None, 2], taken[:, 2]) - np.maximum(boxes[:, None, 0], taken[:, 0])
    tall = np.minimum(boxes[:, None, 3], taken[:, 3]) - np.maximum(boxes[:, None, 1], taken[:, 1])
    shared: NDArray[np.float64] = (wide.clip(min=0) * tall.clip(min=0)).sum(axis=1)
    return shared


def _scale(axes: Axes, scale: float, using: Pen) -> None:
    """A bar of a round number of kilometres, and north."""
    inch_per_km = scale / 111.2
    km = next((k for k in (200, 100, 50, 20, 10, 5, 2, 1) if k * inch_per_km <= 1.3), 1)
    high = axes.get_ylim()[1]
    x, y = 0.05, high - 0.2
    axes.plot([x, x + km * inch_per_km], [y, y], color=colours.SOFT, linewidth=1.4, solid_capstyle="butt", zorder=4)
    said = using.say("about {k} km, north is up", "约 {k} 公里，上北", k=km)
    axes.text(x, y + 0.05, said, fontsize=SMALL, color=colours.SOFT, va="bottom")


def _ordered(result: Result) -> list[ChosenCentre]:
    return sorted(result.chosen, key=lambda c: (c.year, c.centre))


def _list(result: Result, using: Pen) -> list[tuple[str, str, str]]:
    """Lines of the list: (text, colour, number); a district's name is a line without colour."""
    ordered = _ordered(result)
    names = {d.id: d.name for d in result.districts}
    out: list[tuple[str, str, str]] = []
    if len(ordered) > MOST_LISTED:
        out.append(
            (using.say("{n} centres, named in centres.csv", "共 {n} 家，名称见 centres.csv", n=len(ordered)), "", "")
        )
    for key in [*names, *sorted({c.district for c in ordered} - set(names))]:
        here = [(k, c) for k, c in enumerate(ordered, 1) if c.district == key]
        if here:
            head = using.name(names.get(key, key), key, 24) if key else using.say("no district", "未标区县")
            out.append((f"{head}  {len(here)}", "", ""))
        for k, c in here if len(ordered) <= MOST_LISTED else ():
            name = using.fit(using.name(short_name(c.name), c.centre, 60), 2.6, BODY)
            colour = using.colours.get(c.field, colours.FAINT)
            out.append((f"{name}  {c.year}", colour, str(k)))
    return out


def _write_list(
    figure: Figure, lines: Sequence[tuple[str, str, str]], using: Pen, *, left: float, top: float, right: float
) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415

    wide, high = figure.get_size_inches()
    y = top - 0.12
    for text, colour, number in lines:
        if not colour:
            strengthen(
                figure.text(left / wide, y / high, using.fit(text, right, BODY), fontsize=BODY, va="center"), using
            )
        else:
            x = (left + 0.1) / wide
            disc = Line2D([x], [y / high], linestyle="none", marker="o", markersize=_DISC)
            disc.set(markerfacecolor=colour, markeredgecolor="none")
            figure.add_artist(disc)
            figure.text(x, y / high, number, fontsize=SMALL, color=ink_on(colour), ha="center", va="center_baseline")
            shown = using.fit(text, right - 0.3, BODY)
            figure.text((left + 0.28) / wide, y / high, shown, fontsize=BODY, va="center", color=colours.SOFT)
        y -= _LINE


def _entries(result: Result, where: Places, using: Pen) -> list[tuple[Any, str]]:
    from matplotlib.lines import Line2D  # noqa: PLC0415

    def dot(kind: str = "o", **style: Any) -> Line2D:
        return Line2D([], [], linestyle="none", marker=kind, **style)

    used = {s.centre.field for s in where.spots if s.part in ("chosen", "existing")}
    entries: list[tuple[Any, str]] = [
        (dot(color=using.colours[f], markersize=8), using.field(f)) for f in content.field_order(result) if f in used
    ]
    if any(s.part == "existing" and s.point for s in where.spots):
        hollow = dot("D", markerfacecolor="white", markeredgecolor=colours.SOFT, markersize=6, markeredgewidth=1.5)
        entries.append((hollow, using.say("existing centre", "已建中心")))
    if any(s.part == "rejected" and s.point for s in where.spots):
        hollow = dot(markerfacecolor="white", markeredgecolor=colours.FAINT, markersize=4)
        entries.append((hollow, using.say("not recommended", "未入选")))
    entries += status_entries(result, using, ended=True)
    return entries or [(dot(color=colours.FAINT), using.say("no centre", "没有中心"))]
