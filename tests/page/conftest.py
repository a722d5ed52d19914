import os
import sys
from pathlib import Path

import pytest
from chromium import Chromium, found

sys.path.insert(0, str(Path(__file__).parents[1] / "planner"))  # made_up_result lives there


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
