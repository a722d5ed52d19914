"""Replacement costs of everything chosen, for ``solve --importance``."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.problem.tables import Settings
    from planner.solving.highs import Limits


def add_importance(
    payload: dict[str, Any],
    columns: Mapping[str, Mapping[str, Any]],
    settings: Settings,
    limits: Limits,
    report: Any = None,
) -> None:
    """Add ``importance``: for each chosen candidate the best plan without it, and how much worse that is.

    ``replacement_cost`` is None where there is no plan without it; ``limits`` hold for each solve.
    """
    from planner.problem.tables import from_tables
    from planner.studies.importance import replacement

    payload["importance"] = {
        candidate: {
            "replacement_cost": found.cost if math.isfinite(found.cost) else None,
            "objective": found.objective,
            "chosen": list(found.chosen),
            "proven": found.proven,
        }
        for candidate, found in replacement(from_tables(columns, settings), payload["chosen"], limits, report).items()
    }
