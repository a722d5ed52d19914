"""A kept run as ``runs list`` and ``runs show`` print it."""

from __future__ import annotations

from dataclasses import dataclass

from planner.runs.shelf import Brings, Kept, Kind


@dataclass(frozen=True, kw_only=True)
class KeptRun:
    """A run as it stands in the list; ``members`` are runs that were kept of a study, ``brings`` what a plan does."""

    run: str
    kind: Kind
    time: str
    scenario: str
    status: str
    objective: float | None
    brings: Brings | None
    tags: tuple[str, ...]
    members: tuple[str, ...]


def kept_run(run: Kept) -> KeptRun:
    """What is printed of a run."""
    return KeptRun(
        run=run.name,
        kind=run.kind,
        time=run.when,
        scenario=run.scenario,
        status=run.status,
        objective=run.objective,
        brings=run.brings,
        tags=run.tags,
        members=run.members,
    )
