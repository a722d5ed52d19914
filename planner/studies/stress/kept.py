"""What a stress test of a run keeps in the run's folder, so that it is computed once.

What does not live here: what is computed (``of_run``).
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from planner.runs.store import Run, result_bytes

KEPT = "stress.json"
FORMAT = "buju-stress/1"


class Kept:
    """Parts by name, kept beside the result that they belong to; a run that cannot be written keeps nothing.

    Parameters
    ----------
    run : Run
    """

    def __init__(self, run: Run) -> None:
        self.path: Path = run.path / KEPT
        self._head = {"format": FORMAT, "result_sha256": run.digest}

    def read(self) -> dict[str, Any]:
        """What is kept for this very result; empty where there is nothing, or it is damaged."""
        try:
            kept = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(kept, dict) or any(kept.get(k) != v for k, v in self._head.items()):
            return {}
        parts = kept.get("parts")
        return parts if isinstance(parts, dict) else {}

    def keep(self, made: Mapping[str, Any]) -> None:
        """Add parts to what is kept, written beside and renamed."""
        parts = dict(sorted({**self.read(), **made}.items()))
        temporary = self.path.with_name(f".{KEPT}-{secrets.token_hex(4)}.partial")
        try:
            temporary.write_bytes(result_bytes({**self._head, "parts": parts}))
            os.replace(temporary, self.path)  # noqa: PTH105 - replaces on every system
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
