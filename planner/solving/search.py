"""The search for the best plan of one stage: relaxation, core problem, then branch and bound on what is left.

Programs of few decisions are first tried on one live linear program (``planner.solving.small_program``).
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
from planner.solving import highs, small_program
from planner.solving.core_problem import Fixed, core, hopeless
from planner.solving.guarded_run import run_from
from planner.solving.highs import Answer, Limits, Listener, Status
from planner.solving.live_model import MANY_SMALL
from planner.solving.relaxation import Columns, Relaxation, relax, vertex

WORTH_IT = 100
"""Integer columns below which branch and bound needs no help."""
SMALL = 300
"""Integer columns up to which branch and bound itself is quick: a core plan near the bound is start enough."""
FEW_OPEN = 600
"""Decisions left open by proof up to which a larger model is searched by the settings of a small one: of 3,390 made-up
projects some 400 stay open in the later stages, and are settled in half the CPU time."""
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
        (columns,) a known solution of an earlier stage to start from; then no core is sought.
    progress : callable, optional
        Called with (incumbent, bound) now and then, constant left out.

    Returns
    -------
    Answer
        As :func:`planner.solving.highs.minimise` gives it; ``within_gap`` may rest on the relaxation's bound alone.
    """
    if not small_program.is_small(frame, terms, limits):
        return _larger(frame, terms, limits, constant, start, progress)
    begin = time.process_time()
    found = small_program.minimise(frame, terms, limits, start=start, progress=progress)
    left = _rest(limits, begin, found)
    if found.status != "time_limit" or left is None:
        return found
    known = found.values if found.values is not None else start
    answer = _with(_larger(frame, terms, left, constant, known, progress), found)
    left = _rest(limits, begin, answer)
    if not answer.denied or left is None:
        return answer
    again = small_program.minimise(frame, terms, left, start=answer.values, progress=progress, patient=True)
    return _with(again, replace(answer, denied=False))


def _rest(limits: Limits, begin: float, answer: Answer) -> Limits | None:
    """What is left of the limits after an answer; None: nothing."""
    left = limits.since(begin)
    left = left if left.rounds is None else replace(left, rounds=max(0, left.rounds - answer.rounds))
    return None if left.seconds == 0.0 or left.rounds == 0 else left


def _with(answer: Answer, before: Answer) -> Answer:
    """An answer with what was known before: bound, work, and a plan where it has none."""
    bounds = [bound for bound in (answer.bound, before.bound) if bound is not None]
    rounds = answer.rounds + before.rounds
    if answer.values is None and before.values is not None:  # "infeasible" beside a plan would be an error of presolve
        denied = answer.denied or answer.status == "infeasible"
        answer = replace(answer, status="time_limit", values=before.values, denied=denied)
    if answer.status in ("proven", "within_gap", "infeasible"):
        return replace(answer, rounds=rounds)
    return replace(answer, bound=max(bounds, default=None), rounds=rounds)


def _larger(
    frame: Frame, terms: Terms, limits: Limits, constant: float, start: Floats | None, progress: Hear | None
) -> Answer:
    """Minimise by HiGHS's own search; a large model by relaxation and core first."""
    plain = frame.contradiction or len(frame.integer) < WORTH_IT
    if plain or not any(terms.values()):
        return highs.minimise(frame, terms, limits, start=start, progress=progress)
    frame.lp.setObjective(frame.expression(terms))
    with highs.interruptible() as stop:
        listener = Listener(progress, stop, limits)
        search = _Search(frame, limits, constant, listener)
        answer = search.run() if start is None else search.later(start)
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
        lp = self.model.getLp()
        self.costs, self.low, self.high = (np.array(a) for a in (lp.col_cost_, lp.col_lower_, lp.col_upper_))
        self.noise = NOISE * max(1.0, float(np.abs(self.costs).max(initial=0.0)))
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
                return self._met(relaxation)
            if self.listener.over:
                break
        return self._whole(relaxation)

    def later(self, start: Floats) -> Answer:
        """Search a later stage from the plan of the stages before it, which it can only better."""
        self._know(start)
        self._pay(start)
        relaxation = relax(self.frame, self.model, self.columns, self._left(), presolve=True)
        if relaxation is not None and self.value - relaxation.bound <= self._allowed():
            return self._met(relaxation)
        return self._whole(relaxation)

    def _know(self, values: Floats) -> None:
        """Keep a plan if it is the best so far."""
        value = float(self.costs @ self.frame.for_solver(values)[self.order])
        if value < self.value:
            self.best, self.value = Answer("time_limit", values, None), value

    def _pay(self, start: Floats) -> None:
        """The choice of a known plan with its money at its best for this stage."""
        if not self.frame.pay or self.frame.whole:
            return
        whole = np.flatnonzero(np.isin(self.order, self.frame.integer)).astype(np.int32)
        at = np.round(self.frame.for_solver(start)[self.order][whole])
        self.model.changeColsBounds(len(whole), whole, at, at)
        corner = vertex(self.model, self._left())
        self.model.changeColsBounds(len(whole), whole, self.low[whole], self.high[whole])
        if corner is not None:
            values = np.zeros(len(start))
            values[self.order] = corner
            self._know(self.frame.in_figures(values))

    def _met(self, relaxation: Relaxation) -> Answer:
        """The best plan, which the bound of the relaxation proves."""
        assert self.best is not None
        status: Status = "proven" if self.limits.gap == 0.0 else "within_gap"
        return Answer(status, self.best.values, relaxation.bound, shut=self._shut(relaxation))

    def _room(self, relaxation: Relaxation) -> float:
        """How far above the bound a plan may be that is as good as the best."""
        return self.value - relaxation.bound + NOISE * max(1.0, abs(self.value))

    def _shut(self, relaxation: Relaxation) -> tuple[tuple[int, float, float], ...]:
        """What no plan takes that a later stage may still consider: as good, or worse by less than it may give up."""
        room = self._room(relaxation) + self.noise + self.limits.absolute
        fixed = self._clipped(hopeless(self.columns, relaxation, room))
        sides = zip(self.order[fixed.places].tolist(), fixed.low.tolist(), fixed.high.tolist(), strict=True)
        return tuple(sides)

    def _clipped(self, fixed: Fixed) -> Fixed:
        """Within the bounds that the columns have."""
        low, high = self.low[fixed.places], self.high[fixed.places]
        return Fixed(fixed.places, np.clip(fixed.low, low, high), np.clip(fixed.high, low, high))

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
            within = self._clipped(fixed)
            low, high = (self.low[places], self.high[places]) if free else (within.low, within.high)
            self.model.changeColsBounds(len(places), places, low, high)

    def _ask(self, options: Mapping[str, Any], fixed: Fixed | None) -> Answer:
        """One run of the model with some columns fixed meanwhile."""
        before = {name: self.model.getOptionValue(name)[1] for name in options}
        for name, value in options.items():
            self.model.setOptionValue(name, value)
        self._bounds(fixed)
        known = None if self.best is None else self.best.values
        run_from(self.model, None if known is None else self.frame.for_solver(known)[self.order])
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
        if relaxation is None:
            return self._ask(options, None)
        fixed = None if self.best is None else hopeless(self.columns, relaxation, self._room(relaxation))
        if fixed is not None and not self.small and self._open(fixed) <= FEW_OPEN:
            options = dict(MANY_SMALL)
        answer = self._ask(options, fixed)
        if answer.status == "infeasible" and self.best is not None and fixed is not None:
            answer = self._ask(options, None)  # noise shut the known plan out
        if answer.status == "infeasible" and self.best is not None:  # presolve's error
            return Answer("time_limit", self.best.values, relaxation.bound, denied=True)
        bound = relaxation.bound if answer.bound is None else max(relaxation.bound, answer.bound)
        if self.best is None:
            return answer if answer.status == "infeasible" else replace(answer, bound=bound)
        found = replace(answer, values=self.best.values, bound=min(bound, self.value))
        return replace(found, shut=self._shut(relaxation)) if answer.status == "proven" else found

    def _open(self, fixed: Fixed) -> int:
        """How many decisions are left open."""
        low, high = self.low.copy(), self.high.copy()
        within = self._clipped(fixed)
        low[fixed.places], high[fixed.places] = within.low, within.high
        return int((high > low)[self.columns.begin[self.columns.may_start]].sum())
