"""The small dataset of the tests of input, written where a test wants it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from buju_testing.small_dataset import write_small


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write the small dataset to a folder; keyword arguments replace files (None: leave the file out)."""

    def make(folder: str = "small", /, **changes: str | bytes | None) -> Path:
        return write_small(tmp_path / folder, **changes)

    return make
