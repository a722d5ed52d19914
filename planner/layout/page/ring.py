"""Where the page's network stands: technologies by field inside, centres on the ring near what they cover, members out.

Angles are those of ``planner.layout.network.rings``: in radians, from the right, counter-clockwise. What does not
live here: their arithmetic, and what is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from planner.layout.network.rings import TURN, between, mean_angle, relax, spread, technology_angles

Places = dict[str, float]


def place(
    groups: Sequence[Sequence[str]], covers: Mapping[str, Sequence[str]], members: Mapping[str, Sequence[str]]
) -> tuple[Places, Places, Places]:
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
        Technologies, centres, organisations. Within a field, technologies stand in the order of the centres that cover
        them, so that fewer lines cross.

    Examples
    --------
    >>> inner, circle, outer = place([["a"], ["b"]], {"A": ["a"], "B": ["b"]}, {"O": ["B"]})
    >>> abs(between(circle["B"], inner["b"])) < 1e-6, outer["O"] == circle["B"]
    (True, True)
    """
    inner, circle = _inner(groups), {}
    for _ in range(3):
        circle = _around(covers, inner)
        inner = _inner([_reordered(group, inner, circle, covers) for group in groups])
    circle = _around(covers, inner)
    wanted = {o: mean_angle([circle[c] for c in within if c in circle]) or 0.0 for o, within in members.items()}
    return inner, circle, relax(wanted, 0.62 * TURN / max(len(wanted), 40))


def _inner(groups: Sequence[Sequence[str]]) -> Places:
    keys = [t for group in groups for t in group]
    return technology_angles(keys, [str(k) for k, group in enumerate(groups) for _ in group])


def _around(covers: Mapping[str, Sequence[str]], inner: Places) -> Places:
    """Even places for the centres; one that covers nothing goes where its turn in the list would be."""
    wanted = {}
    for k, (c, held) in enumerate(covers.items()):
        angle = mean_angle([inner[t] for t in held])
        wanted[c] = math.pi / 2 - TURN * k / len(covers) if angle is None else angle
    return spread(wanted)


def _reordered(
    group: Sequence[str], inner: Places, circle: Places, covers: Mapping[str, Sequence[str]]
) -> Sequence[str]:
    """The technologies of one field in the order of the centres around them; the uncovered ones stay between."""
    middle = mean_angle([inner[t] for t in group]) or 0.0
    by: dict[str, list[float]] = {t: [] for t in group}
    for centre, held in covers.items():
        for t in held:
            if t in by:
                by[t].append(between(middle, circle[centre]))
    wanted = {t: sum(a) / len(a) if a else between(middle, inner[t]) for t, a in by.items()}
    return sorted(group, key=lambda t: -wanted[t])


def point(angle: float, radius: float) -> tuple[float, float]:
    """Where an angle and a radius lie, y downwards as in SVG.

    >>> point(0.0, 2.0)
    (2.0, -0.0)
    """
    return radius * math.cos(angle), -radius * math.sin(angle)


def swing(a: float, inner: float, b: float, outer: float) -> list[tuple[float, float]]:
    """A smooth line from angle ``a`` at radius ``inner`` to ``b`` at ``outer``, staying between the two circles."""
    turn = between(a, b)
    steps = max(4, math.ceil(abs(turn) / 0.22) + 2)
    out = []
    for k in range(steps + 1):
        t = k / steps
        ease = t * t * (3 - 2 * t)
        out.append(point(a + turn * ease, inner + (outer - inner) * t))
    return out
