"""What ``buju explain`` has kept in a run's folder: ``explanations.json``, read without trust.

What does not live here: how explanations are made (``planner.studies.explain.explaining``).
"""

from __future__ import annotations

import json
from typing import Any

from planner.runs.store import Run

KEPT = "explanations.json"
FORMAT = "buju-explanations/3"


def stamp(run: Run) -> str:
    """SHA-256 of the run's result: explanations of another result do not count."""
    return run.digest


def read_kept(run: Run) -> dict[str, Any]:
    """Prices and whole explanations by centre, as far as they were computed; a damaged or foreign file counts as none.

    Returns
    -------
    dict
        ``format``, ``result_sha256``, ``prices`` and ``centres``.
    """
    empty: dict[str, Any] = {"format": FORMAT, "result_sha256": stamp(run), "prices": {}, "centres": {}}
    try:
        kept = json.loads((run.path / KEPT).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return empty
    known = isinstance(kept, dict) and all(kept.get(k) == empty[k] for k in ("format", "result_sha256"))
    whole = known and all(isinstance(kept.get(k), dict) for k in ("prices", "centres"))
    return kept if whole else empty
