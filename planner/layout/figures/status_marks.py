"""How the status of a centre is drawn in the figures: the edge of its mark, a core or a cross, and the legend of them.

What does not live here: what a status is (``planner.layout.statuses``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.layout.figures import colours
from planner.layout.figures.pen import Pen
from planner.layout.statuses import STATUSES, Status, statuses

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from planner.layout.content import Result

_IN_PLAN: tuple[Status, ...] = ("approved", "promoted", "rectification")
"""Centres in the plan that are not new, in the order of the legend."""


def edge(status: Status) -> dict[str, Any]:
    """Edge of the filled mark of a centre in the plan, as arguments of matplotlib's patches and collections.

    >>> edge("approved")["edgecolor"] == edge("new")["edgecolor"]
    False
    """
    if status == "rectification":
        return {"edgecolor": colours.ALARM, "linewidth": 2.2}
    if status in ("approved", "promoted"):
        return {"edgecolor": colours.INK, "linewidth": 1.7}
    return {"edgecolor": "white", "linewidth": 0.8}


def promoted(axes: Axes, x: float, y: float, size: float) -> None:
    """A ring around the mark of a promoted centre; ``size`` is that of the mark in points²."""
    axes.scatter([x], [y], s=size * 1.9, facecolor="none", edgecolor=colours.INK, linewidths=0.9, zorder=6)


def entries(result: Result, using: Pen, *, ended: bool = False) -> list[tuple[Any, str]]:
    """Legend entries of the statuses that a result with a history has; none without one."""
    from matplotlib.lines import Line2D  # noqa: PLC0415

    if result.as_of is None:
        return []
    there = set(statuses(result).values())

    def dot(marker: str, size: float = 7.0, **style: Any) -> Any:
        return Line2D([], [], linestyle="none", marker=marker, markersize=size, **style)

    handles: dict[Status, Any] = {"new": dot("o", color=colours.FAINT)}
    for status in _IN_PLAN:
        rim = edge(status)
        style = {"markeredgecolor": rim["edgecolor"], "markeredgewidth": rim["linewidth"]}
        handles[status] = dot("o", markerfacecolor=colours.FAINT, **style)
    handles["promoted"] = (
        dot("o", 10.5, markerfacecolor="none", markeredgecolor=colours.INK, markeredgewidth=0.9),
        handles["promoted"],
    )
    if ended:
        handles["ended"] = dot("x", 6.0, color=colours.SOFT, markeredgewidth=1.6)
    return [(mark, using.drawable(STATUSES[s].say(using.lang))) for s, mark in handles.items() if s in there]
