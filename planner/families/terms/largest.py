"""The largest shortfall: a column above every item's weighted shortfall, to be minimised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

import numpy as np

from planner.families.model import Model, Terms, Worth, add
from planner.families.term import Term, wanted
from planner.problem.rows import LargestShortfall, Layer


def largest_shortfall(model: Model, term: LargestShortfall) -> Terms:
    """Put L ≥ weight_m · (1 − cover_mp) for every item and period, L ≥ 0.

    In the mode ``any`` the row is L + w Σ min(a, 1) x ≥ w (1 − existing): no column for the cover is needed, as L
    itself does not care for more than full cover.
    """
    layer = next(one for one in model.problem.layers if one.name == term.layer)
    largest = model.column("largest", 0.0, float(max(layer.weight, default=0.0)))
    for p in np.flatnonzero(layer.period_weight):
        covers = _best(model, layer, int(p)) if layer.mode == "best" else _whole(model, layer, int(p))
        for m in np.flatnonzero(layer.weight):
            weight, have = float(layer.weight[m]), float(layer.existing[m, p])
            row = add({largest: 1.0}, covers.get(int(m), {}), weight)
            model.at_least(row, weight * (1.0 - have), "shortfall")
    return {largest: 1.0}


def _whole(model: Model, layer: Layer, p: int) -> dict[int, Terms]:
    """Item → expression of its cover above what exists, for the modes any and all."""
    out: dict[int, Terms] = defaultdict(dict)
    if layer.mode == "all":
        parts: dict[int, list[int]] = defaultdict(list)
        for m, source in zip(layer.item, layer.candidate, strict=True):
            parts[int(m)].append(int(source))
        for m, sources in parts.items():
            if layer.weight[m] == 0.0:
                continue
            z = model.column("whole")
            for source in sources:
                model.at_most(add({z: 1.0}, model.when_started(source, layer.ramp[p]), -1.0), 0.0, "coverage")
            out[m] = {z: 1.0}
        return out
    for m, source, strength in zip(layer.item, layer.candidate, layer.strength, strict=True):
        left = 1.0 - float(layer.existing[m, p])
        if layer.weight[m] != 0.0 and left > 0.0:
            add(out[int(m)], model.when_started(int(source), np.minimum(strength * layer.ramp[p], left)))
    return out


def _best(model: Model, layer: Layer, p: int) -> dict[int, Terms]:
    """Item → expression of its greatest strength above what exists: Σ (s_l − s_l+1) z_l, as in ``layers``."""
    levels: dict[int, dict[float, Terms]] = defaultdict(lambda: defaultdict(dict))
    for m, source, strength in zip(layer.item, layer.candidate, layer.strength, strict=True):
        for y in range(len(model.problem.years)):
            reach = float(strength * layer.ramp[p, y])
            if reach > layer.existing[m, p] and layer.weight[m] != 0.0:
                add(levels[int(m)][reach], model.started(int(source), y))
    out: dict[int, Terms] = {}
    for m, reached in levels.items():
        strengths = sorted(reached, reverse=True)
        cover: Terms = {}
        before: Terms = {}
        for strength, lower in zip(strengths, [*strengths[1:], float(layer.existing[m, p])], strict=True):
            z = model.column("best")
            model.at_most(add(add({z: 1.0}, before, -1.0), reached[strength], -1.0), 0.0, "coverage")
            cover[z] = strength - lower
            before = {z: 1.0}
        out[m] = cover
    return out


def worths(model: Model, needed: Collection[str]) -> Iterator[tuple[str, Worth]]:
    """The worth of each largest shortfall that is needed."""
    for term in wanted(model.problem.largest, needed):
        yield term.name, (largest_shortfall(model, term), 0.0)


TERM = Term(40, worths, (("largest shortfall", largest_shortfall),))
