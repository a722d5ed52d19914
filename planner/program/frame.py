"""The PuLP model under construction: columns, named rows, and linear expressions as plain dictionaries.

PuLP 3 and 4 differ in how expressions are made; that difference ends here. What does not live here: any rule.
"""

from __future__ import annotations

import math
from typing import Any

import pulp

from planner.families.model import Terms, add, total
from planner.problem.rows import PlanningProblem

__all__ = ["Frame", "Terms", "add", "total"]

_expression = getattr(pulp.LpAffineExpression, "from_list", pulp.LpAffineExpression)


class Frame:
    """A minimisation model with the columns that all families share.

    Attributes
    ----------
    problem : PlanningProblem
    lp : pulp.LpProblem
    active : list of list of (int or None)
        ``active[i][y]``: column of "candidate i has started by year y" (binary, monotone in y); None where it cannot
        have started.
    pay : dict
        ``pay[i, f]``: column of the money paid to candidate i in funding year position f.
    """

    def __init__(self, problem: PlanningProblem, name: str = "layout") -> None:
        self.problem = problem
        self.lp = pulp.LpProblem(name, pulp.LpMinimize)
        self.columns: list[Any] = []
        self.integer: list[int] = []
        self.mixed = False
        """Whether any column is whole"""
        self.active: list[list[int | None]] = []
        self.pay: dict[tuple[int, int], int] = {}
        self.rows = 0
        self.contradiction = False
        """Whether a row without terms cannot hold."""

    def column(
        self, name: str, low: float = 0.0, high: float | None = 1.0, *, integer: bool = False, whole: bool = False
    ) -> int:
        """A new column; its number. ``integer``: a yes/no decision; ``whole``: any whole number."""
        number = len(self.columns)
        category = pulp.LpInteger if integer or whole else pulp.LpContinuous
        self.columns.append(self.lp.add_variable(f"{name}_{number}", low, high, category))
        if integer:
            self.integer.append(number)
        self.mixed = self.mixed or integer or whole
        return number

    def expression(self, terms: Terms) -> Any:
        """The PuLP expression of ``terms``."""
        return _expression([(self.columns[c], v) for c, v in terms.items() if v != 0.0])

    def at_most(self, terms: Terms, limit: float, name: str) -> None:
        """A row ``terms ≤ limit``; the name gets the row's number, so that it is unique."""
        self.between(terms, -math.inf, limit, name)

    def at_least(self, terms: Terms, limit: float, name: str) -> None:
        """A row ``terms ≥ limit``."""
        self.between(terms, limit, math.inf, name)

    def between(self, terms: Terms, low: float, high: float, name: str) -> None:
        """A row ``low ≤ terms ≤ high``; an infinite side makes no row, and without terms 0 is held against it."""
        if not any(terms.values()):
            # a solver given no columns would call this "empty", not infeasible
            self.contradiction = self.contradiction or not low <= 0.0 <= high
            return
        expression = self.expression(terms)
        if low == high:
            self._row(expression == low, name)
            return
        if low > -math.inf:
            self._row(expression >= low, name)
        if high < math.inf:
            self._row(self.expression(terms) <= high, name)

    def _row(self, constraint: Any, name: str) -> None:
        self.rows += 1
        self.lp.addConstraint(constraint, f"{name}_{self.rows}")

    def chosen(self, i: int) -> Terms:
        """Expression of "candidate i is chosen" (started by the last year)."""
        return self.started_by(i, len(self.problem.years) - 1)

    def started_by(self, i: int, y: int) -> Terms:
        """Expression of "candidate i has started by year y"."""
        column = self.active[i][y]
        return {} if column is None else {column: 1.0}

    def started(self, i: int, y: int) -> Terms:
        """Expression of "candidate i starts in year y" = active[i, y] − active[i, y − 1]."""
        now, before = self.active[i][y], self.active[i][y - 1] if y else None
        if now is None or now == before:
            return {}
        return {now: 1.0} if before is None else {now: 1.0, before: -1.0}

    def when_started(self, i: int, value: Any) -> Terms:
        """Expression Σ_y value[y] · start[i, y] over the approval years."""
        out: Terms = {}
        for y in range(len(self.problem.years)):
            if value[y]:
                add(out, self.started(i, y), float(value[y]))
        return out
