"""Marks of the district map: discs of the plan with their numbers, diamonds and circles of what is outside it.

What does not live here: where a mark stands (``map_figure``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, Any

from planner.layout.figures import colours
from planner.layout.figures.pen import SMALL, Pen, strengthen
from planner.layout.figures.status_marks import edge
from planner.layout.maps.places import Point
from planner.layout.statuses import Status
from planner.runs.plan_result import CentreFacts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_LISTED = 60
MOST_MARKS = 400
"""Beyond so many, centres that were there before are small marks without a ring for an arbitrary place."""


@dataclass(kw_only=True)
class Mark:
    """One centre on the paper: where it is and where it is drawn, and the room that it takes, in inches."""

    centre: CentreFacts
    part: str
    at: Point
    loose: bool
    radius: float
    number: int = 0
    x: float = 0.0
    y: float = 0.0


def draw_marks(axes: Axes, marks: Sequence[Mark], using: Pen, stands: Mapping[str, Status]) -> None:
    """Draw all marks in one call for those that look alike; ``stands`` is the status of each centre of the plan."""
    numbered = sum(m.part == "chosen" for m in marks) <= MOST_LISTED
    _leaders(axes, marks)
    alike: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for m in marks:
        if m.part != "chosen":
            alike[m.part, using.colours.get(m.centre.field, colours.FAINT)].append(m)
    for (part, colour), some in alike.items():  # one call for all that look alike: there may be thousands
        at = [m.x for m in some], [m.y for m in some]
        axes.plot(*at, linestyle="none", **_hollow(part, colour, small=len(marks) > MOST_MARKS))
    _discs(axes, [m for m in marks if m.part == "chosen"], using, stands)
    loose = [m for m in marks if numbered and len(marks) <= MOST_MARKS and m.loose and m.part in ("chosen", "existing")]
    hues = [using.colours.get(m.centre.field, colours.FAINT) for m in loose]
    _rings(axes, loose, 0.03, edgecolor=hues, linewidth=0.7, linestyle=(0, (2, 1.5)))
    for m in marks:
        if numbered and m.part == "chosen":
            colour = using.colours.get(m.centre.field, colours.FAINT)
            text = axes.text(m.x, m.y, str(m.number), fontsize=SMALL, color=ink_on(colour), ha="center", zorder=7)
            text.set_verticalalignment("center_baseline")
            strengthen(text, using)


def _leaders(axes: Axes, marks: Sequence[Mark]) -> None:
    """A line from a mark that was pushed away to its place."""
    for m in marks:
        if hypot(m.x - m.at[0], m.y - m.at[1]) > m.radius * 1.6 and m.part != "rejected":
            axes.plot([m.at[0], m.x], [m.at[1], m.y], color=colours.SOFT, linewidth=0.7, zorder=4)
            axes.plot(*m.at, marker="o", markersize=2.2, color=colours.SOFT, zorder=4)


def _hollow(part: str, colour: str, *, small: bool) -> dict[str, Any]:
    """How a centre outside the plan is drawn."""
    if part == "ended":
        return {"marker": "x", "markersize": 6, "color": colours.SOFT, "markeredgewidth": 1.6, "zorder": 5}
    there = part == "existing"
    return {
        "marker": "D" if there else "o",
        "markersize": (3 if small else 7) if there else 4,
        "color": "white",
        "markeredgecolor": colour if there else colours.FAINT,
        "markeredgewidth": 1.8 if there and not small else 0.9,
        "zorder": 5 if there else 3,
    }


def _discs(axes: Axes, chosen: Sequence[Mark], using: Pen, stands: Mapping[str, Status]) -> None:
    """The centres of the plan: discs with the edge of their status, in one collection."""
    from matplotlib.collections import PatchCollection  # noqa: PLC0415
    from matplotlib.patches import Circle  # noqa: PLC0415

    edges = [edge(stands[m.centre.centre]) for m in chosen]
    discs = PatchCollection([Circle((m.x, m.y), m.radius) for m in chosen], zorder=6)
    discs.set_facecolor([using.colours.get(m.centre.field, colours.FAINT) for m in chosen])
    discs.set_edgecolor([e["edgecolor"] for e in edges])
    discs.set_linewidth([e["linewidth"] for e in edges])
    axes.add_collection(discs)
    raised = [m for m in chosen if stands[m.centre.centre] == "promoted"]
    _rings(axes, raised, 0.045, edgecolor=colours.INK, linewidth=0.9)


def _rings(axes: Axes, marks: Sequence[Mark], beyond: float, **style: Any) -> None:
    from matplotlib.collections import PatchCollection  # noqa: PLC0415
    from matplotlib.patches import Circle  # noqa: PLC0415

    if marks:
        rings = [Circle((m.x, m.y), m.radius + beyond) for m in marks]
        axes.add_collection(PatchCollection(rings, facecolor="none", zorder=6, **style))


def ink_on(colour: str) -> str:
    """White or dark ink, whichever stands out on a colour.

    >>> ink_on("#2E4057"), ink_on("#E0A030")
    ('white', '#1F2933')
    """
    red, green, blue = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 0.6 else colours.INK
