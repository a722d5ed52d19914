"""A HiGHS model that is built once and asked many times: only its objective and the bounds of added rows change.

PuLP stays the modelling layer: it builds the model; from then on HiGHS is spoken to directly, because handing a model
over takes longer than many of the questions of a front. What does not live here: which questions are asked.
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
from planner.solving.highs import CUTS, Answer, Limits, Listener, column_order, configured, read_answer

MANY_SMALL: Mapping[str, Any] = {
    "presolve": "off",
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

Measured on the questions of 3kp40: 0.29 CPU s each by HiGHS's own settings, 0.15 by these. Of the heuristics only the
root's reduced-cost fixing is worth its time."""
SMALL = 120
"""Integer columns up to which a model is small in this sense."""


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
    """

    def __init__(self, frame: Frame, limits: Limits, stop: threading.Event) -> None:
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

    def objective(self, terms: Terms) -> None:
        """Replace the objective, to be minimised."""
        costs = np.zeros(len(self.order))
        for column, value in terms.items():
            costs[self.place[column]] = value * self.frame.scale[column]
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
        return number

    def bound(self, row: int, low: float = -math.inf, high: float = math.inf) -> None:
        """Set low ≤ row ≤ high."""
        if row in self._empty:  # HiGHS is not asked about rows without columns
            (self._broken.discard if low <= 0.0 <= high else self._broken.add)(row)
            return
        self.highs.changeRowBounds(row, low, high)

    def exact_to(self, gap: float) -> None:
        """Set the absolute gap up to which an answer counts as proven."""
        self.highs.setOptionValue("mip_abs_gap", gap)

    def strict(self) -> None:
        """Hold rows and whole numbers to 10⁻⁹ from now on, where HiGHS's own 10⁻⁶ let a question be dodged."""
        self.highs.setOptionValue("mip_feasibility_tolerance", 1e-9)

    def minimise(self, seconds: float | None = None, rounds: int | None = None) -> Answer:
        """Ask the model as it stands now, within CPU seconds and rounds."""
        if self.frame.contradiction or self._broken:
            return Answer("infeasible", None, None)
        if not self.frame.columns:
            return Answer("proven", np.zeros(0), 0.0)
        self.listener.begin(replace(self.limits, seconds=seconds, rounds=rounds))
        if self.listener.over:
            return Answer("interrupted" if self.stop.is_set() else "time_limit", None, None)
        for _ in range(CUTS):
            self.highs.run()
            answer = read_answer(self.frame, self.highs, self.order, self.limits, stopped=self.stop.is_set())
            answer = replace(answer, rounds=self.listener.rounds)
            cuts = [] if answer.values is None else self.frame.broken(answer.values)
            if not cuts:
                return answer
            for cut in cuts:  # a choice that a tolerance let pass: it breaks a row
                self.bound(self.row(cut), high=most_of(cut))
        return Answer("time_limit", None, answer.bound)

    def relaxed(self) -> float | None:
        """The least value of the objective when integer columns may be fractional; None: not found."""
        if self.frame.contradiction or not self.frame.columns:
            return None
        self.listener.begin(Limits())
        self.highs.setOptionValue("solve_relaxation", True)
        self.highs.run()
        found = read_answer(self.frame, self.highs, self.order, self.limits, stopped=False)
        value = float(self.highs.getInfo().objective_function_value) if found.values is not None else None
        self.highs.setOptionValue("solve_relaxation", False)
        return value

    def polished(self, values: Floats) -> Floats:
        """The same choice with everything else solved once more, free of the noise of almost-integral columns."""
        whole = np.array(self.frame.integer, dtype=np.int64)
        places, at = self.place[whole], np.round(values[whole])
        self.highs.changeColsBounds(len(places), places, at, at)
        answer = self.minimise(None)
        self.highs.changeColsBounds(len(places), places, np.zeros(len(places)), np.ones(len(places)))
        return values if answer.values is None else answer.values


def left_of(limits: Limits, begin: float) -> float | None:
    """CPU seconds that are left since ``begin`` (of ``time.process_time``); None: no limit.

    >>> left_of(Limits(), 0.0) is None, left_of(Limits(seconds=1.0), -1e9)
    (True, 0.0)
    """
    return None if limits.seconds is None else max(0.0, limits.seconds - (time.process_time() - begin))
