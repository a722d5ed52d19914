"""Decisions on written names as a table. What does not live here: the decisions themselves (``loaders.sources``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.base.words import Words
from planner.notebook.page import Grid


def decided_names(rows: Iterable[tuple[str, str, float | None, str, str]], names: Mapping[str, str]) -> Grid:
    """What a person decided: written name, what it means, by whom and when; ``names`` are those of the ids.

    >>> decided_names([("A Univ", "R2", None, "Li", "2026-11-30")], {"R2": "A University"}).rows
    (('A Univ', 'A University (R2)', 'Li', '2026-11-30'),)
    """
    head = Words("written", "原始名称"), Words("means", "所指单位"), Words("by", "决定人"), Words("on", "日期")
    none = Words("none of those proposed", "均不是")
    return Grid(
        head,
        tuple(
            (raw, (f"{names[at]} ({at})" if names.get(at) else at) if at else none, by, on)
            for raw, at, _, by, on in rows
        ),
    )
