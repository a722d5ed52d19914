import os

import pytest

from buju_testing.chromium import Chromium, found


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
