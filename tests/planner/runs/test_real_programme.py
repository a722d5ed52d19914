"""A real programme, end to end: the CORDIS slice as an ecosystem, planned, proven and audited."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.dataset import load
from planner.audit import audit
from planner.rulebook import scenario
from planner.runs.outcome import plan_city

ROOT = Path(__file__).parents[3]
SLICE = ROOT.parent / "shared" / "real" / "cordis_fi"


@pytest.mark.skipif(not SLICE.is_dir(), reason="needs shared/real/cordis_fi beside the checkout")
def test_twenty_projects_reach_452_partner_organisations_within_100_million():
    eco = load(SLICE).require()
    policy = scenario.load(ROOT / "docs" / "examples" / "cordis-20.yaml").policy
    outcome = plan_city(eco, policy)
    assert outcome.status == "proven"
    assert outcome.objective == pytest.approx(452.0)
    assert outcome.plan is not None
    assert len(outcome.plan.starts) == 20
    assert sum(sum(years.values()) for years in outcome.plan.support.values()) <= 100e6
    report = audit(eco, policy, outcome.plan, {**outcome.goals, "objective": outcome.objective})
    assert report.clean
    assert report.recomputed["partners"] == 452.0
