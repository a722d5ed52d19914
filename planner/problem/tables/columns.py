"""Columns of planner tables that may be missing: tables made by hand need not name what they do not use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from planner.problem.rows import Floats, Ints


def column(columns: Mapping[str, Mapping[str, Any]], table: str, name: str) -> Sequence[Any]:
    """A column, empty where the table or the column is missing."""
    values: Sequence[Any] = columns.get(table, {}).get(name, ())
    return values


def by_item(item: Ints, items: int) -> Iterator[Ints]:
    """Positions of the links of each item in turn, in their order.

    Examples
    --------
    >>> [links.tolist() for links in by_item(np.array([1, 0, 1]), 3)]
    [[1], [0, 2], []]
    """
    order = np.argsort(item, kind="stable")
    bounds = np.searchsorted(item[order], np.arange(items + 1))
    for m in range(items):
        yield order[bounds[m] : bounds[m + 1]]


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
