"""What families may ask of the program under construction, and the linear expressions that they hand it.

The frame of the program (``planner.program.frame``) answers to :class:`Model`; families know no solver and no PuLP.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from planner.problem.rows import PlanningProblem

Terms = dict[int, float]
"""A linear expression: column number → coefficient."""
Worth = tuple[Terms, float]
"""An expression and its constant."""


def add(into: Terms, terms: Terms, factor: float = 1.0) -> Terms:
    """Add ``factor × terms`` to ``into`` and return it; terms that cancel stay as zeros."""
    for column, coefficient in terms.items():
        into[column] = into.get(column, 0.0) + factor * coefficient
    return into


def total(parts: Iterable[Terms]) -> Terms:
    """The sum of expressions."""
    out: Terms = {}
    for part in parts:
        add(out, part)
    return out


class Model(Protocol):
    """A minimisation model under construction, with the columns that all families share.

    Attributes
    ----------
    problem : PlanningProblem
    active : list of list of (int or None)
        ``active[i][y]``: column of "source i has started by year y" (monotone in y); None where it cannot have started.
    pay : dict
        ``pay[i, f]``: column of the money paid to candidate i in funding year position f.
    """

    problem: PlanningProblem
    active: list[list[int | None]]
    pay: dict[tuple[int, int], int]

    def column(
        self, name: str, low: float = 0.0, high: float | None = 1.0, *, integer: bool = False, whole: bool = False
    ) -> int:
        """A new column; its number. ``integer``: a yes/no decision; ``whole``: any whole number."""

    def at_most(self, terms: Terms, limit: float, name: str) -> None:
        """A row ``terms ≤ limit``."""

    def at_least(self, terms: Terms, limit: float, name: str) -> None:
        """A row ``terms ≥ limit``."""

    def between(self, terms: Terms, low: float, high: float, name: str) -> None:
        """A row ``low ≤ terms ≤ high``; an infinite side makes no row."""

    def chosen(self, i: int) -> Terms:
        """Expression of "source i is chosen" (started by the last year)."""

    def started_by(self, i: int, y: int) -> Terms:
        """Expression of "source i has started by year y"."""

    def started(self, i: int, y: int) -> Terms:
        """Expression of "source i starts in year y"."""

    def when_started(self, i: int, value: Any) -> Terms:
        """Expression Σ_y value[y] · start[i, y] over the approval years."""
