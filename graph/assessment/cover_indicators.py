"""Indicators of coverage, of what technologies rest on, and of the capability behind them."""

from __future__ import annotations

import numpy as np

from graph.assessment.indicator import NAN, Indicator, count, mean
from graph.assessment.state import State, bottlenecks
from graph.base.words import Words
from graph.measures.concentration import capability_concentration
from graph.measures.coverage import (
    expected_coverage,
    prerequisite_gaps,
    severities,
    severity_weighted_coverage,
    strength_depth,
)
from graph.measures.evidence import has_capabilities, used_strength

FAILURE = 0.2
"""Chance that one covering centre fails, in the indicator ``expected_coverage``; stated in its label."""


def _evidenced(state: State) -> float:
    if not has_capabilities(state.eco):
        return NAN
    claim, used = state.eco.matrix("COVERS"), used_strength(state.eco)
    claims = int(np.diff(claim.indptr)[state.centres].sum())
    return float(np.diff(used.indptr)[state.centres].sum() / claims) if claims else NAN


def _points(state: State, layer: str) -> float:
    if not has_capabilities(state.eco):
        return NAN
    return float(sum(point.layer == layer for point in state.points))


def _swc(state: State, r: int) -> float:
    return severity_weighted_coverage(severities(state.eco), state.depth["centre"], r)


def _expected(state: State) -> float:
    return expected_coverage(severities(state.eco), strength_depth(state.eco, state.centres), FAILURE)


def _one_lead(state: State) -> float:
    return count((state.depth["centre"] > 1) & (state.depth["lead"] == 1))


def _one_person(state: State) -> float:
    if not has_capabilities(state.eco):
        return NAN
    return count((state.depth["centre"] > 0) & (state.depth["organisation"] == 0) & (state.depth["person"] == 1))


def _exposure(state: State) -> float:
    needs = state.eco.matrix("REQUIRES")
    return mean(state.exposure[np.diff(needs.indptr) > 0])


def _broken(state: State) -> float:
    return count((state.depth["centre"] > 0) & (state.weakest == 0))


COVER: tuple[Indicator, ...] = (
    Indicator("centres", Words("centres", "技术创新中心数"), "number", "neither", lambda s: count(s.centres)),
    Indicator(
        "bottlenecks_uncovered",
        Words("bottleneck technologies that no centre covers", "无中心覆盖的“卡脖子”技术"),
        "number",
        "less",
        lambda s: count(bottlenecks(s.eco) & (s.depth["centre"] == 0)),
    ),
    Indicator(
        "bottlenecks_with_one_centre",
        Words("bottleneck technologies with one centre only", "仅一家中心覆盖的“卡脖子”技术"),
        "number",
        "neither",
        lambda s: count(bottlenecks(s.eco) & (s.depth["centre"] == 1)),
    ),
    Indicator(
        "severity_weighted_coverage_1",
        Words("severity covered at least once", "按严重度加权的覆盖率（至少一重）"),
        "share",
        "more",
        lambda s: _swc(s, 1),
    ),
    Indicator(
        "severity_weighted_coverage_2",
        Words("severity covered at least twice", "按严重度加权的覆盖率（至少两重）"),
        "share",
        "more",
        lambda s: _swc(s, 2),
    ),
    Indicator(
        "expected_coverage",
        Words("expected coverage, failure 0.2, full strength", "期望覆盖率（失效概率 0.2，按满强度计）"),
        "share",
        "more",
        _expected,
    ),
    Indicator(
        "coverage_depth",
        Words("mean coverage depth, by centre", "平均覆盖深度（按中心计）"),
        "number",
        "more",
        lambda s: mean(s.depth["centre"]),
    ),
    Indicator(
        "technologies_with_one_centre",
        Words("technologies with one centre only", "仅一家中心覆盖的技术"),
        "number",
        "neither",
        lambda s: count(s.depth["centre"] == 1),
    ),
    Indicator(
        "technologies_with_one_lead",
        Words("technologies with several centres of one lead", "多家中心覆盖但同一牵头单位的技术"),
        "number",
        "neither",
        _one_lead,
    ),
    Indicator(
        "technologies_with_one_person",
        Words("covered technologies that rest on one person", "覆盖全靠一人支撑的技术"),
        "number",
        "neither",
        _one_person,
    ),
    Indicator(
        "bottlenecks_twice_independent",
        Words(
            "bottleneck technologies with two centres that share no lead, chief scientist or key person",
            "由两家互不共有牵头单位、首席科学家和关键人才的中心覆盖的“卡脖子”技术",
        ),
        "number",
        "more",
        lambda s: count(bottlenecks(s.eco) & (s.independent >= 2)),
    ),
    Indicator(
        "prerequisite_gaps",
        Words("uncovered prerequisites of covered technologies", "已覆盖技术的未覆盖前置依赖"),
        "number",
        "neither",
        lambda s: float(len(prerequisite_gaps(s.eco, s.centres))),
    ),
    Indicator(
        "upstream_exposure",
        Words("severity open upstream, mean of technologies with prerequisites", "上游敞口均值（有前置依赖的技术）"),
        "share",
        "less",
        _exposure,
    ),
    Indicator(
        "broken_chains",
        Words("covered technologies that rest on an uncovered one", "已覆盖但上游存在空白的技术"),
        "number",
        "neither",
        _broken,
    ),
    Indicator(
        "claims_with_evidence",
        Words("claims of active centres with evidence", "已有和入选中心的申报有能力依据的比例"),
        "share",
        "more",
        _evidenced,
    ),
    Indicator(
        "single_points_organisation",
        Words("technologies lost with one organisation", "失去一家单位即失去的技术"),
        "number",
        "less",
        lambda s: _points(s, "organisation"),
    ),
    Indicator(
        "single_points_person",
        Words("technologies lost with one person", "失去一人即失去的技术"),
        "number",
        "less",
        lambda s: _points(s, "person"),
    ),
    Indicator(
        "capability_redundancy",
        Words("mean redundancy of capability", "能力的平均冗余度"),
        "number",
        "more",
        lambda s: mean(s.redundancy) if has_capabilities(s.eco) else float("nan"),
    ),
    Indicator(
        "capability_concentration",
        Words("mean concentration of capability (HHI)", "能力集中度均值（HHI）"),
        "index",
        "less",
        lambda s: mean(capability_concentration(s.eco)),
    ),
)
