"""Families of amounts, that add up without end: floors that must be reached, worth of sums, targets met."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from planner.problem.rows import FloorRow, Layer
from planner.program.frame import Frame, Terms, add


def floors(frame: Frame) -> None:
    """Demand Σ_l amount_l · x_l ≥ floor; where no amount is negative, an amount beyond the floor counts as the floor.

    Cutting amounts down to what is wanted changes no choice and tightens the relaxation. A floor below 1 is scaled to
    1, so that the solver's tolerance is not a large part of it.
    """
    for row in frame.problem.floors:
        scale = floor_scale(row)
        terms = {column: scale * value for column, value in floor_terms(frame, row).items()}
        frame.at_least(terms, scale * row.floor, row.rule.family)


def floor_scale(row: FloorRow) -> float:
    """What a floor's row is multiplied by."""
    return 1.0 / row.floor if 0.0 < row.floor < 1.0 else 1.0


def floor_terms(frame: Frame, row: FloorRow) -> Terms:
    """The left side of a floor."""
    whole = row.floor > 0.0 and not np.any(row.amount < 0.0)
    amount: dict[int, float] = defaultdict(float)
    for source, value in zip(row.source, row.amount, strict=True):
        amount[int(source)] += float(value)
    terms: Terms = {}
    for source, value in amount.items():
        add(terms, frame.chosen(source), min(value, row.floor) if whole else value)
    return terms


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
