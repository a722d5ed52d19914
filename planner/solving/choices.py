"""The program of choices alone: payments projected out of it, for the stages that gain by none of their own.

Whether a choice of centres and years can be paid is a question of flows, from centres through funding years into
budgets. By Gale (1957) and Hoffman (1960) it can where, for every set S of funding years, what its centres must be paid
within S at the least stays within the budgets of S together. These rows take the place of the payments. Every plan
keeps them, so whatever the budgets the bound of this program is one of the whole; a choice that cannot be paid after
all is found out where its money is settled. What does not live here: the stages, and the money of a choice
(``planner.solving.exact_stage``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations
from typing import NamedTuple

import numpy as np

from planner import program
from planner.problem.rows import BudgetRow, Floats, Ints, PlanningProblem, Stage, Support
from planner.program.frame import Frame, Terms, add
from planner.program.objective import Worth
from planner.solving.asked import Asked
from planner.solving.one_year import gains, least_paid

FEW = 6
"""Budgets by year of which every set gets its row; of more, those of neighbouring years alone."""
WIDE = 500_000
"""Starts times rows beyond which payments, a few columns a centre, are less than what stands for them."""
LATE = ("late_money",)
"""Components of goals that ask when money is paid."""


class FlowRow(NamedTuple):
    """Σ_i usage_i · x_i + Σ_i Σ_y need_iy · start_iy ≤ cap: budgets of some funding years, without payments."""

    need: Floats
    """(N, Y) the least that these budgets carry of a centre that starts in a year"""
    usage: Floats
    """(N,)"""
    cap: float
    family: str


@dataclass(frozen=True)
class ChoiceProgram:
    """A relaxation of a program with payments, without them.

    Attributes
    ----------
    frame : Frame
        Its columns are those of the whole but for payments, in the same order.
    worth : dict of str to (terms, constant)
        As :func:`planner.program.build` gives it.
    place : ndarray
        (columns of the whole,) the column here; −1 for a payment.
    """

    frame: Frame
    worth: dict[str, Worth]
    place: Ints

    @staticmethod
    def of(whole: Frame) -> ChoiceProgram | None:
        """The choices of a program; None where it has no payments, or history, units or dues have a say in them.

        Also where the rows that stand for payments would be larger than these.
        """
        problem = whole.problem
        money = problem.support
        if money is None or not whole.pay or not is_plain(problem, money):
            return None
        if sum(1 for _ in _sets(problem)) * int(problem.allowed.sum()) > WIDE:
            return None
        cost = least_paid(money) if problem.cost is None else problem.cost + least_paid(money)
        rest = tuple(row for row in problem.budgets if row.share is None)
        frame, worth = program.build(replace(problem, support=None, budgets=rest, cost=cost))
        for row in flow_rows(problem):
            frame.at_most(_terms(frame, row), row.cap, row.family)
        paid = set(whole.pay.values())
        there = [number for number in range(len(whole.columns)) if number not in paid]
        if [_name(whole, c) for c in there] != [_name(frame, c) for c in range(len(frame.columns))]:
            return None
        place = np.full(len(whole.columns), -1, dtype=np.int64)
        place[there] = np.arange(len(there))
        return ChoiceProgram(frame, worth, place)

    def asked(self, stage: Stage) -> Asked | None:
        """What the stage asks of choices; None where it gains by payments that are late, early or large."""
        for part, gain in gains(self.frame.problem, stage):
            if gain and (part in LATE or (part == "cost" and gain > 0.0)):
                return None
        return Asked.of(self.frame.problem, stage, program.stage_worth(self.worth, stage))

    def at_most(self, terms: Terms, limit: float, name: str) -> None:
        """A row of the whole without payments."""
        self.frame.at_most({int(self.place[c]): v for c, v in terms.items()}, limit, name)

    def of_whole(self, values: Floats) -> Floats:
        """Values of the columns here of those of the whole."""
        return values[self.place >= 0]

    def in_whole(self, values: Floats) -> Floats:
        """Values of all columns of the whole: nothing is paid yet."""
        out = np.zeros(len(self.place))
        out[self.place >= 0] = values
        return out

    def back(self) -> Ints:
        """(columns,) the column of the whole that each column here is."""
        return np.flatnonzero(self.place >= 0)

    def sides_in_whole(self, sides: Sequence[tuple[int, float, float]]) -> tuple[tuple[int, float, float], ...]:
        """(column, low, high) with the columns of the whole."""
        back = self.back()
        return tuple((int(back[column]), low, high) for column, low, high in sides)


def is_plain(problem: PlanningProblem, money: Support) -> bool:
    """Whether payments are held by caps and budgets alone: no history, units, years without gaps or dues."""
    course = problem.settled or problem.baseline or problem.dues or problem.changes or problem.missed
    odd = money.paid is not None or money.limit is not None or money.unit is not None or money.no_gap or money.open
    return not course and not odd


def is_complete(problem: PlanningProblem) -> bool:
    """Whether every choice that keeps the rows of :func:`flow_rows` can be paid: they are all that payments ask.

    By Gale and Hoffman they are where budgets of some years carry the same share of every centre, each in years of its
    own, and all sets of them have their row. Budgets of all years hold sums, which are the least whatever the years.

    Examples
    --------
    >>> money = Support(years=(2023, 2024), cap=np.full((2, 1), 3.0), total=np.full(2, np.inf),
    ...                 minimum=np.full(2, 2.0), first=np.zeros(2))
    >>> is_complete(PlanningProblem(candidates=("A", "B"), years=(2023, 2024), support=money))
    True
    """
    money = problem.support
    if money is None or not is_plain(problem, money):
        return False
    least, may = least_paid(money), problem.allowed.any(axis=1)
    most = np.minimum(money.total, money.cap.sum(axis=1))
    if np.any(may & ((least > most) | (money.first > money.cap[:, 0]))):
        return False
    carried = [(row, row.share) for row in problem.budgets if row.share is not None]
    if any(row.start is not None or np.any(share < 0.0) for row, share in carried):
        return False
    some = [(share, row.years) for row, share in carried if row.years is not None]
    shares = {value for share, _ in some for value in share[may & (least > 0.0)].tolist()}
    counted = [f for _, years in some for f in years]
    alike = len({share.tobytes() for share, _ in some}) <= 1 and len(shares) <= 1
    return alike and len(counted) == len(set(counted)) and len(some) <= FEW


def least_within(money: Support, starts: int, years: Sequence[int]) -> Floats:
    """(N, starts) the least that a centre which starts in a year is paid within some funding years (positions).

    What its least sum leaves once the other years have paid all that their caps allow, and no less than what is due on
    approval if that year is one of them.

    Examples
    --------
    >>> money = Support(years=(2023, 2024, 2025), cap=np.array([[3.0, 2.0]]), total=np.full(1, np.inf),
    ...                 minimum=np.array([4.0]), first=np.array([1.0]))
    >>> least_within(money, 2, [0]), least_within(money, 2, [1])
    (array([[2., 0.]]), array([[1., 2.]]))
    """
    count, lags = money.cap.shape
    inside = np.zeros(len(money.years), dtype=bool)
    inside[list(years)] = True
    least, out = least_paid(money), np.zeros((count, starts))
    for y in range(starts):
        elsewhere = sum((money.cap[:, k] for k in range(lags) if not inside[y + k]), np.zeros(count))
        out[:, y] = np.maximum(least - elsewhere, money.first if inside[y] else 0.0)
    return np.asarray(np.maximum(out, 0.0))


def flow_rows(problem: PlanningProblem) -> Iterator[FlowRow]:
    """The rows that every payable choice keeps, of each budget with payments and of sets of budgets of single years."""
    money = problem.support
    assert money is not None
    may = problem.allowed
    for rows in _sets(problem):
        first = rows[0]
        assert first.share is not None
        if np.any(first.share < 0.0):
            continue
        counted = {f for row in rows for f in (money.years if row.years is None else row.years)}
        years = [n for n, f in enumerate(money.years) if f in counted]
        need = first.share[:, None] * least_within(money, len(problem.years), years)
        usage = sum((row.usage for row in rows if row.usage is not None), np.zeros(len(need)))
        cap = float(sum(row.cap - row.given for row in rows))
        most = np.where(may, need, 0.0).max(axis=1, initial=0.0) + np.maximum(usage, 0.0)
        if most.sum() > cap or np.any(usage < 0.0):  # else no choice breaks it
            yield FlowRow(need, usage, cap, first.rule.family)


def _sets(problem: PlanningProblem) -> Iterator[list[BudgetRow]]:
    """Budgets with payments: each alone, and sets of those that carry the same share in years of their own."""
    alike: dict[bytes, list[BudgetRow]] = {}
    for row in problem.budgets:
        if row.share is None:
            continue
        ours = alike.setdefault(row.share.tobytes(), [])
        taken = {f for other in ours for f in other.years or ()}
        if row.years is None or row.start is not None or taken.intersection(row.years):
            if row.start is None:
                yield [row]
        else:
            ours.append(row)
    for ours in alike.values():
        ours.sort(key=lambda row: min(row.years or (0,)))
        if len(ours) <= FEW:
            yield from (list(some) for some in chain(*(combinations(ours, n) for n in range(1, len(ours) + 1))))
        else:
            yield from (ours[a:b] for a in range(len(ours)) for b in range(a + 1, len(ours) + 1))


def _terms(frame: Frame, row: FlowRow) -> Terms:
    terms: Terms = {}
    for i in np.flatnonzero(row.need.any(axis=1) | (row.usage != 0.0)):
        add(terms, frame.when_started(int(i), row.need[i]))
        if row.usage[i]:
            add(terms, frame.chosen(int(i)), float(row.usage[i]))
    return terms


def _name(frame: Frame, column: int) -> str:
    """The name of a column without its number."""
    return str(frame.columns[column].name).rsplit("_", 1)[0]
