"""Layers: how the worth of covered items enters the model, for the modes any, best, all, sum and met.

Every function returns the layer's worth as an expression and a constant; continuous columns come out integral
where they should, because their worth never increases with depth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

import numpy as np

from planner.families.model import Model, Terms, Worth, add
from planner.families.term import Term, wanted
from planner.problem.cover_worth import depth_worth
from planner.problem.rows import Floats, Ints, Layer


def layer_worth(model: Model, layer: Layer) -> Worth:
    """The worth of a layer, Σ_m Σ_p weight_m · period_weight_p · g(cover_mp), as (terms, constant)."""
    if layer.mode == "best":
        return _best(model, layer), float(layer.weight @ layer.existing @ layer.period_weight)
    if layer.mode == "all":
        return _all(model, layer), 0.0
    if layer.mode == "sum":
        return sum_worth(model, layer)
    if layer.mode == "met":
        return met_worth(model, layer)
    return _any(model, layer)


def _any(model: Model, layer: Layer) -> Worth:
    """Bound Σ_r z[m,p,r] ≤ existing_mp + Σ_i a_im · Σ_y ramp_py · start[i,y], 0 ≤ z ≤ 1, worth marginal_r each.

    Items with the same links and the same existing cover are one item with their weights summed. An item that one
    candidate alone can add to needs no z: its worth is a plain value of that candidate's start.
    """
    out: Terms = {}
    constant = 0.0
    depth = len(layer.marginal)
    for item, (candidates, strengths, links), weight in _merged(model, layer):
        have = np.minimum(layer.existing[item], depth)
        for p in np.flatnonzero(layer.period_weight):
            worth_of_one = weight * float(layer.period_weight[p])
            base = float(depth_worth(layer.marginal, have[p]))
            if len(candidates) <= 1 or have[p] >= depth:
                constant += worth_of_one * base
                for i, a, link in zip(candidates, strengths, links, strict=True):
                    gain = depth_worth(layer.marginal, have[p] + a * layer.growth(int(link), int(p))) - base
                    add(out, model.when_started(int(i), gain), worth_of_one)
                continue
            cover: Terms = {}
            for i, a, link in zip(candidates, strengths, links, strict=True):
                add(cover, model.when_started(int(i), a * layer.growth(int(link), int(p))))
            _ladder(model, out, cover, have[p], worth_of_one * layer.marginal)
    return out, constant


def _ladder(model: Model, out: Terms, cover: Terms, have: float, worth: Floats) -> None:
    """Add Σ_r worth_r · z_r with Σ_r z_r ≤ have + cover; equal steps share one column."""
    row: Terms = {}
    steps: dict[float, int] = defaultdict(int)
    for step in worth:
        steps[float(step)] += 1
    for step, width in steps.items():
        if step > 0.0:
            z = model.column("cover", 0.0, float(width))
            row[z] = 1.0
            out[z] = step
    model.at_most(add(row, cover, -1.0), float(have), "coverage")


Links = tuple[Ints, Floats, Ints]
"""Candidates, strengths and link numbers."""


def _merged(model: Model, layer: Layer) -> list[tuple[int, Links, float]]:
    """Items as (one index, links, summed weight), merged where links and existing cover agree."""
    usable = np.array([row[-1] is not None for row in model.active], dtype=bool)
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


def _levels(model: Model, layer: Layer, p: int) -> dict[int, dict[float, Terms]]:
    """For each item, effective strength → expression of the starts that reach just that strength in period p."""
    levels: dict[int, dict[float, Terms]] = defaultdict(lambda: defaultdict(dict))
    for m, i, a in zip(layer.item, layer.candidate, layer.strength, strict=True):
        for y in range(len(model.problem.years)):
            reach = float(a * layer.ramp[p, y])
            if reach > 0.0:
                add(levels[int(m)][reach], model.started(int(i), y))
    return levels


def _best(model: Model, layer: Layer) -> Terms:
    """Count the greatest strength among the chosen: z_l ≤ z_{l−1} + Σ_{i at level l} x_i, worth (s_l − s_{l+1}) z_l.

    z_l says "something at least as strong as level l is chosen" (Cornuéjols, Nemhauser & Wolsey 1980); levels run
    from the greatest strength down.
    """
    out: Terms = {}
    for p in np.flatnonzero(layer.period_weight):
        for m, reached in sorted(_levels(model, layer, int(p)).items()):
            weight = float(layer.weight[m] * layer.period_weight[p])
            have = float(layer.existing[m, p])
            strengths = sorted((s for s in reached if s > have), reverse=True)
            before: Terms = {}
            for level, strength in enumerate(strengths):
                lower = strengths[level + 1] if level + 1 < len(strengths) else have
                z = model.column("best")
                model.at_most(add(add({z: 1.0}, before, -1.0), reached[strength], -1.0), 0.0, "coverage")
                out[z] = weight * (strength - lower)
                before = {z: 1.0}
    return out


def _all(model: Model, layer: Layer) -> Terms:
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
            z = model.column("whole")
            for i in parts[m]:
                model.at_most(add({z: 1.0}, model.when_started(i, layer.ramp[p]), -1.0), 0.0, "coverage")
            out[z] = weight
    return out


def sum_worth(model: Model, layer: Layer) -> Worth:
    """Σ_m Σ_p weight_m · period_weight_p · cover_mp, which is linear, and its constant."""
    worth = layer.strength * layer.weight[layer.item]
    share = layer.period_weight @ layer.ramp
    out: Terms = {}
    gains = np.zeros(len(model.active))
    np.add.at(gains, layer.candidate, worth)
    for source in np.flatnonzero(gains):
        add(out, model.when_started(int(source), gains[source] * share))
    return out, float(layer.weight @ layer.existing @ layer.period_weight)


def met_worth(model: Model, layer: Layer) -> Worth:
    """The weight of every item whose cover reaches 1, and its constant.

    (1 − existing_mp) · y ≤ Σ_l min(a_l · ramp, 1 − existing_mp) · start, y ∈ {0, 1}.
    """
    out: Terms = {}
    constant = 0.0
    links: dict[int, list[int]] = defaultdict(list)
    for link, item in enumerate(layer.item):
        links[int(item)].append(link)
    for p in np.flatnonzero(layer.period_weight):
        for m in np.flatnonzero(layer.weight):
            worth = float(layer.weight[m] * layer.period_weight[p])
            left = 1.0 - float(layer.existing[m, p])
            if left <= 0.0:
                constant += worth
                continue
            cover: Terms = {}
            for link in links[int(m)]:
                reach = np.minimum(layer.strength[link] * layer.ramp[p], left)
                add(cover, model.when_started(int(layer.candidate[link]), reach))
            if cover:
                met = model.column("met", integer=True)
                model.at_most(add({met: left}, cover, -1.0), 0.0, "target")
                out[met] = worth
    return out, constant


def worths(model: Model, needed: Collection[str]) -> Iterator[tuple[str, Worth]]:
    """The worth of each layer that is needed."""
    for layer in wanted(model.problem.layers, needed):
        yield layer.name, layer_worth(model, layer)


TERM = Term(10, worths, (("coverage", layer_worth), ("targets met", met_worth)))
