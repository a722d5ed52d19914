"""What targets of technologies become: rules that must be met, worth of targets met, shares that fall short.

The cover of a technology is what the coverage mode says: 0 or 1 (any, all), the greatest strength (best), or the sum of
strengths (sum); under any and all a target is at most 1, which ``checks`` sees to. Technologies without a target are
left out of all three.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from graph.base.words import Words
from planner.problem.rows import MET, Bools, DepthRow, Floats, FloorRow, Ints, LargestShortfall, Layer, Rule
from planner.problem.tables.columns import by_item, numbers


@dataclass(frozen=True)
class Aims:
    """Technologies with a target: the layer that covers them (links of other technologies left out), and targets."""

    layer: Layer
    target: Floats
    """(M,) of the items of ``layer``"""

    @property
    def wanted(self) -> Floats:
        """(L,) the target of each link's item."""
        return np.asarray(self.target[self.layer.item], dtype=np.float64)

    @property
    def strong(self) -> Bools:
        """(L,) links that meet the target of their item alone."""
        return np.asarray(self.layer.strength >= self.wanted * (1.0 - MET))


def aims(columns: Mapping[str, Mapping[str, Any]], cover: Layer) -> Aims:
    """The technologies of ``cover`` that have a target above 0; a target of 0 is met by anything."""
    target = numbers(columns, "technologies", "target", np.nan)
    kept = np.flatnonzero(target > 0.0)
    place = np.full(len(target), -1, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    links = place[cover.item] >= 0
    layer = replace(
        cover,
        items=tuple(cover.items[m] for m in kept),
        weight=cover.weight[kept],
        item=place[cover.item[links]],
        candidate=cover.candidate[links],
        strength=cover.strength[links],
        existing=np.zeros((len(kept), 1)),
    )
    return Aims(layer, target[kept])


def met(own: Aims) -> Layer:
    """The layer ``targets``: the weight of each technology whose cover reaches its target."""
    layer = replace(own.layer, name="targets")
    if layer.mode == "sum":
        return replace(layer, mode="met", strength=layer.strength / own.wanted)
    if layer.mode == "all":
        return layer
    # one source that is strong enough will do
    strong = own.strong
    item, source = layer.item[strong], layer.candidate[strong]
    return replace(layer, mode="any", item=item, candidate=source, strength=np.ones(len(item)))


def reached(own: Aims) -> Layer:
    """The layer ``reached``: the share min(1, cover / target) of each technology."""
    layer = replace(own.layer, name="reached")
    if layer.mode == "all":
        return layer
    share = np.minimum(layer.strength / own.wanted, 1.0)
    return replace(layer, mode="best" if layer.mode == "best" else "any", strength=share)


def largest(layer: Layer) -> LargestShortfall:
    """The term ``largest_shortfall`` over the layer ``reached``."""
    return LargestShortfall("largest_shortfall", layer.name)


def musts(own: Aims) -> tuple[tuple[FloorRow, ...], tuple[DepthRow, ...]]:
    """Targets as rules: floors on sums, and at least one source that is strong enough (or every listed one)."""
    floors, depths = [], []
    layer = own.layer
    for item, target, links in zip(layer.items, own.target, by_item(layer.item, len(layer.items)), strict=True):
        words = Words(f"{item}: target {target:.15g}", f"{item}：目标量 {target:.15g}")
        named = Rule(f"target {item}", "target", words)
        source: Ints = layer.candidate[links]
        if layer.mode == "sum":
            floors.append(FloorRow(named, source, layer.strength[links], float(target)))
        elif layer.mode == "all":
            # a technology without a listed source is never covered
            floors.append(FloorRow(named, source, np.ones(len(source)), float(max(len(source), 1))))
        else:
            strong = source[own.strong[links]]
            depths.append(DepthRow(named, strong, strong, 1))
    return tuple(floors), tuple(depths)
