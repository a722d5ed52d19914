"""The linear relaxation of a built model: its bound, and what each decision would cost against that bound.

The bound is not read from the solver. It is the Lagrangian bound, recomputed here from whatever row duals the solver
gives: any duals give a valid one, so an approximate solution by a first-order method proves as well as an exact one.
What does not live here: what is done with it (``planner.solving.core_problem``, ``planner.solving.search``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from scipy.sparse import csc_matrix, csr_matrix

from planner.problem.rows import Bools, Floats, Ints
from planner.program.frame import Frame
from planner.solving.first_highs import version
from planner.solving.guarded_run import run

PATIENCE = 4.0
"""Wall time that a relaxation may take, as a multiple of the CPU time that is left."""
LARGE = 150_000
"""Nonzeros from which the simplex method is only tried, and a first-order method (PDLP) takes over where it is slow."""
TRIED = 250_000_000
"""Work of that trial: iterations times rows."""
LEAST_TRIED = 1000
STEPS = 20_000
"""Iterations of the first-order method after which what it has is taken."""
ROUGH = 1e-4
"""Relative tolerance of the first-order method; what it leaves is lost from the bound, never from its validity."""
NO_USE = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
    highspy.HighsModelStatus.kUnbounded,
    highspy.HighsModelStatus.kTimeLimit,
)
"""What a relaxation can end in that gives no prices. Any other end does: the bound is recomputed from them."""


@dataclass(frozen=True)
class Columns:
    """Places of a frame's columns in the HiGHS model; −1 where there is none.

    ``begin`` (N, Y): the column that is 1 from the year y on when candidate i may start in y. ``pay`` (N, F).
    """

    begin: Ints
    pay: Ints

    @staticmethod
    def of(frame: Frame, place: Ints) -> Columns:
        """The places for a frame whose column c stands at ``place[c]``."""
        problem = frame.problem
        begin = np.full((len(problem.candidates), len(problem.years)), -1, dtype=np.int64)
        for i, row in enumerate(frame.active[: len(begin)]):  # behind them stand projects, which candidates share
            for y, column in enumerate(row):
                if column is not None and (y == 0 or column != row[y - 1]):
                    begin[i, y] = place[column]
        funding = len(problem.support.years) if problem.support else 0
        pay = np.full((len(problem.candidates), funding), -1, dtype=np.int64)
        payee = np.zeros(len(begin), dtype=bool) if problem.settled is None else problem.settled.payee
        for (i, f), column in frame.pay.items():
            if not payee[i]:  # money without a decision on the centre is nobody's own
                pay[i, f] = place[column]
        return Columns(begin, pay)

    @property
    def may_start(self) -> Bools:
        """(N, Y) whether the candidate may start in the year."""
        return np.asarray(self.begin >= 0)

    def blocks(self, size: int) -> Ints:
        """(size,) the candidate whose own decision a column is; −1 for columns that candidates share."""
        block = np.full(size, -1, dtype=np.int64)
        for places in (self.begin, self.pay):
            rows, at = np.nonzero(places >= 0)
            block[places[rows, at]] = rows
        return block


@dataclass(frozen=True)
class Relaxation:
    """A solved relaxation of a minimisation.

    Attributes
    ----------
    bound : float
        No plan is below it; constants of the objective are left out.
    values : ndarray
        (columns,) the relaxed solution, in HiGHS's order; approximate where a first-order method found it.
    started : ndarray
        (N, Y) share of candidate i that has started by year y.
    worth : ndarray
        (N, Y) what starting i in year y is worth at the prices of the relaxation; −inf where it may not start.
    """

    bound: float
    values: Floats
    started: Floats
    worth: Floats

    @property
    def chosen(self) -> Floats:
        """(N,) share of each candidate that is chosen."""
        return np.asarray(self.started[:, -1])

    @property
    def surplus(self) -> Floats:
        """(N,) worth of choosing i in its best year; −inf where it cannot be chosen."""
        return np.asarray(self.worth.max(axis=1))

    def losses(self) -> tuple[Floats, Floats]:
        """By how much the bound rises, at least: ``(N, Y)`` when i starts in y, ``(N,)`` when i is left out."""
        best = np.maximum(self.surplus, 0.0)
        return best[:, None] - self.worth, best


def relax(
    frame: Frame, highs: Any, columns: Columns, seconds: float | None = None, *, presolve: bool = False
) -> Relaxation | None:
    """Solve the relaxation of a model that HiGHS holds, without changing it.

    Parameters
    ----------
    frame : Frame
    highs : highspy.Highs
        Holds the model of the frame, with the objective to be minimised.
    columns : Columns
    seconds : float, optional
        Time for it.
    presolve : bool
        Whether HiGHS reduces it first: worth its time where much is shut.

    Returns
    -------
    Relaxation or None
        None when it was not solved (infeasible, out of time) or has no finite bound.
    """
    lp = highs.getLp()
    solver = _solved(lp, seconds, "on" if presolve else "off")
    solution = solver.getSolution()
    if solver.getModelStatus() in NO_USE or not solution.dual_valid:
        return None
    values = np.asarray(solution.col_value, dtype=np.float64)
    bound, worth = lagrangian(frame, lp, columns, np.asarray(solution.row_dual, dtype=np.float64))
    if not np.isfinite(bound):
        return None
    own = np.where(columns.may_start, values[columns.begin], 0.0)
    return Relaxation(bound, values, np.clip(np.maximum.accumulate(own, axis=1), 0.0, 1.0), worth)


def _solved(lp: Any, seconds: float | None, presolve: str) -> Any:
    """A solver that has solved the model without its whole-number columns, by the method that its size calls for."""
    solver = _continuous(lp, seconds)
    solver.setOptionValue("presolve", presolve)
    large = len(lp.a_matrix_.value_) > LARGE
    if large:
        solver.setOptionValue("simplex_iteration_limit", max(LEAST_TRIED, TRIED // len(lp.row_lower_)))
    run(solver)
    if not large or solver.getModelStatus() != highspy.HighsModelStatus.kIterationLimit:
        return solver
    first_order = _continuous(lp, seconds)
    first_order.setOptionValue("solver", "pdlp")
    first_order.setOptionValue("presolve", "on")
    first_order.setOptionValue("pdlp_optimality_tolerance", ROUGH)
    first_order.setOptionValue("pdlp_iteration_limit", STEPS)
    run(first_order)
    if first_order.getSolution().dual_valid:
        return first_order
    solver.setOptionValue("simplex_iteration_limit", 2**31 - 1)  # neither is quick: the simplex method to its end
    run(solver)
    return solver


def vertex(highs: Any, seconds: float | None = None) -> Floats | None:
    """(columns,) a corner of the relaxation of the model as HiGHS holds it, by the simplex method; None: not found."""
    solver = _continuous(highs.getLp(), seconds)
    run(solver)
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return np.asarray(solver.getSolution().col_value, dtype=np.float64)


def _continuous(lp: Any, seconds: float | None) -> Any:
    """A solver that holds the model without its whole-number columns."""
    lp.integrality_ = []
    version()
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    if seconds is not None:  # of wall time, which a busy machine has less of: room for it
        solver.setOptionValue("time_limit", PATIENCE * max(0.0, seconds))
    solver.passModel(lp)
    return solver


def lagrangian(frame: Frame, lp: Any, columns: Columns, duals: Floats) -> tuple[float, Floats]:
    """The Lagrangian bound of any row duals, each candidate's own decision solved exactly.

    L(u) = Σ_r u_r · (lower side if u_r > 0 else upper side) − Σ_i max(0, max_y worth_iy) + Σ_c min d_c x_c over its box

    with reduced costs d = c − Aᵀu over the rows that join candidates (Geoffrion 1974). Rows within one candidate
    (once, share, total cap, minimum) are kept, not priced: ``worth`` (N, Y) is the best value of starting i in y within
    them. Duals of the wrong sign, which an approximate method leaves, are set to 0.

    Returns
    -------
    bound : float
        −inf where a column without a bound would pay for ever.
    worth : ndarray
        (N, Y); −inf where a start is not allowed.
    """
    low, high = np.asarray(lp.row_lower_), np.asarray(lp.row_upper_)
    size = len(lp.col_cost_)
    matrix = _matrix(lp, (len(low), size))
    block = columns.blocks(size)
    joint = _joint(matrix, block) | (np.isfinite(low) & (low != 0.0)) | (np.isfinite(high) & (high != 0.0))
    duals = np.where(joint, duals, 0.0)
    duals = np.where((duals > 0) & np.isneginf(low), 0.0, duals)
    duals = np.where((duals < 0) & np.isposinf(high), 0.0, duals)
    reduced = np.asarray(lp.col_cost_) - matrix.T @ duals
    sides = np.where(duals > 0, low, np.where(duals < 0, high, 0.0))
    shared = block < 0
    box = np.stack([np.asarray(lp.col_lower_)[shared], np.asarray(lp.col_upper_)[shared]])
    with np.errstate(invalid="ignore"):  # 0 · ∞ of a column without bound, which costs nothing
        paid = np.where(reduced[shared] != 0.0, reduced[shared] * box, 0.0).min(axis=0)
    shut = columns.may_start & (np.asarray(lp.col_upper_)[columns.begin] <= 0.0)
    worth = np.where(shut, -np.inf, _worth(frame, columns, reduced))
    return float(duals @ sides + paid.sum() - np.maximum(worth.max(axis=1), 0.0).sum()), worth


def _matrix(lp: Any, shape: tuple[int, int]) -> Any:
    """The rows of a HiGHS model, which holds them by row or by column."""
    stored = lp.a_matrix_
    by = csc_matrix if stored.format_ == highspy.MatrixFormat.kColwise else csr_matrix
    return by((stored.value_, stored.index_, stored.start_), shape=shape)


def _joint(matrix: Any, block: Ints) -> Bools:
    """(rows,) whether a row joins candidates, or a candidate with shared columns."""
    entries = matrix.tocoo()
    owner = block[entries.col]
    first = np.full(matrix.shape[0], np.iinfo(np.int64).max)
    last = np.full(matrix.shape[0], -1)
    np.minimum.at(first, entries.row, owner)
    np.maximum.at(last, entries.row, owner)
    return np.asarray((first != last) | (first < 0))


def _worth(frame: Frame, columns: Columns, reduced: Floats) -> Floats:
    """(N, Y) greatest value, −Σ d x, of starting each candidate in each year within its own rows."""
    may = columns.may_start
    gain = np.where(may, -reduced[columns.begin], 0.0)
    worth = np.where(may, np.cumsum(gain[:, ::-1], axis=1)[:, ::-1], -np.inf)
    money = frame.problem.support
    if money is None:
        return worth
    lags, unit = np.arange(money.cap.shape[1]), frame.unit
    for y in range(may.shape[1]):
        window = y + lags
        there = columns.pay[:, window] >= 0
        price = np.where(there, -reduced[columns.pay[:, window]], 0.0)
        caps = np.where(there, money.cap, 0.0) / unit
        worth[:, y] += _best_payments(price, caps, money.total / unit, money.minimum / unit)
    return worth


def _best_payments(price: Floats, cap: Floats, total: Floats, minimum: Floats) -> Floats:
    """(N,) the greatest Σ price · pay with 0 ≤ pay ≤ cap and minimum ≤ Σ pay ≤ total: the dearest years first."""
    order = np.argsort(-price, axis=1, kind="stable")
    price, cap = np.take_along_axis(price, order, axis=1), np.take_along_axis(cap, order, axis=1)
    out, used = np.zeros(len(price)), np.zeros(len(price))
    for k in range(price.shape[1]):
        limit = np.where(price[:, k] > 0, total, minimum)
        amount = np.clip(limit - used, 0.0, cap[:, k])
        out += price[:, k] * amount
        used += amount
    return out
