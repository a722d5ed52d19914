"""Figures that a plan claims, held against those that the audit computes."""

from __future__ import annotations

import math
from collections.abc import Mapping

from graph.base.words import Words
from planner.audit.family import rule
from planner.audit.report import Ledger, agrees
from planner.audit.shape import is_number

CLAIM = rule(
    "A880",
    "claims",
    "{key}: the plan claims {value}, the audit finds {limit}",
    "{key}：方案申报{value}，审计核算{limit}",
)
UNKNOWN_CLAIM = rule("A881", "claims", "{key} is claimed but cannot be recomputed", "申报指标“{key}”无法复核")

RULES = (CLAIM, UNKNOWN_CLAIM)
WHY = Words(
    "A figure is shown only if the audit computes the same from plan, data and policy.",
    "指标须与复核按方案、数据和政策的核算结果一致方可列出。",
)


def check(book: Ledger, found: Mapping[str, float], claimed: Mapping[str, float] | None) -> None:
    """Family claims: every figure that is claimed is one that can be recomputed, and the same."""
    if claimed is None:
        book.skip("claims")
    for key, value in (claimed or {}).items():
        if key not in found:
            book.check(UNKNOWN_CLAIM, holds=False, key=key)
        else:
            said = float(value) if is_number(value) else math.nan
            book.check(CLAIM, agrees(said, found[key]), value=said, limit=found[key], key=key)
