"""What tests of layouts share: the plan of the sample that stands in the middle of its scheme, and a browser."""

import os
from pathlib import Path

import pytest

from buju_testing.chromium import Chromium, found
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


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium; skips without one, or fails where continuous integration says that it must be there."""
    if not found():
        reason = "no Chromium: none of chromium, google-chrome is on PATH, and BUJU_CHROMIUM names none"
        if os.environ.get("BUJU_REQUIRE_CHROMIUM") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    it = Chromium()
    yield it
    it.close()
