"""The PuLP model under construction: columns, named rows, and linear expressions as plain dictionaries.

PuLP 3 and 4 differ in how expressions are made; that difference ends here. So does the scale of the data: families
write rows in the data's own figures; the solver is given money in a unit of its own, and every row in figures of a
size that its tolerances are made for. What does not live here: any rule.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pulp

from planner.families.model import Terms, add, total
from planner.problem.rows import Floats, PlanningProblem
from planner.program.whole_rows import WholeRow, on

__all__ = ["Frame", "Terms", "add", "total"]

_expression = getattr(pulp.LpAffineExpression, "from_list", pulp.LpAffineExpression)


MONEY = "pay_"
"""How the names of columns of money begin."""
MEASURES = ("pay_moved", "pay_short", "pay_used")
"""Names of columns that measure payments for an objective; rows that hold them forbid no payment."""
TOP = 3
"""Money and rows are scaled so that the greatest figure has so many digits before the point."""


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
    unit : float
        Money that one unit of a column of money stands for in the solver, a power of ten.
    scale : list of float
        What one unit of each column stands for: ``unit`` for money, else 1. All terms are in the data's figures.
    checked : list of WholeRow
        Rows of yes/no columns that a choice is held against exactly.
    money : list of (Terms, float, float)
        Rows with columns of money.
    """

    def __init__(self, problem: PlanningProblem, name: str = "layout") -> None:
        self.problem = problem
        self.lp = pulp.LpProblem(name, pulp.LpMinimize)
        self.columns: list[Any] = []
        self.integer: list[int] = []
        self.whole: list[int] = []
        """Columns of whole numbers that are no yes/no decisions"""
        self.active: list[list[int | None]] = []
        self.pay: dict[tuple[int, int], int] = {}
        self.scale: list[float] = []
        self.unit = _unit(problem)
        self.checked: list[WholeRow] = []
        self.money: list[tuple[Terms, float, float]] = []
        self.rows = 0
        self._yes_no: list[bool] = []
        self._paid: set[int] = set()
        self.measured: set[int] = set()
        self.contradiction = False
        """Whether a row without terms cannot hold."""

    def column(
        self, name: str, low: float = 0.0, high: float | None = 1.0, *, integer: bool = False, whole: bool = False
    ) -> int:
        """A new column; its number. ``integer``: a yes/no decision; ``whole``: any whole number."""
        number = len(self.columns)
        category = pulp.LpInteger if integer or whole else pulp.LpContinuous
        scale = self.unit if name.startswith(MONEY) else 1.0
        high_there = None if high is None else high / scale
        self.columns.append(self.lp.add_variable(f"{name}_{number}", low / scale, high_there, category))
        self.scale.append(scale)
        if name.startswith(MONEY):
            self._paid.add(number)
        if name in MEASURES:
            self.measured.add(number)
        self._yes_no.append(integer and low == 0.0 and high == 1.0)
        if integer:
            self.integer.append(number)
        if whole:
            self.whole.append(number)
        return number

    def in_figures(self, values: Floats) -> Floats:
        """Values of all columns as the solver has them, in the data's figures."""
        return values * np.array(self.scale) if self.unit != 1.0 else values

    def for_solver(self, values: Floats) -> Floats:
        """Values of all columns in the data's figures, as the solver has them."""
        return values / np.array(self.scale) if self.unit != 1.0 else values

    def expression(self, terms: Terms) -> Any:
        """The PuLP expression of ``terms``."""
        return _expression([(self.columns[c], v * self.scale[c]) for c, v in terms.items() if v != 0.0])

    def most(self, column: int) -> float:
        """The greatest value of a column, in the data's figures; 0 where it has no bound."""
        return float(self.columns[column].upBound or 0.0) * self.scale[column]

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
        terms = {c: v for c, v in terms.items() if v != 0.0}
        given = terms, low, high
        if all(self._yes_no[c] for c in terms):
            given = self._whole(terms, low, high)
        elif any(c in self._paid for c in terms):
            given = self._money(terms, low, high)
        self._rows(*given, name)

    def _whole(self, terms: Terms, low: float, high: float) -> tuple[Terms, float, float]:
        """A row of yes/no columns, kept in whole numbers where its figures are decimals."""
        if all(abs(v) == 1.0 for v in terms.values()):
            return terms, low, high
        row = WholeRow.of(terms, low, high)
        if not row.sure:
            self.checked.append(row)
        return row.for_solver()

    def _money(self, terms: Terms, low: float, high: float) -> tuple[Terms, float, float]:
        """A row with columns of money; payments are held to it to the last digit unless it only adds up measures."""
        if self.measured.isdisjoint(terms) or not self._paid.difference(self.measured).isdisjoint(terms):
            self.money.append((terms, low, high))
        there, low, high = _scaled({c: v * self.scale[c] for c, v in terms.items()}, low, high)
        return {c: v / self.scale[c] for c, v in there.items()}, low, high

    def _rows(self, terms: Terms, low: float, high: float, name: str) -> None:
        if low == high:
            self._row(self.expression(terms) == low, name)
            return
        if low > -math.inf:
            self._row(self.expression(terms) >= low, name)
        if high < math.inf:
            self._row(self.expression(terms) <= high, name)

    def _row(self, constraint: Any, name: str) -> None:
        self.rows += 1
        self.lp.addConstraint(constraint, f"{name}_{self.rows}")

    def broken(self, values: Floats) -> list[Terms]:
        """Cuts (``whole_rows.most_of`` has their right side) for rows that a choice breaks, though the solver let it.

        Each is a minimal cover: it holds for every choice that keeps the rows.
        """
        if not self.checked:
            return []
        chosen = on(values, self.integer)
        return [cut for row in self.checked if (cut := row.cut(chosen)) is not None]

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


def _unit(problem: PlanningProblem) -> float:
    """The power of ten that brings the greatest payment below 10^TOP and not below a tenth of that."""
    money = problem.support
    top = 0.0 if money is None or not money.cap.size else float(money.cap.max())
    if money is not None and money.limit is not None:
        top = max(top, float(np.nan_to_num(money.limit).max(initial=0.0)))
    return 1.0 if not 0.0 < top < math.inf else 10.0 ** (math.floor(math.log10(top)) + 1 - TOP)


def _scaled(terms: Terms, low: float, high: float) -> tuple[Terms, float, float]:
    """The row times the power of ten that gives its greatest coefficient :data:`TOP` digits."""
    shift = TOP - 1 - math.floor(math.log10(max(map(abs, terms.values()))))
    if shift == 0:
        return terms, low, high
    if shift > 0:
        return {c: v * 10.0**shift for c, v in terms.items()}, low * 10.0**shift, high * 10.0**shift
    return {c: v / 10.0**-shift for c, v in terms.items()}, low / 10.0**-shift, high / 10.0**-shift
