"""The mark of a centre, by how it stands, and marks moved apart so that none hides another.

What does not live here: where districts and centres stand (``planner.layout.maps.places``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from planner.layout.page.markup import Html, join, plain, tag
from planner.layout.statuses import Status

Point = tuple[float, float]


def apart(points: Sequence[Point], least: float, rounds: int = 80) -> list[Point]:
    """Points moved as little as it takes that no two are nearer than ``least``; the same input, the same places.

    >>> a, b = apart([(0.0, 0.0), (0.0, 0.0)], 2.0)
    >>> round(math.dist(a, b), 3) >= 1.99
    True
    """
    out = [(x + 1e-3 * math.cos(2.4 * k), y + 1e-3 * math.sin(2.4 * k)) for k, (x, y) in enumerate(points)]
    rounds = min(rounds, 4_000_000 // max(1, len(out)) ** 2)
    for _ in range(rounds):
        moved = False
        for i in range(len(out)):
            for j in range(i):
                gap = math.dist(out[i], out[j])
                if gap < least - 1e-6:
                    push = (least - gap) / 2 / max(gap, 1e-9)
                    dx, dy = ((out[i][d] - out[j][d]) * push for d in (0, 1))
                    out[i], out[j] = (out[i][0] + dx, out[i][1] + dy), (out[j][0] - dx, out[j][1] - dy)
                    moved = True
        if not moved:
            break
    return out


_OUTSIDE = {"existing": "existing", "candidate": "rejected", "ended": "ended"}


def dot(status: Status, colour: str, radius: float, x: float = 0.0, y: float = 0.0) -> Html:
    """A centre: filled if it is in the plan, ringed if it was approved before; promoted, at fault and ended marked.

    >>> dot("new", "f2", 8.0)
    '<circle r=8 class="dot f2 chosen"/>'
    >>> dot("ended", "f2", 6.0, 10.0, 10.0)
    '<circle cx=10 cy=10 r=6 class="dot f2 ended"/><path d="M7 7L13 13M13 7L7 13" class=cross />'
    """
    style = _OUTSIDE.get(status) or ("chosen" if status == "new" else f"chosen {status}")
    place = {"cx": x or None, "cy": y or None}
    mark = tag("circle", **place, r=radius, class_=f"dot {colour} {style}")
    if status == "promoted":
        return join(mark, tag("circle", **place, r=radius * 0.36, class_="core"))
    if status != "ended":
        return mark
    a, b, c, d = (plain(v) for v in (x - radius / 2, y - radius / 2, x + radius / 2, y + radius / 2))
    return join(mark, tag("path", d=f"M{a} {b}L{c} {d}M{c} {b}L{a} {d}", class_="cross"))
