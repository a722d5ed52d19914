"""Indicators of the collaboration network, and of what is engaged where."""

from __future__ import annotations

import numpy as np

from graph.assessment.indicator import NAN, Indicator, mean
from graph.assessment.state import State
from graph.base.words import Words
from graph.measures.collaboration import cross_sector_share, ei_index, expected_ei, sectors
from graph.measures.complexity import diversity, nestedness, ubiquity
from graph.measures.evidence import has_capabilities
from graph.measures.robustness import core_share


def _expected_ei(state: State) -> float:
    return expected_ei(np.unique(sectors(state.eco), return_counts=True)[1])


def _firms(state: State) -> float:
    champion = (state.eco.column("organisations", "kind") == "firm") & state.eco.column("organisations", "champion")
    return mean(state.engaged[: len(champion)][champion])


def _talent(state: State) -> float:
    return mean(state.engaged[state.eco.size("Organisation") :])


def _places(state: State, column: str) -> float:
    found = set(state.eco.column("centres", column)[state.centres].tolist()) - {""}
    return float(len(found))


def _largest(state: State) -> float:
    sizes = state.components
    return float(sizes[0] / sizes.sum()) if len(sizes) else NAN


def _missing(state: State) -> float:
    return float(len(state.missing)) if has_capabilities(state.eco) else NAN


def _across(state: State) -> float:
    every = sum(int(role.sum()) for role in state.roles)
    return 1 - int(state.roles.coordinator.sum()) / every if every else NAN


def _first(state: State) -> float:
    values = state.betweenness.values
    return float(values.max() / values.sum()) if values.sum() > 0 else NAN


def _near(state: State) -> float:
    open_ = state.depth["centre"] == 0
    density = state.portfolio.density
    return mean(density.max(axis=0)[open_]) if len(density) else NAN  # a column is NaN as a whole


NETWORK: tuple[Indicator, ...] = (
    Indicator(
        "joined_pairs",
        Words("joined pairs of organisations", "有合作的单位对数"),
        "number",
        "more",
        lambda s: float(len(s.pairs)),
    ),
    Indicator(
        "cross_sector_share",
        Words("ties that cross sectors", "跨主体类型合作占比"),
        "share",
        "more",
        lambda s: cross_sector_share(*s.crossing),
    ),
    Indicator("ei_index", Words("E–I index", "E–I 指数"), "index", "more", lambda s: ei_index(*s.crossing)),
    Indicator(
        "ei_expected", Words("E–I index by chance alone", "E–I 指数的随机期望"), "index", "neither", _expected_ei
    ),
    Indicator(
        "new_cross_sector_pairs",
        Words("possible new cross-sector pairs joined", "候选中心可新促成的跨类型合作实现率"),
        "share",
        "more",
        lambda s: s.new_pairs.share(s.centres) if len(s.new_pairs.pairs) else float("nan"),
    ),
    Indicator(
        "missing_cross_sector_pairs",
        Words("cross-sector pairs of one technology that are not joined", "掌握同一技术却无合作的跨类型单位对数"),
        "number",
        "less",
        _missing,
    ),
    Indicator(
        "triple_helix_synergy",
        Words("triple-helix synergy T(uig), bits, negative = synergy", "三螺旋协同 T(uig)，比特（负值为协同）"),
        "index",
        "less",
        lambda s: NAN if s.helix is None else s.helix.total,
    ),
    Indicator(
        "triple_helix_between_districts",
        Words("of it only between districts, bits", "其中仅在区县之间显现的部分，比特"),
        "index",
        "less",
        lambda s: NAN if s.helix is None else s.helix.between,
    ),
    Indicator(
        "mean_constraint",
        Words("mean constraint of contacts (Burt)", "结构洞约束度均值（Burt）"),
        "index",
        "less",
        lambda s: mean(s.constraint),
    ),
    Indicator(
        "mean_effective_size",
        Words("mean effective number of contacts", "有效合作规模均值"),
        "number",
        "more",
        lambda s: mean(s.effective_size),
    ),
    Indicator(
        "brokerage_across_sectors",
        Words("brokered pairs that involve another sector", "跨主体类型的中介占比"),
        "share",
        "more",
        _across,
    ),
    Indicator(
        "betweenness_of_first",
        Words("betweenness that the first broker holds", "首位中介单位的中介度占比"),
        "share",
        "less",
        _first,
    ),
    Indicator(
        "collaboration_components",
        Words("separate parts of the collaboration network", "合作网络的分块数"),
        "number",
        "less",
        lambda s: float(len(s.components)),
    ),
    Indicator(
        "largest_component",
        Words("organisations in the largest part", "最大分块的单位占比"),
        "share",
        "more",
        _largest,
    ),
    Indicator(
        "cut_organisations",
        Words("organisations that hold the network together", "割点单位数（失去即断网）"),
        "number",
        "less",
        lambda s: float(len(s.cuts.nodes)),
    ),
    Indicator(
        "bridge_ties",
        Words("ties that hold the network together", "桥接合作数（断开即断网）"),
        "number",
        "less",
        lambda s: float(len(s.cuts.pairs)),
    ),
    Indicator(
        "core_share",
        Words("organisations in the innermost core", "最内层核心的单位占比"),
        "share",
        "more",
        lambda s: core_share(s.network),
    ),
    Indicator(
        "robustness",
        Words("robustness R against loss of the best joined", "抗毁性 R（依次失去合作最多的单位）"),
        "index",
        "more",
        lambda s: mean(s.curve),
    ),
    Indicator(
        "communities",
        Words("communities of the collaboration network", "合作网络的社群数"),
        "number",
        "neither",
        lambda s: float(s.communities.of.max(initial=-1) + 1),
    ),
    Indicator(
        "modularity",
        Words("modularity of the communities", "社群模块度"),
        "index",
        "neither",
        lambda s: s.communities.modularity,
    ),
)

PLACES: tuple[Indicator, ...] = (
    Indicator(
        "leading_firms_engaged", Words("leading firms in a centre", "参与中心的领军企业占比"), "share", "more", _firms
    ),
    Indicator("talent_engaged", Words("people in a centre", "进入中心的人才占比"), "share", "more", _talent),
    Indicator(
        "districts_with_centre",
        Words("districts with a centre", "有中心的区（县、市）数"),
        "number",
        "more",
        lambda s: _places(s, "district"),
    ),
    Indicator(
        "fields_with_centre",
        Words("fields with a centre", "有中心的领域数"),
        "number",
        "more",
        lambda s: _places(s, "field"),
    ),
    Indicator(
        "district_diversity",
        Words("technologies that a district does, mean", "区（县、市）技术多样性均值"),
        "number",
        "more",
        lambda s: mean(diversity(s.portfolio.does)) if s.portfolio.does.nnz else NAN,
    ),
    Indicator(
        "technology_ubiquity",
        Words("districts that do a technology, mean", "技术普遍性均值（具备的区县数）"),
        "number",
        "more",
        lambda s: mean(ubiquity(s.portfolio.does)) if s.portfolio.does.nnz else NAN,
    ),
    Indicator(
        "district_nestedness",
        Words("nestedness of districts and technologies (NODF / 100)", "区县与技术的嵌套度（NODF / 100）"),
        "share",
        "neither",
        lambda s: nestedness(s.portfolio.does).nodf / 100 if s.portfolio.does.nnz else NAN,
    ),
    Indicator(
        "relatedness_of_open",
        Words("relatedness of uncovered technologies to the nearest district", "空白技术与最相近区县的关联密度均值"),
        "share",
        "neither",
        _near,
    ),
)
