"""Families of amounts, that add up without end: worth of sums, targets met."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from planner.problem.rows import Layer
from planner.program.frame import Frame, Terms, add


def sum_worth(frame: Frame, layer: Layer) -> tuple[Terms, float]:
    """Σ_m Σ_p weight_m · period_weight_p · cover_mp, which is linear, and its constant."""
    worth = layer.strength * layer.weight[layer.item]
    share = layer.period_weight @ layer.ramp
    out: Terms = {}
    gains = np.zeros(len(frame.active))
    np.add.at(gains, layer.candidate, worth)
    for source in np.flatnonzero(gains):
        add(out, frame.when_started(int(source), gains[source] * share))
    return out, float(layer.weight @ layer.existing @ layer.period_weight)


def met_worth(frame: Frame, layer: Layer) -> tuple[Terms, float]:
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
                add(cover, frame.when_started(int(layer.candidate[link]), reach))
            if cover:
                met = frame.column("met", integer=True)
                frame.at_most(add({met: left}, cover, -1.0), 0.0, "target")
                out[met] = worth
    return out, constant
