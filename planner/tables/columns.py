"""Columns of planner tables that may be missing: tables made by hand need not name what they do not use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from planner.problem import Floats


def column(columns: Mapping[str, Mapping[str, Any]], table: str, name: str) -> Sequence[Any]:
    """A column, empty where the table or the column is missing."""
    values: Sequence[Any] = columns.get(table, {}).get(name, ())
    return values


def numbers(columns: Mapping[str, Mapping[str, Any]], table: str, name: str, missing: float) -> Floats:
    """A column of numbers as long as its table, filled with ``missing`` where the table does not have it.

    Examples
    --------
    >>> numbers({"budgets": {"row": ["a", "b"]}}, "budgets", "cap", 0.0)
    array([0., 0.])
    """
    own = columns.get(table, {})
    if name in own:
        return np.array([missing if v is None else v for v in own[name]], dtype=np.float64)
    return np.full(max((len(v) for v in own.values()), default=0), missing)
