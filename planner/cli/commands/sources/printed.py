"""What the commands ``sources run`` and ``check`` share: options as they are written, rows as they are printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.base.cell_text import shown
from graph.base.errors import UsageError
from graph.base.records import Count
from graph.base.words import Words

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


def options_of(written: Sequence[str] | None) -> dict[str, str]:
    """``NAME=VALUE`` as names and values.

    Raises
    ------
    UsageError
        One is not written so.

    Examples
    --------
    >>> options_of(["regions=nuts3"])
    {'regions': 'nuts3'}
    """
    found = {}
    for text in written or ():
        name, sign, value = text.partition("=")
        if not sign:
            words = Words("--set {t}: write NAME=VALUE", "--set {t}：写成 名称=取值").fill(t=shown(text))
            raise UsageError(words)
        found[name.strip()] = value.strip()
    return found
