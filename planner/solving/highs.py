"""HiGHS through PuLP: one solve of one model, with progress, interruption, a start and an honest answer.

PuLP builds and configures HiGHS; the answer is read from HiGHS itself, because PuLP's status after a limit cannot be
trusted (3.3 says "Optimal" with objective 0 when nothing was found).
"""

from __future__ import annotations

import math
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import KW_ONLY, dataclass, replace
from typing import Any, Literal

import highspy
import numpy as np
import pulp

from graph.base.errors import ServiceError
from graph.base.words import Words
from planner.problem.rows import Floats, Ints
from planner.program.frame import Frame, Terms
from planner.program.whole_rows import most_of
from planner.solving.first_highs import settle_threads, version
from planner.solving.guarded_run import run_from

__all__ = ["Answer", "Limits", "Listener", "Progress", "minimise", "version"]

Status = Literal["proven", "within_gap", "time_limit", "interrupted", "infeasible"]
ABSOLUTE_GAP = 1e-6
"""``mip_abs_gap``, unless something else is asked."""
SIMPLEX = highspy.cb.HighsCallbackType.kCallbackSimplexInterrupt
LOOKS = (highspy.cb.HighsCallbackType.kCallbackMipInterrupt, SIMPLEX)
"""Callbacks that ask whether to stop: their number does not depend on the machine, as that of log lines does."""
CUTS = 200
"""How often a choice that a tolerance let pass may be cut away."""
Hear = Callable[[float | None, float | None], None]
"""Called with (incumbent, bound) while solving."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a solve may take: CPU seconds, nodes. ``gap`` is relative; 0 asks for proof. One thread unless said."""

    seconds: float | None = None
    gap: float = 0.0
    absolute: float = ABSOLUTE_GAP
    """What "proven" means in the unit of the objective as it is handed to the solver"""
    threads: int = 1
    seed: int = 0
    nodes: int | None = None
    """Nodes of the search tree after which the best so far is taken"""
    rounds: int | None = None
    """Looks of the solver at its limits after which it stops: counted work, the same on every machine"""
    effort: int = 1
    """How many times the usual work a search of many questions may take beside the solve: conflicts, mends"""

    def since(self, begin: float) -> Limits:
        """The limits with what is left of their seconds since ``begin`` (of ``time.process_time``)."""
        if self.seconds is None:
            return self
        return replace(self, seconds=max(0.0, self.seconds - (time.process_time() - begin)))


@dataclass(frozen=True)
class Progress:
    """How far a solve is, in the sense of the stage: best found so far (None: nothing yet), bound, seconds."""

    best: float | None
    bound: float | None
    seconds: float

    @property
    def gap(self) -> float | None:
        """|bound − best| / max(1e-9, |best|), or None while either is unknown."""
        if self.best is None or self.bound is None:
            return None
        return abs(self.bound - self.best) / max(1e-9, abs(self.best))


@dataclass(frozen=True)
class Answer:
    """What HiGHS found for a minimisation: values of all columns (None: no solution), and its dual bound."""

    status: Status
    values: Floats | None
    bound: float | None
    rounds: int = 0
    """Rounds that it took (:attr:`Limits.rounds`)"""
    _: KW_ONLY
    shut: tuple[tuple[int, float, float], ...] = ()
    """(column, low, high) that every plan as good as the one found keeps, for the stages that follow"""
    denied: bool = False
    """Whether HiGHS says that there is no plan, though one is known: nothing is claimed then"""


def minimise(
    frame: Frame,
    terms: Terms,
    limits: Limits,
    *,
    start: Floats | None = None,
    progress: Hear | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Answer:
    """Minimise ``terms`` over the model; choices that break a row exactly, though the solver let them, are cut away.

    Parameters
    ----------
    frame : Frame
    terms : dict
        Objective, without constant.
    limits : Limits
    start : ndarray, optional
        (columns,) a known solution to start from.
    progress : callable, optional
        Called with (incumbent, bound) now and then.
    settings : dict, optional
        Options of HiGHS that change how it searches, not what is proven.
    """
    if frame.contradiction:
        return Answer("infeasible", None, None)
    if not frame.columns:
        return Answer("proven", np.zeros(0), 0.0)
    for _ in range(CUTS):
        answer = _once(frame, terms, limits, start, progress, settings or {})
        cuts = [] if answer.values is None else frame.broken(answer.values)
        if not cuts:
            return answer
        for cut in cuts:
            frame.at_most(cut, most_of(cut), "cover")
    return Answer("time_limit", None, answer.bound, answer.rounds)


def _once(
    frame: Frame,
    terms: Terms,
    limits: Limits,
    start: Floats | None,
    progress: Hear | None,
    settings: Mapping[str, Any],
) -> Answer:
    """One run; what it gives may break a row by what a tolerance lets pass."""
    frame.lp.setObjective(frame.expression(terms))
    with interruptible() as stop:
        listener = Listener(progress, stop, limits)
        highs, order = handed_over(frame, limits, listener)
        for name, value in settings.items():
            highs.setOptionValue(name, value)
        run_from(highs, None if start is None else frame.for_solver(start)[order])
    _pass_on(stop)
    if start is not None and frame.integer and _denied(highs):
        # the start keeps every row, so presolve erred (HiGHS 1.15.1 does on rows with a slack of some 5e-7); without
        # presolve HiGHS calls plans optimal that are not, so it is not asked again
        return Answer("time_limit", start, None, listener.rounds, denied=True)
    answer = read_answer(frame, highs, order, limits, stopped=stop.is_set())
    return replace(answer, rounds=listener.rounds)


def _pass_on(stop: threading.Event) -> None:
    """End the whole command after Ctrl-C where no search around this question keeps what it has found."""
    if stop.is_set() and _STOP.get() is None:
        raise KeyboardInterrupt


def handed_over(frame: Frame, limits: Limits, listener: Listener) -> tuple[Any, Ints]:
    """The HiGHS object that now holds the frame's model with its objective, and our column number of each column."""
    solver = configured(limits, listener)
    solver.createAndConfigureSolver(frame.lp)
    solver.buildSolverModel(frame.lp)
    return frame.lp.solverModel, column_order(frame)


def _denied(highs: Any) -> bool:
    """Whether the solver says that there is no plan, or ends as optimal without any bound."""
    kinds = highspy.HighsModelStatus
    status = highs.getModelStatus()
    if status == kinds.kOptimal:
        return not math.isfinite(highs.getInfo().mip_dual_bound)
    return bool(status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible))


def configured(limits: Limits, listener: Listener) -> Any:
    """PuLP's HiGHS with these limits, exact unless a gap is accepted, listening to Ctrl-C."""
    version()
    settle_threads(limits.threads)
    options: dict[str, Any] = {"random_seed": limits.seed, "log_to_console": False, "output_flag": True}
    if limits.nodes is not None:
        options["mip_max_nodes"] = limits.nodes
    kinds = highspy.cb.HighsCallbackType
    wanted = [kinds.kCallbackMipInterrupt, kinds.kCallbackMipLogging, kinds.kCallbackSimplexInterrupt]
    return pulp.HiGHS(
        msg=True,
        callbackTuple=(listener.hear, None),
        callbacksToActivate=wanted,
        gapRel=limits.gap,
        gapAbs=limits.absolute,
        threads=limits.threads,
        timeLimit=None,  # of wall time: the listener counts CPU time
        **options,
    )


class Listener:
    """Passes HiGHS's callbacks on: progress at most twice a second, and the end: rounds, CPU time, the wish to stop."""

    def __init__(self, progress: Hear | None, stop: threading.Event, limits: Limits) -> None:
        self.progress, self.stop, self.last = progress, stop, time.monotonic()
        self.begin(limits)

    def begin(self, limits: Limits) -> None:
        """Count from here."""
        self.rounds, self.most = 0, limits.rounds
        self.until = math.inf if limits.seconds is None else time.process_time() + limits.seconds

    @property
    def over(self) -> bool:
        """Whether the solver has to stop."""
        spent = self.most is not None and self.rounds >= self.most
        return self.stop.is_set() or spent or time.process_time() >= self.until

    def hear(self, kind: Any, _message: str, data_out: Any, data_in: Any, _user: Any) -> None:
        """Answer one callback of HiGHS."""
        if kind in LOOKS:
            self.rounds += 1
        if data_in is not None:  # HiGHS keeps the wish for all later runs of the same object: it is also taken back
            data_in.user_interrupt = self.over
        # a linear program inside a search has neither (HiGHS 1.10 gives 0 for both)
        if self.progress is None or kind == SIMPLEX or time.monotonic() - self.last < 0.5:
            return
        self.last = time.monotonic()
        best, bound = float(data_out.mip_primal_bound), float(data_out.mip_dual_bound)
        self.progress(best if math.isfinite(best) else None, bound if math.isfinite(bound) else None)


_STOP: ContextVar[threading.Event | None] = ContextVar("stop", default=None)
"""The wish to stop of the search around, if it keeps what it has found."""


@contextmanager
def keeping() -> Iterator[threading.Event]:
    """A search that Ctrl-C ends with what it has found: every question inside it obeys the same wish to stop."""
    with interruptible() as stop:
        token = _STOP.set(stop)
        try:
            yield stop
        finally:
            _STOP.reset(token)


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """Turn Ctrl-C into a wish to stop that HiGHS obeys; a second Ctrl-C is the usual one."""
    around = _STOP.get()
    if around is not None:
        yield around
        return
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = signal.getsignal(signal.SIGINT)

    def ask(_number: int, _frame: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def column_order(frame: Frame) -> Ints:
    """Our column number of each column of the HiGHS model; PuLP 4 leaves out columns that no row uses."""
    exported = getattr(frame.lp, "exported_variables", frame.lp.variables)()
    return np.array([int(str(v.name).rsplit("_", 1)[1]) for v in exported], dtype=np.int64)


def read_answer(frame: Frame, highs: Any, order: Any, limits: Limits, *, stopped: bool) -> Answer:
    """What a run that ended says, from HiGHS itself."""
    kinds = highspy.HighsModelStatus
    status = highs.getModelStatus()
    info = highs.getInfo()
    if status == kinds.kNotset:  # never an answer: without it an error would read as "nothing found in time"
        words = Words(
            "HiGHS {v} could not run; install the version of constraints.txt",
            "HiGHS {v} 无法运行；请安装 constraints.txt 中的版本",
        )
        raise ServiceError(words.fill(v=version()))
    if status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
        return Answer("infeasible", None, None)
    if status == kinds.kModelEmpty:  # no rows and nothing to gain: all columns at zero
        return Answer("proven", np.zeros(len(frame.columns)), 0.0)
    values = None
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        values = np.zeros(len(frame.columns))
        values[order] = np.asarray(highs.getSolution().col_value, dtype=np.float64)[: len(order)]
        values = frame.in_figures(values)
    is_mip = bool(frame.integer or frame.whole)
    bound = float(info.mip_dual_bound) if is_mip else float(info.objective_function_value)
    if status == kinds.kOptimal:
        exact = not is_mip or limits.gap == 0.0
        return Answer("proven" if exact else "within_gap", values, bound)
    return Answer(
        "interrupted" if stopped else "time_limit", values, bound if is_mip and math.isfinite(bound) else None
    )
