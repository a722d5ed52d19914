"""What ``buju explain`` has kept in a run's folder: ``explanations.json``, read without trust.

What does not live here: how explanations are made (``planner.studies.explain.explaining``).
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from typing import Any, TypeVar

from graph.base.records import RecordError, decode
from planner.runs.store import Run
from planner.studies.explain.answer import Explained, Explanation, Priced

K = TypeVar("K")

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


def explained(run: Run) -> Explained:
    """What is kept of the run, as types; entries that are damaged or of another version are left out."""
    kept = read_kept(run)
    return Explained(prices=_read(Priced, kept["prices"]), centres=_read(Explanation, kept["centres"]))


def _read(kind: type[K], rows: Mapping[str, Any]) -> dict[str, K]:
    found = {}
    for centre, row in rows.items():
        with contextlib.suppress(RecordError):
            found[centre] = decode(kind, row)
    return found
