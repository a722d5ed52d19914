"""The indicators of an assessment, each named, in both languages, with unit and direction.

What does not live here: the measures themselves (``graph.coverage``, ``collaboration``, ``fragility``,
``concentration``) and the sentences (``graph.remarks``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from graph.collaboration import (
    NewPairs,
    component_sizes,
    cross_sector_share,
    ei_index,
    expected_ei,
    joined_pairs,
    new_cross_sector_pairs,
    sector_counts,
    sectors,
)
from graph.concentration import capability_concentration
from graph.coverage import (
    Layer,
    depth,
    expected_coverage,
    prerequisite_gaps,
    severities,
    severity_weighted_coverage,
    strength_depth,
)
from graph.ecosystem import Ecosystem
from graph.engine import Cuts, cuts
from graph.evidence import has_capabilities, holders, used_strength
from graph.fragility import SinglePoint, provider_redundancy, single_points
from graph.network import Network, read_network
from graph.words import Words

FAILURE = 0.2
"""Chance that one covering centre fails, in the indicator ``expected_coverage``; stated in its label."""


@dataclass(frozen=True)
class State:
    """An ecosystem with some of its centres active; what several indicators need is computed once."""

    eco: Ecosystem
    centres: NDArray[np.bool_]

    @cached_property
    def depth(self) -> dict[Layer, NDArray[np.int64]]:
        """Coverage depth of every technology, in every layer."""
        layers: tuple[Layer, ...] = ("centre", "lead", "organisation", "person")
        return {layer: depth(self.eco, self.centres, layer) for layer in layers}

    @cached_property
    def pairs(self) -> NDArray[np.int64]:
        """Joined pairs of organisations."""
        return joined_pairs(self.eco, self.centres)

    @cached_property
    def crossing(self) -> tuple[int, int]:
        """Joined pairs across sectors and within one."""
        return sector_counts(self.pairs, sectors(self.eco))

    @cached_property
    def cuts(self) -> Cuts:
        """Organisations and pairs that hold the collaboration network together."""
        return cuts(self.pairs, self.eco.size("Organisation"))

    @cached_property
    def network(self) -> Network:
        """The collaboration network in a few numbers."""
        names = self.eco.names("Organisation")
        return read_network(self.pairs, tuple(names), tuple(names.values()))

    @cached_property
    def components(self) -> NDArray[np.int64]:
        """Sizes of the components of the collaboration network."""
        return component_sizes(self.pairs, self.eco.size("Organisation"))

    @cached_property
    def points(self) -> list[SinglePoint]:
        """Single points of failure."""
        return single_points(self.eco, self.centres)

    @cached_property
    def redundancy(self) -> NDArray[np.int64]:
        """Redundancy of every technology."""
        return provider_redundancy(self.eco, self.centres)

    @cached_property
    def new_pairs(self) -> NewPairs:
        """Cross-sector pairs that only candidates bring together."""
        return self.eco.once("new cross-sector pairs", lambda: new_cross_sector_pairs(self.eco))

    @cached_property
    def engaged(self) -> NDArray[np.bool_]:
        """Organisations, then people, that stand behind an active centre."""
        found: NDArray[np.bool_] = holders(self.eco).T @ self.centres.astype(np.float64) > 0
        return found


@dataclass(frozen=True)
class Indicator:
    """One indicator: ``measure`` gives a float, NaN where it is undefined.

    ``better`` is the direction that is better. It is ``neither`` where the count can only start once there is cover:
    seven thinly covered technologies are not worse than none covered at all.
    """

    name: str
    label: Words
    unit: Literal["number", "share", "index"]
    better: Literal["more", "less", "neither"]
    measure: Callable[[State], float]


def _count(mask: NDArray[np.bool_]) -> float:
    return float(mask.sum())


def _mean(values: NDArray[np.bool_] | NDArray[np.float64] | NDArray[np.int64]) -> float:
    return float(values.mean()) if len(values) else float("nan")


def bottlenecks(eco: Ecosystem) -> NDArray[np.bool_]:
    """Mark the bottleneck technologies."""
    found: NDArray[np.bool_] = eco.column("technologies", "kind") == "bottleneck"
    return found


def fields_in_use(eco: Ecosystem) -> set[str]:
    """Ids of the fields of the dataset's own taxonomy; of all fields where none is marked with it."""
    ids = np.array(eco.ids("Field"), dtype=object)
    own = eco.column("fields", "taxonomy") == eco.info.taxonomy
    return set(ids[own].tolist() if own.any() else ids.tolist())


def _evidenced(state: State) -> float:
    if not has_capabilities(state.eco):
        return float("nan")
    claim, used = state.eco.matrix("COVERS"), used_strength(state.eco)
    claims = int(np.diff(claim.indptr)[state.centres].sum())
    return float(np.diff(used.indptr)[state.centres].sum() / claims) if claims else float("nan")


def _expected_ei(state: State) -> float:
    return expected_ei(np.unique(sectors(state.eco), return_counts=True)[1])


def _concentration(state: State) -> float:
    values = capability_concentration(state.eco)
    return _mean(values[~np.isnan(values)])


def _firms(state: State) -> float:
    champion = (state.eco.column("organisations", "kind") == "firm") & state.eco.column("organisations", "champion")
    return _mean(state.engaged[: len(champion)][champion])


def _talent(state: State) -> float:
    return _mean(state.engaged[state.eco.size("Organisation") :])


def _places(state: State, column: str) -> float:
    found = set(state.eco.column("centres", column)[state.centres].tolist()) - {""}
    return float(len(found))


def _largest(state: State) -> float:
    sizes = state.components
    return float(sizes[0] / sizes.sum()) if len(sizes) else float("nan")


def _points(state: State, layer: str) -> float:
    if not has_capabilities(state.eco):
        return float("nan")
    return float(sum(point.layer == layer for point in state.points))


def _swc(state: State, r: int) -> float:
    return severity_weighted_coverage(severities(state.eco), state.depth["centre"], r)


def _expected(state: State) -> float:
    return expected_coverage(severities(state.eco), strength_depth(state.eco, state.centres), FAILURE)


def _one_lead(state: State) -> float:
    return _count((state.depth["centre"] > 1) & (state.depth["lead"] == 1))


def _one_person(state: State) -> float:
    if not has_capabilities(state.eco):
        return float("nan")
    return _count((state.depth["centre"] > 0) & (state.depth["organisation"] == 0) & (state.depth["person"] == 1))


def _w(en: str, zh: str) -> Words:
    return Words(en, zh)


INDICATORS: tuple[Indicator, ...] = (
    Indicator("centres", _w("centres", "技术创新中心数"), "number", "neither", lambda s: _count(s.centres)),
    Indicator(
        "bottlenecks_uncovered",
        _w("bottleneck technologies that no centre covers", "无中心覆盖的“卡脖子”技术"),
        "number",
        "less",
        lambda s: _count(bottlenecks(s.eco) & (s.depth["centre"] == 0)),
    ),
    Indicator(
        "bottlenecks_with_one_centre",
        _w("bottleneck technologies with one centre only", "仅一家中心覆盖的“卡脖子”技术"),
        "number",
        "neither",
        lambda s: _count(bottlenecks(s.eco) & (s.depth["centre"] == 1)),
    ),
    Indicator(
        "severity_weighted_coverage_1",
        _w("severity covered at least once", "按严重度加权的覆盖率（至少一重）"),
        "share",
        "more",
        lambda s: _swc(s, 1),
    ),
    Indicator(
        "severity_weighted_coverage_2",
        _w("severity covered at least twice", "按严重度加权的覆盖率（至少两重）"),
        "share",
        "more",
        lambda s: _swc(s, 2),
    ),
    Indicator(
        "expected_coverage",
        _w("expected coverage, failure 0.2, full strength", "期望覆盖率（失效概率 0.2，按满强度计）"),
        "share",
        "more",
        _expected,
    ),
    Indicator(
        "coverage_depth",
        _w("mean coverage depth, by centre", "平均覆盖深度（按中心计）"),
        "number",
        "more",
        lambda s: _mean(s.depth["centre"]),
    ),
    Indicator(
        "technologies_with_one_centre",
        _w("technologies with one centre only", "仅一家中心覆盖的技术"),
        "number",
        "neither",
        lambda s: _count(s.depth["centre"] == 1),
    ),
    Indicator(
        "technologies_with_one_lead",
        _w("technologies with several centres of one lead", "多家中心覆盖但同一牵头单位的技术"),
        "number",
        "neither",
        _one_lead,
    ),
    Indicator(
        "technologies_with_one_person",
        _w("covered technologies that rest on one person", "覆盖全靠一人支撑的技术"),
        "number",
        "neither",
        _one_person,
    ),
    Indicator(
        "prerequisite_gaps",
        _w("uncovered prerequisites of covered technologies", "已覆盖技术的未覆盖前置依赖"),
        "number",
        "neither",
        lambda s: float(len(prerequisite_gaps(s.eco, s.centres))),
    ),
    Indicator(
        "claims_with_evidence",
        _w("claims of active centres with evidence", "已有和入选中心的申报有能力依据的比例"),
        "share",
        "more",
        _evidenced,
    ),
    Indicator(
        "single_points_organisation",
        _w("technologies lost with one organisation", "失去一家单位即失去的技术"),
        "number",
        "less",
        lambda s: _points(s, "organisation"),
    ),
    Indicator(
        "single_points_person",
        _w("technologies lost with one person", "失去一人即失去的技术"),
        "number",
        "less",
        lambda s: _points(s, "person"),
    ),
    Indicator(
        "capability_redundancy",
        _w("mean redundancy of capability", "能力的平均冗余度"),
        "number",
        "more",
        lambda s: _mean(s.redundancy) if has_capabilities(s.eco) else float("nan"),
    ),
    Indicator(
        "capability_concentration",
        _w("mean concentration of capability (HHI)", "能力集中度均值（HHI）"),
        "index",
        "less",
        _concentration,
    ),
    Indicator(
        "joined_pairs",
        _w("joined pairs of organisations", "有合作的单位对数"),
        "number",
        "more",
        lambda s: float(len(s.pairs)),
    ),
    Indicator(
        "cross_sector_share",
        _w("ties that cross sectors", "跨主体类型合作占比"),
        "share",
        "more",
        lambda s: cross_sector_share(*s.crossing),
    ),
    Indicator("ei_index", _w("E–I index", "E–I 指数"), "index", "more", lambda s: ei_index(*s.crossing)),
    Indicator("ei_expected", _w("E–I index by chance alone", "E–I 指数的随机期望"), "index", "neither", _expected_ei),
    Indicator(
        "new_cross_sector_pairs",
        _w("possible new cross-sector pairs joined", "候选中心可新促成的跨类型合作实现率"),
        "share",
        "more",
        lambda s: s.new_pairs.share(s.centres) if len(s.new_pairs.pairs) else float("nan"),
    ),
    Indicator(
        "collaboration_components",
        _w("separate parts of the collaboration network", "合作网络的分块数"),
        "number",
        "less",
        lambda s: float(len(s.components)),
    ),
    Indicator(
        "largest_component",
        _w("organisations in the largest part", "最大分块的单位占比"),
        "share",
        "more",
        _largest,
    ),
    Indicator(
        "cut_organisations",
        _w("organisations that hold the network together", "割点单位数（失去即断网）"),
        "number",
        "less",
        lambda s: float(len(s.cuts.nodes)),
    ),
    Indicator(
        "bridge_ties",
        _w("ties that hold the network together", "桥接合作数（断开即断网）"),
        "number",
        "less",
        lambda s: float(len(s.cuts.pairs)),
    ),
    Indicator(
        "leading_firms_engaged", _w("leading firms in a centre", "参与中心的领军企业占比"), "share", "more", _firms
    ),
    Indicator("talent_engaged", _w("people in a centre", "进入中心的人才占比"), "share", "more", _talent),
    Indicator(
        "districts_with_centre",
        _w("districts with a centre", "有中心的区（县、市）数"),
        "number",
        "more",
        lambda s: _places(s, "district"),
    ),
    Indicator(
        "fields_with_centre",
        _w("fields with a centre", "有中心的领域数"),
        "number",
        "more",
        lambda s: _places(s, "field"),
    ),
)
