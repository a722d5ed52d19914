"""What is proven of a plan, in words. What does not live here: the whole certificate (``content``, ``statements``)."""

from __future__ import annotations

from graph.base.words import Words
from planner.runs.plan_result import PlanResult
from planner.runs.words import STATUS_WORDS

NO_GAP = 1e-9
"""A gap that is none."""


def proven(result: PlanResult) -> Words:
    """What is proven; where the first goal is, and only what comes after it was stopped early, that.

    >>> proven(PlanResult(status="time_limit", gap=0.02)).en, proven(PlanResult(status="time_limit", gap=0.0)).zh
    ('not proven: stopped early', '首要目标已证明最优，后续目标提前停止')
    """
    if result.status == "time_limit" and result.gap is not None and result.gap <= NO_GAP:
        return Words(
            "the first goal is proven optimal, what follows it was stopped early",
            "首要目标已证明最优，后续目标提前停止",
        )
    return STATUS_WORDS[result.status]
