"""Angles on rings: even ones by field, mean directions, and places near wanted ones that do not touch.

Everything is arithmetic on angles, so that the picture is the same every time and never collapses.

What does not live here: which nodes stand on which ring (``network_places``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import atan2, cos, hypot, pi, sin

import numpy as np

Angles = Mapping[str, float]
TURN = 2.0 * pi
MOST_SHIFTS = 256
"""Shifts of places on a ring that are tried at first."""


def technology_angles(keys: Sequence[str], fields: Sequence[str], gap: float = 1.2) -> dict[str, float]:
    """Even angles in the order given, from the top clockwise, with ``gap`` empty places between fields.

    >>> [round(a / pi, 2) for a in technology_angles(["a", "b"], ["F", "F"], gap=0.0).values()]
    [0.5, -0.5]
    """
    at, places = 0.0, []
    for k, field in enumerate(fields):
        if k and field != fields[k - 1]:
            at += gap
        places.append(at)
        at += 1.0
    whole = at + (gap if len(set(fields)) > 1 else 0.0)
    return {key: pi / 2 - TURN * p / max(whole, 1.0) for key, p in zip(keys, places, strict=True)}


def mean_angle(angles: Sequence[float], weights: Sequence[float] | None = None) -> float | None:
    """Mean direction, or None where directions cancel out.

    >>> round(mean_angle([0.1, -0.1]), 9)
    0.0
    """
    given = weights or [1.0] * len(angles)
    x = sum(w * cos(a) for a, w in zip(angles, given, strict=True))
    y = sum(w * sin(a) for a, w in zip(angles, given, strict=True))
    return atan2(y, x) if hypot(x, y) > 1e-9 else None


def spread(wanted: Angles) -> dict[str, float]:
    """Even angles around the circle, in the order of the wanted ones and as near to them as one turn of all allows.

    >>> sorted(round(a, 3) for a in spread({"a": 0.0, "b": 0.1}).values())
    [-1.521, 1.621]
    """
    order = sorted(wanted, key=lambda k: (wanted[k] % TURN, k))
    n = len(order)
    if not n:
        return {}
    ideal = np.array([wanted[k] % TURN for k in order])
    slots = TURN * np.arange(n) / n

    def turned(shift: int) -> tuple[float, int, float]:
        """What the places are off in all after that shift, the shift, and the turn of all that goes with it."""
        off = (np.roll(ideal, -shift) - slots + pi) % TURN - pi
        turn = float(np.median(off))
        return round(float(np.abs((off - turn + pi) % TURN - pi).sum()), 9), shift % n, turn

    # of very many places not every shift is tried: those a step apart, then all beside the best of them
    step = max(1, n // MOST_SHIFTS)
    _, near, _ = best = min(turned(shift) for shift in range(0, n, step))
    _, best_shift, turn = min([best, *(turned(near + k) for k in range(1 - step, step) if k)])
    placed = [order[(k + best_shift) % n] for k in range(n)]
    return {key: _signed(float(slots[k]) + turn) for k, key in enumerate(placed)}


def relax(wanted: Angles, least: float) -> dict[str, float]:
    """Angles in the order of the wanted ones, at least ``least`` apart, moved as little as need be.

    Where ``least`` times their number is more than a full turn, they are spread evenly.

    >>> [round(a, 3) for a in relax({"a": 0.0, "b": 0.0, "c": 2.0}, 0.2).values()]
    [-0.1, 0.1, 2.0]
    """
    n = len(wanted)
    if n < 2:
        return dict(wanted)
    if n * least >= TURN * 0.98:
        return spread(wanted)
    order = sorted(wanted, key=lambda k: (wanted[k] % TURN, k))
    ideal = [wanted[k] % TURN for k in order]
    cut = max(range(n), key=lambda k: (ideal[k] - ideal[k - 1]) % TURN)
    order = order[cut:] + order[:cut]
    flat = [ideal[(cut + k) % n] for k in range(n)]
    flat = [a + TURN if a < flat[0] else a for a in flat]
    # isotonic regression of (angle − k·least): blocks of equal shift (pool adjacent violators)
    blocks: list[list[float]] = []
    for k, a in enumerate(flat):
        blocks.append([a - k * least, 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (v, w), (u, x) = blocks.pop(), blocks.pop()
            blocks.append([(v * w + u * x) / (w + x), w + x])
    base = [v for v, w in blocks for _ in range(int(w))]
    placed = [b + k * least for k, b in enumerate(base)]
    if placed[-1] - placed[0] > TURN - least:  # the ends have met: there is no better than even places
        return spread(wanted)
    return {key: _signed(a) for key, a in zip(order, placed, strict=True)}


def between(a: float, b: float) -> float:
    """The shorter way from angle ``a`` to ``b``, signed."""
    return (b - a + pi) % TURN - pi


def _signed(angle: float) -> float:
    return (angle + pi) % TURN - pi
