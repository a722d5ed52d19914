"""Families of coverage: how the worth of a layer enters the model, for the modes any, best and all.

Every function returns the layer's worth as an expression and a constant; continuous columns come out integral
where they should, because their worth never increases with depth.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from planner.problem.cover_worth import depth_worth
from planner.problem.rows import Floats, Ints, Layer
from planner.program import amounts
from planner.program.frame import Frame, Terms, add


def layer_worth(frame: Frame, layer: Layer) -> tuple[Terms, float]:
    """The worth of a layer, Σ_m Σ_p weight_m · period_weight_p · g(cover_mp), as (terms, constant)."""
    if layer.mode == "best":
        return _best(frame, layer), float(layer.weight @ layer.existing @ layer.period_weight)
    if layer.mode == "all":
        return _all(frame, layer), 0.0
    if layer.mode == "sum":
        return amounts.sum_worth(frame, layer)
    if layer.mode == "met":
        return amounts.met_worth(frame, layer)
    return _any(frame, layer)


def _any(frame: Frame, layer: Layer) -> tuple[Terms, float]:
    """Bound Σ_r z[m,p,r] ≤ existing_mp + Σ_i a_im · Σ_y ramp_py · start[i,y], 0 ≤ z ≤ 1, worth marginal_r each.

    Items with the same links and the same existing cover are one item with their weights summed. An item that one
    candidate alone can add to needs no z: its worth is a plain value of that candidate's start.
    """
    out: Terms = {}
    constant = 0.0
    depth = len(layer.marginal)
    for item, (candidates, strengths, links), weight in _merged(frame, layer):
        have = np.minimum(layer.existing[item], depth)
        for p in np.flatnonzero(layer.period_weight):
            worth_of_one = weight * float(layer.period_weight[p])
            base = float(depth_worth(layer.marginal, have[p]))
            if len(candidates) <= 1 or have[p] >= depth:
                constant += worth_of_one * base
                for i, a, link in zip(candidates, strengths, links, strict=True):
                    gain = depth_worth(layer.marginal, have[p] + a * layer.growth(int(link), int(p))) - base
                    add(out, frame.when_started(int(i), gain), worth_of_one)
                continue
            cover: Terms = {}
            for i, a, link in zip(candidates, strengths, links, strict=True):
                add(cover, frame.when_started(int(i), a * layer.growth(int(link), int(p))))
            _ladder(frame, out, cover, have[p], worth_of_one * layer.marginal)
    return out, constant


def _ladder(frame: Frame, out: Terms, cover: Terms, have: float, worth: Floats) -> None:
    """Add Σ_r worth_r · z_r with Σ_r z_r ≤ have + cover; equal steps share one column."""
    row: Terms = {}
    steps: dict[float, int] = defaultdict(int)
    for step in worth:
        steps[float(step)] += 1
    for step, width in steps.items():
        if step > 0.0:
            z = frame.column("cover", 0.0, float(width))
            row[z] = 1.0
            out[z] = step
    frame.at_most(add(row, cover, -1.0), float(have), "coverage")


Links = tuple[Ints, Floats, Ints]
"""Candidates, strengths and link numbers."""


def _merged(frame: Frame, layer: Layer) -> list[tuple[int, Links, float]]:
    """Items as (one index, links, summed weight), merged where links and existing cover agree."""
    usable = np.array([row[-1] is not None for row in frame.active], dtype=bool)
    keep = np.flatnonzero(usable[layer.candidate] & (layer.strength > 0))
    keep = keep[np.lexsort((layer.candidate[keep], layer.item[keep]))]
    item, candidate, strength = layer.item[keep], layer.candidate[keep], layer.strength[keep]
    bounds = np.searchsorted(item, np.arange(len(layer.items) + 1))
    groups: dict[tuple[bytes, ...], tuple[int, Links, float]] = {}
    for m in np.flatnonzero(layer.weight):
        a, b = bounds[m], bounds[m + 1]
        links = candidate[a:b], strength[a:b], keep[a:b]
        settled = b"" if layer.settled is None else layer.settled[keep[a:b]].tobytes()
        key = links[0].tobytes(), links[1].tobytes(), layer.existing[m].tobytes(), settled
        weight = float(layer.weight[m]) + (groups[key][2] if key in groups else 0.0)
        groups[key] = int(m), links, weight
    return list(groups.values())


def _levels(frame: Frame, layer: Layer, p: int) -> dict[int, dict[float, Terms]]:
    """For each item, effective strength → expression of the starts that reach just that strength in period p."""
    levels: dict[int, dict[float, Terms]] = defaultdict(lambda: defaultdict(dict))
    for m, i, a in zip(layer.item, layer.candidate, layer.strength, strict=True):
        for y in range(len(frame.problem.years)):
            reach = float(a * layer.ramp[p, y])
            if reach > 0.0:
                add(levels[int(m)][reach], frame.started(int(i), y))
    return levels


def _best(frame: Frame, layer: Layer) -> Terms:
    """Count the greatest strength among the chosen: z_l ≤ z_{l−1} + Σ_{i at level l} x_i, worth (s_l − s_{l+1}) z_l.

    z_l says "something at least as strong as level l is chosen" (Cornuéjols, Nemhauser & Wolsey 1980); levels run
    from the greatest strength down.
    """
    out: Terms = {}
    for p in np.flatnonzero(layer.period_weight):
        for m, reached in sorted(_levels(frame, layer, int(p)).items()):
            weight = float(layer.weight[m] * layer.period_weight[p])
            have = float(layer.existing[m, p])
            strengths = sorted((s for s in reached if s > have), reverse=True)
            before: Terms = {}
            for level, strength in enumerate(strengths):
                lower = strengths[level + 1] if level + 1 < len(strengths) else have
                z = frame.column("best")
                frame.at_most(add(add({z: 1.0}, before, -1.0), reached[strength], -1.0), 0.0, "coverage")
                out[z] = weight * (strength - lower)
                before = {z: 1.0}
    return out


def _all(frame: Frame, layer: Layer) -> Terms:
    """Count an item only when every listed candidate is chosen: z ≤ Σ_y ramp_py · start[i, y] for each of them."""
    out: Terms = {}
    parts: dict[int, list[int]] = defaultdict(list)
    for m, i in zip(layer.item, layer.candidate, strict=True):
        parts[int(m)].append(int(i))
    for p in np.flatnonzero(layer.period_weight):
        for m in range(len(layer.items)):
            weight = float(layer.weight[m] * layer.period_weight[p])
            if not parts[m] or weight == 0.0:
                continue
            z = frame.column("whole")
            for i in parts[m]:
                frame.at_most(add({z: 1.0}, frame.when_started(i, layer.ramp[p]), -1.0), 0.0, "coverage")
            out[z] = weight
    return out
