"""Rows of typed tables for checks between tables. What does not live here: the checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from loaders.tables.columns import TypedTable

_LOST = frozenset({"C301", "C302", "S115"})


def rows(tables: Mapping[str, TypedTable], table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    """(spreadsheet row, cells …) of one table; nothing if the table is missing."""
    typed = tables.get(table)
    if typed is not None and typed.numbers:
        yield from zip(typed.numbers, *(plain(typed.values[c]) for c in columns), strict=True)


def plain(values: Any) -> Any:
    """Plain Python values: an array gives them faster all at once."""
    return values.tolist() if isinstance(values, np.ndarray) else values


def whole(tables: Mapping[str, TypedTable], table: str) -> bool:
    """Whether the absence of a row means something: no row of the table was lost."""
    return table not in tables or (tables[table].trusted and not any(f.code in _LOST for f in tables[table].findings))
