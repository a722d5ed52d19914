"""What became of the rows of each table, as the commands ``sources`` print it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.base.records import Count

if TYPE_CHECKING:
    from loaders.sources.running import TableCount


@dataclass(frozen=True, kw_only=True)
class RowsOfTable:
    """``rows = used + skipped + merged``."""

    rows: Count
    used: Count
    skipped: Count
    merged: Count


def rows_of(counts: Mapping[str, TableCount]) -> dict[str, RowsOfTable]:
    """What is printed of the counts of all tables."""
    return {
        name: RowsOfTable(rows=c.rows, used=c.used, skipped=c.skipped, merged=c.merged) for name, c in counts.items()
    }
