"""Where the network's nodes stand: technologies by field inside, centres on the ring near what they cover, members out.

Angles are in radians, clockwise from the top. What does not live here: what is drawn, and how.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

Angles = dict[str, float]
TURN = 2 * math.pi


def mean_angle(angles: Sequence[float]) -> float | None:
    """The mean direction of angles; ``None`` of none, or where they cancel out.

    >>> mean_angle([0.1, 0.3])
    0.2
    >>> mean_angle([0.0, math.pi])
    """
    x, y = sum(map(math.cos, angles)), sum(map(math.sin, angles))
    return None if math.hypot(x, y) < 1e-9 else round(math.atan2(y, x) % TURN, 12)


def sectors(groups: Sequence[Sequence[str]], gap: float = 1.0) -> Angles:
    """Angles of items around a circle, evenly, group by group, with ``gap`` places between groups.

    >>> [round(a, 2) for a in sectors([["a", "b"], ["c"]]).values()]
    [0.63, 1.88, 4.4]
    """
    groups = [g for g in groups if g]
    places = sum(map(len, groups)) + (gap * len(groups) if len(groups) > 1 else 0)
    out: Angles = {}
    at = 0.5
    for group in groups:
        for item in group:
            out[item] = at / places * TURN
            at += 1
        at += gap
    return out


def around(wished: Mapping[str, float | None], first: float = 0.0) -> Angles:
    """Places of equal distance for all, in the order of the angles that they wish, turned to be near them.

    Those that wish nothing come last in order. Ties keep the order given.

    >>> {k: round(v, 2) for k, v in around({"a": 3.1, "b": 0.0}).items()}
    {'b': 6.26, 'a': 3.12}
    """
    order = sorted(wished, key=lambda k: (wished[k] is None, ((wished[k] or 0.0) - first) % TURN))
    n = max(len(order), 1)
    slots = {k: first + TURN * i / n for i, k in enumerate(order)}
    turns = [w - slots[k] for k in order if (w := wished[k]) is not None]
    turn = mean_angle(turns) or 0.0
    return {k: (slot + turn) % TURN for k, slot in slots.items()}


def place(
    groups: Sequence[Sequence[str]], covers: Mapping[str, Sequence[str]], members: Mapping[str, Sequence[str]]
) -> tuple[Angles, Angles, Angles]:
    """Angles of technologies, centres and organisations.

    Parameters
    ----------
    groups
        Technologies, field by field.
    covers
        Technologies of each centre.
    members
        Centres of each organisation.

    Returns
    -------
    tuple
        Technologies, centres, organisations. Within a field, technologies are ordered by the centres that cover them.

    Examples
    --------
    >>> inner, ring, outer = place([["a"], ["b"]], {"A": ["a"], "B": ["b"]}, {"O": ["B"]})
    >>> ring == inner and outer["O"] == ring["B"]
    False
    >>> abs(ring["B"] - inner["b"]) < 1e-6
    True
    """
    inner = sectors(groups)
    ring: Angles = {}
    for _ in range(3):
        ring = around({c: mean_angle([inner[t] for t in held if t in inner]) for c, held in covers.items()})
        inner = sectors([_reordered(group, inner, ring, covers) for group in groups])
    ring = around({c: mean_angle([inner[t] for t in held if t in inner]) for c, held in covers.items()})
    outer = around({o: mean_angle([ring[c] for c in within if c in ring]) for o, within in members.items()})
    return inner, ring, outer


def _reordered(group: Sequence[str], inner: Angles, ring: Angles, covers: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """The technologies of one field in the order of the centres around them; the uncovered ones stay between."""
    middle = mean_angle([inner[t] for t in group]) or 0.0
    by: dict[str, list[float]] = {t: [] for t in group}
    for centre, held in covers.items():
        for t in held:
            if t in by:
                by[t].append(_from(ring[centre], middle))
    wished = {t: (sum(a) / len(a) if a else _from(inner[t], middle)) for t, a in by.items()}
    return sorted(group, key=lambda t: wished[t])


def _from(angle: float, middle: float) -> float:
    """The turn from ``middle`` to ``angle``, between −π and π."""
    return (angle - middle + math.pi) % TURN - math.pi


def point(angle: float, radius: float) -> tuple[float, float]:
    """Where an angle and a radius lie, y downwards.

    >>> [round(abs(v), 9) for v in point(math.pi / 2, 2)]
    [2.0, 0.0]
    """
    return radius * math.sin(angle), -radius * math.cos(angle)


def swing(a: float, inner: float, b: float, outer: float) -> list[tuple[float, float]]:
    """A smooth line from angle ``a`` at radius ``inner`` to ``b`` at ``outer``, staying between the two circles."""
    turn = _from(b, a)
    steps = max(4, math.ceil(abs(turn) / 0.22) + 2)
    out = []
    for k in range(steps + 1):
        t = k / steps
        ease = t * t * (3 - 2 * t)
        out.append(point(a + turn * ease, inner + (outer - inner) * t))
    return out
