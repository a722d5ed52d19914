"""The indicators of an assessment, each named, in both languages, with unit and direction.

What does not live here: the measures themselves (one module a noun), the indicators one by one
(``graph.assessment.cover_indicators``, ``graph.assessment.network_indicators``) and the sentences
(``graph.assessment.remarks``).
"""

from __future__ import annotations

from graph.assessment.cover_indicators import COVER
from graph.assessment.indicator import Indicator
from graph.assessment.network_indicators import NETWORK, PLACES
from graph.assessment.state import State

__all__ = ["HEADLINES", "INDICATORS", "Indicator", "State"]

INDICATORS: tuple[Indicator, ...] = (*COVER, *NETWORK, *PLACES)
"""All indicators, in the order of ``docs/indicators.md``."""

HEADLINES = frozenset(
    {
        "centres",
        "bottlenecks_uncovered",
        "bottlenecks_with_one_centre",
        "bottlenecks_twice_independent",
        "severity_weighted_coverage_1",
        "severity_weighted_coverage_2",
        "expected_coverage",
        "upstream_exposure",
        "single_points_organisation",
        "single_points_person",
        "cross_sector_share",
        "missing_cross_sector_pairs",
        "triple_helix_synergy",
        "largest_component",
        "robustness",
        "leading_firms_engaged",
        "talent_engaged",
        "districts_with_centre",
    }
)
"""Names of the indicators that a short overview shows."""
