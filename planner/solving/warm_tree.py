"""Branch and bound on one linear program that HiGHS keeps: each node starts from the basis of the one before.

For many questions to one small program: the dual simplex method needs a few steps a node, and what was learnt about
branching in one question (pseudo-costs: Benichou et al. 1971, made reliable by trial: Achterberg, Koch & Martin 2005)
serves the next. Work is counted in linear programs. What does not live here: which questions are asked
(``planner.solving.turned_plans``).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from planner.problem.rows import Bools, Floats, Ints
from planner.program.frame import Frame
from planner.program.whole_rows import most_of
from planner.solving.guarded_run import run
from planner.solving.highs import Limits

WHOLE = 1e-6
"""How far a decision may be from a whole number."""
ROOM = 1e-7
"""Room left where reduced costs fix a decision."""
DIGITS = 1e-9
"""The same as part of the value, where that is large: what the digits of a linear program tell."""
TRIED = 2
"""Candidates for branching that are tried, while they are not reliable."""
RELIABLE = 2
"""Trials in each direction after which a pseudo-cost is believed."""
ASIDE = 0.2
"""What branching on a decision is worth that is no choice of a centre, against one that is."""
ENOUGH = 0.9
"""Part of the tolerance below what is known at which a linear program may end: what it proves then counts."""
LEAST = 1e-9
ALIKE = 0.95
"""Cosine of two objectives from which what was learnt about branching in one serves the other."""
FIRST = 1e-3
"""Pseudo-cost, as part of the cutoff, before any was seen."""
PER_ROUND = 10
"""Linear programs that count as one round of :class:`planner.solving.highs.Limits`."""
NO_PLAN = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
ENDS = (*NO_PLAN, highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kObjectiveBound)
NOTHING: Floats = np.zeros(0)


class UnsolvedError(RuntimeError):
    """A linear program that the simplex method did not end."""


@dataclass(frozen=True)
class Leaf:
    """What one search found.

    Attributes
    ----------
    value : float
        The best value below the cutoff; inf: none.
    bound : float
        No plan of the box is below it, or below the cutoff if that is lower.
    values : ndarray or None
        (columns,) the solution, in HiGHS's order and figures.
    cut : bool
        Whether the work ran out before the best was proven.
    """

    value: float
    bound: float
    values: Floats | None
    cut: bool = False


@dataclass(frozen=True)
class _Solved:
    value: float
    values: Floats
    reduced: Floats


@dataclass(frozen=True)
class _Node:
    low: Floats
    high: Floats
    bound: float
    solved: _Solved | None


class WarmTree:
    """A linear program with yes/no columns, and all that was learnt about it.

    Parameters
    ----------
    frame : Frame
        The model; its exact rows are held against every choice that is found.
    lp : highspy.HighsLp
        The frame's model as HiGHS has it, with the objective to be minimised.
    order : ndarray
        (columns,) the frame's column of each column.
    begin : ndarray
        (N, Y) columns "has started by year y" of each candidate; −1 where there is none.
    tolerance : float
        Values that are nearer count as one.

    Attributes
    ----------
    whole : float
        How far a decision may be from a whole number.
    met : list of ndarray
        Every choice that a search has come to, better than what was known then.
    """

    def __init__(self, frame: Frame, lp: Any, order: Ints, begin: Ints, tolerance: float) -> None:
        self.frame, self.order, self.tolerance = frame, order, tolerance
        whole = np.isin(order, [*frame.integer, *frame.whole])
        self.yes_no: Ints = np.flatnonzero(whole)
        self.low, self.high = np.array(lp.col_lower_), np.array(lp.col_upper_)
        lp.integrality_ = []
        self.model = highspy.Highs()
        for name, value in (("output_flag", False), ("threads", 1), ("presolve", "off"), ("solver", "simplex")):
            self.model.setOptionValue(name, value)
        self.model.passModel(lp)
        self._there = self.low.copy(), self.high.copy()
        self._begin, self._steps = begin, _chains(begin)
        chosen = begin.max(axis=1, initial=-1)
        self._weight = np.where(np.isin(self.yes_no, chosen), 1.0, ASIDE)
        self._aims: list[tuple[Floats, Floats, Floats]] = []
        self.programs, self.whole, self._enough = 0, WHOLE, np.inf
        self.met: list[Floats] = []
        self._learn(np.array(lp.col_cost_))

    def aim(self, costs: Floats) -> None:
        """Set the objective (columns,); what was learnt about branching in one much like it is kept."""
        self.model.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
        self._learn(costs)

    def taught_by(self, other: WarmTree) -> None:
        """Take up what the tree of another problem of the same candidates and years has learnt about branching."""
        both = (self._begin >= 0) & (other._begin >= 0)
        mine = np.searchsorted(self.yes_no, self._begin[both])
        theirs = np.searchsorted(other.yes_no, other._begin[both])
        self._gains[:, mine], self._trials[:, mine] = other._gains[:, theirs], other._trials[:, theirs]

    def _learn(self, costs: Floats) -> None:
        """Take up the pseudo-costs of an objective: those of the one most like it, or none yet."""
        size = float(np.linalg.norm(costs)) or 1.0
        like = [float(costs @ known) / size for known, _, _ in self._aims]
        best = int(np.argmax(like)) if like else -1
        if best < 0 or like[best] < ALIKE:
            self._aims.append((costs / size, np.zeros((2, len(self.yes_no))), np.zeros((2, len(self.yes_no)))))
        self._size = size
        _, self._gains, self._trials = self._aims[best]

    def add_row(self, places: Ints, values: Floats) -> int:
        """Add a row without bounds; its number."""
        number = int(self.model.getNumRow())
        self.model.addRow(-highspy.kHighsInf, highspy.kHighsInf, len(places), places.astype(np.int32), values)
        return number

    def bound_row(self, row: int, high: float, low: float = -highspy.kHighsInf) -> None:
        """Set the greatest and the least value of a row."""
        self.model.changeRowBounds(row, low, high)

    def relaxed(self, low: Floats, high: Floats) -> float:
        """The bound of a box; inf where it holds no plan."""
        solved = self._solved(_Node(low.copy(), high.copy(), -np.inf, None))
        return np.inf if solved is None else solved.value

    def corner(self, places: Ints, at: Floats) -> Floats | None:
        """(columns,) the best that is left to decide once some columns are held; None: there is no such plan."""
        low, high = self.low.copy(), self.high.copy()
        low[places] = high[places] = at
        solved = self._solve(low, high)
        return None if solved is None else solved.values

    def minimise(
        self,
        low: Floats,
        high: Floats,
        cutoff: float,
        limits: Limits,
        *,
        first: bool = False,
        stop: Callable[[], bool] | None = None,
        hear: Callable[[float | None, float | None], None] = lambda _best, _bound: None,
    ) -> Leaf:
        """The best plan of a box that is better than ``cutoff``.

        Parameters
        ----------
        low, high : ndarray
            (columns,) the box.
        cutoff : float
            Only what is better by the tolerance counts.
        limits : Limits
            Rounds (of :data:`PER_ROUND` linear programs) and CPU seconds.
        first : bool
            Whether the first such plan will do.
        stop : callable, optional
            Whether somebody wants the search to end.
        hear : callable, optional
            Hears of the best value (None: no plan yet) and of the bound, at every node.
        """
        over = self._limit(limits, stop)
        best, values, floor = np.inf, None, np.inf
        stack = [_Node(low.copy(), high.copy(), -np.inf, None)]
        while stack:
            node = stack.pop()
            known = min(cutoff, best)
            if node.bound >= known - self.tolerance:
                floor = min(floor, node.bound)
                continue
            least = _least(node, stack, floor)
            hear(_finite(known), _finite(least))
            if over():
                return Leaf(best, least, values, cut=True)
            solved = node.solved or self._solved(node, known)
            if solved is None:
                continue
            if solved.value >= known - self.tolerance:
                floor = min(floor, solved.value)
                continue
            if not self._fixed_by_cost(node, solved, known):
                continue
            share = solved.values[self.yes_no]
            part = np.minimum(share, 1.0 - share)
            if part.max(initial=0.0) <= self.whole:
                if self._cut_away(solved.values):
                    stack.append(_Node(node.low, node.high, solved.value, None))
                    continue
                best, values, floor = solved.value, solved.values, min(floor, solved.value)
                self.met.append(values)
                if first:
                    break
                continue
            stack += self._branched(node, solved, part > self.whole, known)
        return Leaf(best, min(floor, best), values)

    def _limit(self, limits: Limits, stop: Callable[[], bool] | None) -> Callable[[], bool]:
        """Whether the work of a search that begins now is over."""
        until = np.inf if limits.seconds is None else time.process_time() + limits.seconds
        most = np.inf if limits.rounds is None else self.programs + limits.rounds * PER_ROUND
        return lambda: self.programs > most or time.process_time() > until or (stop is not None and stop())

    def _solved(self, node: _Node, known: float = np.inf) -> _Solved | None:
        return self._solve(node.low, node.high, known) if self._carried(node.low, node.high) else None

    def _solve(self, low: Floats, high: Floats, known: float = np.inf) -> _Solved | None:
        """The linear program of a box; None where it holds no plan.

        It ends where it is sure to be no better than ``known`` by the tolerance; then it has no values.
        """
        enough = known - ENOUGH * self.tolerance
        if enough != self._enough:
            self.model.setOptionValue("objective_bound", enough)
            self._enough = enough
        places = np.flatnonzero((low != self._there[0]) | (high != self._there[1])).astype(np.int32)
        if len(places):
            self.model.changeColsBounds(len(places), places, low[places], high[places])
            self._there[0][places], self._there[1][places] = low[places], high[places]
        self.programs += 1
        run(self.model)
        status = self.model.getModelStatus()
        if status not in ENDS:
            self.model.clearSolver()  # the basis went wrong: once more from none
            run(self.model)
            status = self.model.getModelStatus()
        if status in NO_PLAN:
            return None
        if status == highspy.HighsModelStatus.kObjectiveBound:
            return _Solved(enough, NOTHING, NOTHING)
        if status != highspy.HighsModelStatus.kOptimal:
            words = f"a linear program ended as {status}"
            raise UnsolvedError(words)
        found = self.model.getSolution()
        value = float(self.model.getInfo().objective_function_value)
        return _Solved(value, np.array(found.col_value), np.array(found.col_dual))

    def _carried(self, low: Floats, high: Floats) -> bool:
        """Carry bounds along "has started by year y", in place; whether anything is left of the box."""
        for before, after in self._steps:
            low[after] = np.maximum(low[after], low[before])
        for before, after in reversed(self._steps):
            high[before] = np.minimum(high[before], high[after])
        return bool(np.all(low <= high))

    def _fixed_by_cost(self, node: _Node, solved: _Solved, known: float) -> bool:
        """Fix, in place, what reduced costs keep out of every better plan; whether anything is left."""
        if not np.isfinite(known):
            return True
        at, cost = solved.values[self.yes_no], solved.reduced[self.yes_no]
        room = known - solved.value + max(ROOM, DIGITS * abs(known))
        node.high[self.yes_no[(at < WHOLE) & (cost > room)]] = 0.0
        node.low[self.yes_no[(at > 1.0 - WHOLE) & (-cost > room)]] = 1.0
        return self._carried(node.low, node.high)

    def _cut_away(self, values: Floats) -> bool:
        """Add the exact rows that a choice breaks, though the solver's tolerance let it pass."""
        there = np.zeros(len(self.frame.columns))
        there[self.order] = values
        cuts = self.frame.broken(self.frame.in_figures(there))
        place = {int(c): k for k, c in enumerate(self.order)}
        for cut in cuts:
            places = np.array([place[c] for c in cut], dtype=np.int32)
            signs = np.array(list(cut.values()), dtype=np.float64)
            self.model.addRow(-highspy.kHighsInf, most_of(cut), len(places), places, signs)
        return bool(cuts)

    def _branched(self, node: _Node, solved: _Solved, open_: Bools, known: float) -> list[_Node]:
        """The two halves of a node at its most telling decision, the better one last."""
        share = solved.values[self.yes_no]
        seen = self._trials.sum(axis=1)
        first = FIRST * max(1.0, abs(solved.value)) / self._size
        mean = np.where(seen > 0, self._gains.sum(axis=1) / np.maximum(seen, 1.0), first)
        per_unit = np.where(self._trials > 0, self._gains / np.maximum(self._trials, 1.0), mean[:, None])
        rise = np.maximum(per_unit * np.stack([1.0 - share, share]), LEAST / self._size).prod(axis=0) * self._weight
        score = np.where(open_, rise, -1.0)
        tried = [int(q) for q in np.argsort(-score, kind="stable")[:TRIED] if score[q] > 0.0]
        least = LEAST / self._size
        best, halves = -1.0, None
        pick = tried[0]
        for q in tried:
            if (self._trials[:, q] >= RELIABLE).all():
                if score[q] > best:
                    best, pick, halves = float(score[q]), q, None
                continue
            made, gains = self._halves(node, solved, q, known)
            worth = max(gains[0], least) * max(gains[1], least)
            dead = any(half is None or half.bound >= known - self.tolerance for half in made)
            if worth > best or dead:
                best, pick, halves = worth, q, made
            if dead:
                break
        if halves is None:
            halves, _ = self._halves(node, solved, pick, known)
        return sorted((half for half in halves if half is not None), key=lambda half: -half.bound)

    def _halves(
        self, node: _Node, solved: _Solved, q: int, known: float
    ) -> tuple[list[_Node | None], tuple[float, float]]:
        """Both halves of a node, solved, and by how much each raises the bound (of an objective of length 1).

        What that teaches is kept.
        """
        share = float(solved.values[self.yes_no[q]])
        top = known if np.isfinite(known) else solved.value + 0.05 * max(1.0, abs(solved.value))
        made: list[_Node | None] = []
        gains = []
        for side, value in enumerate((1.0, 0.0)):
            low, high = node.low.copy(), node.high.copy()
            low[self.yes_no[q]] = high[self.yes_no[q]] = value
            half = self._solve(low, high, known) if self._carried(low, high) else None
            made.append(None if half is None else _Node(low, high, half.value, half))
            gain = max(0.0, (top if half is None else min(half.value, top)) - solved.value) / self._size
            gains.append(gain)
            self._gains[side, q] += gain / max(abs(value - share), WHOLE)
            self._trials[side, q] += 1
        return made, (gains[0], gains[1])


def _least(node: _Node, stack: list[_Node], floor: float) -> float:
    """What no plan is below: of the node in hand, of those that wait, of those that are done."""
    return min([node.bound, floor, *(one.bound for one in stack)])


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _chains(begin: Ints) -> list[tuple[Ints, Ints]]:
    """Pairs (column, the column of the same candidate's next year), year by year.

    >>> [(a.tolist(), b.tolist()) for a, b in _chains(np.array([[0, 1, 2], [-1, 3, 4]]))]
    [([0], [1]), ([1, 3], [2, 4])]
    """
    out = []
    for y in range(1, begin.shape[1]):
        there = (begin[:, y - 1] >= 0) & (begin[:, y] >= 0) & (begin[:, y - 1] != begin[:, y])
        if there.any():
            out.append((begin[there, y - 1], begin[there, y]))
    return out
