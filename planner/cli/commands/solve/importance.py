"""Replacement costs of everything chosen, for ``solve --importance``."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.problem.tables import Settings
    from planner.runs.tables_result import Replacement
    from planner.solving.highs import Limits


def importance_of(
    chosen: Collection[str],
    columns: Mapping[str, Mapping[str, Any]],
    settings: Settings,
    limits: Limits,
    report: Any = None,
) -> dict[str, Replacement]:
    """Find for each one chosen the best plan without it, and how much worse it is; ``limits`` hold for each solve."""
    from planner.problem.tables import from_tables
    from planner.runs.tables_result import Replacement
    from planner.studies.importance import replacement

    return {
        candidate: Replacement(
            replacement_cost=found.cost if math.isfinite(found.cost) else None,
            objective=found.objective,
            chosen=found.chosen,
            proven=found.proven,
        )
        for candidate, found in replacement(from_tables(columns, settings), chosen, limits, report).items()
    }
