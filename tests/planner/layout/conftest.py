"""What tests of layouts share: the plan of the sample that stands in the middle of its scheme, made once."""

from pathlib import Path

import pytest

from loaders.dataset import load
from planner.rulebook import scenario
from planner.runs.pipeline import plan_result
from planner.solving.highs import Limits

CITY = Path(__file__).parents[3] / "loaders" / "samples" / "ningbo_2026"


@pytest.fixture(scope="session")
def midway():
    """Outcome and result of the mid-way sample's scenario base."""
    told = scenario.load(CITY / "scenarios" / "base.yaml")
    return plan_result(load(CITY).require(), told, Limits())
