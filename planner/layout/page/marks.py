"""Marks on the sketch map, moved apart so that none hides another.

What does not live here: where districts and centres stand (``planner.layout.maps.places``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

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
