"""The search for the best plan of one stage: relaxation, core problem, then branch and bound on what is left.

Large models end at the core: its plan meets the bound of the relaxation within the gap that was asked for. Small ones
start branch and bound from the core's plan, with every decision fixed that no better plan can take. What is proven is
proven for the whole model. What does not live here: one call of the solver (``planner.solving.highs``), the stages
(``planner.solving.stages``).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from planner.problem.rows import Floats
from planner.program.frame import Frame, Terms
from planner.solving import highs
from planner.solving.core_problem import Fixed, core, hopeless
from planner.solving.highs import Answer, Limits, Listener
from planner.solving.live_model import MANY_SMALL
from planner.solving.relaxation import Columns, Relaxation, relax, vertex

WORTH_IT = 100
"""Integer columns below which branch and bound needs no help."""
SMALL = 300
"""Integer columns up to which branch and bound itself is quick: a core plan near the bound is start enough."""
NEAR = 0.01
"""What "near" means there: relative distance from the bound at which the core of a small model is left."""
NOISE = 1e-6
"""Relative noise of values and duals, left as room around what is fixed for good."""
CORE_SETTINGS: Mapping[str, Any] = {
    "mip_detect_symmetry": False,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_pool_soft_limit": 10,
    "mip_pool_age_limit": 1,
    "mip_max_nodes": 1,
}
"""A core is left after its root node: the next wider core, or the whole model, is worth more than its proof.

Without feasibility jump HiGHS tries better heuristics before its cuts: on one instance of 5,000 candidates 1.4 CPU s
instead of 40."""
WIDTHS = (1, 4)
"""Cores that a large model is given, each wider, before the whole of it is searched."""

Hear = Callable[[float | None, float | None], None]


def minimise(
    frame: Frame,
    terms: Terms,
    limits: Limits,
    *,
    constant: float = 0.0,
    start: Floats | None = None,
    progress: Hear | None = None,
) -> Answer:
    """Minimise ``terms`` over the model.

    Parameters
    ----------
    frame : Frame
    terms : dict
        Objective, without its constant.
    limits : Limits
    constant : float
        The constant; it counts where the relative gap is measured.
    start : ndarray, optional
        (columns,) a known solution to start from; then no core is sought.
    progress : callable, optional
        Called with (incumbent, bound) now and then, constant left out.

    Returns
    -------
    Answer
        As :func:`planner.solving.highs.minimise` gives it; ``within_gap`` may rest on the relaxation's bound alone.
    """
    plain = frame.contradiction or len(frame.integer) < WORTH_IT or start is not None
    if plain or not any(terms.values()):
        return highs.minimise(frame, terms, limits, start=start, progress=progress)
    frame.lp.setObjective(frame.expression(terms))
    with highs.interruptible() as stop:
        listener = Listener(progress, stop, limits)
        answer = _Search(frame, limits, constant, listener).run()
        return replace(answer, rounds=listener.rounds)


class _Search:
    """One search: the model that HiGHS holds, and what is known so far."""

    def __init__(self, frame: Frame, limits: Limits, constant: float, listener: Listener) -> None:
        self.begin = time.process_time()
        self.frame, self.limits, self.constant, self.listener = frame, limits, constant, listener
        self.heard = listener.progress
        self.model, self.order = highs.handed_over(frame, limits, listener)
        place = np.zeros(len(frame.columns), dtype=np.int64)
        place[self.order] = np.arange(len(self.order))
        self.columns = Columns.of(frame, place)
        self.small = len(frame.integer) <= SMALL
        self.best: Answer | None = None
        self.value = math.inf

    def run(self) -> Answer:
        """Search until the gap is met, or the time is up."""
        relaxation = relax(self.frame, self.model, self.columns, self._left())
        if relaxation is None:
            return self._whole(None)
        for width in WIDTHS[:1] if self.small else WIDTHS:
            self._core(relaxation, width)
            if self.value - relaxation.bound <= self._allowed():
                assert self.best is not None
                exact = self.limits.gap == 0.0
                return Answer("proven" if exact else "within_gap", self.best.values, relaxation.bound)
            if self.listener.over:
                break
        return self._whole(relaxation)

    def _left(self) -> float | None:
        if self.limits.seconds is None:
            return None
        return max(0.0, self.limits.seconds - (time.process_time() - self.begin))

    def _allowed(self) -> float:
        """The absolute gap that is accepted at the best value."""
        if not math.isfinite(self.value):
            return -1.0
        return max(self.limits.absolute, self.limits.gap * abs(self.value + self.constant))

    def _bounds(self, fixed: Fixed | None, *, free: bool = False) -> None:
        """Fix columns, or free them again."""
        if fixed is not None:
            places = fixed.places.astype(np.int32)
            low, high = (np.zeros(len(places)), np.ones(len(places))) if free else (fixed.low, fixed.high)
            self.model.changeColsBounds(len(places), places, low, high)

    def _ask(self, options: Mapping[str, Any], fixed: Fixed | None) -> Answer:
        """One run of the model with some columns fixed meanwhile."""
        before = {name: self.model.getOptionValue(name)[1] for name in options}
        for name, value in options.items():
            self.model.setOptionValue(name, value)
        self._bounds(fixed)
        if self.best is not None and self.best.values is not None:
            known = self.frame.for_solver(self.best.values)[self.order]
            self.model.setSolution(len(known), np.arange(len(known), dtype=np.int32), known)
        self.model.run()
        stopped = self.listener.stop.is_set()
        answer = highs.read_answer(self.frame, self.model, self.order, self.limits, stopped=stopped)
        objective = float(self.model.getInfo().objective_function_value)
        if answer.values is not None and objective < self.value:
            self.best, self.value = answer, objective
        self._bounds(fixed, free=True)
        for name, value in before.items():
            self.model.setOptionValue(name, value)
        return answer

    def _core(self, relaxation: Relaxation, width: int) -> None:
        """Solve a core problem until its plan is good enough; keep the plan."""
        gap = max(self.limits.gap, NOISE)
        fixed = core(self.frame.problem, self.columns, relaxation, gap, width)
        reach = max(gap, NEAR) if self.small else gap
        target = relaxation.bound + reach * abs(relaxation.bound + self.constant)
        options = {**CORE_SETTINGS, "objective_target": target, "mip_rel_gap": gap / 4}
        if self.heard is not None:
            hear = self.heard
            self.listener.progress = lambda best, _: hear(best, relaxation.bound)
        if not self.small:  # first only what a corner of the core's own relaxation leaves open
            self._bounds(fixed)
            corner = vertex(self.model, self._left())
            self._bounds(fixed, free=True)
            if corner is not None:
                self._ask(options, fixed.and_whole(self.columns, corner))
        if self.value > target:
            self._ask(options, fixed)
        self.listener.progress = self.heard

    def _whole(self, relaxation: Relaxation | None) -> Answer:
        """Branch and bound on all that no proof has settled."""
        options = dict(MANY_SMALL) if self.small else {}
        if relaxation is None or self.best is None:
            return self._ask(options, None)
        room = self.value - relaxation.bound + NOISE * max(1.0, abs(self.value))
        answer = self._ask(options, hopeless(self.columns, relaxation, room))
        if answer.status == "infeasible":  # noise, or presolve's error, shut the known plan out
            answer = self._ask({**options, "presolve": "off"}, None)
        bound = relaxation.bound if answer.bound is None else max(relaxation.bound, answer.bound)
        if answer.values is None:
            return replace(answer, values=self.best.values, bound=bound)
        return replace(answer, bound=min(bound, self.value))
