"""The run's network: technologies by field inside, centres around them near what they cover, members outside.

What does not live here: the network (``network``), the angles (``rings``) and the style that figures share.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from math import cos, degrees, sin
from typing import TYPE_CHECKING, Any, cast

from planner.layout import content
from planner.layout.content import Result
from planner.layout.figures import colours
from planner.layout.figures.coverage_figure import short_name
from planner.layout.figures.pen import BODY, EDGE, FOOT, HEAD, SMALL, Pen, heading, legend, legend_height
from planner.layout.figures.status_marks import edge, promoted
from planner.layout.figures.status_marks import entries as status_entries
from planner.layout.network.network import Network, Node, network
from planner.layout.network.places import HALF, INNER, OUTER, RING, Picture, picture_of
from planner.layout.network.rings import TURN, between, mean_angle
from planner.layout.statuses import Status

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MARKS = {"firm": "o", "university": "s", "institute": "^", "laboratory": "D", "government": "P", "other": "X"}
_KINDS = {
    "firm": ("firm", "企业"),
    "university": ("university", "高校"),
    "institute": ("institute", "科研院所"),
    "laboratory": ("laboratory", "实验室"),
    "government": ("government", "政府"),
    "other": ("other", "其他"),
}
_MEMBER = "#7B8794"


def finding(result: Result, using: Pen, net: Network | None = None) -> str:
    """The title: how many organisations the centres tie to how many technologies, and who is in most centres."""
    net = net or network(result)
    active = {n.key for n in net.nodes if n.kind == "centre" and n.more["with_plan"]}
    joins = [link for link in net.links if link.kind == "MEMBER_OF" and link.target in active]
    members: dict[str, int] = defaultdict(int)
    for link in joins:
        members[link.source] += 1
    technologies = [n for n in net.nodes if n.kind == "technology"]
    covered = sum(bool(n.more["with_plan"]) for n in technologies)
    said = using.say(
        "{c} centres tie {o} organisations to {t} of {all} technologies",
        "{c} 家中心连接 {o} 家单位与 {all} 项技术中的 {t} 项",
        c=len(active),
        o=len(members),
        t=covered,
        all=len(technologies),
    )
    most = max(members.values(), default=0)
    if most < 2:
        return said
    shared = sum(n > 1 for n in members.values())
    return said + using.say(
        "; {n} are in more than one, at most {m}", "；{n} 家参与多个中心，至多 {m} 个", n=shared, m=most
    )


def draw(result: Result, using: Pen) -> Figure:
    """Draw the centres that exist or are chosen, all technologies, and the members of these centres.

    Raises
    ------
    LackingError
        The run, of an earlier version, does not tell who is in a centre.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415

    net = network(result)
    picture = picture_of(result, net)
    entries = _entries(result, picture, using)
    wide = 2 * HALF + 2 * EDGE
    bottom = FOOT + legend_height(wide - 2 * EDGE, [label for _, label in entries], using) + 0.1
    high = bottom + 2 * HALF + HEAD
    figure = Figure(figsize=(wide, high))
    heading(figure, result, using, finding(result, using, net))
    axes = figure.add_axes((EDGE / wide, bottom / high, 2 * HALF / wide, 2 * HALF / high))
    axes.set_xlim(-HALF, HALF)
    axes.set_ylim(-HALF, HALF)
    axes.axis("off")
    _links(axes, picture, using)
    _technologies(axes, picture, using)
    _members(axes, picture, using)
    _centres(axes, picture, using)
    legend(figure, entries, using, bottom=FOOT)
    if picture.lost:
        note = using.say(
            "{n} members of few centres are not shown", "另有 {n} 家参与中心较少的单位未画出", n=picture.lost
        )
        figure.text(EDGE / wide, 0.12 / high, note, fontsize=SMALL, color=colours.SOFT, va="bottom")
    return figure


def _links(axes: Axes, picture: Picture, using: Pen) -> None:
    from matplotlib.collections import LineCollection  # noqa: PLC0415

    many = len(picture.covers) > 300
    colour = {n.key: using.colours.get(str(n.more.get("field") or ""), colours.FAINT) for n in picture.centres}
    axes.add_collection(
        LineCollection(
            [_spiral(picture, link.source, link.target) for link in picture.joins],
            colors="#D5DCE3",
            linewidths=0.5 if len(picture.joins) > 300 else 0.75,
            zorder=1,
        )
    )
    axes.add_collection(
        LineCollection(
            [_spiral(picture, link.source, link.target) for link in picture.covers],
            colors=[colour[link.source] for link in picture.covers],
            linewidths=[
                (0.5 if many else 0.6 + 1.1 * float(link.more.get("strength", 1.0))) for link in picture.covers
            ],
            alpha=0.45 if many else 0.8,
            zorder=2,
        )
    )


def _spiral(picture: Picture, a: str, b: str) -> list[tuple[float, float]]:
    """A way between two rings that stays between them: angle and radius run together, easing at both ends."""
    start, turn = picture.angle[a], between(picture.angle[a], picture.angle[b])
    inner, outer = picture.radius[b], picture.radius[a]
    steps = max(8, int(abs(turn) * 24))
    out = []
    for k in range(steps + 1):
        t = k / steps
        ease = t * t * (3 - 2 * t)
        r, angle = outer + (inner - outer) * t, start + turn * ease
        out.append((r * cos(angle), r * sin(angle)))
    return out


def _technologies(axes: Axes, picture: Picture, using: Pen) -> None:
    one_ring = picture.named
    size = 26 if one_ring else max(4.0, 2200 / len(picture.technologies))
    _dots(axes, picture, [n for n in picture.technologies if n.more["with_plan"]], using, "o", size)
    open_ones = [n for n in picture.technologies if not n.more["with_plan"]]
    at = [picture.at(n.key) for n in open_ones]
    axes.scatter(
        [p[0] for p in at],
        [p[1] for p in at],
        s=size * 0.95,
        facecolor="white",
        edgecolor=colours.ALARM,
        linewidths=1.2 if one_ring else 0.7,
        zorder=4,
    )
    if one_ring:
        room = 1.55
        for n in picture.technologies:
            ink = colours.INK if n.more["with_plan"] else colours.ALARM
            text = using.fit(using.name(n.name, n.id, 40), room, SMALL)
            _label(axes, text, picture.angle[n.key], INNER - 0.1, SMALL, ink, inward=True)
        return
    _field_names(axes, picture, using)


def _field_names(axes: Axes, picture: Picture, using: Pen) -> None:
    """Name the fields in the middle, where technologies are too many to be named."""
    by: dict[str, list[Node]] = defaultdict(list)
    for n in picture.technologies:
        by[str(n.more.get("field") or "")].append(n)
    inner = min(picture.radius[n.key] for n in picture.technologies) - 0.1
    for field, nodes in by.items():
        middle = mean_angle([picture.angle[n.key] for n in nodes])
        if middle is None or len(nodes) < 0.012 * len(picture.technologies):
            continue
        done = sum(bool(n.more["with_plan"]) for n in nodes)
        text = using.fit(f"{using.field(field)} {done}/{len(nodes)}", inner - 0.05, SMALL)
        _label(axes, text, middle, inner, SMALL, using.colours.get(field, colours.SOFT), inward=True)


def _members(axes: Axes, picture: Picture, using: Pen) -> None:
    by: dict[str, list[Node]] = defaultdict(list)
    for n in picture.members:
        by[str(n.more.get("organisation_kind", "other"))].append(n)
    for kind, nodes in by.items():
        at = [picture.at(n.key) for n in nodes]
        size = [9 + 7 * picture.degree[n.key] for n in nodes]
        axes.scatter(
            [p[0] for p in at],
            [p[1] for p in at],
            s=size,
            marker=_MARKS.get(kind, "X"),
            color=[colours.INK if picture.degree[n.key] > 1 else _MEMBER for n in nodes],
            linewidths=0,
            zorder=3,
        )
    shared = [n for n in picture.members if picture.degree[n.key] > 1]
    for n in _apart(shared, picture, 0.15 / OUTER, 40):
        text = using.fit(using.name(n.name, n.id, 40), HALF - OUTER - 0.15, SMALL)
        _label(axes, text, picture.angle[n.key], OUTER + 0.1, SMALL, colours.SOFT)


def _centres(axes: Axes, picture: Picture, using: Pen) -> None:
    size = 95 if len(picture.centres) <= 60 else max(14.0, 5700 / len(picture.centres))
    chosen = [n for n in picture.centres if n.more["chosen"]]
    _dots(axes, picture, chosen, using, "o", size)
    _stands(axes, picture, chosen, size)
    there = [n for n in picture.centres if not n.more["chosen"]]
    if there:
        at = [picture.at(n.key) for n in there]
        axes.scatter(
            [x for x, _ in at],
            [y for _, y in at],
            s=size * 0.7,
            marker="D",
            facecolor="white",
            edgecolor=[using.colours.get(str(n.more.get("field") or ""), colours.FAINT) for n in there],
            linewidths=1.8 if len(there) <= 300 else 0.7,
            zorder=5,
        )
    ordered = sorted(picture.centres, key=lambda n: (-abs(float(n.more.get("contribution", 0.0))), n.id))
    for n in _apart(ordered, picture, 0.15 / (RING + 0.1), 10_000):
        text = using.fit(using.name(short_name(n.name), n.id, 60), OUTER - RING - 0.18, BODY)
        _label(axes, text, picture.angle[n.key], RING + 0.14, BODY, colours.INK, halo=True)


def _stands(axes: Axes, picture: Picture, chosen: Sequence[Node], size: float) -> None:
    """The edge of centres that were there before, by their status."""
    by: dict[Status, list[tuple[float, float]]] = defaultdict(list)
    for n in chosen:
        by[cast("Status", n.more.get("stands", "new"))].append(picture.at(n.key))
    for stands, at in by.items():
        if stands != "new":
            rim = edge(stands)
            axes.scatter(
                [x for x, _ in at],
                [y for _, y in at],
                s=size,
                facecolor="none",
                edgecolor=rim["edgecolor"],
                linewidths=rim["linewidth"],
                zorder=5,
            )
        for x, y in at if stands == "promoted" else ():
            promoted(axes, x, y, size)


def _apart(nodes: Iterable[Node], picture: Picture, least: float, most: int) -> list[Node]:
    """As many of the nodes, first come first served, as can be named without touching one another."""
    kept: list[Node] = []
    taken: list[float] = []
    for n in nodes:
        at = picture.angle[n.key] % TURN
        k = bisect(taken, at)
        beside = (taken[k - 1], taken[k % len(taken)]) if taken else ()
        if len(kept) < most and all(abs(between(at, other)) >= least for other in beside):
            kept.append(n)
            taken.insert(k, at)
    return kept


def _dots(axes: Axes, picture: Picture, nodes: Sequence[Node], using: Pen, marker: str, size: float) -> None:
    at = [picture.at(n.key) for n in nodes]
    axes.scatter(
        [p[0] for p in at],
        [p[1] for p in at],
        s=size,
        marker=marker,
        color=[using.colours.get(str(n.more.get("field") or ""), colours.FAINT) for n in nodes],
        edgecolor="white",
        linewidths=0.6,
        zorder=4,
    )


def _label(
    axes: Axes,
    text: str,
    angle: float,
    radius: float,
    size: float,
    ink: str,
    *,
    inward: bool = False,
    halo: bool = False,
) -> None:
    """Write along the radius, outwards or inwards, never upside down."""
    right = cos(angle) >= 0
    drawn = axes.text(
        radius * cos(angle),
        radius * sin(angle),
        text,
        fontsize=size,
        color=ink,
        rotation=degrees(angle) + (0 if right else 180),
        rotation_mode="anchor",
        ha="left" if right != inward else "right",
        va="center_baseline",
        zorder=6,
    )
    if halo:
        from matplotlib.patheffects import withStroke  # noqa: PLC0415

        drawn.set_path_effects([withStroke(linewidth=2.4, foreground="white", alpha=0.85)])


def _entries(result: Result, picture: Picture, using: Pen) -> list[tuple[Any, str]]:
    from matplotlib.lines import Line2D  # noqa: PLC0415

    def dot(kind: str = "o", **style: Any) -> Line2D:
        return Line2D([], [], linestyle="none", marker=kind, **style)

    used = {str(n.more.get("field") or "") for n in (*picture.centres, *picture.technologies)}
    entries: list[tuple[Any, str]] = [
        (dot(color=using.colours[f], markersize=7), using.field(f)) for f in content.field_order(result) if f in used
    ]
    if any(not n.more["chosen"] for n in picture.centres):
        hollow = dot("D", markerfacecolor="white", markeredgecolor=colours.SOFT, markersize=6, markeredgewidth=1.5)
        entries.append((hollow, using.say("existing centre", "已建中心")))
    entries += status_entries(result, using)
    if any(not n.more["with_plan"] for n in picture.technologies):
        hollow = dot(markerfacecolor="white", markeredgecolor=colours.ALARM, markersize=5, markeredgewidth=1.2)
        entries.append((hollow, using.say("technology left open", "无人承担的技术")))
    kinds = {str(n.more.get("organisation_kind", "other")) for n in picture.members}
    say: Callable[..., str] = using.say
    entries += [(dot(_MARKS[k], color=_MEMBER, markersize=5), say(*words)) for k, words in _KINDS.items() if k in kinds]
    return entries or [(dot(color=colours.FAINT), using.say("no centre", "没有中心"))]
