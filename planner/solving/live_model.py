"""A HiGHS model that is built once and asked many times: only its objective and the bounds of added rows change.

PuLP stays the modelling layer: it builds the model; from then on HiGHS is spoken to directly, because handing a model
over takes longer than many of the questions of a front. A small program is asked by a tree of warm linear programs
(``planner.solving.warm_tree``) for as long as that is quick; every plan that is met bounds the questions that follow.
What does not live here: which questions are asked.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from planner.problem.rows import Floats
from planner.program.frame import Frame, Terms
from planner.program.whole_rows import most_of
from planner.solving import warm_tree
from planner.solving.guarded_run import run_from
from planner.solving.highs import CUTS, Answer, Limits, Listener, column_order, configured, read_answer
from planner.solving.relaxation import Columns
from planner.solving.warm_tree import PER_ROUND, UnsolvedError, WarmTree

MANY_SMALL: Mapping[str, Any] = {
    "mip_detect_symmetry": False,
    "mip_allow_restart": False,
    "mip_allow_cut_separation_at_nodes": False,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
    "mip_pool_soft_limit": 10,
    "mip_pool_age_limit": 1,
    "mip_pscost_minreliable": 2,
}
"""For many questions to a small model: the search itself costs less than what usually prepares it.

Measured on the questions of 3kp40, then without presolve: 0.29 CPU s each by HiGHS's own settings, 0.15 by these. Of
the heuristics only the root's reduced-cost fixing is worth its time. Presolve stays: without it HiGHS 1.15.1 and 1.16.0
call plans optimal that are not (findings/highs_without_presolve.sh)."""
SMALL = 120
"""Integer columns up to which a model is small in this sense."""
FEW = 150
"""Yes/no columns up to which the tree is asked first."""
AMOUNTS = 2.0
"""Columns for each yes/no column from which the tree is worth it: money and cover follow from a choice. Where all is
yes/no (knapsacks) HiGHS's cuts are: 2kp50 takes 2.0 CPU s by HiGHS, 4.5 by the tree."""
ROUNDS = 300
"""Rounds of the tree (of ten linear programs) after which a question is HiGHS's."""
FAILURES = 3
"""Questions in a row that were HiGHS's after all, from which on the tree is not asked any more."""
KEPT = 1e-9
"""How far a plan may be beyond a row, as part of its side, and be known to keep it."""


class LiveModel:
    """A built model that keeps its HiGHS object.

    Parameters
    ----------
    frame : Frame
        The model; rows that are added to the frame later are not seen.
    limits : Limits
        Gap, threads and seed; the time is given with each question.
    stop : threading.Event
        Set when the person wants to stop (``planner.solving.highs.interruptible``).
    warm : bool
        Whether small programs may be asked by the tree: not where a question is to be cut short by HiGHS's own limits.
    """

    def __init__(self, frame: Frame, limits: Limits, stop: threading.Event, *, warm: bool = False) -> None:
        self.frame, self.limits, self.stop = frame, limits, stop
        self.small = len(frame.integer) <= SMALL
        self._broken: set[int] = set()
        self._empty: set[int] = set()
        # every column in the objective, so that PuLP 4 hands over those too that no row of the frame uses
        frame.lp.setObjective(frame.expression(dict.fromkeys(range(len(frame.columns)), 1.0)))
        self.listener = Listener(None, stop, limits)
        solver = configured(limits, self.listener)
        solver.createAndConfigureSolver(frame.lp)
        solver.buildSolverModel(frame.lp)
        self.highs: Any = frame.lp.solverModel
        self.order = column_order(frame)
        self.place = np.zeros(len(frame.columns), dtype=np.int32)
        self.place[self.order] = np.arange(len(self.order), dtype=np.int32)
        if self.small:
            for name, value in MANY_SMALL.items():
                self.highs.setOptionValue(name, value)
        few = 0 < len(frame.integer) <= FEW and not frame.whole and not frame.contradiction
        few = few and len(frame.columns) >= AMOUNTS * len(frame.integer)
        self._tree: WarmTree | None = None
        self._warm, self._failed = warm and few, 0
        self._costs = np.zeros(len(self.order))
        self._added: dict[int, tuple[Any, Floats]] = {}
        self._sides: dict[int, tuple[float, float]] = {}
        self._in_tree: dict[int, int] = {}
        self._gap = limits.absolute
        lp = self.highs.getLp()
        self._own: tuple[Floats, Floats] = np.array(lp.col_lower_), np.array(lp.col_upper_)
        self._low, self._high = self._own

    def hold(self, sides: Mapping[int, tuple[float, float]]) -> None:
        """Hold columns within (low, high) from now on; every other has the bounds that it was built with."""
        self._low, self._high = self._own[0].copy(), self._own[1].copy()
        for column, (low, high) in sides.items():
            self._low[self.place[column]], self._high[self.place[column]] = low, high
        every = np.arange(len(self._low), dtype=np.int32)
        if len(every):
            self.highs.changeColsBounds(len(every), every, self._low, self._high)

    def objective(self, terms: Terms) -> None:
        """Replace the objective, to be minimised."""
        costs = np.zeros(len(self.order))
        for column, value in terms.items():
            costs[self.place[column]] = value * self.frame.scale[column]
        self._costs = costs
        if self._tree is not None:
            self._tree.aim(costs)
        if len(costs):
            self.highs.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)

    def row(self, terms: Terms) -> int:
        """Add a row without bounds; its number."""
        used = {column: value for column, value in terms.items() if value != 0.0}
        places = np.array([self.place[c] for c in used], dtype=np.int32)
        number = int(self.highs.getNumRow())
        values = np.array([value * self.frame.scale[c] for c, value in used.items()], dtype=np.float64)
        self.highs.addRow(-math.inf, math.inf, len(used), places, values)
        if not used:
            self._empty.add(number)
        self._added[number] = places, values
        if self._tree is not None:
            self._in_tree[number] = self._tree.add_row(places.astype(np.int64), values)
        return number

    def bound(self, row: int, low: float = -math.inf, high: float = math.inf) -> None:
        """Set low ≤ row ≤ high."""
        if row in self._empty:  # HiGHS is not asked about rows without columns
            (self._broken.discard if low <= 0.0 <= high else self._broken.add)(row)
            return
        self.highs.changeRowBounds(row, low, high)
        self._sides[row] = low, high
        if self._tree is not None:
            self._tree.bound_row(self._in_tree[row], high, low)

    def exact_to(self, gap: float) -> None:
        """Set the absolute gap up to which an answer counts as proven."""
        self._gap = gap
        self.highs.setOptionValue("mip_abs_gap", gap)

    def strict(self) -> None:
        """Hold rows and whole numbers to 10⁻⁹ from now on, where HiGHS's own 10⁻⁶ let a question be dodged."""
        self.highs.setOptionValue("mip_feasibility_tolerance", 1e-9)
        self._warm = False

    def minimise(self, seconds: float | None = None, rounds: int | None = None) -> Answer:
        """Ask the model as it stands now, within CPU seconds and rounds."""
        if self.frame.contradiction or self._broken:
            return Answer("infeasible", None, None)
        if not self.frame.columns:
            return Answer("proven", np.zeros(0), 0.0)
        self.listener.begin(replace(self.limits, seconds=seconds, rounds=rounds))
        if self.listener.over:
            return Answer("interrupted" if self.stop.is_set() else "time_limit", None, None)
        found = self._by_tree(seconds, rounds) if self._warm else None
        if found is not None and (found.status != "time_limit" or self.listener.over):
            return found
        answer = self._by_highs(None if found is None else found.values)
        if found is not None and answer.values is None and found.values is not None:  # no answer takes a plan away
            answer = replace(answer, status="interrupted" if self.stop.is_set() else "time_limit", values=found.values)
        if found is None or answer.status in ("proven", "within_gap", "infeasible"):
            return answer
        bounds = [bound for bound in (answer.bound, found.bound) if bound is not None]
        return replace(answer, bound=max(bounds, default=None))

    @property
    def by_tree(self) -> bool:
        """Whether questions are asked of the tree first."""
        return self._warm and not self.frame.contradiction

    def none_reaches(self, row: int, value: float, seconds: float | None = None) -> bool:
        """Whether it is shown that no plan has ``value`` of an added row or more, whatever the row's own bounds.

        Asked of the tree alone, which has the value to cut off by: that takes a fraction of a question that ends
        without any plan. False where there is such a plan, where the tree is not asked, or where it did not come to
        its end.
        """
        if not self.by_tree or self._broken or row in self._empty:
            return False
        tree = self._planted()
        tree.tolerance = self._gap
        costs = np.zeros(len(self.order))
        places, values = self._added[row]
        costs[places] = -values
        work = Limits(seconds=seconds, rounds=ROUNDS)
        low, high = self._sides.get(row, (-math.inf, math.inf))
        try:
            tree.bound_row(self._in_tree[row], math.inf)
            tree.aim(costs)
            cutoff = 2.0 * self._gap - value  # better by the gap counts, and just the value must
            leaf = tree.minimise(self._low, self._high, cutoff, work, first=True, stop=self.stop.is_set)
        except UnsolvedError:
            self._warm = False
            return False
        finally:
            tree.aim(self._costs)
            tree.bound_row(self._in_tree[row], high, low)
        return leaf.values is None and not leaf.cut

    def _by_highs(self, start: Floats | None) -> Answer:
        """Ask HiGHS's own search, from a plan (columns,) if one is known."""
        told = None if start is None else self.frame.for_solver(start)[self.order]
        for _ in range(CUTS):
            run_from(self.highs, told)
            answer = read_answer(self.frame, self.highs, self.order, self.limits, stopped=self.stop.is_set())
            answer = replace(answer, rounds=self.listener.rounds)
            cuts = [] if answer.values is None else self.frame.broken(answer.values)
            if not cuts:
                return answer
            for cut in cuts:  # a choice that a tolerance let pass: it breaks a row
                self.bound(self.row(cut), high=most_of(cut))
        return Answer("time_limit", None, answer.bound)

    def _by_tree(self, seconds: float | None, rounds: int | None) -> Answer | None:
        """Ask the tree, which leaves what takes long to HiGHS ("time_limit"); None: it could not be asked."""
        tree = self._planted()
        tree.tolerance = self._gap
        known = self._known(tree)
        cutoff = math.inf if known is None else float(self._costs @ known)
        most = ROUNDS if rounds is None else min(ROUNDS, rounds)
        before = tree.programs
        work = Limits(seconds=seconds, rounds=most)
        try:
            leaf = tree.minimise(self._low, self._high, cutoff, work, stop=self.stop.is_set)
        except UnsolvedError:  # a linear program that the simplex method could not end: HiGHS has other ways
            self._warm = False
            return None
        best = known if leaf.values is None else leaf.values
        values = None if best is None else self._in_figures(best)
        spent = math.ceil((tree.programs - before) / PER_ROUND)
        if not leaf.cut:
            self._failed = 0
            if best is None:
                return Answer("infeasible", None, None, spent)
            return Answer("proven", values, min(leaf.bound, float(self._costs @ best)), spent)
        self._failed += 1
        self._warm = self._failed < FAILURES
        self.listener.rounds += spent
        stopped = self.stop.is_set()
        bound = leaf.bound if math.isfinite(leaf.bound) else None
        return Answer("interrupted" if stopped else "time_limit", values, bound, spent)

    def _planted(self) -> WarmTree:
        """The tree, which is made when it is first asked."""
        if self._tree is None:
            lp = self.highs.getLp()
            begin = Columns.of(self.frame, self.place.astype(np.int64)).begin
            self._tree = WarmTree(self.frame, lp, self.order, begin, self._gap)
            self._in_tree = {number: number for number in self._added}
        return self._tree

    def _known(self, tree: WarmTree) -> Floats | None:
        """Of the plans that were met so far, the best one that keeps the rows as they stand now."""
        if not tree.met:
            return None
        every = np.stack(tree.met)
        keeps = np.all((every >= self._low - warm_tree.WHOLE) & (every <= self._high + warm_tree.WHOLE), axis=1)
        for row, (low, high) in self._sides.items():
            places, values = self._added[row]
            used = every[:, places] @ values
            keeps &= (used >= low - KEPT * abs(low) if math.isfinite(low) else True) & (
                used <= high + KEPT * abs(high) if math.isfinite(high) else True
            )
        if not keeps.any():
            return None
        worth = np.where(keeps, every @ self._costs, np.inf)
        return np.asarray(every[int(np.argmin(worth))])

    def _in_figures(self, values: Floats) -> Floats:
        """(columns of the frame,) a solution in the data's figures."""
        out = np.zeros(len(self.frame.columns))
        out[self.order] = values
        return self.frame.in_figures(out)

    def relaxed(self) -> float | None:
        """The least value of the objective when integer columns may be fractional; None: not found."""
        if self.frame.contradiction or not self.frame.columns:
            return None
        self.listener.begin(Limits())
        self.highs.setOptionValue("solve_relaxation", True)
        run_from(self.highs, None)
        found = read_answer(self.frame, self.highs, self.order, self.limits, stopped=False)
        value = float(self.highs.getInfo().objective_function_value) if found.values is not None else None
        self.highs.setOptionValue("solve_relaxation", False)
        return value

    def polished(self, values: Floats) -> Floats:
        """The same choice with everything else solved once more, free of the noise of almost-integral columns."""
        whole = np.array(self.frame.integer, dtype=np.int64)
        places, at = self.place[whole], np.round(values[whole])
        if self._warm and self._tree is not None:
            found = self._tree.corner(places.astype(np.int64), at)
            return values if found is None else self._in_figures(found)
        self.highs.changeColsBounds(len(places), places, at, at)
        self.listener.begin(Limits())
        answer = self._by_highs(None)
        self.highs.changeColsBounds(len(places), places, self._low[places], self._high[places])
        return values if answer.values is None else answer.values


def left_of(limits: Limits, begin: float) -> float | None:
    """CPU seconds that are left since ``begin`` (of ``time.process_time``); None: no limit.

    >>> left_of(Limits(), 0.0) is None, left_of(Limits(seconds=1.0), -1e9)
    (True, 0.0)
    """
    return None if limits.seconds is None else max(0.0, limits.seconds - (time.process_time() - begin))
