"""Plane geometry of the sketch map: a soft outline around points, the cell of each point, marks moved apart.

What does not live here: what the points are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]
Polygon = list[Point]


def hull(points: Sequence[Point]) -> Polygon:
    """Convex hull, counter-clockwise (Andrew 1979).

    >>> hull([(0, 0), (2, 0), (1, 1), (2, 2), (0, 2)])
    [(0, 0), (2, 0), (2, 2), (0, 2)]
    """
    given = sorted(set(points))
    if len(given) < 3:
        return given

    def half(order: Sequence[Point]) -> Polygon:
        out: Polygon = []
        for p in order:
            while len(out) > 1 and _turn(out[-2], out[-1], p) <= 0:
                out.pop()
            out.append(p)
        return out[:-1]

    return half(given) + half(given[::-1])


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def outline(points: Sequence[Point], margin: float) -> Polygon:
    """The hull of all points, wider by ``margin`` and round at its corners.

    >>> len(outline([(0.0, 0.0)], 1.0))
    24
    """
    turns = [math.tau * k / 24 for k in range(24)]
    return hull([(x + margin * math.cos(a), y + margin * math.sin(a)) for x, y in points for a in turns])


def cell(within: Polygon, site: Point, others: Sequence[Point]) -> Polygon:
    """The part of a convex polygon that is nearer to ``site`` than to any other point (Voronoi).

    >>> cell([(0, 0), (4, 0), (4, 2), (0, 2)], (1, 1), [(3, 1)])
    [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]
    """
    out = [(float(x), float(y)) for x, y in within]
    for other in others:
        if other != site:
            out = _nearer(out, site, other)
    return out


def _nearer(polygon: Polygon, p: Point, q: Point) -> Polygon:
    def side(a: Point) -> float:
        return math.dist(a, q) ** 2 - math.dist(a, p) ** 2

    out: Polygon = []
    for k, a in enumerate(polygon):
        b = polygon[(k + 1) % len(polygon)]
        at, to = side(a), side(b)
        if at >= 0:
            out.append(a)
        if (at > 0 > to) or (at < 0 < to):
            t = at / (at - to)
            out.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
    return out


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
