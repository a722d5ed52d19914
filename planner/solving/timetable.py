"""Years for centres that are to be chosen: a quick timetable that leaves enough money for each of them.

A heuristic of the search: what it proposes is checked and completed by the program, so it may be wrong, not harmful.
What does not live here: which centres are chosen, and the payments of the plan.
"""

from __future__ import annotations

import numpy as np

from planner.problem.rows import Bools, Floats, Ints, PlanningProblem

ROUNDS = 4
"""How often what is left of a centre's least support is spread anew over the years that still have money."""

ENOUGH = 1 - 1e-9
"""What counts as the whole of an amount."""


class Purse:
    """The money that is left in every budget row."""

    def __init__(self, problem: PlanningProblem, chosen: Bools) -> None:
        assert problem.support is not None
        rows = [row for row in problem.budgets if row.share is not None]
        years, count = problem.support.years, len(problem.candidates)
        used = [0.0 if row.usage is None else float(row.usage @ chosen) for row in rows]
        self.left = np.array([row.cap for row in rows]) - np.array(used)
        self.first = np.maximum(self.left, 1e-12)
        shares = [row.share for row in rows if row.share is not None]
        self.share = np.array(shares).reshape(len(rows), count)
        self.counts = np.array([[row.years is None or f in row.years for f in years] for row in rows], dtype=bool)
        self.counts = self.counts.reshape(len(rows), len(years))

    def room(self, i: int, f: int) -> tuple[float, float]:
        """The greatest payment to i in funding year f that every row allows, and the share of the tightest row left."""
        rows = np.flatnonzero(self.counts[:, f] & (self.share[:, i] > 0))
        if not len(rows):
            return np.inf, 1.0
        amounts = self.left[rows] / self.share[rows, i]
        return max(0.0, float(amounts.min())), max(0.0, float((self.left[rows] / self.first[rows]).min()))

    def spend(self, i: int, f: int, payments: Floats) -> bool:
        """Pay i from year f on, as long as every row allows each payment; otherwise take all of them back."""
        before = self.left.copy()
        for k, amount in enumerate(payments):
            if amount > self.room(i, f + k)[0] * (1 + 1e-9):
                self.left = before
                return False
            rows = self.counts[:, f + k]
            self.left[rows] -= self.share[rows, i] * amount
        return True


def timetable(problem: PlanningProblem, chosen: Bools, loss: Floats, dear: float) -> Ints:
    """A start year for each chosen candidate, those with the fewest possible years first.

    Parameters
    ----------
    problem : PlanningProblem
    chosen : ndarray
        (N,) who is to start.
    loss : ndarray
        (N, Y) what starting in each year costs; inf where it is not allowed.
    dear : float
        The loss that weighs as much as an empty purse against a full one.

    Returns
    -------
    ndarray
        (N,) position of the start year; −1 where none was asked for, or no year has the money.
    """
    years = np.full(len(chosen), -1, dtype=np.int64)
    money = problem.support
    if money is None:
        cheapest = np.argmin(loss, axis=1)
        return np.where(chosen & np.isfinite(loss.min(axis=1)), cheapest, -1)
    purse = Purse(problem, chosen)
    lags = range(money.cap.shape[1])
    ask = np.isfinite(loss)
    order = np.lexsort((-money.minimum, ask.sum(axis=1)))
    for i in map(int, order[chosen[order]]):
        offers = []
        for y in map(int, np.flatnonzero(ask[i])):
            rooms = [purse.room(i, y + k) for k in lags]
            most = np.minimum(money.cap[i], [room for room, _ in rooms])
            if most.sum() < money.minimum[i] * ENOUGH or most[0] < money.first[i] * ENOUGH:
                continue
            shares = np.array([share for _, share in rooms])
            offers.append((float(shares.mean()) - float(loss[i, y]) / dear, y, most, shares))
        for _, y, most, shares in sorted(offers, key=lambda offer: -offer[0]):
            if purse.spend(i, y, _spread(float(money.minimum[i]), most, shares)):
                years[i] = y
                break
    return years


def _spread(need: float, most: Floats, shares: Floats) -> Floats:
    """Payments that sum to the need, more where more money is left, none above ``most``.

    >>> _spread(6.0, np.array([2.0, 9.0, 9.0]), np.array([1.0, 1.0, 0.0]))
    array([2., 4., 0.])
    """
    paid = np.zeros(len(most))
    for _ in range(ROUNDS):
        left = need - paid.sum()
        weight = np.where(paid < most, shares + 1e-9, 0.0)
        if left <= 0.0 or not weight.any():
            break
        paid = np.minimum(paid + left * weight / weight.sum(), most)
    return np.where(paid < 1e-6 * need, 0.0, paid)
