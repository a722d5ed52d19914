"""Results that tests hold as JSON data, to change them freely, as the type that layouts read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.base.records import decode
from planner.runs.plan_result import PlanResult


def typed(result: Mapping[str, Any] | PlanResult) -> PlanResult:
    """The result as read back from its JSON data."""
    return result if isinstance(result, PlanResult) else decode(PlanResult, result)
